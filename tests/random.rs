//! Random schemas: whatever can be written, the output says what the model says, twice alike.
//!
//! The schemas are valid by construction, so one that is refused is a fault too. Names and texts are hostile on
//! purpose: quotes, backslashes, newlines, comment marks, keywords, emoji.

use std::collections::BTreeSet;
use std::fmt::Write;

use crmgen::derived::Derived;
use crmgen::sample::Sample;
use crmgen::source::Sources;
use crmgen::sql::parse;
use crmgen::{check, load_sources, target};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

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
        let derived = Derived::of(&model);
        let files = target::generate(&derived, None).expect("the templates are whole");
        let differences = check::check(&derived, &files);
        prop_assert!(differences.is_empty(), "{:#?}\n{}", differences, yaml(&entities));
        let again = load_sources(sources(&entities)).model.expect("as before");
        prop_assert_eq!(&again, &model);
        prop_assert_eq!(target::generate(&Derived::of(&again), None).expect("as before"), files);
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
