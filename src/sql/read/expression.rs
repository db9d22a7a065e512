//! Expressions, as trees that can be compared.

use serde::Deserialize;

use super::Unreadable;
use super::node::{Place, Raw};
use crate::sql::facts::Tree;
use crate::sql::parse;

/// The keys under which the parser says where in the text something stands.
const PLACES: [&str; 6] = ["location", "name_location", "list_start", "list_end", "rexpr_list_start", "rexpr_list_end"];

/// Reads one expression; it is shown as it is written.
///
/// # Errors
/// When the text is not one expression.
pub fn expression(text: &str) -> Result<Tree, Unreadable> {
    let statement = format!("SELECT {text}");
    let json = parse::tree(&statement).map_err(|error| super::unreadable(0, &statement, error))?;
    let not_one = || Unreadable { message: "this is not one expression".to_owned(), at: 0 };
    let Selection { stmts: [selected], .. } = serde_json::from_str(&json).map_err(|_| not_one())?;
    let StatementNode::SelectStmt(Select { target_list: [Target::ResTarget(target)], .. }) = selected.stmt;
    Ok(Tree::new(canonical(target.val.get()).json, text))
}

/// The parser's JSON of something without places, and the first and last of those, in bytes.
pub struct Canonical {
    /// The JSON.
    pub json: String,
    /// The first place.
    pub first: usize,
    /// The last place.
    pub last: usize,
}

/// Takes the places out of the parser's JSON.
pub fn canonical(json: &str) -> Canonical {
    let (mut out, mut first, mut last) = (String::with_capacity(json.len()), usize::MAX, 0);
    let (mut copied, mut at) = (0, 0);
    while let Some(open) = json[at..].find('"').map(|found| at + found) {
        let close = string_end(json, open + 1);
        at = close + 1;
        let Some(rest) = json[at..].strip_prefix(':').filter(|_| PLACES.contains(&&json[open + 1..close])) else {
            continue;
        };
        let digits = rest.find([',', '}']).unwrap_or(rest.len());
        if let Ok(place) = rest[..digits].parse() {
            (first, last) = (first.min(place), last.max(place));
        }
        out.push_str(&json[copied..open]);
        at += 1 + digits;
        if json[at..].starts_with(',') {
            at += 1;
        } else if out.ends_with(',') {
            out.pop();
        }
        copied = at;
    }
    out.push_str(&json[copied..]);
    Canonical { json: out, first: first.min(last), last }
}

/// Where the quote is that closes a JSON string whose text starts at `at`.
fn string_end(json: &str, mut at: usize) -> usize {
    while let Some(found) = json[at..].find(['"', '\\']) {
        at += found;
        if json[at..].starts_with('"') {
            return at;
        }
        at += 2;
    }
    json.len()
}

/// `SELECT` of one unnamed value and nothing else.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Selection<'a> {
    #[serde(rename = "version")]
    _version: u32,
    #[serde(borrow)]
    stmts: [Selected<'a>; 1],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Selected<'a> {
    #[serde(borrow)]
    stmt: StatementNode<'a>,
}

#[derive(Deserialize)]
enum StatementNode<'a> {
    #[serde(borrow)]
    SelectStmt(Select<'a>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Select<'a> {
    #[serde(borrow, rename = "targetList")]
    target_list: [Target<'a>; 1],
    #[serde(rename = "limitOption")]
    _limit_option: NoLimit,
    #[serde(rename = "op")]
    _op: NoOperation,
}

#[derive(Deserialize)]
enum NoLimit {
    #[serde(rename = "LIMIT_OPTION_DEFAULT")]
    None,
}

#[derive(Deserialize)]
enum NoOperation {
    #[serde(rename = "SETOP_NONE")]
    None,
}

#[derive(Deserialize)]
enum Target<'a> {
    #[serde(borrow)]
    ResTarget(ResTarget<'a>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ResTarget<'a> {
    #[serde(borrow)]
    val: Raw<'a>,
    #[serde(rename = "location")]
    _location: Place,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layout_makes_no_difference_and_meaning_does() {
        let same = ["budget >= 0", "(budget)>=(0)", "BUDGET  >= /* none */ 0", "\"budget\" >= 0"];
        for text in same {
            assert_eq!(expression(text).unwrap(), expression(same[0]).unwrap(), "{text}");
        }
        for text in ["budget > 0", "budget >= 1", "budgets >= 0", "0 >= budget", "budget >= '0'"] {
            assert_ne!(expression(text).unwrap(), expression(same[0]).unwrap(), "{text}");
        }
    }

    #[test]
    fn lists_and_calls_are_compared_without_places() {
        for text in ["a IN (1, 2)", "ARRAY[1, 2] @> b", "f(x => 1)", "a BETWEEN 1 AND 2", "CASE WHEN a THEN 1 END"] {
            assert_eq!(expression(text).unwrap(), expression(&text.replace(' ', "   ")).unwrap(), "{text}");
        }
    }

    #[test]
    fn texts_that_look_like_places_stay() {
        let (one, two) = (r#"'"location":1,'"#, r#"'"location":2,'"#);
        assert_ne!(expression(one).unwrap(), expression(two).unwrap());
    }

    #[test]
    fn places_are_cut_wherever_they_stand() {
        let Canonical { json, first, last } = canonical(r#"{"location":5,"list_start":3,"a":{"b":1,"location":2}}"#);
        assert_eq!((json.as_str(), first, last), (r#"{"a":{"b":1}}"#, 2, 5));
        let Canonical { json, first, last } = canonical(r#"{"location":-1}"#);
        assert_eq!((json.as_str(), first, last), ("{}", 0, 0));
    }

    #[test]
    fn more_than_an_expression_is_refused() {
        for text in ["1 FROM t", "1, 2", "1 AS a", "1; SELECT 2", "", "DISTINCT 1", "1 LIMIT 1"] {
            assert!(expression(text).is_err(), "{text}");
        }
    }
}
