//! The stage is set, cleared and set again: what is made applies, can be taken back without a trace, and applies again
//! to the same end.

use super::proof::Outcome;
use super::snapshot::{OBJECTS, Snapshot};
use super::stage::{Script, Setback, Stage};
use crate::server::{Refusal, Server};

/// What PostgreSQL makes for its own use, which has no names: how much of it there is.
const TRACES: &str = "
    SELECT 'internal triggers', count(*) FROM pg_trigger WHERE tgisinternal
    UNION ALL SELECT 'dependencies', count(*) FROM pg_depend WHERE objid >= 16384";

/// Sets a stage, by that name, in the hardest way: applies, rolls back twice, applies again. There is none where that
/// cannot be done; the outcome says why, and what was not the same each time.
pub fn raise<'a>(server: &'a Server, script: &'a Script<'a>, name: &str) -> (Option<Stage<'a>>, Outcome) {
    let mut outcome = Outcome::of("lifecycle");
    let raised = Stage::empty(server, script, name).and_then(|stage| run(&stage, &mut outcome).map(|()| stage));
    let stage = raised.map_err(|setback| outcome.fail(setback.into())).ok();
    (stage, outcome)
}

fn run(stage: &Stage<'_>, outcome: &mut Outcome) -> Result<(), Setback> {
    let read = || read(stage).map_err(Setback::at("the catalog"));
    let before = read()?;
    stage.apply()?;
    let first = read()?;
    outcome.tried(first.added_to(&before), "object");
    for _ in 0..2 {
        stage.roll_back()?;
    }
    read()?.compare(&before, "after rollback.sql", outcome);
    stage
        .apply()
        .map_err(|Setback { step, refusal }| Setback { step: format!("{step}, after rollback.sql,"), refusal })?;
    read()?.compare(&first, "when it is made a second time", outcome);
    Ok(())
}

/// All but the roles, which others may change meanwhile on a server that is not ours.
fn read(stage: &Stage<'_>) -> Result<Snapshot, Refusal> {
    Snapshot::read(&mut stage.connect(stage.server.superuser())?, &[OBJECTS, TRACES])
}
