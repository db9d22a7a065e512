//! Values as the generated crate reads them from JSON, with the condition by which PostgreSQL recognises them.

use serde::Serialize;
use serde_json::{Map, Value as Json, json};

use crate::model::{Entity, FieldId, FieldType, Literal, Model, Scalar};
use crate::sample::{Address, Sample, Tenant, Value};
use crate::spelling;
use crate::sql;

/// The most digits that the crate's decimals hold, whatever they are.
const DECIMAL_DIGITS: usize = 28;

/// A value of a column.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cell {
    /// As the crate reads it.
    value: Json,
    /// The condition, in SQL, that the row `t` holds it.
    same: String,
    /// Whether it can be given when the row is inserted.
    inserts: bool,
    /// Whether it can be given when the row is updated.
    updates: bool,
}

/// A column's value; nothing where Rust's type has no words for it.
pub fn cell(model: &Model, entity: &Entity, id: FieldId, literal: &Literal) -> Option<Cell> {
    let field = entity.field(id);
    let literal = &held(field.ty, literal);
    let (column, ty) = (column(entity, id), spelling::postgres(model, field.ty));
    let constant = format!("CAST({} AS {ty})", sql::default::constant(literal));
    let same = match field.ty.scalar {
        // There is no equality for text that happens to be JSON.
        Scalar::Json => {
            let jsonb = if field.ty.array { "jsonb[]" } else { "jsonb" };
            format!("CAST({column} AS {jsonb}) IS NOT DISTINCT FROM CAST({constant} AS {jsonb})")
        }
        _ => format!("{column} IS NOT DISTINCT FROM {constant}"),
    };
    let updates = entity.is_updatable(id) && !field.touched;
    Some(Cell { value: read(field.ty, literal)?, same, inserts: true, updates })
}

/// No value. A column with a default cannot be given none when the row is inserted.
pub fn null(_: &Model, entity: &Entity, id: FieldId) -> Cell {
    let field = entity.field(id);
    Cell {
        value: Json::Null,
        same: format!("{} IS NULL", column(entity, id)),
        inserts: field.default().is_none(),
        updates: entity.is_updatable(id) && !field.touched,
    }
}

/// A tenant's key.
pub fn tenant(model: &Model, sample: &Sample<'_>, tenant: Tenant) -> Json {
    let root = model.project.tenancy.tenant;
    let to = Address { entity: root, tenant: Some(tenant), number: 0 };
    let key = model.entity(root).primary_key.fields.first();
    let literal = key.and_then(|&field| sample.literal(&Value::Reference { to, field }));
    literal.and_then(|literal| read(FieldType::plain(Scalar::Uuid), &literal)).unwrap_or_default()
}

fn column(entity: &Entity, id: FieldId) -> String {
    format!("t.{}", sql::ident(&entity.field(id).name))
}

/// An array without the elements that Rust's type has no words for; anything else as it is.
fn held(ty: FieldType, literal: &Literal) -> Literal {
    let Literal::Array(values) = literal else { return literal.clone() };
    let held = values.iter().filter(|value| read(FieldType::plain(ty.scalar), value).is_some());
    Literal::Array(held.cloned().collect())
}

/// A constant as the crate reads it.
fn read(ty: FieldType, literal: &Literal) -> Option<Json> {
    match literal {
        Literal::Array(values) => {
            Some(values.iter().filter_map(|value| read(FieldType::plain(ty.scalar), value)).collect())
        }
        Literal::Boolean(value) => Some(json!(value)),
        Literal::EnumValue(name) => Some(json!(name.as_str())),
        Literal::Json(text) => serde_json::from_str(text).ok(),
        Literal::Number(digits) => number(ty.scalar, digits),
        Literal::Text(text) => written(ty.scalar, text),
    }
}

fn number(scalar: Scalar, digits: &str) -> Option<Json> {
    match scalar {
        Scalar::Numeric(_) => {
            let count = digits.chars().filter(char::is_ascii_digit).count();
            (count <= DECIMAL_DIGITS + 1).then(|| json!(digits))
        }
        _ => serde_json::from_str(digits).ok(),
    }
}

/// A text, or a type that is written as one.
fn written(scalar: Scalar, text: &str) -> Option<Json> {
    match scalar {
        Scalar::Char(length) => Some(json!(format!("{text:length$}", length = length as usize))),
        Scalar::Date | Scalar::Timestamp | Scalar::Timestamptz if text.ends_with("infinity") => None,
        Scalar::Timestamp => Some(json!(text.replace(' ', "T"))),
        Scalar::Timestamptz => Some(json!(format!("{}Z", text.trim_end_matches("+00").replace(' ', "T")))),
        Scalar::Interval => interval(text),
        Scalar::Bytea => bytes(text),
        Scalar::Vector(_) => serde_json::from_str(text).ok(),
        _ => Some(json!(text)),
    }
}

/// `14 months -3 days` as the crate's struct.
fn interval(text: &str) -> Option<Json> {
    let mut parts: Map<_, _> =
        ["months", "days", "microseconds"].map(|unit| (unit.to_owned(), json!(0))).into_iter().collect();
    let words: Vec<_> = text.split(' ').collect();
    for pair in words.chunks(2) {
        let [number, unit] = pair else { return None };
        let number: i64 = number.parse().ok()?;
        let (unit, number) = if *unit == "hours" { ("microseconds", number * 3_600_000_000) } else { (*unit, number) };
        *parts.get_mut(unit)? = json!(number);
    }
    Some(Json::Object(parts))
}

/// `\x00ff` as numbers.
fn bytes(text: &str) -> Option<Json> {
    let digits = text.strip_prefix("\\x")?.as_bytes();
    let byte = |pair: &[u8]| u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok();
    digits.chunks(2).map(byte).collect::<Option<Vec<_>>>().map(|bytes| json!(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_as_the_crate_reads_them() {
        let text = |scalar, text: &str| written(scalar, text).map(|json| json.to_string()).unwrap_or_default();
        assert_eq!(text(Scalar::Bytea, "\\x00ff"), "[0,255]");
        assert_eq!(text(Scalar::Char(3), "é"), "\"é  \"");
        assert_eq!(text(Scalar::Date, "infinity"), "");
        assert_eq!(text(Scalar::Timestamptz, "2024-02-29 12:34:56.000001+00"), "\"2024-02-29T12:34:56.000001Z\"");
        assert_eq!(text(Scalar::Interval, "-1 months 2 hours"), r#"{"days":0,"microseconds":7200000000,"months":-1}"#);
    }
}
