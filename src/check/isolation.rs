//! `tests/isolation.sql`: its statements parse, and every cell of the matrix is tested as the model means it.

use std::collections::BTreeMap;

use super::transaction::is_taken_back;
use super::{mismatch, refused};
use crate::derived::Isolation;
use crate::diagnostic::Diagnostic;
use crate::isolation::{Cell, Expected};
use crate::model::Model;
use crate::sql::literal;
use crate::sql::parse;
use crate::sql::quote::dollar_quote;
use crate::sql::token::{Kind, Token, tokens};
use crate::target::Files;

const PATH: &str = "postgres/tests/isolation.sql";

/// Compares the file with what is to be tried.
pub fn check(isolation: &Isolation<'_>, files: &Files) -> Vec<Diagnostic> {
    let Some(text) = files.get(PATH) else { return vec![mismatch(format!("{PATH} is not made"))] };
    let tokens: Vec<_> = tokens(text).collect();
    let tests = Tests::read(&tokens);
    let syntax = parse::syntax(text).err();
    let mut findings: Vec<_> = syntax.iter().map(|error| refused(PATH, text, error)).collect();
    if tests.plan != Some(tests.count) {
        findings.push(mismatch(format!("{PATH} plans {:?} tests and has {}", tests.plan, tests.count)));
    }
    if !is_taken_back(&tokens, false) {
        findings.push(mismatch(format!("{PATH} is not one transaction that is rolled back")));
    }
    let model = isolation.ground.model;
    findings.extend(isolation.cells.iter().flat_map(|cell| tests.faults(model, cell)).map(mismatch));
    findings
}

/// The tests in the file.
struct Tests<'a> {
    /// How many it says there are.
    plan: Option<usize>,
    /// How many there are.
    count: usize,
    /// The quoted texts in each test, by its name.
    by_name: BTreeMap<&'a str, Vec<&'a str>>,
}

/// The functions of pgTAP that judge.
const JUDGES: [&str; 2] = ["is", "unalike"];

impl<'a> Tests<'a> {
    fn read(tokens: &[Token<'a>]) -> Self {
        let mut tests = Self { plan: None, count: 0, by_name: BTreeMap::new() };
        for statement in tokens.split(|token| token.is(";")) {
            match statement {
                [select, call, _, first, ..] if select.text == "SELECT" && call.text == "plan" => {
                    tests.plan = first.text.parse().ok();
                }
                [select, call, ..] if select.text == "SELECT" && JUDGES.contains(&call.text) => tests.add(statement),
                _ => {}
            }
        }
        tests
    }

    fn add(&mut self, statement: &[Token<'a>]) {
        self.count += 1;
        let texts = statement.iter().filter(|token| token.kind == Kind::Text);
        let mut texts: Vec<_> = texts.map(|token| token.text).collect();
        if let Some(name) = texts.pop() {
            self.by_name.insert(name, texts);
        }
    }

    /// What the tests of a cell lack.
    fn faults(&self, model: &Model, cell: &Cell) -> Vec<String> {
        let name = literal(&cell.to_string());
        let of_cell: Vec<_> = self.of_cell(&name).collect();
        if of_cell.is_empty() {
            return vec![format!("{PATH}: there is no test {name}")];
        }
        let says = |text: &String| of_cell.iter().any(|texts| forms(text).iter().any(|form| texts.contains(&&**form)));
        let lacking = wanted(model, cell).into_iter().filter(|text| !says(text));
        lacking.map(|text| format!("{PATH}: the test {name} does not say `{text}`")).collect()
    }

    /// The texts of the tests that have a cell's name, perhaps with what they look at behind a colon.
    fn of_cell<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'s Vec<&'a str>> {
        let stem = name.trim_end_matches('\'');
        let from = self.by_name.range(stem..).take_while(move |(found, _)| found.starts_with(stem));
        from.filter(move |(found, _)| found[stem.len()..].starts_with(['\'', ':'])).map(|(_, texts)| texts)
    }
}

/// A text in the ways in which it may be quoted.
fn forms(text: &str) -> [String; 2] {
    let quote = dollar_quote("sql", [text]);
    [literal(text), format!("{quote}{text}{quote}")]
}

/// The texts that the tests of a cell must hold.
fn wanted(model: &Model, cell: &Cell) -> Vec<String> {
    let mut wanted = vec![model.project.roles.name(cell.who).to_string(), cell.attempt.sql().to_owned()];
    wanted.extend((!cell.before.is_empty()).then(|| cell.before.join("; ")));
    wanted.extend(cell.probe.as_ref().map(|probe| probe.query.clone()));
    match &cell.expected {
        Expected::Rows(query) => wanted.push(query.clone()),
        Expected::RowsOr(query, denial) => wanted.extend([query.clone(), format!("refused: {}", denial.sqlstate)]),
        Expected::Nothing => {}
        Expected::Refused(denial) => wanted.push(format!("refused: {}", denial.sqlstate)),
        Expected::Alike { twin, .. } => wanted.push(twin.clone()),
        Expected::Harmless => wanted.push("harm%".to_owned()),
    }
    wanted
}
