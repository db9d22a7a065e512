//! The model of an entity.

use serde::Serialize;

use super::layout::{Line, Row, align};
use super::quote::{doc, prisma, string};
use super::relation::Links;
use super::{Schema, column, key};
use crate::model::EntityId;
use crate::render::Fragment;

/// What a model's file shows.
#[derive(Serialize)]
pub struct View {
    doc: Vec<Fragment>,
    name: Fragment,
    /// Columns, relations, inverse fields and hidden fields; those that there are.
    groups: Vec<Group>,
    attributes: Vec<Fragment>,
}

#[derive(Serialize)]
struct Group {
    hidden: bool,
    lines: Vec<Line>,
}

/// Makes the view of an entity.
pub fn view(schema: &Schema<'_>, links: &Links<'_>, of: EntityId) -> View {
    let columns = schema.model.entity(of).fields().map(|(id, _)| column::row(schema, of, id)).collect();
    let outgoing = |hidden: bool| links.outgoing(of).filter(move |link| link.hidden == hidden);
    let incoming = |hidden: bool| links.incoming(of).filter(move |link| link.hidden == hidden);
    let relations = outgoing(false).map(|link| link.outgoing_row(schema)).collect();
    let inverses = incoming(false).map(|link| link.incoming_row(schema)).collect();
    let hidden = outgoing(true).map(|link| link.outgoing_row(schema));
    let hidden = hidden.chain(incoming(true).map(|link| link.incoming_row(schema))).collect();
    let groups = [(false, columns), (false, relations), (false, inverses), (true, hidden)];
    View {
        doc: doc(schema.model.entity(of).doc.as_deref()),
        name: prisma(&schema.names.model(of).name),
        groups: groups.into_iter().filter_map(|(hidden, rows)| group(hidden, rows)).collect(),
        attributes: attributes(schema, of).map(|attribute| prisma(&attribute)).collect(),
    }
}

fn group(hidden: bool, rows: Vec<Row<'_>>) -> Option<Group> {
    (!rows.is_empty()).then(|| Group { hidden, lines: align(rows) })
}

/// The keys, the indexes, the table. A model whose key Prisma cannot read is kept from the client whole.
fn attributes(schema: &Schema<'_>, of: EntityId) -> impl Iterator<Item = String> {
    let table = format!("@@map({})", string(schema.model.entity(of).name.as_str()));
    let ignored = (!schema.has_id(of)).then(|| "@@ignore".to_owned());
    key::attributes(schema, of).chain([table]).chain(schema.database_schema()).chain(ignored)
}
