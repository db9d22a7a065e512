//! What leans on columns and types, and must go and come again when those change: PostgreSQL would refuse the change, or
//! keep an expression as it read it with the old type.

use std::collections::BTreeMap;

use super::rewrite::Depth;
use super::table::shown;
use super::{
    Change, Ground, Lock, Node, Object, Phase, Statement, column, constraint, function, index, kind, lean, other,
    policy, trigger, view,
};
use crate::sql::facts::{Facts, Index, KeyPart, ObjectName, Other, OtherName, Policy, Signature, Table, Tree};
use crate::sql::ident;

/// Something that leans on columns, types or functions.
#[derive(Debug, Clone)]
pub(super) struct Dependent {
    /// What it is.
    pub(super) node: Node,
    /// What it leans on.
    pub(super) leans: Vec<Node>,
    /// How deep a change of that must go for it to be made again.
    pub(super) least: Depth,
}

/// Everything of a side that leans on something.
fn dependents(facts: &Facts) -> impl Iterator<Item = Dependent> + '_ {
    let tables = facts.tables.iter().flat_map(|(name, table)| of_table(facts, name, table));
    tables.chain(around(facts))
}

/// What is no part of a table.
pub(super) fn around(facts: &Facts) -> impl Iterator<Item = Dependent> + '_ {
    views(facts).chain(functions(facts)).chain(others(facts))
}

/// Whether an expression of a table may read other tables.
pub(super) fn reads_others(table: &Table) -> bool {
    table.trees().any(Tree::may_select)
        || !table.rules.is_empty()
        || table.exclusions.values().any(|piece| !piece.mentions.relations.is_empty())
}

/// Whether a view or policy takes all columns of something, whatever they are.
pub(super) fn takes_every_column(facts: &Facts) -> bool {
    let policies = facts.tables.values().flat_map(|table| table.policies.values());
    let mut trees = policies.flat_map(Policy::trees).filter(|tree| tree.may_select());
    facts.views.values().any(|view| view.query.mentions.takes_every_column())
        || trees.any(|tree| tree.mentions().takes_every_column())
}

/// What of a table leans on something.
pub(super) fn of_table(facts: &Facts, name: &ObjectName, table: &Table) -> Vec<Dependent> {
    let mut all = Vec::new();
    let mut add = |node, leans, least| all.push(Dependent { node, leans, least });
    let part = |part: &String| Node::Part(name.clone(), part.clone());
    for column in &table.columns {
        if let Some(tree) = column::generated(&column.supply) {
            let node = Node::Column(name.clone(), column.name.clone());
            let leans = lean::leans(facts, name, [tree]).into_iter().filter(|lean| *lean != node).collect();
            add(node, leans, Depth::Shallow);
        }
    }
    for (called, one) in &table.policies {
        add(Node::Policy(name.clone(), called.clone()), policy::leans(facts, name, one), Depth::Shallow);
    }
    for (called, one) in &table.triggers {
        add(Node::Trigger(name.clone(), called.clone()), trigger::leans(facts, name, one), Depth::Shallow);
    }
    for (check, condition) in &table.checks {
        add(part(check), lean::leans(facts, name, [condition]), Depth::Deep);
    }
    for key in &table.foreign_keys {
        let mut leans = lean::of(name, &key.columns);
        leans.extend(lean::of(&key.target, &key.target_columns));
        leans.push(lean::unique(&key.target, &key.target_columns));
        add(part(&key.name), leans, Depth::Deep);
    }
    for (rule, piece) in &table.rules {
        add(part(rule), lean::mentioned(facts, name, &piece.mentions), Depth::Shallow);
    }
    for (exclusion, piece) in &table.exclusions {
        add(part(exclusion), lean::mentioned(facts, name, &piece.mentions), Depth::Deep);
    }
    for (called, one) in &table.indexes {
        add(part(called), plain(name, one), Depth::Whole);
        add(part(called), read(facts, name, one), Depth::Deep);
    }
    for (unique, one) in &table.uniques {
        add(part(unique), lean::of(name, one.columns.iter().chain(&one.include)), Depth::Whole);
    }
    all
}

/// The columns that an index holds as they are; PostgreSQL builds it again by itself.
fn plain(table: &ObjectName, index: &Index) -> Vec<Node> {
    let columns = index.keys.iter().filter_map(|key| match &key.part {
        KeyPart::Column(column) => Some(column),
        KeyPart::Expression(_) => None,
    });
    lean::of(table, columns.chain(&index.include))
}

/// What the expressions of an index read, and columns that it looks at in the way of one type.
fn read(facts: &Facts, table: &ObjectName, index: &Index) -> Vec<Node> {
    let typed = index.keys.iter().filter_map(|key| match &key.part {
        KeyPart::Column(column) if key.opclass.is_some() => Some(column),
        KeyPart::Column(_) | KeyPart::Expression(_) => None,
    });
    let mut leans = lean::leans(facts, table, index.trees());
    leans.extend(lean::of(table, typed));
    leans
}

fn views(facts: &Facts) -> impl Iterator<Item = Dependent> + '_ {
    facts.views.iter().map(|(name, one)| {
        let leans = view::leans(facts, name, one);
        Dependent { node: Node::Table(name.clone()), leans, least: Depth::Shallow }
    })
}

/// Functions lean on the types of what they take and return, and on what a body that PostgreSQL has taken apart names.
fn functions(facts: &Facts) -> impl Iterator<Item = Dependent> + '_ {
    facts.functions.iter().map(|(signature, function)| {
        let types = signature.arguments.iter().chain([&function.returns]).map(column::type_node);
        let named = function.inline.then(|| function::leans(facts, signature, function));
        let leans = types.chain(named.into_iter().flatten()).collect();
        Dependent { node: function_node(signature), leans, least: Depth::Shallow }
    })
}

/// What is carried along, as far as it can be dropped and made again.
fn others(facts: &Facts) -> impl Iterator<Item = Dependent> + '_ {
    facts.others.iter().filter_map(|(name, one)| {
        let least = other::remade_from(name)?;
        Some(Dependent { node: other::node(name), leans: other::all_leans(facts, name, one), least })
    })
}

fn function_node(signature: &Signature) -> Node {
    Node::Function(signature.name.clone())
}

/// Drops what must be made again, and makes it as the new side has it.
pub(super) fn changes(ground: &Ground<'_>) -> Vec<Change> {
    let mut remade = ground.rewrites.remade().peekable();
    if remade.peek().is_none() {
        return Vec::new();
    }
    let leans = [by_node(ground.old), by_node(ground.new)];
    remade.filter_map(|(node, by)| Remake { ground, node, by, leans: &leans }.change()).collect()
}

/// What each dependent of a side leans on.
fn by_node(facts: &Facts) -> Leans {
    let mut leans = Leans::new();
    for one in dependents(facts) {
        leans.entry(one.node).or_default().extend(one.leans);
    }
    leans
}

type Leans = BTreeMap<Node, Vec<Node>>;

#[derive(Clone, Copy)]
struct Remake<'a> {
    ground: &'a Ground<'a>,
    node: &'a Node,
    /// The table in whose transaction it happens.
    by: &'a ObjectName,
    /// What all of them lean on, on the old side and the new one.
    leans: &'a [Leans; 2],
}

/// How something is removed and made, and in what words it is named.
struct Texts {
    object: Object,
    drops: Vec<String>,
    creates: Vec<String>,
    /// The tables that are locked.
    locked: Vec<ObjectName>,
    /// Whether making it reads rows as a query does.
    reads: bool,
}

impl Remake<'_> {
    fn change(self) -> Option<Change> {
        let texts = self.texts()?;
        let summary = format!("The {} `{}` {}.", self.noun(&texts), texts.object, self.happens(&texts));
        let [frees, needs] = self.leans.each_ref().map(|leans| leans.get(self.node).cloned().unwrap_or_default());
        let unique = self.unique();
        let drop = |sql: &String| {
            self.drop(self.statement(&texts, sql).frees(frees.clone())).takes([self.node.clone()]).takes(unique.clone())
        };
        let create = |(at, sql): (usize, &String)| {
            let statement = self.create(self.statement(&texts, sql).needs(needs.clone()));
            let statement = if texts.reads { texts.locked.iter().fold(statement, Statement::reads) } else { statement };
            // What hangs on it comes after it.
            if at == 0 || matches!(self.node, Node::Function(_)) {
                statement.makes([self.node.clone()]).makes(unique.clone())
            } else {
                statement.needs([self.node.clone()])
            }
        };
        let (drops, creates) = (texts.drops.iter().map(drop), texts.creates.iter().enumerate().map(create));
        Some(Change::new(&kind::DEPENDENT_REMAKE, texts.object.clone(), summary).runs(drops).runs(creates))
    }

    /// What it is, in a word.
    fn noun(self, texts: &Texts) -> String {
        let is_function = |name: &ObjectName| self.ground.old.functions.keys().any(|one| one.name == *name);
        match self.node {
            Node::Other(kind, _) => kind.clone(),
            Node::Function(name) if !is_function(name) => "aggregate".to_owned(),
            Node::Function(_)
            | Node::Role(_)
            | Node::Schema(_)
            | Node::Extension(_)
            | Node::Type(_)
            | Node::Value(..)
            | Node::Table(_)
            | Node::Column(..)
            | Node::Filled(..)
            | Node::Part(..)
            | Node::Unique(..)
            | Node::Trigger(..)
            | Node::Policy(..)
            | Node::Walled(_) => texts.object.kind.to_owned(),
        }
    }

    fn happens(self, texts: &Texts) -> String {
        if texts.object.name == *self.by && texts.object.part.is_none() {
            return "is dropped and made again".to_owned();
        }
        format!("is made again with {}", shown(self.by))
    }

    /// The uniqueness that comes and goes with it.
    fn unique(self) -> Option<Node> {
        let Node::Part(table, name) = self.node else { return None };
        let unique = self.ground.new.tables.get(table)?.uniques.get(name)?;
        Some(lean::unique(table, &unique.columns))
    }

    fn drop(self, statement: Statement) -> Statement {
        match self.walls(self.ground.old) {
            Some((walls, true)) => statement.takes([walls]),
            Some((walls, false)) => statement.frees([walls]),
            None => statement,
        }
    }

    fn create(self, statement: Statement) -> Statement {
        match self.walls(self.ground.new) {
            Some((walls, true)) => statement.makes([walls]),
            Some((walls, false)) => statement.needs([walls]),
            None => statement,
        }
    }

    /// Of the policies of one table, what narrows goes last and comes first: that it stands, and whether this is such.
    fn walls(self, side: &Facts) -> Option<(Node, bool)> {
        let Node::Policy(table, name) = self.node else { return None };
        let policy = side.tables.get(table)?.policies.get(name)?;
        Some((policy::walls(table), !policy.permissive))
    }

    fn statement(self, texts: &Texts, sql: &str) -> Statement {
        Statement::new(Phase::Rewrite, sql)
            .scope(self.ground.rewrites.scope(self.by))
            .locks(Lock::AccessExclusive, texts.locked.clone())
    }

    fn texts(self) -> Option<Texts> {
        match self.node {
            Node::Policy(table, name) => self.policy(table, name),
            Node::Part(table, name) => {
                let new = self.ground.new.tables.get(table)?;
                let constraint = self.constraint(table, name, new);
                constraint.or_else(|| index_texts(table, name, new)).or_else(|| rule_texts(table, name, new))
            }
            Node::Trigger(table, name) => self.trigger(table, name),
            Node::Table(name) => self.view(name).or_else(|| self.other()),
            Node::Function(name) => Some(self.function(name)),
            Node::Other(..) => self.other(),
            Node::Role(_)
            | Node::Schema(_)
            | Node::Extension(_)
            | Node::Type(_)
            | Node::Value(..)
            | Node::Column(..)
            | Node::Filled(..)
            | Node::Unique(..)
            | Node::Walled(_) => None,
        }
    }

    fn policy(self, table: &ObjectName, name: &str) -> Option<Texts> {
        let new = self.ground.new.tables.get(table)?;
        Some(Texts {
            object: Object::part("policy", table, name),
            drops: vec![policy::drop(table, name)],
            creates: vec![policy::create(table, name, new.policies.get(name)?)],
            locked: vec![table.clone()],
            reads: false,
        })
    }

    fn trigger(self, table: &ObjectName, name: &str) -> Option<Texts> {
        let new = self.ground.new.tables.get(table)?.triggers.get(name)?;
        let enabled = new.enabled.map(|enabled| trigger::switch(table, name, enabled));
        Some(Texts {
            object: Object::part("trigger", table, name),
            drops: vec![trigger::drop(table, name)],
            creates: [trigger::create(table, name, new)].into_iter().chain(enabled).collect(),
            locked: vec![table.clone()],
            reads: false,
        })
    }

    fn view(self, name: &ObjectName) -> Option<Texts> {
        let (old, new) = (self.ground.old.views.get(name)?, self.ground.new.views.get(name)?);
        Some(Texts {
            object: Object::whole("view", name),
            drops: vec![view::remove(name, old)],
            creates: view::create(name, new),
            locked: vec![name.clone()],
            reads: false,
        })
    }

    /// All functions and aggregates of that name: which of them is meant depends on the others.
    fn function(self, name: &ObjectName) -> Texts {
        let of = |side: &'_ Facts| side.functions.clone().into_iter().filter(|(one, _)| one.name == *name);
        let drop = |(one, function)| format!("DROP {}", function::named(&one, &function));
        let create = |(one, function)| function::create("CREATE", &one, &function);
        Texts {
            object: Object::whole("function", name),
            drops: self.others(self.ground.old, other::removal).chain(of(self.ground.old).map(drop)).collect(),
            creates: of(self.ground.new).map(create).chain(self.others(self.ground.new, other::creation)).collect(),
            locked: Vec::new(),
            reads: false,
        }
    }

    /// All of one kind and name that are carried along: operators are told apart by what they take.
    fn other(self) -> Option<Texts> {
        let name = self.ground.new.others.keys().find(|name| other::node(name) == *self.node)?;
        Some(Texts {
            object: other::object_of(name),
            drops: self.others(self.ground.old, other::removal).collect(),
            creates: self.others(self.ground.new, other::creation).collect(),
            locked: Vec::new(),
            reads: false,
        })
    }

    /// The statements for what is carried along and is meant by the node.
    fn others<T: IntoIterator<Item = String>>(
        self,
        side: &Facts,
        statements: impl Fn(&OtherName, &Other) -> T,
    ) -> impl Iterator<Item = String> {
        let meant = side.others.iter().filter(|(name, _)| other::node(name) == *self.node);
        meant.flat_map(|(name, one)| statements(name, one)).collect::<Vec<_>>().into_iter()
    }

    fn constraint(self, table: &ObjectName, name: &str, new: &Table) -> Option<Texts> {
        let key = new.foreign_keys.iter().find(|key| key.name == name);
        let definition = key.map(constraint::foreign_key);
        let definition = definition.or_else(|| Some(constraint::unique(name, new.uniques.get(name)?)));
        let definition = definition.or_else(|| Some(constraint::check(name, new.checks.get(name)?)));
        let definition =
            definition.or_else(|| Some(format!("CONSTRAINT {} {}", ident(name), new.exclusions.get(name)?.sql)))?;
        let state = new.states.get(name).copied().unwrap_or_default();
        Some(Texts {
            object: Object::part("constraint", table, name),
            drops: vec![constraint::drop(table, name)],
            creates: vec![constraint::add(table, &definition, state)],
            locked: [table.clone()].into_iter().chain(key.map(|key| key.target.clone())).collect(),
            reads: key.is_some(),
        })
    }
}

fn index_texts(table: &ObjectName, name: &str, new: &Table) -> Option<Texts> {
    let one = new.indexes.get(name)?;
    Some(Texts {
        object: Object::part("index", table, name),
        drops: vec![index::drop(table, name, index::Build::Plain)],
        creates: vec![index::create(table, name, one, index::Build::Plain)],
        locked: vec![table.clone()],
        reads: false,
    })
}

fn rule_texts(table: &ObjectName, name: &str, new: &Table) -> Option<Texts> {
    Some(Texts {
        object: Object::part("rule", table, name),
        drops: vec![other::drop_rule(table, name)],
        creates: vec![new.rules.get(name)?.sql.clone()],
        locked: vec![table.clone()],
        reads: false,
    })
}
