//! Quoting: the only place where a name or a text becomes SQL.

use crate::model::Name;

use super::keyword;

/// A name as an identifier: bare where PostgreSQL reads it back unchanged, else in double quotes.
#[must_use]
pub fn ident(name: impl AsRef<str>) -> String {
    let name = name.as_ref();
    if is_bare(name) { name.to_owned() } else { in_quotes(name) }
}

/// A name as an identifier in a PL/pgSQL body, which has reserved words of its own.
#[must_use]
pub fn plpgsql_ident(name: impl AsRef<str>) -> String {
    let name = name.as_ref();
    if keyword::is_plpgsql(name) { in_quotes(name) } else { ident(name) }
}

/// `schema.name`, each part quoted where needed.
#[must_use]
pub fn qualified(schema: &Name, name: impl AsRef<str>) -> String {
    format!("{}.{}", ident(schema), ident(name))
}

/// `schema.name` in ASCII alone, for clients that would spoil anything else on the way: as [`qualified`] where that is
/// so, else with escapes (`U&"…"`).
#[must_use]
pub fn qualified_in_ascii(schema: &Name, name: impl AsRef<str>) -> String {
    let whole = qualified(schema, &name);
    if whole.is_ascii() { whole } else { format!("{}.{}", escaped(schema.as_str()), escaped(name.as_ref())) }
}

fn escaped(name: &str) -> String {
    let escape = |c: char| match c {
        '"' => "\"\"".to_owned(),
        '\\' => "\\\\".to_owned(),
        c if c.is_ascii() => c.to_string(),
        c => format!("\\+{:06X}", c as u32),
    };
    format!("U&\"{}\"", name.chars().map(escape).collect::<String>())
}

/// A text as a string literal, on one line: with escapes (`E'…'`) where it holds backslashes or characters that a
/// reader would not see, so that the result does not depend on `standard_conforming_strings`.
#[must_use]
pub fn literal(text: &str) -> String {
    // Nearly every text is of this kind, and there are many.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~') && byte != b'\'' && byte != b'\\') {
        return format!("'{text}'");
    }
    if !text.chars().any(|c| c == '\\' || is_unseen(c)) {
        return format!("'{}'", text.replace('\'', "''"));
    }
    let mut out = String::with_capacity(text.len() + 8);
    out.push_str("E'");
    for c in text.chars() {
        match c {
            '\'' => out.push_str("''"),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if is_unseen(c) => out.push_str(&format!("\\u{:04X}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('\'');
    out
}

/// Whether a character is not seen but changes how the text around it looks: a control character, or one that turns
/// the direction of writing and so can show a reviewer another order than the one that counts.
#[must_use]
pub fn is_unseen(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// A dollar quote, `$word$`, that none of the texts inside it holds; numbered where it must be.
#[must_use]
pub fn dollar_quote<'a>(word: &str, inside: impl IntoIterator<Item = &'a str> + Clone) -> String {
    let held = |quote: &String| inside.clone().into_iter().any(|text| text.contains(quote.as_str()));
    let numbered = (1_u32..).map(|number| format!("${word}{number}$"));
    std::iter::once(format!("${word}$")).chain(numbered).find(|quote| !held(quote)).unwrap_or_default()
}

fn in_quotes(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
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
    fn a_dollar_quote_is_not_in_what_it_quotes() {
        assert_eq!(dollar_quote("body", ["a$$b", "$bod"]), "$body$");
        assert_eq!(dollar_quote("body", ["x$body$y", "$body1$"]), "$body2$");
    }

    #[test]
    fn plpgsql_has_words_of_its_own() {
        assert_eq!(ident("begin"), "begin");
        assert_eq!(plpgsql_ident("begin"), "\"begin\"");
        assert_eq!(plpgsql_ident("updated_at"), "updated_at");
    }

    #[test]
    fn names_can_be_written_in_ascii() {
        let schema = Name::new("public").unwrap();
        assert_eq!(qualified_in_ascii(&schema, "Größe"), "U&\"public\".U&\"Gr\\+0000F6\\+0000DFe\"");
        assert_eq!(qualified_in_ascii(&schema, "LeadSource"), "public.\"LeadSource\"");
    }

    #[test]
    fn literals_hold_anything_on_one_line() {
        assert_eq!(literal("it's"), "'it''s'");
        assert_eq!(literal("a\\b\nc'"), "E'a\\\\b\\nc'''");
        assert_eq!(literal("\u{202e}\u{7}é"), "E'\\u202E\\u0007é'");
    }
}
