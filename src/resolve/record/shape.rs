//! What stands in a record, key by key. Keys that hold what follows from others are left out.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
pub struct Record {
    pub project: Project,
    pub enums: Vec<Enumeration>,
    pub entities: Vec<Entity>,
}

#[derive(Deserialize)]
pub struct Project {
    pub name: String,
    pub folder: String,
    pub postgres: Postgres,
    pub tenancy: Rules,
    pub roles: BTreeMap<String, Role>,
    pub targets: Targets,
}

#[derive(Deserialize)]
pub struct Postgres {
    pub versions: Versions,
    pub schema: String,
    pub extensions: Vec<String>,
    #[serde(default)]
    pub functions: BTreeSet<String>,
}

#[derive(Deserialize)]
pub struct Versions {
    pub oldest: u32,
    pub newest: u32,
}

#[derive(Deserialize)]
pub struct Rules {
    pub tenant: String,
    pub column: String,
    pub members: Option<String>,
    pub users: Option<String>,
    pub context: Context,
}

#[derive(Deserialize)]
pub struct Context {
    pub schema: String,
    pub current: String,
    #[serde(flatten)]
    pub source: Source,
    pub when_unset: String,
}

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Source {
    Setting { name: String, bind: String },
    Supabase { claim: String },
}

#[derive(Deserialize)]
pub struct Role {
    pub name: String,
    pub external: bool,
}

#[derive(Deserialize)]
pub struct Targets {
    pub postgres: bool,
    #[serde(default)]
    pub tests: bool,
    pub prisma: Option<Prisma>,
    pub rust: Option<Rust>,
    pub templates: Option<String>,
}

#[derive(Deserialize)]
pub struct Prisma {
    pub names: String,
}

#[derive(Deserialize)]
pub struct Rust {
    #[serde(rename = "crate")]
    pub crate_name: String,
    pub ids: String,
}

#[derive(Deserialize)]
pub struct Enumeration {
    pub name: String,
    pub doc: Option<String>,
    pub storage: String,
    pub values: Vec<EnumValue>,
    pub was: Option<String>,
    pub file: String,
}

#[derive(Deserialize)]
pub struct EnumValue {
    pub name: String,
    pub doc: Option<String>,
    pub was: Option<String>,
}

#[derive(Deserialize)]
pub struct Entity {
    pub name: String,
    pub singular: String,
    pub doc: Option<String>,
    #[serde(default)]
    pub external: bool,
    pub tenancy: Tenancy,
    pub fields: Vec<Field>,
    pub primary_key: PrimaryKey,
    pub relations: Vec<Relation>,
    pub uniques: Vec<Unique>,
    pub indexes: Vec<Index>,
    pub checks: Vec<Check>,
    pub access: Vec<Access>,
    pub was: Option<String>,
    pub file: String,
}

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Tenancy {
    Owned { key: String },
    Root,
    Members { key: String, user: String },
    Users,
    Shared { reason: String },
}

#[derive(Deserialize)]
pub struct PrimaryKey {
    pub name: String,
    pub fields: Vec<String>,
}

#[derive(Deserialize)]
pub struct Field {
    pub name: String,
    pub doc: Option<String>,
    #[serde(rename = "type")]
    pub ty: String,
    #[serde(rename = "enum")]
    pub enumeration: Option<String>,
    #[serde(default)]
    pub array: bool,
    pub nullable: bool,
    pub supply: Supply,
    pub example: Option<Value>,
    #[serde(default)]
    pub touched: bool,
    #[serde(default)]
    pub set_once: bool,
    pub origin: FieldOrigin,
    pub was: Option<String>,
}

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Supply {
    Client,
    Literal { value: Value },
    Now,
    Uuid,
    UuidV7,
    CurrentTenant,
    Expression { sql: String },
    Generated { sql: String },
    Identity { always: bool },
}

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FieldOrigin {
    Own,
    TenantKey,
    Relation { relation: String },
}

#[derive(Deserialize)]
pub struct Relation {
    pub name: String,
    pub doc: Option<String>,
    pub to: String,
    pub fields: Vec<String>,
    #[serde(default)]
    pub optional: bool,
    #[serde(default)]
    pub one_to_one: bool,
    pub inverse: String,
    pub prisma: Option<String>,
    pub keys: Vec<ForeignKey>,
    pub was: Option<String>,
}

#[derive(Deserialize)]
pub struct ForeignKey {
    pub name: String,
    pub fields: Vec<String>,
    pub to: String,
    pub to_fields: Vec<String>,
    pub on_delete: String,
    #[serde(default)]
    pub set_null: Vec<String>,
}

#[derive(Deserialize)]
pub struct Unique {
    pub name: String,
    pub keys: Vec<Key>,
    #[serde(rename = "where")]
    pub filter: Option<String>,
    #[serde(default)]
    pub nulls_not_distinct: bool,
    pub origin: KeyOrigin,
    pub was: Option<String>,
}

#[derive(Deserialize)]
pub struct Index {
    pub name: String,
    pub doc: Option<String>,
    pub method: String,
    pub keys: Vec<Key>,
    #[serde(rename = "where")]
    pub filter: Option<String>,
    pub origin: KeyOrigin,
    pub was: Option<String>,
}

#[derive(Deserialize)]
pub struct Key {
    #[serde(flatten)]
    pub part: Part,
    pub direction: String,
    pub nulls: Option<String>,
    pub opclass: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    Field(String),
    Expression(String),
}

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum KeyOrigin {
    Declared,
    Relation { relation: String },
    TenantKey,
    TenantTarget,
}

#[derive(Deserialize)]
pub struct Check {
    pub name: String,
    pub expression: String,
    pub origin: CheckOrigin,
}

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CheckOrigin {
    Declared,
    EnumValues { field: String },
}

#[derive(Deserialize)]
pub struct Access {
    pub role: String,
    pub verbs: Vec<Verb>,
}

#[derive(Deserialize)]
pub struct Verb {
    pub verb: String,
    #[serde(rename = "where")]
    pub filter: Option<String>,
}
