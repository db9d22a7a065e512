//! The proof itself is tried: a fault is planted in a right migration, and has to be found.

use crmgen::change::{Finding, Phase, Scope, Statement};
use crmgen::hazard;
use crmgen::migrate::Way;
use crmgen::plan::{Batch, Step};

use crate::support::course::{Course, Servers};
use crate::support::root;

/// A fault: the case, what is done to it, and words of what the proof has to say.
struct Fault {
    name: &'static str,
    case: &'static str,
    plant: fn(&mut Course),
    told: &'static str,
}

const FAULTS: &[Fault] = &[
    Fault {
        name: "a table without row security",
        case: "entity-add",
        plant: |course| forget(&mut course.up, "ENABLE ROW LEVEL SECURITY"),
        told: "relation deals is not as it has to be after the way on",
    },
    Fault {
        name: "a table without its wall",
        case: "entity-add",
        plant: |course| forget(&mut course.up, "AS RESTRICTIVE"),
        told: "is not as it has to be after the way on",
    },
    Fault {
        name: "a right that is not granted",
        case: "entity-add",
        plant: |course| forget(&mut course.up, "GRANT SELECT"),
        told: "is not as it has to be after the way on",
    },
    Fault {
        name: "a wall that is taken down for a moment",
        case: "column-add",
        plant: |course| {
            first(&mut course.up, "ALTER TABLE public.leads DISABLE ROW LEVEL SECURITY");
            last(&mut course.up, "ALTER TABLE public.leads ENABLE ROW LEVEL SECURITY");
        },
        told: "sees rows of another tenant on the way",
    },
    Fault {
        name: "an old policy that goes before the new one comes",
        case: "access-to-some-rows",
        plant: |course| {
            first(&mut course.up, "ALTER POLICY tenant_wall ON public.leads USING (true)");
            first(&mut course.up, "CREATE POLICY meanwhile ON public.leads USING (true)");
            last(&mut course.up, "DROP POLICY meanwhile ON public.leads");
        },
        told: "sees rows of another tenant on the way",
    },
    Fault {
        name: "an owner who is let through between two transactions",
        case: "index-add",
        plant: |course| {
            first(&mut course.up, "ALTER TABLE public.leads NO FORCE ROW LEVEL SECURITY");
            last(&mut course.up, "ALTER TABLE public.leads FORCE ROW LEVEL SECURITY");
        },
        told: "public.leads does not hold its owner to row security",
    },
    Fault {
        name: "a row that is lost",
        case: "sql-grants",
        plant: |course| last(&mut course.up, "DELETE FROM public.t WHERE id = 1"),
        told: "rows of public.t did not survive",
    },
    Fault {
        name: "a value that changes",
        case: "sql-grants",
        plant: |course| last(&mut course.up, "UPDATE public.t SET b = b + 1"),
        told: "rows of public.t did not survive",
    },
    Fault {
        name: "a rewrite that nobody is told of",
        case: "type-integer-to-bigint",
        plant: |course| {
            for finding in findings(&mut course.up) {
                finding.hazard = &hazard::BEHAVIOUR_CHANGE;
            }
        },
        told: "public.leads was written anew",
    },
    Fault {
        name: "a rewrite that is told of and is none",
        case: "default-set",
        plant: |course| {
            let rewrite = Finding::new(&hazard::REWRITES_TABLE, "it is written anew");
            course.up.changes[0].findings.push(Finding { ..rewrite });
        },
        told: "public.leads was left as it is",
    },
    Fault {
        name: "an index that the way back forgets",
        case: "index-add",
        plant: |course| forget(&mut course.down, "DROP INDEX"),
        told: "is not as it has to be after the way back",
    },
    Fault {
        name: "a way back that pretends to bring everything back",
        case: "column-drop",
        plant: |course| course.down.lost.clear(),
        told: "are not what they were, which the way back does not say",
    },
    Fault {
        name: "a statement that PostgreSQL refuses",
        case: "default-set",
        plant: |course| last(&mut course.up, "ALTER TABLE public.leads ALTER COLUMN nowhere DROP DEFAULT"),
        told: "fails",
    },
];

#[test]
fn planted_faults_are_found() {
    let servers = Servers::start();
    let missed: Vec<_> = FAULTS.iter().filter_map(|fault| fault.missed(&servers)).collect();
    assert!(missed.is_empty(), "{} of {} are missed\n{}", missed.len(), FAULTS.len(), missed.join("\n"));
}

impl Fault {
    /// What the proof says instead of what it has to.
    fn missed(&self, servers: &Servers) -> Option<String> {
        let folder = root().join("tests/cases/diff").join(self.case);
        let mut course = Course::of(&folder).expect("the case is right");
        (self.plant)(&mut course);
        let rows = std::fs::read_to_string(folder.join("rows.sql")).ok();
        let failures = course.prove(servers, rows.as_deref()).expect("it can be tried").failures;
        let is_found = failures.iter().any(|failure| failure.title.contains(self.told));
        let titles = failures.iter().map(|failure| failure.title.as_str()).collect::<Vec<_>>().join("\n  ");
        (!is_found).then(|| format!("--- {}\n  {titles}", self.name))
    }
}

/// Takes the statements out that hold some words.
fn forget(way: &mut Way, words: &str) {
    let before = way.plan.steps().count();
    for batch in &mut way.plan.batches {
        batch.steps.retain(|step| !step.statement.sql.contains(words));
    }
    assert!(way.plan.steps().count() < before, "no statement says {words}");
}

/// Puts a statement in front, in a transaction of its own.
fn first(way: &mut Way, sql: &str) {
    way.plan.batches.insert(0, batch(sql));
}

/// Puts a statement at the end, in a transaction of its own.
fn last(way: &mut Way, sql: &str) {
    way.plan.batches.push(batch(sql));
}

fn batch(sql: &str) -> Batch {
    let step = Step { causes: vec![0], statement: Statement::new(Phase::Expand, sql) };
    Batch { phase: Phase::Expand, scope: Scope::Alone, steps: vec![step] }
}

fn findings(way: &mut Way) -> impl Iterator<Item = &mut Finding> {
    way.changes.iter_mut().flat_map(|change| {
        change.findings.iter_mut().chain(change.statements.iter_mut().flat_map(|statement| &mut statement.findings))
    })
}
