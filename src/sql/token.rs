//! The words, literals and signs of SQL text, for finding where statements end without parsing them.
//!
//! This layer knows where a token starts and ends. It does not know keywords or grammar, so the `;` inside the
//! `BEGIN ATOMIC` body of a function ends a statement here.

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A bare word or a number.
    Word,
    /// A name in double quotes.
    Quoted,
    /// A text in single or dollar quotes.
    Text,
    /// A sign: one character that is none of the others.
    Sign,
}

/// A token and its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'a> {
    /// What it is.
    pub kind: Kind,
    /// Its first byte's place in the whole text.
    pub start: usize,
    /// As it is written.
    pub text: &'a str,
}

/// How much text a piece holds at least, in bytes: enough that parsing one costs little beside, so little that its tree
/// stays small.
const PIECE: usize = 64 * 1024;

/// A text in pieces of whole statements, with the place of each in bytes.
#[must_use]
pub fn pieces(text: &str) -> Vec<(usize, &str)> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for token in tokens(text).filter(|token| token.is(";")) {
        if token.end() - start >= PIECE {
            pieces.push((start, &text[start..token.end()]));
            start = token.end();
        }
    }
    pieces.push((start, &text[start..]));
    pieces
}

/// The tokens of a text, in order; white space and comments are left out. Whatever is not closed ends with the text.
pub fn tokens(text: &str) -> impl Iterator<Item = Token<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        at += blank(&text[at..]);
        let rest = &text[at..];
        let (kind, len) = first(rest)?;
        let token = Token { kind, start: at, text: &rest[..len] };
        at += len;
        Some(token)
    })
}

/// What people call a statement: `CREATE VIEW`.
#[must_use]
pub fn first_words(statement: &str) -> String {
    tokens(statement).take(2).map(|token| token.text).collect::<Vec<_>>().join(" ")
}

impl Token<'_> {
    /// One past its last byte.
    #[must_use]
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Whether it is that sign.
    #[must_use]
    pub fn is(&self, sign: &str) -> bool {
        self.kind == Kind::Sign && self.text == sign
    }
}

/// The kind and length of the token that a text starts with; `None` at its end.
fn first(text: &str) -> Option<(Kind, usize)> {
    let bytes = text.as_bytes();
    let (kind, len) = match *bytes.first()? {
        b'\'' => (Kind::Text, quoted(bytes, 0, false)),
        b'"' => (Kind::Quoted, quoted(bytes, 0, false)),
        b'e' | b'E' if bytes.get(1) == Some(&b'\'') => (Kind::Text, quoted(bytes, 1, true)),
        b'$' => match dollar_quoted(text) {
            Some(len) => (Kind::Text, len),
            None => (Kind::Sign, 1),
        },
        byte if is_word(byte) => (Kind::Word, bytes.iter().take_while(|&&byte| is_word(byte) || byte == b'$').count()),
        _ => (Kind::Sign, 1),
    };
    Some((kind, len))
}

/// Letters, digits, `_`, and every character beyond ASCII, as PostgreSQL's scanner has it.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii()
}

/// The length of the quoted token whose opening quote is at `open`: a doubled quote is one inside, and so is an escaped
/// one where backslashes escape.
fn quoted(bytes: &[u8], open: usize, escapes: bool) -> usize {
    let quote = bytes[open];
    let mut at = open + 1;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' if escapes => at += 1,
            _ if byte != quote => {}
            _ if bytes.get(at + 1) == Some(&quote) => at += 1,
            _ => return at + 1,
        }
        at += 1;
    }
    bytes.len()
}

/// The length of a text in dollar quotes; `None` where the `$` opens none.
fn dollar_quoted(text: &str) -> Option<usize> {
    let tag = text[1..].find('$').map(|at| &text[..at + 2])?;
    let inside = &tag[1..tag.len() - 1];
    if !inside.bytes().all(is_word) || inside.starts_with(|first: char| first.is_ascii_digit()) {
        return None;
    }
    let end = text[tag.len()..].find(tag).map(|at| tag.len() + at + tag.len());
    Some(end.unwrap_or(text.len()))
}

/// The length of the white space and comments that a text starts with.
#[must_use]
pub fn blank(text: &str) -> usize {
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches([' ', '\n', '\t', '\r', '\u{c}', '\u{b}']);
        rest = match rest.as_bytes() {
            [b'-', b'-', ..] => rest.split_once('\n').map_or("", |(_, after)| after),
            [b'/', b'*', ..] => &rest[block_comment(rest.as_bytes())..],
            _ => return text.len() - rest.len(),
        };
    }
}

/// The length of the block comment that a text starts with; they nest, in Rust too.
#[must_use]
pub fn block_comment(bytes: &[u8]) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < bytes.len() {
        match bytes[at..] {
            [b'/', b'*', ..] => (depth, at) = (depth + 1, at + 2),
            [b'*', b'/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        tokens(text).map(|token| token.text).collect()
    }

    #[test]
    fn tokens_are_whole() {
        assert_eq!(texts("SELECT a.b, 12"), ["SELECT", "a", ".", "b", ",", "12"]);
        assert_eq!(texts("x 'it''s; \\' y"), ["x", "'it''s; \\'", "y"]);
        assert_eq!(texts("E'a\\';' \"q\"\"; \" é"), ["E'a\\';'", "\"q\"\"; \"", "é"]);
        assert_eq!(texts("$$a;b$$ $t$ $$ ; $t$ $1"), ["$$a;b$$", "$t$ $$ ; $t$", "$", "1"]);
    }

    #[test]
    fn comments_are_left_out() {
        assert_eq!(texts("a -- b;\n/* c /* d */ ; */ e /* open"), ["a", "e"]);
    }

    #[test]
    fn what_is_not_closed_ends_with_the_text() {
        for open in ["'a", "\"a", "$$a", "E'\\", "$x$é", "/* a"] {
            assert_eq!(texts(open).concat().len() + blank(open), open.len(), "{open}");
        }
    }

    #[test]
    fn places_are_bytes() {
        let all: Vec<_> = tokens(" é  b").map(|token| (token.start, token.end())).collect();
        assert_eq!(all, [(1, 3), (5, 6)]);
    }
}
