//! The generated Prisma schema held against real databases: Prisma finds no difference, and its client works in them.
//!
//! Needs node (20.19 or newer, as Prisma's client does), npm and PostgreSQL; without them the tests fail.

mod support;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;

use crmgen::model::NameStyle;
use crmgen::sample::Sample;
use crmgen::verify::prisma::schema::STYLES;
use crmgen::verify::prisma::{Described, Drift, Workshop};
use crmgen::verify::{Outcome, Stage, Unwatched};

use support::cluster::Cluster;
use support::prisma::schemas;
use support::project::Project;

#[test]
fn prisma_finds_no_difference() {
    let mut databases = BTreeMap::new();
    for (name, folder) in schemas() {
        let project = Project::load(&folder).unwrap_or_else(|faults| panic!("{name}\n{faults}"));
        let script = project.script();
        let stage = set(&name, &script);
        for (style, told) in STYLES {
            let described = Described::of(&stage, style).expect("the schema can be made");
            databases.insert(format!("{name}, {told}"), described);
        }
    }
    let drift = workshop().drift(&databases).expect("the engine answers");
    assert!(drift.is_empty(), "{}", told(&drift));
}

#[test]
fn a_difference_is_found_both_ways() {
    let project = Project::crm();
    let script = project.script();
    let stage = set("changed", &script);
    let changes = [
        ("ALTER TABLE public.leads ADD COLUMN extra text", "DROP COLUMN \"extra\"", "ADD COLUMN     \"extra\""),
        (
            "ALTER TABLE public.deals DROP CONSTRAINT deals_lead_id_fkey",
            "ADD CONSTRAINT \"deals_lead_id_fkey\"",
            "DROP CONSTRAINT \"deals_lead_id_fkey\"",
        ),
        (
            "DROP INDEX public.leads_organization_id_status_idx",
            "CREATE INDEX \"leads_organization_id_status_idx\"",
            "DROP INDEX \"public\".\"leads_organization_id_status_idx\"",
        ),
        (
            "ALTER TABLE public.contacts ALTER COLUMN status SET DEFAULT 'INACTIVE'",
            "SET DEFAULT 'ACTIVE'",
            "SET DEFAULT 'INACTIVE'",
        ),
        (
            "ALTER TABLE public.contacts ALTER COLUMN position TYPE varchar(7)",
            "\"position\" SET DATA TYPE VARCHAR(",
            "\"position\" SET DATA TYPE VARCHAR(7)",
        ),
    ];
    let mut admin = stage.connect(stage.server.superuser()).expect("a session");
    for (change, ..) in changes {
        admin.run(change).unwrap_or_else(|refusal| panic!("{change}: {refusal}"));
    }
    let described = Described::of(&stage, NameStyle::Seed).expect("the schema can be made");
    let drift = workshop().drift(&BTreeMap::from([("changed".to_owned(), described)])).expect("the engine answers");
    let text = |way: &str| drift.iter().filter(|one| one.way == way).map(|one| &*one.change).collect::<String>();
    let (back, forth) = (text("to the schema"), text("to the database"));
    for (change, to_schema, to_database) in changes {
        assert!(back.contains(to_schema), "unnoticed: {change}\n{back}");
        assert!(forth.contains(to_database), "unnoticed: {change}\n{forth}");
    }
}

#[test]
fn clients_act_for_their_tenant() {
    let project = Project::crm();
    let script = project.script();
    let mut outcome = Outcome::of("prisma");
    workshop().use_client(&set("client", &script), &mut outcome).expect("the stage can be copied");
    assert_eq!((outcome.failures, outcome.notes), (Vec::new(), Vec::new()));
    let calls = outcome.tried.first().map_or(0, |(calls, _)| *calls);
    assert!(calls > 90, "{calls} calls");
}

/// An extension that sets no tenant in interactive transactions.
#[test]
fn an_extension_that_forgets_the_tenant_is_found_out() {
    let project = Project::crm();
    let script = project.script();
    let stage = set("forgetful", &script);
    let sample = Sample::new(&project.model, 2);
    let mut admin = stage.connect(stage.server.superuser()).expect("a session");
    admin.run(&sample.load().join(";\n")).expect("the rows fit");
    let whole = &project.files["prisma/tenant.ts"];
    let forgetful = whole.replace(", client: { $transaction } }", " }");
    assert_ne!(&forgetful, whole, "the extension has another form");
    let mut outcome = Outcome::of("prisma");
    let worked = workshop().work(&stage, &sample, NameStyle::Seed, &forgetful, &mut outcome);
    worked.unwrap_or_else(|failure| panic!("{failure:?}"));
    let failed = |what: &str| outcome.failures.iter().any(|failure| failure.title.contains(what));
    assert!(failed("an interactive transaction rolls back"), "{:?}", outcome.failures);
}

/// A stage with everything a schema makes on it, in the cluster that the tests share.
fn set<'a>(name: &str, script: &'a crmgen::verify::Script<'a>) -> Stage<'a> {
    let server = &Cluster::shared().server;
    Stage::set(server, script, &format!("prisma-{name}")).unwrap_or_else(|setback| panic!("{name}: {setback}"))
}

fn told(drift: &[Drift]) -> String {
    drift.iter().map(|one| format!("{}, {}: {}\n", one.name, one.way, one.change)).collect()
}

/// Prisma's packages, installed once for all runs.
fn workshop() -> &'static Workshop {
    static WORKSHOP: OnceLock<Workshop> = OnceLock::new();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("prisma-packages");
    WORKSHOP.get_or_init(|| Workshop::open(&folder, &Unwatched).unwrap_or_else(|unavailable| panic!("{unavailable}")))
}
