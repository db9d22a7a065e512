//! One side of a comparison: what a database holds, and the model behind it where one is known.
//!
//! A side is made of a schema, of a recorded `model.json`, of SQL, or of nothing at all. This layer is handed texts: it
//! does not know the disk, git or the command line, nor the other side.

mod text;

use std::sync::Arc;

use crate::agreement::Agreement;
use crate::diagnostic::{Diagnostic, codes};
use crate::expect::Expect;
use crate::model::Model;
use crate::render::{Renderer, Template};
use crate::resolve::record::{self, Format};
use crate::source::Sources;
use crate::sql::facts::{Facts, ObjectName};
use crate::target::{model_json, postgres};

/// One side: the old one or the new one.
#[derive(Debug)]
pub struct Side {
    /// What it is called in a sentence: `origin/main`, `old.sql`.
    pub label: String,
    /// What the database holds.
    pub facts: Facts,
    /// What is meant by it, where the side is a schema or a recorded model.
    pub model: Option<Model>,
    /// The texts that places lie in: the schema's files, the recorded model or the SQL, and a file of hints behind them.
    pub sources: Sources,
    /// The SQL that makes a side of SQL, as one text; empty of any other.
    pub script: String,
    /// What of the SQL could not be followed.
    pub warnings: Vec<Diagnostic>,
}

/// Why a side cannot be made: findings, and the texts they point into.
#[derive(Debug)]
pub struct Refused {
    /// The texts.
    pub sources: Sources,
    /// The findings; at least one is an error.
    pub found: Vec<Diagnostic>,
}

/// The text that stands in for a built-in template, where the project has one.
pub type Overriding<'a> = &'a dyn Fn(&Template) -> Result<Option<String>, Diagnostic>;

impl Refused {
    /// A finding that no text is to blame for.
    #[must_use]
    pub fn bare(found: Diagnostic) -> Self {
        Self { sources: Sources::default(), found: vec![found] }
    }
}

impl Side {
    /// A side on which nothing is there yet.
    #[must_use]
    pub fn empty(label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            facts: Facts::default(),
            model: None,
            sources: Sources::default(),
            script: String::new(),
            warnings: Vec::new(),
        }
    }

    /// The side of a model. The functions' bodies are as this crmgen's templates, or those `overriding` them, write them.
    ///
    /// # Errors
    /// [`codes::TEMPLATE`] where the template of the functions has a fault.
    pub fn of_model(
        label: impl Into<String>,
        sources: Sources,
        model: Model,
        overriding: Overriding<'_>,
    ) -> Result<Self, Refused> {
        Self::of_model_beside(None, label, sources, model, overriding)
    }

    /// The same beside another side, with which it shares what their models agree on.
    ///
    /// # Errors
    /// Those of [`Side::of_model`].
    pub fn of_model_beside(
        other: Option<&Self>,
        label: impl Into<String>,
        sources: Sources,
        model: Model,
        overriding: Overriding<'_>,
    ) -> Result<Self, Refused> {
        match facts(&model, overriding, other) {
            Ok(facts) => Ok(Self { facts, model: Some(model), sources, ..Self::empty(label) }),
            Err(fault) => Err(Refused { sources, found: vec![fault] }),
        }
    }

    /// The side of a schema that was loaded, beside another one. Where `from` is not empty, it is put in front of the paths
    /// of its files.
    ///
    /// # Errors
    /// The schema's faults, and those of [`Side::of_model`].
    pub fn of_schema(
        other: Option<&Self>,
        label: impl Into<String>,
        loaded: crate::Loaded,
        from: &str,
        overriding: Overriding<'_>,
    ) -> Result<Self, Refused> {
        let crate::Loaded { mut sources, model } = loaded;
        sources.prefix(from);
        match model {
            Ok(model) => Self::of_model_beside(other, label, sources, model, overriding),
            Err(found) => Err(Refused { sources, found }),
        }
    }

    /// The side of a recorded `model.json`. The model is taken only where writing it again gives the same text.
    ///
    /// # Errors
    /// [`codes::NOT_A_RECORD`] where it does not, and the faults of [`Side::of_model`].
    pub fn of_record(
        label: impl Into<String>,
        path: impl Into<String>,
        text: impl Into<Arc<str>>,
        overriding: Overriding<'_>,
    ) -> Result<Self, Refused> {
        let mut sources = Sources::default();
        let id = sources.add(path, text);
        let format = Format { version: model_json::SCHEMA_VERSION, write: model_json::whole };
        match record::read(id, sources.file(id).text(), format) {
            Ok(model) => Self::of_model(label, sources, model, overriding),
            Err(fault) => Err(Refused { sources, found: vec![fault] }),
        }
    }
}

/// What a database holds that was made of a model, beside another side.
fn facts(model: &Model, overriding: Overriding<'_>, other: Option<&Side>) -> Result<Facts, Diagnostic> {
    let template = postgres::functions::TEMPLATE;
    let written = postgres::functions::written(model, &Renderer::with([&template], overriding)?)?;
    let agreed = other.and_then(|other| Some((other, Agreement::between(other.model.as_ref()?, model))));
    let known = |id, name: &ObjectName| {
        let (other, agreement) = agreed.as_ref()?;
        agreement.is_on(id).then(|| other.facts.tables.share(name)).flatten()
    };
    let facts = Expect::new(model).facts(|signature| written.get(signature).cloned(), known);
    match facts.functions.keys().find(|signature| !written.contains_key(*signature)) {
        None => Ok(facts),
        Some(missing) => {
            let message = format!("templates/{}: it does not make the function {missing}", template.path);
            Err(Diagnostic::error(&codes::TEMPLATE, message))
        }
    }
}
