//! What code of the Prisma client sees: what a model's key or type keeps out of the client is not in it.

use super::facade::{Facade, Members, Sketch, Thing, WHOLE};
use super::lineage::Lineage;
use super::{Key, Origin, Role};
use crate::model::{Entity, EntityId, EnumId, EnumStorage, Field, FieldId, Model, RelationId};
use crate::naming::prisma::PrismaNames;
use crate::target::prisma::{Link, Schema, client_key, client_type};

/// Every name of a model in Prisma; nothing where the project has no such target.
pub fn names(model: &Model) -> Option<PrismaNames> {
    model.project.targets.prisma.map(|target| PrismaNames::of(model, target.names))
}

/// The client's view of a model.
pub struct Prisma<'m> {
    /// The model under Prisma's names; none where the project has no such target.
    schema: Option<Schema<'m>>,
    lineage: &'m Lineage<'m>,
}

impl<'m> Prisma<'m> {
    /// Of a model under its names, its members told apart by earlier ones.
    pub fn of(model: &'m Model, names: Option<&'m PrismaNames>, lineage: &'m Lineage<'m>) -> Self {
        Self { schema: names.map(|names| Schema::new(model, names)), lineage }
    }
}

impl Facade for Prisma<'_> {
    fn lineage(&self) -> &Lineage<'_> {
        self.lineage
    }

    fn is_alike(&self, other: &Self, thing: Thing) -> bool {
        let [one, other] = [self, other].map(|side| side.schema.as_ref().map(|schema| schema.names));
        match thing {
            Thing::Project => false,
            Thing::Enum(id) => one.map(|names| names.enumeration(id)) == other.map(|names| names.enumeration(id)),
            Thing::Entity(id) => one.map(|names| names.model(id)) == other.map(|names| names.model(id)),
        }
    }

    fn types(&self, of: Thing) -> Members<'_> {
        let Some(schema) = &self.schema else { return Members::new() };
        let view = View { schema, lineage: self.lineage };
        match of {
            Thing::Project => Members::new(),
            Thing::Enum(id) => view.enum_type(id).into_iter().collect(),
            Thing::Entity(id) => view.model_type(id).into_iter().collect(),
        }
    }

    fn members(&self, of: Thing) -> Members<'_> {
        let Some(schema) = &self.schema else { return Members::new() };
        let view = View { schema, lineage: self.lineage };
        match of {
            Thing::Project => vec![Sketch::new(WHOLE, Origin::Project, "the Prisma schema")],
            Thing::Enum(id) => view.enumeration(id),
            Thing::Entity(id) => view.entity(id),
        }
    }
}

#[derive(Clone, Copy)]
struct View<'a> {
    schema: &'a Schema<'a>,
    lineage: &'a Lineage<'a>,
}

impl<'a> View<'a> {
    fn enum_type(self, id: EnumId) -> Option<Sketch<'a>> {
        let one = self.schema.model.enumeration(id);
        let name = self.schema.names.enumeration(id).name.as_str();
        let key = (Role::Enum, self.lineage.enumeration(id));
        let sketch = || Sketch::new(key, Origin::Enum(one.name.as_str()), name).part_of(WHOLE);
        (one.storage != EnumStorage::Text).then(sketch)
    }

    fn enumeration(self, id: EnumId) -> Members<'a> {
        let Some(ty) = self.enum_type(id) else { return Members::new() };
        let (one, names) = (self.schema.model.enumeration(id), self.schema.names.enumeration(id));
        let values = one.values.iter().zip(&names.values).enumerate().map(|(at, (value, name))| {
            let origin = Origin::Value(one.name.as_str(), value.name.as_str());
            let value = Sketch::new((Role::Value, self.lineage.value(id, at)), origin, name);
            Sketch { stem: ["", &names.name, "."], ..value }.part_of((Role::Enum, self.lineage.enumeration(id)))
        });
        std::iter::once(ty).chain(values).collect()
    }

    fn model_type(self, id: EntityId) -> Option<Sketch<'a>> {
        let origin = Origin::Entity(self.schema.model.entity(id).name.as_str());
        let name = self.schema.names.model(id).name.as_str();
        self.schema.has_id(id).then(|| Sketch::new(self.model(id), origin, name).part_of(WHOLE))
    }

    fn entity(self, id: EntityId) -> Members<'a> {
        let Some(ty) = self.model_type(id) else { return Members::new() };
        let entity = self.schema.model.entity(id);
        let fields = entity.fields().filter_map(|(field_id, field)| self.field(id, field_id, field));
        let links = self.schema.links(id).filter(|link| link.is_shown(self.schema));
        let ends = links.flat_map(|link| [self.outgoing(&link), self.incoming(&link)]);
        std::iter::once(ty).chain(fields).chain(self.keys(id, entity)).chain(ends).collect()
    }

    fn model(self, id: EntityId) -> Key<&'a str> {
        (Role::Entity, self.lineage.entity(id))
    }

    fn field(self, of: EntityId, id: FieldId, field: &'a Field) -> Option<Sketch<'a>> {
        let key = (Role::Field, self.lineage.field(of, id));
        let origin = Origin::Field(self.schema.model.entity(of).name.as_str(), field.name.as_str());
        Some(Sketch {
            ty: client_type(self.schema, field)?.into(),
            optional: field.nullable && !field.ty.array,
            required: !field.is_optional_on_insert() && !field.ty.array && !field.touched,
            ..self.part(of, Sketch::new(key, origin, self.schema.names.model(of).field(id)))
        })
    }

    /// The keys by which one row is found: by a field of that name, or by several under their names joined.
    fn keys(self, of: EntityId, entity: &'a Entity) -> impl Iterator<Item = Sketch<'a>> {
        let uniques = entity.uniques.iter().filter_map(client_key);
        let keys = std::iter::once(entity.primary_key.fields.clone()).chain(uniques);
        keys.map(move |fields| {
            let names: Vec<_> = fields.iter().map(|&id| self.schema.names.model(of).field(id)).collect();
            let columns = fields.iter().map(|&id| entity.field(id).name.as_str()).collect();
            let key = (Role::Unique, self.lineage.key(of, &fields));
            let sketch = Sketch::new(key, Origin::Key(entity.name.as_str(), columns), names.join("_"));
            let sketch = Sketch { end: " (unique)", ..self.part(of, sketch) };
            match fields[..] {
                // Its name is that of the field: where that is renamed or gone, so is this.
                [field] => sketch.part_of((Role::Field, self.lineage.field(of, field))),
                _ => sketch,
            }
        })
    }

    fn outgoing(self, link: &Link<'a>) -> Sketch<'a> {
        let holder = self.schema.model.entity(link.from);
        Sketch {
            ty: self.schema.names.model(link.key.to).name.as_str().into(),
            optional: link.key.fields.iter().any(|&id| holder.field(id).nullable),
            ..self.part(link.from, self.end(Role::Relation, link, &link.names.field))
        }
    }

    fn incoming(self, link: &Link<'a>) -> Sketch<'a> {
        let name = self.schema.names.model(link.from).name.as_str();
        let is_one = link.is_one(self.schema);
        Sketch {
            ty: if is_one { name.into() } else { format!("{name}[]").into() },
            optional: is_one,
            ..self.part(link.key.to, self.end(Role::Inverse, link, &link.names.inverse))
        }
    }

    /// One end of a relation.
    fn end(self, role: Role, link: &Link<'a>, name: &'a str) -> Sketch<'a> {
        let holder = self.schema.model.entity(link.from);
        let at = holder.relations.iter().position(|one| std::ptr::eq(one, link.relation)).unwrap_or_default();
        let origin = Origin::Relation(holder.name.as_str(), link.relation.name.as_str());
        Sketch::new((role, self.lineage.relation(link.from, RelationId(at))), origin, name)
    }

    /// As a part of a model.
    fn part(self, of: EntityId, sketch: Sketch<'a>) -> Sketch<'a> {
        Sketch { stem: ["", &self.schema.names.model(of).name, "."], ..sketch }.part_of(self.model(of))
    }
}
