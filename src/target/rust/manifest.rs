//! The crate's `Cargo.toml`: only what the model's types need.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::model::{Model, RustTarget};
use crate::render::Fragment;
use crate::spelling::{self, Rust};

use super::quote::{toml, toml_string};

/// What the file says.
#[derive(Serialize)]
pub(super) struct View {
    name: Fragment,
    description: Fragment,
    serde: Fragment,
    sqlx: Fragment,
    dependencies: Vec<Fragment>,
}

/// A crate that types come from, and what it needs for each feature.
struct Dependency {
    name: &'static str,
    /// Behind `name = `.
    requirement: &'static str,
    /// What the feature `serde` turns on.
    serde: Option<&'static str>,
    /// What the feature `sqlx` turns on, in the crate itself.
    sqlx: Option<&'static str>,
    /// The feature of the crate sqlx that knows its types.
    sqlx_feature: Option<&'static str>,
}

static DEPENDENCIES: [Dependency; 6] = [
    Dependency {
        name: "chrono",
        requirement: r#"{ version = "0.4", default-features = false }"#,
        serde: Some("chrono/serde"),
        sqlx: None,
        sqlx_feature: Some("chrono"),
    },
    Dependency {
        name: "ipnetwork",
        requirement: r#"{ version = "0.21", default-features = false }"#,
        serde: Some("ipnetwork/serde"),
        sqlx: None,
        sqlx_feature: Some("ipnetwork"),
    },
    Dependency {
        name: "pgvector",
        requirement: r#"{ version = "0.4", default-features = false }"#,
        serde: Some("pgvector/serde"),
        sqlx: Some("pgvector/sqlx"),
        sqlx_feature: None,
    },
    Dependency {
        name: "rust_decimal",
        requirement: r#"{ version = "1", default-features = false, features = ["std"] }"#,
        serde: Some("rust_decimal/serde"),
        sqlx: None,
        sqlx_feature: Some("rust_decimal"),
    },
    Dependency {
        name: "serde_json",
        requirement: r#"{ version = "1", default-features = false, features = ["std"] }"#,
        serde: None,
        sqlx: None,
        sqlx_feature: Some("json"),
    },
    Dependency {
        name: "uuid",
        requirement: r#"{ version = "1", default-features = false }"#,
        serde: Some("uuid/serde"),
        sqlx: None,
        sqlx_feature: Some("uuid"),
    },
];

const SERDE: &str = r#"serde = { version = "1", features = ["derive"], optional = true }"#;

/// What the crate's manifest says.
pub(super) fn view(model: &Model, target: &RustTarget) -> View {
    let used = used(model);
    let used: Vec<_> = DEPENDENCIES.iter().filter(|dependency| used.contains(dependency.name)).collect();
    let serde = used.iter().filter_map(|dependency| dependency.serde);
    let sqlx = used.iter().filter_map(|dependency| dependency.sqlx);
    View {
        name: toml_string(&target.crate_name),
        description: toml_string(&format!("The entities of {} as Rust types.", model.project.name)),
        serde: list(["dep:serde"].into_iter().chain(serde)),
        sqlx: list(["dep:sqlx"].into_iter().chain(sqlx)),
        dependencies: dependencies(&used),
    }
}

/// The crates that the model's types come from. The tenant's key, a UUID, is always among them.
fn used(model: &Model) -> BTreeSet<&'static str> {
    let scalars = model.entities.iter().flat_map(|entity| &entity.fields).map(|field| field.ty.scalar);
    let path = |scalar| match spelling::spelling(model, scalar).rust {
        Rust::Path(path) => path.split_once("::").map(|(krate, _)| krate),
        Rust::Enum => None,
    };
    scalars.filter_map(path).chain(["uuid"]).collect()
}

/// One line per dependency, in order of name.
fn dependencies(used: &[&Dependency]) -> Vec<Fragment> {
    let features = used.iter().filter_map(|dependency| dependency.sqlx_feature);
    let features = list(["postgres", "derive"].into_iter().chain(features));
    let sqlx =
        format!(r#"sqlx = {{ version = "0.9", default-features = false, features = [{features}], optional = true }}"#);
    let own = used.iter().map(|dependency| format!("{} = {}", dependency.name, dependency.requirement));
    let mut lines: Vec<_> = own.chain([SERDE.to_owned(), sqlx]).collect();
    lines.sort();
    lines.into_iter().map(toml).collect()
}

fn list<'a>(items: impl Iterator<Item = &'a str>) -> Fragment {
    toml(items.map(|item| toml_string(item).to_string()).collect::<Vec<_>>().join(", "))
}
