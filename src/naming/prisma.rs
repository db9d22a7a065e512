//! What entities, fields, enums and relations are called in Prisma.
//!
//! Every name of a model gets one, however it is spelled. Prisma's names are ASCII letters, digits and `_`, a letter
//! first; a character that cannot stand becomes `_`, one beyond ASCII its number (`ue9` for `é`). Where two names come
//! out alike, or one means something to Prisma, the later one gets a number. The schema says `@map` wherever a name
//! is not that of the database.

use heck::ToUpperCamelCase;

use super::scope::{Scope, WINDOWS_FILES};
use crate::model::{
    Entity, EntityId, EnumId, Enumeration, FieldId, Model, Name, NameStyle, Reference, Relation, RelationId,
};

/// What models and enums cannot be called: Prisma's types, what its client defines, JavaScript's keywords.
#[rustfmt::skip]
const TAKEN_TYPES: &[&str] = &[
    "AND", "BigInt", "Boolean", "Bytes", "DateTime", "Decimal", "Float", "Int", "Json", "NOT", "OR", "Prisma",
    "PrismaClient", "String", "Unsupported", "async", "await", "break", "case", "catch", "class", "const", "continue",
    "debugger", "default", "delete", "do", "else", "enum", "export", "extends", "false", "finally", "for", "function",
    "if", "implements", "import", "in", "instanceof", "interface", "let", "new", "null", "package", "private",
    "protected", "public", "return", "super", "switch", "this", "throw", "true", "try", "typeof", "using", "var",
    "void", "while", "with", "yield",
];

/// What fields cannot be called: the operators of the client's filters.
const TAKEN_FIELDS: &[&str] = &["AND", "NOT", "OR"];

/// The enums' file.
const ENUMS_FILE: &str = "enums";

/// Every name of a model in Prisma.
pub struct PrismaNames {
    models: Vec<ModelNames>,
    enums: Vec<EnumNames>,
}

/// The names of an entity.
#[derive(PartialEq, Eq)]
pub struct ModelNames {
    /// Its file, without the ending: `leads`.
    pub file: String,
    /// The model: `leads` or `Lead`.
    pub name: String,
    /// The fields that are columns, in table order.
    pub fields: Vec<String>,
    /// The names of its relations, in order.
    pub relations: Vec<RelationNames>,
}

/// The names of a relation.
#[derive(Default, PartialEq, Eq)]
pub struct RelationNames {
    /// The ends that clients use.
    pub shown: Ends,
    /// The ends of the key that carries the tenant, where it stands beside the one that clients use.
    pub hidden: Option<Ends>,
}

/// The names of a foreign key in Prisma: one for the relation, one for the field on either side.
#[derive(Default, PartialEq, Eq)]
pub struct Ends {
    /// The relation's name; none where the two models have no other relation without one.
    pub relation: Option<String>,
    /// The field of the model that holds the key.
    pub field: String,
    /// The field of the model pointed at.
    pub inverse: String,
}

/// The names of an enum.
#[derive(PartialEq, Eq)]
pub struct EnumNames {
    /// The enum: `LeadSource`.
    pub name: String,
    /// Its values, in order.
    pub values: Vec<String>,
}

impl PrismaNames {
    /// Names everything in a model. Enums choose before entities; columns before relations, and these before inverse
    /// fields; each in the model's order.
    #[must_use]
    pub fn of(model: &Model, style: NameStyle) -> Self {
        let mut types = Scope::with(TAKEN_TYPES);
        let mut files = Scope::with(&[WINDOWS_FILES, &[ENUMS_FILE]].concat());
        let enums = model.enums.iter().map(|enumeration| EnumNames::of(enumeration, style, &mut types)).collect();
        let (mut models, mut scopes): (Vec<_>, Vec<_>) =
            model.entities.iter().map(|entity| ModelNames::of(entity, style, &mut types, &mut files)).unzip();
        Relations { model, style, scopes: &mut scopes, names: given_names(model) }.name_all(&mut models);
        Self { models, enums }
    }

    /// The names of an entity.
    #[must_use]
    pub fn model(&self, id: EntityId) -> &ModelNames {
        &self.models[id.0]
    }

    /// The names of every enum, in the model's order.
    #[must_use]
    pub fn enums(&self) -> &[EnumNames] {
        &self.enums
    }

    /// The names of an enum.
    #[must_use]
    pub fn enumeration(&self, id: EnumId) -> &EnumNames {
        &self.enums[id.0]
    }
}

impl ModelNames {
    /// The field that is a column.
    #[must_use]
    pub fn field(&self, id: FieldId) -> &str {
        &self.fields[id.0]
    }

    /// The names of a relation.
    #[must_use]
    pub fn relation(&self, id: RelationId) -> &RelationNames {
        &self.relations[id.0]
    }

    /// Names an entity and its columns; its relations have no names yet.
    fn of(entity: &Entity, style: NameStyle, types: &mut Scope, files: &mut Scope) -> (Self, Scope) {
        let mut scope = Scope::with(TAKEN_FIELDS);
        let field = |name: &str| scope.take_one(&identifier(super::prisma_field(name, style), name));
        let fields = entity.fields.iter().map(|one| one.name.as_str()).map(field).collect();
        let names = Self {
            file: files.take(&[ascii(entity.name.to_string())], |name| vec![name.to_lowercase()]),
            name: types.take(&[identifier(super::prisma_model(entity, style), entity.name.as_str())], |name| {
                vec![name.to_owned(), accessor(name)]
            }),
            fields,
            relations: entity.relations.iter().map(|_| RelationNames::default()).collect(),
        };
        (names, scope)
    }
}

impl EnumNames {
    fn of(enumeration: &Enumeration, style: NameStyle, types: &mut Scope) -> Self {
        let wished = super::prisma_enum(enumeration, style);
        let mut values = Scope::with(&[]);
        let value = |name: &str| values.take_one(&identifier(name.to_owned(), name));
        Self {
            name: types.take_one(&identifier(wished, enumeration.name.as_str())),
            values: enumeration.values.iter().map(|value| value.name.as_str()).map(value).collect(),
        }
    }
}

/// Names the relations, once every column has its name.
struct Relations<'a> {
    model: &'a Model,
    style: NameStyle,
    /// The fields' names given away in each model.
    scopes: &'a mut [Scope],
    /// The relations' names given away.
    names: Scope,
}

impl Relations<'_> {
    fn name_all(mut self, models: &mut [ModelNames]) {
        self.each(models, |this, from, relation, names| {
            names.shown.field = this.field(from, relation.name.as_str());
        });
        self.each(models, |this, _, relation, names| {
            names.shown.inverse = this.field(relation.to, relation.inverse.as_str());
        });
        self.each(models, |this, from, relation, names| {
            names.shown.relation = this.relation(from, relation);
            names.hidden = this.hidden(from, relation);
        });
    }

    fn each(
        &mut self,
        models: &mut [ModelNames],
        mut name: impl FnMut(&mut Self, EntityId, &Relation, &mut RelationNames),
    ) {
        for (from, entity) in self.model.entities() {
            for (relation, names) in entity.relations.iter().zip(&mut models[from.0].relations) {
                name(self, from, relation, names);
            }
        }
    }

    fn field(&mut self, of: EntityId, name: &str) -> String {
        let wished = identifier(super::prisma_field(name, self.style), name);
        self.scopes[of.0].take_one(&wished)
    }

    fn relation(&mut self, from: EntityId, relation: &Relation) -> Option<String> {
        match &relation.prisma {
            Some(name) => Some(name.to_string()),
            None if self.needs_no_name(from, relation) => None,
            None => {
                let wished = self.derived(from, relation, "");
                Some(self.names.take_one(&wished))
            }
        }
    }

    fn hidden(&mut self, from: EntityId, relation: &Relation) -> Option<Ends> {
        let Reference::Both { tenant, .. } = &relation.reference else { return None };
        let name = format!("{}_tenant", relation.name);
        let inverse = format!("{}_{name}", self.model.entity(from).name);
        let wished = self.derived(from, relation, "_tenant");
        Some(Ends {
            relation: Some(self.names.take_one(&wished)),
            field: self.field(from, &name),
            inverse: self.field(tenant.to, &inverse),
        })
    }

    fn derived(&self, from: EntityId, relation: &Relation, suffix: &str) -> String {
        let entity = self.model.entity(from);
        match self.style {
            NameStyle::Seed => format!("{}_{}{suffix}", entity.name, relation.name),
            NameStyle::Idiomatic => format!("{}_{}{suffix}", entity.singular, relation.name).to_upper_camel_case(),
        }
    }

    /// Whether a relation can do without a name. Prisma allows one nameless relation between two models, and none
    /// within one. It is the one whose inverse field is called as its entity; of two that face each other, neither.
    /// Where the hidden key joins the same two models, both have names.
    fn needs_no_name(&self, from: EntityId, relation: &Relation) -> bool {
        let hidden_beside = match &relation.reference {
            Reference::Both { tenant, .. } => tenant.to == relation.to,
            Reference::Plain(_) | Reference::Tenant(_) => false,
        };
        let back = &self.model.entity(relation.to).relations;
        relation.to != from
            && !hidden_beside
            && self.is_plainly_inverse(from, relation)
            && !back.iter().any(|other| other.to == from && self.is_plainly_inverse(relation.to, other))
    }

    fn is_plainly_inverse(&self, from: EntityId, relation: &Relation) -> bool {
        relation.prisma.is_none() && relation.inverse == self.model.entity(from).name
    }
}

/// The relations' names that the schema gives; they are taken.
fn given_names(model: &Model) -> Scope {
    let relations = model.entities.iter().flat_map(|entity| &entity.relations);
    let given: Vec<_> = relations.filter_map(|relation| relation.prisma.as_ref()).map(Name::as_str).collect();
    Scope::with(&given)
}

/// The property of the client that stands for a model; the `$` keeps it from being taken for a model's name.
fn accessor(name: &str) -> String {
    let mut rest = name.chars();
    let first = rest.next().into_iter().flat_map(char::to_lowercase);
    std::iter::once('$').chain(first).chain(rest).collect()
}

/// `wished` as Prisma can hold it; `own`, the name in the database, where nothing is left of it.
fn identifier(wished: String, own: &str) -> String {
    let name = ascii(if wished.is_empty() { own.to_owned() } else { wished });
    if name.starts_with(|c: char| c.is_ascii_alphabetic()) { name } else { format!("x{name}") }
}

/// A name in ASCII letters, digits and `_`.
fn ascii(name: String) -> String {
    if name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
        return name;
    }
    let mut out = String::new();
    for c in name.chars() {
        match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '_' => out.push(c),
            _ if c.is_ascii() => out.push('_'),
            _ => out.push_str(&format!("u{:x}", c as u32)),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(names: &[&str]) -> Vec<String> {
        let mut scope = Scope::with(TAKEN_FIELDS);
        names.iter().map(|&name| scope.take_one(&identifier(name.to_owned(), name))).collect()
    }

    #[test]
    fn any_name_comes_out_and_none_twice() {
        let hostile = ["it's", "it`s", "é", "🦀", "$$", "1st", "_id", "AND", "class", "new\nline"];
        let expected = ["it_s", "it_s2", "ue9", "u1f980", "x__", "x1st", "x_id", "AND2", "class", "new_line"];
        assert_eq!(fields(&hostile), expected);
    }

    #[test]
    fn models_that_the_client_would_confuse_are_told_apart() {
        let mut types = Scope::with(TAKEN_TYPES);
        let mut take = |name: &str| types.take(&[name.to_owned()], |name| vec![name.to_owned(), accessor(name)]);
        assert_eq!([take("User"), take("user"), take("String"), take("enum")], ["User", "user2", "String2", "enum2"]);
    }

    #[test]
    fn what_is_taken_is_in_order() {
        assert!(TAKEN_TYPES.is_sorted() && TAKEN_FIELDS.is_sorted());
    }
}
