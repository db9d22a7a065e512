//! What Prisma's client is put to work on, chosen from the model: what may be read, an entity to live with, a relation
//! to lay and undo, another to insert along.

use serde::Serialize;
use serde_json::{Map, Value as Json, json};

use crate::model::{
    ContextSource, Entity, EntityId, FieldId, FieldType, Literal, Model, NameStyle, Reference, Relation, RelationId,
    Role, Scalar, Verb, WhenUnset,
};
use crate::naming::prisma::{ModelNames, PrismaNames};
use crate::sample::{Sample, Tenant, Value};
use crate::spelling::{Prisma, spelling};
use crate::sql;
use crate::verify::Stage;
use crate::verify::proof::Outcome;

/// What the program reads.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Scene {
    url: String,
    ours: Whose,
    theirs: Whose,
    refuses_unset: bool,
    reads: Vec<Read>,
    life: Option<Life>,
    link: Option<Link>,
    nested: Option<Nested>,
}

/// A tenant, and what `forTenant` takes for it.
#[derive(Serialize)]
struct Whose {
    context: Json,
    id: Json,
}

/// A model that the app may read.
#[derive(Serialize)]
struct Read {
    model: String,
    tenant: Option<String>,
    count: Option<usize>,
}

/// A model in which the app may do everything.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Life {
    model: String,
    table: String,
    key: String,
    tenant: String,
    tenant_column: String,
    text: String,
    touched: Option<String>,
    data: Vec<Json>,
    ours: Json,
    theirs: Json,
}

/// An optional relation.
#[derive(Serialize)]
struct Link {
    model: String,
    key: String,
    relation: String,
    column: String,
    row: Json,
    to: Target,
}

#[derive(Serialize)]
struct Target {
    key: String,
    ours: Json,
    theirs: Json,
}

/// A row that is inserted with one that points at it.
#[derive(Serialize)]
struct Nested {
    model: String,
    key: String,
    data: Json,
    inverse: String,
    child: Child,
}

#[derive(Serialize)]
struct Child {
    model: String,
    column: String,
    tenant: String,
    data: Json,
}

const OURS: Tenant = Tenant(0);
const THEIRS: Tenant = Tenant(1);

/// So many rows are inserted, at most, into a model to live with.
const ROWS: usize = 12;

/// Chooses; the outcome takes note of what the model has no place for.
pub fn scene(stage: &Stage<'_>, sample: &Sample<'_>, style: NameStyle, outcome: &mut Outcome) -> Scene {
    let model = stage.model();
    let names = PrismaNames::of(model, style);
    let chooser = Chooser { model, sample, names: &names };
    let scene = Scene {
        url: stage.server.url(stage.script.role(Role::App), &stage.database),
        ours: chooser.whose(OURS),
        theirs: chooser.whose(THEIRS),
        refuses_unset: model.project.tenancy.context.when_unset == WhenUnset::Error,
        reads: chooser.reads(),
        life: chooser.entities().find_map(|(id, entity)| chooser.life(id, entity)),
        link: chooser.relations().find_map(|(id, entity, at, relation)| chooser.link(id, entity, at, relation)),
        nested: chooser.relations().find_map(|(id, entity, at, relation)| chooser.nested(id, entity, at, relation)),
    };
    let lacking = [
        (scene.life.is_none(), "the app may write no entity whole, with a text in it"),
        (scene.link.is_none(), "no optional relation is between entities that the app may write whole"),
        (scene.nested.is_none(), "no relation is between entities that the app may write whole"),
    ];
    for (_, why) in lacking.into_iter().filter(|(lacks, _)| *lacks) {
        outcome.note(format!("Prisma's client was not tried on everything, as {why}"));
    }
    scene
}

struct Chooser<'a> {
    model: &'a Model,
    sample: &'a Sample<'a>,
    names: &'a PrismaNames,
}

impl Chooser<'_> {
    fn whose(&self, tenant: Tenant) -> Whose {
        let root = self.model.project.tenancy.tenant;
        let key = self.model.entity(root).primary_key.fields.first();
        let id = key.map_or(Json::Null, |&key| self.own(root, key, tenant, 0));
        let context = match &self.model.project.tenancy.context.source {
            ContextSource::Setting { .. } => id.clone(),
            ContextSource::Supabase { claim } => json!({ "app_metadata": { claim: id } }),
        };
        Whose { context, id }
    }

    /// Every model that the app may read and that the client knows.
    fn reads(&self) -> Vec<Read> {
        let may = self.model.managed().filter(|(_, entity)| entity.allows(Role::App, Verb::Select));
        let known = may.filter(|(_, entity)| entity.primary_key.fields.iter().all(|&id| self.is_plain(entity, id)));
        let read = |(id, entity): (EntityId, &Entity)| {
            let names = self.names.model(id);
            let tenant = entity.tenancy.key();
            let counted = tenant.is_some() && !has_filters(entity);
            Read {
                model: names.name.clone(),
                tenant: tenant.map(|key| names.field(key).to_owned()),
                count: counted.then(|| self.sample.count(id)),
            }
        };
        known.map(read).collect()
    }

    /// Owned entities with a key that the database makes, in which the app may do everything.
    fn entities(&self) -> impl Iterator<Item = (EntityId, &Entity)> {
        self.model.managed().filter(|(_, entity)| self.is_open(entity))
    }

    fn is_open(&self, entity: &Entity) -> bool {
        let [key] = entity.primary_key.fields[..] else { return false };
        let needed = entity.fields().filter(|(_, field)| !field.is_optional_on_insert());
        let mut unique = entity.uniques.iter().map(|unique| unique.as_constraint().unwrap_or_default());
        entity.tenancy.key().is_some()
            && entity.is_made_key(key)
            && Verb::ALL.into_iter().all(|verb| entity.allows(Role::App, verb))
            && !has_filters(entity)
            && unique.all(|fields| fields.contains(&key))
            && needed.into_iter().all(|(id, _)| self.is_plain(entity, id))
    }

    /// Whether the client takes the column's values as JSON has them.
    fn is_plain(&self, entity: &Entity, id: FieldId) -> bool {
        let ty = entity.field(id).ty;
        let readable = match spelling(self.model, ty.scalar).prisma {
            Prisma::Scalar { .. } | Prisma::Enum => true,
            Prisma::Unsupported(_) => false,
        };
        readable && !ty.array && ty.scalar != Scalar::Bytea
    }

    fn life(&self, id: EntityId, entity: &Entity) -> Option<Life> {
        let names = self.names.model(id);
        let [key] = entity.primary_key.fields[..] else { return None };
        let tenant = entity.tenancy.key()?;
        let (text, _) = entity.fields().find(|(id, _)| is_free_text(entity, *id))?;
        let touched = entity.fields().find(|(_, field)| field.touched).map(|(id, _)| id);
        let data = (0..ROWS).map(|at| self.data(id, entity, self.sample.count(id) + at, None));
        Some(Life {
            model: names.name.clone(),
            table: sql::table(self.model, entity),
            key: names.field(key).to_owned(),
            tenant: names.field(tenant).to_owned(),
            tenant_column: sql::ident(&entity.field(tenant).name),
            text: names.field(text).to_owned(),
            touched: touched.map(|id| names.field(id).to_owned()),
            data: data.collect::<Option<_>>()?,
            ours: self.own(id, key, OURS, 0),
            theirs: self.own(id, key, THEIRS, 0),
        })
    }

    /// Relations by two keys, between entities that are open.
    fn relations(&self) -> impl Iterator<Item = (EntityId, &Entity, RelationId, &Relation)> {
        let held = |relation: &Relation| matches!(relation.reference, Reference::Both { .. }) && !relation.one_to_one;
        let of = move |(id, entity): (EntityId, &Entity)| {
            (0..entity.relations.len()).map(move |at| (id, RelationId(at))).collect::<Vec<_>>()
        };
        let all = self.entities().flat_map(of);
        all.map(|(id, at)| (id, self.model.entity(id), at, &self.model.entity(id).relations[at.0]))
            .filter(move |(_, _, _, relation)| held(relation) && self.is_open(self.model.entity(relation.to)))
    }

    fn link(&self, id: EntityId, entity: &Entity, at: RelationId, relation: &Relation) -> Option<Link> {
        let [column] = relation.fields[..] else { return None };
        if !relation.optional || !entity.is_updatable(column) {
            return None;
        }
        let (names, to) = (self.names.model(id), relation.to);
        let ([key], [to_key]) = (&entity.primary_key.fields[..], &self.model.entity(to).primary_key.fields[..]) else {
            return None;
        };
        Some(Link {
            model: names.name.clone(),
            key: names.field(*key).to_owned(),
            relation: names.relation(at).shown.field.clone(),
            column: names.field(column).to_owned(),
            row: self.own(id, *key, OURS, 1),
            to: Target {
                key: self.names.model(to).field(*to_key).to_owned(),
                ours: self.own(to, *to_key, OURS, 0),
                theirs: self.own(to, *to_key, THEIRS, 0),
            },
        })
    }

    fn nested(&self, id: EntityId, entity: &Entity, at: RelationId, relation: &Relation) -> Option<Nested> {
        let (child, parent) = (self.names.model(id), self.names.model(relation.to));
        let target = self.model.entity(relation.to);
        let ([column], [key]) = (&relation.fields[..], &target.primary_key.fields[..]) else { return None };
        // Beyond those that are inserted elsewhere.
        let number = |id| self.sample.count(id) + ROWS;
        Some(Nested {
            model: parent.name.clone(),
            key: parent.field(*key).to_owned(),
            data: self.data(relation.to, target, number(relation.to), None)?,
            inverse: child.relation(at).shown.inverse.clone(),
            child: Child {
                model: child.name.clone(),
                column: child.field(*column).to_owned(),
                tenant: child.field(entity.tenancy.key()?).to_owned(),
                data: self.data(id, entity, number(id) + 1, Some(*column))?,
            },
        })
    }

    /// What a new row cannot do without, one column aside.
    fn data(&self, id: EntityId, entity: &Entity, number: usize, without: Option<FieldId>) -> Option<Json> {
        let (row, names) = (self.sample.row(id, OURS, number), self.names.model(id));
        let needed = row.values.iter().filter(|(id, _)| !entity.field(*id).is_optional_on_insert());
        let needed = needed.filter(|(id, _)| Some(*id) != without);
        needed.map(|(id, value)| self.field(entity, names, *id, value)).collect::<Option<Map<_, _>>>().map(Json::Object)
    }

    fn field(&self, entity: &Entity, names: &ModelNames, id: FieldId, value: &Value) -> Option<(String, Json)> {
        let json = self.json(entity.field(id).ty, &self.sample.literal(value)?)?;
        Some((names.field(id).to_owned(), json))
    }

    /// What one of the sample's rows holds in a column.
    fn own(&self, id: EntityId, field: FieldId, tenant: Tenant, number: usize) -> Json {
        let row = self.sample.row(id, tenant, number);
        let value = row.values.iter().find(|(own, _)| *own == field);
        let literal = value.and_then(|(_, value)| self.sample.literal(value));
        literal.and_then(|literal| self.json(self.model.entity(id).field(field).ty, &literal)).unwrap_or_default()
    }

    /// A constant as the client takes it.
    fn json(&self, ty: FieldType, literal: &Literal) -> Option<Json> {
        Some(match literal {
            Literal::Array(_) => return None,
            Literal::Boolean(value) => json!(value),
            Literal::EnumValue(name) => json!(self.enum_value(ty.scalar, name.as_str())),
            Literal::Json(text) => serde_json::from_str(text).ok()?,
            Literal::Number(digits) if matches!(ty.scalar, Scalar::Numeric(_)) => json!(digits),
            Literal::Number(digits) => serde_json::from_str(digits).ok()?,
            Literal::Text(text) => json!(instant(ty.scalar, text)),
        })
    }

    /// What Prisma calls an enum's value; one that is stored as text is a text.
    fn enum_value(&self, scalar: Scalar, value: &str) -> String {
        let Scalar::Enum(id) = scalar else { return value.to_owned() };
        let known = self.model.enumeration(id).values.iter().position(|one| one.name == *value);
        match (spelling(self.model, scalar).prisma, known) {
            (Prisma::Enum, Some(at)) => self.names.enumeration(id).values[at].clone(),
            _ => value.to_owned(),
        }
    }
}

/// Whether the app reaches some rows of a tenant only.
fn has_filters(entity: &Entity) -> bool {
    entity.access(Role::App).into_iter().flat_map(|access| &access.verbs).any(|verb| verb.filter.is_some())
}

/// Whether a column takes any text of some length, and may be changed.
fn is_free_text(entity: &Entity, id: FieldId) -> bool {
    let field = entity.field(id);
    let is_checked = entity.checks.iter().any(|check| check.expression.fields.contains(&id));
    let long = match field.ty.scalar {
        Scalar::Text | Scalar::Citext => true,
        Scalar::Varchar(length) => length >= 20,
        _ => false,
    };
    long && !field.ty.array && !is_checked && entity.is_updatable(id)
}

/// What is written as an instant, as the client wants it; other texts as they are.
fn instant(scalar: Scalar, text: &str) -> String {
    match scalar {
        Scalar::Date => format!("{text}T00:00:00Z"),
        Scalar::Time => format!("1970-01-01T{text}Z"),
        Scalar::Timestamp | Scalar::Timestamptz => format!("{}Z", text.trim_end_matches("+00").replace(' ', "T")),
        _ => text.to_owned(),
    }
}
