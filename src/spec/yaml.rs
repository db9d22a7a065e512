//! YAML text into a tree of spanned nodes, within limits.
//!
//! The tree keeps scalars as they are written, so that `1.10` stays `1.10`. It is built from the events of the parser
//! behind `serde_yaml`; its typed interface would stop at the first fault and lose places. This file does not know
//! what the keys mean.

use std::collections::HashMap;
use std::rc::Rc;

use serde_yaml::granit_parser::{
    ErrorKind, Event, Options, Parser, ScalarStyle, ScanError, Span as Range, StrInput, Tag,
};

use crate::diagnostic::{Diagnostic, codes};
use crate::source::{SourceId, Span};

use super::Text;

/// The deepest nesting of lists and maps; a schema needs eight levels.
const MAX_DEPTH: usize = 64;

/// The most nodes that the aliases of one file may stand for.
const MAX_ALIASED_NODES: usize = 100_000;

/// A value and where it stands.
#[derive(Debug, Clone)]
pub struct Node {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
}

/// What a node is.
#[derive(Debug, Clone)]
pub enum Kind {
    /// Nothing: an empty value, `~` or `null`.
    Null,
    /// A text, number or boolean, as it is written.
    Scalar {
        /// The text, quotes and escapes resolved.
        text: String,
        /// Whether it stands without quotes, so that `true` is a boolean and `1` a number.
        plain: bool,
    },
    /// A list.
    List(Vec<Node>),
    /// A map, in order, repeated keys included.
    Map(Vec<(Text, Node)>),
}

impl Node {
    /// Whether there is nothing.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self.kind, Kind::Null)
    }

    /// What it is, for a message.
    #[must_use]
    pub fn describe(&self) -> &'static str {
        match self.kind {
            Kind::Null => "nothing",
            Kind::Scalar { .. } => "a single value",
            Kind::List(_) => "a list",
            Kind::Map(_) => "a map",
        }
    }

    fn size(&self) -> usize {
        1 + match &self.kind {
            Kind::Null | Kind::Scalar { .. } => 0,
            Kind::List(items) => items.iter().map(Self::size).sum(),
            Kind::Map(entries) => entries.iter().map(|(_, node)| 1 + node.size()).sum(),
        }
    }
}

/// Parses one file. An empty file is [`Kind::Null`].
///
/// # Errors
/// The first syntax fault, or the limit that the file goes beyond.
pub fn parse(source: SourceId, text: &str) -> Result<Node, Diagnostic> {
    let mut options = Options::default();
    options.set_emit_comments(false);
    options.flow_nesting_limit = MAX_DEPTH;
    options.block_nesting_limit = MAX_DEPTH;
    let events = Parser::new_from_str_with_options(text, options);
    Builder { source, text, events, anchors: HashMap::new(), aliased: 0 }.document()
}

struct Builder<'t> {
    source: SourceId,
    text: &'t str,
    events: Parser<'t, StrInput<'t>>,
    anchors: HashMap<usize, Rc<Node>>,
    aliased: usize,
}

impl<'t> Builder<'t> {
    /// The one document of the file; anything behind it is a fault.
    fn document(mut self) -> Result<Node, Diagnostic> {
        let mut root = Node { span: Span::new(self.source, 0, 0), kind: Kind::Null };
        let mut documents = 0;
        while let Some((event, range)) = self.next()? {
            match event {
                Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
                Event::DocumentStart(..) if documents > 0 => return Err(self.second_document(&range)),
                Event::DocumentStart(..) => documents += 1,
                event => root = self.node(event, &range)?,
            }
        }
        Ok(root)
    }

    fn next(&mut self) -> Result<Option<(Event<'t>, Range)>, Diagnostic> {
        self.events.next().transpose().map_err(|error| self.syntax(&error))
    }

    /// The next event inside a list or map, which the parser always closes.
    fn inner(&mut self) -> Result<(Event<'t>, Range), Diagnostic> {
        let end = Span::new(self.source, self.text.len(), self.text.len());
        self.next()?.ok_or_else(|| Diagnostic::error(&codes::YAML_SYNTAX, "the file ends too early").at(end, ""))
    }

    fn node(&mut self, event: Event<'t>, range: &Range) -> Result<Node, Diagnostic> {
        if let Some(tag) = event.tag() {
            return Err(self.tag(tag, range));
        }
        let anchor = event.anchor_id().filter(|&id| id > 0);
        let span = self.span(range);
        let node = match event {
            Event::Scalar(text, style, ..) => Node { span, kind: scalar(&text, style) },
            Event::SequenceStart(..) => self.list(span)?,
            Event::MappingStart(..) => self.map(span)?,
            Event::Alias(id) => self.alias(id, span)?,
            _ => Node { span, kind: Kind::Null },
        };
        if let Some(id) = anchor {
            self.anchors.insert(id, Rc::new(node.clone()));
        }
        Ok(node)
    }

    fn list(&mut self, start: Span) -> Result<Node, Diagnostic> {
        let mut items = Vec::new();
        loop {
            match self.inner()? {
                (Event::SequenceEnd, range) => return Ok(self.closed(start, &range, Kind::List(items))),
                (event, range) => items.push(self.node(event, &range)?),
            }
        }
    }

    fn map(&mut self, start: Span) -> Result<Node, Diagnostic> {
        let mut entries = Vec::new();
        loop {
            let key = match self.inner()? {
                (Event::MappingEnd, range) => return Ok(self.closed(start, &range, Kind::Map(entries))),
                (event, range) => self.node(event, &range)?,
            };
            let (event, range) = self.inner()?;
            let value = self.node(event, &range)?;
            entries.push((key_text(key)?, value));
        }
    }

    fn alias(&mut self, id: usize, span: Span) -> Result<Node, Diagnostic> {
        let target = self.anchors.get(&id).cloned();
        self.aliased += target.as_ref().map_or(1, |node| node.size());
        if self.aliased > MAX_ALIASED_NODES {
            let message = format!("aliases in this file stand for more than {MAX_ALIASED_NODES} values");
            return Err(Diagnostic::error(&codes::ALIAS_BOMB, message)
                .at(span, "one alias too many")
                .help("say what entities share in a trait"));
        }
        match target {
            Some(node) => Ok(Node::clone(&node)),
            None => {
                Err(Diagnostic::error(&codes::YAML_SYNTAX, "an alias that stands inside its own anchor").at(span, ""))
            }
        }
    }

    /// A list or map from its opening to its closing event; a block, which nothing closes, to its last value.
    fn closed(&self, start: Span, end: &Range, kind: Kind) -> Node {
        let closing = self.span(end);
        let last = match &kind {
            Kind::List(items) => items.last().map(|item| item.span),
            Kind::Map(entries) => {
                entries.last().map(|(key, value)| Span { end: key.span.end.max(value.span.end), ..key.span })
            }
            Kind::Null | Kind::Scalar { .. } => None,
        };
        let bracket = closing.end > closing.start && self.text[closing.start as usize..].starts_with([']', '}']);
        let end = last.filter(|_| !bracket).map_or(closing.end, |last| last.end);
        Node { span: Span::new(self.source, start.start as usize, end as usize), kind }
    }

    /// The place of an event, without the white space that the parser counts to the end of a block.
    fn span(&self, range: &Range) -> Span {
        let bytes = range.byte_range().unwrap_or(0..0);
        let written = self.text.get(bytes.clone()).unwrap_or_default().trim_end().len();
        Span::new(self.source, bytes.start, bytes.start + written)
    }

    fn syntax(&self, error: &ScanError) -> Diagnostic {
        let at = error.marker().byte_offset().unwrap_or(0).min(self.text.len());
        let place = Span::new(self.source, at, at);
        match error.kind() {
            ErrorKind::RecursionLimitExceeded => {
                Diagnostic::error(&codes::TOO_DEEP, format!("lists and maps are nested more than {MAX_DEPTH} deep"))
                    .at(place, "one level too many")
                    .help("no schema needs as many levels")
            }
            _ => Diagnostic::error(&codes::YAML_SYNTAX, error.kind().to_string()).at(place, "here"),
        }
    }

    fn tag(&self, tag: &Tag, range: &Range) -> Diagnostic {
        Diagnostic::error(&codes::YAML_TAG, format!("the tag `{}` has no meaning in a schema", tag.original()))
            .at(self.span(range), "remove the tag")
    }

    fn second_document(&self, range: &Range) -> Diagnostic {
        Diagnostic::error(&codes::MULTIPLE_DOCUMENTS, "a second document starts here")
            .at(self.span(range), "put it into a file of its own, or remove this line")
    }
}

fn scalar(text: &str, style: ScalarStyle) -> Kind {
    let plain = style == ScalarStyle::Plain;
    if plain && matches!(text, "" | "~" | "null" | "Null" | "NULL") {
        return Kind::Null;
    }
    Kind::Scalar { text: text.to_owned(), plain }
}

/// A map's key as text; `null` and numbers count as the words they are written as.
fn key_text(node: Node) -> Result<Text, Diagnostic> {
    match node.kind {
        Kind::Scalar { text, .. } => Ok(Text::new(text, node.span)),
        Kind::Null => Ok(Text::new("null".to_owned(), node.span)),
        Kind::List(_) | Kind::Map(_) => {
            Err(Diagnostic::error(&codes::WRONG_SHAPE, "a key is one word, not a list or map")
                .at(node.span, "this is the key"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    /// The tree in a short form, each scalar with the place of its first character.
    fn shape(text: &str) -> String {
        let mut sources = Sources::default();
        let id = sources.add("t.yaml", text);
        match parse(id, text) {
            Ok(node) => show(&sources, &node),
            Err(fault) => fault.code.id.to_owned(),
        }
    }

    fn show(sources: &Sources, node: &Node) -> String {
        match &node.kind {
            Kind::Null => "null".into(),
            Kind::Scalar { text, .. } => {
                format!("{text:?}@{}", sources.file(node.span.source).position(node.span.start))
            }
            Kind::List(items) => {
                format!("[{}]", items.iter().map(|item| show(sources, item)).collect::<Vec<_>>().join(" "))
            }
            Kind::Map(entries) => {
                let entry = |(key, node): &(Text, Node)| format!("{}:{}", key.value, show(sources, node));
                format!("{{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(" "))
            }
        }
    }

    #[test]
    fn scalars_stay_as_written() {
        assert_eq!(shape("a: 01\nb: 1.10\nc: ~\nd: 'x'\n"), r#"{a:"01"@1:4 b:"1.10"@2:4 c:null d:"x"@4:4}"#);
    }

    #[test]
    fn places_count_characters_whatever_the_line_ends() {
        assert_eq!(shape("é: [ü, b]\r\nc: d\r\n"), r#"{é:["ü"@1:5 "b"@1:8] c:"d"@2:4}"#);
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_first_key() {
        assert_eq!(shape("\u{feff}a: b\n"), r#"{a:"b"@1:5}"#);
    }

    #[test]
    fn an_alias_is_a_copy_and_the_place_of_its_anchor() {
        assert_eq!(shape("a: &x [1]\nb: *x\n"), r#"{a:["1"@1:8] b:["1"@1:8]}"#);
    }

    #[test]
    fn what_has_no_place_in_a_schema_is_refused() {
        for (text, code) in [
            ("a: &x [*x]", "E0004"),
            ("a: !b c", "E0007"),
            ("a: 1\n---\nb: 2\n", "E0008"),
            ("? [a]\n: b\n", "E0103"),
            ("a: \"\\q\"", "E0004"),
        ] {
            assert_eq!(shape(text), code, "{text}");
        }
    }
}
