//! Learning of another tenant's rows without seeing them: by how a statement fails, or by what the planner keeps.

use super::{at_owned, forbidden, may};
use crate::isolation::cell::{Attempt, Cell, Expected, Family};
use crate::isolation::ground::{Ground, OURS, THEIRS};
use crate::isolation::verbs::Trial;
use crate::model::{FieldId, Role, Unique, Verb};
use crate::sql::literal;

/// The oracles at every table. Those of foreign keys are with the references.
pub fn cells(ground: &Ground<'_>) -> Vec<Cell> {
    let mut cells = Vec::new();
    for trial in at_owned(ground) {
        if may(&trial, &[Verb::Select, Verb::Insert]) {
            cells.extend(by_key(&trial));
            let constraints = trial.entity.uniques.iter();
            cells.extend(constraints.filter_map(|unique| by_unique(&trial, unique)));
        }
    }
    for (id, entity) in ground.walled() {
        let trial = Trial { ground, id, entity, role: Role::App };
        cells.extend([by_error(&trial), Some(by_statistics(&trial))].into_iter().flatten());
    }
    cells
}

/// Another tenant's primary key. Where the database makes keys, nobody may name one; where clients choose them, the key
/// holds the tenant, and so the same choice is free to every tenant.
fn by_key(trial: &Trial<'_>) -> Option<Cell> {
    let Trial { ground, id, entity, .. } = *trial;
    let spare = ground.sample.spare(id, OURS)?;
    let tenant = entity.tenancy.key();
    let chosen: Vec<_> = entity
        .primary_key
        .fields
        .iter()
        .copied()
        .filter(|&field| Some(field) != tenant && trial.is_free(field))
        .collect();
    let stranger = ground.stranger(id, &chosen);
    let theirs = ground.sample.key(id, THEIRS, stranger.number).into_iter();
    let theirs: Vec<_> = theirs.filter(|(field, _)| chosen.contains(field)).collect();
    let is_made = entity.primary_key.fields.iter().any(|&field| entity.is_made_key(field));
    let given = |field: FieldId| (entity.is_insertable(field) || entity.is_made_key(field)) && Some(field) != tenant;
    let insert = ground.sample.insert(&spare, given, &theirs);
    let expected = if is_made { forbidden() } else { trial.inserted() };
    let attempt = if is_made { Attempt::Command(insert) } else { trial.returning(insert) };
    let cell = trial.cell(Family::Oracle, "insert with the key of", "another tenant's");
    Some(Cell { before: stranger.before, attempt, expected, ..cell })
}

/// What is unique is so inside a tenant: a value that another has is free.
fn by_unique(trial: &Trial<'_>, unique: &Unique) -> Option<Cell> {
    let Trial { ground, id, entity, .. } = *trial;
    let spare = ground.sample.spare(id, OURS)?;
    let fields: Vec<_> = unique.keys.iter().filter_map(crate::model::IndexKey::as_field).collect();
    let is_tried =
        |field: &FieldId| entity.is_insertable(*field) && trial.is_free(*field) && entity.tenancy.key() != Some(*field);
    let tried: Vec<_> = fields.into_iter().filter(is_tried).collect();
    let stranger = ground.stranger(id, &tried);
    let value = |&field: &FieldId| Some((field, ground.value(id, THEIRS, stranger.number, field)?));
    let theirs: Vec<_> = tried.iter().filter_map(value).collect();
    if theirs.is_empty() {
        return None;
    }
    let given = |field: FieldId| entity.is_insertable(field) && Some(field) != entity.tenancy.key();
    let insert = ground.sample.insert(&spare, given, &theirs);
    let cell = trial.cell(Family::Oracle, format!("insert with what {} holds of", unique.name), "another tenant's");
    Some(Cell { before: stranger.before, attempt: trial.returning(insert), expected: trial.inserted(), ..cell })
}

/// A condition that fails on another tenant's row must never see one.
fn by_error(trial: &Trial<'_>) -> Option<Cell> {
    let Trial { ground, id, .. } = *trial;
    let condition = format!("1 / CASE WHEN {} THEN 0 ELSE 1 END = 1", trial.their_row());
    let own = Expected::Rows(trial.reached(Verb::Select, &ground.belongs(id, OURS)));
    let cell = trial.cell(Family::Oracle, "select with a condition that fails on", "another tenant's");
    let attempt = trial.attempt(Verb::Select, &condition);
    trial.allows(Verb::Select).then_some(Cell { attempt, expected: own, ..cell })
}

/// The planner samples every tenant's values; who is held by row security must not read the samples.
fn by_statistics(trial: &Trial<'_>) -> Cell {
    let Trial { ground, id, entity, .. } = *trial;
    let schema = literal(ground.model.project.postgres.schema.as_str());
    let name = literal(entity.name.as_str());
    let statement =
        format!("SELECT attname::text FROM pg_catalog.pg_stats WHERE schemaname = {schema} AND tablename = {name}");
    let cell = trial.cell(Family::Oracle, "read the planner's samples of", "every");
    Cell {
        before: vec![format!("ANALYZE {}", ground.table(id))],
        attempt: Attempt::Query(statement),
        expected: Expected::Nothing,
        ..cell
    }
}

impl Trial<'_> {
    /// Whether the column holds a value of its own rather than a reference.
    fn is_free(&self, field: FieldId) -> bool {
        self.entity.relations.iter().all(|relation| !relation.fields.contains(&field))
    }
}
