//! What is sent through the crate: for each entity that the app may write, rows with every column at its edges.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value as Json;

use super::cell::{Cell, cell, null};
use crate::model::{Entity, EntityId, FieldId, FieldOrigin, Model, Role, Scalar, Tenancy, Verb};
use crate::sample::{Sample, Tenant, Value, edges};
use crate::sql;
use crate::verify::Stage;
use crate::verify::proof::Outcome;

/// What the program is made from and what it is given.
pub struct Plan {
    /// The entities it uses.
    pub entities: Vec<EntityId>,
    /// What it reads.
    pub data: Data,
}

/// What the program reads.
#[derive(Serialize)]
pub struct Data {
    app: String,
    witness: String,
    ours: Json,
    theirs: Json,
    entities: BTreeMap<String, Subject>,
}

/// What is to be done with one entity.
#[derive(Serialize)]
struct Subject {
    table: String,
    tenant: Option<String>,
    key: Vec<String>,
    touched: Vec<String>,
    trips: Vec<Trip>,
}

/// A row's way there and back.
#[derive(Serialize, Default)]
struct Trip {
    base: BTreeMap<String, Cell>,
    edges: BTreeMap<String, Cell>,
}

const OURS: Tenant = Tenant(0);
const THEIRS: Tenant = Tenant(1);

/// What is sent; the outcome takes note of what is left out.
pub fn plan(stage: &Stage<'_>, sample: &Sample<'_>, outcome: &mut Outcome) -> Plan {
    let model = stage.model();
    let has_vectors = !stage.stand_ins.iter().any(|what| what.ends_with("vector"));
    let (mut entities, mut subjects) = (Vec::new(), BTreeMap::new());
    for (id, entity) in model.managed().filter(|(_, entity)| entity.allows(Role::App, Verb::Insert)) {
        match obstacle(entity, has_vectors).map_or_else(|| Sender { model, sample, id, entity }.subject(), Err) {
            Ok(subject) => {
                entities.push(id);
                subjects.insert(entity.name.to_string(), subject);
            }
            Err(why) => outcome.note(format!("{} is not sent through the Rust crate, as {why}", entity.name)),
        }
    }
    // sqlx wants a host before it looks at the parameter that names the socket.
    let url = |role: &str| stage.server.url(role, &stage.database).replace("@/", "@localhost/");
    let (app, witness) = (url(stage.script.role(Role::App)), url(stage.server.superuser()));
    let tenant = |tenant| super::cell::tenant(model, sample, tenant);
    Plan { entities, data: Data { app, witness, ours: tenant(OURS), theirs: tenant(THEIRS), entities: subjects } }
}

/// Why rows of an entity cannot be sent.
fn obstacle(entity: &Entity, has_vectors: bool) -> Option<&'static str> {
    let is_vector = |scalar| matches!(scalar, Scalar::Vector(_));
    if !entity.allows(Role::App, Verb::Select) {
        return Some("the app role cannot read it back");
    }
    if !has_vectors && entity.fields.iter().any(|field| is_vector(field.ty.scalar)) {
        return Some("the server has no vectors");
    }
    match entity.tenancy {
        Tenancy::Owned { .. } | Tenancy::Members { .. } | Tenancy::Shared { .. } => None,
        Tenancy::Root | Tenancy::Users => Some("who is there is not the app's to say"),
    }
}

/// One entity's rows on their way.
struct Sender<'a> {
    model: &'a Model,
    sample: &'a Sample<'a>,
    id: EntityId,
    entity: &'a Entity,
}

impl Sender<'_> {
    fn subject(&self) -> Result<Subject, &'static str> {
        if self.sample.spare(self.id, OURS).is_none() {
            return Err("its keys leave no room for another row");
        }
        let name = |id: FieldId| self.entity.field(id).name.to_string();
        let touched = self.entity.fields().filter(|(_, field)| field.touched).map(|(id, _)| id);
        Ok(Subject {
            table: sql::table(self.model, self.entity),
            tenant: self.entity.tenancy.key().map(name),
            key: self.entity.primary_key.fields.iter().map(|&id| name(id)).collect(),
            touched: touched.map(name).collect(),
            trips: self.trips(),
        })
    }

    /// A row of what it cannot do without; then as many as the column with the most edges has.
    fn trips(&self) -> Vec<Trip> {
        let columns: Vec<_> = self.entity.insertable().map(|id| (id, self.edges(id))).collect();
        let waves = columns.iter().map(|(_, edges)| edges.len()).max().unwrap_or_default();
        let needed = |id: FieldId| !self.entity.field(id).is_optional_on_insert();
        let bare = Trip { base: self.base(0, needed), edges: BTreeMap::new() };
        let wave = |at: usize| {
            let edges = columns.iter().filter_map(|(id, edges)| Some((self.name(*id), edges.get(at)?.clone())));
            Trip { base: self.base(at + 1, |_| true), edges: edges.collect() }
        };
        std::iter::once(bare).chain((0..waves).map(wave)).collect()
    }

    /// What a row holds where it is at no edge. Rows that cannot be deleted are another one each time.
    fn base(&self, at: usize, wanted: impl Fn(FieldId) -> bool) -> BTreeMap<String, Cell> {
        let stays = !self.entity.allows(Role::App, Verb::Delete);
        let number = self.sample.count(self.id) + if stays { at } else { 0 };
        let row = self.sample.row(self.id, OURS, number);
        let wanted = row.values.iter().filter(|(id, _)| self.entity.is_insertable(*id) && wanted(*id));
        wanted.filter_map(|(id, value)| Some((self.name(*id), self.cell(*id, value)?))).collect()
    }

    fn cell(&self, id: FieldId, value: &Value) -> Option<Cell> {
        match value {
            Value::Null => Some(null(self.model, self.entity, id)),
            Value::Literal(_) | Value::Reference { .. } => {
                cell(self.model, self.entity, id, &self.sample.literal(value)?)
            }
            Value::Default => None,
        }
    }

    /// The edges of a column that Rust has words for, and NULL where it may be. References, keys and what an access
    /// rule looks at stay as they are.
    fn edges(&self, id: FieldId) -> Vec<Cell> {
        let field = self.entity.field(id);
        let null = field.nullable.then(|| null(self.model, self.entity, id));
        if self.is_fixed(id) {
            return Vec::new();
        }
        let values = match field.origin {
            FieldOrigin::Own => edges(self.model, field.ty),
            FieldOrigin::TenantKey | FieldOrigin::Relation(_) => Vec::new(),
        };
        let cells = values.iter().filter_map(|value| cell(self.model, self.entity, id, value));
        cells.chain(null).collect()
    }

    fn is_fixed(&self, id: FieldId) -> bool {
        let access = self.entity.access(Role::App).into_iter().flat_map(|access| &access.verbs);
        let mut filters = access.filter_map(|verb| verb.filter.as_ref());
        let is_key = self.entity.primary_key.fields.contains(&id) || self.entity.tenancy.key() == Some(id);
        is_key || filters.any(|filter| filter.fields.contains(&id))
    }

    fn name(&self, id: FieldId) -> String {
        self.entity.field(id).name.to_string()
    }
}
