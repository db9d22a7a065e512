//! What stands in `@default(…)`.
//!
//! Prisma compares it with what PostgreSQL tells of the column. A constant that PostgreSQL tells in other words than
//! the schema's, or an expression, becomes `dbgenerated()` without words, which Prisma takes for equal to anything.

use super::quote::{list, string};
use super::{DEFAULT_SCHEMA, Schema};
use crate::model::{Default, EnumId, EnumStorage, Expression, Field, FieldType, Literal, Scalar, Supply};
use crate::sql;

/// A default that Prisma knows of and leaves to the database.
const UNTOLD: &str = "dbgenerated()";

/// The argument of `@default`; none for a column that clients supply.
pub fn default(schema: &Schema<'_>, field: &Field) -> Option<String> {
    match &field.supply {
        Supply::Client => None,
        Supply::Generated(_) => Some(UNTOLD.to_owned()),
        Supply::Identity(_) => Some("autoincrement()".to_owned()),
        Supply::Default(default) => Some(of(schema, field.ty, default)),
    }
}

fn of(schema: &Schema<'_>, ty: FieldType, default: &Default) -> String {
    match default {
        Default::Literal(literal) => constant(schema, ty, literal).unwrap_or_else(|| UNTOLD.to_owned()),
        Default::Sql(expression) => call(schema, expression).map_or_else(|| UNTOLD.to_owned(), told),
        Default::Now if matches!(ty.scalar, Scalar::Timestamp | Scalar::Timestamptz) => "now()".to_owned(),
        Default::Now | Default::Uuid | Default::UuidV7 | Default::CurrentTenant => {
            told(&sql::default::default(schema.model, ty, default))
        }
    }
}

fn told(text: &str) -> String {
    format!("dbgenerated({})", string(text))
}

/// The text of a call without arguments: the one form of expression that PostgreSQL tells as it is written, save that
/// it leaves out the schemas it looks in by itself. `now()` is none: Prisma has a word of its own for it.
fn call<'a>(schema: &Schema<'_>, expression: &'a Expression) -> Option<&'a str> {
    let own = schema.model.project.postgres.schema.as_str();
    let found = |text: &'a str, schema: &str| text.strip_prefix(schema)?.strip_prefix('.');
    let text = expression.text.as_str();
    let text = found(text, "pg_catalog").or_else(|| found(text, own)).unwrap_or(text);
    let word = |part: &str| !part.is_empty() && part.chars().all(|c| matches!(c, 'a'..='z' | '0'..='9' | '_'));
    (text != "now()" && text.strip_suffix("()")?.split('.').all(word)).then_some(text)
}

fn constant(schema: &Schema<'_>, ty: FieldType, literal: &Literal) -> Option<String> {
    match literal {
        Literal::Array(elements) if elements.is_empty() => Some("[]".to_owned()),
        Literal::Array(elements) if !elements.iter().all(is_plain) => stored(schema, ty.scalar, elements),
        Literal::Array(elements) if is_told_in_arrays(ty.scalar) => {
            let elements: Option<Vec<_>> = elements.iter().map(|element| one(schema, ty.scalar, element)).collect();
            Some(format!("[{}]", list(elements?)))
        }
        Literal::Array(_) => None,
        Literal::Text(_) | Literal::EnumValue(_) | Literal::Number(_) | Literal::Boolean(_) | Literal::Json(_) => {
            one(schema, ty.scalar, literal)
        }
    }
}

fn one(schema: &Schema<'_>, scalar: Scalar, literal: &Literal) -> Option<String> {
    match (literal, scalar) {
        (Literal::Text(text), Scalar::Text | Scalar::Varchar(_) | Scalar::Char(_) | Scalar::Citext) => {
            Some(string(text).to_string())
        }
        (Literal::EnumValue(value), Scalar::Enum(id)) => enum_value(schema, id, value.as_str()),
        (Literal::Number(digits), _) => is_decimal(digits).then(|| digits.clone()),
        (Literal::Boolean(value), _) => Some(value.to_string()),
        (Literal::Json(text), _) => Some(string(text).to_string()),
        (Literal::Text(_) | Literal::EnumValue(_) | Literal::Array(_), _) => None,
    }
}

fn enum_value(schema: &Schema<'_>, id: EnumId, value: &str) -> Option<String> {
    let enumeration = schema.model.enumeration(id);
    let at = enumeration.values.iter().position(|one| one.name == value)?;
    match enumeration.storage {
        EnumStorage::Type => schema.names.enumeration(id).values.get(at).cloned(),
        EnumStorage::Text => Some(string(value).to_string()),
    }
}

/// An array of an enum's values in PostgreSQL's words; `dbgenerated()` alone is not taken for equal to it.
fn stored(schema: &Schema<'_>, scalar: Scalar, elements: &[Literal]) -> Option<String> {
    let Scalar::Enum(id) = scalar else { return None };
    let enumeration = schema.model.enumeration(id);
    let value = |element: &Literal| match element {
        Literal::EnumValue(name) => Some(stored_element(name.as_str())),
        Literal::Text(_) | Literal::Number(_) | Literal::Boolean(_) | Literal::Json(_) | Literal::Array(_) => None,
    };
    let values: Option<Vec<_>> = elements.iter().map(value).collect();
    let own = &schema.model.project.postgres.schema;
    let ty =
        if *own == *DEFAULT_SCHEMA { sql::ident(&enumeration.name) } else { sql::qualified(own, &enumeration.name) };
    let text = format!("'{{{}}}'::{ty}[]", values?.join(",").replace('\'', "''"));
    (enumeration.storage == EnumStorage::Type).then(|| told(&text))
}

/// An element as PostgreSQL writes it in an array: in quotes where it could be taken for anything else.
fn stored_element(text: &str) -> String {
    let special = |c: char| matches!(c, '"' | '\\' | '{' | '}' | ',' | ' ' | '\t'..='\r');
    if !text.is_empty() && !text.eq_ignore_ascii_case("null") && !text.contains(special) {
        return text.to_owned();
    }
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Whether Prisma's grammar has the number: digits, a point among them, a sign; no exponent.
fn is_decimal(digits: &str) -> bool {
    let number = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
    digits.strip_prefix('-').unwrap_or(digits).splitn(2, '.').all(number)
}

/// Whether Prisma recognises an element of an array in the default that PostgreSQL tells: a text only if it is a word
/// or words.
fn is_plain(element: &Literal) -> bool {
    let rest = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | ' ');
    let words =
        |text: &str| text.is_empty() || text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.chars().all(rest);
    match element {
        Literal::Text(text) => words(text),
        Literal::EnumValue(name) => words(name.as_str()),
        Literal::Number(_) | Literal::Boolean(_) | Literal::Json(_) | Literal::Array(_) => true,
    }
}

/// Whether Prisma recognises any elements of such an array in the default that PostgreSQL tells.
fn is_told_in_arrays(scalar: Scalar) -> bool {
    match scalar {
        Scalar::SmallInt
        | Scalar::Integer
        | Scalar::Numeric(_)
        | Scalar::Real
        | Scalar::DoublePrecision
        | Scalar::Boolean
        | Scalar::Text
        | Scalar::Varchar(_)
        | Scalar::Char(_)
        | Scalar::Enum(_) => true,
        Scalar::BigInt
        | Scalar::Citext
        | Scalar::Uuid
        | Scalar::Date
        | Scalar::Time
        | Scalar::Timestamp
        | Scalar::Timestamptz
        | Scalar::Interval
        | Scalar::Jsonb
        | Scalar::Json
        | Scalar::Bytea
        | Scalar::Inet
        | Scalar::Vector(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_the_grammar_are_told() {
        assert!(is_decimal("-1.50") && is_decimal("0"));
        assert!(!is_decimal("1e100") && !is_decimal("NaN") && !is_decimal("1.") && !is_decimal("1.2.3"));
    }
}
