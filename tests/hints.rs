//! What is said of the way from one schema to another: by a schema, and by a file beside SQL.

mod support;

use crmgen::change::{Dotted, Hints};
use crmgen::diagnostic::show::{Layout, text};
use crmgen::resolve::hints;
use crmgen::source::Sources;
use crmgen::sql::facts::ObjectName;

fn name(dotted: &str) -> Dotted {
    Dotted::new(dotted.split('.'))
}

/// The faults of a file of hints, as they are shown.
fn refusal(file: &str) -> String {
    let mut sources = Sources::default();
    let faults = crmgen::load_hints(&mut sources, "hints.yaml", file).expect_err("the file has faults");
    text(&sources, &faults, Layout::default())
}

#[test]
fn a_schema_says_what_it_was() {
    let model = support::load(&support::root().join("tests/cases/build/history/schema")).unwrap();
    let hints = hints::of_model(&model);
    let leads = ObjectName::new("public", "leads");
    let status = ObjectName::new("public", "LeadStatus");
    assert_eq!(hints.was(&leads, Some("score")), Some("points"));
    assert_eq!(hints.was(&leads, Some("owner_id")), Some("keeper_id"));
    assert_eq!(hints.was(&leads, Some("workspace_id")), Some("organization_id"));
    assert_eq!(hints.was(&leads, Some("leads_scored_check")), Some("leads_pointed_check"));
    assert_eq!(hints.was[&name("history_app")].last(), "history_service");
    assert_eq!(hints.was(&ObjectName::new("app", "set_workspace"), None), Some("set_org"));
    assert_eq!(hints.backfill(&leads, "first_name"), Some("split_part(full_name, ' ', 1)"));
    assert_eq!(hints.backfill(&leads, "owner_id"), Some("id"));
    assert_eq!(hints.backfill(&leads, "workspace_id"), Some("'00000000-0000-0000-0000-000000000001'"));
    // Renames are carried out first, so the expression calls the column by its new name.
    assert_eq!(hints.using(&leads, "score"), Some("round(score::numeric)"));
    assert_eq!(hints.replaced(&status, "LOST"), Some("CLOSED"));
    for (object, part) in [(&leads, Some("full_name")), (&status, Some("TEST"))] {
        assert!(hints.is_dropped(object, part), "{object} {part:?}");
    }
    assert!(hints.is_dropped(&ObjectName::new("public", "notes"), None));
    assert!(!hints.is_dropped(&leads, None));
}

#[test]
fn a_file_says_the_same_beside_sql() {
    let file = r#"
was: { leads.points: leads.score, prospects: leads, LeadStatus.FRESH: NEW, '"odd.name"': "plain" }
backfill: { leads.points: 0 }
using: { leads.points: "leads.score :: integer" }
replaced: { LeadStatus: { OLD: NEW } }
dropped: [leads.note]
accept:
  - { code: DELETES_DATA, object: leads.note, reason: nobody reads it }
"#;
    let said = crmgen::load_hints(&mut Sources::default(), "hints.yaml", file).unwrap();
    let renames = [("leads.points", "leads.score"), ("prospects", "leads"), ("LeadStatus.FRESH", "NEW")];
    let mut was: std::collections::BTreeMap<_, _> = renames.map(|(new, old)| (name(new), name(old))).into();
    was.insert(Dotted::new(["odd.name"]), name("plain"));
    let expected = Hints {
        due: was.keys().map(|new| (new.clone(), true)).collect(),
        was,
        backfill: [(name("leads.points"), "0".to_owned())].into(),
        // By its old name or its new one: renames are carried out first.
        using: [(name("leads.points"), "points::int".to_owned())].into(),
        replaced: [(name("LeadStatus"), [("OLD".to_owned(), "NEW".to_owned())].into())].into(),
        dropped: [name("leads.note")].into(),
    };
    assert_eq!(said.hints, expected);
    assert_eq!(said.accepted[0].reason, "nobody reads it");
    assert_eq!(crmgen::load_hints(&mut Sources::default(), "hints.yaml", "").unwrap(), hints::Said::default());
}

#[test]
fn a_wrong_file_is_told_what_is_wrong() {
    let file = r#"was: { leads.a: x, leads.b: leads.x, a..b: c }
backfill: { leads.a: "(SELECT 1)", leads.b: "sum(x)", a.b.c.d: "1" }
using: { leads.a: "a ::" }
dropped: [leads.note, leads.note]
values: { LeadStatus: { OLD: NEW } }
accept: [{ code: NEEDS_INPUT, object: leads.a, reason: later }]
"#;
    let told = refusal(file);
    let heads: Vec<_> = told.lines().filter(|line| line.starts_with("error") || line.contains("-->")).collect();
    assert_eq!(
        heads,
        [
            "error[E1002]: two things cannot both have been `leads.x`",
            " --> hints.yaml:1:29",
            "error[E0201]: `a..b` is no dotted name",
            " --> hints.yaml:1:38",
            "error[E0604]: a backfill cannot hold a subquery",
            " --> hints.yaml:2:23",
            "error[E0604]: a backfill cannot hold an aggregate or window function",
            " --> hints.yaml:2:46",
            "error[E0201]: `a.b.c.d` is no dotted name",
            " --> hints.yaml:2:55",
            "error[E0601]: PostgreSQL cannot parse this: syntax error at end of input",
            " --> hints.yaml:3:24",
            "error[E1008]: `leads.note` is dropped twice",
            " --> hints.yaml:4:23",
            "error[E0101]: a file of hints has no key `values`",
            " --> hints.yaml:5:1",
            "error[E1005]: `NEEDS_INPUT` cannot be accepted",
            " --> hints.yaml:6:18",
        ],
        "{told}"
    );
    assert!(refusal("was: [").starts_with("error[E0004]"));
}
