//! Expressions that say the same, one of them as people write it and the other as PostgreSQL shows it again.
//!
//! A server keeps what an expression means and words it anew: `a IN ('x', 'y')` comes back as
//! `a = ANY (ARRAY['x'::text, 'y'::text])`. Here both are brought into one form: casts of texts and of lists are left
//! out, as are `pg_catalog` and the schema that names stand in anyway; `IN`, `BETWEEN`, `LIKE` become what they stand
//! for; conditions inside conditions of the same kind are joined. Casts of columns stay: they can change a meaning.

use serde_json::{Map, Value, json};

use super::Tree;

impl Tree {
    /// Whether it says the same as another. `schema` is the one in which names are found without being told.
    #[must_use]
    pub fn is_like(&self, other: &Self, schema: Option<&str>) -> bool {
        self == other || matches!((plain(self, schema), plain(other, schema)), (Some(one), Some(two)) if one == two)
    }
}

/// The one form; none for a tree that is too deep to be brought into it.
fn plain(tree: &Tree, schema: Option<&str>) -> Option<Value> {
    serde_json::from_str(tree.json()).ok().map(|value| plainer(value, schema))
}

fn plainer(value: Value, schema: Option<&str>) -> Value {
    match value {
        Value::Object(map) => node(map.into_iter().map(|(key, value)| part(key, value, schema)).collect()),
        Value::Array(all) => Value::Array(all.into_iter().map(|one| plainer(one, schema)).collect()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value,
    }
}

/// A part of a node; names lose the schema in front.
fn part(key: String, value: Value, schema: Option<&str>) -> (String, Value) {
    let mut value = plainer(value, schema);
    if let ("funcname" | "names", Value::Array(parts)) = (key.as_str(), &mut value) {
        let is = |part: &Value, name: &str| part.pointer("/String/sval").and_then(Value::as_str) == Some(name);
        if parts.len() == 2 && (is(&parts[0], "pg_catalog") || schema.is_some_and(|schema| is(&parts[0], schema))) {
            parts.remove(0);
        }
    }
    (key, value)
}

fn node(mut map: Map<String, Value>) -> Value {
    // How a call is written makes no other call of it.
    map.remove("funcformat");
    if let Some(cast) = map.get("TypeCast") {
        let inside =
            cast.get("arg").filter(|arg| arg.get("A_ArrayExpr").is_some() || arg.pointer("/A_Const/sval").is_some());
        return inside.cloned().unwrap_or(Value::Object(map));
    }
    if let Some(Value::Object(expression)) = map.get("A_Expr") {
        return operator(expression).unwrap_or(Value::Object(map));
    }
    if let Some(Value::Object(condition)) = map.get("BoolExpr") {
        return joined(condition).unwrap_or(Value::Object(map));
    }
    Value::Object(map)
}

/// What a form of an operator stands for.
fn operator(expression: &Map<String, Value>) -> Option<Value> {
    let (left, right) = (expression.get("lexpr")?, expression.get("rexpr")?);
    let of = |kind: &str, name: &str, right: &Value| json!({ "A_Expr": { "kind": kind, "name": [{ "String": { "sval": name } }], "lexpr": left, "rexpr": right } });
    let name = expression.get("name")?.pointer("/0/String/sval")?.as_str()?;
    let items = right.pointer("/List/items");
    match (expression.get("kind")?.as_str()?, items) {
        ("AEXPR_IN", Some(items)) => {
            let kind = if name == "=" { "AEXPR_OP_ANY" } else { "AEXPR_OP_ALL" };
            Some(of(kind, name, &json!({ "A_ArrayExpr": { "elements": items } })))
        }
        ("AEXPR_LIKE" | "AEXPR_ILIKE", _) => Some(of("AEXPR_OP", name, right)),
        ("AEXPR_BETWEEN", Some(Value::Array(limits))) => {
            let [least, most] = limits.as_slice() else { return None };
            let both = [of("AEXPR_OP", ">=", least), of("AEXPR_OP", "<=", most)];
            Some(json!({ "BoolExpr": { "boolop": "AND_EXPR", "args": both } }))
        }
        _ => None,
    }
}

/// A condition whose parts are of no condition of the same kind.
fn joined(condition: &Map<String, Value>) -> Option<Value> {
    let (kind, args) = (condition.get("boolop")?, condition.get("args")?.as_array()?);
    if kind == "NOT_EXPR" {
        return None;
    }
    let flat = args.iter().flat_map(|arg| match arg.get("BoolExpr") {
        Some(inner) if inner.get("boolop") == Some(kind) => {
            inner.get("args").and_then(Value::as_array).cloned().unwrap_or_default()
        }
        _ => vec![arg.clone()],
    });
    Some(json!({ "BoolExpr": { "boolop": kind, "args": flat.collect::<Vec<_>>() } }))
}

#[cfg(test)]
mod tests {
    use crate::sql::read::expression;

    fn is_like(one: &str, other: &str) -> bool {
        expression(one).unwrap().is_like(&expression(other).unwrap(), Some("s"))
    }

    #[test]
    fn what_a_server_words_anew_is_the_same() {
        for (written, shown) in [
            ("a IN ('x', 'y')", "(a = ANY (ARRAY['x'::text, 'y'::text]))"),
            ("a NOT IN ('x', 'y')", "(a <> ALL ((ARRAY['x'::character varying, 'y'::character varying])::text[]))"),
            ("a <> ''", "(a <> ''::text)"),
            ("a BETWEEN 1 AND 2 AND b", "(((a >= 1) AND (a <= 2)) AND b)"),
            ("a LIKE 'x%' OR NOT c", "((a ~~ 'x%'::text) OR (NOT c))"),
            ("state = 'x' AND s.f()", "((state = 'x'::s.mood) AND f())"),
            ("now() AT TIME ZONE 'utc'", "timezone('utc'::text, now())"),
        ] {
            assert!(is_like(written, shown), "{written} is not like {shown}");
        }
    }

    #[test]
    fn what_means_something_else_is_not() {
        for (one, other) in [
            ("a IN ('x')", "a IN ('y')"),
            ("a AND b OR c", "a AND (b OR c)"),
            ("a::text = 'x'", "a = 'x'"),
            ("t.f()", "s.f()"),
            ("a LIKE 'x'", "a ILIKE 'x'"),
            ("NOT (NOT a)", "NOT a"),
        ] {
            assert!(!is_like(one, other), "{one} is like {other}");
        }
    }
}
