//! The enums that are types of the database. Those that are stored as text are text in Prisma too.

use serde::Serialize;

use super::Schema;
use super::layout::{Attributes, Line, Row, align};
use super::quote::{doc, prisma, string};
use crate::model::{EnumId, EnumStorage, EnumValue, Enumeration};
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
    let mapped = (enumeration.name != *names.name).then(|| format!("@@map({})", string(enumeration.name.as_str())));
    let attributes = mapped.into_iter().chain(schema.database_schema());
    let rows = enumeration.values.iter().zip(&names.values).map(|(one, name)| value(one, name));
    EnumView {
        doc: doc(enumeration.doc.as_deref()),
        name: prisma(&names.name),
        values: align(rows.collect()),
        attributes: attributes.map(|attribute| prisma(&attribute)).collect(),
    }
}

fn value<'a>(value: &EnumValue, name: &'a str) -> Row<'a> {
    let mut attributes = Attributes::default();
    if value.name != *name {
        attributes.push(format_args!("@map({})", string(value.name.as_str())));
    }
    Row { doc: doc(value.doc.as_deref()), name, ty: String::new(), attributes }
}
