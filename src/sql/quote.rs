//! Quoting: the only place where a name or a text becomes SQL.

use crate::model::Name;

use super::keyword;

/// A name as an identifier: bare where PostgreSQL reads it back unchanged, else in double quotes.
#[must_use]
pub fn ident(name: impl AsRef<str>) -> String {
    let name = name.as_ref();
    if is_bare(name) { name.to_owned() } else { format!("\"{}\"", name.replace('"', "\"\"")) }
}

/// `schema.name`, each part quoted where needed.
#[must_use]
pub fn qualified(schema: &Name, name: impl AsRef<str>) -> String {
    format!("{}.{}", ident(schema), ident(name))
}

/// A text as a string literal, on one line: with escapes (`E'…'`) where it holds backslashes or control characters, so
/// that the result does not depend on `standard_conforming_strings`.
#[must_use]
pub fn literal(text: &str) -> String {
    if !text.chars().any(|c| c == '\\' || c.is_control()) {
        return format!("'{}'", text.replace('\'', "''"));
    }
    let mut out = String::from("E'");
    for c in text.chars() {
        match c {
            '\'' => out.push_str("''"),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('\'');
    out
}

/// Whether PostgreSQL reads the bare word back as this very name: lower case, and no word of its grammar.
fn is_bare(name: &str) -> bool {
    let first = |c: char| c.is_ascii_lowercase() || c == '_';
    let rest = |c: char| first(c) || c.is_ascii_digit();
    name.starts_with(first) && name.chars().all(rest) && !keyword::needs_quotes(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_quoted_only_where_needed() {
        assert_eq!(ident("leads"), "leads");
        assert_eq!(ident("user"), "\"user\"");
        assert_eq!(ident("LeadSource"), "\"LeadSource\"");
        assert_eq!(ident("a\"b"), "\"a\"\"b\"");
        assert_eq!(ident("1st"), "\"1st\"");
        assert_eq!(ident("type"), "type");
    }

    #[test]
    fn literals_hold_anything_on_one_line() {
        assert_eq!(literal("it's"), "'it''s'");
        assert_eq!(literal("a\\b\nc'"), "E'a\\\\b\\nc'''");
    }
}
