//! `crmgen show`: the schema as crmgen understands it, everything derived included.

use clap::Args;

use super::answer::{Answer, Stop};
use super::context::{Context, Project};
use crate::diagnostic::show::plural;
use crate::model::{Access, Entity, Index, Model, OnDelete, Relation, Tenancy, Unique, VerbAccess};
use crate::sql::{column, columns, index};
use crate::target::model_json;

/// Show the schema as crmgen understands it, with all that it derives; one entity, or all in brief.
#[derive(Debug, Args)]
#[command(before_help = "Example: crmgen show leads")]
pub struct Show {
    /// An entity.
    entity: Option<String>,
}

impl Show {
    pub(super) fn run(&self, context: &Context) -> Result<Answer, Stop> {
        let project = context.load()?;
        let model = &project.model;
        let entity = match &self.entity {
            Some(name) => Some(model.find(name).ok_or_else(|| unknown(model, name))?),
            None => None,
        };
        Ok(Answer::clean(match entity {
            Some((id, _)) if context.is_json() => model_json::one(model, id),
            None if context.is_json() => model_json::whole(model),
            Some((_, entity)) => detail(&project, entity),
            None => overview(model) + &context.summary(&summary(model)),
        }))
    }
}

fn unknown(model: &Model, name: &str) -> Stop {
    Stop::unknown("entity", name, model.entities.iter().map(|entity| entity.name.as_str()))
        .and_help("`crmgen show` lists them all")
}

fn summary(model: &Model) -> String {
    let fields = model.entities.iter().map(|entity| entity.fields.len()).sum();
    let (fields, enums) = (plural(fields, "field"), plural(model.enums.len(), "enum"));
    format!("{} entities, {fields}, {enums}", model.entities.len())
}

/// Every entity and every enum, a line each.
fn overview(model: &Model) -> String {
    let entities = model
        .entities
        .iter()
        .map(|entity| [entity.name.to_string(), tenancy(entity), first_sentence(entity.doc.as_deref()).to_owned()]);
    let enums = model.enums.iter().map(|found| {
        let values: Vec<_> = found.values.iter().map(|value| value.name.as_str()).collect();
        [found.name.to_string(), values.join(" "), first_sentence(found.doc.as_deref()).to_owned()]
    });
    section("entities", entities.collect()) + &section("enums", enums.collect())
}

/// One entity: a heading, and a section for everything it has.
fn detail(project: &Project, entity: &Entity) -> String {
    let model = &project.model;
    let place = project.sources.place(entity.span);
    let doc = entity.doc.as_deref().map(|doc| format!("{}\n", doc.trim_end())).unwrap_or_default();
    let head = format!("{} ({}), {place}\n{doc}\n", entity.name, tenancy(entity));
    let sections = [
        section("fields", fields(model, entity)),
        section("relations", entity.relations.iter().map(|relation| relation_row(model, entity, relation)).collect()),
        section("keys", keys(entity)),
        section("indexes", entity.indexes.iter().map(|at| index_row(entity, at)).collect()),
        section("checks", entity.checks.iter().map(|at| [at.name.to_string(), at.expression.text.clone()]).collect()),
        section("access", access(entity)),
    ];
    head + &sections.concat()
}

fn tenancy(entity: &Entity) -> String {
    let external = if entity.external { ", external" } else { "" };
    let tenancy = match &entity.tenancy {
        Tenancy::Owned { key } => format!("owned by {}", entity.field(*key).name),
        Tenancy::Root => "the tenant".into(),
        Tenancy::Members { .. } => "members of a tenant".into(),
        Tenancy::Users => "users, seen through membership".into(),
        Tenancy::Shared { reason } => format!("shared: {reason}"),
    };
    tenancy + external
}

fn fields(model: &Model, entity: &Entity) -> Vec<[String; 4]> {
    let row = |column: column::Column| {
        let not_null = if column.not_null { "not null" } else { "" };
        [column.name, column.ty, not_null.into(), column.supply.unwrap_or_default()]
    };
    entity.fields.iter().map(|field| row(column::column(model, field))).collect()
}

fn relation_row(model: &Model, entity: &Entity, relation: &Relation) -> [String; 4] {
    let target = &model.entity(relation.to).name;
    let on_delete = match relation.on_delete() {
        OnDelete::Cascade => "cascade",
        OnDelete::Restrict => "restrict",
        OnDelete::NoAction => "no action",
        OnDelete::SetNull => "set null",
    };
    [
        relation.name.to_string(),
        format!("({}) -> {target}", columns(entity, &relation.fields)),
        format!("on delete {on_delete}"),
        format!("back: {target}.{}", relation.inverse),
    ]
}

fn keys(entity: &Entity) -> Vec<[String; 2]> {
    let primary = [entity.primary_key.name.to_string(), format!("({})", columns(entity, &entity.primary_key.fields))];
    let condition = |unique: &Unique| unique.filter.as_ref().map(|filter| format!(" WHERE {}", filter.text));
    let uniques = entity.uniques.iter().map(|unique| {
        let keys = index::keys(entity, &unique.keys);
        [unique.name.to_string(), format!("({keys}){}", condition(unique).unwrap_or_default())]
    });
    std::iter::once(primary).chain(uniques).collect()
}

fn index_row(entity: &Entity, index: &Index) -> [String; 2] {
    [index.name.to_string(), index::definition(entity, index).trim_start().to_owned()]
}

fn access(entity: &Entity) -> Vec<[String; 2]> {
    let verb = |allowed: &VerbAccess| match &allowed.filter {
        Some(filter) => format!("{} where {}", allowed.verb.key(), filter.text),
        None => allowed.verb.key().to_owned(),
    };
    let row =
        |access: &Access| [access.role.key().into(), access.verbs.iter().map(verb).collect::<Vec<_>>().join(", ")];
    entity.access.iter().map(row).collect()
}

/// The text up to the first full stop that ends a sentence.
fn first_sentence(doc: Option<&str>) -> &str {
    let doc = doc.unwrap_or_default().trim();
    doc.split_inclusive('.').next().map_or(doc, |sentence| if doc.len() > sentence.len() { sentence } else { doc })
}

/// A titled table, its columns lined up; nothing where there are no rows.
fn section<const N: usize>(title: &str, rows: Vec<[String; N]>) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let width = |at: usize| rows.iter().map(|row| row[at].chars().count()).max().unwrap_or(0);
    let widths: Vec<_> = (0..N).map(width).collect();
    let line = |row: &[String; N]| {
        let cells: Vec<_> = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        format!("  {}\n", cells.join("  ").trim_end())
    };
    let lines: String = rows.iter().map(line).collect();
    format!("{title}\n{lines}\n")
}
