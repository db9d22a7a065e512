//! A schema, what is made of it, and databases to try it on.

use std::path::Path;

use crmgen::model::{Entity, Model, Role};
use crmgen::source::Sources;
use crmgen::sql::{self, ident, literal};
use crmgen::target::{self, Files};

use super::cluster::{Cluster, Database, SUPERUSER};

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

/// Stands in for a function of PostgreSQL 18, for schemas that are for it alone.
const UUID_V7: &str = "
    SELECT to_regprocedure('pg_catalog.uuidv7()') IS NULL AS missing \\gset
    \\if :missing
    CREATE FUNCTION pg_catalog.uuidv7() RETURNS uuid LANGUAGE internal VOLATILE AS 'gen_random_uuid';
    \\endif
";

/// Stands in for pgvector, which PostgreSQL does not bring: a text type of that name with a length.
const VECTOR: &str = "
    CREATE TYPE public.vector;
    CREATE FUNCTION public.vector_in(cstring, oid, integer) RETURNS public.vector
        LANGUAGE internal IMMUTABLE STRICT AS 'varcharin';
    CREATE FUNCTION public.vector_out(public.vector) RETURNS cstring
        LANGUAGE internal IMMUTABLE STRICT AS 'varcharout';
    CREATE FUNCTION public.vector_typmod_in(cstring[]) RETURNS integer
        LANGUAGE internal IMMUTABLE STRICT AS 'varchartypmodin';
    CREATE FUNCTION public.vector_typmod_out(integer) RETURNS cstring
        LANGUAGE internal IMMUTABLE STRICT AS 'varchartypmodout';
    CREATE TYPE public.vector (
        INPUT = public.vector_in, OUTPUT = public.vector_out,
        TYPMOD_IN = public.vector_typmod_in, TYPMOD_OUT = public.vector_typmod_out, LIKE = varchar
    );
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
        let model = crmgen::load_sources(sources).model.expect("the small schema is right");
        Self::make(model).expect("it can be made")
    }

    fn make(model: Model) -> Result<Self, String> {
        let files = target::generate(&model, None).map_err(|fault| fault.message)?;
        Ok(Self { model, files })
    }

    /// One of the SQL files, by its name without the ending.
    pub fn file(&self, name: &str) -> &str {
        &self.files[&format!("postgres/{name}.sql")]
    }

    /// A role's name.
    pub fn role(&self, role: Role) -> &str {
        self.model.project.roles.name(role).as_str()
    }

    /// A database in the shared cluster on which `roles.sql` has run, twice, and the schema has not.
    pub fn database(&self, name: &str) -> Result<Database<'static>, String> {
        let cluster = Cluster::shared();
        let database = cluster.database(name);
        let _roles = cluster.lock_roles();
        database.run(SUPERUSER, &self.surroundings()).rows()?;
        for _ in 0..2 {
            database.run(SUPERUSER, &self.roles()).rows()?;
        }
        database.run(SUPERUSER, &self.external_tables()).rows()?;
        Ok(database)
    }

    /// Makes the schema with its policies, as the migrator.
    pub fn apply(&self, database: &Database<'_>) -> Result<(), String> {
        let migrator = self.role(Role::Migrator);
        database.run(migrator, self.file("schema")).rows()?;
        database.run(migrator, self.file("policies")).rows().map(drop)
    }

    /// What stands elsewhere before any file runs: external roles, and what this server may lack.
    pub fn surroundings(&self) -> String {
        let external = Role::ALL.into_iter().filter(|&role| self.model.project.roles.get(role).external);
        let roles: String = external.map(|role| self.external_role(role)).collect();
        let vector = if self.uses_vector() { VECTOR } else { "" };
        format!("CREATE SCHEMA extensions;\n{UUID_V7}{vector}{roles}")
    }

    fn external_role(&self, role: Role) -> String {
        let row_security = if role == Role::Admin { "BYPASSRLS" } else { "NOBYPASSRLS" };
        format!(
            "SELECT NOT EXISTS (SELECT FROM pg_roles WHERE rolname = {}) AS missing \\gset\n\
             \\if :missing\nCREATE ROLE {} LOGIN {row_security};\n\\endif\n",
            literal(self.role(role)),
            ident(self.role(role)),
        )
    }

    fn uses_vector(&self) -> bool {
        self.model.project.postgres.extensions.iter().any(|extension| *extension == "vector")
    }

    /// `roles.sql`, without the one extension that PostgreSQL itself does not bring.
    fn roles(&self) -> String {
        self.file("roles").replace("CREATE EXTENSION IF NOT EXISTS vector WITH SCHEMA public;", "")
    }

    /// The tables that the schema only refers to, as it wants them.
    fn external_tables(&self) -> String {
        let external = self.model.entities.iter().filter(|entity| entity.external);
        external.map(|entity| self.external_table(entity)).collect()
    }

    fn external_table(&self, entity: &Entity) -> String {
        let table = sql::table(&self.model, entity);
        let columns = entity.fields.iter().map(|field| {
            let column = sql::column::column(&self.model, field);
            format!("{} {}", column.name, column.ty)
        });
        let uniques = entity.uniques.iter().filter_map(|unique| sql::constraint::unique(entity, unique));
        let parts: Vec<_> = columns.chain([sql::constraint::primary_key(entity)]).chain(uniques).collect();
        let owner = ident(self.role(Role::Owner));
        format!("CREATE TABLE {table} ({});\nGRANT REFERENCES ON {table} TO {owner};\n", parts.join(", "))
    }
}
