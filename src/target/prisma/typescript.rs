//! Quoting: the only place where a text becomes TypeScript.

use crate::render::{Fragment, Language};
use crate::sql::quote::is_unseen;

/// A piece of SQL as it stands inside a tagged template; nothing in it is taken for the template's own.
pub fn template_text(sql: &str) -> Fragment {
    let mut out = String::new();
    for c in sql.chars() {
        match c {
            '`' | '\\' | '$' => out.extend(['\\', c]),
            c if is_unsafe(c) => out.push_str(&escape(c)),
            c => out.push(c),
        }
    }
    typescript(out)
}

/// A text as the name of a property: bare where it is an identifier, else a string.
pub fn property(name: &str) -> Fragment {
    let first = |c: char| c.is_ascii_alphabetic() || c == '_';
    if name.starts_with(first) && name.chars().all(|c| first(c) || c.is_ascii_digit()) {
        return typescript(name);
    }
    let mut out = String::from("\"");
    for c in name.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if is_unsafe(c) => out.push_str(&escape(c)),
            c => out.push(c),
        }
    }
    out.push('"');
    typescript(out)
}

fn typescript(text: impl Into<String>) -> Fragment {
    Fragment::new(Language::TypeScript, text.into())
}

/// Whether a character ends a line, in one of TypeScript's senses, or is not seen by a reader.
fn is_unsafe(c: char) -> bool {
    is_unseen(c) || matches!(c, '\u{2028}' | '\u{2029}')
}

fn escape(c: char) -> String {
    format!("\\u{{{:x}}}", c as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_keeps_its_text() {
        assert_eq!(template_text("\"a`$b\\\n${x}\".f").as_str(), r#""a\`\$b\\\u{a}\${x}".f"#);
    }

    #[test]
    fn properties_are_quoted_where_needed() {
        assert_eq!(property("organization_id").as_str(), "organization_id");
        assert_eq!(property("org's \"id\"").as_str(), r#""org's \"id\"""#);
    }
}
