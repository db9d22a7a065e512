//! Owners, where the new side says who they are. An owner may do anything with what it owns, and row security does not
//! hold it up where it is not forced.

use super::pair::{Pair, pairs};
use super::{Change, Finding, Ground, Node, Object, Phase, Statement, function, kind, other, view};
use crate::hazard;
use crate::sql::facts::{Function, FunctionKind, ObjectName, Schema, Signature};
use crate::sql::ident;

/// What has another owner than before, or is made and has one.
pub(super) fn changes(ground: &Ground<'_>) -> Vec<Change> {
    let all = [schemas(ground), types(ground), functions(ground), relations(ground)].concat();
    all.iter().filter_map(|one| one.change(ground)).collect()
}

/// Something on the new side that can have an owner.
#[derive(Debug, Clone)]
struct Owned<'a> {
    object: Object,
    /// What it is, in a word.
    noun: String,
    /// As `ALTER` names it.
    sql: String,
    node: Node,
    /// Who owned it, where it is on both sides and not made again.
    old: Option<&'a str>,
    new: Option<&'a str>,
    is_new: bool,
    /// What its owner can do that others cannot.
    power: Power,
}

/// What an owner is more than whoever made it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Power {
    /// It may change and drop the object, and grant it.
    Plain,
    /// Nothing keeps it from rows of any tenant.
    PassesWalls,
    /// The object acts in its name, whoever calls.
    LendsRights,
}

impl Owned<'_> {
    fn change(&self, ground: &Ground<'_>) -> Option<Change> {
        let owner = self.new.filter(|_| self.new != self.old)?;
        let known = |role: &&str| ground.old.roles.contains_key(*role) || ground.new.roles.contains_key(*role);
        let role = |role: &str| Node::Role(role.to_owned());
        let statement = Statement::new(Phase::Switch, format!("ALTER {} OWNER TO {}", self.sql, ident(owner)))
            .frees(self.old.filter(known).map(role))
            .needs([self.node.clone(), role(owner)]);
        let summary = format!("The {} `{}` is owned by `{owner}`.", self.noun, self.object);
        let findings = (!self.is_new).then(|| self.finding(owner));
        Some(Change::new(&kind::OWNER_CHANGE, self.object.clone(), summary).finds(findings).runs([statement]))
    }

    fn finding(&self, owner: &str) -> Finding {
        let object = &self.object;
        match self.power {
            Power::Plain => Finding::new(&hazard::AUTHZ_WIDENS, format!("`{owner}` may do anything with `{object}`")),
            Power::PassesWalls => {
                let why = format!("`{owner}` reaches the rows of every tenant in `{object}`");
                Finding::new(&hazard::TENANT_ISOLATION, why).remedy("force row security on the table")
            }
            Power::LendsRights => {
                let verb = if object.kind == "view" { "read" } else { "call" };
                Finding::new(&hazard::AUTHZ_WIDENS, format!("whoever may {verb} `{object}` acts as `{owner}` in it"))
            }
        }
    }
}

/// An object of the new side; `again` says whether it is dropped and made again on the way.
fn owned<'a, T>(
    pair: Pair<&'a T>,
    object: Object,
    (sql, node): (String, Node),
    owner: impl Fn(&'a T) -> &'a Option<String>,
    again: bool,
) -> Option<Owned<'a>> {
    let (old, new, is_new) = match pair {
        Pair::Added(new) => (None, new, true),
        Pair::Kept(old, new) => (Some(old), new, false),
        Pair::Dropped(_) => return None,
    };
    let old = old.filter(|_| !again).and_then(|old| owner(old).as_deref());
    let noun = object.kind.to_owned();
    Some(Owned { object, noun, sql, node, old, new: owner(new).as_deref(), is_new, power: Power::Plain })
}

fn schemas<'a>(ground: &Ground<'a>) -> Vec<Owned<'a>> {
    let one = |(name, pair): (&String, Pair<&'a Schema>)| {
        let object = Object::whole("schema", &ObjectName { schema: None, name: name.clone() });
        let texts = (format!("SCHEMA {}", ident(name)), Node::Schema(name.clone()));
        owned(pair, object, texts, |schema| &schema.owner, false)
    };
    pairs(&ground.old.schemas, &ground.new.schemas).filter_map(one).collect()
}

/// Enum types, and what is carried along.
fn types<'a>(ground: &Ground<'a>) -> Vec<Owned<'a>> {
    let enums = pairs(&ground.old.enums, &ground.new.enums).filter_map(|(name, pair)| {
        let node = Node::Type(name.clone());
        let again = ground.rewrites.remakes(&node);
        owned(pair, Object::whole("type", name), (format!("TYPE {}", name.sql()), node), |one| &one.owner, again)
    });
    let others = pairs(&ground.old.others, &ground.new.others).filter_map(|(name, pair)| {
        let again = match pair {
            Pair::Kept(old, new) => other::made_again(ground, name, old, new).is_some(),
            Pair::Added(_) | Pair::Dropped(_) => false,
        };
        let texts = (name.sql(), other::node(name));
        let one = owned(pair, Object::whole("object", &name.name), texts, |one| &one.owner, again)?;
        Some(Owned { noun: name.kind.to_lowercase(), ..one })
    });
    enums.chain(others).collect()
}

fn functions<'a>(ground: &Ground<'a>) -> Vec<Owned<'a>> {
    let one = |(signature, pair): (&Signature, Pair<&'a Function>)| {
        let (Pair::Added(new) | Pair::Kept(_, new)) = pair else { return None };
        let noun = match new.kind {
            FunctionKind::Function => "function",
            FunctionKind::Procedure => "procedure",
        };
        let texts = (function::named(signature, new), Node::Function(signature.name.clone()));
        let again = function::made_again(ground, signature).is_some();
        let one = owned(pair, Object::whole(noun, &signature.name), texts, |one| &one.owner, again)?;
        Some(Owned { power: if new.security_definer { Power::LendsRights } else { Power::Plain }, ..one })
    };
    pairs(&ground.old.functions, &ground.new.functions).filter_map(one).collect()
}

/// Tables, views, and sequences that are no column's: those follow their tables.
fn relations<'a>(ground: &Ground<'a>) -> Vec<Owned<'a>> {
    let texts = |word: &str, name: &ObjectName| (format!("{word} {}", name.sql()), Node::Table(name.clone()));
    let tables = pairs(&ground.old.tables, &ground.new.tables).filter_map(|(name, pair)| {
        let (Pair::Added(new) | Pair::Kept(_, new)) = pair else { return None };
        let one = owned(pair, Object::whole("table", name), texts("TABLE", name), |one| &one.owner, false)?;
        let is_open = new.row_security && !new.forced;
        Some(Owned { power: if is_open { Power::PassesWalls } else { Power::Plain }, ..one })
    });
    let views = pairs(&ground.old.views, &ground.new.views).filter_map(|(name, pair)| {
        let (Pair::Added(new) | Pair::Kept(_, new)) = pair else { return None };
        let word = if new.materialized { "MATERIALIZED VIEW" } else { "VIEW" };
        let again = view::made_again(ground, name).is_some();
        let one = owned(pair, Object::whole("view", name), texts(word, name), |one| &one.owner, again)?;
        Some(Owned { power: if view::reads_as_asker(new) { Power::Plain } else { Power::LendsRights }, ..one })
    });
    let sequences = pairs(&ground.old.sequences, &ground.new.sequences).filter_map(|(name, pair)| {
        let (Pair::Added(new) | Pair::Kept(_, new)) = pair else { return None };
        let one = owned(pair, Object::whole("sequence", name), texts("SEQUENCE", name), |one| &one.owner, false);
        one.filter(|_| new.owned_by.is_none())
    });
    tables.chain(views).chain(sequences).collect()
}
