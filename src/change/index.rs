//! Indexes that are no constraint's: their text.

use std::collections::BTreeMap;

use crate::sql::facts::{Index, IndexKey, KeyPart, ObjectName};
use crate::sql::ident;

use super::clause::{list, when};
use super::constraint;

/// How an index is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Build {
    /// At once: the table is new, or it cannot be done otherwise.
    Plain,
    /// Beside running writes.
    Concurrently,
}

impl Build {
    /// The word in SQL, with the space behind it.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Concurrently => "CONCURRENTLY ",
        }
    }
}

/// The statement that makes an index.
pub(super) fn create(table: &ObjectName, name: &str, index: &Index, build: Build) -> String {
    let parts = [
        format!("CREATE {}INDEX {}{}", when(index.unique, "UNIQUE "), build.word(), ident(name)),
        format!("ON {}", table.sql()),
        when(index.method != "btree", &format!("USING {}", ident(&index.method))).to_owned(),
        format!("({})", list(index.keys.iter().map(key))),
        when(!index.include.is_empty(), &format!("INCLUDE ({})", constraint::list(&index.include))).to_owned(),
        when(index.nulls_not_distinct, "NULLS NOT DISTINCT").to_owned(),
        storage(&index.options),
        index.filter.as_ref().map_or_else(String::new, |filter| format!("WHERE {}", filter.sql())),
    ];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The statement that removes an index.
pub(super) fn drop(table: &ObjectName, name: &str, build: Build) -> String {
    format!("DROP INDEX {}{}", build.word(), table.beside(name).sql())
}

/// The statement that gives an index another name.
pub(super) fn rename(table: &ObjectName, from: &str, to: &str) -> String {
    format!("ALTER INDEX {} RENAME TO {}", table.beside(from).sql(), ident(to))
}

/// The statement that gives an index that PostgreSQL has made and named itself its name, where that is another one.
pub(super) fn named_as(table: &ObjectName, name: &str, index: &Index) -> Option<String> {
    let words: Vec<_> = index.keys.iter().map(word).chain(index.include.iter().map(String::as_str)).collect();
    let own = format!("{}_{}_idx", table.name, words.join("_"));
    // A longer one is cut, or counted up, in a way of its own: it is left as it is.
    (own != name && own.len() < 64 && !name.starts_with(&own)).then(|| rename(table, &own, name))
}

/// Whether two are the same but for their comments.
pub(super) fn same(one: &Index, other: &Index) -> bool {
    Index { comment: None, ..one.clone() } == Index { comment: None, ..other.clone() }
}

/// The columns of a unique index that are unique together whatever the row.
pub(super) fn unique_columns(index: &Index) -> Option<Vec<String>> {
    let column = |key: &IndexKey| match &key.part {
        KeyPart::Column(name) => Some(name.clone()),
        KeyPart::Expression(_) => None,
    };
    (index.unique && index.filter.is_none()).then(|| index.keys.iter().map(column).collect()).flatten()
}

/// What PostgreSQL calls a key where it makes the index's name.
fn word(key: &IndexKey) -> &str {
    match &key.part {
        KeyPart::Column(name) => name,
        KeyPart::Expression(_) => "expr",
    }
}

fn key(key: &IndexKey) -> String {
    let part = match &key.part {
        KeyPart::Column(name) => ident(name),
        KeyPart::Expression(tree) => format!("({})", tree.sql()),
    };
    let collation = key.collation.as_ref().map_or_else(String::new, |name| format!(" COLLATE {}", name.sql()));
    let opclass = key.opclass.as_ref().map_or_else(String::new, |opclass| format!(" {opclass}"));
    let nulls = match (key.descending, key.nulls_first) {
        (true, false) => " NULLS LAST",
        (false, true) => " NULLS FIRST",
        (true, true) | (false, false) => "",
    };
    format!("{part}{collation}{opclass}{}{nulls}", when(key.descending, " DESC"))
}

fn storage(options: &BTreeMap<String, String>) -> String {
    let parameters: Vec<_> = options.iter().filter(|(name, _)| *name != TABLESPACE).collect();
    let with = list(parameters.iter().map(|(name, value)| format!("{name} = {value}")));
    let with = if parameters.is_empty() { String::new() } else { format!("WITH ({with})") };
    let place = options.get(TABLESPACE).map_or_else(String::new, |place| format!("TABLESPACE {place}"));
    [with, place].iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" ")
}

const TABLESPACE: &str = "TABLESPACE";
