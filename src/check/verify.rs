//! `verify.sql`: its statements parse, it changes nothing, and what it expects of a database is what the model says.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{mismatch, mismatch_at};
use crate::diagnostic::Diagnostic;
use crate::expect::Expect;
use crate::expect::catalog::{Catalog, Object};
use crate::sql::facts::Facts;
use crate::sql::parse::{self, ParseError};
use crate::sql::psql;
use crate::sql::token::{Kind, Token, tokens};
use crate::target::Files;

const PATH: &str = "postgres/verify.sql";

/// The setting that holds the model.
const MODEL: &str = "crmgen.model";

/// Compares the file with the model; `facts` are those of the files that make the schema.
pub fn check(expect: &Expect<'_>, files: &Files, facts: &Facts) -> Vec<Diagnostic> {
    let Some(script) = files.get(PATH) else { return vec![mismatch(format!("{PATH} is not made"))] };
    let text = psql::statements(script);
    let tokens: Vec<_> = tokens(&text).collect();
    let mut findings: Vec<_> = syntax(&text).into_iter().chain(blocks(&text, &tokens)).collect();
    if !changes_nothing(&tokens) {
        findings.push(mismatch(format!("{PATH} is not one transaction that only reads and is rolled back")));
    }
    let catalog = expect.catalog(|signature| facts.functions.get(signature).cloned());
    match model(&tokens) {
        Some(model) => findings.extend(differences(&catalog, &model).into_iter().map(mismatch)),
        None => findings.push(mismatch(format!("{PATH} does not set {MODEL}"))),
    }
    findings
}

fn syntax(text: &str) -> Option<Diagnostic> {
    let fault = |at, message: &str| mismatch_at(PATH, text, at, message);
    match parse::tree(text).err()? {
        ParseError::Syntax { message, at } => {
            let at = text.char_indices().nth(at).map_or(text.len(), |(byte, _)| byte);
            Some(fault(at, &message))
        }
        error @ (ParseError::Nul | ParseError::TooDeep) => Some(fault(0, &error.to_string())),
    }
}

/// The complaints about the blocks of code.
fn blocks<'a>(text: &'a str, tokens: &'a [Token<'a>]) -> impl Iterator<Item = Diagnostic> + 'a {
    let blocks = tokens.windows(2).filter(|pair| pair[0].text == "DO" && pair[1].kind == Kind::Text);
    blocks.filter_map(move |pair| {
        let error = parse::plpgsql(&content(pair[1].text)).err()?;
        Some(mismatch_at(PATH, text, pair[1].start, &error.to_string()))
    })
}

/// `BEGIN … READ ONLY; …; ROLLBACK;` and no way out between.
fn changes_nothing(tokens: &[Token<'_>]) -> bool {
    let statements: Vec<_> = tokens.split(|token| token.is(";")).filter(|statement| !statement.is_empty()).collect();
    let says =
        |statement: &[Token<'_>], word: &str| statement.iter().any(|token| token.text.eq_ignore_ascii_case(word));
    let ends = ["COMMIT", "END", "ROLLBACK", "ABORT", "PREPARE"];
    let ends_early = |statement: &&[Token<'_>]| statement.first().is_some_and(|first| ends.contains(&first.text));
    match statements.as_slice() {
        [first, between @ .., last] => {
            let opens = says(first, "BEGIN") && says(first, "READ") && says(first, "ONLY");
            let closes = last.len() == 1 && says(last, "ROLLBACK");
            opens && closes && !between.iter().any(ends_early)
        }
        [] | [_] => false,
    }
}

/// What the file says of the model.
#[derive(Deserialize)]
struct Written {
    about: serde_json::Value,
    objects: Vec<Box<RawValue>>,
}

fn model(tokens: &[Token<'_>]) -> Option<Written> {
    let (schema, name) = MODEL.split_once('.')?;
    let set = tokens.windows(5).find(|window| {
        let words = [schema, ".", name, "="];
        window[4].kind == Kind::Text && window.iter().zip(words).all(|(token, word)| token.text == word)
    })?;
    serde_json::from_str(&content(set[4].text)).ok()
}

/// The text in a dollar quote.
fn content(quoted: &str) -> String {
    let end = quoted[1..].find('$').map_or(0, |at| at + 2);
    quoted.get(end..quoted.len().saturating_sub(end)).unwrap_or_default().to_owned()
}

fn differences(catalog: &Catalog, written: &Written) -> Vec<String> {
    let about =
        (catalog.about != written.about).then(|| format!("{PATH} does not say of the project what the model says"));
    let same = catalog.objects.len() == written.objects.len()
        && catalog.objects.iter().zip(&written.objects).all(|(object, written)| object.to_json() == written.get());
    let objects = if same { Vec::new() } else { explained(&catalog.objects, &written.objects) };
    about.into_iter().chain(objects).collect()
}

/// Objects that differ, in words.
fn explained(expected: &[Object], written: &[Box<RawValue>]) -> Vec<String> {
    let mut lines: BTreeMap<&str, usize> = BTreeMap::new();
    written.iter().for_each(|line| *lines.entry(line.get()).or_default() += 1);
    let mut lacking = Vec::new();
    for object in expected {
        let line = object.to_json();
        match lines.get_mut(line.as_str()) {
            Some(count) if *count > 0 => *count -= 1,
            Some(_) | None => lacking.push(format!("{PATH}: the model says `{line}`, the file does not")),
        }
    }
    let extra = lines.into_iter().filter(|(_, count)| *count > 0);
    lacking.extend(extra.map(|(line, _)| format!("{PATH}: the file says `{line}`, the model does not")));
    if lacking.is_empty() {
        lacking.push(format!("{PATH}: the objects are in another order than the model's"));
    }
    lacking
}
