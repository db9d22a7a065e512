//! A record's types, values and expressions.

use serde_json::Value;

use super::entity::Scope;
use super::{Names, Read, Wrong, name, shape};
use crate::model::{Default, Expression, FieldId, FieldType, Identity, Literal, Scalar, Supply};
use crate::resolve::field_type;
use crate::sql::expression::{Named, parse};

/// The type of a field.
pub fn ty(names: &Names, shape: &shape::Field) -> Read<FieldType> {
    let scalar = match &shape.enumeration {
        Some(name) => Scalar::Enum(names.enumeration(name)?),
        None => {
            let scalar = field_type::built_in(shape.ty.trim_end_matches("[]"));
            scalar.ok_or_else(|| Wrong(format!("`{}` is no type", shape.ty)))?
        }
    };
    Ok(FieldType { scalar, array: shape.array })
}

/// Where the value of a field of that type comes from.
pub fn supply(scope: &Scope<'_>, ty: FieldType, shape: shape::Supply) -> Read<Supply> {
    Ok(match shape {
        shape::Supply::Client => Supply::Client,
        shape::Supply::Literal { value } => Supply::Default(Default::Literal(literal(ty, &value)?)),
        shape::Supply::Now => Supply::Default(Default::Now),
        shape::Supply::Uuid => Supply::Default(Default::Uuid),
        shape::Supply::UuidV7 => Supply::Default(Default::UuidV7),
        shape::Supply::CurrentTenant => Supply::Default(Default::CurrentTenant),
        shape::Supply::Expression { sql } => Supply::Default(Default::Sql(expression(scope, sql)?)),
        shape::Supply::Generated { sql } => Supply::Generated(expression(scope, sql)?),
        shape::Supply::Identity { always: true } => Supply::Identity(Identity::Always),
        shape::Supply::Identity { always: false } => Supply::Identity(Identity::ByDefault),
    })
}

/// A constant of a type. Numbers are written as texts.
pub fn literal(ty: FieldType, value: &Value) -> Read<Literal> {
    let element = FieldType::plain(ty.scalar);
    match (ty.scalar, value) {
        (_, Value::Array(values)) if ty.array => {
            values.iter().map(|value| literal(element, value)).collect::<Read<_>>().map(Literal::Array)
        }
        (Scalar::Json | Scalar::Jsonb, value) => Ok(Literal::Json(value.to_string())),
        (Scalar::Boolean, Value::Bool(value)) => Ok(Literal::Boolean(*value)),
        (Scalar::Enum(_), Value::String(text)) => name(text).map(Literal::EnumValue),
        (scalar, Value::String(text)) if is_number(scalar) => Ok(Literal::Number(text.clone())),
        (_, Value::String(text)) => Ok(Literal::Text(text.clone())),
        (_, value) => Err(Wrong(format!("{value} is no value of its type"))),
    }
}

fn is_number(scalar: Scalar) -> bool {
    match scalar {
        Scalar::SmallInt
        | Scalar::Integer
        | Scalar::BigInt
        | Scalar::Numeric(_)
        | Scalar::Real
        | Scalar::DoublePrecision => true,
        Scalar::Boolean
        | Scalar::Text
        | Scalar::Varchar(_)
        | Scalar::Char(_)
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
        | Scalar::Vector(_)
        | Scalar::Enum(_) => false,
    }
}

/// An expression over an entity's columns, with the columns that it names.
pub fn expression(scope: &Scope<'_>, text: String) -> Read<Expression> {
    let mut known = scope.names.expressions.borrow_mut();
    let columns = match known.get(&text) {
        Some(columns) => columns,
        None => {
            let columns = columns(&text)?;
            known.entry(text.clone()).or_insert(columns)
        }
    };
    let fields = &scope.names.entities[scope.entity.0].fields;
    let named = fields.iter().enumerate().filter(|(_, field)| columns.contains(field));
    let fields = named.map(|(at, _)| FieldId(at)).collect();
    Ok(Expression { text, fields })
}

/// The columns that an expression names.
fn columns(text: &str) -> Read<Vec<String>> {
    let parsed = parse(text).map_err(|_| Wrong(format!("`{text}` is no expression")))?;
    let column = |what: Named| match what {
        Named::Column(parts) => parts.into_iter().next_back(),
        Named::Function { .. } | Named::Type(_) | Named::SessionValue | Named::Forbidden(_) => None,
    };
    Ok(parsed.mentions.into_iter().filter_map(|mention| column(mention.what)).collect())
}
