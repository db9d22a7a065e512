//! `seed.sql`: the sample's rows, inserted as those insert them who work with the schema.

use std::path::Path;

use serde::Serialize;

use super::{layout, role};
use crate::diagnostic::Diagnostic;
use crate::model::{ContextSource, Entity, EntityId, Model, Role};
use crate::render::{Fragment, Language, Renderer};
use crate::sample::Tenant;
use crate::sample::seed::{By, Insert, Seed, Step};
use crate::sql::routine::Routine;
use crate::sql::text::comment;
use crate::sql::{columns, literal, sql, table};

/// Lays the file out.
pub fn render(seed: &Seed<'_>, renderer: &Renderer) -> Result<String, Diagnostic> {
    let model = seed.model();
    let writer = Writer { model, seed };
    let view = View {
        checker: writer.role(if model.entity(model.project.tenancy.tenant).external { By::Session } else { By::Admin }),
        standing: writer.standing(),
        steps: seed.steps.iter().map(|step| writer.step(step)).collect(),
    };
    renderer.render("postgres/seed.sql", &view)
}

/// The file for any sample, as the target makes that of the usual one.
///
/// # Errors
/// A template's fault.
pub fn script(seed: &Seed<'_>, overrides: Option<&Path>) -> Result<String, Diagnostic> {
    let renderer = Renderer::new(super::TARGET.templates, overrides)?;
    let header = Language::Sql.header(&format!("{}/", seed.model().project.folder));
    Ok(header + &render(seed, &renderer)?)
}

#[derive(Serialize)]
struct View {
    /// Who looks whether the tenants are there already.
    checker: Fragment,
    /// Rows that must not be there yet.
    standing: Vec<Standing>,
    steps: Vec<StepView>,
}

#[derive(Serialize)]
struct Standing {
    table: Fragment,
    key: Fragment,
    keys: Vec<Fragment>,
}

#[derive(Serialize)]
struct StepView {
    title: Fragment,
    role: Fragment,
    /// The statement that says which tenant the role acts for.
    context: Option<Fragment>,
    statements: Vec<StatementView>,
}

#[derive(Serialize)]
struct StatementView {
    /// Whether it is several in one: a circle that must be whole at once.
    joined: bool,
    inserts: Vec<InsertView>,
}

#[derive(Serialize)]
struct InsertView {
    /// What it is called among several in one statement.
    part: Fragment,
    table: Fragment,
    columns: Fragment,
    /// Whether keys are given that a sequence would make.
    overriding: bool,
    rows: Vec<Fragment>,
}

struct Writer<'s, 'm> {
    model: &'m Model,
    seed: &'s Seed<'m>,
}

impl Writer<'_, '_> {
    fn role(&self, by: By) -> Fragment {
        match by {
            By::Session => sql("NONE"),
            By::Admin => role(self.model, Role::Admin),
            By::App => role(self.model, Role::App),
        }
    }

    fn standing(&self) -> Vec<Standing> {
        let view = |(id, keys): &(EntityId, Vec<String>)| {
            let entity = self.model.entity(*id);
            Standing {
                table: sql(table(self.model, entity)),
                key: sql(format!("({})", columns(entity, &entity.primary_key.fields))),
                keys: keys.iter().map(sql).collect(),
            }
        };
        self.seed.standing.iter().map(view).collect()
    }

    fn step(&self, step: &Step) -> StepView {
        StepView {
            title: comment(&title(step)),
            role: self.role(step.by),
            context: step.tenant.map(|tenant| self.context(tenant)),
            statements: step.statements.iter().map(|inserts| self.statement(inserts)).collect(),
        }
    }

    /// Says which tenant the transaction acts for, as services say it.
    fn context(&self, tenant: Tenant) -> Fragment {
        let key = self.seed.sample.tenant_key(tenant);
        match &self.model.project.tenancy.context.source {
            ContextSource::Setting { .. } => {
                sql(format!("SELECT {}({})", Routine::Set.qualified(self.model), literal(&key)))
            }
            ContextSource::Supabase { claim } => {
                let claims = serde_json::json!({ "app_metadata": { claim: key } });
                sql(format!("SET LOCAL request.jwt.claims = {}", literal(&claims.to_string())))
            }
        }
    }

    fn statement(&self, inserts: &[Insert]) -> StatementView {
        StatementView {
            joined: inserts.len() > 1,
            inserts: inserts.iter().zip(1..).map(|(one, part)| self.insert(one, part)).collect(),
        }
    }

    fn insert(&self, insert: &Insert, part: usize) -> InsertView {
        let entity = self.model.entity(insert.entity);
        let names: Vec<_> = insert.columns.iter().map(|&field| columns(entity, &[field])).collect();
        InsertView {
            part: sql(format!("part{part}")),
            table: sql(table(self.model, entity)),
            columns: sql(layout::parenthesized(&names)),
            overriding: gives_sequence(entity, insert),
            rows: insert.rows.iter().map(|row| sql(layout::indent(&layout::parenthesized(row)))).collect(),
        }
    }
}

fn title(step: &Step) -> String {
    match (step.by, step.tenant) {
        (By::Session, _) => "Tables that exist elsewhere, with the columns that the model knows".to_owned(),
        (By::Admin, _) => "What services may not write, and what they could not without choosing keys".to_owned(),
        (By::App, tenant) => {
            format!("Tenant {}: as a service, under row security", tenant.map_or(0, |Tenant(number)| number) + 1)
        }
    }
}

fn gives_sequence(entity: &Entity, insert: &Insert) -> bool {
    use crate::model::{Identity, Supply};
    insert.columns.iter().any(|&field| entity.field(field).supply == Supply::Identity(Identity::Always))
}
