//! Where lines break: the few forms of the generated crate, broken as rustfmt breaks them.
//!
//! Each function takes the columns its first line is indented by and returns whole lines without the last line's end.
//! Widths are those of rustfmt's defaults. This module does not know what the parts say.

use std::cmp::Ordering;

use unicode_width::UnicodeWidthStr;

use super::quote::string;

/// The widest line (`max_width`).
const LINE: usize = 100;
/// The widest chain of calls on one line (`chain_width`).
const CHAIN: usize = 60;
/// The widest arguments of a call on one line (`fn_call_width`).
const CALL: usize = 60;
/// The widest array on one line (`array_width`).
const ARRAY: usize = 60;
/// The widest fields of a struct's value on one line (`struct_lit_width`).
const LITERAL: usize = 18;
/// The widest arguments of an attribute on one line (`attr_fn_like_width`).
const ATTRIBUTE: usize = 70;

/// A type as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Type {
    /// `crate::LeadId`.
    Path(String),
    /// `Option<…>`.
    Of(&'static str, Box<Type>),
    /// `(…, …)`, of two or more.
    Tuple(Vec<Type>),
}

impl Type {
    /// `Option<…>` of this.
    pub(super) fn optional(self) -> Self {
        self.inside("Option")
    }

    /// A generic type of this.
    pub(super) fn inside(self, outer: &'static str) -> Self {
        Self::Of(outer, Box::new(self))
    }

    /// On one line.
    pub(crate) fn flat(&self) -> String {
        match self {
            Self::Path(path) => path.clone(),
            Self::Of(outer, inner) => format!("{outer}<{}>", inner.flat()),
            Self::Tuple(parts) => format!("({})", parts.iter().map(Self::flat).collect::<Vec<_>>().join(", ")),
        }
    }

    /// Whether it is broken however much room there is: a tuple is treated as a call's arguments are.
    fn is_wide(&self) -> bool {
        match self {
            Self::Path(_) => false,
            Self::Of(_, inner) => inner.is_wide(),
            Self::Tuple(_) => self.flat().len() > CALL + 2,
        }
    }

    /// On several lines, where it has parts to put on lines of their own; `indent` is that of the line it ends on.
    fn broken(&self, indent: usize) -> String {
        let (margin, end) = (space(indent + 4), space(indent));
        match self {
            Self::Path(path) => path.clone(),
            Self::Of(outer, inner) if matches!(**inner, Self::Tuple(_)) => format!("{outer}<{}>", inner.broken(indent)),
            Self::Of(outer, inner) => {
                let flat = inner.flat();
                let inner = if indent + 4 + flat.len() < LINE { flat } else { inner.broken(indent + 4) };
                format!("{outer}<\n{margin}{inner},\n{end}>")
            }
            Self::Tuple(parts) => {
                let part = |part: &Self| format!("{margin}{},\n", part.flat());
                format!("(\n{}{end})", parts.iter().map(part).collect::<String>())
            }
        }
    }
}

/// A struct's field.
pub(super) fn field(indent: usize, name: &str, ty: &Type) -> String {
    let (head, flat) = (format!("{}pub {name}:", space(indent)), ty.flat());
    if head.len() + 1 + flat.len() < LINE {
        format!("{head} {flat},")
    } else if indent + 4 + flat.len() < LINE {
        format!("{head}\n{}{flat},", space(indent + 4))
    } else {
        format!("{head} {},", ty.broken(indent))
    }
}

/// A function's head up to its opening brace. `head` is what stands before the parameters.
pub(super) fn function(
    indent: usize,
    head: &str,
    receiver: bool,
    parameters: &[(String, Type)],
    result: &Type,
) -> String {
    let flat = parameters.iter().map(|(name, ty)| format!("{name}: {}", ty.flat()));
    let flat: Vec<_> = receiver.then(|| "&mut self".to_owned()).into_iter().chain(flat).collect();
    let line = format!("{}{head}({}) -> {} {{", space(indent), flat.join(", "), result.flat());
    if line.len() <= LINE && !parameters.iter().any(|(_, ty)| ty.is_wide()) {
        return line;
    }
    let margin = space(indent + 4);
    let receiver = if receiver { format!("{margin}&mut self,\n") } else { String::new() };
    let parameter = |(name, ty): &(String, Type)| format!("{},\n", parameter(indent + 4, name, ty));
    let parameters: String = parameters.iter().map(parameter).collect();
    format!("{}{head}(\n{receiver}{parameters}{}) -> {} {{", space(indent), space(indent), result.flat())
}

fn parameter(indent: usize, name: &str, ty: &Type) -> String {
    let head = format!("{}{name}: ", space(indent));
    let flat = ty.flat();
    if head.len() + flat.len() < LINE && !ty.is_wide() { head + &flat } else { head + &ty.broken(indent) }
}

/// A struct's value, as the last expression of a block.
pub(super) fn literal(indent: usize, name: &str, fields: &[String]) -> String {
    let (margin, flat) = (space(indent), fields.join(", "));
    if flat.len() <= LITERAL {
        return format!("{margin}{name} {{ {flat} }}");
    }
    let field = |field: &String| format!("{}{field},\n", space(indent + 4));
    format!("{margin}{name} {{\n{}{margin}}}", fields.iter().map(field).collect::<String>())
}

/// A constant that holds a text.
pub(super) fn text(indent: usize, head: &str, text: &str) -> String {
    let literal = string(text);
    let line = format!("{}{head} = {literal};", space(indent));
    let next = format!("{}{literal};", space(indent + 4));
    if columns(&line) <= LINE || columns(&next) > LINE { line } else { format!("{}{head} =\n{next}", space(indent)) }
}

/// A constant that holds a statement: on one line, else each clause on lines of its own that end in `\`, where rustfmt
/// leaves them alone.
pub(super) fn statement(indent: usize, head: &str, clauses: &[String]) -> String {
    let (start, whole) = (format!("{}{head} = ", space(indent)), string(&clauses.join(" ")));
    if start.len() + columns(&whole) < LINE {
        return format!("{start}{whole};");
    }
    let margin = space(indent + 4);
    let clause = |clause: &String| filled(&string(clause), LINE - margin.len()).join(&format!("\\\n{margin}"));
    let clauses: Vec<_> = clauses.iter().map(clause).collect();
    format!("{start}\"\\\n{margin}{}\";", clauses.join(&format!(" \\\n{margin}")))
}

/// What stands between a literal's quotes, broken behind spaces into lines that have room for ` \` behind them.
fn filled(literal: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in words(&literal[1..literal.len() - 1]) {
        match lines.last_mut() {
            Some(line) if line.is_empty() || columns(line) + columns(word) + 2 <= width => line.push_str(word),
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// Splits a text behind each run of spaces, so that no piece starts with a space (a `\` at a line's end eats those).
fn words(text: &str) -> impl Iterator<Item = &str> {
    let starts = |&(at, c): &(usize, char)| c != ' ' && text[..at].ends_with(' ');
    let starts: Vec<_> = text.char_indices().filter(starts).map(|(at, _)| at).collect();
    let ends: Vec<_> = starts.iter().copied().chain([text.len()]).collect();
    [0].into_iter().chain(starts).zip(ends).map(|(start, end)| &text[start..end])
}

/// An attribute of the form `#[cfg_attr(feature = "…", inner(key = value))]`.
pub(super) fn feature_attribute(indent: usize, feature: &str, inner: &str, key: &str, value: &str) -> String {
    let (m0, m4, m8) = (space(indent), space(indent + 4), space(indent + 8));
    let (condition, pair) = (format!("feature = \"{feature}\""), format!("{key} = {value}"));
    if condition.len() + inner.len() + columns(&pair) + 4 <= ATTRIBUTE {
        format!("{m0}#[cfg_attr({condition}, {inner}({pair}))]")
    } else if m4.len() + inner.len() + columns(&pair) + 2 <= LINE {
        format!("{m0}#[cfg_attr(\n{m4}{condition},\n{m4}{inner}({pair})\n{m0})]")
    } else {
        format!("{m0}#[cfg_attr(\n{m4}{condition},\n{m4}{inner}(\n{m8}{pair}\n{m4})\n{m0})]")
    }
}

/// A constant that holds an array of paths.
pub(super) fn array(indent: usize, head: &str, items: &[String]) -> String {
    let (margin, flat) = (space(indent), items.join(", "));
    if items.len() > 1 && flat.len() > ARRAY {
        let item = |item: &String| format!("{}{item},\n", space(indent + 4));
        return format!("{margin}{head} = [\n{}{margin}];", items.iter().map(item).collect::<String>());
    }
    let line = format!("{margin}{head} = [{flat}];");
    if line.len() <= LINE { line } else { format!("{margin}{head} =\n{}[{flat}];", space(indent + 4)) }
}

/// An arm of a match whose body is one literal.
pub(super) fn arm(indent: usize, pattern: &str, body: &str) -> String {
    let (margin, line) = (space(indent), format!("{pattern} => {body},"));
    if indent + columns(&line) <= LINE {
        format!("{margin}{line}")
    } else {
        format!("{margin}{pattern} => {{\n{}{body}\n{margin}}}", space(indent + 4))
    }
}

/// A call as a statement; `end` is what follows the closing parenthesis.
pub(super) fn call(indent: usize, callee: &str, arguments: &[String], end: &str) -> String {
    let (margin, flat) = (space(indent), arguments.join(", "));
    let line = format!("{margin}{callee}({flat}){end}");
    if columns(&flat) <= CALL && columns(&line) <= LINE {
        return line;
    }
    let argument = |argument: &String| format!("{}{argument},\n", space(indent + 4));
    format!("{margin}{callee}(\n{}{margin}){end}", arguments.iter().map(argument).collect::<String>())
}

/// A chain of calls; `start` and `end` are what stands before and behind it in the statement.
pub(super) fn chain(indent: usize, start: &str, head: &str, calls: &[String], end: &str) -> String {
    let flat = format!("{head}{}", calls.concat());
    if flat.len() <= CHAIN && indent + start.len() + flat.len() + end.len() <= LINE {
        return format!("{}{start}{flat}{end}", space(indent));
    }
    let call = |call: &String| format!("\n{}{call}", space(indent + 4));
    format!("{}{start}{head}{}{end}", space(indent), calls.iter().map(call).collect::<String>())
}

/// `pub use module::{…};`, in rustfmt's order.
pub(super) fn reexport(module: &str, names: &[String]) -> String {
    let mut names = names.to_vec();
    names.sort_by(|one, other| by_version(one, other));
    if let [name] = names.as_slice() {
        return format!("pub use {module}::{name};");
    }
    let flat = names.join(", ");
    // Of one line rustfmt leaves two columns free here; of each line that it fills, one.
    let line = format!("pub use {module}::{{{flat}}};");
    if line.len() <= LINE - 2 {
        return line;
    }
    let margin = space(4);
    let lines = if margin.len() + flat.len() < LINE { vec![flat + ","] } else { fill(&names, LINE - 1 - margin.len()) };
    format!("pub use {module}::{{\n{margin}{}\n}};", lines.join(&format!("\n{margin}")))
}

/// Names with commas behind them, as many to a line as fit.
fn fill(names: &[String], width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for name in names {
        match lines.last_mut() {
            Some(line) if line.len() + name.len() + 2 <= width => *line += &format!(" {name},"),
            _ => lines.push(format!("{name},")),
        }
    }
    lines
}

/// The order of the style edition of 2024: runs of digits count as numbers, and `_` comes before all else.
pub(super) fn by_version(one: &str, other: &str) -> Ordering {
    chunks(one).cmp(&chunks(other)).then_with(|| one.cmp(other))
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Chunk<'a> {
    Underscore,
    Number(usize, &'a str),
    Text(&'a str),
}

fn chunks(name: &str) -> Vec<Chunk<'_>> {
    let kind = |c: char| if c == '_' { 0 } else { 1 + u8::from(!c.is_ascii_digit()) };
    let mut chunks = Vec::new();
    let mut rest = name;
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|c| kind(c) != kind(first) || c == '_').unwrap_or(rest.len()).max(first.len_utf8());
        let (chunk, behind) = rest.split_at(end);
        let digits = chunk.trim_start_matches('0');
        chunks.push(match kind(first) {
            0 => Chunk::Underscore,
            1 => Chunk::Number(digits.len(), digits),
            _ => Chunk::Text(chunk),
        });
        rest = behind;
    }
    chunks
}

/// The columns that a text takes.
fn columns(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.width() }
}

fn space(columns: usize) -> String {
    " ".repeat(columns)
}
