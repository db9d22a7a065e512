//! The seed: it inserts the sample's rows, each as who may, in one transaction that starts with a look at what is there.

use super::{mismatch, mismatch_at, refused};
use crate::diagnostic::Diagnostic;
use crate::model::{ContextSource, EntityId, Identity, Model, Role, Supply};
use crate::sample::Tenant;
use crate::sample::seed::{By, Insert, Seed, Statement, Step};
use crate::sql::routine::Routine;
use crate::sql::token::{Token, tokens};
use crate::sql::{columns, literal, name, parse, table};
use crate::target::Files;

const PATH: &str = "postgres/seed.sql";

/// Compares the file with the seed, statement by statement.
pub fn check(seed: &Seed<'_>, files: &Files) -> Vec<Diagnostic> {
    let Some(text) = files.get(PATH) else { return vec![mismatch(format!("{PATH} is not made"))] };
    if let Err(error) = parse::syntax(text) {
        return vec![refused(PATH, text, &error)];
    }
    let mut found = tokens(text).peekable();
    for meant in (Expected { model: seed.model(), seed }).statements() {
        let at = found.peek().map_or(text.len(), |token| token.start);
        if !meant.is_next(&mut found) {
            return vec![mismatch_at(PATH, text, at, &format!("here must stand {}", meant.words()))];
        }
    }
    found.next().map(|token| mismatch_at(PATH, text, token.start, "the file must end here")).into_iter().collect()
}

/// A statement that must stand in the file.
enum Meant {
    /// Just this.
    Whole(String),
    /// A DO block that says these things.
    Block(Vec<String>),
}

impl Meant {
    /// Whether it comes next among the tokens, which are taken.
    fn is_next<'a>(&self, found: &mut impl Iterator<Item = Token<'a>>) -> bool {
        match self {
            Self::Whole(text) => {
                let same = |meant: Token<'_>, token: Token<'_>| meant.kind == token.kind && meant.text == token.text;
                tokens(text).all(|meant| found.next().is_some_and(|token| same(meant, token)))
            }
            Self::Block(says) => {
                let actual: Vec<_> = found.take_while(|token| !token.is(";")).collect();
                let [first, body] = actual.as_slice() else { return false };
                let body = phrase(body.text.trim_matches('$'));
                first.text == "DO" && says.iter().all(|one| body.contains(&phrase(one)))
            }
        }
    }

    /// It in short, for a message.
    fn words(&self) -> String {
        match self {
            Self::Whole(text) => format!("`{}`", text.chars().take(80).collect::<String>().trim_end()),
            Self::Block(_) => "a DO block that looks whether the rows are there already".to_owned(),
        }
    }
}

/// A text as its tokens between single spaces.
fn phrase(text: &str) -> String {
    tokens(text).fold(String::from(" "), |all, token| all + token.text + " ")
}

struct Expected<'s, 'm> {
    model: &'m Model,
    seed: &'s Seed<'m>,
}

impl Expected<'_, '_> {
    fn statements(&self) -> impl Iterator<Item = Meant> {
        let tenants = self.model.entity(self.model.project.tenancy.tenant);
        let checker = if tenants.external { By::Session } else { By::Admin };
        let start = ["BEGIN".to_owned(), "SET LOCAL client_encoding = 'UTF8'".to_owned(), self.role(checker)];
        let refusals = self.seed.standing.iter().map(|(id, keys)| self.refusal(*id, keys));
        let rows = self.seed.steps.iter().flat_map(|step| self.step(step));
        let whole = |text: String| Meant::Whole(text + ";");
        let start = start.map(whole).into_iter().chain([Meant::Block(refusals.collect())]);
        start.chain(rows.chain(["COMMIT".to_owned()]).map(whole))
    }

    fn role(&self, by: By) -> String {
        let name = |role| name::role(self.model, role);
        match by {
            By::Session => "SET LOCAL ROLE NONE".to_owned(),
            By::Admin => format!("SET LOCAL ROLE {}", name(Role::Admin)),
            By::App => format!("SET LOCAL ROLE {}", name(Role::App)),
        }
    }

    fn refusal(&self, id: EntityId, keys: &[String]) -> String {
        let entity = self.model.entity(id);
        let key = columns(entity, &entity.primary_key.fields);
        let (table, keys) = (table(self.model, entity), keys.join(", "));
        format!("IF EXISTS (SELECT FROM {table} WHERE ({key}) IN ({keys})) THEN RAISE EXCEPTION")
    }

    fn step(&self, step: &Step) -> impl Iterator<Item = String> {
        let context = step.tenant.map(|tenant| self.context(tenant));
        let statements = step.statements.iter().map(|statement| self.statement(statement));
        std::iter::once(self.role(step.by)).chain(context).chain(statements)
    }

    fn context(&self, tenant: Tenant) -> String {
        let key = self.seed.sample.tenant_key(tenant);
        match &self.model.project.tenancy.context.source {
            ContextSource::Setting { .. } => format!("SELECT {}('{key}')", Routine::Set.qualified(self.model)),
            ContextSource::Supabase { claim } => {
                let claim = serde_json::Value::from(claim.as_str());
                let claims = format!("{{\"app_metadata\":{{{claim}:\"{key}\"}}}}");
                format!("SET LOCAL request.jwt.claims = {}", literal(&claims))
            }
        }
    }

    fn statement(&self, statement: &Statement) -> String {
        match &statement[..] {
            [only] => self.insert(only),
            several => {
                let part = |(at, insert)| format!("part{} AS ({})", at + 1, self.insert(insert));
                let parts: Vec<_> = several.iter().enumerate().map(part).collect();
                format!("WITH {} SELECT", parts.join(", "))
            }
        }
    }

    fn insert(&self, insert: &Insert) -> String {
        let entity = self.model.entity(insert.entity);
        let is_always = |&field| entity.field(field).supply == Supply::Identity(Identity::Always);
        let overriding = if insert.columns.iter().any(is_always) { "OVERRIDING SYSTEM VALUE" } else { "" };
        let rows: Vec<_> = insert.rows.iter().map(|row| format!("({})", row.join(", "))).collect();
        let (table, columns) = (table(self.model, entity), columns(entity, &insert.columns));
        format!("INSERT INTO {table} ({columns}) {overriding} VALUES {}", rows.join(", "))
    }
}
