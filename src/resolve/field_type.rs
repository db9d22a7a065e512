//! Types: `numeric(12,2)?`, `LeadSource`, `text[]`.

use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::model::field_type::Precision;
use crate::model::{FieldType, Scalar};
use crate::spec::Text;

use super::Context;

/// The most digits of a `numeric`, and the most characters of a `varchar` or `char` (PostgreSQL's own limits).
const MAX_DIGITS: u32 = 1000;
const MAX_CHARACTERS: u32 = 10_485_760;
/// The most dimensions of a `vector` that can be stored (pgvector's limit).
const MAX_DIMENSIONS: u32 = 16_000;

/// A type as written, taken apart.
struct Written<'a> {
    base: &'a str,
    parameters: Option<Vec<&'a str>>,
    array: bool,
    nullable: bool,
}

/// What a type's name stands for before its parameters are known.
enum Base {
    Fixed(Scalar),
    Length(fn(u32) -> Scalar, u32),
    Numeric,
}

const BASES: [(&str, Base); 22] = [
    ("smallint", Base::Fixed(Scalar::SmallInt)),
    ("integer", Base::Fixed(Scalar::Integer)),
    ("bigint", Base::Fixed(Scalar::BigInt)),
    ("numeric", Base::Numeric),
    ("real", Base::Fixed(Scalar::Real)),
    ("double_precision", Base::Fixed(Scalar::DoublePrecision)),
    ("boolean", Base::Fixed(Scalar::Boolean)),
    ("text", Base::Fixed(Scalar::Text)),
    ("varchar", Base::Length(Scalar::Varchar, MAX_CHARACTERS)),
    ("char", Base::Length(Scalar::Char, MAX_CHARACTERS)),
    ("citext", Base::Fixed(Scalar::Citext)),
    ("uuid", Base::Fixed(Scalar::Uuid)),
    ("date", Base::Fixed(Scalar::Date)),
    ("time", Base::Fixed(Scalar::Time)),
    ("timestamp", Base::Fixed(Scalar::Timestamp)),
    ("timestamptz", Base::Fixed(Scalar::Timestamptz)),
    ("interval", Base::Fixed(Scalar::Interval)),
    ("jsonb", Base::Fixed(Scalar::Jsonb)),
    ("json", Base::Fixed(Scalar::Json)),
    ("bytea", Base::Fixed(Scalar::Bytea)),
    ("inet", Base::Fixed(Scalar::Inet)),
    ("vector", Base::Length(Scalar::Vector, MAX_DIMENSIONS)),
];

/// Other names that people use, with the one that is meant.
const SYNONYMS: [(&str, &str); 14] = [
    ("int", "integer"),
    ("int2", "smallint"),
    ("int4", "integer"),
    ("int8", "bigint"),
    ("string", "text"),
    ("bool", "boolean"),
    ("decimal", "numeric"),
    ("float", "double_precision"),
    ("float4", "real"),
    ("float8", "double_precision"),
    ("double precision", "double_precision"),
    ("datetime", "timestamptz"),
    ("blob", "bytea"),
    ("serial", "integer"),
];

/// The type and whether it may be NULL; `None` after a fault.
pub fn resolve(context: &Context<'_>, text: &Text, faults: &mut Diagnostics) -> Option<(FieldType, bool)> {
    let written = take_apart(&text.value);
    if written.base.contains('(') {
        faults.push(*bad_parameters(text, "a parenthesis is open".to_owned()));
        return None;
    }
    let scalar = scalar(context, &written, text).map_err(|fault| faults.push(*fault)).ok()?;
    Some((FieldType { scalar, array: written.array }, written.nullable))
}

/// A type of PostgreSQL's as its DDL writes it, without the brackets of an array; `None` where there is none.
pub fn built_in(text: &str) -> Option<Scalar> {
    let written = take_apart(text);
    // The one name of two words, which the language joins.
    let base = if written.base == "double precision" { "double_precision" } else { written.base };
    let parameters = written.parameters.as_deref();
    match BASES.iter().find(|(name, _)| *name == base).map(|(_, base)| base)? {
        Base::Fixed(scalar) => Some(*scalar).filter(|_| parameters.is_none()),
        Base::Length(make, most) => length(parameters, *most).map(make),
        Base::Numeric => numeric(parameters),
    }
}

fn take_apart(text: &str) -> Written<'_> {
    let text = text.trim();
    let (text, nullable) = text.strip_suffix('?').map_or((text, false), |rest| (rest.trim_end(), true));
    let (text, array) = text.strip_suffix("[]").map_or((text, false), |rest| (rest.trim_end(), true));
    let inside = text.strip_suffix(')').and_then(|rest| rest.split_once('('));
    match inside {
        Some((base, inside)) => {
            let parameters = inside.split(',').map(str::trim).collect();
            Written { base: base.trim_end(), parameters: Some(parameters), array, nullable }
        }
        None => Written { base: text, parameters: None, array, nullable },
    }
}

fn scalar(context: &Context<'_>, written: &Written<'_>, text: &Text) -> Result<Scalar, Box<Diagnostic>> {
    let parameters = written.parameters.as_deref();
    match BASES.iter().find(|(name, _)| *name == written.base).map(|(_, base)| base) {
        Some(Base::Fixed(scalar)) => match parameters {
            None => Ok(*scalar),
            Some(_) => Err(bad_parameters(text, format!("`{}` takes no parameters", written.base))),
        },
        Some(Base::Length(make, most)) => length(parameters, *most).map(make).ok_or_else(|| {
            bad_parameters(text, format!("`{0}` takes one number from 1 to {most}: `{0}(20)`", written.base))
        }),
        Some(Base::Numeric) => numeric(parameters).ok_or_else(|| {
            let takes =
                format!("`numeric` takes digits (1 to {MAX_DIGITS}) and those behind the point: `numeric(12,2)`");
            bad_parameters(text, takes)
        }),
        None => match (context.names.find_enum(written.base), parameters) {
            (Some(id), None) => Ok(Scalar::Enum(id)),
            _ => Err(unknown(context, written, text)),
        },
    }
}

fn length(parameters: Option<&[&str]>, most: u32) -> Option<u32> {
    let [only] = parameters? else { return None };
    only.parse().ok().filter(|length| (1..=most).contains(length))
}

fn numeric(parameters: Option<&[&str]>) -> Option<Scalar> {
    let Some(parameters) = parameters else { return Some(Scalar::Numeric(None)) };
    let (precision, scale) = match parameters {
        [precision] => (precision.parse().ok()?, 0),
        [precision, scale] => (precision.parse().ok()?, scale.parse().ok()?),
        _ => return None,
    };
    let fits = (1..=MAX_DIGITS).contains(&precision) && scale <= precision;
    fits.then_some(Scalar::Numeric(Some(Precision { precision, scale })))
}

fn bad_parameters(text: &Text, takes: String) -> Box<Diagnostic> {
    let message = format!("the parameters of `{}` are not right", text.value);
    Box::new(Diagnostic::error(&codes::BAD_TYPE_PARAMETERS, message).at(text.span, takes))
}

fn unknown(context: &Context<'_>, written: &Written<'_>, text: &Text) -> Box<Diagnostic> {
    let fault = Diagnostic::error(&codes::UNKNOWN_TYPE, format!("there is no type or enum `{}`", written.base))
        .at(text.span, "unknown type");
    let lower = written.base.to_lowercase();
    if let Some((_, meant)) = SYNONYMS.iter().find(|(name, _)| *name == lower) {
        return Box::new(fault.help(format!("write `{meant}`")));
    }
    let candidates = context.names.enum_names().chain(BASES.iter().map(|(name, _)| *name));
    Box::new(fault.did_you_mean(written.base, candidates))
}
