//! The Rust crate: every file parses, and its structs and enums are the model's.
//!
//! Field types beyond `Option`, and whether the crate compiles, are for rustc to judge; the tests let it.

mod form;
mod item;
mod token;

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{mismatch, mismatch_at_line};
use crate::derived::Share;
use crate::diagnostic::Diagnostic;
use crate::model::{Entity, Model};
use crate::naming::rust::{EntityNames, EnumNames, RustNames};
use crate::target::Files;
pub use form::Forms;
use item::{Item, ItemKind, items};
use token::{Kind, tokens};

/// The types of the crate by name: a struct's fields as `name` or `name?`, an enum's variants.
type Types = BTreeMap<String, Vec<String>>;

/// Compares what the crate has beside the entities' modules with the model.
pub fn check_root(names: &RustNames, files: &Files, forms: &Forms) -> Vec<Diagnostic> {
    let enums = names.enums().iter().map(|EnumNames { name, variants }| (name.clone(), variants.clone()));
    check(&enums.collect(), files, forms)
}

/// Compares the modules of some entities with the model.
pub fn check_modules(model: &Model, names: &RustNames, share: &Share, files: &Files, forms: &Forms) -> Vec<Diagnostic> {
    let rows = share.entities().map(|id| row(model.entity(id), names.entity(id)));
    check(&rows.collect(), files, forms)
}

fn check(expected: &Types, files: &Files, forms: &Forms) -> Vec<Diagnostic> {
    let sources: Vec<_> = files.iter().filter(|(path, _)| path.ends_with(".rs")).collect();
    let read: Result<Vec<Types>, Vec<Diagnostic>> =
        collect(sources.par_iter().map(|(path, text)| types(path, text, forms)).collect());
    match read {
        Ok(types) => compare(expected, &types.into_iter().flatten().collect()),
        Err(unreadable) => unreadable,
    }
}

/// Every value, or every error.
fn collect<T, E>(results: Vec<Result<T, E>>) -> Result<Vec<T>, Vec<E>> {
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    for result in results {
        match result {
            Ok(value) => good.push(value),
            Err(error) => bad.push(error),
        }
    }
    if bad.is_empty() { Ok(good) } else { Err(bad) }
}

/// The structs and enums of one file.
fn types(path: &str, text: &str, forms: &Forms) -> Result<Types, Diagnostic> {
    let tokens = tokens(text);
    let items = items(&tokens);
    if !forms.parse(text, &items) {
        parse(path, text)?;
    }
    Ok(items.iter().filter_map(shape).collect())
}

/// Parses a file whole; an error has its place.
fn parse(path: &str, text: &str) -> Result<(), Diagnostic> {
    let parsed = syn::parse_file(text).map(drop).map_err(|error| {
        let start = error.span().start();
        mismatch_at_line(path, start.line, start.column + 1, &error.to_string())
    });
    forget_places();
    parsed
}

/// The parser keeps each text for the places of its tokens, which nobody asks for any more.
fn forget_places() {
    proc_macro2::extra::invalidate_current_thread_spans();
}

fn shape(item: &Item<'_, '_>) -> Option<(String, Vec<String>)> {
    let read = match item.kind {
        ItemKind::Struct => field,
        ItemKind::Enum => variant,
        ItemKind::Block | ItemKind::Other => return None,
    };
    Some((item.name()?.to_owned(), item.members().iter().filter_map(read).collect()))
}

fn field(field: &Item<'_, '_>) -> Option<String> {
    let mut tokens = field.outer();
    let name = tokens.find(|token| token.kind == Kind::Word && token.text != "pub")?;
    let path = tokens.take_while(|token| !token.is(b'<')).filter(|token| token.kind == Kind::Word);
    Some(member(name.text, path.last().is_some_and(|last| last.text == "Option")))
}

fn variant(variant: &Item<'_, '_>) -> Option<String> {
    variant.outer().find(|token| token.kind == Kind::Word).map(|name| name.text.to_owned())
}

fn member(name: &str, optional: bool) -> String {
    format!("{name}{}", if optional { "?" } else { "" })
}

fn row(entity: &Entity, names: &EntityNames) -> (String, Vec<String>) {
    let fields = entity.fields().map(|(id, field)| member(names.field(id), field.nullable));
    (names.row.clone(), fields.collect())
}

/// What the model has and the crate lacks or says otherwise; the crate has types besides.
fn compare(expected: &Types, found: &Types) -> Vec<Diagnostic> {
    let difference = |(name, members): (&String, &Vec<String>)| match found.get(name) {
        None => Some(format!("Rust type `{name}`: the model has it, the crate does not")),
        Some(said) if said != members => Some(format!(
            "Rust type `{name}`: the model says {}, the crate says {}",
            members.join(", "),
            said.join(", ")
        )),
        Some(_) => None,
    };
    expected.iter().filter_map(difference).map(mismatch).collect()
}
