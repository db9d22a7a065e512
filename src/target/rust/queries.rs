//! What services may do with an entity's rows: the functions that a tenant's transaction gets for it.
//!
//! Every statement names quoted names alone; values are bound. A part of the key that is the tenant's is not asked for:
//! the transaction knows it.

use serde::Serialize;

use crate::model::{FieldId, Verb};
use crate::naming::rust::{parameters, plain};
use crate::render::Fragment;
use crate::sql;

use super::entity::{self, Context, inserts, may};
use super::layout::{self, Type};
use super::quote::{rust, string};

/// What the functions call their own values: no parameter for a part of the key may be called so.
const LOCALS: &[&str] = &["after", "changes", "done", "given", "key", "limit", "list", "new", "sql", "values"];

/// The functions of one entity, and the statements behind them.
#[derive(Serialize)]
pub(super) struct Queries {
    row: Fragment,
    constants: Vec<Fragment>,
    read: Option<Read>,
    insert: Option<Insert>,
    update: Option<Update>,
    delete: Option<Delete>,
    writers: Vec<Writer>,
}

#[derive(Serialize)]
struct Read {
    get_head: Fragment,
    get_chain: Fragment,
    /// Absent where a tenant has at most one row.
    list_head: Option<Fragment>,
    list_after: Option<Fragment>,
}

#[derive(Serialize)]
struct Insert {
    head: Fragment,
}

#[derive(Serialize)]
struct Update {
    head: Fragment,
    /// Statements that bind the key.
    key: Vec<Fragment>,
}

#[derive(Serialize)]
struct Delete {
    head: Fragment,
    chain: Fragment,
}

/// A struct whose fields become columns of a statement.
#[derive(Serialize)]
struct Writer {
    name: Fragment,
    columns: Vec<Fragment>,
}

/// A function of the transaction: what it is called, what it asks for and what it gives.
pub(crate) struct Function {
    /// `get_lead`.
    pub(crate) name: String,
    parameters: Vec<(String, Type)>,
    result: Type,
}

/// The functions for an entity's rows, in the order in which they stand.
pub(crate) fn functions(context: &Context<'_>) -> Vec<Function> {
    let key = Key::of(context);
    let reads = may(context, Verb::Select);
    let read = reads.then(|| get_function(context, &key));
    let list = key.whole().filter(|_| reads).map(|whole| list_function(context, whole));
    let insert = inserts(context).then(|| insert_function(context, reads));
    let update = updates(context).then(|| update_function(context, &key));
    let delete = (reads && may(context, Verb::Delete)).then(|| delete_function(context, &key));
    [read, list, insert, update, delete].into_iter().flatten().collect()
}

impl Function {
    /// The types of what it asks for and of what it gives: `(LeadId) -> Option<Lead>`.
    pub(crate) fn signature(&self) -> String {
        let parameters: Vec<_> = self.parameters.iter().map(|(_, ty)| ty.flat()).collect();
        format!("({}) -> {}", parameters.join(", "), self.result.flat())
    }

    /// Its first lines.
    fn head(self) -> Fragment {
        let result = self.result.inside("sqlx::Result");
        let start = format!("pub async fn {}", self.name);
        rust(layout::function(8, &start, true, &self.parameters, &result))
    }
}

/// The key as the functions see it.
struct Key {
    parts: Vec<Part>,
}

/// A column of the key.
struct Part {
    /// As SQL names it.
    column: String,
    /// The parameter that asks for it; none for the tenant's.
    parameter: Option<(String, Type)>,
}

/// What services may do with the entity's rows; `None` where that is nothing, or cannot be done by key.
pub(super) fn view(context: &Context<'_>) -> Option<Queries> {
    let reads = may(context, Verb::Select);
    let key = Key::of(context);
    (reads || inserts(context)).then(|| Queries {
        row: rust(&*context.names.row),
        constants: constants(context, &key).into_iter().map(rust).collect(),
        read: reads.then(|| read(context, &key)),
        insert: inserts(context).then(|| insert(context, reads)),
        update: updates(context).then(|| update(context, &key)),
        delete: (reads && may(context, Verb::Delete)).then(|| delete(context, &key)),
        writers: writers(context),
    })
}

/// Whether services may find rows and update them.
pub(super) fn updates(context: &Context<'_>) -> bool {
    may(context, Verb::Select) && entity::updates(context)
}

impl Key {
    fn of(context: &Context<'_>) -> Self {
        let (entity, tenant) = (context.entity, context.entity.tenancy.key());
        let fields = &entity.primary_key.fields;
        let names = parameters(fields.iter().map(|&id| entity.field(id).name.as_str()), LOCALS);
        let part = |(&id, name): (&FieldId, String)| Part {
            column: sql::ident(&entity.field(id).name),
            parameter: (Some(id) != tenant).then(|| (name, context.types.value(context.id, id))),
        };
        Self { parts: fields.iter().zip(names).map(part).collect() }
    }

    /// What a function is asked for.
    fn parameters(&self) -> Vec<(String, Type)> {
        self.parts.iter().filter_map(|part| part.parameter.clone()).collect()
    }

    /// The type of a whole key, without the tenant; `None` where nothing else is in it.
    fn whole(&self) -> Option<Type> {
        let mut types: Vec<_> = self.parameters().into_iter().map(|(_, ty)| ty).collect();
        if types.len() > 1 { Some(Type::Tuple(types)) } else { types.pop() }
    }

    /// What to bind, in order, where the parameters hold it.
    fn values(&self) -> Vec<String> {
        let value = |part: &Part| part.parameter.as_ref().map_or("self.tenant()", |(name, _)| name).to_owned();
        self.parts.iter().map(value).collect()
    }

    /// What to bind, in order, where `key` holds it.
    fn values_of_whole(&self) -> Vec<String> {
        let single = self.parameters().len() == 1;
        let mut at = 0..;
        let mut next =
            || if single { "key".to_owned() } else { format!("key.{}", at.next().expect("it does not end")) };
        let value = |part: &Part| if part.parameter.is_some() { next() } else { "self.tenant()".to_owned() };
        self.parts.iter().map(value).collect()
    }

    fn columns(&self) -> Vec<&str> {
        self.parts.iter().map(|part| part.column.as_str()).collect()
    }

    /// `organization_id = $1 AND id = $2`.
    fn condition(&self) -> String {
        let equal = |(column, place): (&str, usize)| format!("{column} = ${place}");
        self.columns().into_iter().zip(1..).map(equal).collect::<Vec<_>>().join(" AND ")
    }

    /// `(organization_id, id) > ($1, $2)`.
    fn behind(&self) -> String {
        let places: Vec<_> = (1..=self.parts.len()).map(|place| format!("${place}")).collect();
        match self.columns().as_slice() {
            [column] => format!("{column} > $1"),
            columns => format!("({}) > ({})", columns.join(", "), places.join(", ")),
        }
    }
}

/// The statements and what they share, as constants: those alone that the functions use.
fn constants(context: &Context<'_>, key: &Key) -> Vec<String> {
    let (inserts, updates) = (inserts(context), updates(context));
    let (reads, deletes) = (may(context, Verb::Select), may(context, Verb::Delete));
    let lists = reads && key.whole().is_some();
    let text = Clauses::of(context, key);
    [
        (inserts || updates, "TABLE_NAME", vec![&text.table]),
        (reads, "GET", vec![&text.select, &text.from, &text.with_key]),
        (lists, "LIST", vec![&text.select, &text.from, &text.in_order, &text.at_most]),
        (lists, "LIST_AFTER", vec![&text.select, &text.from, &text.behind_key, &text.in_order, &text.at_most_behind]),
        (inserts && reads, "RETURNING", vec![&text.returning]),
        (updates, "BY_KEY", vec![&text.with_key, &text.returning]),
        (reads && deletes, "DELETE", vec![&text.delete, &text.with_key]),
    ]
    .into_iter()
    .filter(|(used, ..)| *used)
    .map(|(_, name, clauses)| {
        let clauses: Vec<_> = clauses.into_iter().cloned().collect();
        layout::statement(4, &format!("const {name}: &str"), &clauses)
    })
    .collect()
}

/// The parts of the statements.
struct Clauses {
    table: String,
    select: String,
    from: String,
    delete: String,
    returning: String,
    with_key: String,
    behind_key: String,
    in_order: String,
    at_most: String,
    /// The same behind the places of a whole key.
    at_most_behind: String,
}

impl Clauses {
    fn of(context: &Context<'_>, key: &Key) -> Self {
        let table = sql::table(context.model, context.entity);
        let columns: Vec<_> = context.entity.fields.iter().map(|field| sql::ident(&field.name)).collect();
        let columns = columns.join(", ");
        Self {
            select: format!("SELECT {columns}"),
            from: format!("FROM {table}"),
            delete: format!("DELETE FROM {table}"),
            returning: format!("RETURNING {columns}"),
            with_key: format!("WHERE {}", key.condition()),
            behind_key: format!("WHERE {}", key.behind()),
            in_order: format!("ORDER BY {}", key.columns().join(", ")),
            at_most: "LIMIT $1".to_owned(),
            at_most_behind: format!("LIMIT ${}", key.parts.len() + 1),
            table,
        }
    }
}

fn read(context: &Context<'_>, key: &Key) -> Read {
    Read {
        get_head: get_function(context, key).head(),
        get_chain: chain("", "sqlx::query_as(GET)", &key.values(), "fetch_optional", ".await"),
        list_head: key.whole().map(|whole| list_function(context, whole).head()),
        list_after: key.whole().map(|_| list_after(key)),
    }
}

fn get_function(context: &Context<'_>, key: &Key) -> Function {
    let name = format!("get_{}", context.names.singular);
    Function { name, parameters: key.parameters(), result: Type::Path(context.names.row.clone()).optional() }
}

fn list_function(context: &Context<'_>, whole: Type) -> Function {
    let name = format!("list_{}", plain(&context.names.module));
    let limit = Type::Path("i64".to_owned());
    let parameters = vec![("after".to_owned(), whole.optional()), ("limit".to_owned(), limit)];
    Function { name, parameters, result: Type::Path(context.names.row.clone()).inside("Vec") }
}

fn list_after(key: &Key) -> Fragment {
    let values = key.values_of_whole().into_iter().chain(["limit".to_owned()]);
    let binds: Vec<_> = values.map(|value| format!(".bind({value})")).collect();
    rust(layout::chain(16, "Some(key) => ", "sqlx::query_as(LIST_AFTER)", &binds, ","))
}

fn insert(context: &Context<'_>, reads: bool) -> Insert {
    Insert { head: insert_function(context, reads).head() }
}

fn insert_function(context: &Context<'_>, reads: bool) -> Function {
    let name = format!("insert_{}", context.names.singular);
    let new = ("new".to_owned(), Type::Path(context.names.new_row()));
    let result = if reads { context.names.row.clone() } else { "()".to_owned() };
    Function { name, parameters: vec![new], result: Type::Path(result) }
}

fn update(context: &Context<'_>, key: &Key) -> Update {
    Update {
        head: update_function(context, key).head(),
        key: key.values().into_iter().map(|value| rust(format!("given.key({value})?;"))).collect(),
    }
}

fn update_function(context: &Context<'_>, key: &Key) -> Function {
    let name = format!("update_{}", context.names.singular);
    let mut parameters = key.parameters();
    parameters.push(("changes".to_owned(), Type::Path(context.names.changes())));
    Function { name, parameters, result: Type::Path(context.names.row.clone()).optional() }
}

fn delete_function(context: &Context<'_>, key: &Key) -> Function {
    let name = format!("delete_{}", context.names.singular);
    Function { name, parameters: key.parameters(), result: Type::Path("bool".to_owned()) }
}

fn delete(context: &Context<'_>, key: &Key) -> Delete {
    Delete {
        head: delete_function(context, key).head(),
        chain: chain("let done = ", "sqlx::query(DELETE)", &key.values(), "execute", ".await?;"),
    }
}

/// The structs whose fields become columns, each with the statements that hand them over.
fn writers(context: &Context<'_>) -> Vec<Writer> {
    let (entity, names) = (context.entity, context.names);
    let optional = |id| entity.field(id).is_optional_on_insert();
    let new = || Writer {
        name: rust(names.new_row()),
        columns: entity.insertable().map(|id| give(context, id, optional(id))).collect(),
    };
    let changes = || Writer {
        name: rust(names.changes()),
        columns: entity.updatable().map(|id| give(context, id, true)).collect(),
    };
    let new = inserts(context).then(new);
    new.into_iter().chain(updates(context).then(changes)).collect()
}

/// The statement that hands over one column.
fn give(context: &Context<'_>, id: FieldId, optional: bool) -> Fragment {
    let column = string(&sql::ident(&context.entity.field(id).name));
    let value = format!("self.{}", context.names.field(id));
    rust(layout::call(12, if optional { "to.set_some" } else { "to.set" }, &[column, value], "?;"))
}

/// A query: its text, what is bound, and how it is run on the transaction's connection.
fn chain(start: &str, query: &str, values: &[String], run: &str, end: &str) -> Fragment {
    let binds = values.iter().map(|value| format!(".bind({value})"));
    let (end, close) = end.split_at(end.trim_end_matches(';').len());
    let calls: Vec<_> = binds.chain([format!(".{run}(self.connection())"), end.to_owned()]).collect();
    rust(layout::chain(12, start, query, &calls, close))
}
