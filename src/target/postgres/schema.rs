//! `schema.sql`: functions, types, tables with all that hangs on them, then foreign keys.

use rayon::prelude::*;
use serde::Serialize;

use super::{functions, layout, role, search_path, title};
use crate::diagnostic::Diagnostic;
use crate::model::{Entity, EntityId, EnumStorage, Enumeration, ForeignKey, Model, Role, Trigger};
use crate::render::{Fragment, Renderer};
use crate::sql::column::{Column, column};
use crate::sql::constraint::{self, ForeignKeyText};
use crate::sql::text::comment as line_comment;
use crate::sql::{columns, comment, ident, index, literal, qualified, sql, table, trigger};

/// Lays the file out.
pub fn render(model: &Model, renderer: &Renderer) -> Result<String, Diagnostic> {
    renderer.render("postgres/schema.sql", &view(model, tables(model, renderer)?))
}

#[derive(Serialize)]
struct View {
    owner: Fragment,
    search_path: Fragment,
    functions: functions::View,
    externals: Vec<ExternalView>,
    enums: Vec<EnumView>,
    /// Each table as its own template lays it out.
    tables: Vec<Fragment>,
    references: Vec<ReferencesView>,
}

#[derive(Serialize)]
struct ExternalView {
    title: Fragment,
    /// What the schema needs of the table, line by line.
    needs: Vec<Fragment>,
}

#[derive(Serialize)]
struct EnumView {
    title: Fragment,
    name: Fragment,
    values: Vec<ValueView>,
    comment: Option<Fragment>,
}

#[derive(Serialize)]
struct ValueView {
    literal: Fragment,
    doc: Option<Fragment>,
}

#[derive(Serialize)]
struct TableView {
    title: Fragment,
    name: Fragment,
    columns: Vec<Fragment>,
    constraints: Vec<Fragment>,
    indexes: Vec<Fragment>,
    triggers: Vec<TriggerView>,
    comments: Vec<Fragment>,
}

#[derive(Serialize)]
struct TriggerView {
    name: Fragment,
    condition: Option<Fragment>,
    function: Fragment,
}

#[derive(Serialize)]
struct ReferencesView {
    title: Fragment,
    table: Fragment,
    keys: Vec<KeyView>,
}

#[derive(Serialize)]
struct KeyView {
    constraint: Fragment,
    columns: Fragment,
    references: Fragment,
}

fn view(model: &Model, tables: Vec<Fragment>) -> View {
    let types = model.enums.iter().filter(|enumeration| enumeration.storage == EnumStorage::Type);
    View {
        owner: role(model, Role::Owner),
        search_path: search_path(model),
        functions: functions::view(model),
        externals: model.entities().filter(|(_, entity)| entity.external).map(|one| external(model, one)).collect(),
        enums: types.map(|enumeration| enum_view(model, enumeration)).collect(),
        tables,
        references: model.managed().filter_map(|(_, entity)| references(model, entity)).collect(),
    }
}

/// Every table, laid out; tables do not depend on each other, so cores share them.
fn tables(model: &Model, renderer: &Renderer) -> Result<Vec<Fragment>, Diagnostic> {
    let managed: Vec<_> = model.managed().map(|(_, entity)| entity).collect();
    let lay_out = |entity: &&Entity| renderer.render("postgres/schema/table.sql", &table_view(model, entity)).map(sql);
    managed.par_iter().map(lay_out).collect()
}

fn table_view(model: &Model, entity: &Entity) -> TableView {
    let columns: Vec<Column> = entity.fields.iter().map(|field| column(model, field)).collect();
    TableView {
        title: title(entity.name.as_str(), &entity.file),
        name: sql(table(model, entity)),
        columns: layout::align(&columns).into_iter().map(sql).collect(),
        constraints: constraints(entity).map(sql).collect(),
        indexes: indexes(model, entity).map(sql).collect(),
        triggers: entity.triggers().map(|trigger| trigger_view(model, entity, trigger)).collect(),
        comments: comments(model, entity).map(sql).collect(),
    }
}

fn constraints(entity: &Entity) -> impl Iterator<Item = String> {
    let uniques = entity.uniques.iter().filter_map(|unique| constraint::unique(entity, unique));
    let checks = entity.checks.iter().map(constraint::check);
    std::iter::once(constraint::primary_key(entity)).chain(uniques).chain(checks)
}

fn indexes(model: &Model, entity: &Entity) -> impl Iterator<Item = String> {
    let uniques = entity.uniques.iter().filter(|unique| unique.as_constraint().is_none());
    let uniques = uniques.map(|unique| index::create_unique(model, entity, unique));
    uniques.chain(entity.indexes.iter().map(|index| index::create(model, entity, index)))
}

fn trigger_view(model: &Model, entity: &Entity, which: Trigger) -> TriggerView {
    TriggerView {
        name: sql(ident(trigger::name(entity, which))),
        condition: trigger::condition(entity, which).map(sql),
        function: sql(trigger::routine(entity, which).qualified(model)),
    }
}

fn comments(model: &Model, entity: &Entity) -> impl Iterator<Item = String> {
    let on_columns = entity.fields.iter().filter_map(|field| comment::on_column(model, entity, field));
    let on_indexes = entity.indexes.iter().filter_map(|index| comment::on_index(model, index));
    comment::on_table(model, entity).into_iter().chain(on_columns).chain(on_indexes)
}

fn enum_view(model: &Model, enumeration: &Enumeration) -> EnumView {
    let value = |value: &crate::model::EnumValue| ValueView {
        literal: sql(literal(value.name.as_str())),
        doc: value.doc.as_deref().map(|doc| layout::indent(line_comment(doc).as_str())).map(sql),
    };
    EnumView {
        title: title(enumeration.name.as_str(), &enumeration.file),
        name: sql(qualified(&model.project.postgres.schema, &enumeration.name)),
        values: enumeration.values.iter().map(value).collect(),
        comment: comment::on_type(model, enumeration).map(sql),
    }
}

/// The foreign keys of a table; `None` where it has none.
fn references(model: &Model, entity: &Entity) -> Option<ReferencesView> {
    let keys = entity.relations.iter().flat_map(|relation| relation.reference.keys());
    let keys: Vec<_> = keys.map(|key| key_view(constraint::foreign_key(model, entity, key))).collect();
    let title = || title(entity.name.as_str(), &entity.file);
    (!keys.is_empty()).then(|| ReferencesView { title: title(), table: sql(table(model, entity)), keys })
}

fn key_view(key: ForeignKeyText) -> KeyView {
    KeyView { constraint: sql(key.constraint), columns: sql(key.columns), references: sql(key.references) }
}

/// An entity whose table exists elsewhere: what foreign keys need of it.
fn external(model: &Model, (id, entity): (EntityId, &Entity)) -> ExternalView {
    let columns: Vec<Column> = entity.fields.iter().map(|field| column(model, field)).collect();
    let described =
        layout::align(&columns.into_iter().map(|column| Column { supply: None, ..column }).collect::<Vec<_>>());
    let keys = keys_pointed_at(model, id);
    let needs = described.into_iter().map(|column| format!("    {column}"));
    let needs = needs.chain(keys.into_iter().map(|key| format!("    UNIQUE ({key})")));
    ExternalView {
        title: title(entity.name.as_str(), &entity.file),
        needs: needs.map(|need| line_comment(&need)).collect(),
    }
}

/// The column lists that foreign keys of managed tables point at, each once, in order.
fn keys_pointed_at(model: &Model, target: EntityId) -> Vec<String> {
    let points_here = |key: &&ForeignKey| key.to == target;
    let relations = model.managed().flat_map(|(_, entity)| &entity.relations);
    let keys = relations.flat_map(|relation| relation.reference.keys()).filter(points_here);
    let mut lists: Vec<_> = keys.map(|key| columns(model.entity(target), &key.to_fields)).collect();
    lists.sort_unstable();
    lists.dedup();
    lists
}
