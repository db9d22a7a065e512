//! Facts as the values of properties.

use serde_json::{Value, json};

use crate::sql::facts::{Grantee, ObjectName, Tree, Type};
use crate::sql::ident;

/// An expression, to be compared as a value of that type.
pub fn expression(tree: &Tree, ty: &str) -> Value {
    json!({ "sql": tree.sql(), "as": ty })
}

/// An expression of whatever type it has.
pub fn untyped(tree: &Tree) -> Value {
    json!({ "sql": tree.sql() })
}

/// A condition.
pub fn condition(tree: &Tree) -> Value {
    expression(tree, "boolean")
}

/// A type as SQL. A name that stands alone is PostgreSQL's or an extension's, and needs no quotes.
pub fn type_text(ty: &Type) -> String {
    let name = match &ty.name.schema {
        Some(schema) => format!("{}.{}", ident(schema), ident(&ty.name.name)),
        None => ty.name.name.clone(),
    };
    let modifiers = if ty.modifiers.is_empty() { String::new() } else { format!("({})", ty.modifiers.join(",")) };
    format!("{name}{modifiers}{}", if ty.array { "[]" } else { "" })
}

/// An object's name.
pub fn name(name: &ObjectName) -> Value {
    json!([name.schema, name.name])
}

/// Whom something is for; a role that is called as everybody is stands in quotes.
pub fn grantee(grantee: &Grantee) -> String {
    match grantee {
        Grantee::Public => "PUBLIC".to_owned(),
        Grantee::Role(name) if name == "PUBLIC" => "\"PUBLIC\"".to_owned(),
        Grantee::Role(name) => name.clone(),
        Grantee::CurrentUser => "CURRENT_USER".to_owned(),
    }
}
