//! Comments in SQL: text in lines that begin with `--`, whatever the text holds.

use crate::sql::quote::is_unseen;

/// The width of a line.
const WIDTH: usize = 120;

/// A text as comment lines, each ended; the first begins with `first` and the others are set under it.
pub(super) fn comment(first: &str, text: &str) -> String {
    let room = WIDTH.saturating_sub("-- ".len() + first.chars().count());
    let rest = " ".repeat(first.chars().count());
    let line = |(at, line): (usize, String)| {
        format!("-- {}{line}", if at == 0 { first } else { &rest }).trim_end().to_owned() + "\n"
    };
    wrapped(text, room).into_iter().enumerate().map(line).collect()
}

/// A text in lines of at most so many characters, where its words allow. Whatever would end a line or hide something is
/// a space.
fn wrapped(text: &str, room: usize) -> Vec<String> {
    let text: String = text.chars().map(|c| if is_unseen(c) { ' ' } else { c }).collect();
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let last =
            lines.last_mut().filter(|line| line.is_empty() || line.chars().count() + 1 + word.chars().count() <= room);
        match last {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) => line.extend([" ", word]),
            None => lines.push(word.to_owned()),
        }
    }
    lines
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
