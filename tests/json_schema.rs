//! `schema/crmgen.schema.json`, which editors complete and check by, knows the keys that crmgen knows.
//!
//! What crmgen knows is asked of crmgen itself: each shape is given a key that does not exist, and the help of the fault
//! lists those that do.

mod support;

use std::collections::BTreeSet;
use std::fs;

use crmgen::diagnostic::{Diagnostic, codes};
use serde_json::Value;

const PROJECT: &str = "crmgen: 1\nname: x\ntenancy: { tenant: organizations }\n";

/// A shape of the JSON Schema, by the path of its definition, with a project file and a schema file that give it a key
/// `zzz`.
const SHAPES: [(&str, &str, &str); 23] = [
    ("project", "crmgen: 1\nname: x\ntenancy: { tenant: organizations }\nzzz: 1", ""),
    ("postgres", "crmgen: 1\nname: x\ntenancy: { tenant: organizations }\npostgres: { zzz: 1 }", ""),
    ("tenancy_rules", "crmgen: 1\nname: x\ntenancy: { tenant: organizations, zzz: 1 }", ""),
    ("renamed/oneOf/1", "crmgen: 1\nname: x\ntenancy: { tenant: o, column: { name: a, zzz: 1 } }", ""),
    ("accepted", "crmgen: 1\nname: x\ntenancy: { tenant: o }\naccept: [{ zzz: 1 }]", ""),
    ("context", "crmgen: 1\nname: x\ntenancy: { tenant: organizations, context: { zzz: 1 } }", ""),
    ("role/oneOf/1", "crmgen: 1\nname: x\ntenancy: { tenant: organizations }\nroles: { app: { name: a, zzz: 1 } }", ""),
    ("targets", "crmgen: 1\nname: x\ntenancy: { tenant: organizations }\ntargets: { zzz: 1 }", ""),
    ("targets/properties/prisma", "crmgen: 1\nname: x\ntenancy: { tenant: o }\ntargets: { prisma: { zzz: 1 } }", ""),
    ("targets/properties/rust", "crmgen: 1\nname: x\ntenancy: { tenant: o }\ntargets: { rust: { zzz: 1 } }", ""),
    ("file", PROJECT, "zzz: 1"),
    ("enum/oneOf/1", PROJECT, "enums: { E: { values: [A], zzz: 1 } }"),
    ("enum_values/items/oneOf/1", PROJECT, "enums: { E: [{ name: A, zzz: 1 }] }"),
    ("trait", PROJECT, "traits: { t: { zzz: 1 } }"),
    ("entity", PROJECT, "entities: { e: { zzz: 1 } }"),
    ("tenancy/oneOf/1", PROJECT, "entities: { e: { tenancy: { shared: why, zzz: 1 } } }"),
    ("tenant", PROJECT, "entities: { e: { tenant: { zzz: 1 } } }"),
    ("field/oneOf/1", PROJECT, "entities: { e: { fields: { f: { type: text, zzz: 1 } } } }"),
    ("relation", PROJECT, "entities: { e: { relations: { r: { to: e, zzz: 1 } } } }"),
    ("check/oneOf/1", PROJECT, "entities: { e: { checks: { c: { check: x, zzz: 1 } } } }"),
    ("keys/oneOf/1", PROJECT, "entities: { e: { indexes: [{ fields: [id], zzz: 1 }] } }"),
    ("verbs/oneOf/0/items/oneOf/1", PROJECT, "entities: { e: { access: { app: [{ verb: select, zzz: 1 }] } } }"),
    ("verbs/oneOf/1", PROJECT, "entities: { e: { access: { app: { verbs: [select], zzz: 1 } } } }"),
];

#[test]
fn the_json_schema_and_the_parser_know_the_same_keys() {
    let schema = json_schema();
    for (shape, project, file) in SHAPES {
        let properties = definition(&schema, shape)["properties"].as_object().expect("a shape has properties");
        let listed: BTreeSet<String> = properties.keys().cloned().collect();
        assert_eq!(listed, known_keys(shape, project, file), "{shape}");
    }
}

#[test]
fn every_closed_shape_is_compared() {
    let schema = json_schema();
    let mut closed = Vec::new();
    find_closed(&schema["definitions"], "", &mut closed);
    let open: BTreeSet<_> = SHAPES.iter().map(|(shape, ..)| (*shape).to_owned()).collect();
    let left: Vec<_> = closed.into_iter().filter(|shape| !open.contains(shape)).collect();
    assert_eq!(left, ["access", "roles", "targets/properties/postgres"], "left: what a key's name does not close");
}

fn json_schema() -> Value {
    let text = fs::read_to_string(support::crm().join("crmgen.schema.json")).expect("the JSON Schema is there");
    serde_json::from_str(&text).expect("the JSON Schema is JSON")
}

fn definition<'s>(schema: &'s Value, path: &str) -> &'s Value {
    schema.pointer(&format!("/definitions/{path}")).unwrap_or_else(|| panic!("no definition {path}"))
}

/// Every shape that has properties and refuses others, by its path.
fn find_closed(value: &Value, path: &str, closed: &mut Vec<String>) {
    if value["additionalProperties"] == Value::Bool(false) {
        closed.push(path.trim_start_matches('/').to_owned());
    }
    match value {
        Value::Object(entries) => {
            entries.iter().for_each(|(key, below)| find_closed(below, &format!("{path}/{key}"), closed));
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, below)| find_closed(below, &format!("{path}/{at}"), closed));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The keys that crmgen offers instead of `zzz`.
fn known_keys(shape: &str, project: &str, file: &str) -> BTreeSet<String> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("crmgen.yaml"), project).expect("the project file can be written");
    fs::write(folder.path().join("model.yaml"), file).expect("the schema file can be written");
    let faults = crmgen::load(folder.path()).model.expect_err("a key zzz is refused");
    let is_unknown_key = |fault: &&Diagnostic| fault.code == &codes::UNKNOWN_KEY && fault.message.contains("`zzz`");
    let fault = faults.iter().find(is_unknown_key).unwrap_or_else(|| panic!("{shape}: zzz is not refused: {faults:?}"));
    let help = fault.help.iter().find(|help| help.starts_with("it may have")).expect("the help lists the keys");
    help.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}
