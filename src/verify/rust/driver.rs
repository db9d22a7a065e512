//! The program that uses a crate: the same for every crate, but for the part that names its types.

use std::fmt::Write;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::plan::Plan;
use crate::model::{Entity, EntityId, Model, Role, Verb};
use crate::naming::rust::{EntityNames, RustNames, plain};
use crate::verify::Script;
use crate::verify::program::{hold, put};

/// The parts that every program has.
const PARTS: [(&str, &str); 3] = [
    ("Cargo.lock", include_str!("harness/Cargo.lock")),
    ("src/main.rs", include_str!("harness/main.rs")),
    ("src/loose.rs", include_str!("harness/loose.rs")),
];

/// What the program depends on besides the crate; each version is in the lock file.
const MANIFEST: &str = r#"[package]
name = "crmgen-driver"
version = "0.0.0"
edition = "2024"
publish = false

[dependencies]
models = { package = "{crate}", path = "models", features = ["serde", "sqlx"] }
serde = { version = "1", features = ["derive"] }
serde_json = { version = "1", features = ["float_roundtrip"] }
sqlx = { version = "0.9", default-features = false, features = ["postgres", "runtime-tokio"] }
tokio = { version = "1", default-features = false, features = ["rt"] }

[workspace]
"#;

/// Writes the program and the crate it uses below a folder. Returns where it is, held for as long as the file is open.
///
/// # Errors
/// The system's refusal.
pub fn write(below: &Path, script: &Script<'_>, plan: &Plan) -> io::Result<(PathBuf, File)> {
    let Some(target) = &script.model.project.targets.rust else { return Err(io::ErrorKind::NotFound.into()) };
    let folder = below.join(&target.crate_name);
    let turn = hold(&folder)?;
    put(&folder.join("Cargo.toml"), &MANIFEST.replace("{crate}", &target.crate_name))?;
    PARTS.iter().try_for_each(|(path, text)| put(&folder.join(path), text))?;
    put(&folder.join("src/entities.rs"), &entities(&script.model, plan))?;
    let models: Vec<_> =
        script.files.iter().filter_map(|(path, text)| Some((path.strip_prefix("rust/")?, text))).collect();
    models.iter().try_for_each(|(path, text)| put(&folder.join("models").join(path), text))?;
    remove_others(&folder.join("models"), |path| models.iter().any(|(known, _)| *known == path))?;
    Ok((folder, turn))
}

/// Removes the sources that another run left.
fn remove_others(crate_folder: &Path, is_wanted: impl Fn(&str) -> bool) -> io::Result<()> {
    for entry in fs::read_dir(crate_folder.join("src"))? {
        let entry = entry?;
        if !is_wanted(&format!("src/{}", entry.file_name().to_string_lossy())) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// The part that names the crate's types and functions.
fn entities(model: &Model, plan: &Plan) -> String {
    let names = RustNames::of(model);
    let mut text = String::from("use crate::{Bench, Entity, Subject, TenantTx};\n");
    let mut arms = String::new();
    for &id in &plan.entities {
        let entity = model.entity(id);
        text.push_str(&implementation(model, id, names.entity(id)));
        // Writing to a string cannot fail.
        let _ = writeln!(arms, "        {:?} => bench.send::<E{}>(name, subject).await,", entity.name.as_str(), id.0);
    }
    text + &format!(
        "\npub async fn send(bench: &mut Bench, name: &str, subject: &Subject) {{\n    match name {{\n{arms}        \
         _ => panic!(\"no entity {{name}}\"),\n    }}\n}}\n"
    )
}

/// Whether services may use a verb whoever acts: an access rule that calls a function of the platform's own may ask for
/// the user, and the driver acts for none.
fn is_free(model: &Model, entity: &Entity, verb: Verb) -> bool {
    let rules = entity.access(Role::App).into_iter().flat_map(|access| &access.verbs);
    let asks = |text: &str| model.project.postgres.functions.iter().any(|function| text.contains(function.as_str()));
    rules.filter(|rule| rule.verb == verb).any(|rule| !rule.filter.as_ref().is_some_and(|filter| asks(&filter.text)))
}

/// What the driver does with an entity, in the crate's words.
struct Verbs {
    /// The type of changes; nothing's, where there are none.
    changes: String,
    get: String,
    list: String,
    /// The call, where the service may.
    update: Option<String>,
    delete: Option<String>,
}

impl Verbs {
    fn of(model: &Model, entity: &Entity, names: &EntityNames) -> Self {
        let one = &names.singular;
        let key = entity.primary_key.fields.iter().filter(|&&field| Some(field) != entity.tenancy.key());
        let key: Vec<_> = key.map(|&field| format!("row.{}.clone()", names.field(field))).collect();
        let key_and = |last: &str| key.iter().map(String::as_str).chain([last]).collect::<Vec<_>>().join(", ");
        let call = |call: String| format!("tx.{call}.await");
        let updates = is_free(model, entity, Verb::Update) && entity.updatable().next().is_some();
        let deletes = is_free(model, entity, Verb::Delete);
        Self {
            changes: if updates { format!("models::{}", names.changes()) } else { "()".to_owned() },
            get: call(format!("get_{one}({})", key.join(", "))),
            list: if key.is_empty() {
                "Ok(Vec::new())".to_owned()
            } else {
                call(format!("list_{}(None, 1000)", plain(&names.module)))
            },
            update: updates.then(|| call(format!("update_{one}({})", key_and("changes")))),
            delete: deletes.then(|| call(format!("delete_{one}({})", key.join(", ")))),
        }
    }
}

/// An entity's functions, as those of every entity are called.
fn implementation(model: &Model, id: EntityId, names: &EntityNames) -> String {
    let (number, row, one) = (id.0, &names.row, &names.singular);
    let Verbs { changes, get, list, update, delete } = Verbs::of(model, model.entity(id), names);
    let (updates, deletes) = (update.is_some(), delete.is_some());
    let (update, delete) = (update.as_deref().unwrap_or("Ok(None)"), delete.as_deref().unwrap_or("Ok(false)"));
    format!(
        "
pub struct E{number};

#[allow(unused_variables, reason = \"services may lack a verb\")]
impl Entity for E{number} {{
    const UPDATES: bool = {updates};
    const DELETES: bool = {deletes};
    type Row = models::{row};
    type New = models::{new};
    type Changes = {changes};

    async fn insert(tx: &mut TenantTx, new: Self::New) -> sqlx::Result<Self::Row> {{
        tx.insert_{one}(new).await
    }}

    async fn get(tx: &mut TenantTx, row: &Self::Row) -> sqlx::Result<Option<Self::Row>> {{
        {get}
    }}

    async fn list(tx: &mut TenantTx) -> sqlx::Result<Vec<Self::Row>> {{
        {list}
    }}

    async fn update(tx: &mut TenantTx, row: &Self::Row, changes: Self::Changes) -> sqlx::Result<Option<Self::Row>> {{
        {update}
    }}

    async fn delete(tx: &mut TenantTx, row: &Self::Row) -> sqlx::Result<bool> {{
        {delete}
    }}
}}
",
        new = names.new_row(),
    )
}
