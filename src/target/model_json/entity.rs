//! An entity's part: its fields and its key; the rest is in the modules beside.

use serde::Serialize;
use serde_json::Value;

use super::names::{self, Names};
use super::{index, relation, rules};
use crate::model::{
    Default, Entity, EntityId, Field, FieldId, FieldOrigin, FieldType, Identity, Literal, Model, Name, Scalar, Supply,
    Tenancy,
};
use crate::spelling;
use crate::sql::default::default;

/// An entity.
#[derive(Serialize)]
pub(super) struct View<'m> {
    name: &'m str,
    singular: &'m str,
    #[serde(skip_serializing_if = "Option::is_none")]
    doc: Option<&'m str>,
    #[serde(skip_serializing_if = "is_false")]
    external: bool,
    tenancy: TenancyView<'m>,
    fields: Vec<FieldView<'m>>,
    primary_key: PrimaryKey<'m>,
    relations: Vec<relation::View<'m>>,
    uniques: Vec<index::Unique<'m>>,
    indexes: Vec<index::Index<'m>>,
    checks: Vec<rules::Check<'m>>,
    access: Vec<rules::Access<'m>>,
    policies: Vec<rules::Policy<'m>>,
    triggers: Vec<rules::Trigger<'m>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    was: Option<&'m str>,
    file: &'m str,
    #[serde(skip_serializing_if = "names::View::is_empty")]
    names: names::View<'m>,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum TenancyView<'m> {
    Owned { key: &'m str },
    Root,
    Members { key: &'m str, user: &'m str },
    Users,
    Shared { reason: &'m str },
}

#[derive(Serialize)]
struct PrimaryKey<'m> {
    name: &'m str,
    fields: Vec<&'m str>,
}

#[derive(Serialize)]
struct FieldView<'m> {
    name: &'m str,
    #[serde(skip_serializing_if = "Option::is_none")]
    doc: Option<&'m str>,
    #[serde(rename = "type")]
    ty: String,
    #[serde(rename = "enum", skip_serializing_if = "Option::is_none")]
    enumeration: Option<&'m str>,
    #[serde(skip_serializing_if = "is_false")]
    array: bool,
    nullable: bool,
    supply: SupplyView<'m>,
    #[serde(skip_serializing_if = "Option::is_none")]
    example: Option<Value>,
    #[serde(skip_serializing_if = "is_false")]
    touched: bool,
    #[serde(skip_serializing_if = "is_false")]
    set_once: bool,
    origin: Origin<'m>,
    #[serde(skip_serializing_if = "Option::is_none")]
    was: Option<&'m str>,
    #[serde(skip_serializing_if = "names::View::is_empty")]
    names: names::View<'m>,
}

/// Where a value comes from when an insert leaves the field out.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum SupplyView<'m> {
    Client,
    Literal { value: Value, sql: String },
    Now { sql: String },
    Uuid { sql: String },
    UuidV7 { sql: String },
    CurrentTenant { sql: String },
    Expression { sql: String },
    Generated { sql: &'m str },
    Identity { always: bool },
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Origin<'m> {
    Own,
    TenantKey,
    Relation { relation: &'m str },
}

/// An entity, everything derived included.
pub(super) fn view<'m>(model: &'m Model, id: EntityId, names: &Names<'m>) -> View<'m> {
    let entity = model.entity(id);
    View {
        name: entity.name.as_str(),
        singular: &entity.singular,
        doc: entity.doc.as_deref(),
        external: entity.external,
        tenancy: tenancy(entity),
        fields: entity.fields().map(|(at, _)| field(model, entity, at, names.field(id, at))).collect(),
        primary_key: PrimaryKey {
            name: entity.primary_key.name.as_str(),
            fields: self::names(entity, &entity.primary_key.fields),
        },
        relations: relation::views(model, id, names),
        uniques: entity.uniques.iter().map(|unique| index::unique(entity, unique)).collect(),
        indexes: entity.indexes.iter().map(|one| index::index(entity, one)).collect(),
        checks: entity.checks.iter().map(|check| rules::check(entity, check)).collect(),
        access: entity.access.iter().map(|access| rules::access(entity, access)).collect(),
        policies: entity.policies.iter().map(|policy| rules::policy(model, entity, policy)).collect(),
        triggers: rules::triggers(entity),
        was: entity.was.as_ref().map(Name::as_str),
        file: &entity.file,
        names: names.entity(id),
    }
}

/// The names of some fields.
pub(super) fn names<'m>(entity: &'m Entity, fields: &[FieldId]) -> Vec<&'m str> {
    fields.iter().map(|&id| entity.field(id).name.as_str()).collect()
}

/// Whether a flag has nothing to say.
pub(super) fn is_false(flag: &bool) -> bool {
    !flag
}

fn tenancy(entity: &Entity) -> TenancyView<'_> {
    let name = |id: FieldId| entity.field(id).name.as_str();
    match &entity.tenancy {
        Tenancy::Owned { key } => TenancyView::Owned { key: name(*key) },
        Tenancy::Root => TenancyView::Root,
        Tenancy::Members { key, user } => TenancyView::Members { key: name(*key), user: name(*user) },
        Tenancy::Users => TenancyView::Users,
        Tenancy::Shared { reason } => TenancyView::Shared { reason },
    }
}

fn field<'m>(model: &'m Model, entity: &'m Entity, id: FieldId, names: names::View<'m>) -> FieldView<'m> {
    let field = entity.field(id);
    FieldView {
        name: field.name.as_str(),
        doc: field.doc.as_deref(),
        ty: spelling::postgres(model, field.ty),
        enumeration: enumeration(model, field.ty),
        array: field.ty.array,
        nullable: field.nullable,
        supply: supply(model, field),
        example: field.example.as_ref().map(json),
        touched: field.touched,
        set_once: field.set_once,
        origin: origin(entity, field),
        was: field.was.as_ref().map(Name::as_str),
        names,
    }
}

fn enumeration(model: &Model, ty: FieldType) -> Option<&str> {
    if let Scalar::Enum(id) = ty.scalar { Some(model.enumeration(id).name.as_str()) } else { None }
}

fn origin<'m>(entity: &'m Entity, field: &Field) -> Origin<'m> {
    match field.origin {
        FieldOrigin::Own => Origin::Own,
        FieldOrigin::TenantKey => Origin::TenantKey,
        FieldOrigin::Relation(id) => Origin::Relation { relation: entity.relations[id.0].name.as_str() },
    }
}

fn supply<'m>(model: &Model, field: &'m Field) -> SupplyView<'m> {
    match &field.supply {
        Supply::Client => SupplyView::Client,
        Supply::Default(value) => {
            let sql = default(model, field.ty, value);
            match value {
                Default::Literal(literal) => SupplyView::Literal { value: json(literal), sql },
                Default::Now => SupplyView::Now { sql },
                Default::Uuid => SupplyView::Uuid { sql },
                Default::UuidV7 => SupplyView::UuidV7 { sql },
                Default::CurrentTenant => SupplyView::CurrentTenant { sql },
                Default::Sql(_) => SupplyView::Expression { sql },
            }
        }
        Supply::Generated(expression) => SupplyView::Generated { sql: &expression.text },
        Supply::Identity(Identity::Always) => SupplyView::Identity { always: true },
        Supply::Identity(Identity::ByDefault) => SupplyView::Identity { always: false },
    }
}

/// A constant as JSON. A number stays a text: JSON's readers would round it.
fn json(literal: &Literal) -> Value {
    match literal {
        Literal::Text(text) | Literal::Number(text) => Value::String(text.clone()),
        Literal::EnumValue(name) => Value::String(name.to_string()),
        Literal::Boolean(value) => Value::Bool(*value),
        Literal::Json(text) => serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.clone())),
        Literal::Array(values) => values.iter().map(json).collect(),
    }
}
