//! Parts of the model as the page shows them, in the notation of the schema language.

use crmgen::model::{
    Default, Direction, Entity, EnumStorage, Field, FieldId, IndexKey, KeyPart, Literal, Model, OnDelete, Scalar,
    Supply,
};
use crmgen::spelling;

/// A field's type: `varchar(255)`, an enum's name, `text[]`.
pub fn ty(model: &Model, field: &Field) -> String {
    let scalar = match field.ty.scalar {
        Scalar::Enum(id) => {
            let enumeration = model.enumeration(id);
            match enumeration.storage {
                EnumStorage::Type => enumeration.name.to_string(),
                EnumStorage::Text => format!("text ({})", names(enumeration.values.iter().map(|value| &value.name))),
            }
        }
        scalar => spelling::spelling(model, scalar).postgres.into_owned(),
    };
    if field.ty.array { format!("{scalar}[]") } else { scalar }
}

/// What a field is supplied with, where anything, as Markdown.
pub fn supply(field: &Field) -> Option<String> {
    let touched = if field.touched { ", and on each update" } else { "" };
    match &field.supply {
        Supply::Client => None,
        Supply::Default(Default::CurrentTenant) => Some("the current tenant".into()),
        Supply::Default(default) => Some(format!("`{}`{touched}", default_text(default))),
        Supply::Generated(expression) => Some(format!("always `{}`", expression.text)),
        Supply::Identity(_) => Some("a sequence".into()),
    }
}

/// The names of fields, joined by commas.
pub fn fields(entity: &Entity, ids: &[FieldId]) -> String {
    names(ids.iter().map(|&id| &entity.field(id).name))
}

/// The keys of an index, joined by commas.
pub fn keys(entity: &Entity, keys: &[IndexKey]) -> String {
    let key = |key: &IndexKey| {
        let part = match &key.part {
            KeyPart::Field(id) => entity.field(*id).name.to_string(),
            KeyPart::Expression(expression) => expression.text.clone(),
        };
        match key.direction {
            Direction::Ascending => part,
            Direction::Descending => format!("{part} desc"),
        }
    };
    keys.iter().map(key).collect::<Vec<_>>().join(", ")
}

/// What happens on delete, as the schema language says it.
pub fn on_delete(on_delete: OnDelete) -> &'static str {
    match on_delete {
        OnDelete::Cascade => "cascade",
        OnDelete::Restrict => "restrict",
        OnDelete::NoAction => "no_action",
        OnDelete::SetNull => "set_null",
    }
}

/// Names joined by commas.
pub fn names(names: impl Iterator<Item = impl ToString>) -> String {
    names.map(|name| name.to_string()).collect::<Vec<_>>().join(", ")
}

fn default_text(default: &Default) -> String {
    match default {
        Default::Literal(literal) => literal_text(literal),
        Default::Now => "now()".into(),
        Default::Uuid => "gen_random_uuid()".into(),
        Default::UuidV7 => "uuid_v7".into(),
        Default::CurrentTenant => "current_tenant".into(),
        Default::Sql(expression) => expression.text.clone(),
    }
}

fn literal_text(literal: &Literal) -> String {
    match literal {
        Literal::Text(text) | Literal::Number(text) | Literal::Json(text) => text.clone(),
        Literal::EnumValue(name) => name.to_string(),
        Literal::Boolean(value) => value.to_string(),
        Literal::Array(items) => format!("[{}]", names(items.iter().map(literal_text))),
    }
}
