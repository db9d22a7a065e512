//! Fields that are relations, on either side of a foreign key.
//!
//! A relation that two foreign keys hold is two relations in Prisma. Clients use the one without the tenant: with it,
//! `disconnect` would empty the tenant key too. The other is hidden from the client by `@ignore`; it is there so that
//! Prisma knows of its key and does not propose to drop it.

use super::Schema;
use super::layout::{Attributes, Row};
use super::quote::{doc, list, string};
use crate::model::{EntityId, FieldId, ForeignKey, OnDelete, Reference, Relation};
use crate::naming::prisma::{Ends, RelationNames};

/// A foreign key as Prisma has it.
#[derive(Clone, Copy)]
pub struct Link<'a> {
    /// The model that holds the key.
    pub(crate) from: EntityId,
    /// What it holds.
    pub(crate) relation: &'a Relation,
    /// The key.
    pub(crate) key: &'a ForeignKey,
    /// What its ends are called.
    pub(crate) names: &'a Ends,
    /// Whether it is kept from the client.
    pub hidden: bool,
}

/// Every link of a schema, by each of its ends, in the model's order.
pub struct Links<'a> {
    outgoing: Vec<Vec<Link<'a>>>,
    incoming: Vec<Vec<Link<'a>>>,
}

impl<'a> Links<'a> {
    /// Collects the links of every relation.
    pub fn of(schema: &'a Schema<'a>) -> Self {
        let none = || schema.model.entities.iter().map(|_| Vec::new()).collect();
        let mut links = Self { outgoing: none(), incoming: none() };
        for (from, _) in schema.model.entities() {
            for link in schema.links(from) {
                links.outgoing[from.0].push(link);
                links.incoming[link.key.to.0].push(link);
            }
        }
        links
    }

    /// The fields that hold a foreign key, in a model.
    pub fn outgoing(&self, of: EntityId) -> impl Iterator<Item = &Link<'a>> {
        self.outgoing[of.0].iter()
    }

    /// The fields that stand for what points at a model, in that model.
    pub fn incoming(&self, of: EntityId) -> impl Iterator<Item = &Link<'a>> {
        self.incoming[of.0].iter()
    }
}

impl<'a> Schema<'a> {
    /// The links that start at a model.
    pub(crate) fn links(&'a self, from: EntityId) -> impl Iterator<Item = Link<'a>> {
        let relations = self.model.entity(from).relations.iter().zip(&self.names.model(from).relations);
        relations.flat_map(move |(relation, names)| both(from, relation, names))
    }
}

/// The link that clients use, and the hidden one where there is one.
fn both<'a>(from: EntityId, relation: &'a Relation, names: &'a RelationNames) -> impl Iterator<Item = Link<'a>> {
    let (shown, hidden) = match &relation.reference {
        Reference::Plain(key) | Reference::Tenant(key) => (key, None),
        Reference::Both { tenant, plain } => (plain, Some(tenant)),
    };
    let shown = Link { from, relation, key: shown, names: &names.shown, hidden: false };
    let hidden = hidden.zip(names.hidden.as_ref());
    std::iter::once(shown).chain(hidden.map(|(key, names)| Link { key, names, hidden: true, ..shown }))
}

impl<'a> Link<'a> {
    /// The line in the model that holds the key.
    pub fn outgoing_row(&self, schema: &Schema<'_>) -> Row<'a> {
        let holder = schema.model.entity(self.from);
        let optional = if self.key.fields.iter().any(|&id| holder.field(id).nullable) { "?" } else { "" };
        let doc = if self.hidden { Vec::new() } else { doc(self.relation.doc.as_deref()) };
        let mut attributes = Attributes::default();
        attributes.push(format_args!("@relation({}{})", self.name_before(), self.arguments(schema)));
        self.ignore(schema, &mut attributes);
        let ty = format!("{}{optional}", schema.names.model(self.key.to).name);
        Row { doc, name: &self.names.field, ty, attributes }
    }

    /// The line in the model pointed at.
    pub fn incoming_row(&self, schema: &Schema<'_>) -> Row<'a> {
        let is_one = self.is_one(schema);
        let end = if is_one { "?" } else { "[]" };
        let at_most_one = self.relation.one_to_one && !is_one && !self.hidden;
        let mut attributes = Attributes::default();
        if let Some(name) = &self.names.relation {
            attributes.push(format_args!("@relation({})", string(name)));
        }
        self.ignore(schema, &mut attributes);
        let ty = format!("{}{end}", schema.names.model(self.from).name);
        Row { doc: doc(at_most_one.then_some("At most one.")), name: &self.names.inverse, ty, attributes }
    }

    /// Whether clients see its fields.
    pub(crate) fn is_shown(&self, schema: &Schema<'_>) -> bool {
        !self.hidden && schema.has_id(self.from) && schema.has_id(self.key.to)
    }

    /// Whether the model pointed at has one row in its field, not a list.
    pub(crate) fn is_one(&self, schema: &Schema<'_>) -> bool {
        self.relation.one_to_one && self.is_unique(schema)
    }

    fn ignore(&self, schema: &Schema<'_>, attributes: &mut Attributes) {
        if !self.is_shown(schema) {
            attributes.push(format_args!("@ignore"));
        }
    }

    fn name_before(&self) -> String {
        self.names.relation.as_deref().map_or_else(String::new, |name| format!("{}, ", string(name)))
    }

    fn arguments(&self, schema: &Schema<'_>) -> String {
        let fields = |of: EntityId, ids: &[FieldId]| list(ids.iter().map(|&id| schema.names.model(of).field(id)));
        format!(
            "fields: [{}], references: [{}], onDelete: {}, onUpdate: NoAction, map: {}",
            fields(self.from, &self.key.fields),
            fields(self.key.to, &self.key.to_fields),
            action(self.key.on_delete),
            string(self.key.name.as_str()),
        )
    }

    /// Whether Prisma can see that at most one row points at a target: a key of exactly these columns, in this order.
    /// Keys that carry the tenant do not show it to a relation without one, which is a list then.
    fn is_unique(&self, schema: &Schema<'_>) -> bool {
        let holder = schema.model.entity(self.from);
        let fields = &self.key.fields;
        holder.primary_key.fields == *fields
            || holder.uniques.iter().any(|unique| unique.as_constraint().as_ref() == Some(fields))
    }
}

fn action(on_delete: OnDelete) -> &'static str {
    match on_delete {
        OnDelete::Cascade => "Cascade",
        OnDelete::Restrict => "Restrict",
        OnDelete::NoAction => "NoAction",
        OnDelete::SetNull => "SetNull",
    }
}
