//! Reading a node as the shape that is meant, with a fault for every other.

use std::collections::HashMap;

use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::source::{Span, Spanned};

use super::yaml::{Kind, Node};
use super::{Text, one_of, unknown_value};

/// The entries of a map whose keys are fixed. Ask for each known key, then [`Fields::finish`].
pub struct Fields {
    /// Where the map starts: its first key, or all of it where it is empty.
    pub span: Span,
    what: &'static str,
    entries: Vec<(Text, Node)>,
    known: Vec<&'static str>,
}

impl Fields {
    /// Takes a node as a map; `what` names it in messages: "an entity".
    pub fn of(node: Node, what: &'static str, faults: &mut Diagnostics) -> Option<Self> {
        let whole = node.span;
        let mut entries = map(node, what, faults)?;
        let span = entries.first().map_or(whole, |(key, _)| key.span);
        join_cut_types(&mut entries, faults);
        report_duplicate_keys(&entries, faults);
        Some(Self { span, what, entries, known: Vec::new() })
    }

    /// The value of a key, whatever it is; an empty one counts as absent.
    pub fn take(&mut self, key: &'static str) -> Option<Node> {
        self.known.push(key);
        let at = self.entries.iter().position(|(name, _)| name.value == key)?;
        let (_, node) = self.entries.remove(at);
        Some(node).filter(|node| !node.is_null())
    }

    /// The value of a key as one text.
    pub fn text(&mut self, key: &'static str, faults: &mut Diagnostics) -> Option<Text> {
        self.take(key).and_then(|node| text(node, faults))
    }

    /// The value of a key that must be there as one text.
    pub fn required_text(&mut self, key: &'static str, faults: &mut Diagnostics) -> Option<Text> {
        let was_there = self.entries.iter().any(|(name, node)| name.value == key && !node.is_null());
        if !was_there {
            faults.push(missing(self.what, key, self.span));
        }
        self.text(key, faults)
    }

    /// The value of a key as `true` or `false`.
    pub fn flag(&mut self, key: &'static str, faults: &mut Diagnostics) -> Option<Spanned<bool>> {
        self.choice(key, &[("true", true), ("false", false)], faults)
    }

    /// The value of a key as one of a few words.
    pub fn choice<T: Copy>(
        &mut self,
        key: &'static str,
        words: &[(&'static str, T)],
        faults: &mut Diagnostics,
    ) -> Option<Spanned<T>> {
        let value = self.text(key, faults)?;
        choose(&format!("`{key}`"), value, words, faults)
    }

    /// The value of a key as a list of texts; absent is empty.
    pub fn texts(&mut self, key: &'static str, faults: &mut Diagnostics) -> Vec<Text> {
        self.take(key).map(|node| texts(node, faults)).unwrap_or_default()
    }

    /// Reports every key that was not asked for.
    pub fn finish(self, faults: &mut Diagnostics) {
        for (key, _) in &self.entries {
            if !self.known.contains(&key.value.as_str()) {
                faults.push(self.unknown_key(key));
            }
        }
    }

    fn unknown_key(&self, key: &Text) -> Diagnostic {
        let fault = Diagnostic::error(&codes::UNKNOWN_KEY, format!("{} has no key `{}`", self.what, key.value))
            .at(key.span, "unknown key");
        match key.value.as_str() {
            "<<" => fault.help("YAML merge keys are not read; say what entities share in a trait"),
            written => fault
                .did_you_mean(written, self.known.iter().copied())
                .help(format!("it may have {}", one_of(&self.known).replace(" or ", " and "))),
        }
    }
}

/// A node as a map's entries.
pub fn map(node: Node, what: &str, faults: &mut Diagnostics) -> Option<Vec<(Text, Node)>> {
    match node.kind {
        Kind::Map(entries) => Some(entries),
        Kind::Null | Kind::Scalar { .. } | Kind::List(_) => {
            faults.push(wrong_shape(&node, &format!("{what} is a map, `key: value`")));
            None
        }
    }
}

/// A node as a list's items.
pub fn list(node: Node, faults: &mut Diagnostics) -> Vec<Node> {
    match node.kind {
        Kind::List(items) => items,
        Kind::Null | Kind::Scalar { .. } | Kind::Map(_) => {
            faults.push(wrong_shape(&node, "a list is meant, `[a, b]` or a line `- a` for each"));
            Vec::new()
        }
    }
}

/// A node as one text, or as a list of them.
pub fn one_or_more(node: Node, faults: &mut Diagnostics) -> Vec<Text> {
    match node.kind {
        Kind::List(_) => texts(node, faults),
        Kind::Null | Kind::Scalar { .. } | Kind::Map(_) => text(node, faults).into_iter().collect(),
    }
}

/// The entries of a map whose keys are names of the schema's own and whose values are one text each.
pub fn pairs(node: Node, what: &str, faults: &mut Diagnostics) -> Vec<(Text, Text)> {
    let entries = map(node, what, faults).unwrap_or_default();
    report_duplicate_keys(&entries, faults);
    entries.into_iter().filter_map(|(key, node)| Some((key, text(node, faults)?))).collect()
}

/// A node as one text: a word, a number or a quoted string.
pub fn text(node: Node, faults: &mut Diagnostics) -> Option<Text> {
    match node.kind {
        Kind::Scalar { text, .. } => Some(Text::new(text, node.span)),
        Kind::Null => {
            let fault = wrong_shape(&node, "a single value is meant");
            faults.push(fault.help("where the word `null` or `~` itself is meant, put it in quotes"));
            None
        }
        Kind::List(_) | Kind::Map(_) => {
            faults.push(wrong_shape(&node, "a single value is meant"));
            None
        }
    }
}

/// A node as a list of texts.
pub fn texts(node: Node, faults: &mut Diagnostics) -> Vec<Text> {
    list(node, faults).into_iter().filter_map(|item| text(item, faults)).collect()
}

/// A text as one of a few words.
pub fn choose<T: Copy>(
    what: &str,
    value: Text,
    words: &[(&'static str, T)],
    faults: &mut Diagnostics,
) -> Option<Spanned<T>> {
    let found =
        words.iter().find(|(word, _)| *word == value.value).map(|&(_, meaning)| Spanned::new(meaning, value.span));
    if found.is_none() {
        let allowed: Vec<_> = words.iter().map(|(word, _)| *word).collect();
        faults.push(unknown_value(what, &value, &allowed));
    }
    found
}

/// A fault: a value of another shape.
pub fn wrong_shape(node: &Node, meant: &str) -> Diagnostic {
    Diagnostic::error(&codes::WRONG_SHAPE, format!("{meant}; this is {}", node.describe()))
        .at(node.span, format!("{} here", node.describe()))
}

/// A fault: a key that must be there.
pub fn missing(what: &str, key: &str, span: Span) -> Diagnostic {
    Diagnostic::error(&codes::MISSING_KEY, format!("{what} needs the key `{key}`"))
        .at(span, format!("`{key}` is missing"))
}

/// Reports each key that stands a second time.
pub fn report_duplicate_keys(entries: &[(Text, Node)], faults: &mut Diagnostics) {
    if is_without_duplicates(entries) {
        return;
    }
    let mut seen = HashMap::new();
    for (key, _) in entries {
        if let Some(first) = seen.insert(key.value.as_str(), key.span) {
            let fault = Diagnostic::error(&codes::DUPLICATE_KEY, format!("the key `{}` stands twice", key.value))
                .at(key.span, "here again")
                .at(first, "first here")
                .help("keep one of the two");
            faults.push(fault);
        }
    }
}

/// Whether a short map, as most are, has each key once: that is seen faster without a table of them.
fn is_without_duplicates(entries: &[(Text, Node)]) -> bool {
    let is_first =
        |(at, (key, _)): (usize, &(Text, Node))| entries[..at].iter().all(|(other, _)| other.value != key.value);
    entries.len() <= 16 && entries.iter().enumerate().all(is_first)
}

/// Joins a type that a flow map's comma has cut (`{ type: numeric(12,2)? }`) and says so once, so that its pieces cause
/// no further faults.
fn join_cut_types(entries: &mut Vec<(Text, Node)>, faults: &mut Diagnostics) {
    let Some(at) = (1..entries.len()).find(|&at| is_cut(&entries[at - 1].1, &entries[at])) else { return };
    let (rest, _) = entries.remove(at);
    let (key, node) = &mut entries[at - 1];
    if let Kind::Scalar { text, .. } = &mut node.kind {
        let whole = format!("{text},{}", rest.value);
        let fault = Diagnostic::error(&codes::CUT_BY_COMMA, format!("the comma ends the value: `{text}` is left"))
            .at(rest.span, "cut off here")
            .at(node.span, "the value starts here")
            .help(format!("quote it, `{}: \"{whole}\"`, or write the map in block form, one key a line", key.value));
        faults.push(fault);
        *text = whole;
    }
}

fn is_cut(value: &Node, (key, rest): &(Text, Node)) -> bool {
    let Kind::Scalar { text, plain: true } = &value.kind else { return false };
    rest.is_null() && text.contains('(') && !text.contains(')') && key.value.contains(')')
}
