//! The items of a file, and the members of those that have some: what is between their brackets.
//!
//! Where the text is not Rust, what is said of it is wrong but harmless: then no form of it parses.

use super::token::{Kind, Token};

/// A piece of a file: an item, or a member of one.
#[derive(Debug, Clone, Copy)]
pub struct Item<'t, 'a> {
    /// All of it.
    pub tokens: &'t [Token<'a>],
    /// What kind of item its first word says that it is.
    pub kind: ItemKind,
    /// How many tokens stand before its brackets.
    head: usize,
}

/// What an item is, so far as it makes a difference here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemKind {
    /// A struct with named fields.
    Struct,
    /// An enum.
    Enum,
    /// A module or an implementation, whose members are items.
    Block,
    /// Anything else, taken whole.
    Other,
}

/// The items of a text.
pub fn items<'t, 'a>(tokens: &'t [Token<'a>]) -> Vec<Item<'t, 'a>> {
    let is_end = |at: usize| match tokens[at].kind {
        Kind::Sign(b';') => true,
        Kind::Sign(b'}') => !tokens.get(at + 1).is_some_and(|next| next.is(b';')),
        _ => false,
    };
    split(tokens, is_end).map(item).collect()
}

impl<'t, 'a> Item<'t, 'a> {
    /// What stands before the brackets; all of it where there are none.
    pub fn head(&self) -> &'t [Token<'a>] {
        &self.tokens[..self.head]
    }

    /// The name of a struct or an enum.
    pub fn name(&self) -> Option<&'a str> {
        let mut rest = self.head().iter().skip_while(|token| !matches!(token.text, "struct" | "enum"));
        rest.nth(1).map(|token| token.text)
    }

    /// What stands in no brackets.
    pub fn outer(&self) -> impl Iterator<Item = &'t Token<'a>> {
        let mut depth = 0;
        self.tokens.iter().filter(move |token| {
            let before = depth;
            depth = step(depth, token);
            before == 0 && depth == 0
        })
    }

    /// The members that stand on their own; none of what is taken whole.
    pub fn members(&self) -> Vec<Item<'t, 'a>> {
        let inside = self.tokens.get(self.head + 1..self.tokens.len() - 1).unwrap_or_default();
        match self.kind {
            ItemKind::Struct | ItemKind::Enum => fields(inside),
            ItemKind::Block => items(inside),
            ItemKind::Other => Vec::new(),
        }
    }
}

/// What stands between commas that are in no brackets, those of generic types included.
fn fields<'t, 'a>(tokens: &'t [Token<'a>]) -> Vec<Item<'t, 'a>> {
    let mut open = 0_isize;
    let is_end = |at: usize| {
        let is_arrow = at > 0 && tokens[at - 1].is(b'-');
        open += isize::from(tokens[at].is(b'<')) - isize::from(tokens[at].is(b'>') && !is_arrow);
        open == 0 && tokens[at].is(b',')
    };
    let whole = |tokens: &'t [Token<'a>]| Item { tokens, kind: ItemKind::Other, head: tokens.len() };
    split(tokens, is_end).map(whole).collect()
}

/// Pieces that end behind the tokens said, of those in no brackets; what is left at the end is one too.
fn split<'t, 'a>(
    tokens: &'t [Token<'a>],
    mut is_end: impl FnMut(usize) -> bool,
) -> impl Iterator<Item = &'t [Token<'a>]> {
    let (mut depth, mut start) = (0_usize, 0);
    let end = move |(at, token): (usize, &Token<'a>)| {
        depth = step(depth, token);
        let ends = (depth == 0 && is_end(at)) || at + 1 == tokens.len();
        ends.then(|| &tokens[std::mem::replace(&mut start, at + 1)..=at])
    };
    tokens.iter().enumerate().filter_map(end)
}

/// How many brackets are open behind a token.
fn step(depth: usize, token: &Token<'_>) -> usize {
    match token.kind {
        Kind::Sign(b'(' | b'[' | b'{') => depth + 1,
        Kind::Sign(b')' | b']' | b'}') => depth.saturating_sub(1),
        _ => depth,
    }
}

fn item<'t, 'a>(tokens: &'t [Token<'a>]) -> Item<'t, 'a> {
    let is_closed = tokens.last().is_some_and(|last| last.is(b'}'));
    let (mut depth, mut word) = (0, None);
    for (head, token) in tokens.iter().enumerate() {
        if depth == 0 && token.is(b'{') && is_closed {
            return Item { tokens, kind: word.map_or(ItemKind::Other, kind), head };
        }
        depth = step(depth, token);
        let is_first = depth == 0 && token.kind == Kind::Word && !matches!(token.text, "pub" | "unsafe");
        word = word.or(is_first.then_some(token.text));
    }
    Item { tokens, kind: ItemKind::Other, head: tokens.len() }
}

fn kind(word: &str) -> ItemKind {
    match word {
        "struct" => ItemKind::Struct,
        "enum" => ItemKind::Enum,
        "impl" | "mod" => ItemKind::Block,
        _ => ItemKind::Other,
    }
}
