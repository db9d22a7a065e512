//! Quoting: the only place where a text becomes Prisma. Names come from [`crate::naming::prisma`] and need none.

use crate::render::{Fragment, Language};

/// Vouches that `text` is complete Prisma whose texts have passed through [`string`].
pub fn prisma(text: impl Into<String>) -> Fragment {
    Fragment::new(Language::Prisma, text.into())
}

/// A text as a string literal on one line.
pub fn string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => out.push_str(&format!("\\u{:04x}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A text as documentation, `///` before each of its lines; what else could end a line becomes a space.
pub fn doc(text: Option<&str>) -> Vec<Fragment> {
    let clean = |c: char| if c.is_control() { ' ' } else { c };
    let line = |line: &str| prisma(format!("/// {}", line.chars().map(clean).collect::<String>()).trim_end());
    text.unwrap_or_default().trim_end().lines().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_hold_anything_on_one_line() {
        assert_eq!(string("it's \"x\" \\ ${y}"), r#""it's \"x\" \\ ${y}""#);
        assert_eq!(string("a\nb\u{7}\u{85}é🦀"), r#""a\nb\u0007\u0085é🦀""#);
    }

    #[test]
    fn documentation_stays_in_its_comment() {
        let lines = doc(Some("one\r\n\n  two\rmodel x {\u{b}\n\n"));
        let lines: Vec<_> = lines.iter().map(Fragment::as_str).collect();
        assert_eq!(lines, ["/// one", "///", "///   two model x {"]);
        assert!(doc(None).is_empty());
    }
}
