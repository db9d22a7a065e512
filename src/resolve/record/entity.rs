//! A record's entities: fields, checks and access; the rest is in the modules beside.

use super::{Names, Read, Wrong, key, missing, name, optional, relation, shape, value};
use crate::model::{
    Access, Check, CheckOrigin, Entity, EntityId, Field, FieldId, FieldOrigin, PrimaryKey, RelationId, Role, Tenancy,
    Verb, VerbAccess,
};

/// What the parts of one entity are read with.
pub struct Scope<'n> {
    /// Every name.
    pub names: &'n Names,
    /// The entity.
    pub entity: EntityId,
}

impl Scope<'_> {
    /// The field of that name.
    pub fn field(&self, name: &str) -> Read<FieldId> {
        field_of(self.names, self.entity, name)
    }

    /// The fields of those names.
    pub fn fields(&self, names: &[String]) -> Read<Vec<FieldId>> {
        names.iter().map(|name| self.field(name)).collect()
    }

    /// The relation of that name.
    pub fn relation(&self, name: &str) -> Read<RelationId> {
        let relations = &self.names.entities[self.entity.0].relations;
        relations.iter().position(|one| one == name).map(RelationId).ok_or_else(|| missing("relation", name))
    }
}

/// The field of that name in an entity.
pub fn field_of(names: &Names, entity: EntityId, name: &str) -> Read<FieldId> {
    let fields = &names.entities[entity.0].fields;
    fields.iter().position(|one| one == name).map(FieldId).ok_or_else(|| missing("field", name))
}

/// An entity, its policies left out.
pub fn entity(names: &Names, id: EntityId, shape: shape::Entity) -> Read<Entity> {
    let scope = Scope { names, entity: id };
    let primary_key = scope.fields(&shape.primary_key.fields)?;
    if primary_key.is_empty() {
        return Err(Wrong(format!("the primary key of `{}` has no columns", shape.name)));
    }
    Ok(Entity {
        name: name(&shape.name)?,
        singular: shape.singular,
        doc: shape.doc,
        external: shape.external,
        tenancy: tenancy(&scope, shape.tenancy)?,
        fields: shape.fields.into_iter().map(|one| field(&scope, one)).collect::<Read<_>>()?,
        primary_key: PrimaryKey { name: name(&shape.primary_key.name)?, fields: primary_key },
        relations: shape.relations.into_iter().map(|one| relation::relation(&scope, one)).collect::<Read<_>>()?,
        uniques: shape.uniques.into_iter().map(|one| key::unique(&scope, one)).collect::<Read<_>>()?,
        indexes: shape.indexes.into_iter().map(|one| key::index(&scope, one)).collect::<Read<_>>()?,
        checks: shape.checks.into_iter().map(|one| check(&scope, one)).collect::<Read<_>>()?,
        access: shape.access.into_iter().map(|one| access(&scope, one)).collect::<Read<_>>()?,
        policies: Vec::new(),
        was: optional(shape.was)?,
        dropped: Vec::new(),
        file: shape.file,
        span: names.span,
    })
}

fn tenancy(scope: &Scope<'_>, shape: shape::Tenancy) -> Read<Tenancy> {
    Ok(match shape {
        shape::Tenancy::Owned { key } => Tenancy::Owned { key: scope.field(&key)? },
        shape::Tenancy::Root => Tenancy::Root,
        shape::Tenancy::Members { key, user } => {
            Tenancy::Members { key: scope.field(&key)?, user: scope.field(&user)? }
        }
        shape::Tenancy::Users => Tenancy::Users,
        shape::Tenancy::Shared { reason } => Tenancy::Shared { reason },
    })
}

fn field(scope: &Scope<'_>, shape: shape::Field) -> Read<Field> {
    let ty = value::ty(scope.names, &shape)?;
    Ok(Field {
        name: name(&shape.name)?,
        doc: shape.doc,
        ty,
        nullable: shape.nullable,
        supply: value::supply(scope, ty, shape.supply)?,
        example: shape.example.map(|example| value::literal(ty, &example)).transpose()?,
        touched: shape.touched,
        set_once: shape.set_once,
        origin: match shape.origin {
            shape::FieldOrigin::Own => FieldOrigin::Own,
            shape::FieldOrigin::TenantKey => FieldOrigin::TenantKey,
            shape::FieldOrigin::Relation { relation } => FieldOrigin::Relation(scope.relation(&relation)?),
        },
        was: optional(shape.was)?,
        backfill: None,
        using: None,
        span: scope.names.span,
    })
}

fn check(scope: &Scope<'_>, shape: shape::Check) -> Read<Check> {
    Ok(Check {
        name: name(&shape.name)?,
        expression: value::expression(scope, shape.expression)?,
        origin: match shape.origin {
            shape::CheckOrigin::Declared => CheckOrigin::Declared,
            shape::CheckOrigin::EnumValues { field } => CheckOrigin::EnumValues(scope.field(&field)?),
        },
        was: None,
        span: scope.names.span,
    })
}

fn access(scope: &Scope<'_>, shape: shape::Access) -> Read<Access> {
    let role = Role::ALL.into_iter().find(|role| role.key() == shape.role);
    let verbs = shape.verbs.into_iter().map(|one| verb(scope, one)).collect::<Read<_>>()?;
    Ok(Access { role: role.ok_or_else(|| missing("role", &shape.role))?, verbs })
}

fn verb(scope: &Scope<'_>, shape: shape::Verb) -> Read<VerbAccess> {
    let verb = Verb::ALL.into_iter().find(|verb| verb.key() == shape.verb);
    let filter = shape.filter.map(|filter| value::expression(scope, filter)).transpose()?;
    Ok(VerbAccess { verb: verb.ok_or_else(|| missing("verb", &shape.verb))?, filter })
}
