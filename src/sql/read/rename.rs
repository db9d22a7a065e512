//! Expressions as they are once what they name is called otherwise.
//!
//! PostgreSQL keeps expressions by what they mean, so that they follow a rename by themselves. Here they are text, so the
//! names are exchanged in it. Scopes are told apart as far as one expression shows them: tables and aliases in its
//! subqueries. A bare name inside a subquery is taken for a column of the subquery's tables first.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::expression;
use crate::sql::facts::{ObjectName, Tree};
use crate::sql::token::{Kind, Token, tokens};
use crate::sql::{ident, literal, parse};

/// What is called otherwise, each under its old name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Renames {
    /// Columns, by table.
    pub columns: BTreeMap<ObjectName, BTreeMap<String, String>>,
    /// Tables and views.
    pub tables: BTreeMap<ObjectName, ObjectName>,
    /// Functions.
    pub functions: BTreeMap<ObjectName, ObjectName>,
    /// Types.
    pub types: BTreeMap<ObjectName, ObjectName>,
    /// Roles.
    pub roles: BTreeMap<String, String>,
    /// Values of enums, by type.
    pub values: BTreeMap<ObjectName, BTreeMap<String, String>>,
    /// Texts, each of which is a value of an enum wherever the expression has it.
    pub texts: BTreeMap<String, String>,
}

/// Names that stand for the row of the table that an expression is about.
const ROWS: [&str; 3] = ["old", "new", "excluded"];

impl Tree {
    /// The expression with other names in it. `home` is the table that it is about, by its old name. An expression whose
    /// text cannot be read back is left as it is.
    #[must_use]
    pub fn renamed(&self, home: &ObjectName, renames: &Renames) -> Self {
        if !renames.may_touch(home, self) {
            return self.clone();
        }
        exchanged(&self.sql(), home, renames).unwrap_or_else(|| self.clone())
    }
}

impl Renames {
    /// Whether any old name is in the JSON of a tree; most trees have none.
    pub fn may_touch(&self, home: &ObjectName, tree: &Tree) -> bool {
        let objects = self.tables.keys().chain(self.functions.keys()).chain(self.types.keys()).map(|name| &name.name);
        let own = self.columns.get(home).into_iter().flat_map(BTreeMap::keys);
        // Columns of another table can only be named where it is selected from.
        let others = (!self.columns.is_empty() && tree.may_select()).then(|| self.columns.values());
        let others = others.into_iter().flatten().flat_map(BTreeMap::keys);
        let mut names = objects.chain(own).chain(others).chain(self.texts.keys());
        names.any(|name| tree.json().contains(name.as_str()) || !name.is_ascii())
    }
}

/// `None` where nothing is called otherwise.
fn exchanged(sql: &str, home: &ObjectName, renames: &Renames) -> Option<Tree> {
    let statement = exchanged_text(&format!("SELECT {sql}"), home, renames)?;
    expression(&statement["SELECT ".len()..]).ok()
}

/// A statement with other names in it; `None` where nothing is called otherwise.
pub fn exchanged_text(statement: &str, home: &ObjectName, renames: &Renames) -> Option<String> {
    let json = parse::tree(statement).ok()?;
    let scope = Scope { home, renames, columns: places(&json), tables: tables(&json, home) };
    let all: Vec<_> = tokens(statement).collect();
    let mut out = String::new();
    let (mut at, mut copied) = (0, 0);
    while at < all.len() {
        let count = name_tokens(&all[at..]);
        if let Some(text) = scope.exchanged(&all[at..at + count], all.get(at + count)) {
            out.push_str(&statement[copied..all[at].start]);
            out.push_str(&text);
            copied = all[at + count - 1].end();
        }
        at += count;
    }
    (!out.is_empty()).then(|| out + &statement[copied..])
}

/// How many tokens the name has that a run starts with: `a.b.c` has five; 1 where there is no name.
fn name_tokens(run: &[Token<'_>]) -> usize {
    let is_name = |at: usize| run.get(at).is_some_and(|token| matches!(token.kind, Kind::Word | Kind::Quoted));
    let mut count = 1;
    while is_name(count - 1) && run.get(count).is_some_and(|token| token.is(".")) && is_name(count + 1) {
        count += 2;
    }
    count
}

struct Scope<'a> {
    home: &'a ObjectName,
    renames: &'a Renames,
    /// Where columns are named.
    columns: BTreeSet<usize>,
    /// The tables of subqueries, by alias or name.
    tables: BTreeMap<String, ObjectName>,
}

impl Scope<'_> {
    /// The new text of a name or constant, where there is one.
    fn exchanged(&self, run: &[Token<'_>], next: Option<&Token<'_>>) -> Option<String> {
        if let [Token { kind: Kind::Text, text, .. }] = run {
            return self.renames.texts.get(&expression(text).ok()?.text()?).map(|text| literal(text));
        }
        let parts: Vec<_> = run.iter().step_by(2).map(|token| unquoted(token.text)).collect();
        if self.columns.contains(&run[0].start) {
            return self.column(&parts);
        }
        let (name, schema) = parts.split_last()?;
        let name = ObjectName { schema: schema.last().cloned(), name: name.clone() };
        let is_call = next.is_some_and(|next| next.is("("));
        let maps: &[_] =
            if is_call { &[&self.renames.functions] } else { &[&self.renames.types, &self.renames.tables] };
        maps.iter().find_map(|map| self.object(map, &name))
    }

    /// A name that is written without its schema is one beside the table.
    fn object(&self, map: &BTreeMap<ObjectName, ObjectName>, name: &ObjectName) -> Option<String> {
        let schema = name.schema.clone().or_else(|| self.home.schema.clone());
        let new = map.get(&ObjectName { schema: schema.clone(), name: name.name.clone() })?;
        let bare = name.schema.is_none() && new.schema == schema;
        Some(written(new.schema.iter().filter(|_| !bare).chain([&new.name])))
    }

    fn column(&self, parts: &[String]) -> Option<String> {
        let (name, qualifier) = parts.split_last()?;
        let Some(table) = qualifier.last() else {
            return self.bare(name).map(ident);
        };
        let of = self.table(table);
        let new = of.and_then(|of| self.renames.columns.get(of)?.get(name));
        let alias = self.tables.contains_key(table) && of.is_some_and(|of| of.name != *table);
        let moved = of.and_then(|of| self.renames.tables.get(of)).filter(|_| !alias && !ROWS.contains(&table.as_str()));
        if new.is_none() && moved.is_none() {
            return None;
        }
        let table = moved.map_or(table, |moved| &moved.name);
        let schema = (qualifier.len() > 1).then(|| moved.and_then(|moved| moved.schema.clone()));
        let schema = schema.map(|schema| schema.unwrap_or_else(|| qualifier[qualifier.len() - 2].clone()));
        Some(written(schema.iter().chain([table, new.unwrap_or(name)])))
    }

    /// A column without its table: of a subquery's tables, or of the expression's own.
    fn bare(&self, name: &str) -> Option<&String> {
        let new = |table: &ObjectName| self.renames.columns.get(table)?.get(name);
        self.tables.values().find_map(new).or_else(|| new(self.home))
    }

    fn table(&self, name: &str) -> Option<&ObjectName> {
        let own = name == self.home.name || ROWS.contains(&name);
        self.tables.get(name).or_else(|| own.then_some(self.home))
    }
}

fn written<'a>(parts: impl Iterator<Item = &'a String>) -> String {
    parts.map(ident).collect::<Vec<_>>().join(".")
}

fn unquoted(word: &str) -> String {
    match word.strip_prefix('"').and_then(|word| word.strip_suffix('"')) {
        Some(inside) => inside.replace("\"\"", "\""),
        None => word.to_lowercase(),
    }
}

/// Where columns are named.
fn places(json: &str) -> BTreeSet<usize> {
    let place = |(at, _): (usize, &str)| {
        let rest = &json[at..];
        let place = &rest[rest.find("],\"location\":")? + "],\"location\":".len()..];
        place[..place.find('}')?].parse().ok()
    };
    json.match_indices("\"ColumnRef\":{\"fields\":[").filter_map(place).collect()
}

/// What can stand in front of a column: tables by their alias or name. One without a schema is beside the home.
fn tables(json: &str, home: &ObjectName) -> BTreeMap<String, ObjectName> {
    let table = |(at, _): (usize, &str)| {
        let range: Range =
            serde_json::Deserializer::from_str(&json[at + "\"RangeVar\":".len()..]).into_iter().next()?.ok()?;
        let name = ObjectName { schema: range.schemaname.or_else(|| home.schema.clone()), name: range.relname };
        Some((range.alias.map_or_else(|| name.name.clone(), |alias| alias.aliasname), name))
    };
    json.match_indices("\"RangeVar\":").filter_map(table).collect()
}

#[derive(Deserialize)]
struct Range {
    schemaname: Option<String>,
    relname: String,
    alias: Option<Alias>,
}

#[derive(Deserialize)]
struct Alias {
    aliasname: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn renamed(text: &str) -> String {
        let named = |from: &str, to: &str| BTreeMap::from([(ObjectName::new("s", from), ObjectName::new("s", to))]);
        let column = |from: &str, to: &str| BTreeMap::from([(from.to_owned(), to.to_owned())]);
        let renames = Renames {
            columns: BTreeMap::from([
                (ObjectName::new("s", "leads"), column("owner", "Agent")),
                (ObjectName::new("s", "members"), column("kind", "role")),
            ]),
            tables: named("members", "people"),
            functions: named("tenant", "current_tenant"),
            types: named("mood", "feeling"),
            texts: column("sad", "so'rry"),
            ..Renames::default()
        };
        expression(text).unwrap().renamed(&ObjectName::new("s", "leads"), &renames).sql()
    }

    #[test]
    fn names_are_exchanged_where_they_stand() {
        for (old, new) in [
            ("owner = s.tenant()", "\"Agent\" = s.current_tenant()"),
            ("leads.owner IS NULL", "leads.\"Agent\" IS NULL"),
            ("old.owner <> NEW . owner", "old.\"Agent\" <> new.\"Agent\""),
            ("\"owner\" > 0 AND owner_id > 0", "\"Agent\" > 0 AND owner_id > 0"),
            ("state = 'sad'::mood", "state = 'so''rry'::feeling"),
            ("state = 'sad'::s.mood", "state = 'so''rry'::s.feeling"),
            (
                "EXISTS (SELECT 1 FROM s.members m WHERE m.kind = 'x' AND m.owner = leads.owner)",
                "EXISTS (SELECT 1 FROM s.people m WHERE m.role = 'x' AND m.owner = leads.\"Agent\")",
            ),
            ("'owner' = kind", "'owner' = kind"),
            ("owner(1)", "owner(1)"),
        ] {
            assert_eq!(renamed(old), new);
        }
    }
}
