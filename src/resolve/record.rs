//! A recorded `model.json` back into the model it was written from.
//!
//! What is derived from the rest (policies, triggers, what services may write) is derived again, not read. Whether the
//! text holds the whole of a model and nothing else is not judged piece by piece: the model is written once more, and
//! only where that gives the same text is it handed out. A record says where a schema stands, not how rows get there: what is
//! dropped, replaced, filled in or accepted is not in it. This layer does not know who writes models; it is told how.

mod entity;
mod key;
mod project;
mod relation;
mod shape;
mod value;

use std::cell::RefCell;
use std::collections::HashMap;

use serde::Deserialize;

use super::policy;
use crate::diagnostic::{Diagnostic, codes};
use crate::model::{EntityId, EnumId, EnumStorage, EnumValue, Enumeration, Model, Name};
use crate::source::{SourceId, Span};

/// How models are recorded.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// The version of the text's shape.
    pub version: u32,
    /// Writes a model.
    pub write: fn(&Model) -> String,
}

/// Reads a record.
///
/// # Errors
/// [`codes::NOT_A_RECORD`] where the text is not what `format` writes for any model.
pub fn read(id: SourceId, text: &str, format: Format) -> Result<Model, Diagnostic> {
    judge_version(id, text, format.version)?;
    let shape: shape::Record = serde_json::from_str(text).map_err(|error| not_json(id, text, &error))?;
    let model = model(shape, Span::new(id, 0, 0)).map_err(|Wrong(why)| not_a_record(why, Span::new(id, 0, 0)))?;
    let again = (format.write)(&model);
    match text.bytes().zip(again.bytes()).position(|(one, other)| one != other) {
        None if text.len() == again.len() => Ok(model),
        found => {
            let at = found.unwrap_or(text.len().min(again.len()));
            Err(not_a_record("written again, the model gives another text".to_owned(), Span::new(id, at, at)))
        }
    }
}

/// Why a record holds no model, in a sentence without a full stop.
struct Wrong(String);

type Read<T> = Result<T, Wrong>;

/// What the parts of a record are read with: the ids behind names.
struct Names {
    /// The record, as the place of all that is in it.
    span: Span,
    enums: HashMap<String, EnumId>,
    entities: Vec<EntityNames>,
    by_name: HashMap<String, EntityId>,
    /// The columns that each text of an expression names.
    expressions: RefCell<HashMap<String, Vec<String>>>,
}

/// One entity's names of things, in order of id.
struct EntityNames {
    fields: Vec<String>,
    relations: Vec<String>,
}

#[derive(Deserialize)]
struct Versioned {
    schema_version: Option<serde_json::Value>,
}

fn judge_version(id: SourceId, text: &str, known: u32) -> Result<(), Diagnostic> {
    let found: Versioned = serde_json::from_str(text).map_err(|error| not_json(id, text, &error))?;
    let message = match found.schema_version {
        Some(version) if version == known => return Ok(()),
        Some(version) => format!("it has `schema_version` {version}, and this crmgen reads {known}"),
        None => "it has no `schema_version`".to_owned(),
    };
    Err(not_a_record(message, Span::new(id, 0, 0)))
}

fn model(shape: shape::Record, span: Span) -> Read<Model> {
    in_order("enums", shape.enums.iter().map(|one| one.name.as_str()))?;
    in_order("entities", shape.entities.iter().map(|one| one.name.as_str()))?;
    let names = Names::of(&shape, span);
    let enums: Vec<_> = shape.enums.into_iter().map(|one| enumeration(&names, one)).collect::<Read<_>>()?;
    let project = project::project(&names, shape.project)?;
    let entities = shape.entities.into_iter().enumerate().map(|(at, one)| entity::entity(&names, EntityId(at), one));
    let mut entities: Vec<_> = entities.collect::<Read<_>>()?;
    policy::resolve(&mut entities, project.tenancy.members);
    Ok(Model { project, enums, entities })
}

/// Names that models keep in order, as they are searched by halves.
fn in_order<'a>(what: &str, names: impl Iterator<Item = &'a str>) -> Read<()> {
    if names.is_sorted_by(|a, b| a < b) { Ok(()) } else { Err(Wrong(format!("its {what} are not in order of name"))) }
}

fn enumeration(names: &Names, shape: shape::Enumeration) -> Read<Enumeration> {
    let value = |value: shape::EnumValue| {
        let span = names.span;
        Ok(EnumValue { name: name(&value.name)?, doc: value.doc, was: optional(value.was)?, span })
    };
    Ok(Enumeration {
        name: name(&shape.name)?,
        doc: shape.doc,
        values: shape.values.into_iter().map(value).collect::<Read<_>>()?,
        storage: word("storage", &shape.storage, &[("type", EnumStorage::Type), ("text", EnumStorage::Text)])?,
        was: optional(shape.was)?,
        replaced: Vec::new(),
        dropped: Vec::new(),
        file: shape.file,
        span: names.span,
    })
}

impl Names {
    fn of(shape: &shape::Record, span: Span) -> Self {
        let names = |one: &shape::Entity| EntityNames {
            fields: one.fields.iter().map(|field| field.name.clone()).collect(),
            relations: one.relations.iter().map(|relation| relation.name.clone()).collect(),
        };
        let enums = shape.enums.iter().enumerate().map(|(at, one)| (one.name.clone(), EnumId(at)));
        let by_name = shape.entities.iter().enumerate().map(|(at, one)| (one.name.clone(), EntityId(at)));
        Self {
            span,
            enums: enums.collect(),
            by_name: by_name.collect(),
            entities: shape.entities.iter().map(names).collect(),
            expressions: RefCell::default(),
        }
    }

    fn entity(&self, name: &str) -> Read<EntityId> {
        self.by_name.get(name).copied().ok_or_else(|| missing("entity", name))
    }

    fn enumeration(&self, name: &str) -> Read<EnumId> {
        self.enums.get(name).copied().ok_or_else(|| missing("enum", name))
    }
}

/// What a word stands for.
fn word<T: Copy>(what: &str, written: &str, words: &[(&str, T)]) -> Read<T> {
    let found = words.iter().find(|(word, _)| *word == written).map(|(_, meant)| *meant);
    found.ok_or_else(|| Wrong(format!("`{written}` is no {what}")))
}

fn name(text: &str) -> Read<Name> {
    Name::new(text).map_err(|_| Wrong(format!("PostgreSQL takes no name `{text}`")))
}

fn optional(text: Option<String>) -> Read<Option<Name>> {
    text.as_deref().map(name).transpose()
}

fn missing(what: &str, name: &str) -> Wrong {
    Wrong(format!("it names the {what} `{name}`, which is not there"))
}

fn not_json(id: SourceId, text: &str, error: &serde_json::Error) -> Diagnostic {
    let line = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>();
    let at = (line + error.column().saturating_sub(1)).min(text.len());
    let said = error.to_string();
    let why = said.rsplit_once(" at line ").map_or(said.as_str(), |(why, _)| why);
    not_a_record(why.to_owned(), Span::new(id, at, at))
}

fn not_a_record(why: String, at: Span) -> Diagnostic {
    Diagnostic::error(&codes::NOT_A_RECORD, format!("this is no record of a model that this crmgen writes: {why}"))
        .at(at, "here")
        .help("where it was edited by hand, build it again")
        .help("where another version of crmgen wrote it, compare with the commit it was made at, or the SQL beside it")
}
