//! A record's relations and foreign keys.

use super::entity::{Scope, field_of};
use super::{Read, Wrong, name, optional, shape, word};
use crate::model::{FieldId, ForeignKey, OnDelete, Reference, Relation};

const ACTIONS: [(&str, OnDelete); 4] = [
    ("cascade", OnDelete::Cascade),
    ("restrict", OnDelete::Restrict),
    ("no_action", OnDelete::NoAction),
    ("set_null", OnDelete::SetNull),
];

/// A relation.
pub fn relation(scope: &Scope<'_>, shape: shape::Relation) -> Read<Relation> {
    let fields = scope.fields(&shape.fields)?;
    let keys = shape.keys.into_iter().map(|one| foreign_key(scope, one)).collect::<Read<Vec<_>>>()?;
    Ok(Relation {
        name: name(&shape.name)?,
        doc: shape.doc,
        to: scope.names.entity(&shape.to)?,
        reference: reference(&fields, keys)
            .ok_or_else(|| Wrong(format!("the relation `{}` has neither one foreign key nor two", shape.name)))?,
        fields,
        optional: shape.optional,
        one_to_one: shape.one_to_one,
        inverse: name(&shape.inverse)?,
        prisma: optional(shape.prisma)?,
        was: optional(shape.was)?,
        span: scope.names.span,
    })
}

/// A key over more columns than the relation's own carries the tenant.
fn reference(fields: &[FieldId], keys: Vec<ForeignKey>) -> Option<Reference> {
    let mut keys = keys.into_iter();
    match (keys.next()?, keys.next(), keys.next()) {
        (plain, None, _) if plain.fields == fields => Some(Reference::Plain(plain)),
        (tenant, None, _) => Some(Reference::Tenant(tenant)),
        (tenant, Some(plain), None) => Some(Reference::Both { tenant, plain }),
        (_, Some(_), Some(_)) => None,
    }
}

fn foreign_key(scope: &Scope<'_>, shape: shape::ForeignKey) -> Read<ForeignKey> {
    let to = scope.names.entity(&shape.to)?;
    let to_fields = shape.to_fields.iter().map(|field| field_of(scope.names, to, field));
    Ok(ForeignKey {
        name: name(&shape.name)?,
        fields: scope.fields(&shape.fields)?,
        to,
        to_fields: to_fields.collect::<Read<_>>()?,
        on_delete: word("action", &shape.on_delete, &ACTIONS)?,
        set_null: scope.fields(&shape.set_null)?,
    })
}
