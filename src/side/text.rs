//! A side of SQL.

use super::{Refused, Side};
use crate::diagnostic::{Diagnostic, codes};
use crate::source::{SourceId, Sources, Span};
use crate::sql::read::{self, Unread};

/// Where names without a schema are looked for, unless the SQL says otherwise.
const SCHEMA: &str = "public";

impl Side {
    /// The side of SQL: texts under their paths, carried out one behind the other. What cannot be followed without a
    /// server is among its warnings.
    ///
    /// # Errors
    /// [`codes::UNREADABLE_SQL`] at the first place that does not parse.
    pub fn of_sql(label: impl Into<String>, texts: Vec<(String, String)>) -> Result<Self, Refused> {
        let whole = Whole::of(&texts);
        let mut sources = Sources::default();
        let ids: Vec<_> = texts.into_iter().map(|(path, text)| sources.add(path, text)).collect();
        match read::schema(&whole.text, SCHEMA) {
            Ok((facts, unread)) => {
                let warnings = unread.iter().map(|unread| warning(whole.place(&ids, unread.at), unread)).collect();
                Ok(Self { facts, sources, script: whole.text, warnings, ..Self::empty(label) })
            }
            Err(error) => {
                let fault = Diagnostic::error(&codes::UNREADABLE_SQL, error.message);
                Err(Refused { sources, found: vec![fault.at(whole.place(&ids, error.at), "here")] })
            }
        }
    }
}

/// Texts as one, and where each starts in it.
struct Whole {
    text: String,
    starts: Vec<usize>,
}

impl Whole {
    fn of(texts: &[(String, String)]) -> Self {
        let mut whole = Self { text: String::new(), starts: Vec::new() };
        for (_, text) in texts {
            whole.starts.push(whole.text.len());
            // A file may end in the middle of a line, be it of a comment.
            whole.text.extend([text, "\n"]);
        }
        whole
    }

    /// A place in the text that it comes from.
    fn place(&self, ids: &[SourceId], at: usize) -> Span {
        let which = self.starts.partition_point(|&start| start <= at).saturating_sub(1);
        let at = at - self.starts.get(which).copied().unwrap_or_default();
        Span::new(ids[which], at, at)
    }
}

fn warning(place: Span, unread: &Unread) -> Diagnostic {
    let message = format!("`{}` is not followed: {}", unread.statement, unread.reason);
    Diagnostic::warning(&codes::UNREAD_STATEMENT, message).at(place, "not part of the comparison")
}
