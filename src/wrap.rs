//! Words in lines that fit: for terminals and for comments.
//!
//! This layer knows how wide characters are. It does not know what is said, and makes no foreign text harmless.

use unicode_width::UnicodeWidthStr;

/// What a line holds at least, in columns, however narrow it is to be: less nobody reads.
const LEAST: usize = 20;

/// Words in lines of at most `width` columns, where they allow, each ended. The first line begins with `first` and the others
/// with `rest`. Where there are no words there is no line.
pub fn hung<'w>(words: impl IntoIterator<Item = &'w str>, [first, rest]: [&str; 2], width: usize) -> String {
    let lines = lines(words, width.saturating_sub(rest.width()).max(LEAST));
    let line = |(at, line): (usize, &String)| format!("{}{line}\n", if at == 0 { first } else { rest });
    lines.iter().enumerate().map(line).collect()
}

fn lines<'w>(words: impl IntoIterator<Item = &'w str>, room: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words {
        match lines.last_mut().filter(|line| line.width() + 1 + word.width() <= room) {
            Some(line) => line.extend([" ", word]),
            None => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hung_at(width: usize, text: &str) -> String {
        hung(text.split_whitespace(), ["= help: ", "        "], width)
    }

    #[test]
    fn lines_are_set_under_their_beginning_and_fit() {
        assert_eq!(hung_at(30, ""), "");
        assert_eq!(hung_at(30, "one two"), "= help: one two\n");
        assert_eq!(hung_at(31, "one two three four five six"), "= help: one two three four five\n        six\n");
        assert_eq!(hung_at(30, "one two three four five six"), "= help: one two three four\n        five six\n");
    }

    #[test]
    fn a_word_that_does_not_fit_stands_alone_and_wide_characters_count_twice() {
        let long = "w".repeat(50);
        assert_eq!(hung_at(30, &format!("a {long} b")), format!("= help: a\n        {long}\n        b\n"));
        assert_eq!(hung_at(30, "日本日本日本 日本日本日本"), "= help: 日本日本日本\n        日本日本日本\n");
        assert_eq!(hung_at(0, "one two three four five"), "= help: one two three four\n        five\n");
    }
}
