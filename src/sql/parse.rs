//! PostgreSQL's parser, with the place of an error.
//!
//! The safe interface of `pg_query` drops the position that the C library reports, so this file, the only one with
//! `unsafe`, asks the library again for it once parsing has failed.
#![allow(unsafe_code)]

use std::ffi::{CStr, CString, c_char, c_int};

use pg_query::protobuf;

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

/// Parses a text of any number of statements.
///
/// # Errors
/// See [`ParseError`].
pub fn parse(text: &str) -> Result<protobuf::ParseResult, ParseError> {
    match pg_query::parse(text, 0) {
        Ok(result) => Ok(result.protobuf),
        Err(pg_query::Error::Parse(message)) => Err(ParseError::Syntax { message, at: error_position(text) }),
        Err(pg_query::Error::Conversion(_)) => Err(ParseError::Nul),
        Err(_) => Err(ParseError::TooDeep),
    }
}

/// Writes a tree back as text, in the parser's own canonical form.
///
/// # Errors
/// The library's message, for a tree that stands for no statement.
pub fn deparse(tree: &protobuf::ParseResult) -> Result<String, String> {
    pg_query::deparse(tree, pg_query::DeparseOptions::default()).map_err(|error| error.to_string())
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

unsafe extern "C" {
    fn pg_query_parse_protobuf_opts(input: *const c_char, parser_options: c_int) -> PgQueryProtobufParseResult;
    fn pg_query_free_protobuf_parse_result(result: PgQueryProtobufParseResult);
}

/// Where parsing fails, in characters from 0; 0 where the library does not say.
fn error_position(text: &str) -> usize {
    let Ok(input) = CString::new(text) else { return 0 };
    // SAFETY: `input` is a NUL-terminated string that outlives the call; the result is freed once, after its last use;
    // the struct is that of `pg_query.h` in the version that the lock file pins (a test checks a known position).
    let position = unsafe {
        let result = pg_query_parse_protobuf_opts(input.as_ptr(), 0);
        let position = result.error.as_ref().map_or(0, |error| error.cursorpos);
        debug_assert!(result.stderr_buffer.is_null() || CStr::from_ptr(result.stderr_buffer).to_bytes().is_empty());
        pg_query_free_protobuf_parse_result(result);
        position
    };
    usize::try_from(position).unwrap_or(0).saturating_sub(1)
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
    fn canonical_text_is_stable() {
        let text = deparse(&parse("select  A  >= 0 and (b is not null) -- why\n").unwrap()).unwrap();
        assert_eq!(text, "SELECT a >= 0 AND b IS NOT NULL");
        assert_eq!(deparse(&parse(&text).unwrap()).unwrap(), text);
    }
}
