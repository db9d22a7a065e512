//! Whether a script leaves nothing behind.

use crate::sql::token::Token;

/// What ends a transaction.
const ENDS: [&str; 5] = ["COMMIT", "END", "ROLLBACK", "ABORT", "PREPARE"];

/// Whether the statements are `BEGIN …; …; ROLLBACK;`, read-only or not, with no way out between.
pub fn is_taken_back(tokens: &[Token<'_>], read_only: bool) -> bool {
    let statements: Vec<_> = tokens.split(|token| token.is(";")).filter(|statement| !statement.is_empty()).collect();
    let says = |statement: &[Token<'_>], word: &str| statement.iter().any(|token| token.text == word);
    let ends_early = |statement: &&[Token<'_>]| statement.first().is_some_and(|first| ENDS.contains(&first.text));
    match statements.as_slice() {
        [first, between @ .., last] => {
            let is_read_only = says(first, "READ") && says(first, "ONLY");
            let opens = says(first, "BEGIN") && is_read_only == read_only;
            let closes = last.len() == 1 && says(last, "ROLLBACK");
            opens && closes && !between.iter().any(ends_early)
        }
        [] | [_] => false,
    }
}
