//! References to another tenant's rows: PostgreSQL checks foreign keys behind row security's back.

use super::at_owned;
use crate::isolation::cell::{Attempt, Cell, Denial, Expected, Family};
use crate::isolation::ground::{FIRST, FOREIGN_KEY_VIOLATION, Ground, MISSING, OURS, THEIRS};
use crate::isolation::verbs::Trial;
use crate::model::{FieldId, Relation, Role, Tenancy, Verb};
use crate::sample::Tenant;
use crate::sql::name::column;

/// Every relation between tenants' rows, tried by adding a row, by changing one, and by the administrator, whom no policy
/// holds: only a key that carries the tenant stops all three.
pub fn cells(ground: &Ground<'_>) -> Vec<Cell> {
    let mut cells = Vec::new();
    for trial in at_owned(ground) {
        for relation in &trial.entity.relations {
            let target = Target { trial, relation };
            if target.is_walled() {
                cells.extend(target.cells());
            }
        }
    }
    cells
}

/// A relation to somebody's rows.
struct Target<'a> {
    trial: Trial<'a>,
    relation: &'a Relation,
}

impl Target<'_> {
    fn is_walled(&self) -> bool {
        match self.trial.ground.model.entity(self.relation.to).tenancy {
            Tenancy::Owned { .. } | Tenancy::Members { .. } | Tenancy::Users => true,
            Tenancy::Root | Tenancy::Shared { .. } => false,
        }
    }

    fn cells(&self) -> Vec<Cell> {
        let is_updatable = self.relation.fields.iter().all(|&field| self.trial.entity.is_updatable(field));
        let is_insertable = self.relation.fields.iter().all(|&field| self.trial.entity.is_insertable(field));
        let insert = self.trial.allows(Verb::Insert) && is_insertable;
        let update = self.trial.allows(Verb::Update) && self.trial.allows(Verb::Select) && is_updatable;
        let admin = Trial { role: Role::Admin, ..self.trial };
        [
            (insert && !self.trial.is_filtered(Verb::Insert))
                .then(|| self.cell(&self.trial, "insert", |keys| self.insert(keys))),
            (update && !self.trial.is_filtered(Verb::Update))
                .then(|| self.cell(&self.trial, "update", |keys| self.update(keys))),
            Some(self.cell(&admin, "insert", |keys| self.insert_any(keys))),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    fn cell(&self, trial: &Trial<'_>, verb: &str, attempt: impl Fn(&[(FieldId, String)]) -> String) -> Cell {
        let first = self.relation.reference.keys().next().map(|key| key.name.to_string());
        let denial = Denial { sqlstate: FOREIGN_KEY_VIOLATION, constraint: first };
        let target = trial.ground.model.entity(self.relation.to);
        let chosen = target.primary_key.fields.iter().copied().filter(|&field| Some(field) != target.tenancy.key());
        let stranger = trial.ground.stranger(self.relation.to, &chosen.collect::<Vec<_>>());
        let cell =
            trial.cell(Family::Reference, format!("{verb} with a {} of", self.relation.name), "another tenant's");
        Cell {
            before: stranger.before,
            attempt: Attempt::Command(attempt(&self.keys(THEIRS, stranger.number))),
            expected: Expected::Alike { twin: attempt(&self.keys(THEIRS, MISSING)), denial },
            ..cell
        }
    }

    /// The columns of the relation, with the key of a row to point at.
    fn keys(&self, tenant: Tenant, number: usize) -> Vec<(FieldId, String)> {
        let key = self.trial.ground.sample.key(self.relation.to, tenant, number);
        let reference = self.relation.reference.keys().last();
        let pairs = reference.into_iter().flat_map(|reference| reference.fields.iter().zip(&reference.to_fields));
        let own = pairs.filter(|(field, _)| self.relation.fields.contains(field));
        own.filter_map(|(&field, to)| Some((field, key.iter().find(|(part, _)| part == to)?.1.clone()))).collect()
    }

    fn insert(&self, keys: &[(FieldId, String)]) -> String {
        let Trial { ground, id, entity, .. } = self.trial;
        let given = |field| entity.is_insertable(field) && Some(field) != entity.tenancy.key();
        ground.sample.insert(&ground.any_row(id, OURS), given, keys)
    }

    fn insert_any(&self, keys: &[(FieldId, String)]) -> String {
        let Trial { ground, id, .. } = self.trial;
        ground.sample.insert(&ground.any_row(id, OURS), |_| true, keys)
    }

    fn update(&self, keys: &[(FieldId, String)]) -> String {
        let Trial { ground, id, entity, .. } = self.trial;
        let set: Vec<_> = keys.iter().map(|(field, value)| format!("{} = {value}", column(entity, *field))).collect();
        format!("UPDATE {} SET {} WHERE {}", ground.table(id), set.join(", "), ground.is_row(id, OURS, FIRST))
    }
}
