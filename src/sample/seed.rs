//! The sample's rows as those may insert them who work with the schema: platform and shared rows by the one role that
//! sees every tenant, all others by the application's, in each tenant's context.
//!
//! The application may not choose the keys that the database makes. So its rows are referred to by what tells them
//! apart for people: `(SELECT id FROM leads WHERE name = 'Ada Fischer')`, under row security again.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Entity, EntityId, FieldId, Model, Role, Tenancy, Verb};
use crate::sql::name::column;
use crate::sql::table;

use super::{Address, Row, Sample, Tenant, Value, order};

/// Who inserts rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum By {
    /// Whoever runs the file: for tables that exist elsewhere.
    Session,
    /// The role that bypasses row security.
    Admin,
    /// The application, in the context of each tenant.
    App,
}

/// What one role inserts in one go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The role.
    pub by: By,
    /// The tenant it acts for, where it acts for one.
    pub tenant: Option<Tenant>,
    /// The statements, in order.
    pub statements: Vec<Statement>,
}

/// A statement: one INSERT, or several that must stand or fall together.
pub type Statement = Vec<Insert>;

/// Rows of one entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Insert {
    /// The entity.
    pub entity: EntityId,
    /// The columns given, in table order.
    pub columns: Vec<FieldId>,
    /// For each row, a value as SQL for each column.
    pub rows: Vec<Vec<String>>,
}

/// A sample, and how its rows get in.
#[derive(Debug)]
pub struct Seed<'m> {
    /// The sample.
    pub sample: Sample<'m>,
    /// The keys that are given and must not be there yet, those of tenants and users, each in parentheses.
    pub standing: Vec<(EntityId, Vec<String>)>,
    /// Every row, in steps.
    pub steps: Vec<Step>,
}

impl<'m> Seed<'m> {
    /// Works it out for a sample.
    #[must_use]
    pub fn of(sample: Sample<'m>) -> Self {
        Self { standing: standing(&sample), steps: steps(&sample), sample }
    }

    /// The model that the rows are for.
    #[must_use]
    pub fn model(&self) -> &'m Model {
        self.sample.model
    }
}

fn steps(sample: &Sample<'_>) -> Vec<Step> {
    let hands = Hands::new(sample);
    let mut steps: Vec<Step> = Vec::new();
    let mut rest = order::groups(sample.model);
    while !rest.is_empty() {
        for by in [By::Session, By::Admin, By::App] {
            let now = hands.ready(by, &mut rest);
            steps.extend(hands.steps_of(by, &now));
        }
    }
    steps
}

fn standing(sample: &Sample<'_>) -> Vec<(EntityId, Vec<String>)> {
    let tenancy = &sample.model.project.tenancy;
    let is_external = |id: EntityId| sample.model.entity(id).external;
    let entities = [Some(tenancy.tenant), tenancy.users].into_iter().flatten();
    let keys = |id| {
        let numbers = |tenant| (0..sample.count(id)).map(move |number| (tenant, number));
        let rows = sample.tenants().flat_map(numbers);
        let key = |(tenant, number)| {
            let texts: Vec<_> = sample.key(id, tenant, number).into_iter().map(|(_, text)| text).collect();
            format!("({})", texts.join(", "))
        };
        (id, rows.map(key).collect())
    };
    // Who looks at the tenants can look at users where both are made here, or neither is.
    entities.filter(|&id| is_external(id) == is_external(tenancy.tenant)).map(keys).collect()
}

/// In whose hands each entity's rows are.
struct Hands<'s, 'm> {
    sample: &'s Sample<'m>,
    model: &'m Model,
    by: BTreeMap<EntityId, By>,
}

impl<'s, 'm> Hands<'s, 'm> {
    fn new(sample: &'s Sample<'m>) -> Self {
        let model = sample.model;
        let groups = order::groups(model);
        let roles = groups.iter().flat_map(|group| {
            let alone = group.len() == 1;
            group.iter().map(move |&id| (id, by(sample, id, alone)))
        });
        Self { sample, model, by: roles.collect() }
    }

    /// Takes out the groups that a role inserts and whose targets are all there; those of the role itself count.
    fn ready(&self, by: By, rest: &mut Vec<Vec<EntityId>>) -> Vec<Vec<EntityId>> {
        let mut now: Vec<Vec<EntityId>> = Vec::new();
        let mut waiting: BTreeSet<EntityId> = BTreeSet::new();
        rest.retain(|group| {
            let mut targets = group.iter().flat_map(|&entity| targets(self.model, entity));
            let waits = targets.any(|to| waiting.contains(&to)) || group.iter().any(|entity| self.by[entity] != by);
            if waits {
                waiting.extend(group);
            } else {
                now.push(group.clone());
            }
            waits
        });
        now
    }

    fn steps_of(&self, by: By, groups: &[Vec<EntityId>]) -> Vec<Step> {
        if groups.is_empty() {
            return Vec::new();
        }
        let step = |tenant| {
            let statements = groups.iter().flat_map(|group| self.statements(by, group, tenant)).collect();
            Step { by, tenant, statements }
        };
        match by {
            By::Session | By::Admin => vec![step(None)],
            By::App => self.sample.tenants().map(|tenant| step(Some(tenant))).collect(),
        }
    }

    /// A group's statements: those of every tenant, or of one.
    fn statements(&self, by: By, group: &[EntityId], tenant: Option<Tenant>) -> Vec<Statement> {
        let rows = |entity| self.sample.rows_of(entity, tenant);
        match group {
            [only] if by == By::App => {
                let parts = parts(rows(*only));
                parts.iter().map(|rows| vec![self.insert(by, *only, rows)]).collect()
            }
            several => vec![several.iter().map(|&entity| self.insert(by, entity, &rows(entity))).collect()],
        }
    }

    fn insert(&self, by: By, id: EntityId, rows: &[Row]) -> Insert {
        let entity = self.model.entity(id);
        let value = |row: &Row, field: FieldId| {
            let value = row.values.iter().find(|(id, _)| *id == field).map(|(_, value)| value);
            value.map_or_else(|| "NULL".to_owned(), |value| self.text(by, row, value))
        };
        let column = |field| (field, rows.iter().map(|row| value(row, field)).collect::<Vec<_>>());
        let columns = wanted(entity, by).into_iter().map(column);
        let given = columns.filter(|(_, values)| values.iter().any(|value| value != "NULL"));
        let (columns, values): (Vec<_>, Vec<_>) = given.unzip();
        Insert { entity: id, columns, rows: turned(rows.len(), values) }
    }

    /// A value as the role can write it: keys that are not known beforehand are looked up.
    fn text(&self, by: By, row: &Row, value: &Value) -> String {
        let Value::Reference { to, field } = value else { return self.sample.text(value) };
        if by == By::App && is_itself(row, *to) {
            return "NULL".to_owned();
        }
        let target = self.model.entity(to.entity);
        if self.by[&to.entity] != By::App || !target.is_made_key(*field) {
            return self.key(by, row, *to, *field);
        }
        self.lookup(by, *to, *field).unwrap_or_else(|| self.sample.text(value))
    }

    /// A key that is known beforehand, or is made of others'.
    fn key(&self, by: By, row: &Row, to: Address, field: FieldId) -> String {
        let value = self.sample.own_value(to, field);
        value.map_or_else(|| "NULL".to_owned(), |value| self.text(by, row, &value))
    }

    /// Finds a row by its label; who sees every tenant names the tenant as well.
    fn lookup(&self, by: By, to: Address, field: FieldId) -> Option<String> {
        let entity = self.model.entity(to.entity);
        let label = self.sample.plans[to.entity.0].label?;
        let equals = |field: FieldId| {
            let value = self.sample.own_value(to, field)?;
            Some(format!("{} = {}", column(entity, field), self.sample.text(&value)))
        };
        let tenant = entity.tenancy.key().filter(|_| by != By::App);
        let conditions: Vec<_> = tenant.into_iter().chain([label]).filter_map(equals).collect();
        let (key, table) = (column(entity, field), table(self.model, entity));
        Some(format!("(SELECT {key} FROM {table} WHERE {})", conditions.join(" AND ")))
    }
}

/// Columns as rows, of which there are so many.
fn turned(count: usize, columns: Vec<Vec<String>>) -> Vec<Vec<String>> {
    let mut rows = vec![Vec::with_capacity(columns.len()); count];
    for column in columns {
        rows.iter_mut().zip(column).for_each(|(row, value)| row.push(value));
    }
    rows
}

/// Who inserts an entity's rows: the application where it may, and where it can without choosing keys.
fn by(sample: &Sample<'_>, id: EntityId, alone: bool) -> By {
    let entity = sample.model.entity(id);
    if entity.external {
        return By::Session;
    }
    let may = [Verb::Insert, Verb::Select].into_iter().all(|verb| entity.allows(Role::App, verb));
    let owned = matches!(entity.tenancy, Tenancy::Owned { .. });
    let points_at_itself = entity.relations.iter().any(|relation| relation.to == id && !relation.optional);
    let made = entity.primary_key.fields.iter().any(|&key| entity.is_made_key(key));
    let found = !made || sample.plans[id.0].label.is_some();
    if may && owned && alone && !points_at_itself && found { By::App } else { By::Admin }
}

/// The columns that a role gives: the application leaves out what it may not give and what it need not.
fn wanted(entity: &Entity, by: By) -> Vec<FieldId> {
    let given = |(id, field): (FieldId, &crate::model::Field)| {
        let by_app = entity.is_insertable(id) && entity.tenancy.key() != Some(id) && !field.touched;
        let stored = !matches!(field.supply, crate::model::Supply::Generated(_));
        (stored && (by != By::App || by_app)).then_some(id)
    };
    entity.fields().filter_map(given).collect()
}

fn targets(model: &Model, entity: EntityId) -> Vec<EntityId> {
    model.entity(entity).relations.iter().flat_map(|relation| relation.reference.keys()).map(|key| key.to).collect()
}

fn is_itself(row: &Row, to: Address) -> bool {
    (row.entity, row.tenant, row.number) == (to.entity, to.tenant, to.number)
}

/// Rows in parts, so that each points only at rows of parts before its own.
fn parts(rows: Vec<Row>) -> Vec<Vec<Row>> {
    let mut parts: Vec<Vec<Row>> = Vec::new();
    for row in rows {
        let points_at = |other: &Row| {
            row.values.iter().any(|(_, value)| match value {
                Value::Reference { to, .. } => !is_itself(&row, *to) && is_itself(other, *to),
                Value::Null | Value::Literal(_) | Value::Default => false,
            })
        };
        match parts.last_mut() {
            Some(part) if !part.iter().any(points_at) => part.push(row),
            Some(_) | None => parts.push(vec![row]),
        }
    }
    parts
}
