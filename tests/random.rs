//! Random schemas: whatever can be written, the output says what the model says, twice alike; and from any schema to
//! any other there is a way that arrives and comes back.
//!
//! The schemas are valid by construction, so one that is refused is a fault too. Names and texts are hostile on
//! purpose: quotes, backslashes, newlines, comment marks, keywords, emoji.

mod support;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

use crmgen::change::{Change, Direction, Dotted, Hints, changes, kind};
use crmgen::derived::Derived;
use crmgen::hazard::{self, Weight};
use crmgen::migrate::Way;
use crmgen::model::Model;
use crmgen::resolve::hints;
use crmgen::sample::Sample;
use crmgen::side::Side;
use crmgen::source::Sources;
use crmgen::sql::facts::{Facts, ObjectName};
use crmgen::sql::{literal, parse, read};
use crmgen::verify::Failure;
use crmgen::{load_sources, target};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::test_runner::{Config, TestRunner};
use support::course::{Course, Servers};

const PROJECT: &str = "\
crmgen: 1
name: demo
tenancy: { tenant: organizations, members: memberships, users: users }
";

const PLATFORM: &str = "
  organizations: {}
  users: {}
  memberships:
    primary_key: [organization_id, user]
    relations:
      user: { to: users, on_delete: cascade }
";

/// Names that differ in every target, each hostile to one of them.
const NAMES: [&str; 10] = [
    "plain",
    "Mixed Case",
    "select",
    "type",
    "with\"quote",
    "with'apostrophe",
    "back\\slash",
    "dollar$$sign",
    "dash--dash",
    "crab🦀name",
];

/// Texts for docs and defaults.
const TEXTS: [&str; 7] = [
    "it's",
    "a \"quoted\" word",
    "back\\slash\\n",
    "two\nlines",
    "*/ -- $$ $body$",
    "🦀 é ß",
    "{{ template }} {% raw %}",
];

/// Types with a default that fits, as YAML.
const TYPES: [(&str, Option<&str>); 24] = [
    ("smallint", Some("-7")),
    ("integer", Some("0")),
    ("bigint", Some("9007199254740993")),
    ("numeric(12,2)", Some("-10.50")),
    ("numeric", Some("0.1")),
    ("real", Some("1.5")),
    ("double_precision", Some("-2.25")),
    ("boolean", Some("true")),
    ("text", None),
    ("varchar(40)", None),
    ("char(3)", Some("abc")),
    ("uuid", Some("uuid")),
    ("date", Some("2024-02-29")),
    ("time", Some("\"13:30\"")),
    ("timestamp", Some("2024-02-29 13:30")),
    ("timestamptz", Some("now")),
    ("interval", Some("1 day")),
    ("jsonb", Some("{ a: [1, true, \"x'y\"] }")),
    ("bytea", Some("'\\x00ff'")),
    ("inet", Some("10.0.0.0/8")),
    ("text[]", Some("[a, \"b'c\", 'd\"e', 'f\\g', '{h}']")),
    ("integer[]", Some("[1, -2]")),
    ("Mood", Some("\"GOOD 'n' well\"")),
    ("Mood[]", Some("[BAD]")),
];

#[derive(Debug, Clone)]
struct Field {
    name: &'static str,
    ty: usize,
    nullable: bool,
    default: bool,
    doc: Option<&'static str>,
    indexed: bool,
    unique: bool,
}

#[derive(Debug, Clone)]
struct Relation {
    to: usize,
    optional: bool,
    on_delete: &'static str,
}

#[derive(Debug, Clone)]
struct Entity {
    name: &'static str,
    doc: &'static str,
    fields: Vec<Field>,
    relations: Vec<Relation>,
}

fn field(name: &'static str) -> impl Strategy<Value = Field> {
    let doc = proptest::option::of(select(&TEXTS[..]));
    let flags = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    (0..TYPES.len(), doc, flags).prop_map(move |(ty, doc, (nullable, default, indexed, unique))| Field {
        name,
        ty,
        nullable,
        default,
        doc,
        indexed,
        unique,
    })
}

/// A relation to a user (0) or to one of the entities.
fn relation() -> impl Strategy<Value = Relation> {
    (0..5_usize, any::<bool>(), select(&["cascade", "restrict", "no_action", "set_null"][..]))
        .prop_map(|(to, optional, on_delete)| Relation { to, optional: optional || on_delete == "set_null", on_delete })
}

fn entity(name: &'static str) -> impl Strategy<Value = Entity> {
    let fields = subsequence(NAMES.to_vec(), 0..NAMES.len())
        .prop_flat_map(|names| names.into_iter().map(field).collect::<Vec<_>>());
    (select(&TEXTS[..]), fields, proptest::collection::vec(relation(), 0..4))
        .prop_map(move |(doc, fields, relations)| Entity { name, doc, fields, relations })
}

fn schema() -> impl Strategy<Value = Vec<Entity>> {
    subsequence(NAMES.to_vec(), 1..5).prop_flat_map(|names| names.into_iter().map(entity).collect::<Vec<_>>())
}

/// A schema, and it with one entity that says something else.
fn edited() -> impl Strategy<Value = [Vec<Entity>; 2]> {
    let one = |entities: Vec<Entity>| (0..entities.len(), Just(entities));
    schema().prop_flat_map(one).prop_flat_map(|(at, old)| {
        entity(old[at].name).prop_map(move |entity| {
            let mut new = old.clone();
            new[at] = entity;
            [old.clone(), new]
        })
    })
}

/// A text as a double-quoted YAML scalar; JSON's escapes are YAML's too.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("text is JSON")
}

fn yaml(entities: &[Entity]) -> String {
    let mut out =
        String::from("enums:\n  Mood: { storage: enum, values: [\"GOOD 'n' well\", BAD, \"null\"] }\nentities:");
    out.push_str(PLATFORM);
    for (place, entity) in entities.iter().enumerate() {
        writeln!(out, "  {}:\n    doc: {}", quoted(entity.name), quoted(entity.doc)).unwrap();
        write_fields(&mut out, entity);
        write_relations(&mut out, place, entities);
        write_keys(&mut out, "indexes", entity.fields.iter().filter(|field| field.indexed));
        write_keys(&mut out, "unique", entity.fields.iter().filter(|field| field.unique));
    }
    out
}

fn write_fields(out: &mut String, entity: &Entity) {
    out.push_str("    fields:\n      anchor: text?\n");
    for field in &entity.fields {
        let (ty, default) = TYPES[field.ty];
        let mark = if field.nullable { "?" } else { "" };
        write!(out, "      {}: {{ type: {}", quoted(field.name), quoted(&format!("{ty}{mark}"))).unwrap();
        if let Some(default) = default.filter(|_| field.default) {
            write!(out, ", default: {default}").unwrap();
        }
        if let Some(doc) = field.doc {
            write!(out, ", doc: {}", quoted(doc)).unwrap();
        }
        out.push_str(" }\n");
    }
}

/// Each with an inverse of its own: the derived one may meet a field of the target.
fn write_relations(out: &mut String, place: usize, entities: &[Entity]) {
    writeln!(out, "    relations:\n      keeper: {{ to: users, optional: true, inverse: kept{place} }}").unwrap();
    for (at, relation) in entities[place].relations.iter().enumerate() {
        let to = relation.to.checked_sub(1).map_or("users", |to| entities[to % entities.len()].name);
        let Relation { optional, on_delete, .. } = relation;
        let rule = format!("optional: {optional}, on_delete: {on_delete}, inverse: back{place}_{at}");
        writeln!(out, "      link{at}: {{ to: {}, {rule} }}", quoted(to)).unwrap();
    }
}

fn write_keys<'a>(out: &mut String, kind: &str, fields: impl Iterator<Item = &'a Field>) {
    writeln!(out, "    {kind}:\n      - [anchor]").unwrap();
    for field in fields {
        writeln!(out, "      - [{}]", quoted(field.name)).unwrap();
    }
}

fn sources(entities: &[Entity]) -> Sources {
    let mut sources = Sources::default();
    sources.add("schema/crmgen.yaml", PROJECT);
    sources.add("schema/model.yaml", yaml(entities));
    sources
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_output_says_what_the_model_says(entities in schema()) {
        let model = load_sources(sources(&entities)).model;
        let model = model.map_err(|faults| TestCaseError::fail(format!("{faults:#?}\n{}", yaml(&entities))))?;
        let files = crmgen::generate(&model, Path::new(".")).map_err(|differences| {
            TestCaseError::fail(format!("{differences:#?}\n{}", yaml(&entities)))
        })?;
        let again = load_sources(sources(&entities)).model.expect("as before");
        prop_assert_eq!(&again, &model);
        prop_assert_eq!(target::generate(&Derived::of(&again), None).expect("as before"), files);
    }

    /// What two schemas agree on is worked out once, and is what it would be.
    #[test]
    fn beside_another_side_a_model_holds_what_it_holds_alone([old, new] in edited()) {
        let side = |other: Option<&Side>, entities: &[Entity]| {
            let model = load_sources(sources(entities)).model.expect("as above");
            Side::of_model_beside(other, "it", Sources::default(), model, &|_| Ok(None)).expect("the template is right")
        };
        let old = side(None, &old);
        prop_assert_eq!(side(Some(&old), &new).facts, side(None, &new).facts);
    }

    /// Rows of any schema: distinct keys, one spare row beside them, and nothing that no row could say.
    #[test]
    fn any_schema_has_rows(entities in schema(), rows in 0..9_usize) {
        let model = load_sources(sources(&entities)).model.expect("as above");
        let sample = Sample::new(&model, rows);
        for (id, _) in model.entities() {
            let numbers = sample.tenants().flat_map(|tenant| (0..=sample.count(id)).map(move |number| (tenant, number)));
            let keys: Vec<_> = numbers.map(|(tenant, number)| sample.key(id, tenant, number)).collect();
            let distinct: BTreeSet<_> = keys.iter().collect();
            prop_assert_eq!(keys.len(), distinct.len());
        }
        let inserted: usize = sample.all().iter().map(|group| group.rows.len()).sum();
        prop_assert!(inserted >= model.entities.len());
        for statement in sample.load() {
            prop_assert!(parse::parse(&statement).is_ok(), "{}", statement);
        }
    }
}

/// Pairs of schemas that are tried by reading SQL, which takes no server.
const READ: u32 = 50;

/// Pairs of schemas that are tried on a server.
const RUN: u32 = 50;

/// As many as a night has time for.
const NIGHTLY: u32 = 1000;

#[test]
fn from_any_schema_to_any_other_there_is_a_way() {
    read_pairs(READ);
}

#[test]
fn postgresql_goes_from_any_schema_to_any_other() {
    run_pairs(RUN, 0);
}

#[test]
#[ignore = "takes most of an hour: CI runs it at night"]
fn a_thousand_pairs() {
    read_pairs(NIGHTLY);
    run_pairs(NIGHTLY, 1);
}

/// Tries pairs of schemas: a reader that follows old SQL and then the plan has the facts of the new side, and of the old
/// one again after the way back.
fn read_pairs(pairs: u32) {
    try_pairs(pairs, |[old, new], course| {
        let there = followed(&(sql(old) + &statements(&course.up)))?;
        prop_assert_eq!(left(&there, &course.new.facts), [""; 0], "after the way on");
        let back = followed(&(sql(new) + &statements(&course.down)))?;
        let mut left = left(&back, &course.old.facts);
        // What comes back empty cannot be NOT NULL where rows are.
        left.retain(|summary| course.down.lost.is_empty() || !summary.ends_with("is NOT NULL."));
        prop_assert_eq!(left, [""; 0], "after the way back");
        Ok(())
    });
}

/// Tries pairs of schemas on servers, with so many rows of each tenant in every table.
fn run_pairs(pairs: u32, rows: usize) {
    let servers = Servers::start();
    try_pairs(pairs, |[old, _], course| {
        let prove = |rows: &str| {
            let outcome = course.prove(&servers, Some(rows)).map_err(TestCaseError::fail)?;
            Ok::<_, TestCaseError>(outcome.failures)
        };
        let rows = if rows == 0 { String::new() } else { Sample::new(old, rows).load().join(";\n") };
        let failures = prove(&rows)?;
        // What is announced to fail on rows may do so, and arrives without them.
        let failures = if is_announced(course, &failures) { prove("")? } else { failures };
        prop_assert!(failures.is_empty(), "{failures:#?}");
        Ok(())
    });
}

/// Whether a way said that it may fail on rows, and then did so and nothing else.
fn is_announced(course: &Course, failures: &[Failure]) -> bool {
    let ways = [&course.up, &course.down];
    let mut found = ways.into_iter().flat_map(Way::findings);
    let [Failure { details, .. }] = failures else { return false };
    // The classes of what is wrong with a value, and of what breaks a constraint.
    let is_of_rows = details.iter().any(|(_, text)| ["22", "23"].iter().any(|class| text.starts_with(class)));
    is_of_rows && found.any(|(_, finding)| finding.hazard == &hazard::MAY_FAIL_ON_DATA)
}

fn try_pairs(pairs: u32, test: impl Fn([&Model; 2], &Course) -> Result<(), TestCaseError>) {
    let mut runner = TestRunner::new(Config { cases: pairs, failure_persistence: None, ..Config::default() });
    let tried = runner.run(&(schema(), schema()), |(old, new)| {
        let shown = || format!("{}\n--- to\n{}", yaml(&old), yaml(&new));
        let [old, new] = [&old, &new].map(|entities| load_sources(sources(entities)).model.expect("as above"));
        let course = course(&old, &new).map_err(TestCaseError::fail)?;
        test([&old, &new], &course).map_err(|failure| TestCaseError::fail(format!("{failure}\n{}", shown())))
    });
    tried.unwrap_or_else(|failure| panic!("{failure}"));
}

/// The ways between two models, as between SQL: what they make is tried elsewhere.
fn course(old: &Model, new: &Model) -> Result<Course, String> {
    let side = |model: &Model| Side::of_model("it", Sources::default(), model.clone(), &|_| Ok(None));
    let side = |model| side(model).map_err(|refused| format!("{:?}", refused.found));
    let (old_side, new_side) = (side(old)?, side(new)?);
    for side in [&old_side, &new_side] {
        let found = changes(&side.facts, &side.facts, &Hints::default(), Direction::Up);
        if let Some(change) = found.first() {
            return Err(format!("it differs from itself: {}", change.summary));
        }
    }
    let hints = answered(&old_side.facts, &new_side.facts, hints::between(Some(old), new));
    let mut course = Course::between(old_side, new_side, hints)?;
    for (side, model) in [(&mut course.old, old), (&mut course.new, new)] {
        side.model = None;
        side.script = sql(model);
    }
    Ok(course)
}

/// Says what is asked for.
fn answered(old: &Facts, new: &Facts, mut hints: Hints) -> Hints {
    for _ in 0..3 {
        for change in &changes(old, new, &hints, Direction::Up) {
            let is_open = change.all_findings().any(|finding| finding.hazard.weight == Weight::NeedsInput);
            if is_open {
                answer(change, [old, new], &mut hints);
            }
        }
    }
    hints
}

fn answer(change: &Change, [old, new]: [&Facts; 2], hints: &mut Hints) {
    let table = &change.object.name;
    let name = |part: &str| Dotted::new([table.name.as_str(), part]);
    match &change.object.part {
        None => {
            let lost = old.tables.keys().filter(|table| !new.tables.contains_key(table));
            hints.dropped.extend(lost.map(|table| Dotted::new([table.name.as_str()])));
        }
        Some(column) => {
            let is_new = [&kind::COLUMN_ADD, &kind::NOT_NULL_SET].contains(&change.kind);
            let answers = if is_new { &mut hints.backfill } else { &mut hints.using };
            answers.insert(name(column), value(new, table, column));
            let columns = |facts: &Facts| {
                let columns = facts.tables.get(table).into_iter().flat_map(|table| &table.columns);
                columns.map(|column| name(&column.name)).collect::<BTreeSet<_>>()
            };
            hints.dropped.extend(columns(old).difference(&columns(new)).cloned());
        }
    }
}

/// A value of a column, as SQL.
fn value(facts: &Facts, table: &ObjectName, column: &str) -> String {
    let column = facts.tables[table].columns.iter().find(|one| one.name == column).expect("it is asked for");
    let first = facts.enums.get(&column.ty.name).and_then(|one| one.values.first());
    let text = match (column.ty.name.name.as_str(), first) {
        _ if column.ty.array => "{}",
        (_, Some(first)) => first,
        ("bool", _) => "true",
        ("int2" | "int4" | "int8" | "numeric" | "float4" | "float8", _) => "1",
        ("uuid", _) => "00000000-0000-4000-8000-000000000000",
        ("date" | "timestamp" | "timestamptz", _) => "2024-02-29",
        ("time" | "timetz", _) => "13:30",
        ("interval", _) => "1 day",
        ("json" | "jsonb", _) => "{}",
        ("inet" | "cidr", _) => "10.0.0.0/8",
        (_, _) => "abc",
    };
    format!("{}::{}", literal(text), column.ty.sql())
}

/// All SQL that makes what a model means.
fn sql(model: &Model) -> String {
    let files = target::generate(&Derived::of(model), None).expect("as above");
    ["roles", "schema", "policies"].map(|name| files[&format!("postgres/{name}.sql")].as_str()).join("\n")
}

fn statements(way: &Way) -> String {
    way.plan.steps().map(|step| format!("{};\n", step.statement.sql)).collect()
}

fn followed(sql: &str) -> Result<Facts, TestCaseError> {
    let read = read::schema(sql, "public");
    read.map(|(facts, _)| facts).map_err(|error| TestCaseError::fail(format!("{}\n{sql}", error.message)))
}

/// What still differs.
fn left(found: &Facts, expected: &Facts) -> Vec<String> {
    let left = changes(found, expected, &Hints::default(), Direction::Up);
    left.into_iter().map(|change| change.summary).collect()
}
