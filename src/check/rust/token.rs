//! The words, literals and signs of Rust, with where they are.
//!
//! This module knows where a token ends and which tokens are alike to the grammar. It does not know the grammar.

use crate::naming::rust::KEYWORDS;
use crate::sql::token::block_comment;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A name, a keyword or a number.
    Word,
    /// A text in double quotes, without prefix.
    Text,
    /// A documentation comment.
    Doc,
    /// A sign: this one character, which is none of the others.
    Sign(u8),
    /// Any other literal, a lifetime, or what is not closed.
    Other,
}

/// A token and its place.
#[derive(Debug, Clone, Copy)]
pub struct Token<'a> {
    /// What it is.
    pub kind: Kind,
    /// Its first byte's place in the whole text.
    pub start: usize,
    /// As it is written.
    pub text: &'a str,
}

/// Words that are names here and keywords there.
const SOMETIMES: [&str; 7] = ["_", "auto", "default", "macro_rules", "raw", "safe", "union"];

/// The tokens of a text; white space and plain comments are left out. Whatever is not closed ends with the text.
pub fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::with_capacity(text.len() / 6);
    let mut start = 0;
    loop {
        start += text.as_bytes()[start..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let Some((kind, length)) = first(&text[start..]) else { return tokens };
        if let Some(kind) = kind {
            tokens.push(Token { kind, start, text: &text[start..start + length] });
        }
        start += length;
    }
}

impl Token<'_> {
    /// One past its last byte.
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Whether it is that sign.
    pub fn is(&self, sign: u8) -> bool {
        self.kind == Kind::Sign(sign)
    }

    /// What the grammar sees of it: of a name only that it is one, of a text or a comment nothing but its kind.
    pub fn form(&self) -> &str {
        match self.kind {
            Kind::Word if is_name(self.text) => "a",
            Kind::Text if is_plain(self.text) => "\"\"",
            Kind::Doc if is_plain(self.text) => &self.text[..3],
            Kind::Word | Kind::Text | Kind::Doc | Kind::Sign(_) | Kind::Other => self.text,
        }
    }
}

/// Whether a word is a name wherever it stands. What may be none (a number, a raw name) is not looked at closely.
fn is_name(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && !word.starts_with(|first: char| first.is_ascii_digit())
        && !(may_be_reserved(word) && (KEYWORDS.binary_search(&word).is_ok() || SOMETIMES.contains(&word)))
}

/// Whether a word that is no name has its first byte and length. Nearly all words are told to be names by that alone.
fn may_be_reserved(word: &str) -> bool {
    let length = u32::try_from(word.len()).unwrap_or(u32::MAX);
    word.bytes()
        .next()
        .is_some_and(|first| LENGTHS[usize::from(first)].checked_shr(length).is_some_and(|rest| rest & 1 == 1))
}

/// For each first byte, the lengths of the words that start with it and may be no names, as bits.
static LENGTHS: [u32; 256] = {
    let mut lengths = [0; 256];
    mark(KEYWORDS, &mut lengths);
    mark(&SOMETIMES, &mut lengths);
    lengths
};

const fn mark(words: &[&str], lengths: &mut [u32; 256]) {
    let mut at = 0;
    while at < words.len() {
        let word = words[at].as_bytes();
        lengths[word[0] as usize] |= 1 << word.len();
        at += 1;
    }
}

/// Whether a text or comment holds nothing that could be wrong in it: no escape save that of a line's end.
fn is_plain(text: &str) -> bool {
    !text.contains('\r') && text.split('\\').skip(1).all(|behind| behind.starts_with('\n'))
}

/// The kind and length of what a text starts with, which is not white space; no kind for a comment, `None` at its end.
fn first(text: &str) -> Option<(Option<Kind>, usize)> {
    let bytes = text.as_bytes();
    let (kind, length) = match *bytes.first()? {
        b'/' if text.starts_with("//") => return Some(line_comment(text)),
        b'/' if text.starts_with("/*") => (Kind::Other, Some(block_comment(bytes))),
        b'"' => (Kind::Text, quoted(bytes, 0)),
        b'\'' if is_lifetime(text) => (Kind::Other, Some(1 + word(&bytes[1..]))),
        b'\'' => (Kind::Other, quoted(bytes, 0)),
        byte if is_word(byte) => word_or_literal(text),
        sign => (Kind::Sign(sign), Some(1)),
    };
    Some(length.map_or((Some(Kind::Other), text.len()), |length| (Some(kind), length)))
}

fn line_comment(text: &str) -> (Option<Kind>, usize) {
    let is_doc = (text.starts_with("///") && !text.starts_with("////")) || text.starts_with("//!");
    (is_doc.then_some(Kind::Doc), text.find('\n').unwrap_or(text.len()))
}

/// A word; or what is one with the quotes behind it: `b"…"`, `r#"…"#`, `r#type`.
fn word_or_literal(text: &str) -> (Kind, Option<usize>) {
    let (bytes, length) = (text.as_bytes(), word(text.as_bytes()));
    match (&text[..length], bytes.get(length)) {
        ("b" | "c", Some(b'"' | b'\'')) => (Kind::Other, quoted(bytes, length)),
        ("r" | "br" | "cr", Some(b'"' | b'#')) => raw(text, length),
        _ => (Kind::Word, Some(length)),
    }
}

/// A raw literal, or a raw name, whose first `"` or `#` is at `start`.
fn raw(text: &str, start: usize) -> (Kind, Option<usize>) {
    let rest = text[start..].trim_start_matches('#');
    let open = text.len() - rest.len();
    let close = format!("\"{}", &text[start..open]);
    match rest.strip_prefix('"') {
        Some(inside) => (Kind::Other, inside.find(&close).map(|end| open + 1 + end + close.len())),
        None => (Kind::Word, Some(open + word(rest.as_bytes()))),
    }
}

/// Whether a quote starts a lifetime and not a character.
fn is_lifetime(text: &str) -> bool {
    let name = word(&text.as_bytes()[1..]);
    name > 0 && !text[1 + name..].starts_with('\'')
}

/// How many bytes of a word a text starts with.
fn word(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|&&byte| is_word(byte)).count()
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii()
}

/// One past the quote that closes the one at `open`; a backslash takes what is behind it along.
fn quoted(bytes: &[u8], open: usize) -> Option<usize> {
    let mut at = open + 1;
    loop {
        match *bytes.get(at)? {
            b'\\' => at += 2,
            byte if byte == bytes[open] => return Some(at + 1),
            _ => at += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        tokens(text).iter().map(|token| token.text).collect()
    }

    fn forms(text: &str) -> String {
        tokens(text).iter().map(Token::form).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn tokens_are_whole() {
        assert_eq!(texts("a::b_1<'c> // d\n"), ["a", ":", ":", "b_1", "<", "'c", ">"]);
        assert_eq!(
            texts(r##""a\"b" 'c' '\'' b"d\"" r"\" r#"e"f"# r#type"##),
            [r#""a\"b""#, "'c'", r"'\''", r#"b"d\"""#, r#"r"\""#, r##"r#"e"f"#"##, "r#type"]
        );
        assert_eq!(texts("//! a\n/// b\n//// c\nd /* e /* f */ */ g"), ["//! a", "/// b", "d", "/* e /* f */ */", "g"]);
        assert_eq!(texts("'é' 1.5e3"), ["'é'", "1", ".", "5e3"]);
    }

    #[test]
    fn what_is_not_closed_ends_with_the_text() {
        for open in ["\"a", "'\\", "r#\"a\"", "/* a", "b\"a"] {
            assert_eq!(texts(open), [open]);
            assert_eq!(forms(open), open);
        }
    }

    #[test]
    fn names_and_texts_are_alike_to_the_grammar_and_keywords_are_not() {
        assert_eq!(forms("pub name: \"x\" /// y"), "pub a : \"\" ///");
        assert_eq!(forms("self union _ r#fn 1u8 é"), "self union _ r#fn 1u8 é");
        assert_eq!(forms("\"a \\\n b\""), "\"\"");
        assert_eq!(forms("\"\\q\""), "\"\\q\"");
    }
}
