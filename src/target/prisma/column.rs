//! Fields that are columns.

use super::layout::Row;
use super::quote::{doc, string};
use super::{Schema, default, key};
use crate::model::{EntityId, Field, FieldId, Name, Scalar};
use crate::spelling::{Prisma, spelling};

/// A column's line.
pub fn row(schema: &Schema<'_>, of: EntityId, id: FieldId) -> Row {
    let field = schema.model.entity(of).field(id);
    let name = schema.names.model(of).field(id);
    let attributes = attributes(schema, of, id, field, name).join(" ");
    Row { doc: doc(field.doc.as_deref()), cells: vec![name.to_owned(), type_of(schema, field), attributes] }
}

/// Whether Prisma's client can read a field of that type.
pub fn is_readable(schema: &Schema<'_>, scalar: Scalar) -> bool {
    match spelling(schema.model, scalar).prisma {
        Prisma::Scalar { .. } | Prisma::Enum => true,
        Prisma::Unsupported(_) => false,
    }
}

/// `@map("…")`, or the same for a whole model or value, where the name in Prisma is not that of the database.
pub fn mapped(attribute: &str, name: &str, own: &Name) -> Option<String> {
    (*own != *name).then(|| format!("{attribute}({})", string(own.as_str())))
}

fn type_of(schema: &Schema<'_>, field: &Field) -> String {
    let name = match (spelling(schema.model, field.ty.scalar).prisma, field.ty.scalar) {
        (Prisma::Scalar { name, .. }, _) => name.to_owned(),
        (Prisma::Enum, Scalar::Enum(id)) => schema.names.enumeration(id).name.clone(),
        (Prisma::Unsupported(text), _) => format!("Unsupported({})", string(&text)),
        (Prisma::Enum, _) => unreachable!("only an enum is spelled as one"),
    };
    // A list cannot be optional in Prisma; it takes NULL for an empty one.
    match (field.ty.array, field.nullable) {
        (true, _) => format!("{name}[]"),
        (false, true) => format!("{name}?"),
        (false, false) => name,
    }
}

fn attributes(schema: &Schema<'_>, of: EntityId, id: FieldId, field: &Field, name: &str) -> Vec<String> {
    let mut attributes = key::inline(schema, of, id);
    attributes.extend(default::default(schema, field).map(|value| format!("@default({value})")));
    attributes.extend(field.touched.then(|| "@updatedAt".to_owned()));
    attributes.extend(mapped("@map", name, &field.name));
    attributes.extend(native(schema, field));
    attributes
}

fn native(schema: &Schema<'_>, field: &Field) -> Option<String> {
    match spelling(schema.model, field.ty.scalar).prisma {
        Prisma::Scalar { native, .. } => native.map(|native| format!("@db.{native}")),
        Prisma::Enum | Prisma::Unsupported(_) => None,
    }
}
