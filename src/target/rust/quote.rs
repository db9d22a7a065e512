//! Quoting: the only place where a name or a text becomes Rust, a comment in Rust, or TOML.
//!
//! Identifiers are made by [`crate::naming::rust`] and need none.

use std::fmt::Write;

use crate::render::{Fragment, Language};

/// Vouches that `text` is complete Rust whose texts have passed through this module.
pub(super) fn rust(text: impl Into<String>) -> Fragment {
    Fragment::new(Language::Rust, text.into())
}

/// Vouches that `text` is complete TOML whose texts have passed through this module.
pub(super) fn toml(text: impl Into<String>) -> Fragment {
    Fragment::new(Language::Toml, text.into())
}

/// A text as a string literal, on one line.
pub(super) fn string(text: &str) -> String {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~') && byte != b'"' && byte != b'\\') {
        return format!("\"{text}\"");
    }
    let mut out = String::from('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() || is_invisible(c) => write!(out, "\\u{{{:x}}}", c as u32).expect("a String takes it"),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A text as a TOML string, on one line.
pub(super) fn toml_string(text: &str) -> Fragment {
    let escape = |c: char| match c {
        '"' | '\\' => format!("\\{c}"),
        c if c.is_control() || is_invisible(c) => format!("\\U{:08X}", c as u32),
        c => c.to_string(),
    };
    toml(format!("\"{}\"", text.chars().map(escape).collect::<String>()))
}

/// A text as documentation, `open` (`///` or `//!`) and `indent` spaces before each line.
///
/// It is shown as plain text: Markdown in it means nothing, save that `code` stays code.
pub(super) fn doc(open: &str, indent: usize, text: &str) -> String {
    let margin = " ".repeat(indent);
    let line = |line: String| format!("{margin}{open} {line}").trim_end().to_owned();
    paragraphs(text).into_iter().map(line).collect::<Vec<_>>().join("\n")
}

/// A name inside documentation, as code.
pub(super) fn doc_code(name: &str) -> String {
    let name: String = name.chars().map(|c| if is_unsafe_in_comment(c) { ' ' } else { c }).collect();
    let longest = name.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let space = if longest > 0 || name.starts_with(' ') || name.ends_with(' ') { " " } else { "" };
    format!("{fence}{space}{name}{space}{fence}")
}

/// Whether a text has anything to show as documentation.
pub(super) fn has_text(text: &str) -> bool {
    !paragraphs(text).is_empty()
}

/// The lines of a text without blank ones at its ends, each safe inside a comment and plain to Markdown.
fn paragraphs(text: &str) -> Vec<String> {
    let clean: String = text.chars().map(|c| if c != '\n' && is_unsafe_in_comment(c) { ' ' } else { c }).collect();
    let lines: Vec<_> = clean.trim().lines().map(|line| plain_markdown(line.trim())).collect();
    if lines == [""] { Vec::new() } else { lines }
}

/// A line with all that means something to Markdown escaped, save code between single backticks.
fn plain_markdown(line: &str) -> String {
    let code = !line.contains("``") && line.matches('`').count().is_multiple_of(2);
    if !code {
        return escape_start(&escape(line));
    }
    let piece = |(at, piece): (usize, &str)| if at % 2 == 1 { format!("`{piece}`") } else { escape(piece) };
    escape_start(&line.split('`').enumerate().map(piece).collect::<String>())
}

/// What may mean something in the middle of a line.
const MARKDOWN: [char; 9] = ['\\', '[', '<', '*', '`', '~', '_', '&', '/'];

/// Escapes what means something anywhere in a line, and makes links of addresses.
fn escape(text: &str) -> String {
    if !text.contains(MARKDOWN) {
        return text.to_owned();
    }
    let word = |word: &str| match word.starts_with("http://") || word.starts_with("https://") {
        true => link(word),
        false => escape_word(word),
    };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

fn escape_word(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut before = ' ';
    for (at, c) in word.char_indices() {
        let after = &word[at + c.len_utf8()..];
        let special = match c {
            '\\' | '[' | '<' | '*' | '`' | '~' => true,
            '_' => !(before.is_alphanumeric() && after.starts_with(char::is_alphanumeric)),
            '&' => after.contains(';'),
            '/' => before == ':' && after.starts_with('/'),
            _ => false,
        };
        out.extend(special.then_some('\\'));
        out.push(c);
        before = c;
    }
    out
}

/// An address between angle brackets, which every reader makes a link of; what could end it is left outside.
fn link(word: &str) -> String {
    let end = word.find(|c: char| "<>\\`\"'(){}[]|*".contains(c)).unwrap_or(word.len());
    let end = word[..end].trim_end_matches(|c: char| c.is_ascii_punctuation() && c != '/').len();
    let (address, rest) = word.split_at(end);
    format!("<{address}>{}", escape_word(rest))
}

/// Escapes what means something at the start of a line alone: headings, lists, rules.
fn escape_start(line: &str) -> String {
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    match line[digits..].chars().next() {
        Some('.' | ')') if digits > 0 => format!("{}\\{}", &line[..digits], &line[digits..]),
        Some('#' | '+' | '-' | '=' | '>' | '|') if digits == 0 => format!("\\{line}"),
        _ => line.to_owned(),
    }
}

/// Control characters, and those that make a line read otherwise than it is.
fn is_unsafe_in_comment(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Characters that a reader of the source would not see, or would see in the wrong order.
fn is_invisible(c: char) -> bool {
    is_unsafe_in_comment(c) || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_hold_anything_on_one_line() {
        for text in ["", "a\"b\\c\n\r\t\0'$$--", "é🙂\u{202e}\u{200b}\u{7f}", "{}"] {
            let literal = string(text);
            assert!(!literal.contains('\n'));
            assert_eq!(syn::parse_str::<syn::LitStr>(&literal).unwrap().value(), text);
        }
        assert_eq!(string("é\u{202e}"), "\"é\\u{202e}\"");
    }

    #[test]
    fn documentation_is_plain_text_with_code() {
        for (text, lines) in [
            ("What it is.", "/// What it is."),
            ("  one\n\n    two\t\n", "/// one\n///\n/// two"),
            ("the `a[0]` of [b] and <c>", "/// the `a[0]` of \\[b] and \\<c>"),
            ("an odd ` tick, a_b and _c_", "/// an odd \\` tick, a_b and \\_c\\_"),
            ("```\npanic!()\n```", "/// \\`\\`\\`\n/// panic!()\n/// \\`\\`\\`"),
            ("# no heading\n- no list\n1. nor this", "/// \\# no heading\n/// \\- no list\n/// 1\\. nor this"),
            ("see https://a.b/c_d, (http://e)", "/// see <https://a.b/c_d>, (http:\\//e)"),
            ("over\rwritten \u{202e}back", "/// over written  back"),
            ("\\[x] &lt; R&D", "/// \\\\\\[x] \\&lt; R&D"),
        ] {
            assert_eq!(doc("///", 0, text), lines);
        }
        assert!(!has_text(" \n\t"));
    }

    #[test]
    fn names_in_documentation_are_code() {
        assert_eq!(doc_code("a"), "`a`");
        assert_eq!(doc_code("a`b"), "`` a`b ``");
        assert_eq!(doc_code("a\nb"), "`a b`");
    }

    #[test]
    fn toml_strings_hold_anything_on_one_line() {
        assert_eq!(toml_string("a\"b\\\n").as_str(), "\"a\\\"b\\\\\\U0000000A\"");
    }
}
