//! Quoting: the only place where a text becomes Prisma. Names come from [`crate::naming::prisma`] and need none.

use std::borrow::Cow;
use std::fmt::{self, Display, Write};

use crate::render::{Fragment, Language};
use crate::sql::quote::is_unseen;

/// Vouches that `text` is complete Prisma whose texts have passed through [`string`].
pub fn prisma(text: &str) -> Fragment {
    Fragment::new(Language::Prisma, text)
}

/// A text as a string literal on one line.
pub fn string(text: &str) -> impl Display {
    Literal(text)
}

/// A text as documentation, `///` before each of its lines; what a reader would not see becomes a space.
pub fn doc(text: Option<&str>) -> Vec<Fragment> {
    let line = |line: &str| prisma(format!("/// {}", seen(line)).trim_end());
    text.unwrap_or_default().trim_end().lines().map(line).collect()
}

/// Things with a comma between two.
pub fn list<T: Display>(things: impl IntoIterator<Item = T>) -> String {
    let mut out = String::new();
    for thing in things {
        let comma = if out.is_empty() { "" } else { ", " };
        write!(out, "{comma}{thing}").expect("a string takes all");
    }
    out
}

struct Literal<'a>(&'a str);

impl Display for Literal<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let special = |c: char| c == '"' || c == '\\' || is_unseen(c);
        let mut rest = self.0;
        f.write_char('"')?;
        while let Some(at) = rest.find(special) {
            f.write_str(&rest[..at])?;
            let mut chars = rest[at..].chars();
            chars.next().map_or(Ok(()), |c| escape(f, c))?;
            rest = chars.as_str();
        }
        f.write_str(rest)?;
        f.write_char('"')
    }
}

fn escape(f: &mut fmt::Formatter<'_>, c: char) -> fmt::Result {
    match c {
        '\n' => f.write_str("\\n"),
        '\r' => f.write_str("\\r"),
        '\t' => f.write_str("\\t"),
        c if is_unseen(c) => write!(f, "\\u{:04x}", c as u32),
        c => write!(f, "\\{c}"),
    }
}

fn seen(line: &str) -> Cow<'_, str> {
    if line.contains(is_unseen) { line.replace(is_unseen, " ").into() } else { line.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_hold_anything_on_one_line() {
        assert_eq!(string("it's \"x\" \\ ${y}").to_string(), r#""it's \"x\" \\ ${y}""#);
        assert_eq!(string("a\nb\u{7}\u{202e}é🦀").to_string(), r#""a\nb\u0007\u202eé🦀""#);
    }

    #[test]
    fn documentation_stays_in_its_comment() {
        let lines = doc(Some("one\r\n\n  two\rmodel x {\u{b}\n\n"));
        let lines: Vec<_> = lines.iter().map(Fragment::as_str).collect();
        assert_eq!(lines, ["/// one", "///", "///   two model x {"]);
        assert!(doc(None).is_empty());
    }
}
