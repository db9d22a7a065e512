//! `crmgen seed`: rows to fill a database with.

use clap::Args;

use super::answer::{Answer, Stop};
use super::context::Context;
use crate::sample::seed::Seed as Steps;
use crate::sample::{Sample, bulk};
use crate::target::postgres::seed;

/// As many rows of an entity, for all tenants, as are written out one by one.
const WRITTEN_OUT: usize = 1_000;

/// Print SQL that fills the tables with believable rows: two tenants to look at, or millions of rows for load tests.
#[derive(Debug, Args)]
#[command(before_help = "Example: crmgen seed --rows 1000 --tenants 100 | psql")]
pub struct Seed {
    /// How many rows of each entity a tenant gets; without it as many as show every value of every enum. Up to 1000 of
    /// an entity are written as services write them; more at once, as the role that sees every tenant.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(2..=10_000_000))]
    rows: Option<u32>,
    /// How many tenants there are.
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    tenants: u32,
}

impl Seed {
    pub(super) fn run(&self, context: &Context) -> Result<Answer, Stop> {
        let project = context.load()?;
        let (model, tenants) = (&project.model, self.tenants as usize);
        let rows = self.rows.map(|rows| rows as usize);
        let sample = rows.map_or_else(|| Sample::showing(model), |rows| Sample::new(model, rows)).with_tenants(tenants);
        if rows.unwrap_or_default().saturating_mul(tenants) > WRITTEN_OUT {
            return Ok(Answer::clean(bulk::script(&sample)));
        }
        let overrides = model.project.targets.templates.as_ref().map(|folder| project.root.join(folder));
        let text = seed::script(&Steps::of(sample), overrides.as_deref());
        text.map(Answer::clean).map_err(|fault| project.stop(vec![fault]))
    }
}
