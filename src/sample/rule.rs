//! What an entity's rows must satisfy: its checks, and behind them the filters of those who work with it.

use crate::model::{Entity, Expression, Field, FieldId, FieldType, Literal, Role, Scalar, Supply};
use crate::sql::term::Term;

use super::decimal::Decimal;
use super::evaluate::{Datum, evaluate};
use super::instant::Instant;

/// A condition on a row.
#[derive(Debug, Clone)]
pub struct Rule {
    /// What must not be false.
    pub term: Term,
    /// The fields it looks at, those that generated columns come from in their place.
    pub fields: Vec<FieldId>,
}

/// The conditions of one entity.
#[derive(Debug, Clone)]
pub struct Rules {
    /// What PostgreSQL demands.
    pub checks: Vec<Rule>,
    /// What services must see to work with a row: of each role's filters, the application's first.
    pub filters: Vec<Rule>,
    /// How generated columns come about.
    generated: Vec<Option<Term>>,
}

impl Rules {
    /// Reads an entity's conditions.
    pub fn of(entity: &Entity) -> Self {
        let rule = |expression: &Expression| Rule {
            term: Term::read(&expression.text),
            fields: sources(entity, &expression.fields),
        };
        let filters = [Role::App, Role::Readonly].into_iter().filter_map(|role| entity.access(role));
        let filters = filters.flat_map(|access| &access.verbs).filter_map(|verb| verb.filter.as_ref());
        Self {
            checks: entity.checks.iter().map(|check| rule(&check.expression)).collect(),
            filters: filters.map(rule).collect(),
            generated: entity.fields.iter().map(generated).collect(),
        }
    }

    /// Whether a row with these values breaks a condition for certain.
    pub fn is_broken(&self, entity: &Entity, rule: &Rule, value: &impl Fn(FieldId) -> Option<Datum>) -> bool {
        self.verdict(entity, rule, value) == Some(false)
    }

    /// What a condition says of a row with these values: NULL counts as true, as in a check. `None`: it cannot be told.
    pub fn verdict(&self, entity: &Entity, rule: &Rule, value: &impl Fn(FieldId) -> Option<Datum>) -> Option<bool> {
        let column = |name: &str| {
            let (id, _) = entity.find_field(name)?;
            match &self.generated[id.0] {
                Some(term) => evaluate(term, &|name: &str| value(entity.find_field(name)?.0)),
                None => value(id),
            }
        };
        match evaluate(&rule.term, &column)? {
            Datum::Boolean(holds) => Some(holds),
            Datum::Null => Some(true),
            _ => None,
        }
    }
}

/// A constant as the evaluation has it.
pub fn datum(ty: FieldType, literal: &Literal) -> Option<Datum> {
    Some(match literal {
        Literal::Array(items) => {
            let element = FieldType::plain(ty.scalar);
            Datum::Array(items.iter().map(|item| datum(element, item)).collect::<Option<_>>()?)
        }
        Literal::Boolean(value) => Datum::Boolean(*value),
        Literal::Number(digits) => Decimal::read(digits).map_or(Datum::Opaque, Datum::Number),
        Literal::EnumValue(name) => Datum::Text(name.to_string()),
        Literal::Json(text) => Datum::Json(serde_json::from_str(text).ok()?),
        Literal::Text(text) => of_text(ty.scalar, text),
    })
}

fn of_text(scalar: Scalar, text: &str) -> Datum {
    match scalar {
        Scalar::Text | Scalar::Varchar(_) | Scalar::Uuid => Datum::Text(text.to_owned()),
        Scalar::Char(_) => Datum::Text(text.trim_end_matches(' ').to_owned()),
        Scalar::Date | Scalar::Time | Scalar::Timestamp | Scalar::Timestamptz => {
            Instant::read(text).map_or(Datum::Opaque, Datum::Instant)
        }
        Scalar::Citext | Scalar::Interval | Scalar::Bytea | Scalar::Inet | Scalar::Vector(_) => Datum::Opaque,
        Scalar::SmallInt
        | Scalar::Integer
        | Scalar::BigInt
        | Scalar::Numeric(_)
        | Scalar::Real
        | Scalar::DoublePrecision
        | Scalar::Boolean
        | Scalar::Jsonb
        | Scalar::Json
        | Scalar::Enum(_) => Datum::Opaque,
    }
}

/// A value of the evaluation as a constant of a type; `None` where the type has no such.
pub fn literal(ty: FieldType, datum: &Datum, values: &[&str]) -> Option<Literal> {
    if ty.array {
        return None;
    }
    match (ty.scalar, datum) {
        (Scalar::SmallInt | Scalar::Integer | Scalar::BigInt, Datum::Number(number)) => {
            number.text(0).map(Literal::Number)
        }
        (Scalar::Numeric(precision), Datum::Number(number)) => {
            number.text(precision.map_or(2, |precision| precision.scale)).map(Literal::Number)
        }
        (Scalar::Real | Scalar::DoublePrecision, Datum::Number(number)) => number.text(3).map(Literal::Number),
        (Scalar::Boolean, Datum::Boolean(value)) => Some(Literal::Boolean(*value)),
        (Scalar::Text | Scalar::Citext, Datum::Text(text)) => Some(Literal::Text(text.clone())),
        (Scalar::Varchar(most) | Scalar::Char(most), Datum::Text(text)) if text.chars().count() <= most as usize => {
            Some(Literal::Text(text.clone()))
        }
        (Scalar::Enum(_), Datum::Text(text)) if values.contains(&text.as_str()) => {
            crate::model::Name::new(text).ok().map(Literal::EnumValue)
        }
        (scalar, Datum::Instant(instant)) => of_instant(scalar, *instant).map(Literal::Text),
        _ => None,
    }
}

fn of_instant(scalar: Scalar, instant: Instant) -> Option<String> {
    match scalar {
        Scalar::Date => Some(instant.date()),
        Scalar::Time => Some(instant.time()),
        Scalar::Timestamp => Some(format!("{} {}", instant.date(), instant.time())),
        Scalar::Timestamptz => Some(format!("{} {}+00", instant.date(), instant.time())),
        _ => None,
    }
}

fn generated(field: &Field) -> Option<Term> {
    match &field.supply {
        Supply::Generated(expression) => Some(Term::read(&expression.text)),
        Supply::Client | Supply::Default(_) | Supply::Identity(_) => None,
    }
}

fn sources(entity: &Entity, fields: &[FieldId]) -> Vec<FieldId> {
    let source = |&id: &FieldId| match &entity.field(id).supply {
        Supply::Generated(expression) => expression.fields.clone(),
        Supply::Client | Supply::Default(_) | Supply::Identity(_) => vec![id],
    };
    let all: std::collections::BTreeSet<_> = fields.iter().flat_map(source).collect();
    all.into_iter().collect()
}
