//! The isolation matrix on a real PostgreSQL: it holds for every project, and it fails where a wall is missing.

mod support;

use std::collections::BTreeSet;

use crmgen::isolation::{self, Family, Ground};
use crmgen::mutation::{self, Mutation};
use crmgen::server::Session;
use crmgen::verify::isolation::Trials;
use crmgen::verify::{Failure, Outcome, Stage, Unwatched};

use support::cluster::Cluster;
use support::project::Project;

/// A project on a stage, with the sample rows in it.
fn staged<T>(name: &str, project: &Project, run: impl FnOnce(&Stage<'_>, &Trials<'_>) -> T) -> T {
    let script = project.script();
    let stage = Stage::set(&Cluster::shared().server, &script, name).expect("the project can be put on a stage");
    let trials = Trials::new(&project.model);
    let peopled = trials.peopled(&stage, &format!("{name}, peopled")).expect("the sample rows go in");
    run(&peopled, &trials)
}

fn admin(stage: &Stage<'_>) -> Session {
    stage.connect(stage.server.superuser()).expect("the superuser may connect")
}

fn try_all(stage: &Stage<'_>, trials: &Trials<'_>) -> Outcome {
    let mut login = |role| stage.connect(stage.script.role(role));
    let mut outcome = Outcome::of("isolation");
    trials.run(&mut admin(stage), &mut login, &mut outcome, &Unwatched).expect("the server stays");
    outcome
}

fn shown(failures: &[Failure]) -> String {
    let particulars =
        |one: &Failure| one.details.iter().map(|(what, text)| format!("  {what}: {text}\n")).collect::<String>();
    failures.iter().map(|one| format!("{}\n{}", one.title, particulars(one))).collect()
}

#[test]
fn every_project_keeps_its_tenants_apart() {
    support::for_each("build", |case| {
        let project = Project::load(&case.schema())?;
        let tried = staged(&format!("isolation {}", case.name), &project, try_all);
        if tried.failures.is_empty() { Ok(()) } else { Err(shown(&tried.failures)) }
    });
}

#[test]
fn the_crm_keeps_its_tenants_apart() {
    let tried = staged("isolation crm", &Project::crm(), try_all);
    assert_eq!(shown(&tried.failures), "");
    let count = |what| tried.tried.iter().find(|(_, word)| *word == what).map_or(0, |(count, _)| *count);
    assert!(count("cell") > 500 && count("attack") > 400 && count("handover") >= 7, "{:?}", tried.tried);
}

#[test]
fn every_family_of_attacks_is_tried() {
    let project = Project::crm();
    let cells = isolation::cells(&Ground::new(&project.model));
    for family in Family::ALL {
        let count = cells.iter().filter(|cell| cell.family == family).count();
        assert!(count >= 10, "{} is hardly tried", family.key());
    }
}

#[test]
fn every_cell_has_a_name_of_its_own() {
    let project = Project::crm();
    let cells = isolation::cells(&Ground::new(&project.model));
    let names: BTreeSet<_> = cells.iter().map(ToString::to_string).collect();
    assert_eq!(names.len(), cells.len());
}

#[test]
fn every_role_at_every_table_is_tried_with_every_verb() {
    let project = Project::crm();
    let titles: Vec<_> = isolation::cells(&Ground::new(&project.model)).iter().map(ToString::to_string).collect();
    for (_, entity) in project.model.managed() {
        for verb in ["select", "insert", "update", "delete"] {
            for role in ["app", "readonly"] {
                let own = format!("{role} · {verb} · {} · own row · context set", entity.name);
                assert!(titles.contains(&own), "{own}");
            }
        }
    }
}

/// Applies a weakening to a copy and returns what fails.
fn weakened(stage: &Stage<'_>, trials: &Trials<'_>, mutation: &Mutation) -> Vec<Failure> {
    let copy = stage.copy(&format!("{}, weak", stage.database)).expect("nobody is connected");
    admin(&copy).run(&mutation.statements.join(";\n")).expect("the weakening applies");
    let failures = try_all(&copy, trials).failures;
    copy.server.drop_database(&copy.database).expect("the copy can go");
    failures
}

/// What is weakened on the one table, and what must fail first of all.
#[test]
fn a_weakened_wall_shows_in_what_can_be_reached() {
    let expected = [
        ("row security is off", "app · select · tasks · another tenant's row · context set"),
        ("the wall lets every old row through", "behind a later policy and grant"),
        ("the wall is gone", "behind a later policy and grant"),
        ("services may truncate", "app · truncate · tasks"),
        ("the key with the tenant is gone", "app · insert with a assignee of · tasks · another tenant's row"),
        ("the key with the tenant answers last", "app · insert with a assignee of · tasks · another tenant's row"),
        ("a delete empties the tenant too", "delete behind tasks.assignee"),
        ("services may choose it", "app · insert with the key of · tasks · another tenant's row"),
    ];
    let project = Project::small("weak", "bind: transaction");
    staged("weak", &project, |stage, trials| {
        let mutations = mutation::mutations(&project.model);
        for (weakness, must_fail) in expected {
            let mut found = mutations.iter().filter(|one| one.table == "tasks" && one.weakness == weakness);
            let mutation = found.next().unwrap_or_else(|| panic!("no mutation by which {weakness}"));
            let failures = weakened(stage, trials, mutation);
            assert!(failures.iter().any(|one| one.title.contains(must_fail)), "{weakness}:\n{}", shown(&failures));
        }
    });
}

#[test]
fn a_context_taken_for_constant_shows_in_a_handover() {
    let project = Project::small("constant", "bind: transaction");
    staged("constant", &project, |stage, trials| {
        let mutations = mutation::mutations(&project.model);
        let mut constant = mutations.iter().filter(|one| one.weakness == "its result is taken for constant");
        let constant = constant.find(|one| one.object.contains("current_org_id")).expect("there is one");
        let failures = weakened(stage, trials, constant);
        assert!(failures.iter().any(|one| one.title.contains("prepared plan")), "{}", shown(&failures));
    });
}

#[test]
fn there_are_weakenings_of_many_kinds_for_each_table_and_relation() {
    let project = Project::crm();
    let mutations = mutation::mutations(&project.model);
    let kinds: BTreeSet<_> = mutations.iter().map(|mutation| mutation.weakness).collect();
    assert!(kinds.len() >= 40, "{kinds:?}");
    for (_, entity) in project.model.managed() {
        assert!(
            mutations.iter().filter(|mutation| mutation.table == entity.name.as_str()).count() >= 15,
            "{}",
            entity.name
        );
    }
    let names: BTreeSet<_> = mutations.iter().map(ToString::to_string).collect();
    assert_eq!(names.len(), mutations.len(), "each has a name of its own");
}
