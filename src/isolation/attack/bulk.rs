//! INSERT … ON CONFLICT, MERGE, COPY, TRUNCATE and row locks: other ways to what the verbs do.

use super::{at_owned, forbidden, may};
use crate::isolation::cell::{Attempt, Cell, Expected, Family};
use crate::isolation::ground::{Ground, OURS, THEIRS};
use crate::isolation::verbs::Trial;
use crate::model::{FieldId, Role, Verb};
use crate::sql::columns;
use crate::sql::name::column;

/// The oldest version that has MERGE is the oldest that crmgen writes for, so it is always tried.
pub fn cells(ground: &Ground<'_>) -> Vec<Cell> {
    let mut cells = Vec::new();
    for trial in at_owned(ground) {
        if may(&trial, &Verb::ALL) {
            cells.extend(upserts(&trial));
            cells.extend(merges(&trial));
        }
    }
    for (id, entity) in ground.model.managed() {
        let trial = Trial { ground, id, entity, role: Role::App };
        cells.extend([truncate(&trial, ""), truncate(&trial, " CASCADE"), copy_to_file(&trial)]);
        cells.extend(copy(&trial));
        cells.extend([lock(&trial, "FOR UPDATE"), lock(&trial, "FOR KEY SHARE")]);
        cells.push(lock(&Trial { role: Role::Readonly, ..trial }, "FOR UPDATE"));
    }
    cells
}

/// Adding a row in another tenant's name, with each way out of a conflict.
fn upserts(trial: &Trial<'_>) -> Vec<Cell> {
    let Trial { ground, id, entity, .. } = *trial;
    let insert = ground.sample.insert(&ground.any_row(id, THEIRS), |field| entity.is_insertable(field), &[]);
    let upsert = |what: &str, then: String| {
        let cell = trial.cell(Family::Bulk, format!("insert … on conflict do {what}"), "another tenant's");
        Cell { attempt: Attempt::Command(format!("{insert} ON CONFLICT {then}")), expected: forbidden(), ..cell }
    };
    let nothing = upsert("nothing", "DO NOTHING".to_owned());
    let target = entity.uniques.iter().find_map(crate::model::Unique::as_constraint);
    let update =
        target.zip(entity.updatable().next()).map(|(target, field)| upsert("update", update(entity, &target, field)));
    [Some(nothing), update].into_iter().flatten().collect()
}

fn update(entity: &crate::model::Entity, target: &[FieldId], field: FieldId) -> String {
    format!("({}) DO UPDATE SET {1} = EXCLUDED.{1}", columns(entity, target), column(entity, field))
}

/// MERGE with each of its actions, aimed at another tenant's first row.
fn merges(trial: &Trial<'_>) -> Vec<Cell> {
    let Trial { ground, id, entity, .. } = *trial;
    let Some(field) = entity.updatable().next() else { return Vec::new() };
    let merge = |what: &str, action: &str, expected| {
        let statement = format!(
            "MERGE INTO {} USING (SELECT 1) AS source ON {} WHEN MATCHED THEN {action}",
            ground.table(id),
            trial.their_row()
        );
        let cell = trial.cell(Family::Bulk, format!("merge … {what}"), "another tenant's");
        Cell { attempt: Attempt::Command(statement), expected, ..cell }
    };
    let set = format!("UPDATE SET {0} = {0}", column(entity, field));
    vec![merge("update", &set, Expected::Nothing), merge("delete", "DELETE", Expected::Nothing)]
}

fn truncate(trial: &Trial<'_>, how: &str) -> Cell {
    let statement = format!("TRUNCATE {}{how}", trial.ground.table(trial.id));
    let cell = trial.cell(Family::Bulk, format!("truncate{}", how.to_lowercase()), "every");
    Cell { attempt: Attempt::Command(statement), expected: forbidden(), ..cell }
}

fn copy(trial: &Trial<'_>) -> Option<Cell> {
    let Trial { ground, id, .. } = *trial;
    let own = trial.reached(Verb::Select, &ground.belongs(id, OURS));
    let cell = trial.cell(Family::Bulk, "copy … to stdout", "every");
    let attempt = Attempt::Copy(format!("COPY {} TO STDOUT", ground.table(id)));
    trial.allows(Verb::Select).then_some(Cell { attempt, expected: Expected::Rows(own), ..cell })
}

fn copy_to_file(trial: &Trial<'_>) -> Cell {
    let statement = format!("COPY {} TO '/dev/null'", trial.ground.table(trial.id));
    let cell = trial.cell(Family::Bulk, "copy … to a file", "every");
    Cell { attempt: Attempt::Command(statement), expected: forbidden(), ..cell }
}

/// Locking rows needs the right to change them.
fn lock(trial: &Trial<'_>, how: &str) -> Cell {
    let Trial { ground, id, .. } = *trial;
    let statement = format!("SELECT {} FROM {} {how}", ground.key(id), ground.table(id));
    let own = ground.belongs(id, OURS);
    let allowed = trial.allows(Verb::Select) && trial.allows(Verb::Update);
    let expected = if allowed { Expected::Rows(trial.reached(Verb::Update, &own)) } else { forbidden() };
    let cell = trial.cell(Family::Bulk, format!("select … {}", how.to_lowercase()), "every");
    Cell { attempt: Attempt::Query(statement), expected, ..cell }
}
