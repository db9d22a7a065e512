//! Comments in SQL: text in lines that begin with `--`, whatever the text holds.

use crate::sql::quote::is_unseen;
use crate::wrap::hung;

/// The width of a line.
const WIDTH: usize = 120;

/// A text as comment lines, each ended; the first begins with `first` and the others are set under it. Whatever would end
/// a line or hide something is a space.
pub(super) fn comment(first: &str, text: &str) -> String {
    let text: String = text.chars().map(|c| if is_unseen(c) { ' ' } else { c }).collect();
    let rest = " ".repeat(first.chars().count());
    hung(text.split_whitespace(), [&format!("-- {first}"), &format!("-- {rest}")], WIDTH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_leaves_its_comment() {
        let text = comment("", "a\nDROP TABLE t; \r\u{2028}b");
        assert!(text.lines().all(|line| line.starts_with("--")), "{text}");
        assert_eq!(comment("code: ", "one two"), "-- code: one two\n");
    }

    #[test]
    fn long_texts_are_set_under_their_beginning() {
        let text = comment("code: ", &"word ".repeat(40));
        assert!(text.lines().all(|line| line.len() <= WIDTH));
        assert!(text.lines().nth(1).unwrap().starts_with("--       word"));
    }
}
