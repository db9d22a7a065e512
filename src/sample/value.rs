//! Values by type: for each index another one where it matters, and one that its column can hold.

use std::sync::LazyLock;

use crate::model::field_type::Precision;
use crate::model::{Default, Entity, Field, FieldId, FieldType, Literal, Model, Scalar};

use super::decimal::Decimal;
use super::domain::{self, Domain};
use super::evaluate::Datum;
use super::instant::Instant;
use super::plan::{Digit, Distinct, Own};
use super::words::{self, Manner};
use super::{Address, Tenant, rule};

/// Days are counted from here, a Monday.
pub const FIRST_DAY: &str = "2026-01-05";

/// As many days as dates go on for before they start over.
const DAYS: usize = 1_000_000;

/// How many values a type has, where they are few.
pub fn few(model: &Model, ty: FieldType) -> Option<usize> {
    match ty.scalar {
        _ if ty.array => None,
        Scalar::Boolean => Some(2),
        Scalar::Enum(id) => Some(model.enumeration(id).values.len()),
        Scalar::Varchar(length @ 1..=2) | Scalar::Char(length @ 1..=2) => Some(36_usize.pow(length)),
        Scalar::SmallInt
        | Scalar::Integer
        | Scalar::BigInt
        | Scalar::Numeric(_)
        | Scalar::Real
        | Scalar::DoublePrecision
        | Scalar::Text
        | Scalar::Varchar(_)
        | Scalar::Char(_)
        | Scalar::Citext
        | Scalar::Uuid
        | Scalar::Date
        | Scalar::Time
        | Scalar::Timestamp
        | Scalar::Timestamptz
        | Scalar::Interval
        | Scalar::Jsonb
        | Scalar::Json
        | Scalar::Bytea
        | Scalar::Inet
        | Scalar::Vector(_) => None,
    }
}

/// Whether values of a type tell rows apart for people, and are found by equality.
pub fn is_label(ty: FieldType) -> bool {
    match ty.scalar {
        _ if ty.array => false,
        Scalar::Text | Scalar::Varchar(_) | Scalar::Citext | Scalar::Integer | Scalar::BigInt | Scalar::Date => true,
        Scalar::SmallInt
        | Scalar::Numeric(_)
        | Scalar::Real
        | Scalar::DoublePrecision
        | Scalar::Boolean
        | Scalar::Char(_)
        | Scalar::Uuid
        | Scalar::Time
        | Scalar::Timestamp
        | Scalar::Timestamptz
        | Scalar::Interval
        | Scalar::Jsonb
        | Scalar::Json
        | Scalar::Bytea
        | Scalar::Inet
        | Scalar::Vector(_)
        | Scalar::Enum(_) => false,
    }
}

/// A key that the database would make: a UUID that shows whose row it is, or a number beyond what sequences reach.
pub fn made_key(entity: &Entity, id: FieldId, address: Address) -> Literal {
    let number = pair(address.number, tenant(address)) as u64;
    match first_key(entity.field(id).ty.scalar) {
        Some(first) => Literal::Number((first + number % first).to_string()),
        None => Literal::Text(uuid(address, None)),
    }
}

/// Where keys of a sequence of the type start here: far above what a test reaches, with as many above.
pub fn first_key(scalar: Scalar) -> Option<u64> {
    match scalar {
        Scalar::SmallInt => Some(16_000),
        Scalar::Integer => Some(1_000_000_000),
        Scalar::BigInt => Some(1_000_000_000_000),
        _ => None,
    }
}

/// What values of a column are like.
#[derive(Debug, Clone, Copy)]
pub struct Habit<'p> {
    /// What its name says.
    pub manner: &'p Manner,
    /// What its checks allow.
    pub domain: &'p Domain,
}

/// A value of the row's own.
pub fn own(model: &Model, address: Address, id: FieldId, own: &Own, habit: Habit<'_>) -> Literal {
    let entity = model.entity(address.entity);
    let maker = Maker { model, entity, field: entity.field(id), id, address, own, manner: habit.manner };
    maker.within(habit.domain)
}

/// A number for two, another one for any other two.
fn pair(a: usize, b: usize) -> usize {
    if a >= b { a * a + a + b } else { b * b + a }
}

fn tenant(address: Address) -> usize {
    address.tenant.map_or(0, |Tenant(number)| number)
}

/// `00000003-0001-4000-8000-000000000007`: entity 3, tenant 1, row 7; a field's place stands before the entity's.
pub fn uuid(address: Address, field: Option<FieldId>) -> String {
    let (entity, tenant) = (address.entity.0 + 1, tenant(address));
    let field = field.map_or(0, |field| field.0 + 1) & 0xffff;
    let (low, high) = (tenant & 0xffff, (tenant >> 16) & 0xfff);
    format!("{field:04x}{:04x}-{low:04x}-4{high:03x}-8000-{:012x}", entity & 0xffff, address.number & 0xffff_ffff_ffff)
}

struct Maker<'m> {
    model: &'m Model,
    entity: &'m Entity,
    field: &'m Field,
    id: FieldId,
    address: Address,
    own: &'m Own,
    manner: &'m Manner,
}

impl Maker<'_> {
    /// A value of the kind that checks allow.
    fn within(&self, allowed: &Domain) -> Literal {
        let few = allowed.few();
        let index = match (self.own.digit, few) {
            (Some(digit), Some(few)) => digit.of(self.address.number, few),
            (Some(_) | None, _) => self.index(),
        };
        let literal = |datum: Datum| rule::literal(self.field.ty, &datum, &[]);
        let made = match allowed {
            Domain::Any => None,
            Domain::Lower => recased(self.literal(), str::to_lowercase),
            Domain::Upper => recased(self.literal(), str::to_uppercase),
            Domain::Like(example) if self.is_distinct() => domain::counted_up(example, self.index()),
            Domain::Like(example) => Some(example.clone()),
            Domain::Among(list) => list.get(index % list.len().max(1)).cloned(),
            Domain::Numbers { least, .. } => {
                Decimal::read(&(least + (index % few.unwrap_or(usize::MAX)) as i64).to_string())
                    .and_then(|number| literal(Datum::Number(number)))
            }
            Domain::Times { from, backwards } => {
                let hours = index as i64 + 1;
                literal(Datum::Instant(from.plus_hours(if *backwards { -hours } else { hours })))
            }
            Domain::Form(pattern) => literal(Datum::Text(pattern.text(index))),
            Domain::Length(length) => literal(Datum::Text(format!("{:A>length$}", code(index, *length)))),
        };
        made.unwrap_or_else(|| self.literal())
    }

    fn literal(&self) -> Literal {
        let FieldType { scalar, array } = self.field.ty;
        if !array {
            return self.scalar(scalar, self.index());
        }
        if let Some(few) = few(self.model, FieldType::plain(scalar)) {
            return Literal::Array(self.digits(few).into_iter().map(|digit| self.scalar(scalar, digit)).collect());
        }
        let length = 1 + self.address.number % 2;
        Literal::Array((0..length).map(|at| self.scalar(scalar, self.index() + at)).collect())
    }

    /// What the value counts by: where it must be distinct, another number in each row.
    fn index(&self) -> usize {
        let (number, tenant) = (self.address.number, tenant(self.address));
        match (self.own.digit, self.own.distinct) {
            (Some(digit), _) => self.digit(digit),
            (None, Distinct::Everywhere) => pair(number, tenant) + 7 * self.address.entity.0,
            (None, Distinct::InTenant) => self.row_index(),
            (None, Distinct::No) if self.speaks_of_the_whole() => self.row_index(),
            (None, Distinct::No) => number + 5 * tenant + 3 * self.id.0,
        }
    }

    /// The row's own: texts that go by it agree, as a name and a mail address.
    fn row_index(&self) -> usize {
        let (number, tenant) = (self.address.number, tenant(self.address));
        let row = if self.entity.tenancy.key().is_none() { pair(number, tenant) } else { number + 5 * tenant };
        row + 7 * self.address.entity.0
    }

    fn speaks_of_the_whole(&self) -> bool {
        let scalar = self.field.ty.scalar;
        let is_text = matches!(scalar, Scalar::Text | Scalar::Varchar(_) | Scalar::Char(_) | Scalar::Citext);
        is_text && self.manner.topic.is_identity()
    }

    fn digit(&self, digit: Digit) -> usize {
        digit.of(self.address.number, few(self.model, self.field.ty).unwrap_or(usize::MAX))
    }

    /// The index in a notation of so many signs without a zero, so that no two indexes are written alike.
    fn digits(&self, base: usize) -> Vec<usize> {
        let (mut rest, mut digits) = (self.index() + 1, Vec::new());
        while rest > 0 {
            rest -= 1;
            digits.push(rest % base);
            rest /= base.max(2);
        }
        digits
    }

    fn is_distinct(&self) -> bool {
        self.own.distinct > Distinct::No || self.own.digit.is_some()
    }

    fn scalar(&self, scalar: Scalar, index: usize) -> Literal {
        match scalar {
            Scalar::SmallInt => self.integer(index, 30_000),
            Scalar::Integer => self.integer(index, 2_000_000_000),
            Scalar::BigInt => self.integer(index, usize::MAX),
            Scalar::Numeric(precision) => self.numeric(index, precision),
            Scalar::Real | Scalar::DoublePrecision => Literal::Number(format!("{index}.5")),
            Scalar::Boolean => self.boolean(index),
            Scalar::Text | Scalar::Citext => self.text(index, usize::MAX),
            Scalar::Varchar(most) | Scalar::Char(most) => self.text(index, most as usize),
            Scalar::Enum(id) => {
                let values = &self.model.enumeration(id).values;
                Literal::EnumValue(values[index % values.len()].name.clone())
            }
            Scalar::Json | Scalar::Jsonb => Literal::Json(format!("{{\"number\":{index}}}")),
            Scalar::Uuid
            | Scalar::Date
            | Scalar::Time
            | Scalar::Timestamp
            | Scalar::Timestamptz
            | Scalar::Interval
            | Scalar::Bytea
            | Scalar::Inet
            | Scalar::Vector(_) => Literal::Text(self.written(scalar, index)),
        }
    }

    /// Types that are written as texts of a form of their own.
    fn written(&self, scalar: Scalar, index: usize) -> String {
        match scalar {
            Scalar::Date => date(index),
            Scalar::Time => format!("{:02}:{:02}:{:02}", (8 + index) % 24, index / 24 % 60, index / 1_440 % 60),
            Scalar::Timestamp => format!("{} {}", date(index), self.time_of_day()),
            Scalar::Timestamptz => format!("{} {}+00", date(index), self.time_of_day()),
            Scalar::Interval => format!("{} hours", index + 1),
            Scalar::Bytea => format!("\\x{index:08x}"),
            Scalar::Inet if index < 254 => format!("192.0.2.{}", index + 1),
            Scalar::Inet => format!("2001:db8::{:x}:{:x}", index >> 16 & 0xffff, index & 0xffff),
            Scalar::Vector(length) => vector(index, length),
            _ => uuid(Address { number: index, ..self.address }, Some(self.id)),
        }
    }

    /// What ends does so an hour after what starts.
    fn time_of_day(&self) -> String {
        let hour = if self.manner.is_later { 10 } else { 9 };
        format!("{hour:02}:{:02}:00", 15 * (self.address.number % 4))
    }

    fn integer(&self, index: usize, most: usize) -> Literal {
        let number = if self.is_distinct() { index + 1 } else { self.manner.quantity(index) };
        Literal::Number((number % most).to_string())
    }

    fn numeric(&self, index: usize, precision: Option<Precision>) -> Literal {
        let Precision { precision, scale } = precision.unwrap_or(Precision { precision: 15, scale: 2 });
        let unit = 10_u128.saturating_pow(scale);
        let most = 10_u128.saturating_pow(precision);
        let whole = self.manner.quantity(index) as u128 * unit;
        let units = if self.is_distinct() || whole >= most { (index as u128 + 1) % most } else { whole };
        if scale == 0 {
            return Literal::Number(units.to_string());
        }
        Literal::Number(format!("{}.{:0width$}", units / unit, units % unit, width = scale as usize))
    }

    fn boolean(&self, index: usize) -> Literal {
        if self.is_distinct() {
            return Literal::Boolean(index % 2 == 1);
        }
        let usual = !matches!(self.field.default(), Some(Default::Literal(Literal::Boolean(false))));
        Literal::Boolean(usual == (index % 4 != 3))
    }

    fn text(&self, index: usize, most: usize) -> Literal {
        let text = words::text(self.manner.topic, index, tenant(self.address), self.is_distinct());
        if text.chars().count() <= most && !(self.is_distinct() && self.own.digit.is_some()) {
            return Literal::Text(text);
        }
        if self.is_distinct() || most < 4 {
            return Literal::Text(code(index, most));
        }
        let cut: String = text.chars().take(most).collect();
        Literal::Text(cut.trim_end().to_owned())
    }
}

/// A number in at most so many letters and digits, padded to three where they fit.
fn code(index: usize, most: usize) -> String {
    const SIGNS: &[u8; 36] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    let (mut rest, mut text) = (index, Vec::new());
    while text.len() < most && (rest > 0 || text.len() < 3) {
        text.push(char::from(SIGNS[rest % SIGNS.len()]));
        rest /= SIGNS.len();
    }
    text.into_iter().rev().collect()
}

fn vector(index: usize, length: u32) -> String {
    let numbers: Vec<_> = (0..length as usize).map(|at| ((index + at) % 10).to_string()).collect();
    format!("[{}]", numbers.join(","))
}

/// The date so many days after the first.
fn date(days: usize) -> String {
    static FIRST: LazyLock<Option<Instant>> = LazyLock::new(|| Instant::read(FIRST_DAY));
    FIRST.map_or_else(String::new, |first| first.plus_hours(24 * (days % DAYS) as i64).date())
}

/// A text in another letter case.
fn recased(literal: Literal, case: impl Fn(&str) -> String) -> Option<Literal> {
    match literal {
        Literal::Text(text) => Some(Literal::Text(case(&text))),
        Literal::EnumValue(_) | Literal::Number(_) | Literal::Boolean(_) | Literal::Json(_) | Literal::Array(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_by_the_calendar() {
        assert_eq!(date(0), "2026-01-05");
        assert_eq!(date(27), "2026-02-01");
        assert_eq!(date(365), "2027-01-05");
        assert_eq!(date(785), "2028-02-29");
    }

    #[test]
    fn pairs_are_distinct() {
        let all: std::collections::BTreeSet<_> = (0..40).flat_map(|a| (0..40).map(move |b| pair(a, b))).collect();
        assert_eq!(all.len(), 1600);
    }

    #[test]
    fn codes_are_distinct_and_short() {
        assert_eq!(code(0, 9), "AAA");
        assert_eq!(code(37, 2), "BB");
        let all: std::collections::BTreeSet<_> = (0..1296).map(|index| code(index, 2)).collect();
        assert_eq!(all.len(), 1296);
    }
}
