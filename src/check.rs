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
mod verify;

use crate::derived::Derived;
use crate::diagnostic::{Diagnostic, codes};
use crate::sql::parse::ParseError;
use crate::target::Files;

/// As many findings as anybody reads; one fault in a template shows in every table.
const MOST: usize = 50;

/// Compares the output with the model and what follows from it; empty means that it says the same.
#[must_use]
pub fn check(derived: &Derived<'_>, files: &Files) -> Vec<Diagnostic> {
    let mut findings: Vec<_> = derived.postgres.iter().flat_map(|postgres| postgres::check(postgres, files)).collect();
    findings.extend(prisma::check(derived.model, files));
    findings.extend(rust::check(derived.model, files));
    let more = findings.len().saturating_sub(MOST);
    findings.truncate(MOST);
    findings.extend((more > 0).then(|| mismatch(format!("{more} more differences are not shown"))));
    findings
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
