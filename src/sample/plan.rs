//! How each column of each entity gets its value, and how many rows that allows.
//!
//! Keys decide it. A key that holds a column with room for any number of values is kept distinct by that column. A
//! key of columns with few values each (relations, enums, booleans) counts through their combinations, as digits do.

use crate::model::{
    Entity, EntityId, FieldId, FieldOrigin, KeyPart, Model, Reference, Relation, RelationId, Scalar, Supply, Tenancy,
    Unique,
};

use super::Address;
use super::domain::Domain;
use super::rule::Rules;
use super::value::{self, Habit};
use super::words::Manner;

/// How an entity's rows are made.
#[derive(Debug, Clone)]
pub struct Plan {
    /// How many rows of it there are, for each tenant where they have tenants.
    pub count: usize,
    /// Whether keys leave room for one more.
    pub has_room: bool,
    /// For each field.
    pub fields: Vec<Source>,
    /// For each field, what its name says of its values.
    pub manners: Vec<Manner>,
    /// For each field, which values its checks allow.
    pub domains: Vec<Domain>,
    /// What rows must satisfy.
    pub rules: Rules,
    /// A column that tells the entity's rows apart for people, within a tenant.
    pub label: Option<FieldId>,
    /// For each relation, where keys need it to count.
    relations: Vec<Option<Digit>>,
    own: EntityId,
}

/// Where a column's value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// From other columns, by the database.
    Computed,
    /// The tenant's key.
    Tenant,
    /// The key of another row.
    Relation {
        /// The relation.
        relation: RelationId,
        /// Which of its columns this is.
        part: usize,
    },
    /// A key that the database would make, told beforehand.
    Made,
    /// A value of its own.
    Own(Own),
}

/// What a value of its own must be besides fitting its type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Own {
    /// How far no two rows may share it.
    pub distinct: Distinct,
    /// Which of a few values it takes, where keys need it to count.
    pub digit: Option<Digit>,
}

impl Own {
    /// Whether no key holds the column.
    #[must_use]
    pub fn is_free(&self) -> bool {
        self.distinct == Distinct::No && self.digit.is_none()
    }
}

/// How far no two rows may share a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Distinct {
    /// Any may.
    #[default]
    No,
    /// No two of one tenant.
    InTenant,
    /// No two at all.
    Everywhere,
}

/// A column as a digit of the row's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Digit {
    /// The weight of the digit.
    pub stride: usize,
}

impl Digit {
    /// The digit of a number, to a base.
    #[must_use]
    pub fn of(self, number: usize, base: usize) -> usize {
        (number / self.stride) % base.max(1)
    }
}

/// The plans of every entity, in order of id.
pub fn plans(model: &Model, rows: impl Fn(&Entity) -> usize) -> Vec<Plan> {
    let known: Vec<_> = model.entities().map(|(id, entity)| Known::of(model, id, entity)).collect();
    let mut counts: Vec<_> = model.entities.iter().map(rows).collect();
    loop {
        let plans: Vec<_> = model
            .entities()
            .map(|(id, entity)| Planner { model, entity, counts: &counts, known: &known[id.0] }.plan(id))
            .collect();
        let now: Vec<_> = plans.iter().map(|plan| plan.count).collect();
        if now == counts {
            return plans;
        }
        counts = now;
    }
}

/// What is known of an entity's rows whatever their number: what checks say of them and of each column alone.
struct Known {
    rules: Rules,
    manners: Vec<Manner>,
    domains: Vec<Domain>,
}

impl Known {
    fn of(model: &Model, id: EntityId, entity: &Entity) -> Self {
        let rules = Rules::of(entity);
        let manners: Vec<_> = entity.fields.iter().map(|field| Manner::of(entity, &field.name)).collect();
        let domain = |((field, _), manner)| {
            let make = |domain: &Domain, number| {
                let address = Address { entity: id, tenant: None, number };
                value::own(model, address, field, &Own::default(), Habit { manner, domain })
            };
            Domain::of(model, entity, field, &rules, make)
        };
        let domains = entity.fields().zip(&manners).map(domain).collect();
        Self { rules, manners, domains }
    }
}

/// The entity among whose rows a relation chooses: its target, or the memberships where it must name a member.
pub fn pool(model: &Model, from: EntityId, relation: &Relation) -> EntityId {
    let members = model.project.tenancy.members;
    let target = match &relation.reference {
        Reference::Plain(_) => relation.to,
        Reference::Tenant(key) | Reference::Both { tenant: key, .. } => key.to,
    };
    // Outside the keys that are made here, members are still the users that a tenant has.
    let to_users = Some(relation.to) == model.project.tenancy.users && model.entity(from).tenancy.key().is_some();
    members.filter(|&members| to_users && from != members).unwrap_or(target)
}

impl Plan {
    /// What values of a column are like.
    pub fn habit(&self, field: FieldId) -> Habit<'_> {
        Habit { manner: &self.manners[field.0], domain: &self.domains[field.0] }
    }

    /// Whether keys need a relation to count.
    pub fn counts_by(&self, relation: RelationId) -> bool {
        self.relations[relation.0].is_some()
    }

    /// How a relation finds its row among those of an entity.
    pub fn step(&self, relation: RelationId, to: EntityId) -> Step {
        match self.relations[relation.0] {
            Some(digit) => Step::Digit(digit),
            None if to == self.own => Step::Tree,
            None => Step::Spread(relation.0),
        }
    }

    /// The number of the row that a relation points at, of `count` rows that there are; `None` where each has its one
    /// partner already and the relation may be empty.
    pub fn partner(&self, number: usize, step: Step, count: usize, optional: bool) -> Option<usize> {
        match step {
            Step::Digit(Digit { stride: 1 }) if optional && number >= count => None,
            Step::Digit(digit) => Some(digit.of(number, count)),
            Step::Tree => Some(number.saturating_sub(1) / 2 % count.max(1)),
            Step::Spread(from) => Some((number + from) % count.max(1)),
        }
    }
}

/// How a relation finds its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Keys need it to count.
    Digit(Digit),
    /// Rows are a tree whose root is its own parent.
    Tree,
    /// One after the other, from this one.
    Spread(usize),
}

struct Planner<'p> {
    model: &'p Model,
    entity: &'p Entity,
    counts: &'p [usize],
    known: &'p Known,
}

/// One part of a key, as far as counting goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Tenant,
    Relation(RelationId),
    Field(FieldId),
}

impl Planner<'_> {
    fn plan(&self, own: EntityId) -> Plan {
        let mut plan = Plan {
            count: self.counts[own.0],
            has_room: true,
            fields: self.entity.fields().map(|(id, _)| self.source(id)).collect(),
            manners: self.known.manners.clone(),
            domains: self.known.domains.clone(),
            rules: self.known.rules.clone(),
            label: None,
            relations: vec![None; self.entity.relations.len()],
            own,
        };
        let mut keys = self.keys();
        keys.sort_by_key(Vec::len);
        for key in &keys {
            self.keep_distinct(key, &mut plan);
        }
        self.choose_label(&mut plan);
        let room = keys.iter().map(|key| self.room(key, &plan, plan.count + 1)).min();
        if let Some(room) = room.filter(|&room| room <= plan.count) {
            plan.has_room = room > 1;
            plan.count = (room - 1).max(1);
        }
        plan
    }

    fn source(&self, id: FieldId) -> Source {
        let field = self.entity.field(id);
        if self.entity.tenancy.key() == Some(id) {
            return Source::Tenant;
        }
        match (&field.origin, &field.supply) {
            (FieldOrigin::Relation(relation), _) => {
                let part = self.entity.relations[relation.0].fields.iter().position(|&own| own == id);
                Source::Relation { relation: *relation, part: part.unwrap_or(0) }
            }
            (FieldOrigin::Own | FieldOrigin::TenantKey, Supply::Generated(_)) => Source::Computed,
            (FieldOrigin::Own | FieldOrigin::TenantKey, Supply::Identity(_)) => Source::Made,
            (FieldOrigin::Own | FieldOrigin::TenantKey, Supply::Client | Supply::Default(_)) => {
                let made = self.entity.is_made_key(id) && field.ty.scalar == Scalar::Uuid;
                if made || self.is_root_key(id) { Source::Made } else { Source::Own(Own::default()) }
            }
        }
    }

    /// Tenants are told apart by a UUID, whoever makes it.
    fn is_root_key(&self, id: FieldId) -> bool {
        is_root(self.entity) && self.entity.primary_key.fields.contains(&id)
    }

    /// The parts of every key, the primary key first. Expressions count as the columns in them, filters as absent.
    fn keys(&self) -> Vec<Vec<Part>> {
        let parts = |fields: Vec<FieldId>| fields.into_iter().map(|field| self.part(field)).collect();
        let uniques = self.entity.uniques.iter().map(|unique| parts(columns(unique)));
        std::iter::once(parts(self.entity.primary_key.fields.clone())).chain(uniques).collect()
    }

    fn part(&self, field: FieldId) -> Part {
        match self.entity.field(field).origin {
            _ if self.entity.tenancy.key() == Some(field) => Part::Tenant,
            FieldOrigin::Relation(relation) => Part::Relation(relation),
            FieldOrigin::TenantKey => Part::Tenant,
            FieldOrigin::Own => Part::Field(field),
        }
    }

    fn keep_distinct(&self, key: &[Part], plan: &mut Plan) {
        let scope = if key.contains(&Part::Tenant) { Distinct::InTenant } else { Distinct::Everywhere };
        let wide = key.iter().find_map(|part| self.wide(*part, plan));
        match wide {
            Some(None) => {}
            Some(Some(field)) => {
                if let Source::Own(own) = &mut plan.fields[field.0] {
                    own.distinct = own.distinct.max(scope);
                }
            }
            None => self.count_through(key, plan),
        }
    }

    /// Keeps a column distinct by which a row can be found whose key is not known: one that a key keeps distinct already,
    /// else the first that can be.
    fn choose_label(&self, plan: &mut Plan) {
        let can_be = |&id: &FieldId| {
            let field = self.entity.field(id);
            value::is_label(field.ty) && !field.nullable && self.few(id).is_none() && self.entity.is_insertable(id)
        };
        let own = |id: FieldId, plan: &Plan| match plan.fields[id.0] {
            Source::Own(own) => Some(own),
            Source::Computed | Source::Tenant | Source::Made | Source::Relation { .. } => None,
        };
        let ids: Vec<_> = self.entity.fields().map(|(id, _)| id).filter(can_be).collect();
        let ids: Vec<_> = ids.into_iter().filter(|&id| own(id, plan).is_some()).collect();
        let distinct = |id: &FieldId| own(*id, plan).is_some_and(|own| own.distinct > Distinct::No);
        plan.label = ids.iter().copied().find(distinct).or_else(|| ids.first().copied());
        if let Some(Source::Own(own)) = plan.label.map(|label| &mut plan.fields[label.0]) {
            own.distinct = own.distinct.max(Distinct::InTenant);
        }
    }

    /// A part with room for any number of values: the field to keep distinct, or `None` inside where it is by itself.
    fn wide(&self, part: Part, plan: &Plan) -> Option<Option<FieldId>> {
        let Part::Field(field) = part else { return None };
        match plan.fields[field.0] {
            Source::Made => Some(None),
            Source::Own(_) if self.few(field).is_none() => Some(Some(field)),
            Source::Own(_) | Source::Computed | Source::Tenant | Source::Relation { .. } => None,
        }
    }

    /// How many values a field can take, where they are few.
    fn few(&self, field: FieldId) -> Option<usize> {
        self.known.domains[field.0].few().or_else(|| value::few(self.model, self.entity.field(field).ty))
    }

    /// Gives each part of a key its place as a digit, after those that have one from another key.
    fn count_through(&self, key: &[Part], plan: &mut Plan) {
        let mut stride = 1;
        for &part in key {
            if let Some(digit) = digit(part, plan) {
                stride = stride.max(digit.stride.saturating_mul(self.base(part)));
            }
        }
        for &part in key {
            if digit(part, plan).is_none() && set_digit(part, Digit { stride }, plan) {
                stride = stride.saturating_mul(self.base(part));
            }
        }
    }

    /// How many values a part takes.
    fn base(&self, part: Part) -> usize {
        let base = match part {
            Part::Tenant => 1,
            Part::Relation(relation) => {
                let relation = &self.entity.relations[relation.0];
                let own = self.model.find(self.entity.name.as_str()).map_or(relation.to, |(id, _)| id);
                self.counts[pool(self.model, own, relation).0]
            }
            Part::Field(field) => self.few(field).unwrap_or(usize::MAX),
        };
        base.max(1)
    }

    /// How many rows a key tells apart, as far as `enough`.
    fn room(&self, key: &[Part], plan: &Plan, enough: usize) -> usize {
        if key.iter().any(|part| self.wide(*part, plan).is_some()) {
            return enough;
        }
        let digits: Vec<_> = key.iter().filter_map(|&part| Some((digit(part, plan)?, self.base(part)))).collect();
        let mut seen = std::collections::BTreeSet::new();
        let is_new = |number: &usize| {
            seen.insert(digits.iter().map(|(digit, base)| digit.of(*number, *base)).collect::<Vec<_>>())
        };
        (0..enough).take_while(is_new).count()
    }
}

fn digit(part: Part, plan: &Plan) -> Option<Digit> {
    match part {
        Part::Tenant => None,
        Part::Relation(relation) => plan.relations[relation.0],
        Part::Field(field) => match plan.fields[field.0] {
            Source::Own(own) => own.digit,
            Source::Computed | Source::Tenant | Source::Made | Source::Relation { .. } => None,
        },
    }
}

/// Makes a part a digit; `false` where it cannot be one.
fn set_digit(part: Part, digit: Digit, plan: &mut Plan) -> bool {
    match part {
        Part::Tenant => false,
        Part::Relation(relation) => {
            plan.relations[relation.0] = Some(digit);
            true
        }
        Part::Field(field) => match &mut plan.fields[field.0] {
            Source::Own(own) => {
                own.digit = Some(digit);
                true
            }
            Source::Computed | Source::Tenant | Source::Made | Source::Relation { .. } => false,
        },
    }
}

fn is_root(entity: &Entity) -> bool {
    entity.tenancy == Tenancy::Root
}

/// The columns of a unique key, those of expressions included.
pub fn columns(unique: &Unique) -> Vec<FieldId> {
    let columns = |part: &KeyPart| match part {
        KeyPart::Field(field) => vec![*field],
        KeyPart::Expression(expression) => expression.fields.clone(),
    };
    unique.keys.iter().flat_map(|key| columns(&key.part)).collect()
}
