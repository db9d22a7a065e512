//! Looks, between two statements, whether row security stands on every table that has it on both sides.

use crate::server::Session;
use crate::sql::facts::ObjectName;
use crate::sql::literal;
use crate::verify::proof::{Failure, Outcome};
use crate::verify::stage::Setback;

use super::Trial;

/// The tables that have row security on both sides, under either name.
pub(super) struct Walls {
    /// Those that have it.
    enabled: Vec<ObjectName>,
    /// Those among them that hold their owner to it.
    forced: Vec<ObjectName>,
}

impl Walls {
    pub fn new(trial: &Trial<'_>) -> Self {
        let [old, new] = [&trial.sides[0].facts.tables, &trial.sides[1].facts.tables];
        let both = new.iter().filter_map(|(name, table)| {
            let was = trial.old_table(name)?;
            let before = &old[&was];
            let forced = before.forced && table.forced;
            (before.row_security && table.row_security).then(|| ([was, name.clone()], forced))
        });
        let (mut enabled, mut forced) = (Vec::new(), Vec::new());
        for (names, is_forced) in both {
            enabled.extend(names.clone());
            forced.extend(names.into_iter().filter(|_| is_forced));
        }
        Self { enabled, forced }
    }

    /// Looks whether row security is on; within a transaction too, as the next statement may end it.
    pub fn look(&self, session: &mut Session, after: &str, outcome: &mut Outcome) -> Result<(), Setback> {
        let open = open(session, &self.enabled, "relrowsecurity").map_err(Setback::at(after))?;
        report(open, "is without row security on the way", after, outcome);
        Ok(())
    }

    /// Looks whether owners are held to it. Within a transaction one may be let through, as nobody else sees that.
    pub fn look_outside(&self, session: &mut Session, after: &str, outcome: &mut Outcome) -> Result<(), Setback> {
        let open = open(session, &self.forced, "relforcerowsecurity").map_err(Setback::at(after))?;
        report(open, "does not hold its owner to row security on the way", after, outcome);
        Ok(())
    }
}

/// The tables of which something that must be is not so.
fn open(session: &mut Session, tables: &[ObjectName], attribute: &str) -> Result<Vec<String>, crate::server::Refusal> {
    if tables.is_empty() {
        return Ok(Vec::new());
    }
    let tables = tables.iter().map(|table| format!("pg_catalog.to_regclass({})", literal(&table.sql())));
    let query = format!(
        "SELECT n.nspname || '.' || c.relname FROM pg_catalog.pg_class AS c
           JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
          WHERE NOT c.{attribute} AND c.oid IN ({})",
        tables.collect::<Vec<_>>().join(", ")
    );
    Ok(session.run(&query)?.rows.into_iter().flatten().flatten().collect())
}

fn report(open: Vec<String>, what: &str, after: &str, outcome: &mut Outcome) {
    for table in open {
        outcome.fail(Failure::new(format!("{table} {what}")).with("after", after));
    }
}
