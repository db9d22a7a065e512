//! Reports over changes made by hand: every format, what is grave, what does not fit, and names that mean harm.

mod support;

use crmgen::change::{AccessChange, Change, Finding, Object, Phase, Scope, Statement, kind};
use crmgen::client::{Client, Difference, Kind, Origin, Rule};
use crmgen::diagnostic::codes;
use crmgen::diagnostic::show::Layout;
use crmgen::hazard;
use crmgen::model::Date;
use crmgen::plan;
use crmgen::report::{self, Level, Material, Report};
use crmgen::side::Side;
use crmgen::source::Sources;
use crmgen::sql::facts::ObjectName;
use serde_json::Value;

use support::{golden_file, root};

const PROJECT: &str = "\
crmgen: 1
name: shop
tenancy: { tenant: organizations }
targets: { postgres: {} }
";

const OLD: &str = "\
entities:
  organizations:
    tenancy: root
    fields: { name: text }
  leads:
    fields:
      name: text?
      score: integer
  notes:
    fields: { body: text }
    relations:
      lead: { to: leads, inverse: notes }
";

const NEW: &str = "\
entities:
  organizations:
    tenancy: root
    fields: { name: text }
  leads:
    fields:
      name: text
  tags:
    fields: { name: text }
    relations:
      lead: { to: leads, inverse: tags }
";

fn side(label: &str, schema: &str) -> Side {
    accepting(label, schema, "")
}

/// A side whose project file accepts something.
fn accepting(label: &str, schema: &str, accept: &str) -> Side {
    let mut sources = Sources::default();
    sources.add("schema/crmgen.yaml", format!("{PROJECT}{accept}"));
    sources.add("schema/model.yaml", schema);
    let loaded = crmgen::load_sources(sources);
    Side::of_schema(None, label, loaded, "", &|_| Ok(None)).unwrap_or_else(|refused| panic!("{:?}", refused.found))
}

fn table(name: &str) -> ObjectName {
    ObjectName::new("public", name)
}

/// What a change and the two sides come to.
struct Case {
    old: Side,
    new: Side,
    changes: Vec<Change>,
    access: Vec<AccessChange>,
    clients: Vec<Difference>,
}

impl Case {
    /// Sides that differ, and no change found yet.
    fn new() -> Self {
        let (old, new) = (side("main (0a1b2c3)", OLD), side("the schema here", NEW));
        Self { old, new, changes: Vec::new(), access: Vec::new(), clients: Vec::new() }
    }

    /// One change of each level, with everything that may be said of one.
    fn full() -> Self {
        Self { changes: changes(), access: access(), clients: clients(), ..Self::new() }
    }

    fn report(&self) -> Report {
        let plan = plan::plan(&self.changes).unwrap();
        let (old, new, changes) = (&self.old, &self.new, self.changes.as_slice());
        Report::of(&Material {
            old,
            new,
            changes,
            plan: &plan,
            access: &self.access,
            clients: &self.clients,
            accepted: &self.new.model.as_ref().unwrap().project.accepted,
            today: Date::parse("2026-06-15").unwrap(),
        })
    }
}

fn changes() -> Vec<Change> {
    let drop = Finding::new(&hazard::DELETES_DATA, "The values of `leads.score` are lost.")
        .remedy("Stop using it in one release, and drop it in the next.")
        .count("SELECT count(*) FROM public.leads WHERE score IS NOT NULL");
    let fails = Finding::new(&hazard::MAY_FAIL_ON_DATA, "Rows of `leads` without a `name` are refused.")
        .count("SELECT count(*) FROM public.leads WHERE name IS NULL");
    let build = Statement::new(Phase::Index, "CREATE INDEX CONCURRENTLY leads_name_idx ON public.leads (name)")
        .scope(Scope::Outside)
        .finds([
            Finding::new(&hazard::INDEX_BUILD, "`leads_name_idx` is built beside running writes."),
            Finding::new(&hazard::NOT_TRANSACTIONAL, "A build that fails leaves an invalid index."),
        ]);
    vec![
        Change::new(&kind::TABLE_ADD, Object::whole("table", &table("tags")), "The table `tags` is made.")
            .runs([Statement::new(Phase::Expand, "CREATE TABLE public.tags (\n    id uuid NOT NULL\n)"), build]),
        Change::new(&kind::NOT_NULL_SET, Object::part("column", &table("leads"), "name"), "`leads.name` is required.")
            .finds([fails])
            .runs([Statement::new(Phase::Switch, "ALTER TABLE public.leads ALTER COLUMN name SET NOT NULL")]),
        Change::new(&kind::COLUMN_DROP, Object::part("column", &table("leads"), "score"), "`leads.score` is dropped.")
            .runs([Statement::new(Phase::Contract, "ALTER TABLE public.leads DROP COLUMN score").finds([drop])]),
        Change::new(&kind::TABLE_DROP, Object::whole("table", &table("notes")), "The table `notes` is dropped.")
            .finds([Finding::new(&hazard::AMBIGUOUS_RENAME, "`tags` has the columns of `notes`.")
                .remedy("Write `was: notes` or `dropped: [notes]`.")]),
    ]
}

fn reaches(role: &str, of: &str, rows: [&str; 2], widens: bool) -> AccessChange {
    let [role, before, after] = [role, rows[0], rows[1]].map(str::to_owned);
    AccessChange { role, table: table(of), verb: "SELECT", before, after, widens }
}

fn access() -> Vec<AccessChange> {
    let own = "rows where `organization_id = app.current_org_id()`";
    vec![
        reaches("crm_app", "notes", [own, "none"], false),
        reaches("crm_readonly", "leads", [own, "every row"], true),
        reaches("crm_app", "tags", ["none", own], true),
    ]
}

fn breaks(client: Client, member: &str, origin: Origin) -> Difference {
    let (member, why) = (member.to_owned(), format!("`{member}` is gone"));
    Difference { client, member, kind: Kind::Removed, rule: Rule::Removed, breaking: true, why, origin }
}

fn clients() -> Vec<Difference> {
    let score = || Origin::Field("leads".to_owned(), "score".to_owned());
    let tags = breaks(Client::Prisma, "tags", Origin::Entity("tags".to_owned()));
    vec![
        breaks(Client::Prisma, "leads.score", score()),
        breaks(Client::Rust, "Lead::score", score()),
        Difference { breaking: false, kind: Kind::Added, rule: Rule::Added, why: "`tags` is new".to_owned(), ..tags },
        breaks(Client::Rust, "tenant::begin", Origin::Project),
    ]
}

fn held(file: &str, text: &str) {
    golden_file(&root().join("tests/report").join(file), text).unwrap_or_else(|difference| panic!("{difference}"));
}

fn layout(width: usize) -> Layout {
    Layout { colour: false, width }
}

// Formats.

#[test]
fn every_format_says_it_in_its_way() {
    let report = Case::full().report();
    let summary = format!("{}\n", report.summary());
    held("report.txt", &(report::text(&report, layout(100), true) + &summary));
    held("report-narrow.txt", &(report::text(&report, layout(40), false) + &summary));
    held("report.md", &report::markdown(&report));
    held("report.json", &format!("{:#}\n", serde_json::to_value(report::json(&report)).unwrap()));
    held("report.github", &report::github(&report));
    held("report.sarif", &report::sarif(&report));
    held("report.xml", &report::junit(&report, Some(Level::Breaking)));
    held("report.gitlab.json", &report::gitlab(&report));
}

#[test]
fn nothing_is_said_of_sides_that_are_alike() {
    let report = Case::new().report();
    assert_eq!((report.level(), report.summary().as_str()), (Level::None, "no changes"));
    assert!(report::markdown(&report).starts_with("## No changes\n"));
    assert_eq!(report::github(&report), "");
    assert_eq!(report::gitlab(&report), "[]\n");
    assert!(!report.fails(Some(Level::Safe)));
}

#[test]
fn a_terminal_is_filled_and_not_overrun() {
    let report = Case::full().report();
    for width in [30, 40, 60, 80, 200] {
        let text = report::text(&report, layout(width), false);
        let words = |line: &&str| {
            line.split_whitespace().count() > 3 && !["accept", "code:"].iter().any(|part| line.contains(part))
        };
        let widest = text.lines().filter(words).map(|line| line.chars().count()).max().unwrap();
        // A line of a few words may hold one that is too long by itself, and what is to be copied is not broken.
        assert!(widest <= width.max(40), "{width}: {widest}\n{text}");
    }
    let coloured = report::text(&report, Layout { colour: true, width: 100 }, false);
    assert!(coloured.contains("\u{1b}[1m\u{1b}[91mbreaking\u{1b}[0m"), "{coloured:?}");
}

// What is grave.

#[test]
fn the_gravest_finding_says_how_grave_a_change_is() {
    let report = Case::full().report();
    let levels: Vec<_> = report.rows.iter().map(|row| (row.kind.code, row.level())).collect();
    let expected = [
        ("column.drop", Level::Breaking),
        ("table.drop", Level::Breaking),
        ("client.drop", Level::Breaking),
        ("column.not_null.set", Level::Dangerous),
        ("access.widen", Level::Dangerous),
        ("table.add", Level::Safe),
    ];
    assert_eq!(levels, expected);
    assert_eq!(report.summary(), "1 added, 2 changed, 3 removed; 3 breaking, 2 dangerous");
    assert!(report.fails(Some(Level::Breaking)) && !report.fails(None));
}

#[test]
fn access_that_no_change_tells_of_is_a_change_of_its_own() {
    let access = vec![reaches("crm_app", "leads", ["none", "every row"], true)];
    let report = Case { access, ..Case::new() }.report();
    let [row] = report.rows.as_slice() else { panic!("{:?}", report.rows) };
    assert_eq!((row.kind.code, row.object.as_str(), row.level()), ("access.widen", "leads", Level::Dangerous));
    assert_eq!(row.places.written.as_ref().unwrap().to_string(), "schema/model.yaml:5:3");
}

#[test]
fn what_is_gone_is_shown_where_it_stood_and_remarked_where_it_would_stand() {
    let report = Case::full().report();
    let places = |kind: &str| {
        let row = report.rows.iter().find(|row| row.kind.code == kind).unwrap();
        [&row.places.written, &row.places.anchor].map(|place| place.as_ref().unwrap().to_string())
    };
    assert_eq!(places("column.drop"), ["schema/model.yaml:8:7", "schema/model.yaml:5:3"]);
    assert_eq!(places("table.drop"), ["schema/model.yaml:9:3", "schema/crmgen.yaml:1:1"]);
    assert_eq!(places("table.add"), ["schema/model.yaml:8:3", "schema/model.yaml:8:3"]);
}

// What is accepted.

fn accepted(accept: &str) -> Report {
    Case { new: accepting("the schema here", NEW, &format!("accept:\n{accept}")), ..Case::full() }.report()
}

#[test]
fn what_is_accepted_counts_as_safe_and_is_shown_with_its_reason() {
    let report = accepted("  - { code: DELETES_DATA, object: leads.score, reason: why }\n");
    assert_eq!(report.faults, []);
    let drop = report.rows.iter().find(|row| row.kind.code == "column.drop").unwrap();
    // Its clients are not accepted.
    assert_eq!((drop.level(), drop.is_accepted()), (Level::Breaking, true));
    let report = accepted(
        "  - { code: DELETES_DATA, object: leads.score, reason: nobody reads it, until: 2026-12-31 }
  - { code: BREAKS_CLIENTS, object: leads.score, reason: clients are told }
",
    );
    let drop = report.rows.iter().find(|row| row.kind.code == "column.drop").unwrap();
    assert_eq!((drop.level(), drop.is_accepted()), (Level::Safe, true));
    assert_eq!(report.summary(), "1 added, 2 changed, 3 removed; 2 breaking, 2 dangerous, 1 accepted");
    for text in [report::text(&report, layout(100), false), report::markdown(&report), report::github(&report)] {
        assert!(text.contains("nobody reads it (until 2026-12-31)"), "{text}");
    }
    let sarif: Value = serde_json::from_str(&report::sarif(&report)).unwrap();
    let suppressed =
        sarif["runs"][0]["results"].as_array().unwrap().iter().filter(|one| one["suppressions"].is_array());
    assert_eq!(suppressed.count(), 3);
}

#[test]
fn a_change_can_be_accepted_as_a_whole_but_for_what_it_asks() {
    let report = accepted("  - { code: column.drop, object: leads.score, reason: why }\n");
    let level = |kind: &str| report.rows.iter().find(|row| row.kind.code == kind).map(|row| row.level());
    assert_eq!((report.faults.len(), level("column.drop")), (0, Some(Level::Safe)));
    let report = accepted("  - { code: table.drop, object: notes, reason: why }\n");
    let level = |kind: &str| report.rows.iter().find(|row| row.kind.code == kind).map(|row| row.level());
    assert_eq!(level("table.drop"), Some(Level::Breaking));
}

#[test]
fn an_entry_that_applies_to_nothing_or_no_longer_is_a_fault() {
    for (entry, code) in [
        ("{ code: DELETES_DATA, object: leads.name, reason: why }", &codes::ACCEPTED_IN_VAIN),
        ("{ code: table.drop, object: tags, reason: why }", &codes::ACCEPTED_IN_VAIN),
        ("{ code: DELETES_DATA, object: leads.score, reason: why, until: 2026-06-14 }", &codes::ACCEPTANCE_EXPIRED),
    ] {
        let report = accepted(&format!("  - {entry}\n"));
        let [fault] = report.faults.as_slice() else { panic!("{entry}: {:?}", report.faults) };
        assert_eq!((fault.diagnostic.code, fault.place.as_ref().unwrap().line), (code, 6), "{entry}");
        assert!(report.fails(None), "{entry}");
        assert!(report::github(&report).starts_with("::error file=schema/crmgen.yaml,line=6,"), "{entry}");
        assert!(report::markdown(&report).contains(&format!("- **{}**: ", code.id)), "{entry}");
    }
}

#[test]
fn what_is_offered_to_be_accepted_can_be_pasted() {
    let open = Case::full().report().acceptances().replace("\"\"", "why");
    let report = accepted(&open);
    assert_eq!(report.faults, []);
    let breaking: Vec<_> = report.rows.iter().filter(|row| row.level() == Level::Breaking).collect();
    assert_eq!(breaking.len(), 1, "what needs input cannot be accepted: {breaking:?}");
}

// What does not fit, and what means harm.

/// A case with so many changes that no comment holds them.
fn large(changes: usize, access: usize) -> Case {
    let column = |at: usize| Object::part("column", &table("leads"), format!("column_number_{at:05}"));
    let change = |at| {
        let sql = format!("ALTER TABLE public.leads DROP COLUMN column_number_{at:05}");
        let finding =
            Finding::new(&hazard::DELETES_DATA, "Every value that is in it is lost for good, and nobody can tell.");
        let statement = Statement::new(Phase::Contract, sql).finds([finding]);
        Change::new(&kind::COLUMN_DROP, column(at), "It is dropped, with all that is in it.").runs([statement])
    };
    let reach = |at| reaches(&format!("role_{at:05}"), "leads", ["none", "every row of every tenant"], true);
    Case { changes: (0..changes).map(change).collect(), access: (0..access).map(reach).collect(), ..Case::new() }
}

/// How many lines of a report hold a text.
fn count(markdown: &str, text: &str) -> usize {
    markdown.lines().filter(|line| line.contains(text)).count()
}

#[test]
fn a_comment_is_never_too_long_and_says_what_it_leaves_out() {
    let sizes = [(50, 0), (100, 10), (150, 10), (250, 50), (400, 400), (1_000, 100), (10, 1_500)];
    for (changes, access) in sizes {
        let markdown = report::markdown(&large(changes, access).report());
        let length = markdown.chars().count();
        assert!(length <= report::LIMIT, "{changes}, {access}: {length}");
        let lines = count(&markdown, "| **breaking**<br>`DELETES_DATA` | `column.drop` `");
        let whole = lines == changes && markdown.contains("```sql") && markdown.contains("```mermaid");
        assert_eq!(markdown.contains("Left out: "), !whole, "{changes}, {access}\n{markdown}");
        assert!(lines == changes || length > report::LIMIT * 9 / 10, "{changes}, {access}: {lines} in {length}");
        // Who gains access is the last to be shortened.
        let widened = count(&markdown, "| **widens** |");
        assert!(widened == access || lines == 0, "{changes}, {access}: {widened}");
        assert_eq!(markdown.matches("<details>").count(), markdown.matches("</details>").count());
    }
}

#[test]
fn a_report_gives_up_statements_first_then_the_diagram_then_advice() {
    let says = |changes| {
        let markdown = report::markdown(&large(changes, 0).report());
        ["```sql", "```mermaid", "### What breaks"].map(|part| markdown.contains(part))
    };
    let order = [[true, true, true], [false, true, true], [false, false, true], [false, false, false]];
    let mut seen: Vec<_> = (10..400).step_by(30).map(says).collect();
    seen.dedup();
    assert!(seen.iter().all(|one| order.contains(one)) && seen.len() >= 3, "{seen:?}");
    assert!(seen.is_sorted_by_key(|one| order.iter().position(|other| other == one)), "{seen:?}");
}

/// A name that is markup wherever it stands.
const HOSTILE: &str = "a|b`c``d<img src=x onerror=alert(1)>\n## @team #1 ![x](http://e.vil) ]]> %0A::error::";

fn hostile() -> Case {
    let object = Object::part("column", &ObjectName::new("public", HOSTILE), HOSTILE);
    let finding = Finding::new(&hazard::DELETES_DATA, format!("`{HOSTILE}` and {HOSTILE} are lost."));
    let sql = "SELECT '```\n</details>', \"@team\" -- \u{1b}[31m";
    let changes = vec![
        Change::new(&kind::COLUMN_DROP, object, HOSTILE).runs([Statement::new(Phase::Contract, sql).finds([finding])]),
    ];
    let access = vec![reaches(HOSTILE, HOSTILE, [HOSTILE, HOSTILE], true)];
    let why = HOSTILE.to_owned();
    let clients = vec![Difference { why, ..breaks(Client::Prisma, HOSTILE, Origin::Project) }];
    Case { changes, access, clients, ..Case::new() }
}

#[test]
fn hostile_names_do_no_harm_in_markdown() {
    let markdown = report::markdown(&hostile().report());
    let mut fence = None;
    for line in markdown.lines() {
        let ticks = &line[..line.len() - line.trim_start_matches('`').len()];
        match fence {
            Some(open) => fence = Some(open).filter(|open| *open != line),
            None if ticks.len() > 2 => fence = Some(ticks),
            None => harmless(line),
        }
    }
    assert!(markdown.contains("````sql\n"), "{markdown}");
}

/// That a line of Markdown outside blocks of code makes no markup of names.
fn harmless(line: &str) {
    let prose = without_escapes(&without_code(line));
    for harm in ["<img", "@team", "](http", "http://", "## @", "#1"] {
        assert!(!prose.contains(harm), "{harm} in {line}");
    }
    if line.starts_with('|') {
        let cells = line.replace("\\|", "").matches('|').count();
        assert!([6, 7].contains(&cells), "{cells} cells in {line}");
    }
}

/// A text without what a backslash makes plain.
fn without_escapes(text: &str) -> String {
    let mut parts = text.split('\\');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.get(1..).unwrap_or_default())
}

/// A line without its code spans: what is between runs of as many backticks.
fn without_code(line: &str) -> String {
    let mut prose = String::new();
    let mut rest = line;
    while let Some(at) = rest.find('`') {
        let escaped = rest[..at].ends_with('\\');
        let ticks = rest[at..].len() - rest[at..].trim_start_matches('`').len();
        let ticks = if escaped { 1 } else { ticks };
        let (before, behind) = (&rest[..at], &rest[at + ticks..]);
        let fence = "`".repeat(ticks);
        let end = behind
            .match_indices(&fence)
            .map(|(at, _)| at)
            .find(|&at| !behind[..at].ends_with('`') && !behind[at + ticks..].starts_with('`'));
        prose += before;
        rest = match end.filter(|_| !escaped) {
            Some(end) => &behind[end + ticks..],
            None => behind,
        };
    }
    prose + rest
}

#[test]
fn hostile_names_do_no_harm_elsewhere() {
    let report = hostile().report();
    for line in report::github(&report).lines() {
        assert!(line.starts_with("::error ") || line.starts_with("::warning "), "{line}");
        let properties = line.split("::").nth(1).unwrap();
        assert!(properties.split(',').all(|property| property.contains('=')), "{line}");
    }
    let xml = report::junit(&report, Some(Level::Safe));
    let mut reader = quick_xml::Reader::from_str(&xml);
    while !matches!(reader.read_event().unwrap(), quick_xml::events::Event::Eof) {}
    let text = report::text(&report, layout(80), true);
    assert!(!text.contains('\u{1b}'), "{text:?}");
    let mermaid = report.diagram.mermaid();
    assert!(mermaid.is_none_or(|text| !text.contains("<img")));
}

// Formats that others define.

#[test]
fn sarif_is_whole() {
    let sarif: Value = serde_json::from_str(&report::sarif(&Case::full().report())).unwrap();
    assert_eq!((&sarif["version"], sarif["runs"].as_array().unwrap().len()), (&"2.1.0".into(), 1));
    let run = &sarif["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    for result in run["results"].as_array().unwrap() {
        let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], result["ruleId"]);
        assert!(["note", "warning", "error"].contains(&result["level"].as_str().unwrap()), "{result}");
        assert!(result["message"]["text"].as_str().is_some_and(|text| !text.is_empty()), "{result}");
        let region = &result["locations"][0]["physicalLocation"]["region"];
        assert!(region["startLine"].as_u64() >= Some(1) && region["startColumn"].as_u64() >= Some(1), "{result}");
    }
}

#[test]
fn fingerprints_are_one_for_each_remark_and_do_not_hang_on_lines() {
    let prints = |case: &Case| -> Vec<String> {
        let issues: Value = serde_json::from_str(&report::gitlab(&case.report())).unwrap();
        issues.as_array().unwrap().iter().map(|issue| issue["fingerprint"].as_str().unwrap().to_owned()).collect()
    };
    let full = Case::full();
    let once = prints(&full);
    let distinct: std::collections::BTreeSet<_> = once.iter().collect();
    assert_eq!(distinct.len(), once.len());
    let moved = Case { new: side("elsewhere", &format!("# A line more.\n{NEW}")), ..Case::full() };
    assert_eq!(prints(&moved), once);
}
