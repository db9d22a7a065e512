//! What a piece of SQL names, found in the parser's JSON.
//!
//! The JSON is searched for the few shapes that name something instead of being taken apart: that has no limit of depth,
//! and misses no place in which a name can stand. Names are as they are written; scopes are not told apart.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};

use super::ObjectName;

/// What a piece of SQL names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mentions {
    /// Columns, and whatever else is written like one: a variable, an argument.
    pub columns: BTreeSet<ColumnName>,
    /// Functions that are called.
    pub functions: BTreeSet<ObjectName>,
    /// Types.
    pub types: BTreeSet<ObjectName>,
    /// Tables, views and whatever else can be selected from.
    pub relations: BTreeSet<ObjectName>,
    /// Texts, among them values of enums and what is cast to `regclass`.
    pub texts: BTreeSet<String>,
    /// Operators.
    pub operators: BTreeSet<ObjectName>,
    /// Attributes that are taken out of a composite value: `(address).town`; `*` for all of them.
    pub attributes: BTreeSet<String>,
}

/// A column as an expression names it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ColumnName {
    /// The table or alias in front, where there is one.
    pub table: Option<ObjectName>,
    /// The name; `*` for all columns.
    pub name: String,
}

impl Mentions {
    /// Everything that the parser's JSON of something names.
    #[must_use]
    pub fn of(json: &str) -> Self {
        Self {
            columns: lists(json, "\"fields\":").filter_map(column).chain(listed(json)).collect(),
            functions: FUNCTIONS.into_iter().flat_map(|key| lists(json, key)).filter_map(object).collect(),
            types: lists(json, "\"names\":").filter_map(object).collect(),
            relations: relations(json).collect(),
            texts: after(json, "\"A_Const\":{\"sval\":").filter_map(value::<Text>).map(|text| text.sval).collect(),
            operators: lists(json, "\"name\":").filter_map(object).collect(),
            attributes: lists(json, "\"indirection\":").flatten().collect(),
        }
    }

    /// Whether the parser's JSON of something may name a table or view to select from.
    #[must_use]
    pub(super) fn may_select(json: &str) -> bool {
        json.contains(RELATION)
    }

    /// Adds what something else names.
    pub fn extend(&mut self, other: Self) {
        self.columns.extend(other.columns);
        self.functions.extend(other.functions);
        self.types.extend(other.types);
        self.relations.extend(other.relations);
        self.texts.extend(other.texts);
        self.operators.extend(other.operators);
        self.attributes.extend(other.attributes);
    }

    /// Whether it selects from that table or view: by its whole name, or by its bare one.
    #[must_use]
    pub fn selects_from(&self, name: &ObjectName) -> bool {
        let bare = ObjectName { schema: None, name: name.name.clone() };
        self.relations.contains(name) || self.relations.contains(&bare)
    }

    /// Whether a column of that name is named: with that table in front, bare, or with what may be an alias.
    #[must_use]
    pub fn may_mean(&self, column: &str) -> bool {
        self.columns.iter().any(|one| one.name == column || one.name == EVERY)
    }

    /// Whether it takes all columns of something, whatever they are: `SELECT *`. What it says then is settled when it is
    /// made, and does not follow.
    #[must_use]
    pub fn takes_every_column(&self) -> bool {
        self.columns.iter().any(|one| one.name == EVERY)
    }
}

/// The name that stands for all columns, or all attributes.
pub const EVERY: &str = "*";

/// The keys of functions' names: where they are called, and where a cast or the like is made of them.
const FUNCTIONS: [&str; 2] = ["\"funcname\":", "\"objname\":"];

/// The key of a relation's name.
const RELATION: &str = "\"relname\":";

/// A part of a name.
#[derive(Deserialize)]
enum Part {
    String(Text),
    #[serde(rename = "A_Star")]
    Star(IgnoredAny),
    /// The place of an item in a list.
    #[serde(rename = "A_Indices")]
    Place(IgnoredAny),
}

#[derive(Deserialize)]
struct Text {
    #[serde(default)]
    sval: String,
}

/// What follows each place where a key stands. A key inside a text has a backslash in front of its last quote.
fn after<'a>(json: &'a str, key: &'static str) -> impl Iterator<Item = &'a str> {
    json.match_indices(key).map(move |(at, _)| &json[at + key.len()..])
}

/// The first value of a text that goes on behind it.
fn value<T: DeserializeOwned>(json: &str) -> Option<T> {
    serde_json::Deserializer::from_str(json).into_iter().next()?.ok()
}

/// The names that are lists of parts.
fn lists<'a>(json: &'a str, key: &'static str) -> impl Iterator<Item = Vec<String>> + 'a {
    let part = |part| match part {
        Part::String(Text { sval }) => Some(sval),
        Part::Star(IgnoredAny) => Some(EVERY.to_owned()),
        Part::Place(IgnoredAny) => None,
    };
    let list = move |json: &str| Some(value::<Vec<Part>>(json)?.into_iter().filter_map(part).collect());
    after(json, key).filter_map(list)
}

/// The columns of which a statement has a list: those of a table that a publication tells.
fn listed(json: &str) -> impl Iterator<Item = ColumnName> + '_ {
    lists(json, "\"columns\":").flatten().map(|name| ColumnName { table: None, name })
}

fn column(mut parts: Vec<String>) -> Option<ColumnName> {
    let name = parts.pop()?;
    Some(ColumnName { table: object(parts), name })
}

/// The last two parts: a database's name may stand in front.
fn object(mut parts: Vec<String>) -> Option<ObjectName> {
    let name = parts.pop()?;
    Some(ObjectName { schema: parts.pop(), name })
}

fn relations(json: &str) -> impl Iterator<Item = ObjectName> + '_ {
    json.match_indices(RELATION).filter_map(|(at, _)| {
        let name = value(&json[at + RELATION.len()..])?;
        Some(ObjectName { schema: schema(&json[..at]), name })
    })
}

/// The schema that stands in front of a relation's name.
fn schema(before: &str) -> Option<String> {
    const SCHEMA: &str = "\"schemaname\":";
    let text = &before[before.rfind(SCHEMA)? + SCHEMA.len()..];
    let schema = text.strip_suffix(',')?;
    serde_json::from_str(schema).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::read::expression;

    fn mentions(text: &str) -> Mentions {
        expression(text).unwrap().mentions()
    }

    #[test]
    fn everything_that_is_named_is_found() {
        let found = mentions(
            "lower(t.a) = 'x'::s.mood AND s.f(b) AND EXISTS (SELECT c FROM s.u, v m WHERE m.d = 'it''s \"relname\":\"no\"')",
        );
        let columns: Vec<_> = found.columns.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(columns, ["b", "c", "d", "a"]);
        assert_eq!(found.columns.last().unwrap().table, Some(ObjectName { schema: None, name: "t".into() }));
        assert!(found.functions.contains(&ObjectName::new("s", "f")));
        assert_eq!(found.types, BTreeSet::from([ObjectName::new("s", "mood")]));
        let relations: Vec<_> = found.relations.iter().map(ToString::to_string).collect();
        assert_eq!(relations, ["v", "s.u"]);
        assert!(found.texts.contains("x") && found.texts.len() == 2);
        assert!(found.may_mean("d") && !found.may_mean("e"));
    }

    #[test]
    fn attributes_of_composite_values_are_found() {
        let found = mentions("(a).town = (b.c[1]).place.name AND EXISTS (SELECT (d).* FROM t)");
        assert_eq!(found.attributes.iter().collect::<Vec<_>>(), ["*", "name", "place", "town"]);
        assert!(!found.takes_every_column());
        assert!(mentions("EXISTS (SELECT t.* FROM t)").takes_every_column());
    }

    #[test]
    fn deep_expressions_are_searched_whole() {
        assert!(mentions(&format!("{}z", "a + ".repeat(500))).may_mean("z"));
    }
}
