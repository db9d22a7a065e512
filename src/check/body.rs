//! The bodies of functions: that they parse, and that they say what matters.

use crate::expect::Body;
use crate::sql::facts::{Facts, Function};
use crate::sql::parse;
use crate::sql::token::{Kind, Token, tokens};

/// What is wrong with the body of a function, where it is made.
pub fn faults(body: &Body, facts: &Facts) -> Vec<String> {
    let Some(function) = facts.functions.get(&body.signature) else { return Vec::new() };
    let said = phrase(&function.body);
    let missing = body.says.iter().filter(|one| !said.contains(&phrase(one)));
    let missing = missing.map(|one| format!("the model says `{one}`, the SQL does not"));
    let extra = body.leaves_out.iter().filter(|one| said.contains(&phrase(one)));
    let extra = extra.map(|one| format!("the SQL says `{one}`, the model does not"));
    let fault = |what| format!("body of function `{}`: {what}", body.signature);
    syntax(function).into_iter().chain(missing).chain(extra).map(fault).collect()
}

/// The parser's complaint about a body.
fn syntax(function: &Function) -> Option<String> {
    if function.language == "plpgsql" {
        parse::plpgsql(&function.body).err()
    } else {
        parse::syntax(&function.body).err()
    }
    .map(|error| error.to_string())
}

/// A text as its tokens between single spaces, bare words in lower case.
fn phrase(text: &str) -> String {
    let word = |token: Token<'_>| match token.kind {
        Kind::Word => token.text.to_lowercase(),
        Kind::Quoted | Kind::Text | Kind::Sign => token.text.to_owned(),
    };
    tokens(text).fold(String::from(" "), |all, token| all + &word(token) + " ")
}
