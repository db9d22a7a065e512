//! What stands around tables: roles and who may act as them, schemas, extensions.

use std::collections::BTreeMap;

use super::clause::when;
use super::pair::{Pair, pairs};
use super::{Change, Finding, Ground, Kind, Lock, Node, Object, Phase, Statement, kind, lean};
use crate::hazard;
use crate::sql::facts::{Grantee, Held, Membership, ObjectName, Role, Schema};
use crate::sql::ident;

/// What comes or changes, and what roles lose.
pub(super) fn changes(ground: &Ground<'_>) -> Vec<Change> {
    let roles = pairs(&ground.old.roles, &ground.new.roles).filter_map(|(name, pair)| role(ground, name, pair));
    let memberships = memberships(ground);
    let schemas = pairs(&ground.old.schemas, &ground.new.schemas).filter_map(|(name, pair)| schema(name, pair));
    let extensions = pairs(&ground.old.extensions, &ground.new.extensions);
    roles.chain(memberships).chain(schemas).chain(extensions.filter_map(|(name, pair)| extension(name, pair))).collect()
}

/// What goes: the last of all, as nothing says what leans on an extension.
pub(super) fn gone(ground: &Ground<'_>) -> Vec<Change> {
    let is_gone = |pair: &(&String, Pair<_>)| matches!(pair.1, Pair::Dropped(_));
    let extensions = pairs(&ground.old.extensions, &ground.new.extensions).filter(is_gone);
    let extensions = extensions.map(|(name, _)| {
        let statement = Statement::new(Phase::Retire, format!("DROP EXTENSION {}", ident(name)));
        change(&kind::EXTENSION_DROP, "extension", name, "is dropped")
            .runs([statement.takes([Node::Extension(name.clone())])])
    });
    let schemas = ground
        .old
        .schemas
        .iter()
        .filter(|(name, old)| old.is_made && ground.new.schemas.get(*name).is_none_or(|new| !new.is_made));
    let schemas = schemas.map(|(name, _)| {
        let statement = Statement::new(Phase::Retire, format!("DROP SCHEMA {}", ident(name)));
        change(&kind::SCHEMA_DROP, "schema", name, "is dropped").runs([statement.takes([Node::Schema(name.clone())])])
    });
    let roles = ground.old.roles.keys().filter(|name| !ground.new.roles.contains_key(*name)).map(|name| {
        let statement = Statement::new(Phase::Retire, format!("DROP ROLE {}", ident(name)));
        let why = format!("`{name}` may own or be granted something in another database, and then cannot be dropped");
        let finding = Finding::new(&hazard::UNTRACKED_DEPENDENCY, why);
        change(&kind::ROLE_DROP, "role", name, "is dropped")
            .runs([statement.finds([finding]).takes([Node::Role(name.clone())])])
    });
    extensions.chain(schemas).chain(roles).collect()
}

fn change(kind: &'static Kind, noun: &'static str, name: &str, happens: &str) -> Change {
    let object = Object { kind: noun, name: ObjectName { schema: None, name: name.to_owned() }, part: None };
    Change::new(kind, object, format!("The {noun} `{name}` {happens}."))
}

fn role(ground: &Ground<'_>, name: &str, pair: Pair<&Role>) -> Option<Change> {
    let nothing = Role::default();
    let (old, new, kind, happens) = match pair {
        Pair::Added(new) => (&nothing, new, &kind::ROLE_ADD, "is made"),
        Pair::Kept(old, new) if old != new => (old, new, &kind::ROLE_CHANGE, "changes"),
        Pair::Kept(..) | Pair::Dropped(_) => return None,
    };
    let made = matches!(pair, Pair::Added(_)).then(|| {
        Statement::new(Phase::Cluster, format!("CREATE ROLE {}", ident(name))).makes([Node::Role(name.to_owned())])
    });
    let set = |sql: String| Statement::new(Phase::Cluster, sql).needs([Node::Role(name.to_owned())]);
    let attributes = attributes(old, new).map(|words| set(format!("ALTER ROLE {} {words}", ident(name))));
    let options = options(name, &old.options, &new.options).into_iter().map(set);
    let powers = powers(ground, name, old, new);
    Some(change(kind, "role", name, happens).finds(powers).runs(made).runs(attributes).runs(options))
}

/// The words of SQL for the attributes that differ.
fn attributes(old: &Role, new: &Role) -> Option<String> {
    let differs = |(name, on): &(&String, &bool)| {
        let was = old.attributes.get(*name).copied().unwrap_or(*name == "inherit");
        was != **on
    };
    let lost =
        old.attributes.iter().filter(|(name, on)| !new.attributes.contains_key(*name) && **on != (*name == "inherit"));
    let lost = lost.map(|(name, on)| word(name, !on));
    let words: Vec<_> = new.attributes.iter().filter(differs).map(|(name, on)| word(name, *on)).chain(lost).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// An attribute by the parser's word, in SQL.
fn word(attribute: &str, on: bool) -> String {
    let word = match attribute {
        "canlogin" => "LOGIN".to_owned(),
        "isreplication" => "REPLICATION".to_owned(),
        other => other.to_uppercase(),
    };
    format!("{}{word}", when(!on, "NO"))
}

fn options(role: &str, old: &BTreeMap<String, String>, new: &BTreeMap<String, String>) -> Vec<String> {
    let role = ident(role);
    let option = |(name, pair): (&String, Pair<&String>)| match (pair, name.strip_prefix("SET ")) {
        (Pair::Kept(old, new), _) if old == new => None,
        (Pair::Added(value) | Pair::Kept(_, value), Some(setting)) => {
            Some(format!("ALTER ROLE {role} SET {setting} = {value}"))
        }
        (Pair::Added(value) | Pair::Kept(_, value), None) => Some(format!("ALTER ROLE {role} {name} {value}")),
        (Pair::Dropped(_), Some(setting)) => Some(format!("ALTER ROLE {role} RESET {setting}")),
        (Pair::Dropped(_), None) if name == "CONNECTION LIMIT" => {
            Some(format!("ALTER ROLE {role} CONNECTION LIMIT -1"))
        }
        (Pair::Dropped(_), None) => Some(format!("ALTER ROLE {role} {name} 'infinity'")),
    };
    pairs(old, new).filter_map(option).collect()
}

/// What a role may do that no policy stops. Where there is nothing yet, nobody's rows are laid open: the first roles are as
/// they are meant.
fn powers(ground: &Ground<'_>, name: &str, old: &Role, new: &Role) -> Vec<Finding> {
    let gains = |attribute: &str| {
        let has = |role: &Role| role.attributes.get(attribute) == Some(&true);
        has(new) && !has(old)
    };
    let is_first = ground.old.tables.is_empty() && ground.old.roles.is_empty();
    let unwalled = !is_first && (gains("bypassrls") || gains("superuser"));
    let unwalled = unwalled.then(|| {
        Finding::new(&hazard::TENANT_ISOLATION, format!("`{name}` reaches the rows of every tenant"))
            .remedy("keep such a role for work across tenants, and accept the change in the schema")
    });
    let wider = ["createrole", "createdb", "canlogin", "isreplication"].iter().any(|attribute| gains(attribute));
    let wider = wider.then(|| Finding::new(&hazard::AUTHZ_WIDENS, format!("`{name}` may do more than before")));
    unwalled.into_iter().chain(wider).collect()
}

fn memberships(ground: &Ground<'_>) -> Vec<Change> {
    let (old, new) = (&ground.old.memberships, &ground.new.memberships);
    let nodes = |one: &Membership| [Node::Role(one.role.clone())].into_iter().chain(lean::role(&one.member));
    let given = new.difference(old).map(|one| {
        let sql = format!("GRANT {} TO {}", ident(&one.role), one.member.sql());
        let why = format!("`{}` may act as `{}`", one.member, one.role);
        change(&kind::ROLE_JOIN, "role", &one.role, &format!("is granted to `{}`", one.member))
            .finds([Finding::new(&hazard::AUTHZ_WIDENS, why)])
            .runs([Statement::new(Phase::Cluster, sql).needs(nodes(one))])
    });
    let taken = old.difference(new).map(|one| {
        let sql = format!("REVOKE {} FROM {}", ident(&one.role), one.member.sql());
        let why = format!("`{}` may no longer act as `{}`", one.member, one.role);
        change(&kind::ROLE_LEAVE, "role", &one.role, &format!("is taken from `{}`", one.member))
            .finds([Finding::new(&hazard::AUTHZ_NARROWS, why)])
            .runs([Statement::new(Phase::Retire, sql).frees(nodes(one))])
    });
    given.chain(taken).collect()
}

fn schema(name: &str, pair: Pair<&Schema>) -> Option<Change> {
    let was_made = match pair {
        Pair::Kept(old, _) => old.is_made,
        Pair::Added(_) => false,
        Pair::Dropped(_) => return None,
    };
    let (Pair::Added(new) | Pair::Kept(_, new)) = pair else { return None };
    (new.is_made && !was_made).then(|| {
        let phase = if is_administrators(new) { Phase::Cluster } else { Phase::Expand };
        let statement = Statement::new(phase, format!("CREATE SCHEMA IF NOT EXISTS {}", ident(name)));
        change(&kind::SCHEMA_ADD, "schema", name, "is made").runs([statement.makes([Node::Schema(name.to_owned())])])
    })
}

/// Whether a schema belongs to whoever may change roles and not to the tables' owner: it stood before, or somebody has to be
/// granted what an owner may do anyway, and is not its owner where that one is said.
pub(super) fn is_administrators(schema: &Schema) -> bool {
    let is_owner = |grantee: &Grantee| match (grantee, &schema.owner) {
        (Grantee::Role(role), Some(owner)) => role == owner,
        (Grantee::Role(_) | Grantee::Public | Grantee::CurrentUser, _) => false,
    };
    let may_make = |held: &Held| ["create", "all"].iter().any(|word| held.granted.contains_key(*word));
    !schema.is_made || schema.privileges.0.iter().any(|(grantee, held)| may_make(held) && !is_owner(grantee))
}

fn extension(name: &str, pair: Pair<&Option<String>>) -> Option<Change> {
    let node = Node::Extension(name.to_owned());
    match pair {
        Pair::Added(schema) => {
            let place = schema.iter().map(|schema| format!(" WITH SCHEMA {}", ident(schema))).collect::<String>();
            let needs = schema.iter().map(|schema| Node::Schema(schema.clone()));
            let sql = format!("CREATE EXTENSION IF NOT EXISTS {}{place}", ident(name));
            let statement = Statement::new(Phase::Cluster, sql).needs(needs).makes([node]);
            Some(change(&kind::EXTENSION_ADD, "extension", name, "is made").runs([statement]))
        }
        Pair::Kept(old, new) if old != new => new.as_ref().map(|schema| {
            let sql = format!("ALTER EXTENSION {} SET SCHEMA {}", ident(name), ident(schema));
            let statement = Statement::new(Phase::Cluster, sql).locks(Lock::AccessExclusive, []);
            change(&kind::EXTENSION_MOVE, "extension", name, "moves")
                .runs([statement.needs([Node::Schema(schema.clone())])])
        }),
        Pair::Kept(..) | Pair::Dropped(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::is_administrators;
    use crate::sql::read;

    #[test]
    fn a_schema_is_its_owners_whatever_he_is_granted_in_it_and_whoever_elses_where_others_may_make_things() {
        let is = |text: &str| is_administrators(&read::schema(text, "public").unwrap().0.schemas["s"]);
        assert!(!is("CREATE SCHEMA s AUTHORIZATION one; GRANT ALL ON SCHEMA s TO one;"));
        assert!(is("CREATE SCHEMA s AUTHORIZATION one; GRANT CREATE ON SCHEMA s TO two;"));
        assert!(is("CREATE SCHEMA s; GRANT CREATE ON SCHEMA s TO one;"));
        assert!(is("GRANT USAGE ON SCHEMA s TO one;"));
    }
}
