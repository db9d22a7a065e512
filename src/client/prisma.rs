//! The surface of the Prisma client: what a model's key or type keeps out of the client is not in it.

use super::lineage::Lineage;
use super::{Key, Member, Origin, Role, Surface, WHOLE, member};
use crate::model::{Entity, EntityId, EnumId, EnumStorage, Field, FieldId, Model, RelationId};
use crate::naming::prisma::PrismaNames;
use crate::target::prisma::{Link, Links, Schema, client_key, client_type};

/// What code can name.
pub fn surface(model: &Model, lineage: &Lineage) -> Surface {
    let mut surface = Surface::default();
    let Some(target) = model.project.targets.prisma else { return surface };
    let names = PrismaNames::of(model, target.names);
    let schema = Schema::new(model, &names);
    surface.add_whole("the Prisma schema");
    let mut build = Build { schema: &schema, lineage, surface };
    model.enums.iter().enumerate().for_each(|(at, _)| build.enumeration(EnumId(at)));
    let links = Links::of(&schema);
    model.entities().filter(|(id, _)| schema.has_id(*id)).for_each(|(id, entity)| build.entity(id, entity, &links));
    build.surface
}

struct Build<'a> {
    schema: &'a Schema<'a>,
    lineage: &'a Lineage,
    surface: Surface,
}

impl Build<'_> {
    fn enumeration(&mut self, id: EnumId) {
        let one = self.schema.model.enumeration(id);
        if one.storage == EnumStorage::Text {
            return;
        }
        let names = self.schema.names.enumeration(id);
        let key = (Role::Enum, self.lineage.enumeration(id));
        self.surface.add(key.clone(), member(&names.name, &names.name, Origin::Enum(one.name.to_string()), [WHOLE]));
        for (at, (value, name)) in one.values.iter().zip(&names.values).enumerate() {
            let origin = Origin::Value(one.name.to_string(), value.name.to_string());
            let value = member(&format!("{}.{name}", names.name), name, origin, [key.clone()]);
            self.surface.add((Role::Value, self.lineage.value(id, at)), value);
        }
    }

    fn entity(&mut self, id: EntityId, entity: &Entity, links: &Links<'_>) {
        let name = &self.schema.names.model(id).name;
        let origin = Origin::Entity(entity.name.to_string());
        self.surface.add(self.model(id), member(name, name, origin, [WHOLE]));
        entity.fields().for_each(|(field_id, field)| self.field(id, field_id, field));
        self.keys(id, entity);
        let shown = |link: &&Link<'_>| link.is_shown(self.schema);
        let outgoing: Vec<_> = links.outgoing(id).filter(shown).copied().collect();
        let incoming: Vec<_> = links.incoming(id).filter(shown).copied().collect();
        outgoing.iter().for_each(|link| self.outgoing(id, link));
        incoming.iter().for_each(|link| self.incoming(id, link));
    }

    fn model(&self, id: EntityId) -> Key {
        (Role::Entity, self.lineage.entity(id))
    }

    fn field(&mut self, of: EntityId, id: FieldId, field: &Field) {
        let Some(ty) = client_type(self.schema, field) else { return };
        let member = Member {
            ty,
            optional: field.nullable && !field.ty.array,
            required: !field.is_optional_on_insert() && !field.ty.array && !field.touched,
            ..self.part(of, self.schema.names.model(of).field(id), self.origin(of, id))
        };
        self.surface.add((Role::Field, self.lineage.field(of, id)), member);
    }

    /// The keys by which one row is found: by a field of that name, or by several under their names joined.
    fn keys(&mut self, of: EntityId, entity: &Entity) {
        let uniques = entity.uniques.iter().filter_map(client_key);
        let keys: Vec<_> = std::iter::once(entity.primary_key.fields.clone()).chain(uniques).collect();
        for fields in keys {
            let names: Vec<_> = fields.iter().map(|&id| self.schema.names.model(of).field(id)).collect();
            let columns = fields.iter().map(|&id| entity.field(id).name.to_string()).collect();
            let member = self.part(of, &names.join("_"), Origin::Key(entity.name.to_string(), columns));
            let mut member = Member { path: format!("{} (unique)", member.path), ..member };
            if let [field] = fields[..] {
                // Its name is that of the field: where that is renamed or gone, so is this.
                member.parents.push((Role::Field, self.lineage.field(of, field)));
            }
            self.surface.add((Role::Unique, self.lineage.key(of, &fields)), member);
        }
    }

    fn outgoing(&mut self, of: EntityId, link: &Link<'_>) {
        let holder = self.schema.model.entity(link.from);
        let member = Member {
            ty: self.schema.names.model(link.key.to).name.clone(),
            optional: link.key.fields.iter().any(|&id| holder.field(id).nullable),
            ..self.part(of, &link.names.field, relation(holder, link))
        };
        self.surface.add((Role::Relation, self.relation(link)), member);
    }

    fn incoming(&mut self, of: EntityId, link: &Link<'_>) {
        let holder = self.schema.model.entity(link.from);
        let name = &self.schema.names.model(link.from).name;
        let is_one = link.is_one(self.schema);
        let member = Member {
            ty: if is_one { name.clone() } else { format!("{name}[]") },
            optional: is_one,
            ..self.part(of, &link.names.inverse, relation(holder, link))
        };
        self.surface.add((Role::Inverse, self.relation(link)), member);
    }

    /// The relation behind a link, under its earlier names.
    fn relation(&self, link: &Link<'_>) -> Origin {
        let relations = &self.schema.model.entity(link.from).relations;
        let at = relations.iter().position(|one| std::ptr::eq(one, link.relation)).unwrap_or_default();
        self.lineage.relation(link.from, RelationId(at))
    }

    fn origin(&self, of: EntityId, id: FieldId) -> Origin {
        let entity = self.schema.model.entity(of);
        Origin::Field(entity.name.to_string(), entity.field(id).name.to_string())
    }

    /// A part of a model.
    fn part(&self, of: EntityId, name: &str, origin: Origin) -> Member {
        let path = format!("{}.{name}", self.schema.names.model(of).name);
        member(&path, name, origin, [self.model(of)])
    }
}

fn relation(holder: &Entity, link: &Link<'_>) -> Origin {
    Origin::Relation(holder.name.to_string(), link.relation.name.to_string())
}
