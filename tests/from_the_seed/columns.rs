//! Columns: type, whether it may be empty, default, order.

use std::fmt;

use crmgen::model::{Entity, Model};

use crate::facts::{ColumnFact, Table};
use crate::page::Row;
use crate::text;

/// What a column's definition comes to in PostgreSQL.
#[derive(PartialEq, Eq)]
struct Meaning {
    ty: String,
    nullable: bool,
    default: Option<String>,
}

/// A row for each column that either language of the seed defines otherwise, and for each that the seed lacks.
pub fn compare(name: &str, table: &Table, entity: &Entity, model: &Model) -> Vec<Row> {
    let row = |(column, fact): &(String, ColumnFact)| {
        let here = here(column, entity, model);
        let differs = of_prisma(&fact.prisma) != here || fact.sql.as_ref().is_some_and(|sql| read(sql) != here);
        differs.then(|| Row::new(format!("{name}.{column}"), there(fact), here.to_string()))
    };
    let known = |field: &str| table.columns.0.iter().any(|(column, _)| column == field);
    let added = entity.fields.iter().map(|field| field.name.as_str()).filter(|field| !known(field));
    let added = added.map(|field| Row::new(format!("{name}.{field}"), "", here(field, entity, model).to_string()));
    table.columns.0.iter().filter_map(row).chain(added).collect()
}

/// A row for each run of columns that stands elsewhere than in the seed.
pub fn order(name: &str, table: &Table, entity: &Entity, _: &Model) -> Vec<Row> {
    let there: Vec<_> = table.columns.0.iter().map(|(column, _)| column.as_str()).collect();
    let here: Vec<_> = entity.fields.iter().map(|field| field.name.as_str()).collect();
    let moves = similar::capture_diff_slices(similar::Algorithm::Myers, &there, &here);
    let moved = moves.iter().map(similar::DiffOp::new_range).zip(&moves);
    let moved = moved.filter(|(_, op)| op.tag() == similar::DiffTag::Insert);
    let row = |run: std::ops::Range<usize>| {
        let was = there.iter().position(|column| *column == here[run.start]).unwrap_or_default();
        let place = format!("{name}.{}", here[run.clone()].join(", "));
        Row::new(place, behind(&there, was), behind(&here, run.start))
    };
    moved.map(|(run, _)| row(run)).collect()
}

fn behind(columns: &[&str], at: usize) -> String {
    at.checked_sub(1).map_or_else(|| "first".to_owned(), |before| format!("behind `{}`", columns[before]))
}

/// Fails where a column of the seed is gone.
pub fn are_kept(name: &str, table: &Table, entity: &Entity) {
    for (column, _) in &table.columns.0 {
        assert!(entity.find_field(column).is_some(), "{name}.{column} is gone");
    }
}

fn here(column: &str, entity: &Entity, model: &Model) -> Meaning {
    let (_, field) = entity.find_field(column).unwrap_or_else(|| panic!("{}.{column} is gone", entity.name));
    Meaning { ty: text::ty(model, field), nullable: field.nullable, default: text::supply(field) }
}

fn there(fact: &ColumnFact) -> String {
    match &fact.sql {
        Some(sql) => format!("{} in Prisma, {} in SQL", read(&fact.prisma), read(sql)),
        None => read(&fact.prisma).to_string(),
    }
}

/// Reads `varchar(255)? = text`.
fn read(text: &str) -> Meaning {
    let (ty, default) = text.split_once(" = ").map_or((text, None), |(ty, default)| (ty, Some(format!("`{default}`"))));
    let (ty, nullable) = ty.strip_suffix('?').map_or((ty, false), |ty| (ty, true));
    Meaning { ty: ty.to_owned(), nullable, default }
}

/// Reads a Prisma type as the PostgreSQL type that Prisma makes of it.
fn of_prisma(text: &str) -> Meaning {
    let meaning = read(text);
    let (scalar, list) = meaning.ty.strip_suffix("[]").map_or((&*meaning.ty, ""), |scalar| (scalar, "[]"));
    let scalar = match scalar {
        "String" | "Text" => "text".to_owned(),
        "Int" => "integer".to_owned(),
        "JsonB" => "jsonb".to_owned(),
        "DateTime" => "timestamp(3)".to_owned(),
        other => other.replace("Decimal", "numeric"),
    };
    Meaning { ty: scalar + list, ..meaning }
}

impl fmt::Display for Meaning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}{}`", self.ty, if self.nullable { "?" } else { "" })?;
        match &self.default {
            Some(default) => write!(f, " = {default}"),
            None => Ok(()),
        }
    }
}
