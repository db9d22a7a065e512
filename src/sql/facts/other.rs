//! What is carried along without being taken apart: views by their query, everything else as whole statements.

use std::collections::BTreeMap;
use std::fmt;

use crate::sql::ident;

use super::{Described, Index, Mentions, ObjectName, Privileges, Trigger, Type, describe};

/// A piece of SQL, in the parser's own layout, and what it names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Piece {
    /// The SQL.
    pub sql: String,
    /// What it names; names without a schema are completed where the object is known.
    pub mentions: Mentions,
}

/// A view.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct View {
    /// Whether it keeps its rows.
    pub materialized: bool,
    /// The names of its columns, where the query does not give them.
    pub columns: Vec<String>,
    /// Its query.
    pub query: Piece,
    /// Its options by name: `security_invoker`, `check_option`.
    pub options: BTreeMap<String, String>,
    /// Whether a materialized one is made without rows.
    pub without_rows: bool,
    /// Its comment.
    pub comment: Option<String>,
    /// The comments on its columns and triggers, by kind in capitals and name.
    pub comments: BTreeMap<(&'static str, String), String>,
    /// Who may do what with it.
    pub privileges: Privileges,
    /// The indexes of a materialized one.
    pub indexes: BTreeMap<String, Index>,
    /// Its triggers.
    pub triggers: BTreeMap<String, Trigger>,
    /// Its rules, each as a whole statement.
    pub rules: BTreeMap<String, Piece>,
    /// Who owns it, where that is said.
    pub owner: Option<String>,
}

/// A sequence that stands by itself; those of identity columns are the columns'.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sequence {
    /// The type of its numbers.
    pub ty: Type,
    /// What it does otherwise than sequences do by default, by the word of SQL: `INCREMENT BY`.
    pub options: BTreeMap<String, String>,
    /// The table and column that it goes with.
    pub owned_by: Option<(ObjectName, String)>,
    /// Its comment.
    pub comment: Option<String>,
    /// Who may do what with it.
    pub privileges: Privileges,
    /// Who owns it, where that is said.
    pub owner: Option<String>,
}

/// What tells objects apart that are carried along.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct OtherName {
    /// The words of SQL behind `CREATE`: `DOMAIN`, `TYPE`, `AGGREGATE`, `STATISTICS`, `PUBLICATION`.
    pub kind: &'static str,
    /// The name, with whatever tells objects of one name apart, as `DROP` names it.
    pub name: ObjectName,
    /// What stands behind the name: the arguments of an aggregate, the types of a cast.
    pub rest: String,
}

/// An object that is carried along.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Other {
    /// The statements that make it, the first of which is its `CREATE`.
    pub statements: Vec<Piece>,
    /// Its comment.
    pub comment: Option<String>,
    /// Who may do what with it.
    pub privileges: Privileges,
    /// Who owns it, where that is said.
    pub owner: Option<String>,
}

impl View {
    /// Adds what the view is, with all that hangs on it.
    pub fn describe(&self, name: &ObjectName, out: &mut Described) {
        let view = name.to_string();
        let mut object = out.object("view", &view);
        object.says("kind", if self.materialized { "materialized" } else { "" });
        object.list("columns", &self.columns);
        object.says("query", &self.query.sql);
        object.list("options", describe::pairs(&self.options));
        object.says("comment", self.comment.as_deref().unwrap_or_default());
        self.indexes.iter().for_each(|(name, index)| index.describe(name, out));
        self.triggers.iter().for_each(|(name, trigger)| trigger.describe(&view, name, out));
        for (name, rule) in &self.rules {
            out.object("rule", format!("{view}.{name}")).says("definition", &rule.sql);
        }
        for ((kind, name), comment) in &self.comments {
            out.object("comment", format!("{kind} {view}.{name}")).says("text", comment);
        }
        self.privileges.describe(&format!("view {view}"), out);
    }
}

impl Sequence {
    /// Adds what the sequence is.
    pub fn describe(&self, name: &ObjectName, out: &mut Described) {
        let mut object = out.object("sequence", name);
        object.says("type", &self.ty);
        object.list("options", describe::pairs(&self.options));
        let owner = self.owned_by.as_ref().map(|(table, column)| format!("{table}.{column}"));
        object.says("owned by", owner.unwrap_or_default());
        object.says("comment", self.comment.as_deref().unwrap_or_default());
        self.privileges.describe(&format!("sequence {name}"), out);
    }
}

impl Other {
    /// Adds what the object is.
    pub fn describe(&self, name: &OtherName, out: &mut Described) {
        let mut object = out.object("object", name);
        object.list("statements", self.statements.iter().map(|piece| &piece.sql));
        object.says("comment", self.comment.as_deref().unwrap_or_default());
        self.privileges.describe(&name.to_string(), out);
    }
}

impl OtherName {
    /// As statements name it: `AGGREGATE public.total(integer)`, `CAST (integer AS text)`.
    #[must_use]
    pub fn sql(&self) -> String {
        let name = match (self.kind, &self.name.schema) {
            ("CAST", _) => String::new(),
            // An operator's name is never in quotes.
            ("OPERATOR", Some(schema)) => format!("{}.{}", ident(schema), self.name.name),
            ("OPERATOR", None) => self.name.name.clone(),
            _ => self.name.sql(),
        };
        format!("{} {name}{}", self.kind, self.rest)
    }
}

impl fmt::Display for OtherName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}{}", self.kind, self.name, self.rest)
    }
}
