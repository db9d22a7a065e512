//! Rows by the million, for load tests: each entity in one set-based statement that multiplies some rows of the sample.
//!
//! Keys, references and whatever a unique key holds are worked out from the numbers of tenant and row, as the module of
//! values does for single rows; the rest repeats the sample's rows. Written by the role that sees every tenant: it alone
//! may choose keys.

use crate::model::project::SUPABASE_EXTENSIONS;
use crate::model::{
    EntityId, FieldId, FieldOrigin, FieldType, Identity, Model, RelationId, Role, Scalar, Supply, Tenancy,
};
use crate::spelling;
use crate::sql::{columns, ident, table};

use super::plan::{self, Digit, Distinct, Own, Plan, Source, Step};
use super::value::FIRST_DAY;
use super::{Address, Sample, Tenant, Value, order, value};

/// As many rows of the sample as are repeated.
const PATTERNS: usize = 100;

/// A script that inserts all of a sample, in one transaction.
#[must_use]
pub fn script(sample: &Sample<'_>) -> String {
    let (model, tenants) = (sample.model, sample.tenants);
    let bulk = Bulk { model, sample, tenants };
    let mut text = format!("{}\nBEGIN;\n\nSET LOCAL client_encoding = 'UTF8';\n", heading(tenants));
    if model.project.tenancy.context.source.is_supabase() {
        // Supabase keeps extensions, and so their types, in a schema of their own.
        text.push_str(&format!(
            "SET LOCAL search_path = {}, {SUPABASE_EXTENSIONS};\n",
            ident(&model.project.postgres.schema)
        ));
    }
    for group in order::groups(model) {
        let external = group.iter().any(|&entity| model.entity(entity).external);
        let role = if external { "NONE".to_owned() } else { crate::sql::name::role(model, Role::Admin) };
        text.push_str(&format!("\nSET LOCAL ROLE {role};\n{};\n", bulk.group(&group)));
    }
    text.push_str("\nCOMMIT;\n");
    text
}

fn heading(tenants: usize) -> String {
    format!(
        "-- Rows for load tests, for each of {tenants} tenants. Run it after policies.sql on a database that is empty and may\n\
         -- go away, as a superuser or as whoever may become the role below, which sees every tenant.\n"
    )
}

struct Bulk<'s, 'm> {
    model: &'m Model,
    sample: &'s Sample<'m>,
    tenants: usize,
}

impl Bulk<'_, '_> {
    fn group(&self, group: &[EntityId]) -> String {
        let inserts: Vec<_> = group.iter().map(|&entity| self.insert(entity)).collect();
        match &inserts[..] {
            [only] => only.clone(),
            several => {
                let parts = several.iter().enumerate().map(|(at, insert)| format!("part{at} AS (\n{insert}\n)"));
                format!("WITH {}\nSELECT", parts.collect::<Vec<_>>().join(", "))
            }
        }
    }

    fn insert(&self, id: EntityId) -> String {
        let entity = self.model.entity(id);
        let stored = |(_, field): &(FieldId, &crate::model::Field)| !matches!(field.supply, Supply::Generated(_));
        let fields: Vec<_> = entity.fields().filter(stored).map(|(id, _)| id).collect();
        let values: Vec<_> = fields.iter().map(|&field| self.expression(id, field)).collect();
        let always = fields.iter().any(|&id| entity.field(id).supply == Supply::Identity(Identity::Always));
        let overriding = if always { " OVERRIDING SYSTEM VALUE" } else { "" };
        let tenants = if matches!(entity.tenancy, Tenancy::Shared { .. }) { 1 } else { self.tenants };
        format!(
            "INSERT INTO {} ({}){overriding}\nSELECT\n    {}\nFROM generate_series(0, {}) AS t (t)\n\
             CROSS JOIN generate_series(0, {}) AS n (n)\nJOIN (VALUES\n    {}\n) AS v (k{}) ON v.k = (n + 7 * t) % {}",
            table(self.model, entity),
            columns(entity, &fields),
            values.join(",\n    "),
            tenants - 1,
            self.sample.count(id) - 1,
            self.patterns(id, &fields),
            fields.iter().map(|&field| format!(", {}", alias(field))).collect::<String>(),
            self.pattern_count(id),
        )
    }

    fn pattern_count(&self, id: EntityId) -> usize {
        // A tenant's own row is but one; others of the sample stand beside it.
        if matches!(self.model.entity(id).tenancy, Tenancy::Root) {
            PATTERNS
        } else {
            self.sample.count(id).min(PATTERNS)
        }
    }

    /// Rows of the sample; the first tells PostgreSQL the types.
    fn patterns(&self, id: EntityId, fields: &[FieldId]) -> String {
        let entity = self.model.entity(id);
        let line = |number| {
            let row = self.sample.row(id, Tenant(0), number);
            let text = |&field: &FieldId| {
                let value = row.values.iter().find(|(id, _)| *id == field).map_or(&Value::Null, |(_, value)| value);
                let text = if self.is_computed(id, field) { "NULL".to_owned() } else { self.sample.text(value) };
                let ty = || spelling::postgres(self.model, entity.field(field).ty);
                if number == 0 { format!("{text}::{}", ty()) } else { text }
            };
            let texts: Vec<_> = fields.iter().map(text).collect();
            format!("({number}, {})", texts.join(", "))
        };
        (0..self.pattern_count(id)).map(line).collect::<Vec<_>>().join(",\n    ")
    }

    /// Whether a column is worked out from numbers rather than repeated.
    fn is_computed(&self, id: EntityId, field: FieldId) -> bool {
        match &self.plan(id).fields[field.0] {
            Source::Computed | Source::Tenant | Source::Relation { .. } | Source::Made => true,
            Source::Own(own) => own.digit.is_some() || self.is_key(id, field),
        }
    }

    /// A column's value as SQL over the tenant's number `t`, the row's `n` and the sample's row `v`.
    fn expression(&self, id: EntityId, field: FieldId) -> String {
        match &self.plan(id).fields[field.0] {
            Source::Computed => "NULL".to_owned(),
            Source::Own(own) if own.digit.is_none() && !self.is_key(id, field) => self.repeated(id, field),
            Source::Tenant | Source::Made | Source::Relation { .. } | Source::Own(_) => self.counted(id, field, "n"),
        }
    }

    fn plan(&self, id: EntityId) -> &Plan {
        &self.sample.plans[id.0]
    }

    fn is_key(&self, id: EntityId, field: FieldId) -> bool {
        self.model.entity(id).primary_key.fields.contains(&field)
    }

    /// What the row of that number holds in a column, worked out from the number.
    fn counted(&self, id: EntityId, field: FieldId, number: &str) -> String {
        let ty = self.model.entity(id).field(field).ty;
        match &self.plan(id).fields[field.0] {
            Source::Computed => "NULL".to_owned(),
            Source::Tenant => self.made(self.model.project.tenancy.tenant, "0"),
            Source::Made => match value::first_key(ty.scalar) {
                Some(first) => format!("{first} + {} * {} + {number}", self.tenant(id), self.sample.count(id)),
                None => self.made(id, number),
            },
            Source::Relation { relation, part } => self.reference(id, *relation, *part, number),
            Source::Own(own) => match own.digit {
                Some(digit) => self.digit(id, field, digit, number),
                None => self.by_type(ty, &self.ordinal(id, number)),
            },
        }
    }

    /// A UUID as [`value::uuid`] makes them.
    fn made(&self, id: EntityId, number: &str) -> String {
        let tenant = self.tenant(id);
        format!(
            "('{:08x}-' || lpad(to_hex({tenant} & 65535), 4, '0') || '-4' || lpad(to_hex({tenant} >> 16), 3, '0') \
             || '-8000-' || lpad(to_hex({number}), 12, '0'))::uuid",
            id.0 + 1
        )
    }

    /// The tenant's number as SQL; rows that are shared are the first one's, whoever points at them.
    fn tenant(&self, id: EntityId) -> &'static str {
        if matches!(self.model.entity(id).tenancy, Tenancy::Shared { .. }) { "0" } else { "t" }
    }

    /// A number of its own for each row that a key tells apart.
    fn ordinal(&self, id: EntityId, number: &str) -> String {
        if self.model.entity(id).tenancy.key().is_some() {
            return format!("({number})");
        }
        format!("({number} * {} + {})", self.tenants, self.tenant(id))
    }

    /// One column of the key of the row that a row of that number points at.
    fn reference(&self, id: EntityId, relation: RelationId, part: usize, number: &str) -> String {
        let (to, number) = self.partner(id, relation, number);
        let target = self.model.entity(to);
        let keys = target.primary_key.fields.iter().filter(|&&key| Some(key) != target.tenancy.key());
        keys.copied().nth(part).map_or_else(|| "NULL".to_owned(), |field| self.counted(to, field, &number))
    }

    /// The entity that a relation points at, and the number of the row there.
    fn partner(&self, id: EntityId, relation: RelationId, number: &str) -> (EntityId, String) {
        let written = &self.model.entity(id).relations[relation.0];
        let pool = plan::pool(self.model, id, written);
        let count = self.sample.count(pool);
        let partner = match self.plan(id).step(relation, pool) {
            Step::Digit(digit) => format!("({number} / {} % {count})", digit.stride),
            Step::Tree => format!("(greatest({number} - 1, 0) / 2)"),
            Step::Spread(from) => format!("(({number} + {from}) % {count})"),
        };
        let user = match self.model.entity(pool).tenancy {
            Tenancy::Members { user, .. } if pool != written.to => Some(user),
            Tenancy::Owned { .. }
            | Tenancy::Root
            | Tenancy::Members { .. }
            | Tenancy::Users
            | Tenancy::Shared { .. } => None,
        };
        match user.map(|user| &self.model.entity(pool).field(user).origin) {
            Some(FieldOrigin::Relation(relation)) => self.partner(pool, *relation, &partner),
            Some(FieldOrigin::Own | FieldOrigin::TenantKey) | None => (pool, partner),
        }
    }

    /// One of a few values.
    fn digit(&self, id: EntityId, field: FieldId, digit: Digit, number: &str) -> String {
        let (entity, plan) = (self.model.entity(id), self.plan(id));
        let ty = entity.field(field).ty;
        let few = plan.domains[field.0].few().or_else(|| value::few(self.model, ty)).unwrap_or(1);
        let one = Digit { stride: 1 };
        let own = Own { digit: Some(one), ..Own::default() };
        let value = |number| {
            let address = Address { entity: id, tenant: None, number };
            self.sample.text(&Value::Literal(value::own(self.model, address, field, &own, plan.habit(field))))
        };
        let values: Vec<_> = (0..few).map(value).collect();
        let ty = spelling::postgres(self.model, ty);
        format!("(ARRAY[{}]::{ty}[])[1 + {number} / {} % {few}]", values.join(", "), digit.stride)
    }

    /// The sample's value; where a unique key holds it, with the row's number in it.
    fn repeated(&self, id: EntityId, field: FieldId) -> String {
        let entity = self.model.entity(id);
        let (ty, repeated) = (entity.field(field).ty, format!("v.{}", alias(field)));
        let is_distinct = matches!(self.plan(id).fields[field.0], Source::Own(own) if own.distinct > Distinct::No);
        if !is_distinct || !entity.uniques.iter().any(|unique| plan::columns(unique).contains(&field)) {
            return repeated;
        }
        let ordinal = self.ordinal(id, "n");
        match ty.scalar {
            Scalar::Text | Scalar::Citext if !ty.array => numbered(&repeated, &ordinal, 0),
            Scalar::Varchar(most) | Scalar::Char(most) if !ty.array && most > SUFFIX => {
                numbered(&repeated, &ordinal, most)
            }
            _ => self.by_type(ty, &ordinal),
        }
    }

    /// A value of a type for a number, another one for any other.
    fn by_type(&self, ty: FieldType, number: &str) -> String {
        let name = spelling::postgres(self.model, ty);
        let scalar = FieldType::plain(ty.scalar);
        match ty.scalar {
            _ if ty.array => format!("ARRAY[{}]::{name}", self.by_type(scalar, number)),
            Scalar::Date => format!("date '{FIRST_DAY}' + ({number})::integer"),
            Scalar::Time => format!("time '00:00' + {number} * interval '1 second'"),
            Scalar::Timestamp | Scalar::Timestamptz => {
                format!("{name} '{FIRST_DAY} 00:00:00+00' + {number} * interval '1 second'")
            }
            Scalar::Interval => format!("{number} * interval '1 second'"),
            Scalar::Uuid => format!("md5({number}::text)::uuid"),
            Scalar::Bytea => format!("decode(lpad(to_hex({number}), 16, '0'), 'hex')"),
            Scalar::Inet => format!("inet '0.0.0.0' + {number}"),
            Scalar::Json | Scalar::Jsonb => format!("('{{\"number\": ' || {number} || '}}')::{name}"),
            Scalar::SmallInt
            | Scalar::Integer
            | Scalar::BigInt
            | Scalar::Numeric(_)
            | Scalar::Real
            | Scalar::DoublePrecision => format!("({number})::{name}"),
            Scalar::Boolean
            | Scalar::Text
            | Scalar::Varchar(_)
            | Scalar::Char(_)
            | Scalar::Citext
            | Scalar::Vector(_)
            | Scalar::Enum(_) => format!("({number})::text"),
        }
    }
}

/// The most digits of a number behind a text, and the sign before them.
const SUFFIX: u32 = 12;

/// A text with a number in it: in a mail address before the `@`, else at the end.
fn numbered(text: &str, number: &str, most: u32) -> String {
    let cut = if most == 0 { text.to_owned() } else { format!("left({text}, {})", most - SUFFIX) };
    format!(
        "CASE WHEN {text} LIKE '%@%' THEN replace({text}, '@', '.' || {number} || '@') ELSE {cut} || '-' || {number} END"
    )
}

fn alias(field: FieldId) -> String {
    format!("c{}", field.0)
}
