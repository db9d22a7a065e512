//! Columns: types, where values come from, how they are kept.

use std::collections::BTreeMap;

use pg_query::NodeEnum;
use pg_query::protobuf::{ColumnDef, ConstrType, Constraint, Node};

use super::super::node::{Unknown, unknown};
use super::node::{object_name, texts, tree};
use super::sequence;
use super::session::Session;
use crate::sql::facts::{Column, ObjectName, Sequence, Supply, Tree, Type};

/// The types that stand for a number from a sequence of its own.
const SERIALS: [(&str, &str); 6] = [
    ("serial", "int4"),
    ("serial4", "int4"),
    ("bigserial", "int8"),
    ("serial8", "int8"),
    ("smallserial", "int2"),
    ("serial2", "int2"),
];

impl Session {
    /// A column, with the constraints that stand behind it and are the table's.
    pub fn column<'a>(
        &mut self,
        table: &ObjectName,
        def: &'a ColumnDef,
    ) -> Result<(Column, Vec<&'a Constraint>), Unknown> {
        let Some(type_name) = &def.type_name else { return unknown("a column without a type") };
        let mut column = Column { name: def.colname.clone(), nullable: true, ..Column::default() };
        if let Some(ty) = serial(&texts(&type_name.names)) {
            self.number(table, &mut column, ty);
        } else {
            column.ty = self.ty(type_name)?;
        }
        if let Some(clause) = &def.coll_clause {
            column.collation = Some(collation(object_name(&clause.collname)?));
        }
        for (word, value) in [("STORAGE", &def.storage_name), ("COMPRESSION", &def.compression)] {
            if !value.is_empty() && value != "default" {
                column.options.insert(word.to_owned(), value.to_lowercase());
            }
        }
        let mut rest = Vec::new();
        for constraint in constraints(&def.constraints) {
            if !self.put_on(table, &mut column, constraint)? {
                rest.push(constraint);
            }
        }
        Ok((column, rest))
    }

    /// What `serial` stands for: a sequence that goes with the column, and its next number as the default.
    fn number(&mut self, table: &ObjectName, column: &mut Column, ty: &str) {
        let name = super::name::choose(&table.name, Some(&column.name), "seq", |name| self.is_taken(table, name));
        let name = table.beside(&name);
        column.ty = built_in(ty);
        column.nullable = false;
        column.supply = Supply::Sequence(name.clone());
        let owned_by = Some((table.clone(), column.name.clone()));
        self.facts.sequences.insert(name, Sequence { ty: built_in(ty), owned_by, ..Sequence::default() });
    }

    /// Puts a constraint on a column; false where it is the table's.
    fn put_on(&mut self, table: &ObjectName, column: &mut Column, constraint: &Constraint) -> Result<bool, Unknown> {
        let value = constraint.raw_expr.as_deref();
        match (constraint.contype(), value) {
            (ConstrType::ConstrNotnull, _) => column.nullable = false,
            (ConstrType::ConstrNull, _) => {}
            (ConstrType::ConstrDefault, Some(value)) => column.supply = self.default(tree(value)?),
            (ConstrType::ConstrGenerated, Some(value)) => {
                let value = tree(value)?;
                let stored = constraint.generated_kind != "v";
                column.supply = if stored { Supply::Generated(value) } else { Supply::Virtual(value) };
            }
            (ConstrType::ConstrIdentity, _) => {
                column.nullable = false;
                column.supply = identity(&constraint.generated_when);
                column.numbering = sequence::numbering(&constraint.options, &column.ty);
                let own = format!("{}_{}_seq", table.name, column.name);
                column.numbering.retain(|word, name| word != "SEQUENCE NAME" || !is_named(name, &own));
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Where a default takes the value from: `NULL` is none, `nextval` of a known sequence is the sequence.
    pub fn default(&self, tree: Tree) -> Supply {
        if tree.json() == r#"{"A_Const":{"isnull":true}}"# {
            return Supply::None;
        }
        match sequence_of(&tree) {
            Some(name) => Supply::Sequence(self.relation_name(name)),
            None => Supply::Default(tree),
        }
    }
}

/// Where the values of an identity column come from.
pub fn identity(when: &str) -> Supply {
    if when == "a" { Supply::AlwaysIdentity } else { Supply::DefaultIdentity }
}

/// The constraints of a list.
pub fn constraints(nodes: &[Node]) -> impl Iterator<Item = &Constraint> {
    nodes.iter().filter_map(|node| match node.node.as_ref() {
        Some(NodeEnum::Constraint(constraint)) => Some(constraint.as_ref()),
        _ => None,
    })
}

/// A collation; PostgreSQL's own schema is left out.
pub fn collation(name: ObjectName) -> ObjectName {
    ObjectName { schema: name.schema.filter(|schema| schema != "pg_catalog"), name: name.name }
}

/// One of PostgreSQL's own types.
pub fn built_in(name: &str) -> Type {
    Type { name: ObjectName { schema: None, name: name.to_owned() }, ..Type::default() }
}

fn serial(names: &[String]) -> Option<&'static str> {
    let [name] = names else { return None };
    SERIALS.iter().find(|(serial, _)| serial == name).map(|(_, ty)| *ty)
}

fn is_named(name: &str, own: &str) -> bool {
    name.rsplit('.').next() == Some(own)
}

/// The sequence whose next number a default is: `nextval('s.q'::regclass)`.
fn sequence_of(tree: &Tree) -> Option<ObjectName> {
    if !tree.calls(None, "nextval") && !tree.calls(Some("pg_catalog"), "nextval") {
        return None;
    }
    let mentions = tree.mentions();
    let name = mentions.texts.first().filter(|_| mentions.texts.len() == 1 && mentions.functions.len() == 1)?;
    let parsed = super::super::expression(name).ok()?.mentions();
    let column = parsed.columns.first().filter(|_| parsed.columns.len() == 1)?;
    Some(ObjectName { schema: column.table.as_ref().map(|table| table.name.clone()), name: column.name.clone() })
}

/// The options of a column that stand by themselves.
pub fn option(options: &mut BTreeMap<String, String>, word: &str, value: &str) {
    if value.is_empty() || value == "default" || value == "-1" {
        options.remove(word);
    } else {
        options.insert(word.to_owned(), value.to_owned());
    }
}
