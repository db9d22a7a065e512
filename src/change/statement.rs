//! Statements of a migration, with what a planner must know to put them in order.

use crate::hazard::Hazard;
use crate::sql::facts::ObjectName;

/// One SQL statement.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// Its text, without the semicolon at its end.
    pub sql: String,
    /// The table that it alters and by which actions, where others of that table may be done in the same statement: a
    /// table is written anew once by all of them.
    pub joins: Option<(ObjectName, String)>,
    /// When it runs at the earliest.
    pub phase: Phase,
    /// How it stands to transactions.
    pub scope: Scope,
    /// The strongest lock that it takes, and on which tables. A new table needs none.
    pub lock: Option<(Lock, Vec<ObjectName>)>,
    /// Tables whose rows it reads or writes as a query does, so that row security would hide some of them from it.
    pub reads: Vec<ObjectName>,
    /// What it may do to a live database.
    pub findings: Vec<Finding>,
    /// What must be so before and after it.
    pub order: Order,
}

/// How a statement is ordered. Of each node, all statements that free it come first, then those that take it away, then
/// those that make it, and those that need it last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Order {
    /// What no longer leans on it afterwards: dropping a policy frees the columns that it reads.
    pub frees: Vec<Node>,
    /// What is gone or different afterwards.
    pub takes: Vec<Node>,
    /// What is there afterwards.
    pub makes: Vec<Node>,
    /// What must be there before.
    pub needs: Vec<Node>,
}

/// Something that statements make, take away or lean on, under its name after all renames.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Node {
    /// A role.
    Role(String),
    /// A schema.
    Schema(String),
    /// An extension.
    Extension(String),
    /// A type: enum, domain, composite.
    Type(ObjectName),
    /// A value of an enum.
    Value(ObjectName, String),
    /// A function, whatever its arguments.
    Function(ObjectName),
    /// A table, view or sequence.
    Table(ObjectName),
    /// A column.
    Column(ObjectName, String),
    /// That a column's rows are filled in.
    Filled(ObjectName, String),
    /// A table's constraint or index, by name.
    Part(ObjectName, String),
    /// That the columns of a table are unique together, in this order: what a foreign key leans on.
    Unique(ObjectName, Vec<String>),
    /// A trigger.
    Trigger(ObjectName, String),
    /// A policy.
    Policy(ObjectName, String),
    /// That row security holds on a table, for the owner too where the new side says so.
    Walled(ObjectName),
    /// Anything else, by kind and name.
    Other(String, String),
}

impl Node {
    /// The table that it is a part of.
    pub(super) const fn table(&self) -> Option<&ObjectName> {
        match self {
            Self::Column(table, _)
            | Self::Filled(table, _)
            | Self::Part(table, _)
            | Self::Unique(table, _)
            | Self::Trigger(table, _)
            | Self::Policy(table, _)
            | Self::Walled(table) => Some(table),
            Self::Role(_)
            | Self::Schema(_)
            | Self::Extension(_)
            | Self::Type(_)
            | Self::Value(..)
            | Self::Function(_)
            | Self::Table(_)
            | Self::Other(..) => None,
        }
    }
}

/// When a statement runs at the earliest; what it needs may come later still.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// Roles, which belong to the cluster, extensions, and who may do what with what stood before: by whoever may.
    Cluster,
    /// New names for what is there.
    Rename,
    /// What new objects lean on and no transaction can hold.
    Before,
    /// What old code does not notice.
    Expand,
    /// Rows get values.
    Backfill,
    /// Indexes are built beside running writes.
    Index,
    /// Constraints are found to hold for the rows there are.
    Validate,
    /// The short switch from old to new.
    Switch,
    /// Tables are written anew.
    Rewrite,
    /// What nobody uses any more goes away.
    Contract,
    /// What whoever may change roles takes back, once nothing needs it.
    Retire,
}

/// How a statement stands to transactions.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// It shares a transaction with its neighbours.
    Shared,
    /// It shares a transaction with those of the same name, and with nobody else: together or not at all.
    Together(String),
    /// It has a transaction of its own.
    Alone,
    /// It cannot run in a transaction.
    Outside,
}

/// PostgreSQL's table locks that migrations take, the weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lock {
    /// Reads and writes of rows go on.
    RowExclusive,
    /// Reads and writes go on; no other change of the schema does.
    ShareUpdateExclusive,
    /// Reads go on.
    Share,
    /// Reads go on.
    ShareRowExclusive,
    /// Nothing goes on.
    AccessExclusive,
}

/// What a statement, or a change without one, may do.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The hazard.
    pub hazard: &'static Hazard,
    /// What exactly, in a sentence.
    pub why: String,
    /// What to do about it, in a sentence; empty where nothing can be done.
    pub remedy: String,
    /// A query that counts beforehand the rows that it concerns.
    pub count: Option<String>,
}

impl Statement {
    /// A statement that shares a transaction, takes no lock and leans on nothing.
    pub fn new(phase: Phase, sql: impl Into<String>) -> Self {
        Self {
            sql: sql.into(),
            joins: None,
            phase,
            scope: Scope::Shared,
            lock: None,
            reads: Vec::new(),
            findings: Vec::new(),
            order: Order::default(),
        }
    }

    /// A statement that alters a table, and may be one with others that do.
    pub fn alter(phase: Phase, table: &ObjectName, actions: impl Into<String>) -> Self {
        let actions = actions.into();
        let sql = format!("ALTER TABLE {} {actions}", table.sql());
        let statement = Self::new(phase, sql).locks(Lock::AccessExclusive, [table.clone()]);
        Self { joins: Some((table.clone(), actions)), ..statement }
    }

    /// One statement that does what both do, where there is one.
    #[must_use]
    pub fn joined(&self, other: &Self) -> Option<Self> {
        let ((table, actions), (same, more)) = (self.joins.as_ref()?, other.joins.as_ref()?);
        if table != same || self.scope != other.scope || self.lock != other.lock {
            return None;
        }
        let actions = format!("{actions},\n    {more}");
        let two = other.order.clone();
        let whole = Self {
            sql: format!("ALTER TABLE {}\n    {actions}", table.sql()),
            joins: Some((table.clone(), actions)),
            phase: self.phase.max(other.phase),
            ..self.clone()
        };
        let whole = whole.finds(other.findings.iter().cloned()).frees(two.frees).takes(two.takes);
        Some(whole.makes(two.makes).needs(two.needs))
    }

    /// How it stands to transactions.
    #[must_use]
    pub fn scope(self, scope: Scope) -> Self {
        Self { scope, ..self }
    }

    /// The lock that it takes.
    #[must_use]
    pub fn locks(self, lock: Lock, tables: impl IntoIterator<Item = ObjectName>) -> Self {
        Self { lock: Some((lock, tables.into_iter().collect())), ..self }
    }

    /// Adds a table whose rows it reads or writes.
    #[must_use]
    pub fn reads(mut self, table: &ObjectName) -> Self {
        self.reads.push(table.clone());
        self
    }

    /// Adds what it may do.
    #[must_use]
    pub fn finds(mut self, findings: impl IntoIterator<Item = Finding>) -> Self {
        self.findings.extend(findings);
        self
    }

    /// Adds what no longer leans on something afterwards.
    #[must_use]
    pub fn frees(mut self, nodes: impl IntoIterator<Item = Node>) -> Self {
        self.order.frees.extend(nodes);
        self
    }

    /// Adds what is gone or different afterwards.
    #[must_use]
    pub fn takes(mut self, nodes: impl IntoIterator<Item = Node>) -> Self {
        self.order.takes.extend(nodes);
        self
    }

    /// Adds what is there afterwards.
    #[must_use]
    pub fn makes(mut self, nodes: impl IntoIterator<Item = Node>) -> Self {
        self.order.makes.extend(nodes);
        self
    }

    /// Adds what must be there before.
    #[must_use]
    pub fn needs(mut self, nodes: impl IntoIterator<Item = Node>) -> Self {
        self.order.needs.extend(nodes);
        self
    }
}

impl Finding {
    /// A finding without advice.
    pub fn new(hazard: &'static Hazard, why: impl Into<String>) -> Self {
        Self { hazard, why: why.into(), remedy: String::new(), count: None }
    }

    /// What to do about it.
    #[must_use]
    pub fn remedy(self, remedy: impl Into<String>) -> Self {
        Self { remedy: remedy.into(), ..self }
    }

    /// The query that counts the rows.
    #[must_use]
    pub fn count(self, query: impl Into<String>) -> Self {
        Self { count: Some(query.into()), ..self }
    }
}

impl Lock {
    /// In PostgreSQL's words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::RowExclusive => "ROW EXCLUSIVE",
            Self::ShareUpdateExclusive => "SHARE UPDATE EXCLUSIVE",
            Self::Share => "SHARE",
            Self::ShareRowExclusive => "SHARE ROW EXCLUSIVE",
            Self::AccessExclusive => "ACCESS EXCLUSIVE",
        }
    }
}

impl Phase {
    /// Whether its statements are not the migrator's to run.
    #[must_use]
    pub const fn is_administrators(self) -> bool {
        matches!(self, Self::Cluster | Self::Retire)
    }

    /// In a word, as reports show it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Cluster => "roles",
            Self::Rename => "rename",
            Self::Before => "prepare",
            Self::Expand => "expand",
            Self::Backfill => "backfill",
            Self::Index => "index",
            Self::Validate => "validate",
            Self::Switch => "switch",
            Self::Rewrite => "rewrite",
            Self::Contract => "contract",
            Self::Retire => "retire",
        }
    }
}
