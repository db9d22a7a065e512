//! Columns, their types and defaults.

use super::Expect;
use crate::model::{self, Default, Field, FieldType, Identity, Literal, Scalar};
use crate::spelling::spelling;
use crate::sql::facts::{Column, ObjectName, Supply, Tree, Type};
use crate::sql::qualified;

impl Expect<'_> {
    /// The column of a field.
    pub(super) fn column(&self, field: &Field) -> Column {
        Column {
            name: field.name.to_string(),
            ty: self.ty(field.ty),
            nullable: field.nullable,
            supply: self.supply(field),
            comment: field.doc.clone(),
            ..Column::default()
        }
    }

    fn ty(&self, ty: FieldType) -> Type {
        if let Some(name) = self.enum_type(ty.scalar) {
            return Type { name, modifiers: Vec::new(), array: ty.array };
        }
        let catalog = spelling(self.model, ty.scalar).catalog;
        let (name, modifiers) = match catalog.strip_suffix(')').and_then(|text| text.split_once('(')) {
            Some((name, modifiers)) => (name.to_owned(), modifiers.split(',').map(str::to_owned).collect()),
            None => (catalog.into_owned(), Vec::new()),
        };
        Type { name: ObjectName { schema: None, name }, modifiers, array: ty.array }
    }

    /// The name of the type, where it is an enum's own.
    fn enum_type(&self, scalar: Scalar) -> Option<ObjectName> {
        let Scalar::Enum(id) = scalar else { return None };
        let enumeration = self.model.enumeration(id);
        (enumeration.storage == model::EnumStorage::Type).then(|| self.name(&enumeration.name))
    }

    fn supply(&self, field: &Field) -> Supply {
        match &field.supply {
            model::Supply::Client => Supply::None,
            model::Supply::Default(default) => Supply::Default(self.default(field.ty.scalar, default)),
            model::Supply::Generated(expression) => Supply::Generated(self.tree(&expression.text)),
            model::Supply::Identity(Identity::Always) => Supply::AlwaysIdentity,
            model::Supply::Identity(Identity::ByDefault) => Supply::DefaultIdentity,
        }
    }

    fn default(&self, scalar: Scalar, default: &Default) -> Tree {
        let context = &self.model.project.tenancy.context;
        match default {
            Default::Literal(value) => self.constant(value),
            Default::Now if scalar == Scalar::Date => self.tree("CURRENT_DATE"),
            Default::Now if scalar == Scalar::Time => self.tree("LOCALTIME"),
            Default::Now => self.tree("now()"),
            Default::Uuid => self.tree("gen_random_uuid()"),
            Default::UuidV7 if self.model.project.postgres.versions.oldest >= super::function::UUID_V7 => {
                self.tree("uuidv7()")
            }
            Default::UuidV7 => self.tree(&format!("{}()", qualified(&context.schema, super::function::uuid_v7_name()))),
            Default::CurrentTenant => self.tree(&format!("{}()", qualified(&context.schema, &context.current))),
            Default::Sql(expression) => self.tree(&expression.text),
        }
    }

    fn constant(&self, value: &Literal) -> Tree {
        match value {
            Literal::Text(text) | Literal::Json(text) => Tree::constant(text),
            Literal::EnumValue(name) => Tree::constant(name.as_str()),
            Literal::Number(digits) => self.tree(digits),
            Literal::Boolean(value) => self.tree(&value.to_string()),
            Literal::Array(values) => Tree::constant(&array(values)),
        }
    }
}

/// An array as PostgreSQL reads it from text: texts in quotes, so that none of them is taken for syntax or NULL.
fn array(values: &[Literal]) -> String {
    let elements: Vec<_> = values.iter().map(element).collect();
    format!("{{{}}}", elements.join(","))
}

fn element(value: &Literal) -> String {
    match value {
        Literal::Text(text) | Literal::Json(text) => in_quotes(text),
        Literal::EnumValue(name) => in_quotes(name.as_str()),
        Literal::Number(digits) => digits.clone(),
        Literal::Boolean(value) => value.to_string(),
        Literal::Array(values) => array(values),
    }
}

fn in_quotes(text: &str) -> String {
    let escaped = text.chars().flat_map(|c| matches!(c, '"' | '\\').then_some('\\').into_iter().chain([c]));
    format!("\"{}\"", escaped.collect::<String>())
}
