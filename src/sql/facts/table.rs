//! Tables, with the constraints and triggers that hang on them.

use std::collections::BTreeMap;

use super::column::comment;
use super::{Column, Described, Index, ObjectName, Policy, Privileges, Tree, describe};

/// A table, with all that hangs on it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    /// Its columns in order.
    pub columns: Vec<Column>,
    /// Its primary key.
    pub primary_key: Option<Key>,
    /// Its unique constraints by name.
    pub uniques: BTreeMap<String, Unique>,
    /// Its checks by name.
    pub checks: BTreeMap<String, Tree>,
    /// Its foreign keys in the order in which they are made.
    pub foreign_keys: Vec<ForeignKey>,
    /// Its indexes by name, without those of constraints.
    pub indexes: BTreeMap<String, Index>,
    /// Its triggers by name.
    pub triggers: BTreeMap<String, Trigger>,
    /// Its row security policies by name.
    pub policies: BTreeMap<String, Policy>,
    /// Whether row security is on.
    pub row_security: bool,
    /// Whether it holds for the owner too.
    pub forced: bool,
    /// Its comment.
    pub comment: Option<String>,
    /// Who may do what with it.
    pub privileges: Privileges,
}

/// A primary key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// The constraint's name.
    pub name: String,
    /// Its columns in order.
    pub columns: Vec<String>,
}

/// A unique constraint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unique {
    /// Its columns in order.
    pub columns: Vec<String>,
    /// Whether two NULLs count as equal.
    pub nulls_not_distinct: bool,
}

/// A foreign key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignKey {
    /// The constraint's name.
    pub name: String,
    /// The referencing columns.
    pub columns: Vec<String>,
    /// The table pointed at.
    pub target: ObjectName,
    /// The columns pointed at.
    pub target_columns: Vec<String>,
    /// What happens when the row pointed at changes its key.
    pub on_update: Action,
    /// What happens when it is deleted.
    pub on_delete: Action,
    /// The columns that the action sets, where not all of them.
    pub set_columns: Vec<String>,
}

/// What a foreign key does when the row pointed at changes or goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// It fails at the end of the statement.
    NoAction,
    /// It fails at once.
    Restrict,
    /// The same happens to the referencing row.
    Cascade,
    /// The reference becomes NULL.
    SetNull,
    /// The reference becomes its default.
    SetDefault,
}

/// A trigger.
#[derive(Debug, Clone, PartialEq)]
pub struct Trigger {
    /// When and for what it runs: `BEFORE UPDATE FOR EACH ROW`.
    pub event: String,
    /// The condition under which it runs.
    pub condition: Option<Tree>,
    /// The function it runs, always without arguments.
    pub function: ObjectName,
}

impl Action {
    /// The words in SQL.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::NoAction => "NO ACTION",
            Self::Restrict => "RESTRICT",
            Self::Cascade => "CASCADE",
            Self::SetNull => "SET NULL",
            Self::SetDefault => "SET DEFAULT",
        }
    }
}

impl Table {
    /// Adds what the table is, with all that hangs on it.
    pub fn describe(&self, name: &ObjectName, out: &mut Described) {
        let table = name.to_string();
        let mut object = out.object("table", &table);
        object.list("columns in order", self.columns.iter().map(|column| &column.name));
        object.list("foreign keys in order", self.foreign_keys.iter().map(|key| &key.name));
        object.says("row security", if self.row_security { "enabled" } else { "disabled" });
        object.says("row security for the owner", if self.forced { "forced" } else { "not forced" });
        object.says("comment", comment(self.comment.as_deref()));
        self.columns.iter().for_each(|column| column.describe(&table, out));
        self.describe_keys(&table, out);
        self.indexes.iter().for_each(|(name, index)| index.describe(name, out));
        self.triggers.iter().for_each(|(name, trigger)| trigger.describe(&table, name, out));
        self.policies.iter().for_each(|(name, policy)| policy.describe(&table, name, out));
        self.privileges.describe(&format!("table {table}"), out);
    }

    fn describe_keys(&self, table: &str, out: &mut Described) {
        if let Some(key) = &self.primary_key {
            out.object("primary key", format!("{table}.{}", key.name)).list("columns", &key.columns);
        }
        for (name, unique) in &self.uniques {
            let mut object = out.object("unique constraint", format!("{table}.{name}"));
            object.list("columns", &unique.columns);
            object.says("NULLs", if unique.nulls_not_distinct { "not distinct" } else { "" });
        }
        for (name, check) in &self.checks {
            out.object("check", format!("{table}.{name}")).tree("condition", check);
        }
        self.foreign_keys.iter().for_each(|key| key.describe(table, out));
    }
}

impl ForeignKey {
    fn describe(&self, table: &str, out: &mut Described) {
        let mut object = out.object("foreign key", format!("{table}.{}", self.name));
        object.list("columns", &self.columns);
        object.says("target", format_args!("{} ({})", self.target, describe::list(&self.target_columns)));
        object.says("ON UPDATE", self.on_update.words());
        object.says("ON DELETE", self.on_delete.words());
        object.list("columns that ON DELETE sets", &self.set_columns);
    }
}

impl Trigger {
    fn describe(&self, table: &str, name: &str, out: &mut Described) {
        let mut object = out.object("trigger", format!("{table}.{name}"));
        object.says("event", &self.event);
        object.says("function", &self.function);
        if let Some(condition) = &self.condition {
            object.tree("condition", condition);
        }
    }
}
