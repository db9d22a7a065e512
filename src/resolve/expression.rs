//! Expressions: each name in them exists, and they may stand where they stand.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::model::{EnumStorage, Enumeration, Expression, Field, FieldId, Name, Supply};
use crate::source::{Sources, Span};
use crate::spec::Text;
use crate::sql::expression::{ExpressionError, Mention, Named, Parsed, parse};
use crate::sql::function::{self, Kind};

/// Where an expression stands, which decides what it may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A CHECK constraint.
    Check,
    /// The `where` of an index or unique key.
    Filter,
    /// A generated column.
    Generated,
    /// A key of an index.
    IndexKey,
    /// A default.
    Default,
    /// The `where` of an access rule.
    Access,
    /// What rows get that are there already.
    Backfill,
    /// How values of a former type become values of another.
    Using,
}

impl Place {
    /// What it is called in a message.
    const fn word(self) -> &'static str {
        match self {
            Self::Check => "a check",
            Self::Filter => "the condition of an index",
            Self::Generated => "a generated column",
            Self::IndexKey => "an index",
            Self::Default => "a default",
            Self::Access => "an access rule",
            Self::Backfill => "a backfill",
            Self::Using => "a conversion",
        }
    }

    const fn must_be_immutable(self) -> bool {
        match self {
            Self::Filter | Self::Generated | Self::IndexKey => true,
            Self::Check | Self::Default | Self::Access | Self::Backfill | Self::Using => false,
        }
    }

    /// Whether it runs while the table still has the columns that the entity has lost.
    const fn sees_former(self) -> bool {
        match self {
            Self::Backfill | Self::Using => true,
            Self::Check | Self::Filter | Self::Generated | Self::IndexKey | Self::Default | Self::Access => false,
        }
    }
}

/// The expressions that were read, by their text. PostgreSQL's parser is most of what a schema costs, and entities are
/// alike: few texts differ. What a text means in one entity is not kept.
#[derive(Default)]
pub struct Readings(RefCell<HashMap<String, Rc<Reading>>>);

/// One text, read.
struct Reading {
    parsed: Parsed,
    canonical: Result<String, ExpressionError>,
}

impl Readings {
    fn get(&self, text: &str, type_schema: impl Fn(&str) -> Option<String>) -> Result<Rc<Reading>, ExpressionError> {
        if let Some(reading) = self.0.borrow().get(text) {
            return Ok(Rc::clone(reading));
        }
        let parsed = parse(text)?;
        let canonical = parsed.clone().canonical(type_schema);
        let reading = Rc::new(Reading { parsed, canonical });
        self.0.borrow_mut().insert(text.to_owned(), Rc::clone(&reading));
        Ok(reading)
    }
}

/// What expressions of one entity may name.
pub struct Scope<'a> {
    /// What was read before.
    pub read: &'a Readings,
    /// For the source text under a span.
    pub sources: &'a Sources,
    /// The entity's name, which may qualify a column.
    pub entity: &'a str,
    /// Its fields.
    pub fields: &'a [Field],
    /// Its fields by name.
    pub by_name: &'a BTreeMap<String, FieldId>,
    /// Names its columns had, with the columns that have them no more.
    pub former: &'a BTreeMap<String, Option<FieldId>>,
    /// Functions that the project declares.
    pub functions: &'a BTreeSet<String>,
    /// Every enum.
    pub enums: &'a [Enumeration],
    /// The database schema of the enums' types.
    pub schema: &'a Name,
}

/// PostgreSQL's own types that its grammar does not place in `pg_catalog` by itself, as casts in a schema use them.
const TYPES: [&str; 27] = [
    "bytea",
    "cidr",
    "citext",
    "date",
    "daterange",
    "inet",
    "int4range",
    "int8range",
    "json",
    "jsonb",
    "jsonpath",
    "macaddr",
    "money",
    "name",
    "numrange",
    "oid",
    "point",
    "regclass",
    "regconfig",
    "text",
    "tsquery",
    "tsrange",
    "tstzrange",
    "tsvector",
    "uuid",
    "vector",
    "xml",
];

impl Scope<'_> {
    /// The expression, checked; `None` after faults.
    pub fn resolve(&self, text: &Text, place: Place, faults: &mut Diagnostics) -> Option<Expression> {
        self.resolve_prefixed("", text, place, faults)
    }

    /// As [`Scope::resolve`], with code's own text in front of what is written.
    pub fn resolve_prefixed(
        &self,
        prefix: &str,
        text: &Text,
        place: Place,
        faults: &mut Diagnostics,
    ) -> Option<Expression> {
        let at = |at: usize| locate(self.sources, text, at.saturating_sub(prefix.len()));
        let whole = format!("{prefix}{}", text.value);
        let read = match self.read.get(&whole, |name| self.type_schema(name)) {
            Ok(read) => read,
            Err(error) => {
                faults.push(unparsable(error, text, place, at));
                return None;
            }
        };
        let mentions = &read.parsed.mentions;
        let found: Vec<_> = mentions.iter().filter_map(|mention| self.judge(mention, place, &at)).collect();
        if !found.is_empty() {
            faults.extend(found);
            return None;
        }
        let (fields, canonical) = if place.sees_former() {
            let mut parsed = read.parsed.clone();
            parsed.rename_columns(|name| self.present_name(name));
            (self.columns(&parsed), parsed.canonical(|name| self.type_schema(name)))
        } else {
            (self.columns(&read.parsed), read.canonical.clone())
        };
        match canonical {
            Ok(text) => Some(Expression { text, fields }),
            Err(error) => {
                faults.push(unparsable(error, text, place, at));
                None
            }
        }
    }

    fn columns(&self, parsed: &Parsed) -> Vec<FieldId> {
        let column = |mention: &Mention| match &mention.what {
            Named::Column(parts) => parts.last().and_then(|name| self.by_name.get(name)).copied(),
            Named::Function { .. } | Named::Type(_) | Named::SessionValue | Named::Forbidden(_) => None,
        };
        parsed.mentions.iter().filter_map(column).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// What a column is called now whose former name is given, unless another has that name.
    fn present_name(&self, name: &str) -> Option<String> {
        let id = (*self.former.get(name).filter(|_| !self.by_name.contains_key(name))?)?;
        Some(self.fields[id.0].name.to_string())
    }

    fn type_schema(&self, name: &str) -> Option<String> {
        let found = self.enums.iter().find(|one| one.name == name && one.storage == EnumStorage::Type);
        found.map(|_| self.schema.to_string())
    }

    fn judge(&self, mention: &Mention, place: Place, at: &impl Fn(usize) -> Span) -> Option<Diagnostic> {
        match &mention.what {
            Named::Column(parts) => self.judge_column(parts, place, at(mention.at)),
            Named::Function { name, aggregate } => self.judge_function(name, *aggregate, place, at(mention.at)),
            Named::Type(parts) => self.judge_type(parts, at(mention.at)),
            Named::SessionValue => place.must_be_immutable().then(|| volatile("this value", place, at(mention.at))),
            Named::Forbidden(what) => Some(forbidden(what, place, at(mention.at))),
        }
    }

    fn judge_column(&self, parts: &[String], place: Place, span: Span) -> Option<Diagnostic> {
        let name = match parts {
            [name] => name,
            [table, name] if table == self.entity => name,
            _ => return Some(self.missing_column(&parts.join("."), place, span)),
        };
        let Some(&id) = self.by_name.get(name) else {
            let is_former = place.sees_former() && self.former.contains_key(name);
            return (!is_former).then(|| self.missing_column(name, place, span));
        };
        match place {
            Place::Default => Some(forbidden("a column", place, span)),
            Place::Generated if matches!(self.fields[id.0].supply, Supply::Generated(_)) => {
                Some(forbidden("another generated column", place, span))
            }
            Place::Check | Place::Filter | Place::Generated | Place::IndexKey => None,
            Place::Access | Place::Backfill | Place::Using => None,
        }
    }

    fn missing_column(&self, name: &str, place: Place, span: Span) -> Diagnostic {
        let fault = Diagnostic::error(&codes::EXPRESSION_COLUMN, format!("`{}` has no column `{name}`", self.entity))
            .at(span, "no such column")
            .did_you_mean(name, self.by_name.keys().map(String::as_str));
        let help = "a column that the entity had and has lost is listed under `dropped`";
        if place.sees_former() { fault.help(help) } else { fault }
    }

    fn judge_function(&self, name: &[String], aggregate: bool, place: Place, span: Span) -> Option<Diagnostic> {
        if aggregate {
            return Some(forbidden("an aggregate or window function", place, span));
        }
        let full = name.join(".");
        if self.functions.contains(&full) {
            return None;
        }
        match (name, function::builtin(&full)) {
            ([_], Some(Kind::Immutable)) => None,
            ([_], Some(Kind::Stable | Kind::Volatile)) => {
                place.must_be_immutable().then(|| volatile(&format!("`{full}`"), place, span))
            }
            ([_], Some(Kind::Aggregate | Kind::Window)) => {
                Some(forbidden("an aggregate or window function", place, span))
            }
            _ => Some(self.unknown_function(&full, span)),
        }
    }

    fn unknown_function(&self, name: &str, span: Span) -> Diagnostic {
        let mut known: Vec<&str> = function::builtins().collect();
        known.extend(self.functions.iter().map(String::as_str));
        Diagnostic::error(&codes::EXPRESSION_FUNCTION, format!("PostgreSQL has no function `{name}`"))
            .at(span, "unknown function")
            .did_you_mean(name, known)
            .help("declare a function of your own or of an extension under `postgres: functions:`")
    }

    fn judge_type(&self, parts: &[String], span: Span) -> Option<Diagnostic> {
        let name = parts.join(".");
        let known = parts.len() > 1 || TYPES.contains(&name.as_str()) || self.type_schema(&name).is_some();
        (!known).then(|| {
            let enums = self.enums.iter().map(|one| one.name.as_str());
            Diagnostic::error(&codes::UNKNOWN_TYPE, format!("there is no type `{name}`"))
                .at(span, "unknown type")
                .did_you_mean(&name, enums.chain(TYPES))
        })
    }
}

/// An expression whose columns, functions and types are not known here: its canonical text, in which columns are called
/// what `present` calls them; `None` after faults.
pub fn alone(
    sources: &Sources,
    text: &Text,
    place: Place,
    present: impl Fn(&str) -> Option<String>,
    faults: &mut Diagnostics,
) -> Option<String> {
    let at = |at: usize| locate(sources, text, at);
    let canonical = parse(&text.value).and_then(|mut parsed| {
        let found: Vec<_> = parsed.mentions.iter().filter_map(|mention| refused(mention, place, &at)).collect();
        let is_clean = found.is_empty();
        faults.extend(found);
        parsed.rename_columns(present);
        parsed.canonical(|_| None).map(|text| is_clean.then_some(text))
    });
    canonical.unwrap_or_else(|error| {
        faults.push(unparsable(error, text, place, at));
        None
    })
}

/// What cannot stand in an expression, whatever it belongs to.
fn refused(mention: &Mention, place: Place, at: &impl Fn(usize) -> Span) -> Option<Diagnostic> {
    const AGGREGATE: &str = "an aggregate or window function";
    match &mention.what {
        Named::Forbidden(what) => Some(forbidden(what, place, at(mention.at))),
        Named::Function { aggregate: true, .. } => Some(forbidden(AGGREGATE, place, at(mention.at))),
        Named::Function { name, aggregate: false } => match function::builtin(&name.join(".")) {
            Some(Kind::Aggregate | Kind::Window) => Some(forbidden(AGGREGATE, place, at(mention.at))),
            Some(Kind::Immutable | Kind::Stable | Kind::Volatile) | None => None,
        },
        Named::Column(_) | Named::Type(_) | Named::SessionValue => None,
    }
}

fn unparsable(error: ExpressionError, text: &Text, place: Place, at: impl Fn(usize) -> Span) -> Diagnostic {
    match error {
        ExpressionError::Syntax { message, at: offset } => {
            Diagnostic::error(&codes::EXPRESSION_SYNTAX, format!("PostgreSQL cannot parse this: {message}"))
                .at(at(offset), "here")
        }
        ExpressionError::NotOne => {
            Diagnostic::error(&codes::EXPRESSION_SYNTAX, format!("{} is one expression", place.word()))
                .at(text.span, "this is more or less than one")
        }
        ExpressionError::TooDeep => {
            Diagnostic::error(&codes::EXPRESSION_TOO_DEEP, "the expression is nested too deeply")
                .at(text.span, "split it, or move part of it into a function")
        }
    }
}

/// The place of a byte of an expression in the file: exact where the YAML writes it on one line without escapes, else
/// the whole value.
fn locate(sources: &Sources, text: &Text, at: usize) -> Span {
    let written = sources.text(text.span);
    let quotes = match written.strip_prefix(['"', '\'']) {
        _ if written == text.value => 0,
        Some(inside) if inside.get(..text.value.len()) == Some(text.value.as_str()) => 1,
        Some(_) | None => return text.span,
    };
    let word = text
        .value
        .get(at..)
        .map_or(0, |rest| rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len()).max(1));
    text.span.slice(quotes + at, word)
}

fn volatile(what: &str, place: Place, span: Span) -> Diagnostic {
    let message = format!("{} needs an immutable expression, and {what} is not", place.word());
    Diagnostic::error(&codes::EXPRESSION_VOLATILE, message).at(span, "its result may change")
}

fn forbidden(what: &str, place: Place, span: Span) -> Diagnostic {
    Diagnostic::error(&codes::EXPRESSION_FORBIDDEN, format!("{} cannot hold {what}", place.word()))
        .at(span, "not possible here")
}
