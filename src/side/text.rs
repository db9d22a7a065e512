//! A side of SQL.

use super::{Refused, Side};
use crate::diagnostic::{Diagnostic, codes};
use crate::source::{SourceId, Sources, Span};
use crate::sql::facts::Facts;
use crate::sql::read;

impl Side {
    /// The side of SQL: texts under their paths, carried out one behind the other.
    ///
    /// # Errors
    /// [`codes::UNREADABLE_SQL`] at the first place that cannot be read.
    pub fn of_sql(label: impl Into<String>, texts: Vec<(String, String)>) -> Result<Self, Refused> {
        let mut sources = Sources::default();
        let ids: Vec<_> = texts.into_iter().map(|(path, text)| sources.add(path, text)).collect();
        let mut facts = Facts::default();
        match ids.into_iter().try_for_each(|id| carry_out(&mut facts, &sources, id)) {
            Ok(()) => Ok(Self { label: label.into(), facts, model: None, sources }),
            Err(fault) => Err(Refused { sources, found: vec![fault] }),
        }
    }
}

/// Carries a text out on what is there.
fn carry_out(facts: &mut Facts, sources: &Sources, id: SourceId) -> Result<(), Diagnostic> {
    let text = sources.file(id).text();
    let statements = read::read(text).map_err(|error| unreadable(id, error.at, &error.message))?;
    for statement in statements {
        for effect in statement.effects {
            facts.apply(effect).map_err(|refused| unreadable(id, statement.at, &refused.0))?;
        }
    }
    Ok(())
}

fn unreadable(id: SourceId, at: usize, message: &str) -> Diagnostic {
    Diagnostic::error(&codes::UNREADABLE_SQL, message).at(Span::new(id, at, at), "here")
}
