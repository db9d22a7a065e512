//! Column defaults.

use crate::model::{Default, FieldType, Literal, Model, Scalar};

use super::literal;
use super::routine::Routine;

/// The oldest version that makes UUIDs of version 7 itself.
const UUID_V7_BUILTIN: u32 = 18;

/// A default as it stands behind `DEFAULT`.
#[must_use]
pub fn default(model: &Model, ty: FieldType, default: &Default) -> String {
    match default {
        Default::Literal(value) => constant(value),
        Default::Now => now(ty.scalar).to_owned(),
        Default::Uuid => "gen_random_uuid()".to_owned(),
        Default::UuidV7 if has_uuid_v7(model) => "uuidv7()".to_owned(),
        Default::UuidV7 => format!("{}()", Routine::UuidV7.qualified(model)),
        Default::CurrentTenant => format!("{}()", Routine::Current.qualified(model)),
        Default::Sql(expression) => expression.text.clone(),
    }
}

/// Whether every version the project is for makes UUIDs of version 7 itself.
#[must_use]
pub fn has_uuid_v7(model: &Model) -> bool {
    model.project.postgres.versions.oldest >= UUID_V7_BUILTIN
}

/// The transaction's start, as the type has it.
fn now(scalar: Scalar) -> &'static str {
    match scalar {
        Scalar::Date => "CURRENT_DATE",
        Scalar::Time => "LOCALTIME",
        Scalar::SmallInt
        | Scalar::Integer
        | Scalar::BigInt
        | Scalar::Numeric(_)
        | Scalar::Real
        | Scalar::DoublePrecision
        | Scalar::Boolean
        | Scalar::Text
        | Scalar::Varchar(_)
        | Scalar::Char(_)
        | Scalar::Citext
        | Scalar::Uuid
        | Scalar::Timestamp
        | Scalar::Timestamptz
        | Scalar::Interval
        | Scalar::Jsonb
        | Scalar::Json
        | Scalar::Bytea
        | Scalar::Inet
        | Scalar::Vector(_)
        | Scalar::Enum(_) => "now()",
    }
}

/// A constant, as it stands in a statement whose column gives it its type.
#[must_use]
pub fn constant(value: &Literal) -> String {
    match value {
        Literal::Text(text) | Literal::Json(text) => literal(text),
        Literal::EnumValue(name) => literal(name.as_str()),
        Literal::Number(digits) => digits.clone(),
        Literal::Boolean(value) => value.to_string(),
        Literal::Array(_) => literal(&element(value)),
    }
}

/// A constant inside an array's text: `{"a","b"}`, quoted so that `NULL`, commas and braces stay text.
fn element(value: &Literal) -> String {
    match value {
        Literal::Text(text) | Literal::Json(text) => quoted_element(text),
        Literal::EnumValue(name) => quoted_element(name.as_str()),
        Literal::Number(digits) => digits.clone(),
        Literal::Boolean(value) => value.to_string(),
        Literal::Array(values) => format!("{{{}}}", values.iter().map(element).collect::<Vec<_>>().join(",")),
    }
}

fn quoted_element(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(values: &[&str]) -> Literal {
        Literal::Array(values.iter().map(|&text| Literal::Text(text.into())).collect())
    }

    #[test]
    fn constants_are_quoted_by_kind() {
        assert_eq!(constant(&Literal::Text("it's".into())), "'it''s'");
        assert_eq!(constant(&Literal::Number("-1.50".into())), "-1.50");
        assert_eq!(constant(&Literal::Boolean(true)), "true");
    }

    #[test]
    fn array_elements_cannot_be_taken_for_syntax() {
        assert_eq!(constant(&texts(&[])), "'{}'");
        assert_eq!(constant(&texts(&["a", "b,c", "NULL", ""])), r#"'{"a","b,c","NULL",""}'"#);
        assert_eq!(constant(&texts(&["a\"b\\c'"])), r#"E'{"a\\"b\\\\c''"}'"#);
        assert_eq!(
            constant(&Literal::Array(vec![Literal::Number("1".into()), Literal::Number("2".into())])),
            "'{1,2}'"
        );
    }
}
