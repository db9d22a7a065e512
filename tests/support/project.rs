//! A schema, what is made of it, and databases to try it on.

use std::borrow::Cow;
use std::path::Path;

use crmgen::derived::Derived;
use crmgen::model::{Model, Role};
use crmgen::source::Sources;
use crmgen::target::{self, Files};
use crmgen::verify::{Script, Stage};

use super::cluster::{Cluster, Database};

/// A schema and what is made of it.
pub struct Project {
    /// What the schema means.
    pub model: Model,
    /// What it makes.
    pub files: Files,
}

/// The project file of a small schema; its context goes where the braces are.
const SMALL: &str = "
crmgen: 1
name: {name}
tenancy: { tenant: organizations, members: organization_members, users: users, context: { {context} } }
";

/// The entities of a small schema.
const ENTITIES: &str = "
entities:
  organizations: { tenancy: root, fields: { name: text } }
  users: { tenancy: users, fields: { email: text } }
  organization_members:
    tenancy: members
    primary_key: [organization_id, user_id]
    relations: { user: { to: users, on_delete: cascade } }
  tasks:
    fields: { title: text }
    relations: { assignee: { to: users, optional: true, on_delete: set_null } }
";

impl Project {
    /// What a schema folder makes.
    pub fn load(schema: &Path) -> Result<Self, String> {
        Self::make(super::load(schema)?)
    }

    /// The CRM.
    pub fn crm() -> Self {
        Self::load(&super::crm()).expect("the CRM is right")
    }

    /// A small schema with that tenant context.
    pub fn small(name: &str, context: &str) -> Self {
        let mut sources = Sources::default();
        sources.add("schema/crmgen.yaml", SMALL.replace("{name}", name).replace("{context}", context));
        sources.add("schema/model.yaml", ENTITIES);
        Self::of(sources).expect("the small schema is right")
    }

    /// What a schema in memory makes.
    pub fn of(sources: Sources) -> Result<Self, String> {
        let model = crmgen::load_sources(sources).model.map_err(|faults| format!("{faults:?}"))?;
        Self::make(model)
    }

    fn make(model: Model) -> Result<Self, String> {
        let files = target::generate(&Derived::of(&model), None).map_err(|fault| fault.message)?;
        Ok(Self { model, files })
    }

    /// Makes the tests of the SQL too.
    pub fn with_tests(&mut self) {
        self.model.project.targets.tests = true;
        self.files = target::generate(&Derived::of(&self.model), None).expect("it could be made without them");
    }

    /// One of the SQL files, by its name without the ending.
    pub fn file(&self, name: &str) -> &str {
        &self.files[&format!("postgres/{name}.sql")]
    }

    /// A role's name.
    pub fn role(&self, role: Role) -> &str {
        self.model.project.roles.name(role).as_str()
    }

    /// A database in the shared cluster on which `roles.sql` has run and the schema has not.
    pub fn database(&self, name: &str) -> Result<Database<'static>, String> {
        let cluster = Cluster::shared();
        let script = self.script();
        let stage = Stage::empty(&cluster.server, &script, name).map_err(|setback| setback.to_string())?;
        Ok(cluster.open(&stage.database))
    }

    /// What is put on stages.
    pub fn script(&self) -> Script<'_> {
        Script { model: Cow::Borrowed(&self.model), files: Cow::Borrowed(&self.files) }
    }

    /// Makes the schema with its policies, as the migrator, the way that users do.
    pub fn apply(&self, database: &Database<'_>) -> Result<(), String> {
        let migrator = self.role(Role::Migrator);
        database.run(migrator, self.file("schema")).rows()?;
        database.run(migrator, self.file("policies")).rows().map(drop)
    }
}
