//! The files that compare a live database with the model: their statements parse, they change nothing, and what they
//! expect of a database is what the model says.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::transaction::is_taken_back;
use super::{byte_at, mismatch, mismatch_at};
use crate::diagnostic::Diagnostic;
use crate::expect::catalog::Catalog;
use crate::model::Model;
use crate::sql::parse::{self, ParseError};
use crate::sql::psql;
use crate::sql::token::{Kind, Token, tokens};
use crate::target::Files;

/// A file that compares a live database with the model.
struct Comparison {
    path: &'static str,
    /// Whether it does so without a right to write.
    is_read_only: bool,
}

const SCRIPT: Comparison = Comparison { path: "postgres/verify.sql", is_read_only: true };
const TESTS: Comparison = Comparison { path: "postgres/tests/catalog.sql", is_read_only: false };

/// The setting that holds the model.
const MODEL: &str = "crmgen.model";

/// Compares the files with what the catalog must hold.
pub fn check(model: &Model, catalog: &Catalog<'_>, files: &Files) -> Vec<Diagnostic> {
    let tests = model.project.targets.tests.then_some(TESTS);
    std::iter::once(SCRIPT).chain(tests).flat_map(|comparison| comparison.check(catalog, files)).collect()
}

impl Comparison {
    fn check(&self, catalog: &Catalog<'_>, files: &Files) -> Vec<Diagnostic> {
        let fault = |what: &str| mismatch(format!("{} {what}", self.path));
        let Some(script) = files.get(self.path) else { return vec![fault("is not made")] };
        let text = psql::statements(script);
        let tokens: Vec<_> = tokens(&text).collect();
        let model = model(&tokens);
        let mut findings: Vec<_> = self.syntax(&text, model).into_iter().chain(self.blocks(&text, &tokens)).collect();
        if !is_taken_back(&tokens, self.is_read_only) {
            findings.push(fault(if self.is_read_only {
                "is not one transaction that only reads and is rolled back"
            } else {
                "is not one transaction that is rolled back"
            }));
        }
        match model.and_then(|model| serde_json::from_str(content(model.text)).ok()) {
            Some(written) => {
                findings.extend(differences(catalog, &written).iter().map(|what| fault(what)));
            }
            None => findings.push(fault(&format!("does not set {MODEL}"))),
        }
        findings
    }

    /// The parser's complaint. The model is left out: it is one text, and a long one.
    fn syntax(&self, text: &str, model: Option<Token<'_>>) -> Option<Diagnostic> {
        let (start, end) = model.map_or((text.len(), text.len()), |model| (model.start, model.end()));
        let short = format!("{}''{}", &text[..start], &text[end..]);
        let (at, message) = match parse::syntax(&short).err()? {
            ParseError::Syntax { message, at } => (byte_at(&short, at), message),
            error @ (ParseError::Nul | ParseError::TooDeep) => (0, error.to_string()),
        };
        let at = if at <= start { at } else { at + text.len() - short.len() };
        Some(mismatch_at(self.path, text, at, &message))
    }

    /// The complaints about the blocks of code.
    fn blocks(&self, text: &str, tokens: &[Token<'_>]) -> Vec<Diagnostic> {
        let blocks = tokens.windows(2).filter(|pair| pair[0].text == "DO" && pair[1].kind == Kind::Text);
        let complaint = |pair: &[Token<'_>]| {
            let error = parse::plpgsql(content(pair[1].text)).err()?;
            Some(mismatch_at(self.path, text, pair[1].start, &error.to_string()))
        };
        blocks.filter_map(complaint).collect()
    }
}

/// What the file says of the model.
#[derive(Deserialize)]
struct Written<'a> {
    about: serde_json::Value,
    #[serde(borrow)]
    objects: Vec<&'a RawValue>,
}

/// The text that the setting gets.
fn model<'a>(tokens: &[Token<'a>]) -> Option<Token<'a>> {
    let (schema, name) = MODEL.split_once('.')?;
    let set = tokens.windows(5).find(|window| {
        let words = [schema, ".", name, "="];
        window[4].kind == Kind::Text && window.iter().zip(words).all(|(token, word)| token.text == word)
    })?;
    Some(set[4])
}

/// The text in a dollar quote.
fn content(quoted: &str) -> &str {
    let tag = quoted.get(1..).and_then(|rest| rest.find('$')).map_or(0, |at| at + 2);
    quoted.get(tag..quoted.len().saturating_sub(tag)).unwrap_or_default()
}

fn differences(catalog: &Catalog<'_>, written: &Written<'_>) -> Vec<String> {
    let about = (catalog.about != written.about).then(|| "does not say of the project what the model says".to_owned());
    let same = catalog.objects().eq(written.objects.iter().map(|object| object.get()));
    let objects = if same { Vec::new() } else { explained(catalog, &written.objects) };
    about.into_iter().chain(objects).collect()
}

/// Objects that differ, in words.
fn explained(catalog: &Catalog<'_>, written: &[&RawValue]) -> Vec<String> {
    let mut lines: BTreeMap<&str, usize> = BTreeMap::new();
    written.iter().for_each(|line| *lines.entry(line.get()).or_default() += 1);
    let mut found = Vec::new();
    for line in catalog.objects() {
        match lines.get_mut(line) {
            Some(count) if *count > 0 => *count -= 1,
            Some(_) | None => found.push(format!("lacks `{line}`, which the model says")),
        }
    }
    let extra = lines.into_iter().filter(|(_, count)| *count > 0);
    found.extend(extra.map(|(line, _)| format!("says `{line}`, the model does not")));
    if found.is_empty() {
        found.push("has the objects in another order than the model".to_owned());
    }
    found
}
