//! Foreign text put into what people and programs read: terminals, Markdown, XML.
//!
//! Names and texts that come from a schema or a database may hold anything; here they are made harmless, and nothing
//! else is known of them.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, Event};

/// Where XML is written to.
pub type Xml = Writer<Vec<u8>>;

/// Text that a terminal shows and does not obey: control characters, and those that turn the direction of writing, are
/// spelled out. Line ends stay.
#[must_use]
pub fn visible(text: &str) -> String {
    let steers = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let shown = |c: char| c == '\n' || !steers(c);
    text.chars().map(|c| if shown(c) { c.to_string() } else { c.escape_default().to_string() }).collect()
}

/// Text on one line.
#[must_use]
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Markdown in which nothing of the text is markup, on GitHub and GitLab too: a mention, a reference to an issue and a
/// link are broken by a character without width, as a backslash does not keep them from being made.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut out = String::new();
    let visible = visible(text);
    let mut rest = visible.chars().peekable();
    while let Some(c) = rest.next() {
        if "\\`*_{}[]<>#|&~!$".contains(c) {
            out.push('\\');
        }
        out.push(c);
        let links = matches!(c, '@' | '#' | '!' | ':') && rest.peek().is_some_and(|next| !next.is_whitespace());
        if links || out.ends_with("www") {
            out.push('\u{200b}');
        }
    }
    out
}

/// A sentence in Markdown: what stands between backticks becomes code, and nothing else is markup.
#[must_use]
pub fn sentence(text: &str) -> String {
    sentence_with(text, code)
}

/// The same for the cell of a table.
#[must_use]
pub fn cell_sentence(text: &str) -> String {
    sentence_with(text, cell_code)
}

fn sentence_with(text: &str, code: fn(&str) -> String) -> String {
    let text = one_line(text);
    let parts: Vec<_> = text.split('`').collect();
    // Where a backtick has no partner, the last part is no code.
    let paired = parts.len() - 1 + parts.len() % 2;
    let part = |(at, part): (usize, &&str)| match at % 2 {
        1 if at < paired && !part.is_empty() => code(part),
        1 => format!("\\`{}", escaped(part)),
        _ => escaped(part),
    };
    parts.iter().enumerate().map(part).collect()
}

/// A name or a piece of text as code in Markdown, outside of tables.
#[must_use]
pub fn code(text: &str) -> String {
    let text = visible(&one_line(text));
    let ticks = "`".repeat(longest_run(&text) + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') || text.is_empty() { " " } else { "" };
    format!("{ticks}{pad}{text}{pad}{ticks}")
}

/// The same for the cell of a table, which a bar would end even in code.
#[must_use]
pub fn cell_code(text: &str) -> String {
    code(text).replace('|', "\\|")
}

/// A block of code in Markdown that its text cannot close. The text ends with a newline.
#[must_use]
pub fn block(language: &str, text: &str) -> String {
    let fence = "`".repeat((longest_run(text) + 1).max(3));
    format!("{fence}{language}\n{text}{fence}\n")
}

/// An XML document, indented, with what `write` puts into it.
///
/// # Panics
/// When `write` fails for another reason than where it writes to, which takes everything.
pub fn xml(write: impl FnOnce(&mut Xml) -> io::Result<()>) -> String {
    let mut out = Writer::new_with_indent(Vec::new(), b' ', 2);
    let declared = out.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
    declared.and_then(|()| write(&mut out)).expect("memory takes all that is written");
    let mut text = String::from_utf8(out.into_inner()).expect("the writer was given text");
    text.push('\n');
    text
}

/// Text without the characters that XML has no way to write.
#[must_use]
pub fn legal(text: &str) -> String {
    let is_legal = |c: char| matches!(c, '\t' | '\n' | '\r') || (c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}'));
    text.chars().map(|c| if is_legal(c) { c } else { char::REPLACEMENT_CHARACTER }).collect()
}

/// How many backticks stand side by side at most.
fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_cannot_be_left() {
        assert_eq!(code("leads.score"), "`leads.score`");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(code("a|b\nc"), "`a|b c`");
        assert_eq!(cell_code("a|b\nc"), "`a\\|b c`");
        assert_eq!(block("sql", "SELECT '```'\n"), "````sql\nSELECT '```'\n````\n");
    }

    #[test]
    fn a_sentence_keeps_its_code_and_no_other_markup() {
        assert_eq!(sentence("`leads` loses **all**"), "`leads` loses \\*\\*all\\*\\*");
        assert_eq!(sentence("a ` alone"), "a \\` alone");
        assert_eq!(sentence("`a` and ` b"), "`a` and \\` b");
        assert_eq!(sentence("`a|b` | c"), "`a|b` \\| c");
        assert_eq!(cell_sentence("`a|b` | c"), "`a\\|b` \\| c");
        assert_eq!(sentence("<b>x</b> | y"), "\\<b\\>x\\</b\\> \\| y");
    }

    #[test]
    fn nobody_is_mentioned_and_nothing_linked() {
        assert_eq!(escaped("@team"), "@\u{200b}team");
        assert_eq!(escaped("fixes #12"), "fixes \\#\u{200b}12");
        assert_eq!(escaped("https://x.y"), "https:\u{200b}//x.y");
        assert_eq!(escaped("see www.x.y"), "see www\u{200b}.x.y");
    }

    #[test]
    fn terminals_are_not_steered() {
        assert_eq!(visible("a\u{1b}[2J\u{202e}b\nc"), "a\\u{1b}[2J\\u{202e}b\nc");
    }
}
