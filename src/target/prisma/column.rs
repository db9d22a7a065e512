//! Fields that are columns.

use super::layout::{Attributes, Row};
use super::quote::{doc, string};
use super::{Schema, default, key};
use crate::model::{EntityId, Field, FieldId, Model, Scalar};
use crate::spelling::{Prisma, spelling};

/// A column's line.
pub fn row<'a>(schema: &'a Schema<'_>, of: EntityId, id: FieldId) -> Row<'a> {
    let field = schema.model.entity(of).field(id);
    let name = schema.names.model(of).field(id);
    let spelled = spelling(schema.model, field.ty.scalar).prisma;
    let mut attributes = Attributes::default();
    key::inline(schema, of, id, &mut attributes);
    if let Some(value) = default::default(schema, field) {
        attributes.push(format_args!("@default({value})"));
    }
    if field.touched {
        attributes.push(format_args!("@updatedAt"));
    }
    if field.name != *name {
        attributes.push(format_args!("@map({})", string(field.name.as_str())));
    }
    if let Prisma::Scalar { native: Some(native), .. } = &spelled {
        attributes.push(format_args!("@db.{native}"));
    }
    Row { doc: doc(field.doc.as_deref()), name, ty: type_of(schema, field, &spelled), attributes }
}

/// Whether Prisma's client can read a field of that type.
pub fn is_readable(model: &Model, scalar: Scalar) -> bool {
    match spelling(model, scalar).prisma {
        Prisma::Scalar { .. } | Prisma::Enum => true,
        Prisma::Unsupported(_) => false,
    }
}

/// A field's type in the client, whether or not it may be absent; `None` where the client cannot read it.
pub fn client_type(schema: &Schema<'_>, field: &Field) -> Option<String> {
    if !is_readable(schema.model, field.ty.scalar) {
        return None;
    }
    let name = name_of(schema, field, &spelling(schema.model, field.ty.scalar).prisma);
    Some(if field.ty.array { name + "[]" } else { name })
}

fn type_of(schema: &Schema<'_>, field: &Field, spelled: &Prisma) -> String {
    // A list cannot be optional in Prisma; it takes NULL for an empty one.
    let end = match (field.ty.array, field.nullable) {
        (true, _) => "[]",
        (false, true) => "?",
        (false, false) => "",
    };
    name_of(schema, field, spelled) + end
}

fn name_of(schema: &Schema<'_>, field: &Field, spelled: &Prisma) -> String {
    match (spelled, field.ty.scalar) {
        (Prisma::Scalar { name, .. }, _) => (*name).to_owned(),
        (Prisma::Enum, Scalar::Enum(id)) => schema.names.enumeration(id).name.clone(),
        (Prisma::Unsupported(text), _) => format!("Unsupported({})", string(text)),
        (Prisma::Enum, _) => unreachable!("only an enum is spelled as one"),
    }
}
