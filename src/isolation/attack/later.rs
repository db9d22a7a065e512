//! What somebody adds later: the wall must hold behind any of it.

use super::forbidden;
use crate::isolation::cell::{Attempt, Cell, Expected, Family};
use crate::isolation::ground::{Ground, OURS, THEIRS};
use crate::isolation::verbs::Trial;
use crate::model::{Name, Role, Verb};
use crate::sql::name::column;
use crate::sql::qualified;

/// What the later objects are called; no schema that means to work calls its own so.
const LATER: &str = "crmgen_later";

/// A policy, views, functions and a table, at every table that has a wall.
pub fn cells(ground: &Ground<'_>) -> Vec<Cell> {
    let mut cells = Vec::new();
    for (id, entity) in ground.walled() {
        let trial = Trial { ground, id, entity, role: Role::App };
        cells.extend(policies(&trial));
        cells.extend(views(&trial));
        cells.extend([function(&trial), closed_function(&trial), table(&trial)]);
        cells.push(reports(&Trial { role: Role::Readonly, ..trial }));
    }
    cells
}

/// A permissive policy that lets everything through, and a grant beside it.
fn policies(trial: &Trial<'_>) -> Vec<Cell> {
    let Trial { ground, id, entity, .. } = *trial;
    let (table, app) = (ground.table(id), ground.role(Role::App));
    let before = vec![
        format!("CREATE POLICY {LATER} ON {table} FOR ALL TO {app} USING (true) WITH CHECK (true)"),
        format!("GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {app}"),
    ];
    let cell = |verb: &str, attempt, expected| Cell {
        before: before.clone(),
        attempt,
        expected,
        ..trial.cell(Family::Later, format!("{verb} behind a later policy and grant,"), "another tenant's")
    };
    let writable = entity.fields().find(|(_, field)| !field.is_computed()).map(|(id, _)| id);
    let key = column(entity, writable.unwrap_or(entity.primary_key.fields[0]));
    let theirs = trial.their_row();
    let returning = format!("WHERE {theirs} RETURNING {}", ground.key(id));
    let insert = ground.sample.insert(&ground.any_row(id, THEIRS), |_| true, &[]);
    vec![
        cell(
            "select",
            Attempt::Query(format!("SELECT {} FROM {table} WHERE {theirs}", ground.key(id))),
            Expected::Nothing,
        ),
        cell("update", Attempt::Query(format!("UPDATE {table} SET {key} = {key} {returning}")), Expected::Nothing),
        cell("delete", Attempt::Query(format!("DELETE FROM {table} {returning}")), Expected::Nothing),
        cell("insert", Attempt::Command(insert), forbidden()),
    ]
}

/// The same for reports.
fn reports(trial: &Trial<'_>) -> Cell {
    let Trial { ground, id, .. } = *trial;
    let (table, readonly) = (ground.table(id), ground.role(Role::Readonly));
    let before = vec![
        format!("CREATE POLICY {LATER} ON {table} FOR SELECT TO {readonly} USING (true)"),
        format!("GRANT SELECT ON {table} TO {readonly}"),
    ];
    let attempt = Attempt::Query(format!("SELECT {} FROM {table} WHERE {}", ground.key(id), trial.their_row()));
    let cell = trial.cell(Family::Later, "select behind a later policy and grant,", "another tenant's");
    Cell { before, attempt, expected: Expected::Nothing, ..cell }
}

/// A view sees what its owner sees, and the owner is held by row security too; one that asks as its reader sees what the
/// reader sees; a materialized one holds what its owner saw.
fn views(trial: &Trial<'_>) -> Vec<Cell> {
    let Trial { ground, id, .. } = *trial;
    let own = || Expected::Rows(trial.reached(Verb::Select, &ground.belongs(id, OURS)));
    let reads = if trial.allows(Verb::Select) { own() } else { forbidden() };
    [
        ("view", "CREATE VIEW", "", Expected::Nothing),
        ("view that asks as its reader", "CREATE VIEW", " WITH (security_invoker)", reads),
        ("materialized view", "CREATE MATERIALIZED VIEW", "", Expected::Nothing),
    ]
    .into_iter()
    .map(|(what, create, options, expected)| {
        let body = format!("SELECT {} AS key FROM {}", ground.key(id), ground.table(id));
        let before = as_owner(trial, &format!("{create} {}{options} AS {body}", later(trial)), "SELECT ON");
        let attempt = Attempt::Query(format!("SELECT key FROM {}", later(trial)));
        Cell {
            before,
            attempt,
            expected,
            ..trial.cell(Family::Later, format!("select through a later {what} of"), "every")
        }
    })
    .collect()
}

/// A function that runs with its owner's rights.
fn function(trial: &Trial<'_>) -> Cell {
    let Trial { ground, id, .. } = *trial;
    let body = crate::sql::literal(&format!("SELECT {} FROM {}", ground.key(id), ground.table(id)));
    let function = format!("{}()", later(trial));
    let create = format!("CREATE FUNCTION {function} RETURNS SETOF text LANGUAGE sql SECURITY DEFINER AS {body}");
    let before = as_owner(trial, &create, &format!("EXECUTE ON FUNCTION {function} TO {}", ground.role(Role::App)));
    let attempt = Attempt::Query(format!("SELECT * FROM {function}"));
    let cell = trial.cell(Family::Later, "select through a later function with its owner's rights of", "every");
    Cell { before, attempt, expected: Expected::Nothing, ..cell }
}

/// A function is closed until somebody opens it.
fn closed_function(trial: &Trial<'_>) -> Cell {
    let function = format!("{}()", later(trial));
    let create = format!("CREATE FUNCTION {function} RETURNS text LANGUAGE sql AS 'SELECT 1::text'");
    let cell = trial.cell(Family::Later, "call a later function beside", "every");
    let attempt = Attempt::Query(format!("SELECT {function}"));
    Cell { before: as_owner(trial, &create, ""), attempt, expected: forbidden(), ..cell }
}

/// A table is closed until the schema opens it.
fn table(trial: &Trial<'_>) -> Cell {
    let create = format!("CREATE TABLE {} AS SELECT 'key' AS key", later(trial));
    let before = as_owner(trial, &create, "");
    let attempt = Attempt::Query(format!("SELECT key FROM {}", later(trial)));
    let cell = trial.cell(Family::Later, "select from a later table beside", "every");
    Cell { before, attempt, expected: forbidden(), ..cell }
}

/// Statements by which the owner makes something and gives the application its part of it.
fn as_owner(trial: &Trial<'_>, create: &str, grant: &str) -> Vec<String> {
    let ground = trial.ground;
    let grant = match grant {
        "" => None,
        "SELECT ON" => Some(format!("GRANT SELECT ON {} TO {}", later(trial), ground.role(Role::App))),
        grant => Some(format!("GRANT {grant}")),
    };
    let role = format!("SET LOCAL ROLE {}", ground.role(Role::Owner));
    [Some(role), Some(create.to_owned()), grant, Some("RESET ROLE".to_owned())].into_iter().flatten().collect()
}

fn later(trial: &Trial<'_>) -> String {
    let name = Name::derived(LATER, "", 0);
    qualified(&trial.ground.model.project.postgres.schema, &name)
}
