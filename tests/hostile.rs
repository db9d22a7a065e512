//! Hostile but legal names and texts come out right in every target: each is found again, whole, by a parser of the
//! target's language.

mod support;

use std::collections::BTreeSet;
use std::str::FromStr;

use crmgen::model::{Default, Entity, Enumeration, Field, Literal, Model, Supply};
use crmgen::sql::{self, parse};
use crmgen::target::Files;
use proc_macro2::{TokenStream, TokenTree};
use serde_json::Value;

const CASES: [&str; 3] = ["hostile-names", "hostile-text", "reserved-words"];

#[test]
fn postgres_reads_every_name_value_default_and_doc() {
    for (case, model, files) in cases() {
        let sql = strings_of_sql(&files["postgres/schema.sql"]);
        let named = names(&model).chain(enums(&model)).chain(values(&model));
        assert_holds(case, &sql, named.chain(defaults(&model)).chain(docs(&model)));
    }
}

#[test]
fn prisma_reads_every_name_value_and_default() {
    for (case, model, files) in cases() {
        let prisma = files.iter().filter(|(path, _)| path.ends_with(".prisma"));
        let prisma = prisma.flat_map(|(_, text)| strings_of_prisma(text)).collect();
        let named = names(&model).chain(enums(&model)).chain(values(&model));
        assert_holds(case, &prisma, named.chain(defaults(&model)));
    }
}

#[test]
fn rust_reads_every_name_and_value() {
    for (case, model, files) in cases() {
        let rust = files.iter().filter(|(path, _)| path.ends_with(".rs"));
        let rust = rust.flat_map(|(_, text)| strings_of_rust(text)).collect();
        let as_in_sql = enums(&model).map(sql::ident); // the driver knows a type by its quoted name
        assert_holds(case, &rust, names(&model).chain(values(&model)).chain(as_in_sql));
    }
}

#[test]
fn the_model_in_json_holds_every_name_value_default_and_doc() {
    for (case, model, files) in cases() {
        let json = strings_of_json(&files["model.json"]);
        let named = names(&model).chain(enums(&model)).chain(values(&model));
        assert_holds(case, &json, named.chain(defaults(&model)).chain(docs(&model)));
    }
}

fn cases() -> impl Iterator<Item = (&'static str, Model, Files)> {
    CASES.into_iter().map(|case| {
        let schema = support::root().join("tests/cases/build").join(case).join("schema");
        let model = support::load(&schema).unwrap_or_else(|faults| panic!("{faults}"));
        let files = support::generate(&model).unwrap_or_else(|faults| panic!("{faults}"));
        (case, model, files)
    })
}

fn assert_holds(case: &str, found: &BTreeSet<String>, wanted: impl Iterator<Item = String>) {
    let missing: Vec<_> = wanted.filter(|text| !found.contains(text)).collect();
    assert!(missing.is_empty(), "{case}: {missing:#?} are not among {found:#?}");
}

/// The names of entities and columns.
fn names(model: &Model) -> impl Iterator<Item = String> {
    let of_entity = |entity: &Entity| {
        let fields = entity.fields.iter().map(|field| field.name.to_string());
        fields.chain([entity.name.to_string()]).collect::<Vec<_>>()
    };
    model.entities.iter().flat_map(of_entity)
}

/// The names of enums.
fn enums(model: &Model) -> impl Iterator<Item = String> {
    model.enums.iter().map(|enumeration| enumeration.name.to_string())
}

/// The values of enums.
fn values(model: &Model) -> impl Iterator<Item = String> {
    let of_enum =
        |enumeration: &Enumeration| enumeration.values.iter().map(|value| value.name.to_string()).collect::<Vec<_>>();
    model.enums.iter().flat_map(of_enum)
}

/// The defaults that are texts.
fn defaults(model: &Model) -> impl Iterator<Item = String> {
    let fields = model.entities.iter().flat_map(|entity| &entity.fields);
    fields.filter_map(|field| match &field.supply {
        Supply::Default(Default::Literal(Literal::Text(text))) => Some(text.clone()),
        Supply::Default(_) | Supply::Client | Supply::Generated(_) | Supply::Identity(_) => None,
    })
}

/// What is said of entities, columns and enums.
fn docs(model: &Model) -> impl Iterator<Item = String> {
    let of_field = |field: &Field| field.doc.clone();
    let of_entity =
        move |entity: &Entity| entity.fields.iter().filter_map(of_field).chain(entity.doc.clone()).collect::<Vec<_>>();
    model
        .entities
        .iter()
        .flat_map(of_entity)
        .chain(model.enums.iter().filter_map(|enumeration| enumeration.doc.clone()))
}

/// Every string in the tree of some SQL.
fn strings_of_sql(sql: &str) -> BTreeSet<String> {
    strings_of_json(&parse::tree(sql).expect("the SQL parses"))
}

/// Every string in some JSON.
fn strings_of_json(json: &str) -> BTreeSet<String> {
    let mut strings = BTreeSet::new();
    collect(&serde_json::from_str(json).expect("the JSON is JSON"), &mut strings);
    strings
}

fn collect(value: &Value, strings: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => drop(strings.insert(text.clone())),
        Value::Array(items) => items.iter().for_each(|item| collect(item, strings)),
        Value::Object(entries) => entries.values().for_each(|item| collect(item, strings)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Every string literal and word of a Prisma schema; its literals are those of JSON.
fn strings_of_prisma(schema: &str) -> BTreeSet<String> {
    let code = schema.lines().filter(|line| !line.trim_start().starts_with("//"));
    code.flat_map(|line| words(line).into_iter().chain(literals(line))).collect()
}

fn words(line: &str) -> Vec<String> {
    line.split(|c: char| c != '_' && !c.is_ascii_alphanumeric()).map(str::to_owned).collect()
}

fn literals(line: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = line;
    while let Some(start) = rest.find('"') {
        let mut values = serde_json::Deserializer::from_str(&rest[start..]).into_iter::<String>();
        found.extend(values.next().map(|text| text.expect("a literal of the schema is one of JSON")));
        rest = &rest[start + values.byte_offset()..];
    }
    found
}

/// Every string literal and identifier of some Rust.
fn strings_of_rust(code: &str) -> BTreeSet<String> {
    let mut strings = BTreeSet::new();
    collect_tokens(TokenStream::from_str(code).expect("the Rust is Rust"), &mut strings);
    strings
}

fn collect_tokens(tokens: TokenStream, strings: &mut BTreeSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => collect_tokens(group.stream(), strings),
            TokenTree::Ident(ident) => drop(strings.insert(ident.to_string().trim_start_matches("r#").to_owned())),
            TokenTree::Literal(literal) => {
                strings.extend(syn::parse_str::<syn::LitStr>(&literal.to_string()).map(|text| text.value()));
            }
            TokenTree::Punct(_) => {}
        }
    }
}
