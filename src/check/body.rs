//! The bodies of functions: that they parse, and that they say what matters.

use super::tried::Tried;
use crate::expect::Body;
use crate::sql::facts::{Facts, Function};
use crate::sql::parse;
use crate::sql::token::{Kind, Token, tokens};

/// The bodies in PL/pgSQL that the cases' functions have: of those of a project whose context is called as one of theirs,
/// none is parsed.
const TRIED: &str = include_str!("bodies.txt");

/// The bodies that were tried before the release.
pub fn tried() -> Tried {
    Tried::of(TRIED)
}

/// What is wrong with the body of a function, where it is made.
pub fn faults(body: &Body, facts: &Facts, tried: &Tried) -> Vec<String> {
    let Some(function) = facts.functions.get(&body.signature) else { return Vec::new() };
    let said = phrase(&function.body);
    let missing = body.says.iter().filter(|one| !said.contains(&phrase(one)));
    let missing = missing.map(|one| format!("the model says `{one}`, the SQL does not"));
    let extra = body.leaves_out.iter().filter(|one| said.contains(&phrase(one)));
    let extra = extra.map(|one| format!("the SQL says `{one}`, the model does not"));
    let fault = |what| format!("body of function `{}`: {what}", body.signature);
    syntax(function, tried).into_iter().chain(missing).chain(extra).map(fault).collect()
}

/// The parser's complaint about a body.
fn syntax(function: &Function, tried: &Tried) -> Option<String> {
    let body = &function.body;
    if function.language != "plpgsql" {
        return parse::syntax(body).err().map(|error| error.to_string());
    }
    let mut complaint = None;
    tried.parses(body, || {
        complaint = parse::plpgsql(body).err();
        complaint.is_none()
    });
    complaint.map(|error| error.to_string())
}

/// A text as its tokens between single spaces, bare words in lower case.
fn phrase(text: &str) -> String {
    let word = |token: Token<'_>| match token.kind {
        Kind::Word => token.text.to_lowercase(),
        Kind::Quoted | Kind::Text | Kind::Sign => token.text.to_owned(),
    };
    tokens(text).fold(String::from(" "), |all, token| all + &word(token) + " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::tried::tests::texts;
    use crate::side::Side;

    #[test]
    fn what_is_said_to_be_tried_is() {
        let tried = Tried::default();
        for text in texts("postgres", "schema.sql") {
            let facts = Side::of_sql("it", vec![("it.sql".to_owned(), text)]).unwrap().facts;
            for function in facts.functions.values().filter(|function| function.language == "plpgsql") {
                assert_eq!(syntax(function, &tried), None);
            }
        }
        tried.hold("bodies.txt", TRIED);
    }

    #[test]
    fn a_body_that_was_not_tried_is_parsed() {
        let function = |body: &str| Function { language: "plpgsql".into(), body: body.into(), ..Function::default() };
        assert_eq!(syntax(&function("BEGIN RETURN NEW; END"), &tried()), None);
        assert!(syntax(&function("BEGIN RETURN; NEW END"), &tried()).is_some());
    }
}
