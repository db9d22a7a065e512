//! Values at the edges of each type: the largest, the smallest, the empty, and what is easily mangled on its way.

use crate::model::field_type::Precision;
use crate::model::{FieldType, Literal, Model, Scalar};

/// Texts that a careless hand would break: marks beyond the basic plane, quotes of every kind, what SQL, arrays and
/// JSON take for syntax, white space at either end.
const TEXTS: [&str; 6] =
    ["", "é🙂\u{202e}日本", "it's \"quoted\" \\ `so` $$ $1 %s", "{a,\"b\"} NULL", "-- /* ; \u{1}\t\n", " spaces "];

/// The length from which a text is long enough for any purpose: an index entry must still have room for it.
const LONG: u32 = 600;

/// JSON of every kind and depth, each as PostgreSQL's `jsonb` writes it back.
const JSON: [&str; 5] = [
    "{}",
    "[]",
    "[[1,[2,[]]],{\"a\":{\"b\":[null,true,\"\"]}}]",
    "{\"é🙂\":\"it's \\\"quoted\\\" \\\\\"}",
    "[9007199254740993,-0.5,1e100]",
];

const UUIDS: [&str; 2] = ["00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff"];
const DATES: [&str; 5] = ["0001-01-01", "2024-02-29", "9999-12-31", "infinity", "-infinity"];
const TIMES: [&str; 3] = ["00:00:00", "12:34:56.000001", "23:59:59.999999"];
const TIMESTAMPS: [&str; 4] =
    ["0001-01-01 00:00:00", "2024-02-29 12:34:56.000001", "9999-12-31 23:59:59.999999", "infinity"];
const INSTANTS: [&str; 4] =
    ["0001-01-01 00:00:00+00", "2024-02-29 12:34:56.000001+00", "9999-12-31 23:59:59.999999+00", "infinity"];
const INTERVALS: [&str; 3] =
    ["0 days", "14 months -3 days 1 microseconds", "-1 months 40 days -86400000001 microseconds"];
const BYTES: [&str; 3] = ["\\x", "\\x00", "\\x00ff5c27220a"];
const ADDRESSES: [&str; 5] = ["0.0.0.0/0", "10.0.0.0/8", "255.255.255.255", "::", "2001:db8::/32"];

/// The values at the edges of a type, each of which a column of that type can hold. Checks may refuse some.
///
/// Not every client has words for all of them: a date at infinity, a number of 40 digits.
#[must_use]
pub fn edges(model: &Model, ty: FieldType) -> Vec<Literal> {
    let single = scalar(model, ty.scalar);
    if !ty.array {
        return single;
    }
    let one = single.first().cloned().into_iter().collect();
    [Vec::new(), one, single].into_iter().map(Literal::Array).collect()
}

fn scalar(model: &Model, scalar: Scalar) -> Vec<Literal> {
    match scalar {
        Scalar::SmallInt => numbers([i16::MIN.to_string(), i16::MAX.to_string(), "0".into()]),
        Scalar::Integer => numbers([i32::MIN.to_string(), i32::MAX.to_string(), "0".into()]),
        Scalar::BigInt => numbers([i64::MIN.to_string(), i64::MAX.to_string(), "0".into()]),
        Scalar::Numeric(None) => {
            numbers(["0", "-1", "79228162514264337593543950335", "0.0000000000000000000000000001"])
                .into_iter()
                .chain([Literal::Number("9".repeat(40))])
                .collect()
        }
        Scalar::Numeric(Some(precision)) => numeric(precision),
        Scalar::Real => floats(["3.4028235e38", "-3.4028235e38", "1.1754944e-38", "0.1"]),
        Scalar::DoublePrecision => {
            floats(["1.7976931348623157e308", "-1.7976931348623157e308", "2.2250738585072014e-308", "0.1"])
        }
        Scalar::Boolean => [true, false].map(Literal::Boolean).into(),
        Scalar::Text | Scalar::Citext => texts(TEXTS.map(str::to_owned).into_iter().chain([full(LONG)])),
        Scalar::Varchar(most) => texts(TEXTS.map(|text| cut(text, most)).into_iter().chain([full(most.min(LONG))])),
        Scalar::Char(length) => texts([full(length), padded("é", length), padded("", length)]),
        Scalar::Enum(id) => {
            let values = model.enumeration(id).values.iter();
            values.map(|value| Literal::EnumValue(value.name.clone())).collect()
        }
        Scalar::Json | Scalar::Jsonb => JSON.map(|text| Literal::Json(text.to_owned())).into(),
        Scalar::Vector(length) => texts(["0", "-1.5"].map(|one| vector(one, length))),
        Scalar::Uuid => words(&UUIDS),
        Scalar::Date => words(&DATES),
        Scalar::Time => words(&TIMES),
        Scalar::Timestamp => words(&TIMESTAMPS),
        Scalar::Timestamptz => words(&INSTANTS),
        Scalar::Interval => words(&INTERVALS),
        Scalar::Bytea => words(&BYTES),
        Scalar::Inet => words(&ADDRESSES),
    }
}

/// The largest, the smallest and the one nearest to zero.
fn numeric(Precision { precision, scale }: Precision) -> Vec<Literal> {
    let nines = |count: u32| "9".repeat(count as usize);
    let whole = if precision == scale { "0".to_owned() } else { nines(precision - scale) };
    let most = if scale == 0 { whole } else { format!("{whole}.{}", nines(scale)) };
    let least = if scale == 0 { "1".to_owned() } else { format!("0.{}1", "0".repeat(scale as usize - 1)) };
    numbers([format!("-{most}"), most, least, "0".to_owned()])
}

fn numbers<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Vec<Literal> {
    texts.into_iter().map(|text| Literal::Number(text.into())).collect()
}

/// Numbers, and those that are written as texts.
fn floats<const N: usize>(texts: [&str; N]) -> Vec<Literal> {
    let infinite = ["Infinity", "-Infinity"].map(|text| Literal::Text(text.to_owned()));
    numbers(texts).into_iter().chain(infinite).collect()
}

fn texts(texts: impl IntoIterator<Item = String>) -> Vec<Literal> {
    let mut all: Vec<_> = texts.into_iter().map(Literal::Text).collect();
    all.dedup();
    all
}

fn words(all: &[&str]) -> Vec<Literal> {
    texts(all.iter().map(|&text| text.to_owned()))
}

fn cut(text: &str, most: u32) -> String {
    text.chars().take(most as usize).collect()
}

/// As many characters as fit, none of which fits a byte.
fn full(length: u32) -> String {
    "é🙂".chars().cycle().take(length as usize).collect()
}

/// The text with the spaces that PostgreSQL fills it up with.
fn padded(text: &str, length: u32) -> String {
    format!("{text:length$}", length = length as usize)
}

fn vector(one: &str, length: u32) -> String {
    format!("[{}]", vec![one; length as usize].join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(literals: Vec<Literal>) -> Vec<String> {
        literals.iter().map(crate::sql::default::constant).collect()
    }

    #[test]
    fn numerics_reach_the_ends_of_their_precision() {
        let of = |precision, scale| told(numeric(Precision { precision, scale }));
        assert_eq!(of(5, 2), ["-999.99", "999.99", "0.01", "0"]);
        assert_eq!(of(3, 0), ["-999", "999", "1", "0"]);
        assert_eq!(of(2, 2), ["-0.99", "0.99", "0.01", "0"]);
    }

    #[test]
    fn texts_fit_their_length() {
        assert!(TEXTS.iter().all(|text| cut(text, 3).chars().count() <= 3));
        assert_eq!((full(3).chars().count(), padded("é", 3).as_str()), (3, "é  "));
    }
}
