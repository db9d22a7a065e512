//! The bodies of functions: that they parse, and that they say what matters.
//!
//! A body is written in a template, so the model cannot foresee all of it. What it must say is a list of phrases.

use crate::sql::facts::{Facts, Function, Signature};
use crate::sql::parse;
use crate::sql::token::{Kind, Token, tokens};

/// What a function's body must and must not say.
pub struct Body {
    /// The function.
    pub signature: Signature,
    /// Phrases that must stand in it; letter case and white space make no difference.
    pub says: Vec<String>,
    /// Phrases that must not.
    pub leaves_out: Vec<String>,
}

impl Body {
    /// What is wrong with the body of the function, where it is made.
    pub fn faults(&self, facts: &Facts) -> Vec<String> {
        let Some(function) = facts.functions.get(&self.signature) else { return Vec::new() };
        let said = phrase(&function.body);
        let missing = self.says.iter().filter(|one| !said.contains(&phrase(one)));
        let missing = missing.map(|one| format!("the model says `{one}`, the SQL does not"));
        let extra = self.leaves_out.iter().filter(|one| said.contains(&phrase(one)));
        let extra = extra.map(|one| format!("the SQL says `{one}`, the model does not"));
        let fault = |what| format!("body of function `{}`: {what}", self.signature);
        syntax(function).into_iter().chain(missing).chain(extra).map(fault).collect()
    }
}

/// The parser's complaint about a body.
fn syntax(function: &Function) -> Option<String> {
    if function.language == "plpgsql" {
        parse::plpgsql(&function.body).err()
    } else {
        parse::tree(&function.body).err()
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
