//! Reads SQL back into what its statements do, through PostgreSQL's own parser. There are two readers.
//!
//! [`read()`] is for our own output. It knows the statements that make roles, schemas, types, functions, tables, indexes,
//! triggers, policies, privileges and comments, and those that drop some of them again. Each kind has a file of its own,
//! with the part of the parser's tree that it understands. It understands a statement wholly or not at all: a clause that
//! is not in that part (`TABLESPACE`, `DEFERRABLE`, `INHERITS` …) makes the statement [`Effect::Unknown`], never a silent
//! half. Of code in `DO` blocks it knows the two shapes that `block` describes.
//!
//! [`schema()`] is for anybody's: it follows whatever PostgreSQL would accept into the same facts, and reports what only a
//! server can follow. See `foreign`.
//!
//! [`expression()`] reads one expression, `extent` finds its text in a statement, `rename` exchanges the names in it.

mod block;
mod comment;
mod enumeration;
mod expression;
mod extent;
mod foreign;
mod function;
mod index;
mod known;
mod node;
mod policy;
mod privilege;
mod rename;
mod role;
mod schema;
mod session;
mod statement;
mod table;
mod trigger;

use std::sync::Arc;

use rayon::prelude::*;

use super::facts::{Effect, Tree};
use super::parse::{self, ParseError};
use super::token;
use known::Known;

pub use expression::expression;
pub use extent::extent;
pub use foreign::{Composite, Domain, DomainCheck, Unread, composite, domain, schema};
pub use rename::Renames;

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
    let mut all = Vec::new();
    each(text, |statement| all.push(statement))?;
    Ok(all)
}

/// How many pieces of a text are read at a time: enough for all cores, so few that what they do takes little memory.
const AT_A_TIME: usize = 16;

/// Reads every statement of a text and hands them over in order, some at a time: what the statements of a large schema do
/// takes more memory than their text.
///
/// # Errors
/// When the text does not parse; statements before the fault may have been handed over.
pub fn each(text: &str, mut take: impl FnMut(Statement)) -> Result<(), Unreadable> {
    let known = Known::default();
    for pieces in token::pieces(text).chunks(AT_A_TIME) {
        let read: Result<Vec<_>, _> = pieces.par_iter().map(|&(at, piece)| statements(at, piece, &known)).collect();
        read?.into_iter().flatten().for_each(&mut take);
    }
    Ok(())
}

/// What statements are read from.
#[derive(Clone, Copy)]
struct Source<'a> {
    /// The text; expressions are parts of it.
    text: &'a Arc<str>,
    /// The expressions that were read before.
    known: &'a Known,
}

impl Source<'_> {
    fn tree(self, expression: node::Raw<'_>) -> Tree {
        let canonical = expression::canonical(expression.get());
        self.known.kept(Tree::part(canonical.json, Arc::clone(self.text), canonical.first, canonical.last))
    }
}

fn statements(at: usize, piece: &str, known: &Known) -> Result<Vec<Statement>, Unreadable> {
    let (comments, rest) = comment::taken_out(piece);
    let tree = parse::tree(&rest).map_err(|error| unreadable(at, &rest, error))?;
    let mut statements = statement::statements(&tree, Source { text: &Arc::from(rest), known });
    statements.extend(comments);
    statements.sort_by_key(|statement| statement.at);
    Ok(statements.into_iter().map(|statement| Statement { at: at + statement.at, ..statement }).collect())
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

#[cfg(test)]
mod testing {
    use super::*;

    /// What the statements of a text do.
    pub fn effects(text: &str) -> Vec<Effect> {
        read(text).unwrap().into_iter().flat_map(|statement| statement.effects).collect()
    }

    /// What one statement does, when it does one thing.
    pub fn effect(text: &str) -> Effect {
        let Ok([effect]) = <[Effect; 1]>::try_from(effects(text)) else { panic!("several effects of {text}") };
        effect
    }

    /// What is said of a statement that is not known.
    pub fn unknown(text: &str) -> String {
        match effects(text).pop() {
            Some(Effect::Unknown(what)) => what,
            other => panic!("{text} is known: {other:?}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::testing::{effects, unknown};
    use super::*;

    #[test]
    fn statements_have_their_places() {
        let text = "-- a comment\nBEGIN;\n\n-- another\nCREATE SCHEMA \"é\";  COMMIT;\n";
        let places: Vec<_> = read(text).unwrap().iter().map(|statement| statement.at).collect();
        assert_eq!(places, ["BEGIN", "CREATE", "COMMIT"].map(|word| text.find(word).unwrap()));
    }

    #[test]
    fn a_long_text_is_read_whole_and_in_order() {
        let schemas: Vec<_> = (0..9_000).map(|number| format!("schema_{number}")).collect();
        let text: String = schemas.iter().map(|name| format!("CREATE SCHEMA {name}; -- of many;\n")).collect();
        assert!(token::pieces(&text).len() > 2);
        let read = read(&text).unwrap();
        let created: Vec<_> = read
            .iter()
            .map(|statement| match statement.effects.as_slice() {
                [Effect::CreateSchema { name, .. }] => name.clone(),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(created, schemas);
        assert!(read.iter().all(|statement| text[statement.at..].starts_with("CREATE SCHEMA")));
    }

    #[test]
    fn an_error_has_its_place_in_the_whole_text() {
        let good = "CREATE SCHEMA \"ééé\";\n".repeat(4_000);
        let text = format!("{good}CREATE SCHEMA é é;\n");
        let error = read(&text).unwrap_err();
        assert_eq!(error.message, "syntax error at or near \"é\"");
        assert_eq!(error.at, good.len() + "CREATE SCHEMA é ".len());
        assert_eq!(read("SELECT\0").unwrap_err().at, 6);
    }

    #[test]
    fn an_unknown_statement_does_not_hide_its_neighbours() {
        let all = effects("CREATE SCHEMA a; CREATE VIEW v AS SELECT 1; CREATE SCHEMA b;");
        assert_eq!(all.len(), 3);
        assert_eq!(all[1], Effect::Unknown("CREATE VIEW with unknown variant `ViewStmt`".into()));
    }

    #[test]
    fn a_clause_that_is_not_known_makes_the_statement_unknown() {
        for (statement, clause) in [
            ("CREATE TABLE s.t (a int) TABLESPACE x", "unknown field `tablespacename`"),
            ("CREATE TABLE s.t (a int) INHERITS (s.u)", "unknown field `inhRelations`"),
            ("CREATE TABLE s.t (a int) PARTITION BY HASH (a)", "unknown field `partspec`"),
            ("CREATE TABLE s.t (a text COLLATE \"C\")", "unknown field `collClause`"),
            ("CREATE TABLE IF NOT EXISTS s.t (a int)", "unknown field `if_not_exists`"),
            ("CREATE TEMPORARY TABLE t (a int)", "a temporary or unlogged table"),
            ("CREATE TABLE s.t (a int[][])", "an array of several dimensions"),
            ("CREATE TABLE s.t (a int PRIMARY KEY)", "a constraint behind a column"),
            ("CREATE TABLE s.t (a int, CHECK (a > 0))", "a constraint without a name"),
            ("CREATE TABLE s.t (a int, CONSTRAINT c UNIQUE (a) DEFERRABLE)", "unknown field `deferrable`"),
            ("CREATE TABLE s.t (a int, CONSTRAINT c CHECK (a > 0) NOT ENFORCED)", ""),
            ("CREATE TABLE s.t (a int GENERATED ALWAYS AS (1) VIRTUAL)", "unknown variant `v`"),
            ("ALTER TABLE ONLY s.t ENABLE ROW LEVEL SECURITY", "ONLY"),
            ("ALTER TABLE s.t DROP COLUMN a", "unknown variant `AT_DropColumn`"),
            ("CREATE INDEX CONCURRENTLY i ON s.t (a)", "unknown field `concurrent`"),
            ("CREATE INDEX i ON s.t (a) INCLUDE (b)", "unknown field `indexIncludingParams`"),
            ("CREATE INDEX ON s.t (a)", "an index without a name"),
            ("CREATE OR REPLACE FUNCTION s.f() RETURNS int LANGUAGE sql AS '1'", "unknown field `replace`"),
            ("CREATE FUNCTION s.f() RETURNS int LANGUAGE sql LEAKPROOF AS '1'", "the option leakproof"),
            ("CREATE CONSTRAINT TRIGGER t AFTER INSERT ON s.t FOR EACH ROW EXECUTE FUNCTION s.f()", "`isconstraint`"),
            ("CREATE TRIGGER t AFTER INSERT ON s.t FOR EACH ROW EXECUTE FUNCTION s.f('x')", "unknown field `args`"),
            ("GRANT SELECT ON s.t TO a WITH GRANT OPTION", "unknown field `grant_option`"),
            ("GRANT SELECT ON ALL TABLES IN SCHEMA s TO a", "unknown variant `ACL_TARGET_ALL_IN_SCHEMA`"),
            ("SET LOCAL search_path TO DEFAULT", "unknown variant `VAR_SET_DEFAULT`"),
            ("ROLLBACK", "unknown variant `TRANS_STMT_ROLLBACK`"),
        ] {
            let what = unknown(statement);
            assert!(what.contains(clause), "{statement}: {what}");
        }
    }
}
