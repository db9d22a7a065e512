//! Reads SQL back into what its statements do, through PostgreSQL's own parser.
//!
//! [`read`] knows the statements that make roles, schemas, types, functions, tables, indexes, triggers, policies,
//! privileges and comments, and those that drop some of them again. Each kind has a file of its own, with the part of
//! the parser's tree that it understands. It understands a statement wholly or not at all: a clause that is not in that
//! part (`TABLESPACE`, `DEFERRABLE`, `INHERITS` …) makes the statement [`Effect::Unknown`], never a silent half.
//!
//! It does not know views, materialized views, sequences, domains, composite and range types, partitions, rules,
//! publications, `ALTER` of anything but tables, roles and default privileges, or data. Of code in `DO` blocks it knows
//! the two shapes that [`block`] describes.

mod block;
mod enumeration;
mod expression;
mod function;
mod index;
mod node;
mod policy;
mod privilege;
mod role;
mod schema;
mod session;
mod statement;
mod table;
mod trigger;

use rayon::prelude::*;

use super::facts::{Effect, Tree};
use super::parse::{self, ParseError};
use super::token;

pub use expression::expression;

/// How much text is parsed at a time, in bytes: enough that calls cost nothing, so little that trees stay small.
const CHUNK: usize = 64 * 1024;

/// What one statement does.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// Where it starts, in bytes from the start of the text.
    pub at: usize,
    /// What it does, in order.
    pub effects: Vec<Effect>,
}

/// Why a text cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// PostgreSQL's message, or what stands in its place.
    pub message: String,
    /// Where, in bytes from the start of the text.
    pub at: usize,
}

/// Reads every statement of a text.
///
/// # Errors
/// When the text does not parse.
pub fn read(text: &str) -> Result<Vec<Statement>, Unreadable> {
    let chunks: Result<Vec<_>, _> = chunks(text).into_par_iter().map(|(at, chunk)| statements(at, chunk)).collect();
    chunks.map(|chunks| chunks.into_iter().flatten().collect())
}

/// What a statement's expressions are shown with: the text that it is read from.
#[derive(Clone, Copy)]
struct Source<'a> {
    text: &'a str,
}

impl Source<'_> {
    /// An expression, shown as the line in which it starts.
    fn tree(self, expression: node::Raw<'_>) -> Tree {
        let (tree, at) = expression::canonical(expression.get());
        let start = self.text[..at].rfind('\n').map_or(0, |end| end + 1);
        let line = self.text[start..].lines().next().unwrap_or_default();
        Tree::new(tree, line.trim().trim_end_matches(','))
    }
}

fn statements(at: usize, chunk: &str) -> Result<Vec<Statement>, Unreadable> {
    let tree = parse::tree(chunk).map_err(|error| unreadable(at, chunk, error))?;
    let source = Source { text: chunk };
    let statements = statement::statements(&tree, source);
    Ok(statements.into_iter().map(|statement| Statement { at: at + statement.at, ..statement }).collect())
}

/// The text in pieces of whole statements, with the place of each.
fn chunks(text: &str) -> Vec<(usize, &str)> {
    let mut chunks = Vec::new();
    let mut start = 0;
    for token in token::tokens(text).filter(|token| token.is(";")) {
        if token.end() - start >= CHUNK {
            chunks.push((start, &text[start..token.end()]));
            start = token.end();
        }
    }
    chunks.push((start, &text[start..]));
    chunks
}

fn unreadable(start: usize, chunk: &str, error: ParseError) -> Unreadable {
    match error {
        ParseError::Syntax { message, at } => {
            let bytes = chunk.char_indices().nth(at).map_or(chunk.len(), |(bytes, _)| bytes);
            Unreadable { message, at: start + bytes }
        }
        ParseError::TooDeep => Unreadable { message: "a statement is nested too deeply".to_owned(), at: start },
        ParseError::Nul => Unreadable {
            message: "a NUL byte cannot stand in SQL".to_owned(),
            at: start + chunk.find('\0').unwrap_or_default(),
        },
    }
}
