//! The enums that are types of the database. Those that are stored as text are text in Prisma too.

use serde::Serialize;

use super::Schema;
use super::column::mapped;
use super::layout::{Line, Row, align};
use super::quote::{doc, prisma};
use crate::model::{EnumId, EnumStorage, Enumeration};
use crate::render::Fragment;

/// What the file of enums shows.
#[derive(Serialize)]
pub struct View {
    enums: Vec<EnumView>,
}

#[derive(Serialize)]
struct EnumView {
    doc: Vec<Fragment>,
    name: Fragment,
    values: Vec<Line>,
    attributes: Vec<Fragment>,
}

/// Makes the view; none where no enum is a type.
pub fn view(schema: &Schema<'_>) -> Option<View> {
    let enums = schema.model.enums.iter().enumerate();
    let types = enums.filter(|(_, enumeration)| enumeration.storage == EnumStorage::Type);
    let enums: Vec<_> = types.map(|(at, enumeration)| one(schema, EnumId(at), enumeration)).collect();
    (!enums.is_empty()).then_some(View { enums })
}

fn one(schema: &Schema<'_>, id: EnumId, enumeration: &Enumeration) -> EnumView {
    let names = schema.names.enumeration(id);
    let value = |(value, name): (&crate::model::EnumValue, &String)| Row {
        doc: doc(value.doc.as_deref()),
        cells: std::iter::once(name.clone()).chain(mapped("@map", name, &value.name)).collect(),
    };
    let attributes = mapped("@@map", &names.name, &enumeration.name).into_iter().chain(schema.database_schema());
    EnumView {
        doc: doc(enumeration.doc.as_deref()),
        name: prisma(names.name.as_str()),
        values: align(enumeration.values.iter().zip(&names.values).map(value).collect()),
        attributes: attributes.map(prisma).collect(),
    }
}
