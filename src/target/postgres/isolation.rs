//! `tests/isolation.sql`: who may reach what, as pgTAP tests that anybody with PostgreSQL can run.
//!
//! What is tried and what must come of it is [`crate::isolation`]'s; here each cell becomes a test. Left out is what a
//! function cannot do: `COPY … TO STDOUT`, becoming another login, and whatever takes more than one transaction.

use serde::Serialize;

use super::{is_supabase, search_path};
use crate::derived::Isolation;
use crate::diagnostic::Diagnostic;
use crate::isolation::{Attempt, Cell, Expected, Ground};
use crate::model::Role;
use crate::render::{Fragment, Renderer};
use crate::sql::quote::dollar_quote;
use crate::sql::text::comment;
use crate::sql::{literal, name, sql};

/// Lays the file out.
pub fn render(isolation: &Isolation<'_>, renderer: &Renderer) -> Result<String, Diagnostic> {
    renderer.render("postgres/tests/isolation.sql", &view(isolation))
}

#[derive(Serialize)]
struct View {
    /// Where pgTAP is found, where it is not put into the first schema.
    search_path: Option<Fragment>,
    plan: Fragment,
    roles: Vec<Fragment>,
    load: Vec<Fragment>,
    theirs: Fragment,
    /// What quotes a function's body.
    quote: Fragment,
    /// What makes a transaction act for our tenant, as a literal.
    enter: Fragment,
    sections: Vec<SectionView>,
}

#[derive(Serialize)]
struct SectionView {
    title: Fragment,
    tests: Vec<TestView>,
}

#[derive(Serialize)]
struct TestView {
    /// The pgTAP function that judges.
    judge: Fragment,
    attempt: Fragment,
    expected: Fragment,
    name: Fragment,
}

fn view(Isolation { ground, cells }: &Isolation<'_>) -> View {
    let model = ground.model;
    let theirs = ground.theirs();
    let quote = dollar_quote("body", [theirs.as_str()]);
    let ours = ground.enter(crate::isolation::OURS).join("; ");
    let writer = Writer { ground, ours: &ours };
    let sections: Vec<_> = cells.chunk_by(|a, b| a.family == b.family).map(|cells| writer.section(cells)).collect();
    let plan: usize = sections.iter().map(|section| section.tests.len()).sum();
    View {
        search_path: is_supabase(model).then(|| search_path(model)),
        plan: sql(plan.to_string()),
        roles: Role::ALL.map(|role| sql(name::role(model, role))).into(),
        load: ground.load().into_iter().map(sql).collect(),
        theirs: sql(theirs),
        quote: sql(quote),
        enter: sql(quoted(&ours)),
        sections,
    }
}

struct Writer<'a> {
    ground: &'a Ground<'a>,
    /// The context that is entered where a test says nothing else.
    ours: &'a str,
}

impl Writer<'_> {
    fn section(&self, cells: &[Cell]) -> SectionView {
        let title = cells.first().map_or("", |cell| cell.family.title());
        SectionView { title: comment(title), tests: cells.iter().flat_map(|cell| self.tests(cell)).collect() }
    }

    fn tests(&self, cell: &Cell) -> Vec<TestView> {
        let name = cell.to_string();
        let test = |judge: &str, attempt: String, expected: String, name: &str| TestView {
            judge: sql(judge),
            attempt: sql(attempt),
            expected: sql(expected),
            name: sql(literal(name)),
        };
        let attempt = self.attempt(cell, &cell.attempt, false);
        let says = |text: &str| literal(text);
        match &cell.expected {
            Expected::Rows(query) => vec![test("is", attempt, self.seen(cell, query), &name)],
            Expected::RowsOr(query, denial) => {
                let refused = says(&format!("refused: {}", denial.sqlstate));
                let expected = format!("coalesce(nullif({}, 'no rows'), {refused})", self.seen(cell, query));
                vec![test("is", attempt, expected, &name)]
            }
            Expected::Nothing => vec![test("is", attempt, says(nothing(&cell.attempt)), &name)],
            Expected::Refused(denial) => {
                vec![test("is", attempt, says(&format!("refused: {}", denial.sqlstate)), &name)]
            }
            Expected::Alike { twin, denial } => {
                let (one, other) = (self.attempt(cell, &cell.attempt, true), Attempt::Command(twin.clone()));
                let by = denial.constraint.as_deref().unwrap_or_default();
                let start = says(&format!("refused: {} by {by} - ", denial.sqlstate));
                let starts = format!("left({one}, length({start}))");
                vec![
                    test("is", starts, start, &format!("{name}: refused by the key with the tenant")),
                    test("is", one, self.attempt(cell, &other, true), &format!("{name}: just as a missing row")),
                ]
            }
            Expected::Harmless => vec![test("unalike", attempt, says("harm%"), &name)],
        }
    }

    /// A call that tries a statement as the cell's role.
    fn attempt(&self, cell: &Cell, attempt: &Attempt, particulars: bool) -> String {
        let who = literal(self.ground.model.project.roles.name(cell.who).as_str());
        let mut arguments = self.arguments(cell, who, attempt.sql(), is_query(attempt));
        arguments.extend(cell.probe.as_ref().map(|probe| format!("probe => {}", quoted(&probe.query))));
        arguments.extend(particulars.then(|| "particulars => true".to_owned()));
        format!("pg_temp.attempt({})", arguments.join(", "))
    }

    /// A call that runs a query as one who sees everything.
    fn seen(&self, cell: &Cell, query: &str) -> String {
        let arguments = self.arguments(cell, "current_user".to_owned(), query, is_query(&cell.attempt));
        format!("pg_temp.attempt({})", arguments.join(", "))
    }

    fn arguments(&self, cell: &Cell, who: String, statement: &str, is_query: bool) -> Vec<String> {
        let mut arguments = vec![who, quoted(statement)];
        arguments.extend((!is_query).then(|| "is_query => false".to_owned()));
        let enter = cell.enter.join("; ");
        let entered = if enter.is_empty() { "'SELECT'".to_owned() } else { quoted(&enter) };
        arguments.extend((enter != self.ours).then(|| format!("enter => {entered}")));
        arguments.extend((!cell.before.is_empty()).then(|| format!("before => {}", quoted(&cell.before.join("; ")))));
        arguments
    }
}

fn is_query(attempt: &Attempt) -> bool {
    match attempt {
        Attempt::Query(_) => true,
        Attempt::Command(_) | Attempt::Copy(_) | Attempt::Become(_) => false,
    }
}

fn nothing(attempt: &Attempt) -> &'static str {
    if is_query(attempt) { "no rows" } else { "0 rows" }
}

/// A statement as a text, readable: in dollar quotes.
fn quoted(statement: &str) -> String {
    let quote = dollar_quote("sql", [statement]);
    format!("{quote}{statement}{quote}")
}
