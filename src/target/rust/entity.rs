//! One entity's file: the names of its table, the type of its id, its structs.

use serde::Serialize;

use crate::model::{Entity, EntityId, Field, FieldId, FieldOrigin, Model, Role, Verb};
use crate::naming::rust::{EntityNames, RustNames, plain};
use crate::render::Fragment;

use super::layout::{self, Type};
use super::queries::{self, Queries};
use super::quote::{doc, doc_code, has_text, rust, string};
use super::types::{Types, in_root};

/// The most arguments of a function before clippy asks for fewer.
const MANY: usize = 7;

/// What the file says.
#[derive(Serialize)]
pub(super) struct View {
    doc: Fragment,
    table: Fragment,
    columns: Vec<Column>,
    id: Option<Id>,
    row: Struct,
    new: Option<New>,
    changes: Option<Struct>,
    queries: Option<Queries>,
}

/// The constant of a column.
#[derive(Serialize)]
struct Column {
    doc: Fragment,
    name: Fragment,
}

/// The type of the key.
#[derive(Serialize)]
struct Id {
    doc: Fragment,
    derive: Fragment,
    name: Fragment,
    content: Fragment,
}

/// A struct with a field per column, or for some of them.
#[derive(Serialize)]
struct Struct {
    doc: Fragment,
    name: Fragment,
    /// Documentation, attributes and the field itself, in lines.
    fields: Vec<Fragment>,
}

/// The struct for inserting.
#[derive(Serialize)]
struct New {
    doc: Fragment,
    derive: Fragment,
    name: Fragment,
    fields: Vec<Fragment>,
    /// Absent where nothing is needed; then there is a default.
    constructor: Option<Constructor>,
}

/// A function that takes what cannot be left out.
#[derive(Serialize)]
struct Constructor {
    is_long: bool,
    head: Fragment,
    body: Fragment,
}

/// What every part of the view is made from.
pub(crate) struct Context<'m> {
    pub(crate) model: &'m Model,
    pub(crate) id: EntityId,
    pub(crate) entity: &'m Entity,
    pub(super) all_names: &'m RustNames,
    pub(crate) names: &'m EntityNames,
    pub(crate) types: &'m Types<'m>,
}

impl<'m> Context<'m> {
    /// What an entity's file is made from.
    pub(crate) fn new(model: &'m Model, id: EntityId, all_names: &'m RustNames, types: &'m Types<'m>) -> Self {
        Self { model, id, entity: model.entity(id), all_names, names: all_names.entity(id), types }
    }
}

/// Which of its features a field of a struct has.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    /// It is a column of a row that was read.
    Row,
    /// It must be given.
    Needed,
    /// It may be left out.
    Optional,
    /// It may be left as it is.
    Change,
}

/// What the entity's file says.
pub(super) fn view(context: &Context<'_>) -> View {
    View {
        doc: rust(module_doc(context)),
        table: rust(layout::text(0, "pub const TABLE: &str", context.entity.name.as_str())),
        columns: context.entity.fields().map(|(id, field)| column(context, id, field)).collect(),
        id: context.types.id(context.id).map(|field| id(context, field)),
        row: row(context),
        new: inserts(context).then(|| new(context)),
        changes: updates(context).then(|| changes(context)),
        queries: queries::view(context),
    }
}

/// Whether services may insert rows.
pub(crate) fn inserts(context: &Context<'_>) -> bool {
    may(context, Verb::Insert)
}

/// Whether services may update rows, and there is a column they may change.
pub(crate) fn updates(context: &Context<'_>) -> bool {
    may(context, Verb::Update) && context.entity.updatable().next().is_some()
}

/// Whether services may use a verb here: never on a table that is made elsewhere, as nothing is known of its policies.
pub(super) fn may(context: &Context<'_>, verb: Verb) -> bool {
    !context.entity.external && context.entity.allows(Role::App, verb)
}

fn module_doc(context: &Context<'_>) -> String {
    let table = format!("Table {}.", doc_code(context.entity.name.as_str()));
    match described(context.entity.doc.as_deref()) {
        Some(text) => format!("{}\n//!\n//! {table}", doc("//!", 0, text)),
        None => format!("//! {table}"),
    }
}

/// A text that says something.
fn described(text: Option<&str>) -> Option<&str> {
    text.filter(|text| has_text(text))
}

fn column(context: &Context<'_>, id: FieldId, field: &Field) -> Column {
    let name = plain(context.names.field(id));
    let head = format!("pub const {}: &str", name.to_ascii_uppercase());
    Column {
        doc: rust(format!("    /// The column of [`{row}::{name}`](super::{row}::{name}).", row = context.names.row)),
        name: rust(layout::text(4, &head, field.name.as_str())),
    }
}

fn id(context: &Context<'_>, field: FieldId) -> Id {
    let content = context.types.id_content(context.id, field).flat();
    let copy = if content == "String" { "" } else { "Copy, " };
    Id {
        doc: rust(format!("/// The key of a [`{}`].", context.names.row)),
        derive: rust(format!("#[derive(Clone, {copy}Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]")),
        name: rust(context.names.id()),
        content: rust(content),
    }
}

fn row(context: &Context<'_>) -> Struct {
    let otherwise = format!("/// A row of {}.", doc_code(context.entity.name.as_str()));
    Struct {
        doc: rust(described(context.entity.doc.as_deref()).map_or(otherwise, |text| doc("///", 0, text))),
        name: rust(&*context.names.row),
        fields: context.entity.fields().map(|(id, _)| rust(field(context, id, Use::Row))).collect(),
    }
}

fn new(context: &Context<'_>) -> New {
    let needed: Vec<_> = context.entity.insertable().filter(|&id| is_needed(context, id)).collect();
    let default = if needed.is_empty() { "Default, " } else { "" };
    let usage = |id| if is_needed(context, id) { Use::Needed } else { Use::Optional };
    New {
        doc: rust(format!("/// A [`{}`] to insert.", context.names.row)),
        derive: rust(format!("#[derive(Clone, Debug, {default}PartialEq)]")),
        name: rust(context.names.new_row()),
        fields: context.entity.insertable().map(|id| rust(field(context, id, usage(id)))).collect(),
        constructor: (!needed.is_empty()).then(|| constructor(context, &needed)),
    }
}

/// Whether an insert must give a column a value.
pub(crate) fn is_needed(context: &Context<'_>, id: FieldId) -> bool {
    !context.entity.field(id).is_optional_on_insert()
}

fn constructor(context: &Context<'_>, needed: &[FieldId]) -> Constructor {
    let parameter = |&id: &FieldId| (context.names.field(id).to_owned(), context.types.column(context.id, id));
    let parameters: Vec<_> = needed.iter().map(parameter).collect();
    let value = |id| if is_needed(context, id) { "" } else { ": None" };
    let values = context.entity.insertable().map(|id| format!("{}{}", context.names.field(id), value(id)));
    Constructor {
        is_long: needed.len() > MANY,
        head: rust(layout::function(4, "pub fn new", false, &parameters, &Type::Path("Self".to_owned()))),
        body: rust(layout::literal(8, "Self", &values.collect::<Vec<_>>())),
    }
}

fn changes(context: &Context<'_>) -> Struct {
    Struct {
        doc: rust(format!("/// Changes to a [`{}`].", context.names.row)),
        name: rust(context.names.changes()),
        fields: context.entity.updatable().map(|id| rust(field(context, id, Use::Change))).collect(),
    }
}

/// A field of a struct: documentation, attributes and the field itself.
fn field(context: &Context<'_>, id: FieldId, usage: Use) -> String {
    let name = context.names.field(id);
    let ty = context.types.column(context.id, id);
    let ty = match usage {
        Use::Row | Use::Needed => ty,
        Use::Optional => context.types.value(context.id, id).optional(),
        Use::Change => ty.optional(),
    };
    let documentation = match usage {
        Use::Row => field_doc(context, id),
        Use::Needed | Use::Optional | Use::Change => format!("    /// See [`{}::{}`].", context.names.row, plain(name)),
    };
    let attributes = attributes(context.entity.field(id), plain(name), usage);
    let lines = [documentation].into_iter().chain(attributes).chain([layout::field(4, name, &ty)]);
    lines.collect::<Vec<_>>().join("\n")
}

/// The attributes of a field. A name that Rust cannot write is kept for serde and sqlx; `null` is a value for a change.
fn attributes(field: &Field, name: &str, usage: Use) -> Vec<String> {
    let one = |feature, inner, key, value: &str| layout::feature_attribute(4, feature, inner, key, value);
    let column = (field.name != *name).then(|| string(field.name.as_str()));
    let mut lines = Vec::new();
    if usage == Use::Change {
        lines.push(one("serde", "serde", "deserialize_with", &string(&in_root("given"))));
    }
    if matches!(usage, Use::Optional | Use::Change) {
        lines.push(one("serde", "serde", "skip_serializing_if", "\"Option::is_none\""));
    }
    if let Some(column) = &column {
        lines.push(one("serde", "serde", "rename", column));
    }
    if let (Some(column), Use::Row) = (&column, usage) {
        lines.push(one("sqlx", "sqlx", "rename", column));
    }
    lines
}

fn field_doc(context: &Context<'_>, id: FieldId) -> String {
    let field = context.entity.field(id);
    if let Some(text) = described(field.doc.as_deref()) {
        return doc("///", 4, text);
    }
    let target = context.types.target(context.id, id).map(|target| link(context, target));
    match (&field.origin, target) {
        (FieldOrigin::TenantKey, _) => "    /// The tenant.".to_owned(),
        (FieldOrigin::Own | FieldOrigin::Relation(_), Some(row)) => format!("    /// The key of a {row}."),
        (FieldOrigin::Own | FieldOrigin::Relation(_), None) if context.entity.primary_key.fields == [id] => {
            "    /// The key.".to_owned()
        }
        (FieldOrigin::Own | FieldOrigin::Relation(_), None) => {
            format!("    /// The column {}.", doc_code(field.name.as_str()))
        }
    }
}

/// A link to the struct of an entity.
fn link(context: &Context<'_>, to: EntityId) -> String {
    let row = &context.all_names.entity(to).row;
    if to == context.id { format!("[`{row}`]") } else { format!("[`{row}`]({})", in_root(row)) }
}
