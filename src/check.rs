//! Proof, before anything is written, that what comes out is what was meant.
//!
//! The generated text is read back, by PostgreSQL's own parser, by Rust's and by its lines, and compared with the model. What is
//! expected is derived from the model, not from the targets' views, so that a fault in a view or a template shows.
//! This layer knows the model and what the output must say. It does not know templates, layout or the disk.

mod body;
mod compare;
mod isolation;
mod postgres;
mod prisma;
mod rollback;
mod rust;
mod script;
mod seed;
mod transaction;
mod tried;
mod verify;

use std::collections::BTreeMap;

use crate::derived::{Derived, Part};
use crate::diagnostic::{Diagnostic, codes};
use crate::sql::facts::{Function, Signature};
use crate::sql::parse::ParseError;
use crate::target::Files;
use rust::Forms;

/// As many findings as anybody reads; one fault in a template shows in every table.
const MOST: usize = 50;

/// Compares parts of the output with the model and what follows from it.
pub struct Checker<'d> {
    derived: &'d Derived<'d>,
    /// The functions as `schema.sql` makes them, once it has been read.
    functions: Option<BTreeMap<Signature, Function>>,
    forms: Forms,
    findings: Vec<Diagnostic>,
}

impl<'d> Checker<'d> {
    /// For a model and what follows from it.
    #[must_use]
    pub fn new(derived: &'d Derived<'d>) -> Self {
        Self { derived, functions: None, forms: Forms::tried(), findings: Vec::new() }
    }

    /// Compares the files of a part; whether that and all before it say what they should. Parts come in the order of
    /// [`Derived::parts`].
    pub fn check(&mut self, part: &Part<'_>, files: &Files) -> bool {
        let findings = self.findings_of(part, files);
        self.findings.extend(findings);
        self.findings.is_empty()
    }

    /// Every difference, in order of parts; empty means that there is none.
    #[must_use]
    pub fn finish(self) -> Vec<Diagnostic> {
        let mut findings = self.findings;
        let more = findings.len().saturating_sub(MOST);
        findings.truncate(MOST);
        findings.extend((more > 0).then(|| mismatch(format!("{more} more differences are not shown"))));
        findings
    }

    fn findings_of(&mut self, part: &Part<'_>, files: &Files) -> Vec<Diagnostic> {
        let (derived, model) = (self.derived, self.derived.model);
        match part {
            Part::Schema => {
                let (functions, findings) = postgres::check(&derived.expect, files);
                self.functions = functions;
                findings
            }
            Part::Comparison(objects) => {
                let written = self.functions.iter();
                written.flat_map(|written| verify::check(model, &derived.catalog(objects, written), files)).collect()
            }
            Part::Seed(seed) => seed::check(seed, files),
            Part::Isolation(isolation) => isolation::check(isolation, files),
            Part::PrismaRoot(names) => prisma::check_root(model, names, files),
            Part::PrismaModels(names, share) => prisma::check_models(model, names, share, files),
            Part::RustRoot(names) => rust::check_root(names, files, &self.forms),
            Part::RustModules(names, share) => rust::check_modules(model, names, share, files, &self.forms),
            // Nothing else says what is in these.
            Part::Attributes | Part::Record => Vec::new(),
        }
    }
}

/// A difference between the output and the model.
fn mismatch(message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(&codes::OUTPUT_MISMATCH, message)
}

/// Where the character of that number, from 0, starts in a text: the parser counts characters.
fn byte_at(text: &str, characters: usize) -> usize {
    text.char_indices().nth(characters).map_or(text.len(), |(byte, _)| byte)
}

/// The parser's complaint about a file.
fn refused(path: &str, text: &str, error: &ParseError) -> Diagnostic {
    let at = match error {
        ParseError::Syntax { at, .. } => byte_at(text, *at),
        ParseError::Nul | ParseError::TooDeep => 0,
    };
    mismatch_at(path, text, at, &error.to_string())
}

/// A difference with its place in the output.
fn mismatch_at(path: &str, text: &str, at: usize, message: &str) -> Diagnostic {
    let before = &text[..at.min(text.len())];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    mismatch_at_line(path, line, column, message).help(format!("templates/{path} lays this file out"))
}

/// A difference at a line and column, both from 1.
fn mismatch_at_line(path: &str, line: usize, column: usize, message: &str) -> Diagnostic {
    mismatch(format!("{path}:{line}:{column}: {message}"))
}
