//! Stand-ins for what the model says stands elsewhere, as it wants it: roles, tables, and what a server may lack.

use crate::model::project::SUPABASE_EXTENSIONS;
use crate::model::{Entity, Model, Role};
use crate::server::{Refusal, Server, Session};
use crate::sql::{self, ident, literal};

/// The first major version that has `uuidv7()`.
const HAS_UUID_V7: u32 = 18;

/// Stands in for a function of PostgreSQL 18, for schemas that are for it alone.
const UUID_V7: &str =
    "CREATE FUNCTION pg_catalog.uuidv7() RETURNS uuid LANGUAGE internal VOLATILE AS 'gen_random_uuid';";

/// Stands in for pgvector, which PostgreSQL does not bring: a text type of that name with a length, and the entry that
/// makes `CREATE EXTENSION IF NOT EXISTS` find nothing to do.
const VECTOR: &str = "
    CREATE TYPE {vector};
    CREATE FUNCTION {vector_in}(cstring, oid, integer) RETURNS {vector}
        LANGUAGE internal IMMUTABLE STRICT AS 'varcharin';
    CREATE FUNCTION {vector_out}({vector}) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'varcharout';
    CREATE FUNCTION {vector_typmod_in}(cstring[]) RETURNS integer
        LANGUAGE internal IMMUTABLE STRICT AS 'varchartypmodin';
    CREATE FUNCTION {vector_typmod_out}(integer) RETURNS cstring
        LANGUAGE internal IMMUTABLE STRICT AS 'varchartypmodout';
    CREATE TYPE {vector} (
        INPUT = {vector_in}, OUTPUT = {vector_out},
        TYPMOD_IN = {vector_typmod_in}, TYPMOD_OUT = {vector_typmod_out}, LIKE = varchar
    );
    INSERT INTO pg_catalog.pg_extension (oid, extname, extowner, extnamespace, extrelocatable, extversion)
        SELECT pg_catalog.pg_nextoid('pg_extension', 'oid', 'pg_extension_oid_index'), 'vector',
               current_user::regrole, {schema}::regnamespace, true, '0';
    INSERT INTO pg_catalog.pg_depend (classid, objid, objsubid, refclassid, refobjid, refobjsubid, deptype)
        SELECT 'pg_proc'::regclass, p.oid, 0, 'pg_extension'::regclass, e.oid, 0, 'e'
          FROM pg_proc AS p, pg_extension AS e
         WHERE e.extname = 'vector' AND p.pronamespace = {schema}::regnamespace AND p.proname LIKE 'vector%'
        UNION ALL SELECT 'pg_type'::regclass, {type}::regtype, 0, 'pg_extension'::regclass, e.oid, 0, 'e'
          FROM pg_extension AS e WHERE e.extname = 'vector';
";

/// What Supabase tells of the token that a request came with.
const SUPABASE_AUTH: &str = "
    CREATE SCHEMA auth;
    GRANT USAGE ON SCHEMA auth TO PUBLIC;
    CREATE FUNCTION auth.jwt() RETURNS jsonb LANGUAGE sql STABLE
        AS $$SELECT nullif(current_setting('request.jwt.claims', true), '')::jsonb$$;
    CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE AS $$SELECT (auth.jwt() ->> 'sub')::uuid$$;
    CREATE FUNCTION auth.role() RETURNS text LANGUAGE sql STABLE AS $$SELECT auth.jwt() ->> 'role'$$;
";

/// Makes what stands in a database before any file runs. Returns what the server should have brought and did not, so
/// that something stands in for it.
///
/// # Errors
/// The server's refusal.
pub fn make(server: &Server, session: &mut Session, model: &Model) -> Result<Vec<String>, Refusal> {
    let mut stand_ins = Vec::new();
    if model.project.tenancy.context.source.is_supabase() {
        session.run(&format!("CREATE SCHEMA {SUPABASE_EXTENSIONS}; {SUPABASE_AUTH}"))?;
    }
    for role in Role::ALL.into_iter().filter(|&role| model.project.roles.get(role).external) {
        make_role(session, model, role)?;
    }
    if model.project.postgres.versions.oldest >= HAS_UUID_V7 && server.version().major < HAS_UUID_V7 {
        session.run(UUID_V7)?;
        stand_ins.push("function uuidv7()".to_owned());
    }
    if uses_vector(model) && !offers(session, "vector")? {
        session.run(&vector(model))?;
        stand_ins.push("extension vector".to_owned());
    }
    Ok(stand_ins)
}

/// The tables that the schema only refers to, with the columns and keys that it knows of. They need the roles.
#[must_use]
pub fn tables(model: &Model) -> String {
    model.entities.iter().filter(|entity| entity.external).map(|entity| table(model, entity)).collect()
}

fn make_role(session: &mut Session, model: &Model, role: Role) -> Result<(), Refusal> {
    let name = model.project.roles.name(role);
    let known = format!("SELECT count(*) FROM pg_catalog.pg_roles WHERE rolname = {}", literal(name.as_str()));
    if session.run(&known)?.value() == Some("0") {
        let row_security = match role {
            Role::Admin => "BYPASSRLS",
            Role::Owner | Role::Migrator | Role::App | Role::Readonly => "NOBYPASSRLS",
        };
        session.run(&format!("CREATE ROLE {} LOGIN {row_security}", ident(name)))?;
    }
    Ok(())
}

fn uses_vector(model: &Model) -> bool {
    model.project.postgres.extensions.iter().any(|extension| *extension == "vector")
}

fn offers(session: &mut Session, extension: &str) -> Result<bool, Refusal> {
    let query = format!("SELECT count(*) FROM pg_catalog.pg_available_extensions WHERE name = {}", literal(extension));
    Ok(session.run(&query)?.value() != Some("0"))
}

fn vector(model: &Model) -> String {
    let tables = &model.project.postgres.schema;
    let schema = if model.project.tenancy.context.source.is_supabase() { SUPABASE_EXTENSIONS } else { tables.as_str() };
    let name = |name: &str| format!("{}.{name}", ident(schema));
    let names = ["vector_typmod_out", "vector_typmod_in", "vector_out", "vector_in", "vector"];
    let start = format!("CREATE SCHEMA IF NOT EXISTS {};{VECTOR}", ident(schema))
        .replace("{schema}", &literal(schema))
        .replace("{type}", &literal(&name("vector")));
    names.iter().fold(start, |text, one| text.replace(&format!("{{{one}}}"), &name(one)))
}

fn table(model: &Model, entity: &Entity) -> String {
    let table = sql::table(model, entity);
    let columns = entity.fields.iter().map(|field| {
        let column = sql::column::column(model, field);
        format!("{} {}", column.name, column.ty)
    });
    let uniques = entity.uniques.iter().filter_map(|unique| sql::constraint::unique(entity, unique));
    let parts: Vec<_> = columns.chain([sql::constraint::primary_key(entity)]).chain(uniques).collect();
    let owner = sql::name::role(model, Role::Owner);
    format!("CREATE TABLE {table} ({});\nGRANT REFERENCES ON {table} TO {owner};\n", parts.join(", "))
}
