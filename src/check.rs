//! Proof, before anything is written, that what comes out is what was meant.
//!
//! The generated text is read back, by PostgreSQL's own parser, by Rust's and by its lines, and compared with the model. What is
//! expected is derived from the model here, not from the targets' views, so that a fault in a view or a template shows.
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

use crate::diagnostic::{Diagnostic, codes};
use crate::model::Model;
use crate::target::Files;

/// As many findings as anybody reads; one fault in a template shows in every table.
const MOST: usize = 50;

/// Compares the output with the model; empty means that it says the same.
#[must_use]
pub fn check(model: &Model, files: &Files) -> Vec<Diagnostic> {
    let mut findings = postgres::check(model, files);
    findings.extend(isolation::check(model, files));
    findings.extend(prisma::check(model, files));
    findings.extend(rust::check(model, files));
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
