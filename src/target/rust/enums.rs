//! The enums' file.

use serde::Serialize;

use crate::model::{EnumStorage, EnumValue, Enumeration, Model};
use crate::naming::rust::{EnumNames, RustNames};
use crate::render::Fragment;
use crate::sql;

use super::layout;
use super::quote::{doc, doc_code, has_text, rust, string};

/// What the file says.
#[derive(Serialize)]
pub(super) struct View {
    /// Whether some are PostgreSQL enum types.
    typed: bool,
    /// Whether some are held as text.
    texts: bool,
    enums: Vec<One>,
}

#[derive(Serialize)]
struct One {
    doc: Fragment,
    name: Fragment,
    variants: Vec<Variant>,
    all: Fragment,
    text_form: Fragment,
    sql_form: Fragment,
}

#[derive(Serialize)]
struct Variant {
    doc: Fragment,
    name: Fragment,
    arm: Fragment,
}

/// What the enums' file says.
pub(super) fn view(model: &Model, names: &RustNames) -> View {
    let holds = |storage| model.enums.iter().any(|enumeration| enumeration.storage == storage);
    View {
        typed: holds(EnumStorage::Type),
        texts: holds(EnumStorage::Text),
        enums: model.enums.iter().zip(names.enums()).map(|(one, names)| self::one(model, one, names)).collect(),
    }
}

fn one(model: &Model, enumeration: &Enumeration, names: &EnumNames) -> One {
    let otherwise = || format!("/// One of the values of {}.", doc_code(enumeration.name.as_str()));
    let values = enumeration.values.iter().zip(&names.variants);
    One {
        doc: rust(described(enumeration.doc.as_deref(), 0).unwrap_or_else(otherwise)),
        name: rust(&*names.name),
        variants: values.map(|(value, name)| variant(value, name)).collect(),
        all: rust(all(names)),
        text_form: rust(layout::call(0, "text_form!", std::slice::from_ref(&names.name), ";")),
        sql_form: rust(sql_form(model, enumeration, names)),
    }
}

fn variant(value: &EnumValue, name: &str) -> Variant {
    let otherwise = || format!("    /// {}.", doc_code(value.name.as_str()));
    Variant {
        doc: rust(described(value.doc.as_deref(), 4).unwrap_or_else(otherwise)),
        name: rust(name),
        arm: rust(layout::arm(12, &format!("Self::{name}"), &string(value.name.as_str()))),
    }
}

fn described(text: Option<&str>, indent: usize) -> Option<String> {
    text.filter(|text| has_text(text)).map(|text| doc("///", indent, text))
}

fn all(names: &EnumNames) -> String {
    let variants: Vec<_> = names.variants.iter().map(|variant| format!("Self::{variant}")).collect();
    layout::array(4, &format!("pub const ALL: [Self; {}]", variants.len()), &variants)
}

/// How columns hold it. sqlx spoils the names of types that are not ASCII, so it asks for them in escapes.
fn sql_form(model: &Model, enumeration: &Enumeration, names: &EnumNames) -> String {
    match enumeration.storage {
        EnumStorage::Type => {
            let (schema, name) = (&model.project.postgres.schema, &enumeration.name);
            let mut types =
                vec![sql::quote::qualified_in_ascii(schema, name), sql::qualified(schema, name), sql::ident(name)];
            types.dedup();
            let types = types.iter().map(|name| string(name));
            let arguments: Vec<_> = [names.name.clone()].into_iter().chain(types).collect();
            layout::call(0, "postgres_enum!", &arguments, ";")
        }
        EnumStorage::Text => layout::call(0, "text_enum!", std::slice::from_ref(&names.name), ";"),
    }
}
