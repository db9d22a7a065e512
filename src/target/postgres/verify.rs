//! `verify.sql` and `tests/catalog.sql`: a live database is compared with the model, by psql alone or as pgTAP tests.

use rayon::prelude::*;
use serde::Serialize;

use super::{functions, is_supabase};
use crate::diagnostic::Diagnostic;
use crate::expect::Expect;
use crate::expect::catalog::Catalog;
use crate::model::Model;
use crate::model::project::SUPABASE_EXTENSIONS;
use crate::render::{Fragment, Renderer};
use crate::sql::quote::dollar_quote;
use crate::sql::sql;

/// Lays `verify.sql` out, and `tests/catalog.sql` where the project wants tests.
pub fn render(model: &Model, renderer: &Renderer) -> Result<(String, Option<String>), Diagnostic> {
    let view = view(model, &catalog(model, renderer)?);
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

/// What the catalog must hold, the functions as the template writes them.
fn catalog(model: &Model, renderer: &Renderer) -> Result<Catalog, Diagnostic> {
    let written = functions::written(model, renderer)?;
    Ok(Expect::new(model).catalog(|signature| written.get(signature).cloned()))
}

fn view(model: &Model, catalog: &Catalog) -> View {
    let about = catalog.about.to_string();
    let objects: Vec<_> = catalog.objects.par_iter().map(|object| object.to_json()).collect();
    let inside = objects.iter().map(String::as_str).chain([about.as_str()]);
    View {
        extensions: is_supabase(model).then(|| sql(SUPABASE_EXTENSIONS)),
        // One more: that there is nothing else.
        plan: sql((objects.len() + 1).to_string()),
        project: sql(psql_word(model.project.name.as_str())),
        quote: sql(dollar_quote("model", inside)),
        about: sql(about.as_str()),
        objects: objects.iter().map(|object| sql(object.as_str())).collect(),
    }
}

/// A name as `\echo` prints it: what could be read as something else is left out.
fn psql_word(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric() || "_-".contains(*c)).collect()
}
