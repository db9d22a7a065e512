//! PostgreSQL's parser, with the place of an error.
//!
//! The safe interface of `pg_query` drops the position that the C library reports, so this file, the only one with
//! `unsafe`, asks the library again for it once parsing has failed. The same tree can be had as JSON ([`tree`]): that
//! is less work than the binary form for many statements, and its depth has no limit.
#![allow(unsafe_code)]

use std::ffi::{CStr, CString, c_char, c_int};
use std::fmt;

use pg_query::protobuf;
use rayon::prelude::*;

use super::token;

/// Why a text does not parse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParseError {
    /// The grammar refuses it.
    Syntax {
        /// PostgreSQL's message.
        message: String,
        /// Where, in characters from the start of the text, from 0.
        at: usize,
    },
    /// It is nested more deeply than the tree's decoder reads.
    TooDeep,
    /// It holds a NUL byte.
    Nul,
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax { message, .. } => f.write_str(message),
            Self::TooDeep => f.write_str("it is nested too deeply"),
            Self::Nul => f.write_str("it holds a NUL byte"),
        }
    }
}

/// Parses a text of any number of statements.
///
/// # Errors
/// See [`ParseError`].
pub fn parse(text: &str) -> Result<protobuf::ParseResult, ParseError> {
    match pg_query::parse(text, 0) {
        Ok(result) => Ok(result.protobuf),
        Err(pg_query::Error::Parse(_)) => Err(refusal(text)),
        Err(pg_query::Error::Conversion(_)) => Err(ParseError::Nul),
        Err(_) => Err(ParseError::TooDeep),
    }
}

/// Parses a text of any number of statements and gives the tree as the library's JSON: what has its default value is
/// left out, places are bytes from the start of the text.
///
/// # Errors
/// See [`ParseError`].
pub fn tree(text: &str) -> Result<String, ParseError> {
    let input = CString::new(text).map_err(|_| ParseError::Nul)?;
    // SAFETY: as in `refusal`; a result has either a tree, NUL-terminated, or an error.
    unsafe {
        let result = pg_query_parse_opts(input.as_ptr(), 0);
        let outcome = match result.error.as_ref() {
            None => Ok(utf8(CStr::from_ptr(result.parse_tree))),
            Some(error) => Err(failure(error)),
        };
        pg_query_free_parse_result(result);
        outcome
    }
}

/// Parses a text of any number of statements, piece by piece; only whether it parses is said.
///
/// # Errors
/// See [`ParseError`]; the first of them.
pub fn syntax(text: &str) -> Result<(), ParseError> {
    let fault = |(start, piece): (usize, &str)| {
        let refused = match pg_query::split_with_parser(piece).err()? {
            pg_query::Error::Conversion(_) => ParseError::Nul,
            _ => refusal(piece),
        };
        Some(match refused {
            ParseError::Syntax { message, at } => {
                ParseError::Syntax { message, at: text[..start].chars().count() + at }
            }
            ParseError::TooDeep | ParseError::Nul => refused,
        })
    };
    token::pieces(text).into_par_iter().find_map_first(fault).map_or(Ok(()), Err)
}

/// Parses the body of a trigger function in PL/pgSQL; only whether it parses is said.
///
/// # Errors
/// See [`ParseError`].
pub fn plpgsql(body: &str) -> Result<(), ParseError> {
    let function = format!("CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS {}", super::literal(body));
    match pg_query::parse_plpgsql(&function) {
        Err(pg_query::Error::Parse(message)) => Err(ParseError::Syntax { message, at: 0 }),
        Err(pg_query::Error::Conversion(_)) => Err(ParseError::Nul),
        // The library cannot write every tree that it has read.
        Err(_) | Ok(_) => Ok(()),
    }
}

/// Writes a tree back as text, in the parser's own canonical form.
///
/// # Errors
/// The library's message, for a tree that stands for no statement.
pub fn deparse(tree: &protobuf::ParseResult) -> Result<String, String> {
    pg_query::deparse(tree, pg_query::DeparseOptions::default()).map_err(|error| error.to_string())
}

/// A text of the library's, which writes UTF-8. Checking that is far cheaper than mending it would be.
fn utf8(text: &CStr) -> String {
    text.to_str().map_or_else(|_| text.to_string_lossy().into_owned(), str::to_owned)
}

#[repr(C)]
struct PgQueryError {
    message: *mut c_char,
    funcname: *mut c_char,
    filename: *mut c_char,
    lineno: c_int,
    cursorpos: c_int,
    context: *mut c_char,
}

#[repr(C)]
struct PgQueryProtobuf {
    len: usize,
    data: *mut c_char,
}

#[repr(C)]
struct PgQueryProtobufParseResult {
    parse_tree: PgQueryProtobuf,
    stderr_buffer: *mut c_char,
    error: *mut PgQueryError,
}

#[repr(C)]
struct PgQueryParseResult {
    parse_tree: *mut c_char,
    stderr_buffer: *mut c_char,
    error: *mut PgQueryError,
}

unsafe extern "C" {
    fn pg_query_parse_opts(input: *const c_char, parser_options: c_int) -> PgQueryParseResult;
    fn pg_query_free_parse_result(result: PgQueryParseResult);
    fn pg_query_parse_protobuf_opts(input: *const c_char, parser_options: c_int) -> PgQueryProtobufParseResult;
    fn pg_query_free_protobuf_parse_result(result: PgQueryProtobufParseResult);
}

/// What the library says of a failure. It has no code for a tree that is nested too deeply, only messages.
///
/// # Safety
/// The message is a NUL-terminated string.
unsafe fn failure(error: &PgQueryError) -> ParseError {
    // SAFETY: the caller's promise.
    let message = unsafe { CStr::from_ptr(error.message) }.to_string_lossy().into_owned();
    if ["stack depth", "too deep"].iter().any(|deep| message.contains(deep)) {
        return ParseError::TooDeep;
    }
    ParseError::Syntax { message, at: usize::try_from(error.cursorpos).unwrap_or(0).saturating_sub(1) }
}

/// Why parsing fails, asked again for its place.
fn refusal(text: &str) -> ParseError {
    let Ok(input) = CString::new(text) else { return ParseError::Nul };
    // SAFETY: `input` is a NUL-terminated string that outlives the call; the result is freed once, after its last use;
    // the structs are those of `pg_query.h` in the version that the lock file pins (a test checks a known position).
    unsafe {
        let result = pg_query_parse_protobuf_opts(input.as_ptr(), 0);
        let refusal = result.error.as_ref().map_or(ParseError::TooDeep, |error| failure(error));
        pg_query_free_protobuf_parse_result(result);
        refusal
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_has_its_place_in_characters() {
        let error = parse("SELECT 'é' , , 2").unwrap_err();
        assert_eq!(error, ParseError::Syntax { message: "syntax error at or near \",\"".into(), at: 13 });
    }

    #[test]
    fn all_ways_to_parse_fail_alike() {
        for text in ["SELECT 'é' , , 2", "SELECT FROM WHERE", "SELECT 'open", "a\0b"] {
            assert_eq!(tree(text).unwrap_err(), parse(text).unwrap_err());
            assert_eq!(syntax(text).unwrap_err(), parse(text).unwrap_err());
        }
    }

    #[test]
    fn an_error_has_its_place_in_all_of_the_pieces() {
        let good = "SELECT 'é';\n".repeat(20_000);
        let text = format!("{good}SELECT , 1; SELECT 2, , 3;");
        let ParseError::Syntax { at, .. } = syntax(&text).unwrap_err() else { panic!("a fault of syntax") };
        assert_eq!(at, format!("{good}SELECT ").chars().count());
        assert_eq!(syntax(&good), Ok(()));
    }

    #[test]
    fn a_tree_as_json_has_no_limit_of_depth_that_an_expression_meets() {
        let sum = format!("SELECT {}1", "1 + ".repeat(2_000));
        assert!(tree(&sum).is_ok());
        assert_eq!(parse(&sum).unwrap_err(), ParseError::TooDeep);
        let deep = format!("SELECT {}1{}", "(".repeat(1_000_000), ")".repeat(1_000_000));
        assert!(tree(&deep).is_err());
    }

    #[test]
    fn canonical_text_is_stable() {
        let text = deparse(&parse("select  A  >= 0 and (b is not null) -- why\n").unwrap()).unwrap();
        assert_eq!(text, "SELECT a >= 0 AND b IS NOT NULL");
        assert_eq!(deparse(&parse(&text).unwrap()).unwrap(), text);
    }
}
