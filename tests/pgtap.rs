//! The isolation matrix as pgTAP tests, run by `pg_prove` as teams without crmgen run them.

mod support;

use crmgen::mutation;
use crmgen::verify::Stage;

use support::cluster::{Cluster, SUPERUSER};
use support::project::Project;

/// A project that makes its tests too, on a stage of its own.
fn staged<T>(name: &str, mut project: Project, run: impl FnOnce(&Project, &Stage<'_>) -> T) -> T {
    project.with_tests();
    let script = project.script();
    let stage = Stage::set(&Cluster::shared().server, &script, name).expect("the project can be put on a stage");
    run(&project, &stage)
}

/// Runs the tests of a project and returns what `pg_prove` says.
fn prove(project: &Project, stage: &Stage<'_>) -> support::cluster::Outcome {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("isolation.sql");
    std::fs::write(&path, project.file("tests/isolation")).expect("it can be written");
    Cluster::shared().prove(&stage.database, &path)
}

#[test]
fn the_crm_passes() {
    staged("tap crm", Project::crm(), |project, stage| {
        let outcome = prove(project, stage);
        assert!(outcome.ok, "{}{}", outcome.rows, outcome.messages);
        let planned = project.file("tests/isolation").matches("\nSELECT is(").count();
        assert!(planned > 900 && outcome.rows.contains("Result: PASS"), "{planned}: {}", outcome.rows);
    });
}

#[test]
fn every_kind_of_schema_passes() {
    for case in ["supabase", "bind-setting", "composite-keys", "access-where", "hostile-names", "required-cycle"] {
        let schema = support::root().join("tests/cases/build").join(case).join("schema");
        staged(&format!("tap {case}"), Project::load(&schema).expect("a good case"), |project, stage| {
            let outcome = prove(project, stage);
            assert!(outcome.ok, "{case}: {}{}", outcome.rows, outcome.messages);
        });
    }
}

#[test]
fn nothing_of_the_tests_stays() {
    staged("tap traces", Project::small("traces", "bind: transaction"), |project, stage| {
        prove(project, stage);
        let left = Cluster::shared().open(&stage.database);
        let rows = "SELECT (SELECT count(*) FROM organizations) + (SELECT count(*) FROM pg_extension WHERE extname = 'pgtap');";
        assert_eq!(left.run(SUPERUSER, rows).expect(), "0");
    });
}

#[test]
fn a_weakened_schema_fails() {
    staged("tap weak", Project::small("tapweak", "bind: transaction"), |project, stage| {
        let weaknesses = [
            "row security is off",
            "the wall is gone",
            "services may truncate",
            "the key with the tenant is gone",
            "the key with the tenant answers last",
            "a delete empties the tenant too",
        ];
        let all = mutation::mutations(&project.model);
        for weakness in weaknesses {
            let mutation = all.iter().find(|one| one.table == "tasks" && one.weakness == weakness).expect(weakness);
            let copy = stage.copy("tap weak copy").expect("nobody is connected");
            let mut admin = copy.connect(SUPERUSER).expect("the superuser may connect");
            admin.run(&mutation.statements.join(";\n")).expect("the weakening applies");
            let outcome = prove(project, &copy);
            copy.server.drop_database(&copy.database).expect("the copy can go");
            assert!(!outcome.ok && outcome.rows.contains("Result: FAIL"), "{weakness}: {}", outcome.rows);
        }
    });
}
