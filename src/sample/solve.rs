//! A row's values, changed where together they break a condition that each of them alone keeps.
//!
//! Only what no key holds is changed, so that keys stay as everybody else knows them.

use crate::model::{Entity, FieldId, FieldOrigin, Literal, RelationId};

use super::domain;
use super::evaluate::Datum;
use super::plan::Source;
use super::rule::{self, Rule};
use super::{Address, Sample, Value};

/// A row in the making.
pub struct Solver<'s, 'm> {
    sample: &'s Sample<'m>,
    entity: &'m Entity,
    address: Address,
    values: Vec<(FieldId, Value)>,
}

/// Some columns, and what to put there.
type Change = Vec<(FieldId, Value)>;

/// How many other partners a relation tries.
const PARTNERS: usize = 4;

impl<'s, 'm> Solver<'s, 'm> {
    /// Starts from values that keep to what is said of each column alone.
    pub fn new(sample: &'s Sample<'m>, address: Address, values: Vec<(FieldId, Value)>) -> Self {
        Self { sample, entity: sample.model.entity(address.entity), address, values }
    }

    /// The values that break no condition, as far as can be told and done: checks before filters.
    pub fn solve(mut self) -> Vec<(FieldId, Value)> {
        let rules = &self.sample.plans[self.address.entity.0].rules;
        let all: Vec<_> = rules.checks.iter().chain(&rules.filters).collect();
        for (at, rule) in all.iter().enumerate() {
            let standing = if at < rules.checks.len() { &all[..rules.checks.len()] } else { &all[..at] };
            if self.is_broken(rule, &self.values) {
                self.repair(rule, standing);
            }
        }
        self.values
    }

    /// What each check says of the values as they are.
    pub fn verdicts(&self) -> Vec<Option<bool>> {
        let rules = &self.sample.plans[self.address.entity.0].rules;
        let verdict = |rule| rules.verdict(self.entity, rule, &|id| self.datum(id, &self.values));
        rules.checks.iter().map(verdict).collect()
    }

    /// Takes the first change that mends a rule and breaks none of those that stand.
    fn repair(&mut self, rule: &Rule, standing: &[&Rule]) {
        let broken = standing.iter().filter(|other| self.is_broken(other, &self.values)).count();
        let mended = self.changes(rule).into_iter().map(|change| self.changed(&change)).find(|values| {
            let now = standing.iter().filter(|other| self.is_broken(other, values)).count();
            !self.is_broken(rule, values) && now <= broken
        });
        if let Some(values) = mended {
            self.values = values;
        }
    }

    fn changed(&self, change: &Change) -> Vec<(FieldId, Value)> {
        let value = |(id, old): &(FieldId, Value)| {
            let new = change.iter().find(|(changed, _)| changed == id);
            (*id, new.map_or_else(|| old.clone(), |(_, new)| new.clone()))
        };
        self.values.iter().map(value).collect()
    }

    fn is_broken(&self, rule: &Rule, values: &[(FieldId, Value)]) -> bool {
        let rules = &self.sample.plans[self.address.entity.0].rules;
        rules.is_broken(self.entity, rule, &|id| self.datum(id, values))
    }

    fn datum(&self, id: FieldId, values: &[(FieldId, Value)]) -> Option<Datum> {
        let (_, value) = values.iter().find(|(field, _)| *field == id)?;
        match value {
            Value::Null => Some(Datum::Null),
            Value::Default => None,
            Value::Literal(literal) => rule::datum(self.entity.field(id).ty, literal),
            Value::Reference { .. } => Some(Datum::Text(self.sample.text(value))),
        }
    }

    /// Changes that may mend a rule: first of one column each, then NULL wherever that can be.
    fn changes(&self, rule: &Rule) -> Vec<Change> {
        let free: Vec<_> = rule.fields.iter().copied().filter(|&id| self.is_free(id)).collect();
        let later = |id: &FieldId| std::cmp::Reverse(id.0);
        let mut by_place = free.clone();
        by_place.sort_by_key(later);
        let singles = by_place.iter().flat_map(|&id| self.values_for(id, rule));
        let empty = |&id: &FieldId| self.entity.field(id).nullable.then_some((id, Value::Null));
        let nulls: Change = free.iter().filter_map(empty).collect();
        let one_null = nulls.iter().map(|one| vec![one.clone()]).collect::<Vec<_>>();
        singles.chain(one_null).chain([nulls.clone()]).collect()
    }

    /// Whether no key holds the column and it may be chosen.
    fn is_free(&self, id: FieldId) -> bool {
        match &self.sample.plans[self.address.entity.0].fields[id.0] {
            Source::Own(own) => own.is_free(),
            Source::Relation { relation, .. } => {
                let plan = &self.sample.plans[self.address.entity.0];
                !plan.counts_by(*relation) && !self.entity.primary_key.fields.contains(&id)
            }
            Source::Computed | Source::Tenant | Source::Made => false,
        }
    }

    fn values_for(&self, id: FieldId, rule: &Rule) -> Vec<Change> {
        match self.entity.field(id).origin {
            FieldOrigin::Relation(relation) => self.partners(id, relation),
            FieldOrigin::Own | FieldOrigin::TenantKey => {
                self.literals(id, rule).into_iter().map(|literal| vec![(id, Value::Literal(literal))]).collect()
            }
        }
    }

    /// The rows of the next numbers.
    fn partners(&self, id: FieldId, relation: RelationId) -> Vec<Change> {
        let moved = |step| Address { number: self.address.number + step, ..self.address };
        let value = |step| self.sample.own_value(moved(step), id).map(|value| vec![(id, value)]);
        let single = self.entity.relations[relation.0].fields.len() == 1;
        (1..=PARTNERS).filter(|_| single).filter_map(value).collect()
    }

    /// Near what other columns of the rule hold, then what else the type has.
    fn literals(&self, id: FieldId, rule: &Rule) -> Vec<Literal> {
        let ty = self.entity.field(id).ty;
        let values = domain::values(self.sample.model, ty);
        let others = rule.fields.iter().filter(|&&other| other != id);
        let beside = others.filter_map(|&other| self.datum(other, &self.values)).flat_map(near);
        let own = values.iter().map(|&value| Datum::Text(value.to_owned()));
        let truths = [true, false].map(Datum::Boolean);
        let constants = rule.term.all().into_iter().filter_map(domain::constant).flat_map(near);
        let all = beside.chain(truths).chain(own).chain(constants);
        all.filter_map(|datum| rule::literal(ty, &datum, &values)).collect()
    }
}

/// A value, and those just behind and before it.
fn near(datum: Datum) -> Vec<Datum> {
    use super::decimal::Decimal;
    match &datum {
        Datum::Number(number) => {
            let one = Decimal::whole(1);
            [number.plus(one), Some(*number), number.minus(one)].into_iter().flatten().map(Datum::Number).collect()
        }
        Datum::Instant(instant) => {
            [1, 25, 0, -1, -25].map(|hours| Datum::Instant(instant.plus_hours(hours))).into_iter().collect()
        }
        Datum::Null | Datum::Boolean(_) | Datum::Text(_) | Datum::Array(_) | Datum::Json(_) | Datum::Opaque => {
            vec![datum]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_near_comes_later_first() {
        let near = near(Datum::Number(super::super::decimal::Decimal::whole(3)));
        let texts: Vec<_> = near
            .iter()
            .map(|datum| match datum {
                Datum::Number(number) => number.text(0).unwrap(),
                _ => String::new(),
            })
            .collect();
        assert_eq!(texts, ["4", "3", "2"]);
    }
}
