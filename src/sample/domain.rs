//! Which values of a column its own checks allow, and the way of making them that keeps to it.

use crate::model::{Entity, FieldId, FieldType, Literal, Model, Scalar};
use crate::sql::term::Term;

use super::decimal::Decimal;
use super::evaluate::Datum;
use super::instant::Instant;
use super::pattern::Pattern;
use super::rule::{self, Rules};

/// A way of making values of one column.
#[derive(Debug, Clone, Default)]
pub enum Domain {
    /// By type and name.
    #[default]
    Any,
    /// That, in lower case.
    Lower,
    /// That, in upper case.
    Upper,
    /// An example; where rows must differ, counted up.
    Like(Literal),
    /// One of a list.
    Among(Vec<Literal>),
    /// A number from a first to a last.
    Numbers {
        /// The first.
        least: i64,
        /// The last, where there is one.
        most: Option<i64>,
    },
    /// A time after a first one, by an hour more for each index; before it where it is a last one.
    Times {
        /// What it is counted from.
        from: Instant,
        /// The direction.
        backwards: bool,
    },
    /// A text of a form.
    Form(Pattern),
    /// A text of so many characters.
    Length(usize),
}

/// As many rows as tell whether a way of making values keeps to the checks.
const PROBES: usize = 24;

/// As many numbers as count as any number of them.
const MANY: i64 = 100_000;

impl Domain {
    /// The first way whose values break none of the checks on the column alone.
    pub fn of(
        model: &Model,
        entity: &Entity,
        id: FieldId,
        rules: &Rules,
        make: impl Fn(&Self, usize) -> Literal,
    ) -> Self {
        let ty = entity.field(id).ty;
        if let Some(example) = &entity.field(id).example {
            return Self::Like(example.clone());
        }
        let own: Vec<_> = rules.checks.iter().filter(|rule| rule.fields == [id]).collect();
        let fits = |domain: &Self| {
            (0..PROBES).all(|index| {
                let datum = rule::datum(ty, &make(domain, index));
                own.iter().all(|rule| !rules.is_broken(entity, rule, &|_| datum.clone()))
            })
        };
        if own.is_empty() {
            return Self::Any;
        }
        let terms: Vec<_> = own.iter().flat_map(|rule| rule.term.all()).collect();
        candidates(model, ty, &terms).into_iter().find(fits).unwrap_or_default()
    }

    /// How many values there are, where they are few.
    pub fn few(&self) -> Option<usize> {
        match self {
            Self::Among(list) => Some(list.len()),
            Self::Like(example) => counted_up(example, 1).is_none().then_some(1),
            Self::Numbers { least, most: Some(most) } if most - least < MANY => usize::try_from(most - least + 1).ok(),
            Self::Any
            | Self::Lower
            | Self::Upper
            | Self::Numbers { .. }
            | Self::Times { .. }
            | Self::Form(_)
            | Self::Length(_) => None,
        }
    }
}

/// An example with its last digits counted up; `None` where it has none.
pub fn counted_up(example: &Literal, by: usize) -> Option<Literal> {
    let up = |text: &str| {
        let end = text.rfind(|c: char| c.is_ascii_digit())? + 1;
        let start = text[..end].trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let start = start.max(end.saturating_sub(MOST_DIGITS));
        let number = text[start..end].parse::<u64>().ok()?.checked_add(by as u64)?;
        Some(format!("{}{number:0width$}{}", &text[..start], &text[end..], width = end - start))
    };
    match example {
        Literal::Text(text) => up(text).map(Literal::Text),
        Literal::Number(digits) => up(digits).map(Literal::Number),
        Literal::EnumValue(_) | Literal::Boolean(_) | Literal::Json(_) | Literal::Array(_) => None,
    }
}

/// As many digits as are taken for a number.
const MOST_DIGITS: usize = 18;

/// Ways of making values that the terms of checks suggest, the most believable first.
fn candidates(model: &Model, ty: FieldType, terms: &[&Term]) -> Vec<Domain> {
    let mut found = vec![Domain::Any];
    if ty.array {
        return found;
    }
    let text = matches!(ty.scalar, Scalar::Text | Scalar::Varchar(_) | Scalar::Char(_) | Scalar::Citext);
    if text {
        found.extend([Domain::Lower, Domain::Upper]);
        found.extend(terms.iter().filter_map(|term| form(term)));
    }
    found.extend(lists(model, ty, terms));
    let constants: Vec<_> = terms.iter().filter_map(|term| constant(term)).collect();
    if text {
        found.extend(constants.iter().filter_map(length).map(Domain::Length));
    }
    found.extend(times(&constants));
    found.extend(ranges(&constants));
    let each = constants.iter().filter_map(|datum| rule::literal(ty, datum, &values(model, ty)));
    found.extend(each.map(|literal| Domain::Among(vec![literal])));
    found
}

/// The values of an enum.
pub fn values(model: &Model, ty: FieldType) -> Vec<&str> {
    match ty.scalar {
        Scalar::Enum(id) => model.enumeration(id).values.iter().map(|value| value.name.as_str()).collect(),
        _ => Vec::new(),
    }
}

fn form(term: &Term) -> Option<Domain> {
    let Term::Operator { name, right, .. } = term else { return None };
    let Term::Text(pattern) = without_cast(right) else { return None };
    match name.as_str() {
        "~" | "~*" => Pattern::read(pattern).map(Domain::Form),
        "~~" | "~~*" => Some(Domain::Form(Pattern::like(pattern))),
        _ => None,
    }
}

/// Lists of constants, those of them that the type can hold.
fn lists(model: &Model, ty: FieldType, terms: &[&Term]) -> Vec<Domain> {
    let values = values(model, ty);
    let list = |term: &&Term| {
        let Term::In(_, items) = term else { return None };
        let items: Vec<_> = items.iter().filter_map(|item| rule::literal(ty, &constant(item)?, &values)).collect();
        (!items.is_empty()).then_some(Domain::Among(items))
    };
    let whole = values.iter().filter_map(|&value| Some(Literal::EnumValue(crate::model::Name::new(value).ok()?)));
    let singles = whole.map(|value| Domain::Among(vec![value]));
    terms.iter().filter_map(list).chain(singles).collect()
}

/// A constant, as the evaluation has it.
pub fn constant(term: &Term) -> Option<Datum> {
    match without_cast(term) {
        Term::Number(digits) => Decimal::read(digits).map(Datum::Number),
        Term::Boolean(value) => Some(Datum::Boolean(*value)),
        Term::Text(text) => Some(Instant::read(text).map_or_else(|| Datum::Text(text.clone()), Datum::Instant)),
        _ => None,
    }
}

fn without_cast(term: &Term) -> &Term {
    match term {
        Term::Cast(inner, _) => without_cast(inner),
        other => other,
    }
}

fn length(datum: &Datum) -> Option<usize> {
    whole(datum).and_then(|number| usize::try_from(number).ok()).filter(|&number| (1..10_000).contains(&number))
}

fn whole(datum: &Datum) -> Option<i64> {
    match datum {
        Datum::Number(number) => number.text(0)?.parse().ok(),
        _ => None,
    }
}

fn times(constants: &[Datum]) -> Vec<Domain> {
    let instants = constants.iter().filter_map(|datum| match datum {
        Datum::Instant(from) => Some(*from),
        _ => None,
    });
    instants.flat_map(|from| [false, true].map(|backwards| Domain::Times { from, backwards })).collect()
}

/// Between any two of the numbers that the checks name, and from each upwards.
fn ranges(constants: &[Datum]) -> Vec<Domain> {
    let numbers: std::collections::BTreeSet<_> = constants.iter().filter_map(whole).collect();
    let bounds: Vec<_> = numbers.into_iter().flat_map(|number| [number, number + 1]).collect();
    let open = bounds.iter().map(|&least| Domain::Numbers { least, most: None });
    let closed = bounds.iter().flat_map(|&least| {
        let above = bounds.iter().flat_map(|&most| [most, most.saturating_sub(2)]).filter(move |&most| most >= least);
        above.map(move |most| Domain::Numbers { least, most: Some(most) })
    });
    let mut closed: Vec<_> = closed.collect();
    closed.sort_by_key(|domain| std::cmp::Reverse(domain.few()));
    let below = bounds.iter().map(|&most| Domain::Numbers { least: most - MANY / 2, most: Some(most - 1) });
    open.chain(closed).chain(below).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_are_counted_up_by_their_last_digits() {
        let up = |text: &str| match counted_up(&Literal::Text(text.into()), 2) {
            Some(Literal::Text(text)) => text,
            _ => String::new(),
        };
        assert_eq!(up("R-2026-0098"), "R-2026-0100");
        assert_eq!(up("é9x"), "é11x");
        assert_eq!(up("none"), "");
    }
}
