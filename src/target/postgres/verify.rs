//! `verify.sql` and `tests/catalog.sql`: a live database is compared with the model, by psql alone or as pgTAP tests.

use serde::Serialize;

use super::{functions, is_supabase};
use crate::derived::{Derived, Objects};
use crate::diagnostic::Diagnostic;
use crate::expect::catalog::Catalog;
use crate::model::Model;
use crate::model::project::SUPABASE_EXTENSIONS;
use crate::render::{Fragment, Renderer};
use crate::sql::quote::dollar_quote;
use crate::sql::sql;

/// Lays `verify.sql` out, and `tests/catalog.sql` where the project wants tests.
pub fn render(
    derived: &Derived<'_>,
    objects: &Objects,
    renderer: &Renderer,
) -> Result<(String, Option<String>), Diagnostic> {
    let model = derived.model;
    // The functions are as the template writes them.
    let view = view(model, &derived.catalog(objects, &functions::written(model, renderer)?));
    let tests = model.project.targets.tests.then(|| renderer.render("postgres/tests/catalog.sql", &view));
    Ok((renderer.render("postgres/verify.sql", &view)?, tests.transpose()?))
}

#[derive(Serialize)]
struct View {
    /// The schema for pgTAP, where it is not left to PostgreSQL.
    extensions: Option<Fragment>,
    /// The number of tests.
    plan: Fragment,
    /// The project's name, as psql prints it.
    project: Fragment,
    /// The dollar quote around the model.
    quote: Fragment,
    /// What the live query must know of the model, as JSON.
    about: Fragment,
    /// Each object as JSON, on one line.
    objects: Vec<Fragment>,
}

fn view(model: &Model, catalog: &Catalog<'_>) -> View {
    let about = catalog.about.to_string();
    let inside = catalog.objects().chain([about.as_str()]);
    View {
        extensions: is_supabase(model).then(|| sql(SUPABASE_EXTENSIONS)),
        // One more: that there is nothing else.
        plan: sql((catalog.objects().count() + 1).to_string()),
        project: sql(psql_word(model.project.name.as_str())),
        quote: sql(dollar_quote("model", inside)),
        about: sql(about.as_str()),
        objects: catalog.objects().map(sql).collect(),
    }
}

/// A name as `\echo` prints it: what could be read as something else is left out.
fn psql_word(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric() || "_-".contains(*c)).collect()
}
