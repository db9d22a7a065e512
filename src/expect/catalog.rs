//! What PostgreSQL's catalog must hold, in the form in which `verify.sql` reads it: objects with properties.
//!
//! An object is known by kind, schema, name and part (a column of a table, the arguments of a function); a property is a
//! text, a list, a type or an expression. What is as PostgreSQL makes it by default has no property. This layer knows how
//! the live query words each property; the query itself is in `templates/postgres/verify/compare.sql`.

mod privilege;
mod surroundings;
mod table;
mod value;

use std::borrow::Cow;
use std::collections::BTreeMap;

use rayon::prelude::*;
use serde_json::{Value, json};

use super::{Expect, schema, session};
use crate::model::{ContextSource, Entity, Role};
use crate::sql::facts::{Function, Signature};
use crate::sql::ident;

/// What the catalog must hold, objects as the live query reads them: `["kind", "schema", "name", "part", {…}]`.
pub struct Catalog<'t> {
    /// What the live query must know of the model: its schemas, its roles.
    pub about: Value,
    /// The objects around the tables, each on one line.
    around: Vec<String>,
    /// Each table with all that hangs on it.
    tables: &'t [String],
}

/// One object of the catalog.
#[derive(Debug, Clone, PartialEq)]
struct Object {
    /// Its kind: `table`, `column`, `privileges on table`.
    kind: &'static str,
    /// The schema it is in; empty for what is in none.
    schema: String,
    /// Its name, or its table's.
    name: String,
    /// What tells it apart under that name; empty where nothing must.
    part: String,
    /// What is to be found of it; never empty.
    properties: BTreeMap<Cow<'static, str>, Value>,
}

impl Catalog<'_> {
    /// The objects: first what is around the tables, then each table with all that hangs on it.
    pub fn objects(&self) -> impl Iterator<Item = &str> + Clone {
        self.around.iter().chain(self.tables).map(String::as_str)
    }
}

impl Object {
    /// On one line, as JSON.
    fn line(&self) -> String {
        let parts = (self.kind, &self.schema, &self.name, &self.part, &self.properties);
        serde_json::to_string(&parts).expect("properties are JSON already")
    }

    fn new(kind: &'static str, schema: &str, name: &str, part: &str) -> Self {
        let [schema, name, part] = [schema, name, part].map(str::to_owned);
        Self { kind, schema, name, part, properties: BTreeMap::new() }
    }

    /// Adds a property.
    fn with(mut self, property: impl Into<Cow<'static, str>>, value: impl Into<Value>) -> Self {
        self.properties.insert(property.into(), value.into());
        self
    }

    /// Adds a property that not every object of its kind has.
    fn with_some(self, property: impl Into<Cow<'static, str>>, value: Option<impl Into<Value>>) -> Self {
        match value {
            Some(value) => self.with(property, value),
            None => self,
        }
    }
}

impl Expect<'_> {
    /// The objects of every table that is made here, each on one line.
    #[must_use]
    pub fn table_objects(&self) -> Vec<String> {
        let managed: Vec<_> = self.model.managed().map(|(_, entity)| entity).collect();
        let lines = |entity: &&Entity| self.objects_of_table(entity).iter().map(Object::line).collect::<Vec<_>>();
        managed.par_iter().flat_map_iter(lines).collect()
    }

    /// The catalog of a database that holds the model: `tables` are its [`Expect::table_objects`], `written` the
    /// functions as the SQL makes them: their bodies and comments are the templates' own.
    #[must_use]
    pub fn catalog<'t>(&self, tables: &'t [String], written: &BTreeMap<Signature, Function>) -> Catalog<'t> {
        let around = self.surrounding_objects(written);
        Catalog { about: self.about(), around: around.iter().map(Object::line).collect(), tables }
    }

    fn about(&self) -> Value {
        let owner = self.role_name(Role::Owner);
        json!({
            "schemas": self.managed_schemas(),
            "own schema": self.own_schema(),
            "path": self.path(),
            "owner": owner,
            "admin": self.role_name(Role::Admin),
            "roles": self.watched_roles().map(|role| self.role_name(role)).collect::<Vec<_>>(),
            "made roles": self.roles().into_keys().collect::<Vec<_>>(),
            "hosted": self.is_supabase(),
            "settings": self.deciding_settings(),
            "functions": self.model.project.postgres.functions,
        })
    }

    /// The schemas in which everything must be the model's.
    fn managed_schemas(&self) -> Vec<&str> {
        let (tables, context) =
            (self.model.project.postgres.schema.as_str(), self.model.project.tenancy.context.schema.as_str());
        std::iter::once(tables).chain((context != tables).then_some(context)).collect()
    }

    /// The schema that `schema.sql` makes.
    fn own_schema(&self) -> Option<&str> {
        let (tables, context) =
            (self.model.project.postgres.schema.as_str(), self.model.project.tenancy.context.schema.as_str());
        (context != tables && context != schema::PUBLIC).then_some(context)
    }

    /// The search path under which the model's expressions are read.
    fn path(&self) -> String {
        let settings = session::with_path(self.model);
        let path = settings.iter().filter(|setting| setting.name == "search_path").flat_map(|setting| &setting.values);
        path.map(ident).collect::<Vec<_>>().join(", ")
    }

    /// The roles whose attributes count; a migrator from elsewhere is as it is.
    fn watched_roles(&self) -> impl Iterator<Item = Role> {
        Role::ALL.into_iter().filter(|&role| role != Role::Migrator || self.is_made(role))
    }

    fn is_made(&self, role: Role) -> bool {
        !self.model.project.roles.get(role).external
    }

    /// Settings that would decide for a session which tenant it acts for, or as whom.
    fn deciding_settings(&self) -> [&str; 4] {
        let context = match &self.model.project.tenancy.context.source {
            ContextSource::Setting { name, .. } => name,
            ContextSource::Supabase { .. } => "request.jwt.claims",
        };
        [context, "role", "row_security", "session_replication_role"]
    }
}
