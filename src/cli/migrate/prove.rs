//! `crmgen migrate --prove`: the way on and back, tried on throwaway servers before anything is written.

use std::fs;
use std::path::Path;

use anyhow::Context as _;

use super::Course;
use crate::cli::answer::Stop;
use crate::cli::context::Context;
use crate::cli::progress::Progress;
use crate::server::{self, Server};
use crate::side::Side;
use crate::target::Files;
use crate::verify::migration::{Base, Half, Trial, prove};
use crate::verify::{self, Outcome, Report, Watch};

/// Proves a migration; `rows` is a file of statements that put rows into the old side, where that is SQL. What is generated
/// of the new side is made with the templates below `root` where it is not `made` already.
pub(super) fn run(
    context: &Context,
    course: &Course,
    rows: Option<&Path>,
    (root, made): (&Path, Option<&Files>),
) -> Result<Report, Stop> {
    let model = course.new.model.as_ref().or(course.old.model.as_ref());
    let versions = model.map_or(15..=u32::MAX, |model| model.project.postgres.versions.range());
    let installation = server::choose(&server::find(), &[], versions)?.remove(0);
    let servers = [Server::throwaway(&installation.programs)?, Server::throwaway(&installation.programs)?];
    let was = files(&course.old, root)?;
    let is = if made.is_some() { None } else { files(&course.new, root)? };
    let old = base(&servers[0], &course.old, was.as_ref())?;
    let new = base(&servers[0], &course.new, made.or(is.as_ref()))?;
    let rows = rows_of(&old, rows)?;
    Progress::of(context, &format!("PostgreSQL {}", servers[0].version())).begin("migration", 0);
    let [old, new] = [half(&old, &course.old, &rows), half(&new, &course.new, "")];
    let outcome = prove(&Trial {
        server: &servers[0],
        scratch: &servers[1],
        sides: [old, new],
        hints: &course.hints,
        up: &course.up,
        down: &course.down,
        needs: &course.session,
        name: "migration",
    });
    let mut trial = verify::Trial::on(&servers[0]);
    trial.outcomes.push(outcome);
    Ok(Report { artifacts: Outcome::of("plan"), trials: vec![trial] })
}

/// What is generated of a side's model.
fn files(side: &Side, root: &Path) -> Result<Option<Files>, Stop> {
    let Some(model) = &side.model else { return Ok(None) };
    crate::generate(model, root).map(Some).map_err(Stop::bare)
}

fn base<'a>(server: &Server, side: &'a Side, files: Option<&'a Files>) -> Result<Base<'a>, Stop> {
    Base::of(server, side.model.as_ref().zip(files), &side.script).map_err(Stop::bare)
}

/// The rows to put into the old side: those that are given, else what a seed has.
fn rows_of(old: &Base<'_>, given: Option<&Path>) -> Result<String, Stop> {
    match given {
        Some(path) => Ok(fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?),
        None => Ok(old.seed().to_owned()),
    }
}

fn half<'a>(base: &'a Base<'a>, side: &'a Side, rows: &'a str) -> Half<'a> {
    Half { base, model: side.model.as_ref(), facts: &side.facts, rows }
}
