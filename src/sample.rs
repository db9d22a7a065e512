//! Rows to try a schema with: for every entity, tenant and number one row, always the same, that the schema takes.
//!
//! A row is worked out from its address alone, so any of them can be had at any time, and its key is known before it
//! is inserted: references are addresses too. Values satisfy types, keys and, as far as they can be read, checks and
//! access filters; believable where a field's name says what it holds. This layer knows the model and SQL text. It
//! knows no database: whether PostgreSQL takes a row is for whoever inserts it to see.

pub mod bulk;
mod decimal;
mod domain;
mod edge;
mod evaluate;
mod instant;
mod order;
mod pattern;
mod plan;
mod rule;
pub mod seed;
mod solve;
mod statement;
mod value;
mod words;

use crate::model::{
    Entity, EntityId, Field, FieldId, FieldOrigin, Literal, Model, Reference, Relation, RelationId, Scalar, Tenancy,
};

pub use edge::edges;
use plan::{Plan, Source};
use solve::Solver;

/// How many tenants [`Sample::all`] has where nothing else is asked for: enough to have another one.
const TENANTS: usize = 2;

/// Two rows of each are the least: a relation that must not lead to one of them has the other.
const FEWEST: usize = 2;

/// As many rows of each entity as a reader wants to see.
const SHOWN: usize = 6;

/// A tenant, by number from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Tenant(pub usize);

/// The address of a row: everything in it follows from this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Address {
    /// The entity.
    pub entity: EntityId,
    /// The tenant it belongs to, or for a user or a tenant's own row, comes with; `None` for rows that are shared.
    pub tenant: Option<Tenant>,
    /// Which of them, from 0. A tenant's own row is its number 0.
    pub number: usize,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The entity.
    pub entity: EntityId,
    /// The tenant; `None` for rows that are shared.
    pub tenant: Option<Tenant>,
    /// Which of them, from 0.
    pub number: usize,
    /// Every column in table order but those that are generated; NULLs are among them.
    pub values: Vec<(FieldId, Value)>,
}

/// What a row holds in a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    Null,
    /// A constant that fits the type.
    Literal(Literal),
    /// What the database puts there by itself.
    Default,
    /// A part of another row's key.
    Reference {
        /// The row.
        to: Address,
        /// The column of its key.
        field: FieldId,
    },
}

/// Rows that go in together, in one statement: they may point at each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The rows: entity by entity, tenant by tenant, in order of number.
    pub rows: Vec<Row>,
}

/// Rows for one model.
#[derive(Debug)]
pub struct Sample<'m> {
    model: &'m Model,
    tenants: usize,
    plans: Vec<Plan>,
}

impl<'m> Sample<'m> {
    /// Rows for two tenants: `rows` of each entity for each, at least two; fewer where keys leave no room for so many and
    /// one to spare.
    #[must_use]
    pub fn new(model: &'m Model, rows: usize) -> Self {
        Self::sized(model, |_| rows)
    }

    /// The same with a number of rows for each entity.
    #[must_use]
    pub fn sized(model: &'m Model, rows: impl Fn(&Entity) -> usize) -> Self {
        let rows = |entity: &Entity| if entity.tenancy == Tenancy::Root { 1 } else { rows(entity).max(FEWEST) };
        Self { model, tenants: TENANTS, plans: plan::plans(model, rows) }
    }

    /// Rows for two tenants that show everything: some of each entity, and enough for every value of its enums. Where two
    /// tenants' own rows do not say every value, there are further ones that own nothing.
    #[must_use]
    pub fn showing(model: &'m Model) -> Self {
        let values = |field: &Field| match field.ty.scalar {
            Scalar::Enum(id) => model.enumeration(id).values.len(),
            _ => 0,
        };
        let rows = |entity: &Entity| {
            let least = if entity.tenancy == Tenancy::Root { 1 } else { SHOWN };
            entity.fields.iter().map(values).max().unwrap_or(0).max(least)
        };
        Self { model, tenants: TENANTS, plans: plan::plans(model, rows) }
    }

    /// The same for another number of tenants.
    #[must_use]
    pub fn with_tenants(self, tenants: usize) -> Self {
        Self { tenants, ..self }
    }

    /// The model that the rows are for.
    #[must_use]
    pub fn model(&self) -> &'m Model {
        self.model
    }

    /// The tenants that [`Sample::all`] has.
    pub fn tenants(&self) -> impl Iterator<Item = Tenant> + use<> {
        (0..self.tenants).map(Tenant)
    }

    /// How many rows of an entity [`Sample::all`] has for each tenant; of a shared one, altogether.
    #[must_use]
    pub fn count(&self, entity: EntityId) -> usize {
        self.plans[entity.0].count
    }

    /// The row of that number: any number has one, distinct from the others'. It points at rows that [`Sample::all`]
    /// has, of the same tenant. The tenant is left aside where rows are shared.
    #[must_use]
    pub fn row(&self, entity: EntityId, tenant: Tenant, number: usize) -> Row {
        let address = self.address(entity, tenant, number);
        let fields = self.model.entity(entity).fields();
        let values = fields.filter_map(|(id, _)| Some((id, self.own_value(address, id)?))).collect();
        let values = Solver::new(self, address, values).solve();
        Row { entity, tenant: address.tenant, number, values }
    }

    /// Every row, in an order in which they can be inserted.
    #[must_use]
    pub fn all(&self) -> Vec<Group> {
        let group = |entities: Vec<EntityId>| {
            let rows = entities.into_iter().flat_map(|entity| self.rows_of(entity, None)).collect();
            Group { rows }
        };
        order::groups(self.model).into_iter().map(group).collect()
    }

    /// A row that [`Sample::all`] has not, and that can be inserted beside it; `None` where a key leaves no room, as
    /// for an entity of which a tenant can have but one row.
    #[must_use]
    pub fn spare(&self, entity: EntityId, tenant: Tenant) -> Option<Row> {
        let plan = &self.plans[entity.0];
        plan.has_room.then(|| self.row(entity, tenant, plan.count))
    }

    /// The values of a row's primary key, known beforehand, as SQL.
    #[must_use]
    pub fn key(&self, entity: EntityId, tenant: Tenant, number: usize) -> Vec<(FieldId, String)> {
        let address = self.address(entity, tenant, number);
        let key = self.model.entity(entity).primary_key.fields.iter();
        key.map(|&field| (field, self.key_text(address, field))).collect()
    }

    /// A tenant's key, as its text.
    #[must_use]
    pub fn tenant_key(&self, tenant: Tenant) -> String {
        let address = self.address(self.model.project.tenancy.tenant, tenant, 0);
        value::uuid(address, None)
    }

    /// Statements that insert [`Sample::all`], keys included, for a role that may: whoever bypasses row security.
    #[must_use]
    pub fn load(&self) -> Vec<String> {
        self.all().iter().map(|group| statement::group(self, group)).collect()
    }

    /// A statement that inserts one row: of its columns those that pass, with `overrides` as SQL in place of values.
    #[must_use]
    pub fn insert(&self, row: &Row, columns: impl Fn(FieldId) -> bool, overrides: &[(FieldId, String)]) -> String {
        statement::insert(self, row, columns, overrides)
    }

    /// Whether a row passes each CHECK of its table, as far as that can be told without a database.
    #[must_use]
    pub fn verdicts(&self, row: &Row) -> Vec<Option<bool>> {
        let address = self.address(row.entity, row.tenant.unwrap_or(Tenant(0)), row.number);
        Solver::new(self, address, row.values.clone()).verdicts()
    }

    /// A value as SQL.
    #[must_use]
    pub fn text(&self, value: &Value) -> String {
        match value {
            Value::Null => "NULL".to_owned(),
            Value::Default => "DEFAULT".to_owned(),
            Value::Literal(literal) => crate::sql::default::constant(literal),
            Value::Reference { to, field } => self.key_text(*to, *field),
        }
    }

    /// The constant behind a value: of a reference, what the row that it names holds; `None` where nobody knows it
    /// beforehand.
    #[must_use]
    pub fn literal(&self, value: &Value) -> Option<Literal> {
        match value {
            Value::Literal(literal) => Some(literal.clone()),
            Value::Reference { to, field } => self.literal(&self.own_value(*to, *field)?),
            Value::Null | Value::Default => None,
        }
    }

    /// The rows of an entity: those of one tenant, or all.
    fn rows_of(&self, entity: EntityId, tenant: Option<Tenant>) -> Vec<Row> {
        let tenants: Vec<_> = match self.model.entity(entity).tenancy {
            Tenancy::Shared { .. } => vec![Tenant(0)],
            Tenancy::Owned { .. } | Tenancy::Root | Tenancy::Members { .. } | Tenancy::Users => {
                tenant.map_or_else(|| self.tenants().collect(), |tenant| vec![tenant])
            }
        };
        let numbers = |tenant| (0..self.count(entity)).map(move |number| (tenant, number));
        tenants.into_iter().flat_map(numbers).map(|(tenant, number)| self.row(entity, tenant, number)).collect()
    }

    fn address(&self, entity: EntityId, tenant: Tenant, number: usize) -> Address {
        let shared = matches!(self.model.entity(entity).tenancy, Tenancy::Shared { .. });
        Address { entity, tenant: (!shared).then_some(tenant), number }
    }

    /// A key column as SQL. References among keys come to an end: no key is made of itself.
    fn key_text(&self, address: Address, field: FieldId) -> String {
        self.own_value(address, field).map_or_else(|| "NULL".to_owned(), |value| self.text(&value))
    }

    /// What a row holds in a column, as far as no other column has a say; `None` where the database works it out.
    fn own_value(&self, address: Address, id: FieldId) -> Option<Value> {
        let entity = self.model.entity(address.entity);
        let plan = &self.plans[address.entity.0];
        match &plan.fields[id.0] {
            Source::Computed => None,
            Source::Tenant => Some(self.own_tenant(address)),
            Source::Relation { relation, part } => Some(self.reference(address, *relation, *part)),
            Source::Made => Some(Value::Literal(value::made_key(entity, id, address))),
            Source::Own(own) if own.is_free() && self.is_empty(address, id) => Some(Value::Null),
            Source::Own(own) => Some(Value::Literal(value::own(self.model, address, id, own, plan.habit(id)))),
        }
    }

    /// Whether a row leaves empty what most leave empty.
    fn is_empty(&self, address: Address, id: FieldId) -> bool {
        let is_seldom = || self.plans[address.entity.0].manners[id.0].is_seldom;
        self.model.entity(address.entity).field(id).nullable && address.number % 3 != 1 && is_seldom()
    }

    /// The key of the tenant that a row belongs to.
    fn own_tenant(&self, address: Address) -> Value {
        let root = self.model.project.tenancy.tenant;
        match self.model.entity(root).primary_key.fields[..] {
            [field, ..] => Value::Reference { to: Address { entity: root, number: 0, ..address }, field },
            [] => Value::Null,
        }
    }

    /// One column of a reference to another row.
    fn reference(&self, address: Address, relation: RelationId, part: usize) -> Value {
        let written = &self.model.entity(address.entity).relations[relation.0];
        let Some(to) = self.target(address, written, relation) else { return Value::Null };
        let target = self.model.entity(to.entity);
        let tenant = target.tenancy.key();
        let keys = target.primary_key.fields.iter().filter(|&&key| Some(key) != tenant);
        keys.copied().nth(part).map_or(Value::Null, |field| Value::Reference { to, field })
    }

    /// The row that a relation of a row points at; `None` where it points at nothing.
    fn target(&self, from: Address, relation: &Relation, id: RelationId) -> Option<Address> {
        let to = |entity, number| {
            let tenant = from.tenant.unwrap_or(Tenant(0));
            self.address(entity, tenant, number)
        };
        let is_new_tenant = matches!(self.model.entity(from.entity).tenancy, Tenancy::Root) && from.number > 0;
        if is_new_tenant && self.carries_tenant(relation) {
            return None;
        }
        let pool = plan::pool(self.model, from.entity, relation);
        let plan = &self.plans[from.entity.0];
        let number = plan.partner(from.number, plan.step(id, pool), self.count(pool), relation.optional)?;
        if pool == relation.to {
            return Some(to(relation.to, number));
        }
        self.member_user(to(pool, number))
    }

    /// Whether the target belongs to the tenant of the row that points at it.
    fn carries_tenant(&self, relation: &Relation) -> bool {
        match relation.reference {
            Reference::Tenant(_) | Reference::Both { .. } => true,
            Reference::Plain(_) => false,
        }
    }

    /// The user that a membership names.
    fn member_user(&self, member: Address) -> Option<Address> {
        let entity = self.model.entity(member.entity);
        let Tenancy::Members { user, .. } = entity.tenancy else { return None };
        let FieldOrigin::Relation(relation) = entity.field(user).origin else { return None };
        self.target(member, &entity.relations[relation.0], relation)
    }
}
