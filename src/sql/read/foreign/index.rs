//! Indexes.

use pg_query::NodeEnum;
use pg_query::protobuf::{IndexElem, IndexStmt, Node, SortByDir, SortByNulls};

use super::super::node::{Unknown, unknown};
use super::column::collation;
use super::name::{choose, joined, keys};
use super::node::{maybe_tree, object_name, parameters, tree};
use super::session::Session;
use crate::sql::facts::{Index, IndexKey, KeyPart, ObjectName};

impl Session {
    /// Makes an index, under its own name or the one that PostgreSQL gives it.
    pub fn create_index(&mut self, stmt: &IndexStmt) -> Result<(), Unknown> {
        let Some(range) = &stmt.relation else { return unknown("no table") };
        let table = self.relation(range);
        let named = keys(stmt.index_params.iter().chain(&stmt.index_including_params));
        let name = match stmt.idxname.as_str() {
            "" => choose(&table.name, Some(&joined(&named)), "idx", |name| self.is_taken(&table, name)),
            name => name.to_owned(),
        };
        if stmt.if_not_exists && self.is_taken(&table, &name) {
            return Ok(());
        }
        let index = index(stmt)?;
        self.indexes(&table)?.insert(name, index.clone());
        if range.inh { self.index_parts(&table, &index, &joined(&named)) } else { Ok(()) }
    }

    /// Puts an index like a table's on each of its partitions.
    fn index_parts(&mut self, table: &ObjectName, index: &Index, words: &str) -> Result<(), Unknown> {
        for (part, _) in self.children(table).into_iter().filter(|(_, is_part)| *is_part) {
            let name = choose(&part.name, Some(words), "idx", |name| self.is_taken(&part, name));
            self.indexes(&part)?.insert(name, index.clone());
            self.index_parts(&part, index, words)?;
        }
        Ok(())
    }

    /// The indexes of a table or materialized view.
    pub fn indexes(&mut self, of: &ObjectName) -> Result<&mut std::collections::BTreeMap<String, Index>, Unknown> {
        if let Some(table) = self.facts.tables.get_mut(of) {
            return Ok(&mut table.indexes);
        }
        let view = self.facts.views.get_mut(of);
        view.map(|view| &mut view.indexes).ok_or_else(|| Unknown(format!("the table `{of}`, which is not there")))
    }
}

fn index(stmt: &IndexStmt) -> Result<Index, Unknown> {
    let mut options = parameters(&stmt.options);
    if !stmt.table_space.is_empty() {
        options.insert("TABLESPACE".to_owned(), stmt.table_space.clone());
    }
    let include = elements(&stmt.index_including_params).map(|element| element.name.clone()).collect();
    Ok(Index {
        method: stmt.access_method.clone(),
        keys: elements(&stmt.index_params).map(key).collect::<Result<_, _>>()?,
        unique: stmt.unique,
        nulls_not_distinct: stmt.nulls_not_distinct,
        filter: maybe_tree(stmt.where_clause.as_deref())?,
        comment: None,
        include,
        options,
    })
}

fn elements(nodes: &[Node]) -> impl Iterator<Item = &IndexElem> {
    nodes.iter().filter_map(|node| match node.node.as_ref() {
        Some(NodeEnum::IndexElem(element)) => Some(element.as_ref()),
        _ => None,
    })
}

fn key(element: &IndexElem) -> Result<IndexKey, Unknown> {
    let part = match &element.expr {
        Some(expression) => KeyPart::Expression(tree(expression)?),
        None => KeyPart::Column(element.name.clone()),
    };
    let descending = element.ordering() == SortByDir::SortbyDesc;
    let nulls_first = match element.nulls_ordering() {
        SortByNulls::SortbyNullsFirst => true,
        SortByNulls::SortbyNullsLast => false,
        SortByNulls::SortbyNullsDefault | SortByNulls::Undefined => descending,
    };
    let named = |parts: &[Node]| (!parts.is_empty()).then(|| object_name(parts)).transpose();
    let opclass = named(&element.opclass)?.map(collation).map(|name| name.to_string());
    Ok(IndexKey {
        part,
        collation: named(&element.collation)?.map(collation),
        opclass: opclass.map(|name| name + &in_parentheses(&element.opclassopts)),
        descending,
        nulls_first,
    })
}

/// The parameters of an operator class.
fn in_parentheses(options: &[Node]) -> String {
    let options: Vec<_> = parameters(options).into_iter().map(|(name, value)| format!("{name}={value}")).collect();
    if options.is_empty() { String::new() } else { format!("({})", options.join(", ")) }
}
