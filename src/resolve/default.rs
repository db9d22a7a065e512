//! Defaults: a value that the field's type can hold.

use std::net::IpAddr;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, codes};
use crate::model::field_type::Precision;
use crate::model::{Date, Default, Enumeration, FieldType, Literal, Scalar};
use crate::source::Span;
use crate::spec::yaml::{Kind, Node};

/// Why a value does not fit, and what would.
struct Misfit {
    why: String,
    help: Option<String>,
}

type Fit<T> = Result<T, Misfit>;

/// The default, checked against the type; `None` after a fault.
pub fn resolve(enums: &[Enumeration], ty: FieldType, node: &Node, faults: &mut Diagnostics) -> Option<Default> {
    let checker = Checker { enums };
    match checker.default(ty, node) {
        Ok(default) => Some(default),
        Err(misfit) => {
            faults.push(report(&codes::DEFAULT_MISFIT, "the default does not fit the type", misfit, node.span));
            None
        }
    }
}

/// An example, checked against the type; `None` after a fault.
pub fn example(enums: &[Enumeration], ty: FieldType, node: &Node, faults: &mut Diagnostics) -> Option<Literal> {
    // The words that stand for a value made at insert are no examples.
    let has_words = ["now", "uuid"].iter().any(|text| word(ty.scalar, text).is_some());
    let plain = |misfit: Misfit| Misfit { help: misfit.help.filter(|_| !has_words), ..misfit };
    let report = |misfit| report(&codes::EXAMPLE_MISFIT, "the example does not fit the type", plain(misfit), node.span);
    Checker { enums }.literal(ty, node).map_err(|misfit| faults.push(report(misfit))).ok()
}

fn report(code: &'static Code, message: &str, misfit: Misfit, span: Span) -> Diagnostic {
    let fault = Diagnostic::error(code, message).at(span, misfit.why);
    match misfit.help {
        Some(help) => fault.help(help),
        None => fault,
    }
}

fn misfit<T>(why: impl Into<String>) -> Fit<T> {
    Err(Misfit { why: why.into(), help: None })
}

fn misfit_help<T>(why: impl Into<String>, help: impl Into<String>) -> Fit<T> {
    Err(Misfit { why: why.into(), help: Some(help.into()) })
}

struct Checker<'a> {
    enums: &'a [Enumeration],
}

impl Checker<'_> {
    fn default(&self, ty: FieldType, node: &Node) -> Fit<Default> {
        if !ty.array
            && let Kind::Scalar { text, plain: true } = &node.kind
            && let Some(word) = word(ty.scalar, text)
        {
            return Ok(word);
        }
        self.literal(ty, node).map(Default::Literal)
    }

    fn literal(&self, ty: FieldType, node: &Node) -> Fit<Literal> {
        match &node.kind {
            Kind::List(items) if ty.array => {
                let element = FieldType::plain(ty.scalar);
                items.iter().map(|item| self.literal(element, item)).collect::<Fit<_>>().map(Literal::Array)
            }
            _ if ty.array => misfit_help("an array is a list", "write `[]` or `[a, b]`"),
            _ if matches!(ty.scalar, Scalar::Json | Scalar::Jsonb) => Ok(Literal::Json(json(node).to_string())),
            Kind::Scalar { text, plain } => self.scalar(ty.scalar, text, *plain),
            Kind::Null | Kind::List(_) | Kind::Map(_) => misfit("one value is meant"),
        }
    }

    fn scalar(&self, scalar: Scalar, text: &str, plain: bool) -> Fit<Literal> {
        match scalar {
            Scalar::SmallInt => integer(text, i128::from(i16::MIN), i128::from(i16::MAX)),
            Scalar::Integer => integer(text, i128::from(i32::MIN), i128::from(i32::MAX)),
            Scalar::BigInt => integer(text, i128::from(i64::MIN), i128::from(i64::MAX)),
            Scalar::Numeric(precision) => numeric(text, precision),
            Scalar::Real | Scalar::DoublePrecision => float(text),
            Scalar::Boolean => boolean(text, plain),
            Scalar::Text | Scalar::Citext => storable(text).map(Literal::Text),
            Scalar::Varchar(most) | Scalar::Char(most) => short_text(text, most),
            Scalar::Enum(id) => enum_value(&self.enums[id.0], text),
            Scalar::Uuid => checked(is_uuid(text), text, "a uuid", "write `uuid` for a new one each time"),
            Scalar::Date => checked(is_date(text), text, "a date", "write `2026-01-31`, or `now`"),
            Scalar::Time => checked(is_time(text), text, "a time of day", "write `13:30`, or `now`"),
            Scalar::Timestamp => {
                checked(is_timestamp(text, false), text, "a timestamp", "write `2026-01-31 13:30`, or `now`")
            }
            Scalar::Timestamptz => {
                checked(is_timestamp(text, true), text, "an instant", "write `2026-01-31 13:30+00`, or `now`")
            }
            Scalar::Interval => {
                checked(is_interval(text), text, "a span of time", "write `1 day` or `2 hours 30 minutes`")
            }
            Scalar::Bytea => checked(is_hex(text), text, "bytes", "write them in hexadecimal: `\\x00ff`"),
            Scalar::Inet => checked(is_inet(text), text, "an address", "write `10.0.0.1` or `10.0.0.0/8`"),
            Scalar::Vector(length) => {
                checked(is_vector(text, length), text, "a vector", "write `\"[1,2,3]\"`, a number for each dimension")
            }
            Scalar::Json | Scalar::Jsonb => Ok(Literal::Json(serde_json::Value::from(text).to_string())),
        }
    }
}

/// The words that stand for a value made at insert: `now`, `uuid`, `uuid_v7`.
fn word(scalar: Scalar, text: &str) -> Option<Default> {
    match (scalar, text) {
        (Scalar::Timestamptz | Scalar::Timestamp | Scalar::Date | Scalar::Time, "now") => Some(Default::Now),
        (Scalar::Uuid, "uuid") => Some(Default::Uuid),
        (Scalar::Uuid, "uuid_v7") => Some(Default::UuidV7),
        _ => None,
    }
}

fn checked(good: bool, text: &str, what: &str, help: &str) -> Fit<Literal> {
    if good { Ok(Literal::Text(text.to_owned())) } else { misfit_help(format!("not {what}"), help) }
}

fn integer(text: &str, least: i128, most: i128) -> Fit<Literal> {
    match text.parse::<i128>() {
        Ok(number) if (least..=most).contains(&number) => Ok(Literal::Number(number.to_string())),
        Ok(_) => misfit(format!("outside {least} to {most}")),
        Err(_) => misfit("not a whole number"),
    }
}

/// A plain decimal within the digits of the type; PostgreSQL would round what does not fit, so it is refused.
fn numeric(text: &str, precision: Option<Precision>) -> Fit<Literal> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |part: &str| part.chars().all(|c| c.is_ascii_digit());
    if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) || digits.ends_with('.') {
        return misfit("not a decimal number");
    }
    if let Some(Precision { precision, scale }) = precision {
        let (room, scale) = ((precision - scale) as usize, scale as usize);
        if whole.trim_start_matches('0').len() > room || fraction.len() > scale {
            return misfit(format!("more than {room} digits before the point or {scale} behind it"));
        }
    }
    let sign = if text.starts_with('-') { "-" } else { "" };
    let whole = Some(whole.trim_start_matches('0')).filter(|whole| !whole.is_empty()).unwrap_or("0");
    let point = if fraction.is_empty() { "" } else { "." };
    Ok(Literal::Number(format!("{sign}{whole}{point}{fraction}")))
}

fn float(text: &str) -> Fit<Literal> {
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(Literal::Number(format!("{number:?}"))),
        _ => misfit("not a number"),
    }
}

fn boolean(text: &str, plain: bool) -> Fit<Literal> {
    match text {
        "true" if plain => Ok(Literal::Boolean(true)),
        "false" if plain => Ok(Literal::Boolean(false)),
        _ => misfit_help("not a boolean", "write `true` or `false`, without quotes"),
    }
}

fn short_text(text: &str, most: u32) -> Fit<Literal> {
    let length = text.chars().count();
    if length > most as usize {
        return misfit(format!("{length} characters; the type holds {most}"));
    }
    storable(text).map(Literal::Text)
}

/// PostgreSQL stores every character but NUL.
fn storable(text: &str) -> Fit<String> {
    if text.contains('\0') { misfit("PostgreSQL cannot store a NUL byte") } else { Ok(text.to_owned()) }
}

fn enum_value(enumeration: &Enumeration, text: &str) -> Fit<Literal> {
    let values = || enumeration.values.iter().map(|value| value.name.as_str());
    if let Some(value) = enumeration.values.iter().find(|value| value.name == text) {
        return Ok(Literal::EnumValue(value.name.clone()));
    }
    let why = format!("`{}` has no value `{text}`", enumeration.name);
    match crate::diagnostic::nearest(text, values()) {
        Some(value) => misfit_help(why, format!("did you mean `{value}`?")),
        None => misfit_help(why, format!("write {}", crate::spec::one_of(&values().collect::<Vec<_>>()))),
    }
}

fn is_uuid(text: &str) -> bool {
    let lengths = text.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12]) && text.chars().all(|c| c == '-' || c.is_ascii_hexdigit())
}

fn is_date(text: &str) -> bool {
    Date::parse(text).is_some()
}

fn is_time(text: &str) -> bool {
    let (clock, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let parts: Vec<_> = clock.split(':').map(|part| digits(part, 2)).collect();
    let in_range = match parts[..] {
        [Some(hour), Some(minute)] => hour < 24 && minute < 60,
        [Some(hour), Some(minute), Some(second)] => hour < 24 && minute < 60 && second < 60,
        _ => false,
    };
    in_range && (1..=6).contains(&fraction.len()) && fraction.chars().all(|c| c.is_ascii_digit())
}

/// A date, or a date and a time; with a zone where the type has one, as the value would else depend on the session.
fn is_timestamp(text: &str, zoned: bool) -> bool {
    let Some((date, rest)) = text.split_once([' ', 'T']) else { return !zoned && is_date(text) };
    let time = match (zoned, rest.find(['+', '-', 'Z'])) {
        (true, Some(at)) if is_zone(&rest[at..]) => &rest[..at],
        (false, None) => rest,
        _ => return false,
    };
    is_date(date) && is_time(time)
}

fn is_zone(text: &str) -> bool {
    let Some(offset) = text.strip_prefix(['+', '-']) else { return text == "Z" };
    let (hours, minutes) = offset.split_once(':').unwrap_or((offset, "00"));
    digits(hours, 2).is_some_and(|hours| hours < 16) && digits(minutes, 2).is_some_and(|minutes| minutes < 60)
}

/// Pairs of a number and a unit.
fn is_interval(text: &str) -> bool {
    const UNITS: [&str; 8] = ["year", "month", "week", "day", "hour", "minute", "second", "millisecond"];
    let words: Vec<_> = text.split_whitespace().collect();
    let pair = |pair: &[&str]| {
        let [number, unit] = pair else { return false };
        number.parse::<f64>().is_ok_and(f64::is_finite) && UNITS.contains(&unit.strip_suffix('s').unwrap_or(unit))
    };
    !words.is_empty() && words.chunks(2).all(pair)
}

fn is_hex(text: &str) -> bool {
    text.strip_prefix("\\x").is_some_and(|hex| hex.len() % 2 == 0 && hex.chars().all(|c| c.is_ascii_hexdigit()))
}

fn is_inet(text: &str) -> bool {
    let (address, bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
    let Ok(address) = address.parse::<IpAddr>() else { return false };
    let most = if address.is_ipv4() { 32 } else { 128 };
    bits.is_none_or(|bits| bits.parse::<u8>().is_ok_and(|bits| bits <= most))
}

fn is_vector(text: &str, length: u32) -> bool {
    let Some(inside) = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) else { return false };
    let numbers: Vec<_> = inside.split(',').map(|part| part.trim().parse::<f32>()).collect();
    numbers.len() == length as usize && numbers.iter().all(|number| number.as_ref().is_ok_and(|n| n.is_finite()))
}

/// Exactly `length` digits as a number.
fn digits(text: &str, length: usize) -> Option<u32> {
    let right = text.len() == length && text.chars().all(|c| c.is_ascii_digit());
    right.then(|| text.parse().ok()).flatten()
}

/// A node as JSON: plain `true`, `false`, `null` and JSON's numbers are themselves, all else is text.
fn json(node: &Node) -> serde_json::Value {
    match &node.kind {
        Kind::Null => serde_json::Value::Null,
        Kind::Scalar { text, plain: true } => match serde_json::from_str(text) {
            Ok(value @ (serde_json::Value::Bool(_) | serde_json::Value::Number(_))) => value,
            _ => serde_json::Value::from(text.as_str()),
        },
        Kind::Scalar { text, .. } => serde_json::Value::from(text.as_str()),
        Kind::List(items) => items.iter().map(json).collect(),
        Kind::Map(entries) => entries.iter().map(|(key, value)| (key.value.clone(), json(value))).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_held_to_their_digits() {
        let precision = Some(Precision { precision: 5, scale: 2 });
        assert!(numeric("123.45", precision).is_ok());
        assert!(numeric("1234", precision).is_err());
        assert!(numeric("1.234", precision).is_err());
        assert!(numeric("1e3", None).is_err());
    }

    #[test]
    fn instants_exist() {
        assert!(is_timestamp("2024-02-29 23:59:59.5+05:30", true));
        assert!(!is_timestamp("2024-02-29 23:59:59", true));
        assert!(is_timestamp("2024-02-29T23:59", false));
    }

    #[test]
    fn other_texts_are_checked() {
        assert!(is_interval("1 day 2 hours") && !is_interval("1") && !is_interval("soon"));
        assert!(is_inet("10.0.0.0/8") && !is_inet("10.0.0.0/33") && !is_inet("10.0"));
        assert!(is_vector("[1, 2]", 2) && !is_vector("[1]", 2));
        assert!(is_hex("\\x00Ff") && !is_hex("00ff") && !is_hex("\\x0"));
        assert!(is_uuid("123e4567-e89b-12d3-a456-426614174000"));
    }
}
