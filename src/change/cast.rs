//! How the values of one type become those of another.

use crate::sql::facts::{Facts, ObjectName, Type};

/// How values become those of another type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cast {
    /// They stay as they are, on disk too.
    Stay,
    /// Each becomes another that means the same.
    Convert,
    /// As before, but some may have no place in the new type.
    Narrow,
    /// Some become others: rounded or cut.
    Round,
    /// Only on demand, by way of text, and some may have no place in the new type.
    ByText,
    /// Only on demand, and some may have no place in the new type.
    OnDemand,
    /// PostgreSQL knows no way.
    Unknown,
}

/// How values of a type become those of another, where they are not the same type.
pub(super) fn cast(old: &Type, new: &Type, facts: &Facts) -> Cast {
    if old.array != new.array {
        return match (is_text(new), is_text(old)) {
            (true, _) if !new.array => Cast::Convert,
            (_, true) if !old.array => Cast::OnDemand,
            _ => Cast::Unknown,
        };
    }
    if old.name == new.name {
        return modified(old, new);
    }
    let is_enum = |name: &ObjectName| facts.enums.contains_key(name);
    match (is_enum(&old.name), is_enum(&new.name)) {
        (true, true) => Cast::ByText,
        (false, true) if is_text(old) => Cast::ByText,
        (true, false) if is_text(new) => limited(new, Cast::Convert),
        (true, false) | (false, true) => Cast::Unknown,
        (false, false) => named(old, new),
    }
}

/// Whether values of either type are written or read as the session's settings say.
pub(super) fn depends_on_session(old: &Type, new: &Type) -> bool {
    let zoned = |ty: &Type| ["timestamptz", "timetz"].contains(&ty.name.name.as_str());
    let styled = |ty: &Type| ["date", "timestamp", "time", "interval"].contains(&ty.name.name.as_str());
    let differ = old.name != new.name;
    differ && (zoned(old) || zoned(new) || (is_text(new) && styled(old)) || (is_text(old) && styled(new)))
}

/// What is forgotten of how values were written, where each means the same afterwards and yet its text cannot be had back.
pub(super) fn forgets(old: &Type, new: &Type, cast: Cast) -> Option<&'static str> {
    if old.name.name == "json" && new.name.name == "jsonb" {
        return Some("layout, the order of keys, and keys that are there twice");
    }
    let is_read = is_text(old) && !old.array && cast == Cast::OnDemand;
    is_read.then_some("the way back writes each as PostgreSQL does")
}

/// Whether values that differ in the case of letters alone are the same afterwards.
pub(super) fn ignores_case(old: &Type, new: &Type) -> bool {
    old.name.name != "citext" && new.name.name == "citext"
}

/// Whether PostgreSQL leaves the rows as they are; of times with and without a zone, in a session whose zone is UTC.
pub(super) fn keeps_rows(old: &Type, new: &Type, cast: Cast) -> bool {
    let is = |ty: &Type, name: &str| ty.name.name == name && ty.name.schema.is_none();
    let times = |one, two| is(old, one) && is(new, two) && old.modifiers == new.modifiers;
    cast == Cast::Stay || times("timestamp", "timestamptz") || times("timestamptz", "timestamp")
}

const TEXTS: [&str; 4] = ["text", "varchar", "bpchar", "citext"];

fn is_text(ty: &Type) -> bool {
    TEXTS.contains(&ty.name.name.as_str())
}

/// Types of one name and other modifiers.
fn modified(old: &Type, new: &Type) -> Cast {
    let number = |ty: &Type, at: usize| ty.modifiers.get(at).and_then(|text| text.parse::<i64>().ok());
    let (was, is) = (number(old, 0), number(new, 0));
    let wider = is.is_none_or(|is| was.is_some_and(|was| is >= was));
    match old.name.name.as_str() {
        "numeric" => {
            let scale = |ty: &Type| number(ty, 1).unwrap_or(0);
            let (Some(was), Some(is)) = (was, is) else { return if is.is_none() { Cast::Stay } else { Cast::Round } };
            match (scale(new) - scale(old), (is - scale(new)) - (was - scale(old))) {
                (..0, _) => Cast::Round,
                (0, 0..) => Cast::Stay,
                (_, 0..) => Cast::Convert,
                (_, _) => Cast::Narrow,
            }
        }
        "varchar" | "varbit" if wider => Cast::Stay,
        "bpchar" if wider => Cast::Convert,
        "varchar" | "varbit" | "bpchar" | "bit" => Cast::Narrow,
        "timestamp" | "timestamptz" | "time" | "timetz" | "interval" if wider => Cast::Stay,
        "timestamp" | "timestamptz" | "time" | "timetz" | "interval" => Cast::Round,
        _ => Cast::Convert,
    }
}

/// Types of other names, no enums.
fn named(old: &Type, new: &Type) -> Cast {
    let (was, is) = (old.name.name.as_str(), new.name.name.as_str());
    if is_text(old) && is_text(new) {
        return texts(was, new);
    }
    if is_text(new) {
        return limited(new, Cast::Convert);
    }
    if is_text(old) {
        return Cast::OnDemand;
    }
    if let (Some(was), Some(is)) = (rank(was), rank(is)) {
        return numbers(was, is, new);
    }
    match (was, is) {
        // No other type of numbers can be cast to it or from it.
        ("int4", "bool") | ("bool", "int4") => Cast::OnDemand,
        ("date", "timestamp" | "timestamptz") | ("timestamp", "timestamptz") | ("timestamptz", "timestamp") => {
            limited_time(old, new)
        }
        ("timestamp" | "timestamptz", "date" | "time" | "timetz") | ("interval", "time") => Cast::Round,
        ("timetz", "time") => Cast::Round,
        ("time", "interval" | "timetz") | ("json", "jsonb") | ("jsonb", "json") | ("cidr", "inet") => Cast::Convert,
        ("inet", "cidr") => Cast::Narrow,
        // A domain or a type of an extension: PostgreSQL knows whether there is a way, and refuses if there is none.
        _ if old.name.schema.is_some() || new.name.schema.is_some() => Cast::Narrow,
        _ => Cast::Unknown,
    }
}

/// Without a length every value has its place.
fn limited(new: &Type, cast: Cast) -> Cast {
    if new.modifiers.is_empty() { cast } else { Cast::Narrow }
}

/// A lower precision rounds.
fn limited_time(old: &Type, new: &Type) -> Cast {
    if new.modifiers.is_empty() || new.modifiers == old.modifiers || old.name.name == "date" {
        Cast::Convert
    } else {
        Cast::Round
    }
}

fn texts(was: &str, new: &Type) -> Cast {
    match (was, new.name.name.as_str()) {
        (_, _) if !new.modifiers.is_empty() => Cast::Narrow,
        ("bpchar", _) | (_, "bpchar") => Cast::Convert,
        // `citext` compares otherwise and keeps the same text: indexes are built again, rows stay.
        (_, _) => Cast::Stay,
    }
}

/// A type of numbers.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rank {
    /// With so many digits at most.
    Integer(i64),
    Exact,
    /// With so many digits at least.
    Float(i64),
}

fn rank(name: &str) -> Option<Rank> {
    Some(match name {
        "int2" => Rank::Integer(5),
        "int4" => Rank::Integer(10),
        "int8" => Rank::Integer(19),
        "numeric" => Rank::Exact,
        "float4" => Rank::Float(6),
        "float8" => Rank::Float(15),
        _ => return None,
    })
}

fn numbers(was: Rank, is: Rank, new: &Type) -> Cast {
    let modifier = |at: usize| new.modifiers.get(at).and_then(|text| text.parse::<i64>().ok());
    match (was, is) {
        (Rank::Integer(was), Rank::Integer(is)) => {
            if was < is {
                Cast::Convert
            } else {
                Cast::Narrow
            }
        }
        (Rank::Integer(digits), Rank::Exact) => {
            let room = modifier(0).map(|precision| precision - modifier(1).unwrap_or(0));
            if room.is_none_or(|room| room >= digits) { Cast::Convert } else { Cast::Narrow }
        }
        (Rank::Integer(digits), Rank::Float(held)) => {
            if digits <= held {
                Cast::Convert
            } else {
                Cast::Round
            }
        }
        (Rank::Float(was), Rank::Float(is)) => {
            if was <= is {
                Cast::Convert
            } else {
                Cast::Round
            }
        }
        (Rank::Exact | Rank::Float(_), Rank::Integer(_))
        | (Rank::Exact, Rank::Exact | Rank::Float(_))
        | (Rank::Float(_), Rank::Exact) => Cast::Round,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::facts::Effect;
    use crate::sql::read::read;

    fn ty(text: &str) -> Type {
        let effects = read(&format!("CREATE TABLE s.t (a {text})")).unwrap().remove(0).effects;
        match effects.into_iter().next() {
            Some(Effect::CreateTable(_, table)) => table.columns[0].ty.clone(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn values_stay_convert_narrow_round_or_need_a_word() {
        let mut facts = Facts::default();
        for name in ["e", "f"] {
            facts.enums.insert(ObjectName::new("s", name), Default::default());
        }
        for (old, new, expected) in [
            ("varchar(9)", "varchar(10)", Cast::Stay),
            ("varchar(9)", "varchar(8)", Cast::Narrow),
            ("varchar(9)", "text", Cast::Stay),
            ("text", "varchar(9)", Cast::Narrow),
            ("char(3)", "text", Cast::Convert),
            ("numeric(10,2)", "numeric(12,2)", Cast::Stay),
            ("numeric(10,2)", "numeric", Cast::Stay),
            ("numeric(10,2)", "numeric(12,4)", Cast::Convert),
            ("numeric(10,2)", "numeric(10,4)", Cast::Narrow),
            ("numeric(10,2)", "numeric(10,1)", Cast::Round),
            ("numeric", "numeric(10,2)", Cast::Round),
            ("integer", "bigint", Cast::Convert),
            ("bigint", "integer", Cast::Narrow),
            ("integer", "numeric(8,2)", Cast::Narrow),
            ("bigint", "double precision", Cast::Round),
            ("numeric", "integer", Cast::Round),
            ("integer", "text", Cast::Convert),
            ("text", "integer", Cast::OnDemand),
            ("integer", "boolean", Cast::OnDemand),
            ("bigint", "boolean", Cast::Unknown),
            ("timestamp", "timestamptz", Cast::Convert),
            ("timestamptz(6)", "timestamptz(3)", Cast::Round),
            ("timestamptz", "date", Cast::Round),
            ("json", "jsonb", Cast::Convert),
            ("text", "citext", Cast::Stay),
            ("s.citext", "text", Cast::Stay),
            ("timetz", "time", Cast::Round),
            ("s.e", "text", Cast::Convert),
            ("text", "s.e", Cast::ByText),
            ("s.e", "s.f", Cast::ByText),
            ("integer", "uuid", Cast::Unknown),
            ("text", "text[]", Cast::OnDemand),
            ("integer", "integer[]", Cast::Unknown),
            ("integer[]", "bigint[]", Cast::Convert),
        ] {
            assert_eq!(cast(&ty(old), &ty(new), &facts), expected, "{old} to {new}");
        }
    }
}
