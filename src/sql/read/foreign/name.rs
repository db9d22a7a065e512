//! The names that PostgreSQL gives to what has none: `{table}_{column}_key`, cut to fit and numbered where taken.

use pg_query::NodeEnum;
use pg_query::protobuf::Node;

use super::node::texts;

/// How many bytes a name has at most.
const MOST: usize = 63;

/// A name of one or two words and a label, numbered until it is free.
pub fn choose(first: &str, second: Option<&str>, label: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let plain = std::iter::once(label.to_owned());
    let numbered = (1_u32..).map(|number| format!("{label}{number}"));
    let mut names = plain.chain(numbered).map(|label| made(first, second, &label));
    names.find(|name| !is_taken(name)).unwrap_or_default()
}

/// The longer of both words is cut until the name fits.
fn made(first: &str, second: Option<&str>, label: &str) -> String {
    let room = MOST - label.len() - 1 - usize::from(second.is_some());
    let (mut one, mut two) = (first.len(), second.unwrap_or_default().len());
    while one + two > room {
        if one > two { one -= 1 } else { two -= 1 }
    }
    let second = second.map(|second| format!("{}_", cut(second, two))).unwrap_or_default();
    format!("{}_{second}{label}", cut(first, one))
}

/// The start of a text, of at most so many bytes, in whole characters.
fn cut(text: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(text.len())).rev().find(|&end| text.is_char_boundary(end));
    &text[..end.unwrap_or_default()]
}

/// The names of several columns as one word.
pub fn joined<T: AsRef<str>>(columns: &[T]) -> String {
    let mut word = String::new();
    for column in columns {
        if !word.is_empty() {
            word.push('_');
        }
        word.push_str(column.as_ref());
        if word.len() > MOST {
            break;
        }
    }
    cut(&word, MOST).to_owned()
}

/// What the key of an index is called in the index's name: the column, or the function of an expression; a name that
/// comes again is numbered.
pub fn keys<'a>(elements: impl Iterator<Item = &'a Node>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for element in elements {
        let Some(NodeEnum::IndexElem(element)) = element.node.as_ref() else { continue };
        let own = match &element.expr {
            Some(expression) => of_expression(expression).unwrap_or_else(|| "expr".to_owned()),
            None => element.name.clone(),
        };
        let numbered = (1_u32..).map(|number| format!("{}{number}", cut(&own, MOST - 3)));
        let free = std::iter::once(own.clone()).chain(numbered).find(|name| !names.contains(name));
        names.extend(free);
    }
    names
}

/// What a result column of that expression would be called.
fn of_expression(node: &Node) -> Option<String> {
    match node.node.as_ref()? {
        NodeEnum::ColumnRef(column) => texts(&column.fields).pop(),
        NodeEnum::FuncCall(call) => texts(&call.funcname).pop(),
        NodeEnum::TypeCast(cast) => {
            let ty = || texts(&cast.type_name.as_ref()?.names).pop();
            cast.arg.as_deref().and_then(of_expression).or_else(ty)
        }
        NodeEnum::CollateClause(clause) => clause.arg.as_deref().and_then(of_expression),
        NodeEnum::CoalesceExpr(_) => Some("coalesce".to_owned()),
        NodeEnum::CaseExpr(case) => {
            case.defresult.as_deref().and_then(of_expression).or_else(|| Some("case".to_owned()))
        }
        NodeEnum::AArrayExpr(_) => Some("array".to_owned()),
        NodeEnum::RowExpr(_) => Some("row".to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cut_at_the_longer_word_and_numbered() {
        assert_eq!(choose("t", Some("a"), "key", |_| false), "t_a_key");
        assert_eq!(choose("t", None, "pkey", |name| name == "t_pkey"), "t_pkey1");
        let (long, longer) = ("a".repeat(40), "b".repeat(50));
        let name = choose(&long, Some(&longer), "fkey", |_| false);
        assert_eq!(name, format!("{}_{}_fkey", "a".repeat(29), "b".repeat(28)));
        assert_eq!(choose(&"é".repeat(40), None, "pkey", |_| false), format!("{}_pkey", "é".repeat(29)));
    }
}
