//! The stage is set, cleared and set again: what is made applies, can be taken back without a trace, and applies again
//! to the same end.

use std::collections::BTreeSet;

use super::proof::{Failure, Outcome};
use super::stage::{Script, Setback, Stage};
use crate::server::{Refusal, Server};

/// Every object that is not PostgreSQL's own, and who may do what with it, without anything that differs from run to
/// run. What PostgreSQL makes for its own use is counted.
const CATALOG: &str = "
    SELECT concat_ws(' ', kind, name), detail FROM (
        SELECT 'schema' AS kind, nspname::text AS name, nspacl::text AS detail
          FROM pg_namespace WHERE nspname !~ '^pg_(toast|temp)'
        UNION ALL SELECT 'relation', oid::regclass::text, concat_ws(' ', relkind, relrowsecurity, relforcerowsecurity, relacl)
          FROM pg_class WHERE oid >= 16384 AND relnamespace <> 'pg_toast'::regnamespace
        UNION ALL SELECT 'type', oid::regtype::text, typtype::text FROM pg_type
         WHERE oid >= 16384 AND typnamespace <> 'pg_toast'::regnamespace
        UNION ALL SELECT 'function', oid::regprocedure::text, proacl::text FROM pg_proc WHERE oid >= 16384
        UNION ALL SELECT 'constraint', conname || ' on ' || conrelid::regclass, pg_get_constraintdef(oid)
          FROM pg_constraint WHERE oid >= 16384
        UNION ALL SELECT 'trigger', tgname || ' on ' || tgrelid::regclass, NULL FROM pg_trigger WHERE NOT tgisinternal
        UNION ALL SELECT 'policy', polname || ' on ' || polrelid::regclass, NULL FROM pg_policy
        UNION ALL SELECT 'default privileges of', defaclrole::regrole::text,
                         concat_ws(' ', defaclnamespace, defaclobjtype, defaclacl) FROM pg_default_acl
        UNION ALL SELECT 'comment on', pg_describe_object(classoid, objoid, objsubid), description
          FROM pg_description WHERE objoid >= 16384
        UNION ALL SELECT 'internal triggers', NULL, count(*)::text FROM pg_trigger WHERE tgisinternal
        UNION ALL SELECT 'dependencies', NULL, count(*)::text FROM pg_depend WHERE objid >= 16384
    ) AS everything";

/// What is in a database: objects, each with what is to be known of it.
type Catalog = BTreeSet<(String, String)>;

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
    outcome.tried(first.difference(&before).count(), "object");
    for _ in 0..2 {
        stage.roll_back()?;
    }
    compare(outcome, ("before schema.sql", &before), ("after rollback.sql", &read()?));
    stage
        .apply()
        .map_err(|Setback { step, refusal }| Setback { step: format!("{step}, after rollback.sql,"), refusal })?;
    compare(outcome, ("the first time", &first), ("the second time", &read()?));
    Ok(())
}

fn read(stage: &Stage<'_>) -> Result<Catalog, Refusal> {
    let rows = stage.connect(stage.server.superuser())?.run(CATALOG)?.rows;
    let text = |value: Option<String>| value.unwrap_or_default();
    Ok(rows.into_iter().filter_map(|row| <[_; 2]>::try_from(row).ok()).map(|row| row.map(text).into()).collect())
}

/// A failure for every object that is there at one time and not, or not as it is then, at another.
fn compare(outcome: &mut Outcome, (one, expected): (&'static str, &Catalog), (other, got): (&'static str, &Catalog)) {
    let names: BTreeSet<_> = expected.symmetric_difference(got).map(|(name, _)| name).collect();
    for name in names {
        let says = |catalog: &Catalog| {
            let details: Vec<_> =
                catalog.iter().filter(|(known, _)| known == name).map(|(_, detail)| &**detail).collect();
            if details.is_empty() { "not there".to_owned() } else { format!("there {}", details.join(" ")) }
        };
        let failure = Failure::new(format!("{name} is not the same {one} and {other}"));
        outcome.fail(failure.with("expected", says(expected).trim_end()).with("got", says(got).trim_end()));
    }
}
