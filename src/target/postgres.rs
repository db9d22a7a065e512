//! The PostgreSQL target: roles, schema, row security with its grants, the way back, and rows to try it on.
//!
//! What a statement says is made in [`crate::sql`], piece by piece; here the pieces become views and the templates lay
//! them out. The target knows the order in which PostgreSQL must see them. It does not know how they are checked.

pub mod functions;
mod isolation;
mod layout;
mod policies;
mod roles;
mod rollback;
mod schema;
pub mod seed;
mod verify;

use super::{Files, Target};
use crate::derived::{Derived, Isolation, Objects};
use crate::diagnostic::Diagnostic;
use crate::model::project::SUPABASE_EXTENSIONS;
use crate::model::{Model, Name, Role};
use crate::render::{Fragment, Language, Renderer, Template, template};
use crate::sample::seed::Seed;
use crate::sql::{ident, name, sql};

/// The target.
pub static TARGET: Target =
    Target { name: "postgres", templates: &TEMPLATES, wanted: |model| model.project.targets.postgres };

static TEMPLATES: [Template; 13] = [
    template!("postgres/roles.sql", Sql),
    template!("postgres/schema.sql", Sql),
    functions::TEMPLATE,
    template!("postgres/schema/table.sql", Sql),
    template!("postgres/policies.sql", Sql),
    template!("postgres/policies/table.sql", Sql),
    template!("postgres/rollback.sql", Sql),
    template!("postgres/verify.sql", Sql),
    template!("postgres/verify/model.sql", Sql),
    template!("postgres/verify/compare.sql", Sql),
    template!("postgres/tests/catalog.sql", Sql),
    template!("postgres/seed.sql", Sql),
    template!("postgres/tests/isolation.sql", Sql),
];

/// The schema that every database has.
const PUBLIC: &str = "public";

/// The SQL that makes the schema, and the SQL that takes it back.
pub(super) fn schema_files(model: &Model, renderer: &Renderer) -> Result<Files, Diagnostic> {
    let file = |name, body| file(model, name, body);
    Ok(Files::from([
        file("roles.sql", roles::render(model, renderer)?),
        file("schema.sql", schema::render(model, renderer)?),
        file("policies.sql", policies::render(model, renderer)?),
        file("rollback.sql", rollback::render(model, renderer)?),
    ]))
}

/// What compares a live database with the model.
pub(super) fn comparison_files(
    derived: &Derived<'_>,
    objects: &Objects,
    renderer: &Renderer,
) -> Result<Files, Diagnostic> {
    let (script, tests) = verify::render(derived, objects, renderer)?;
    let file = |name, body| file(derived.model, name, body);
    Ok([file("verify.sql", script)].into_iter().chain(tests.map(|tests| file("tests/catalog.sql", tests))).collect())
}

/// Rows to start with.
pub(super) fn seed_files(seed: &Seed<'_>, renderer: &Renderer) -> Result<Files, Diagnostic> {
    Ok(Files::from([file(seed.model(), "seed.sql", seed::render(seed, renderer)?)]))
}

/// Tests of who may reach what.
pub(super) fn isolation_files(isolation: &Isolation<'_>, renderer: &Renderer) -> Result<Files, Diagnostic> {
    let body = isolation::render(isolation, renderer)?;
    Ok(Files::from([file(isolation.ground.model, "tests/isolation.sql", body)]))
}

/// A file with its header.
fn file(model: &Model, name: &str, body: String) -> (String, String) {
    let header = Language::Sql.header(&format!("{}/", model.project.folder));
    (format!("postgres/{name}"), header + &body)
}

/// Whether the database is Supabase's: it has roles, schemas and grants of its own that must go on working.
fn is_supabase(model: &Model) -> bool {
    model.project.tenancy.context.source.is_supabase()
}

/// The schemas that stand before `schema.sql` runs: that of the tables, and `public` where the context uses it.
fn standing_schemas(model: &Model) -> Vec<&Name> {
    let (tables, context) = (&model.project.postgres.schema, &model.project.tenancy.context.schema);
    let public = (*context == PUBLIC && context != tables).then_some(context);
    std::iter::once(tables).chain(public).collect()
}

/// The schema of the context functions, where `schema.sql` makes it.
fn own_context_schema(model: &Model) -> Option<Fragment> {
    let context = &model.project.tenancy.context.schema;
    (!standing_schemas(model).contains(&context)).then(|| sql(ident(context)))
}

/// The search path under which the schema's expressions are read: the same whoever runs the file.
fn search_path(model: &Model) -> Fragment {
    let schema = ident(&model.project.postgres.schema);
    sql(if is_supabase(model) { format!("{schema}, {SUPABASE_EXTENSIONS}") } else { schema })
}

/// A role's name.
fn role(model: &Model, role: Role) -> Fragment {
    sql(name::role(model, role))
}

/// The roles that services connect as and the one that sees every tenant, listed.
fn services(model: &Model) -> Fragment {
    sql([Role::App, Role::Readonly, Role::Admin].map(|role| name::role(model, role)).join(", "))
}

/// What stands over an entity's part of a file: its name and the file it is written in.
fn title(name: &str, file: &str) -> Fragment {
    crate::sql::text::comment(&format!("{name} ({file})"))
}
