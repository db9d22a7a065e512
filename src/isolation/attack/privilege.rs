//! What is no service's to do: other roles, settings, objects of its own, the walls themselves.

use super::forbidden;
use crate::isolation::cell::{Attempt, Cell, Expected, Family};
use crate::isolation::ground::{Ground, OURS};
use crate::isolation::verbs::{SERVICES, Trial};
use crate::model::{Role, Verb};
use crate::sql::ident;
use crate::sql::routine::Routine;

/// The attempts at the database, and at every table with a wall.
pub fn cells(ground: &Ground<'_>) -> Vec<Cell> {
    let mut cells: Vec<_> = SERVICES.into_iter().flat_map(|role| at_database(ground, role)).collect();
    for (id, entity) in ground.walled() {
        let trial = Trial { ground, id, entity, role: Role::App };
        cells.extend(at_table(&trial));
        cells.extend(shadowed(&trial));
    }
    cells
}

fn at_database(ground: &Ground<'_>, role: Role) -> Vec<Cell> {
    let schema = ident(&ground.model.project.postgres.schema);
    let context = ident(&ground.model.project.tenancy.context.schema);
    let function =
        |schema: &str| format!("CREATE FUNCTION {schema}.crmgen_own() RETURNS integer LANGUAGE sql AS 'SELECT 1'");
    let attempts = [
        ("make a table", format!("CREATE TABLE {schema}.crmgen_own (x integer)")),
        ("make a temporary table", "CREATE TEMPORARY TABLE crmgen_own (x integer)".to_owned()),
        ("make a schema", "CREATE SCHEMA crmgen_own".to_owned()),
        ("make a function", function(&schema)),
        ("make a function beside the context's", function(&context)),
        ("replace the context", format!("ALTER FUNCTION {} IMMUTABLE", Routine::Current.signature(ground.model))),
        ("switch triggers off", "SET LOCAL session_replication_role = replica".to_owned()),
        ("give itself all rows", format!("ALTER ROLE {} BYPASSRLS", ground.role(role))),
        ("give itself the owner", format!("GRANT {} TO {}", ground.role(Role::Owner), ground.role(role))),
    ];
    let others = [Role::Owner, Role::Migrator, Role::Admin];
    let act = others.map(|other| (other, format!("SET LOCAL ROLE {}", ground.role(other))));
    let act = act.into_iter().map(|(other, sql)| at_large(ground, role, act_as(other), Attempt::Become(sql)));
    let attempts = attempts.into_iter().map(|(what, sql)| at_large(ground, role, what, Attempt::Command(sql)));
    attempts.chain(act).collect()
}

const fn act_as(role: Role) -> &'static str {
    match role {
        Role::Owner => "act as the owner",
        Role::Migrator => "act as the migrator",
        Role::App => "act as the application",
        Role::Readonly => "act as the reports",
        Role::Admin => "act as the administrator",
    }
}

/// A cell about no table.
fn at_large(ground: &Ground<'_>, who: Role, what: &str, attempt: Attempt) -> Cell {
    Cell {
        family: Family::Privilege,
        who,
        table: String::new(),
        what: what.to_owned(),
        whose: "",
        context: "set",
        before: Vec::new(),
        enter: ground.enter(OURS),
        attempt,
        expected: forbidden(),
        probe: None,
    }
}

fn at_table(trial: &Trial<'_>) -> Vec<Cell> {
    let table = trial.ground.table(trial.id);
    let trigger = format!(
        "CREATE TRIGGER crmgen_own BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()"
    );
    let attempts = [
        ("switch row security off for", format!("ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")),
        ("let the owner past row security of", format!("ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")),
        ("take the wall from", format!("DROP POLICY tenant_wall ON {table}")),
        ("put a trigger on", trigger),
        ("switch off the triggers of", format!("ALTER TABLE {table} DISABLE TRIGGER ALL")),
        ("drop", format!("DROP TABLE {table} CASCADE")),
    ];
    let mut cells: Vec<_> = attempts
        .into_iter()
        .map(|(what, sql)| Cell {
            attempt: Attempt::Command(sql),
            expected: forbidden(),
            ..trial.cell(Family::Privilege, what, "")
        })
        .collect();
    cells.extend(unsecured(trial));
    cells
}

/// Without row security a query is refused, not answered.
fn unsecured(trial: &Trial<'_>) -> Option<Cell> {
    let mut enter = trial.ground.enter(OURS);
    enter.push("SET LOCAL row_security = off".to_owned());
    let attempt = trial.attempt(Verb::Select, "true");
    let cell = trial.cell(Family::Privilege, "select with row_security off", "every");
    trial.allows(Verb::Select).then_some(Cell { enter, attempt, expected: forbidden(), ..cell })
}

/// The functions behind the wall find what they mean whatever the search path says.
fn shadowed(trial: &Trial<'_>) -> Option<Cell> {
    let mut enter = trial.ground.enter(OURS);
    enter.push("SET LOCAL search_path = pg_temp, nowhere".to_owned());
    let own = Expected::Rows(trial.reached(Verb::Select, &trial.ground.belongs(trial.id, OURS)));
    let attempt = trial.attempt(Verb::Select, "true");
    let cell = trial.cell(Family::Privilege, "select with a search path of its own", "own");
    trial.allows(Verb::Select).then_some(Cell { enter, attempt, expected: own, ..cell })
}
