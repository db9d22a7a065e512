//! Tables, with the constraints and triggers that hang on them.

use std::collections::BTreeMap;

use super::column::comment;
use super::{Column, Described, Index, ObjectName, Piece, Policy, Privileges, State, Tree, Trigger, describe};

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
    /// Its exclusion constraints by name, each as SQL from the word `EXCLUDE` on.
    pub exclusions: BTreeMap<String, Piece>,
    /// How its constraints are in force, by name, where that is not the ordinary way.
    pub states: BTreeMap<String, State>,
    /// The comments on its constraints, policies, triggers and rules, by kind in capitals and name.
    pub comments: BTreeMap<(&'static str, String), String>,
    /// Its rules by name, each as a whole statement.
    pub rules: BTreeMap<String, Piece>,
    /// How and where it is kept.
    pub storage: Storage,
    /// The tables that it inherits from.
    pub inherits: Vec<ObjectName>,
    /// Who owns it, where that is said.
    pub owner: Option<String>,
}

/// How and where a table is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Storage {
    /// Whether it is kept out of the log, and so empty after a crash.
    pub unlogged: bool,
    /// Its parameters by name, and `USING`, `TABLESPACE`, `REPLICA IDENTITY`, `CLUSTER ON` by the words of SQL.
    pub options: BTreeMap<String, String>,
    /// What its rows are divided by, as SQL behind `PARTITION BY`.
    pub partition_by: Option<String>,
    /// The table that it is a part of, and which rows it takes: `FOR VALUES …` or `DEFAULT`.
    pub partition_of: Option<(ObjectName, String)>,
}

/// A primary key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Key {
    /// The constraint's name.
    pub name: String,
    /// Its columns in order.
    pub columns: Vec<String>,
    /// The columns that its index carries along.
    pub include: Vec<String>,
}

/// A unique constraint.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unique {
    /// Its columns in order.
    pub columns: Vec<String>,
    /// Whether two NULLs count as equal.
    pub nulls_not_distinct: bool,
    /// The columns that its index carries along.
    pub include: Vec<String>,
}

/// A foreign key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
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
    /// Whether either all of its columns are NULL or none (`MATCH FULL`).
    pub full: bool,
}

/// What a foreign key does when the row pointed at changes or goes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Action {
    /// It fails at the end of the statement.
    #[default]
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
    /// The tables that it inherits from, and the one that it is a part of.
    pub fn parents(&self) -> impl Iterator<Item = &ObjectName> {
        self.inherits.iter().chain(self.storage.partition_of.iter().map(|(whole, _)| whole))
    }

    /// Every expression of the table, those of what hangs on it included.
    pub fn trees(&self) -> impl Iterator<Item = &Tree> {
        let columns = self.columns.iter().filter_map(|column| column.supply.tree());
        let policies = self.policies.values().flat_map(Policy::trees);
        let conditions = self.triggers.values().filter_map(|trigger| trigger.condition.as_ref());
        let indexes = self.indexes.values().flat_map(Index::trees);
        columns.chain(self.checks.values()).chain(policies).chain(conditions).chain(indexes)
    }

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
        self.describe_rest(&table, out);
    }

    fn describe_keys(&self, table: &str, out: &mut Described) {
        if let Some(key) = &self.primary_key {
            let mut object = out.object("primary key", format!("{table}.{}", key.name));
            object.list("columns", &key.columns);
            object.list("columns carried along", &key.include);
        }
        for (name, unique) in &self.uniques {
            let mut object = out.object("unique constraint", format!("{table}.{name}"));
            object.list("columns", &unique.columns);
            object.says("NULLs", if unique.nulls_not_distinct { "not distinct" } else { "" });
            object.list("columns carried along", &unique.include);
        }
        for (name, check) in &self.checks {
            out.object("check", format!("{table}.{name}")).tree("condition", check);
        }
        self.foreign_keys.iter().for_each(|key| key.describe(table, out));
        for (name, exclusion) in &self.exclusions {
            out.object("exclusion constraint", format!("{table}.{name}")).says("definition", &exclusion.sql);
        }
    }

    /// What most tables do not have.
    fn describe_rest(&self, table: &str, out: &mut Described) {
        for (name, state) in &self.states {
            out.object("state of constraint", format!("{table}.{name}")).list("state", state.words());
        }
        for ((kind, name), comment) in &self.comments {
            out.object("comment", format!("{kind} {table}.{name}")).says("text", comment);
        }
        for (name, rule) in &self.rules {
            out.object("rule", format!("{table}.{name}")).says("definition", &rule.sql);
        }
        let mut object = out.object("table", table);
        object.list("inherits", &self.inherits);
        object.says("log", if self.storage.unlogged { "unlogged" } else { "" });
        object.list("options", describe::pairs(&self.storage.options));
        object.says("partition by", self.storage.partition_by.as_deref().unwrap_or_default());
        let part = self.storage.partition_of.as_ref();
        object.says("partition of", part.map(|(of, bound)| format!("{of} {bound}")).unwrap_or_default());
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
        object.says("match", if self.full { "full" } else { "" });
    }
}
