//! What an expression is worth for a row, without a database: for the common forms as PostgreSQL has it, and for all
//! others the answer that it cannot be told.

use std::cmp::Ordering;

use crate::sql::term::Term;

use super::decimal::Decimal;
use super::instant::Instant;
use super::pattern::Pattern;

/// What a term is worth.
#[derive(Debug, Clone)]
pub enum Datum {
    /// NULL.
    Null,
    /// A truth value.
    Boolean(bool),
    /// A number.
    Number(Decimal),
    /// A text, or an enum's value.
    Text(String),
    /// A date, a time or both.
    Instant(Instant),
    /// An array.
    Array(Vec<Datum>),
    /// JSON.
    Json(serde_json::Value),
    /// Something that is there, of a type whose values are not compared here.
    Opaque,
}

/// Works a term out, given what columns hold. `None`: it cannot be told.
pub fn evaluate(term: &Term, column: &impl Fn(&str) -> Option<Datum>) -> Option<Datum> {
    let value = |term: &Term| evaluate(term, column);
    match term {
        Term::Column(name) => column(name),
        Term::Null => Some(Datum::Null),
        Term::Boolean(value) => Some(Datum::Boolean(*value)),
        Term::Number(digits) => Decimal::read(digits).map(Datum::Number),
        Term::Text(text) => Some(Datum::Text(text.clone())),
        Term::Array(terms) => terms.iter().map(value).collect::<Option<_>>().map(Datum::Array),
        Term::Operator { name, left, right } => operator(name, value(left)?, value(right)?),
        Term::And(terms) => junction(terms.iter().map(value), false),
        Term::Or(terms) => junction(terms.iter().map(value), true),
        Term::Not(term) => not(value(term)?),
        Term::IsNull(term) => Some(Datum::Boolean(matches!(value(term)?, Datum::Null))),
        Term::Is(term, wanted) => is(value(term)?, *wanted),
        Term::In(term, list) => {
            let term = value(term)?;
            junction(list.iter().map(|one| operator("=", term.clone(), value(one)?)), true)
        }
        Term::Call(name, arguments) => {
            let arguments: Vec<_> = arguments.iter().map(value).collect::<Option<_>>()?;
            call(name, &arguments)
        }
        Term::Cast(term, ty) => cast(value(term)?, ty),
        Term::Unread => None,
    }
}

/// AND, or OR where `winner` is true: one that wins decides, then what cannot be told, then NULL.
fn junction(terms: impl Iterator<Item = Option<Datum>>, winner: bool) -> Option<Datum> {
    let terms: Vec<_> = terms.collect();
    let is = |wanted: bool| move |term: &Option<Datum>| matches!(term, Some(Datum::Boolean(value)) if *value == wanted);
    if terms.iter().any(is(winner)) {
        return Some(Datum::Boolean(winner));
    }
    let known = |term: &Option<Datum>| matches!(term, Some(Datum::Boolean(_) | Datum::Null));
    if !terms.iter().all(known) {
        return None;
    }
    Some(if terms.iter().all(is(!winner)) { Datum::Boolean(!winner) } else { Datum::Null })
}

fn not(value: Datum) -> Option<Datum> {
    match value {
        Datum::Boolean(value) => Some(Datum::Boolean(!value)),
        Datum::Null => Some(Datum::Null),
        _ => None,
    }
}

fn is(value: Datum, wanted: bool) -> Option<Datum> {
    match value {
        Datum::Boolean(value) => Some(Datum::Boolean(value == wanted)),
        Datum::Null => Some(Datum::Boolean(false)),
        _ => None,
    }
}

fn operator(name: &str, left: Datum, right: Datum) -> Option<Datum> {
    if matches!(left, Datum::Null) || matches!(right, Datum::Null) {
        return Some(Datum::Null);
    }
    if let Some(verdict) = comparison(name) {
        return compare(&left, &right, verdict).map(Datum::Boolean);
    }
    match (name, alike(left, right)?) {
        ("+", (Datum::Number(a), Datum::Number(b))) => a.plus(b).map(Datum::Number),
        ("-", (Datum::Number(a), Datum::Number(b))) => a.minus(b).map(Datum::Number),
        ("*", (Datum::Number(a), Datum::Number(b))) => a.times(b).map(Datum::Number),
        ("||", (Datum::Text(a), Datum::Text(b))) => Some(Datum::Text(a + &b)),
        ("->>", (Datum::Json(value), Datum::Text(key))) => Some(value.get(&key).map_or(Datum::Null, json_text)),
        ("?", (Datum::Json(value), Datum::Text(key))) => Some(Datum::Boolean(value.get(&key).is_some())),
        (name, (Datum::Text(text), Datum::Text(pattern))) => matches(name, &text, &pattern).map(Datum::Boolean),
        _ => None,
    }
}

/// Which orders an operator accepts: of less, equal, greater.
fn comparison(name: &str) -> Option<[bool; 3]> {
    match name {
        "=" => Some([false, true, false]),
        "<>" | "!=" => Some([true, false, true]),
        "<" => Some([true, false, false]),
        "<=" => Some([true, true, false]),
        ">" => Some([false, false, true]),
        ">=" => Some([false, true, true]),
        _ => None,
    }
}

fn compare(left: &Datum, right: &Datum, accepted: [bool; 3]) -> Option<bool> {
    let order = match alike(left.clone(), right.clone())? {
        (Datum::Number(a), Datum::Number(b)) => a.compare(b)?,
        (Datum::Boolean(a), Datum::Boolean(b)) => a.cmp(&b),
        (Datum::Instant(a), Datum::Instant(b)) => a.cmp(&b),
        (Datum::Json(a), Datum::Json(b)) if accepted[0] == accepted[2] => unordered(a == b),
        (Datum::Text(a), Datum::Text(b)) if a == b || accepted[0] == accepted[2] => unordered(a == b),
        _ => return None,
    };
    Some(accepted[(order as i8 + 1) as usize])
}

/// Equal or not: for what is ordered by a collation that is not known here.
fn unordered(equal: bool) -> Ordering {
    if equal { Ordering::Equal } else { Ordering::Less }
}

/// Both of one kind: a text beside another type is one of its constants.
fn alike(left: Datum, right: Datum) -> Option<(Datum, Datum)> {
    Some(match (&left, &right) {
        (Datum::Text(_), Datum::Json(_)) | (Datum::Json(_), Datum::Text(_)) => (left, right),
        (Datum::Text(text), other) => (like(text, other)?, right),
        (other, Datum::Text(text)) => {
            let text = like(text, other)?;
            (left, text)
        }
        _ => (left, right),
    })
}

fn like(text: &str, other: &Datum) -> Option<Datum> {
    match other {
        Datum::Number(_) => Decimal::read(text).map(Datum::Number),
        Datum::Instant(_) => Instant::read(text).map(Datum::Instant),
        Datum::Boolean(_) => text.parse().ok().map(Datum::Boolean),
        Datum::Text(_) => Some(Datum::Text(text.to_owned())),
        Datum::Null | Datum::Array(_) | Datum::Json(_) | Datum::Opaque => None,
    }
}

fn matches(operator: &str, text: &str, pattern: &str) -> Option<bool> {
    let (text, pattern) = match operator {
        "~*" | "!~*" | "~~*" | "!~~*" => (text.to_lowercase(), pattern.to_lowercase()),
        _ => (text.to_owned(), pattern.to_owned()),
    };
    match operator {
        "~" | "~*" => Some(Pattern::read(&pattern)?.is_in(&text)),
        "!~" | "!~*" => Some(!Pattern::read(&pattern)?.is_in(&text)),
        "~~" | "~~*" => Some(Pattern::like(&pattern).is_in(&text)),
        "!~~" | "!~~*" => Some(!Pattern::like(&pattern).is_in(&text)),
        _ => None,
    }
}

fn call(name: &str, arguments: &[Datum]) -> Option<Datum> {
    match (name, arguments) {
        ("coalesce", _) => coalesce(arguments),
        ("num_nulls", _) => Some(count(arguments.iter().filter(|one| matches!(one, Datum::Null)))),
        ("num_nonnulls", _) => Some(count(arguments.iter().filter(|one| !matches!(one, Datum::Null)))),
        ("is_distinct", [a, b]) => distinct(a, b),
        ("nullif", [a, b]) => match operator("=", a.clone(), b.clone())? {
            Datum::Boolean(true) => Some(Datum::Null),
            _ => Some(a.clone()),
        },
        (_, [Datum::Null, ..]) => Some(Datum::Null).filter(|_| is_strict(name)),
        (_, [Datum::Text(text)]) => of_text(name, text),
        ("starts_with", [Datum::Text(text), Datum::Text(start)]) => Some(Datum::Boolean(text.starts_with(start))),
        ("abs", [Datum::Number(number)]) => Some(Datum::Number(number.magnitude())),
        ("cardinality", [Datum::Array(items)]) => Some(count(items.iter())),
        ("jsonb_typeof" | "json_typeof", [Datum::Json(value)]) => Some(Datum::Text(json_type(value).to_owned())),
        _ => None,
    }
}

/// Whether a function, among those that are known here, gives NULL for NULL.
fn is_strict(name: &str) -> bool {
    const STRICT: [&str; 15] = [
        "lower",
        "upper",
        "btrim",
        "ltrim",
        "rtrim",
        "length",
        "char_length",
        "character_length",
        "octet_length",
        "starts_with",
        "abs",
        "cardinality",
        "jsonb_typeof",
        "json_typeof",
        "round",
    ];
    STRICT.contains(&name)
}

fn of_text(name: &str, text: &str) -> Option<Datum> {
    let plain = |text: &str| Datum::Text(text.to_owned());
    match name {
        "lower" => Some(Datum::Text(text.to_lowercase())),
        "upper" => Some(Datum::Text(text.to_uppercase())),
        "btrim" => Some(plain(text.trim_matches(' '))),
        "ltrim" => Some(plain(text.trim_start_matches(' '))),
        "rtrim" => Some(plain(text.trim_end_matches(' '))),
        "length" | "char_length" | "character_length" => Some(count(text.chars())),
        "octet_length" => Some(count(text.bytes())),
        _ => None,
    }
}

fn count<T>(things: impl Iterator<Item = T>) -> Datum {
    Datum::Number(Decimal::whole(things.count()))
}

fn coalesce(arguments: &[Datum]) -> Option<Datum> {
    let there = arguments.iter().find(|one| !matches!(one, Datum::Null));
    Some(there.cloned().unwrap_or(Datum::Null))
}

fn distinct(a: &Datum, b: &Datum) -> Option<Datum> {
    match (a, b) {
        (Datum::Null, Datum::Null) => Some(Datum::Boolean(false)),
        (Datum::Null, _) | (_, Datum::Null) => Some(Datum::Boolean(true)),
        _ => operator("<>", a.clone(), b.clone()),
    }
}

fn cast(value: Datum, ty: &str) -> Option<Datum> {
    let Datum::Text(text) = value else {
        return match (&value, ty) {
            (Datum::Null, _) => Some(Datum::Null),
            (Datum::Number(_), "numeric" | "int8") | (Datum::Json(_), "jsonb") => Some(value),
            _ => None,
        };
    };
    match ty {
        "int2" | "int4" | "int8" | "numeric" => Decimal::read(&text).map(Datum::Number),
        "date" | "time" | "timestamp" | "timestamptz" => Instant::read(&text).map(Datum::Instant),
        "bool" => text.parse().ok().map(Datum::Boolean),
        "json" | "jsonb" => serde_json::from_str(&text).ok().map(Datum::Json),
        "float4" | "float8" | "interval" | "bytea" | "inet" | "citext" | "bpchar" | "vector" => None,
        _ if ty.ends_with("[]") => None,
        // Texts of every sort, and the values of enums.
        _ => Some(Datum::Text(text)),
    }
}

fn json_type(value: &serde_json::Value) -> &'static str {
    match value {
        serde_json::Value::Null => "null",
        serde_json::Value::Bool(_) => "boolean",
        serde_json::Value::Number(_) => "number",
        serde_json::Value::String(_) => "string",
        serde_json::Value::Array(_) => "array",
        serde_json::Value::Object(_) => "object",
    }
}

fn json_text(value: &serde_json::Value) -> Datum {
    match value {
        serde_json::Value::Null => Datum::Null,
        serde_json::Value::String(text) => Datum::Text(text.clone()),
        other => Datum::Text(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What an expression is worth: `t`, `f`, `n` for NULL, `?` where it cannot be told.
    fn worth(text: &str) -> char {
        let column = |name: &str| match name {
            "empty" => Some(Datum::Null),
            "price" => Decimal::read("12.50").map(Datum::Number),
            "name" => Some(Datum::Text("Ada".into())),
            "made" => Instant::read("2026-01-05 09:00").map(Datum::Instant),
            "object" => Some(Datum::Json(serde_json::json!({ "a": 1 }))),
            _ => None,
        };
        match evaluate(&Term::read(text), &column) {
            Some(Datum::Boolean(true)) => 't',
            Some(Datum::Boolean(false)) => 'f',
            Some(Datum::Null) => 'n',
            Some(_) | None => '?',
        }
    }

    #[test]
    fn logic_has_three_values_and_ignorance() {
        assert_eq!(worth("empty > 1"), 'n');
        assert_eq!(worth("empty > 1 or price > 1"), 't');
        assert_eq!(worth("empty > 1 and price < 1"), 'f');
        assert_eq!(worth("unknown > 1 and price < 1"), 'f');
        assert_eq!(worth("unknown > 1 or price < 1"), '?');
        assert_eq!(worth("(empty is null) = (unknown is null)"), '?');
        assert_eq!(worth("not (empty is null)"), 'f');
    }

    #[test]
    fn common_checks_are_worked_out() {
        assert_eq!(worth("price between 12.5 and 13"), 't');
        assert_eq!(worth("price * 2 = 25"), 't');
        assert_eq!(worth("btrim(name) <> ''"), 't');
        assert_eq!(worth("name = lower(name)"), 'f');
        assert_eq!(worth("name in ('Bob', 'Ada')"), 't');
        assert_eq!(worth("length(name) > 3"), 'f');
        assert_eq!(worth("name ~ '^[A-Z][a-z]+$' and name not like 'B%'"), 't');
        assert_eq!(worth("made > '2025-12-31'"), 't');
        assert_eq!(worth("jsonb_typeof(object) = 'object'"), 't');
        assert_eq!(worth("name < 'B'"), '?');
        assert_eq!(worth("num_nonnulls(empty, name) = 1"), 't');
    }
}
