//! Rows that would change their tenant, and contexts that change while a statement runs.

use super::{at_owned, forbidden, may};
use crate::isolation::cell::{Attempt, Cell, Denial, Expected, Family, Probe};
use crate::isolation::ground::{FIRST, Ground, OURS, THEIRS};
use crate::isolation::verbs::Trial;
use crate::model::{FieldId, Role, Verb};
use crate::sql::name::column;

/// The SQLSTATE of a value that must be there and is not.
const NOT_NULL_VIOLATION: &str = "23502";

/// The attempts at each table whose rows belong to a tenant each.
pub fn cells(ground: &Ground<'_>) -> Vec<Cell> {
    let mut cells = Vec::new();
    for (id, entity) in ground.model.managed().filter(|(_, entity)| entity.tenancy.key().is_some()) {
        let admin = Trial { ground, id, entity, role: Role::Admin };
        cells.extend([move_row(&admin), homeless(&admin)]);
    }
    for trial in at_owned(ground) {
        cells.push(move_row(&trial));
        if may(&trial, &[Verb::Select, Verb::Update]) {
            cells.extend(trial.entity.updatable().next().map(|field| switch_in_update(&trial, field)));
        }
        if may(&trial, &[Verb::Select]) {
            cells.push(switch_in_select(&trial));
        }
    }
    cells
}

/// The application has no right to the column; the administrator, who has, is stopped by the trigger.
fn move_row(trial: &Trial<'_>) -> Cell {
    let Trial { ground, id, entity, .. } = *trial;
    let key = entity.tenancy.key().map(|key| column(entity, key)).unwrap_or_default();
    let row = ground.is_row(id, OURS, FIRST);
    let statement = format!("UPDATE {} SET {key} = {} WHERE {row}", ground.table(id), ground.tenant_id(THEIRS));
    let cell = trial.cell(Family::Motion, "move to another tenant", "own");
    Cell { attempt: Attempt::Command(statement), expected: forbidden(), ..cell }
}

/// A row that names no tenant is nobody's to see and everybody's to trip over.
fn homeless(admin: &Trial<'_>) -> Cell {
    let Trial { ground, id, entity, .. } = *admin;
    let nobody: Vec<_> = entity.tenancy.key().map(|key| (key, "NULL".to_owned())).into_iter().collect();
    let insert = ground.sample.insert(&ground.any_row(id, OURS), |_| true, &nobody);
    let cell = admin.cell(Family::Motion, "insert without a tenant", "nobody's");
    Cell { attempt: Attempt::Command(insert), expected: Expected::Refused(Denial::code(NOT_NULL_VIOLATION)), ..cell }
}

/// The condition on old rows may be judged for one tenant and that on new rows for the other.
fn switch_in_update(trial: &Trial<'_>, field: FieldId) -> Cell {
    let Trial { ground, id, entity, .. } = *trial;
    let (name, row) = (column(entity, field), ground.is_row(id, OURS, FIRST));
    let switch = ground.switch(&ground.tenant_id(THEIRS));
    let statement =
        format!("UPDATE {} SET {name} = CASE WHEN {switch} IS NOT NULL THEN {name} END WHERE {row}", ground.table(id));
    let claim = "the row is still its tenant's".to_owned();
    let query = format!("SELECT {} FROM {} WHERE {row}", ground.belongs(id, OURS), ground.table(id));
    let cell = trial.cell(Family::Motion, "change the context in an update of", "own");
    Cell {
        attempt: Attempt::Command(statement),
        expected: Expected::Harmless,
        probe: Some(Probe { claim, query }),
        ..cell
    }
}

/// A statement reads for the tenant it began with.
fn switch_in_select(trial: &Trial<'_>) -> Cell {
    let Trial { ground, id, .. } = *trial;
    let switch = ground.switch(&ground.tenant_id(THEIRS));
    let condition = format!("CASE WHEN {switch} IS NOT NULL THEN true END");
    let expected = Expected::Rows(trial.reached(Verb::Select, &ground.belongs(id, OURS)));
    let cell = trial.cell(Family::Motion, "change the context in a select of", "own");
    Cell { attempt: trial.attempt(Verb::Select, &condition), expected, ..cell }
}
