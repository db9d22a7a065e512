//! Code in `DO` blocks, of two shapes: a role that is made where it is missing, and a privilege on the database that
//! the block runs in, whose name only PL/pgSQL can put into a statement.
//!
//! ```sql
//! IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'app') THEN CREATE ROLE app; END IF;
//! EXECUTE pg_catalog.format('GRANT CONNECT ON DATABASE %I TO %I', pg_catalog.current_database(), 'app');
//! ```

use std::sync::Arc;

use serde::Deserialize;

use super::known::Known;
use super::node::{OptionNode, Sval, Unknown, expect, unknown};
use super::{Source, statement};
use crate::sql::facts::Effect;
use crate::sql::token::{Kind, Token, tokens};
use crate::sql::{ident, literal, parse};

/// What stands for the name of the current database in a statement that a block makes.
pub const CURRENT_DATABASE: &str = "current_database()";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DoStmt {
    args: Vec<OptionNode<Body>>,
}

#[derive(Deserialize)]
enum Body {
    String(Sval),
}

impl DoStmt {
    pub fn effects(self) -> Result<Vec<Effect>, Unknown> {
        let Ok([option]) = <[OptionNode<Body>; 1]>::try_from(self.args) else { return unknown("a language") };
        let (name, Body::String(body)) = option.pair()?;
        expect(name == "as", "such an option")?;
        code(&body.sval)
    }
}

/// What the code of a block does.
fn code(body: &str) -> Result<Vec<Effect>, Unknown> {
    let all: Vec<_> = tokens(body).collect();
    let [begin, inside @ .., end] = all.as_slice() else { return unknown("no code") };
    expect(is_word(*begin, "BEGIN") && is_word(*end, "END"), "code that is not BEGIN … END")?;
    let mut parts = inside.split_inclusive(|token| token.is(";"));
    let mut effects = Vec::new();
    while let Some(part) = parts.next() {
        match part {
            [first, call @ .., end] if is_word(*first, "EXECUTE") && end.is(";") => {
                effects.extend(executed(between(body, call))?);
            }
            [first, ..] if is_word(*first, "IF") => {
                effects.push(guarded(body, part)?);
                let closing = parts.next().unwrap_or_default();
                expect(matches!(closing, [end, of, _] if is_word(*end, "END") && is_word(*of, "IF")), "an open IF")?;
            }
            _ => return unknown("other code"),
        }
    }
    Ok(effects)
}

/// `IF NOT EXISTS (…) THEN CREATE ROLE …;`
fn guarded(body: &str, part: &[Token<'_>]) -> Result<Effect, Unknown> {
    let then = part.iter().position(|token| is_word(*token, "THEN"));
    let Some((condition, [_, create @ ..])) = then.map(|at| part.split_at(at)) else {
        return unknown("IF without THEN");
    };
    let effects = statements(between(body, create))?;
    let [Effect::CreateRole { name, .. }] = effects.as_slice() else { return unknown("something made where missing") };
    let guard = format!("IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = {})", literal(name));
    let is_same = tokens(&guard).map(|token| token.text).eq(condition.iter().map(|token| token.text));
    expect(is_same, "a condition that does not ask for the role")?;
    Ok(Effect::CreateRole { name: name.clone(), if_missing: true })
}

/// `pg_catalog.format('…%I…', pg_catalog.current_database(), 'name')`
fn executed(call: &str) -> Result<Vec<Effect>, Unknown> {
    let inside = call.strip_prefix("pg_catalog.format(").and_then(|rest| rest.strip_suffix(')'));
    let Some(inside) = inside else { return unknown("EXECUTE of something else than pg_catalog.format") };
    let all: Vec<_> = tokens(inside).collect();
    let mut arguments = all.split(|token| token.is(","));
    let format = arguments.next().map_or_else(|| unknown("no statement"), text)?;
    let names: Vec<_> = arguments.map(named).collect::<Result<_, _>>()?;
    let pieces: Vec<_> = format.split("%I").collect();
    expect(pieces.len() == names.len() + 1 && pieces.iter().all(|piece| !piece.contains('%')), "such a format")?;
    let places = names.into_iter().map(ident).chain([String::new()]);
    statements(&pieces.into_iter().zip(places).map(|(piece, name)| piece.to_owned() + &name).collect::<String>())
}

/// The name that an argument of a format stands for.
fn named(argument: &[Token<'_>]) -> Result<String, Unknown> {
    let words: String = argument.iter().map(|token| token.text).collect();
    if words == "pg_catalog.current_database()" { Ok(CURRENT_DATABASE.to_owned()) } else { text(argument) }
}

/// What statements do that code holds as text.
fn statements(text: &str) -> Result<Vec<Effect>, Unknown> {
    let Ok(tree) = parse::tree(text) else { return unknown(format!("`{text}`, which does not parse")) };
    let statements = statement::statements(&tree, Source { text: &Arc::from(text), known: &Known::default() });
    Ok(statements.into_iter().flat_map(|statement| statement.effects).collect())
}

/// The value of an argument that is one text.
fn text(argument: &[Token<'_>]) -> Result<String, Unknown> {
    let [Token { kind: Kind::Text, text, .. }] = argument else { return unknown("an argument that is no text") };
    let tree = super::expression(text).map_err(|error| Unknown(error.message))?;
    tree.text().ok_or_else(|| Unknown("an argument that is no text".to_owned()))
}

/// The text from the first token to the last.
fn between<'a>(body: &'a str, part: &[Token<'_>]) -> &'a str {
    match part {
        [] => "",
        [first, ..] => &body[first.start..part[part.len() - 1].end()],
    }
}

fn is_word(token: Token<'_>, word: &str) -> bool {
    token.kind == Kind::Word && token.text.eq_ignore_ascii_case(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::facts::{Grantee, Securable};
    use crate::sql::read::testing::{effects, unknown};

    fn block(code: &str) -> String {
        format!("DO $block$ BEGIN {code} END $block$")
    }

    #[test]
    fn a_role_is_made_where_it_is_missing() {
        let code = "IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'It''s') \
                    THEN CREATE ROLE \"It's\"; END IF;";
        let expected = [Effect::CreateRole { name: "It's".into(), if_missing: true }];
        assert_eq!(effects(&block(code)), expected);
    }

    #[test]
    fn a_privilege_is_given_on_the_current_database() {
        let code = "EXECUTE pg_catalog.format('GRANT CONNECT ON DATABASE %I TO %I', pg_catalog.current_database(), \
                    'a%I\"b');";
        match effects(&block(code)).as_slice() {
            [Effect::Grant(grant)] => {
                assert_eq!(grant.on, [Securable::Database]);
                assert_eq!(grant.grantees, [Grantee::Role("a%I\"b".into())]);
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn other_code_is_not_known() {
        for code in [
            "NULL;",
            "EXECUTE 'CREATE ROLE a';",
            "EXECUTE pg_catalog.format('CREATE ROLE %I');",
            "EXECUTE pg_catalog.format('CREATE ROLE %s', 'a');",
            "EXECUTE pg_catalog.format('CREATE ROLE a', 'a');",
            "EXECUTE pg_catalog.format('CREATE ROLE %I', user);",
            "IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'b') THEN CREATE ROLE a; END IF;",
            "IF true THEN CREATE ROLE a; END IF;",
            "IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'a') THEN CREATE ROLE a;",
        ] {
            unknown(&block(code));
        }
        unknown("DO LANGUAGE plpgsql $$ BEGIN END $$");
        unknown("DO $$ $$");
    }
}
