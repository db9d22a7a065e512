//! The surface of the Rust crate.

use super::lineage::Lineage;
use super::{Key, Member, Origin, Role, Surface, WHOLE, member};
use crate::model::{EntityId, EnumId, FieldId, Model};
use crate::naming::rust::{RustNames, plain};
use crate::target::rust::{Context, Function, Types, functions, inserts, is_needed, updates};

/// What code can name.
pub fn surface(model: &Model, lineage: &Lineage) -> Surface {
    let mut surface = Surface::default();
    let Some(target) = &model.project.targets.rust else { return surface };
    let names = RustNames::of(model);
    let types = Types::new(model, &names, target.ids);
    surface.add_whole(&target.crate_name);
    let mut build = Build { model, lineage, names: &names, surface };
    model.enums.iter().enumerate().for_each(|(at, _)| build.enumeration(EnumId(at)));
    build.begin(types.tenant().flat());
    model.entities().for_each(|(id, _)| build.entity(&Context::new(model, id, &names, &types)));
    build.surface
}

struct Build<'a> {
    model: &'a Model,
    lineage: &'a Lineage,
    names: &'a RustNames,
    surface: Surface,
}

/// What the functions of a transaction do, by how their names begin.
const DEEDS: [&str; 5] = ["get", "list", "insert", "update", "delete"];

impl Build<'_> {
    fn enumeration(&mut self, id: EnumId) {
        let (one, names) = (self.model.enumeration(id), self.names.enumeration(id));
        let key = (Role::Enum, self.lineage.enumeration(id));
        self.surface.add(key.clone(), member(&names.name, &names.name, Origin::Enum(one.name.to_string()), [WHOLE]));
        for (at, (value, name)) in one.values.iter().zip(&names.variants).enumerate() {
            let origin = Origin::Value(one.name.to_string(), value.name.to_string());
            let value = member(&format!("{}::{name}", names.name), name, origin, [key.clone()]);
            self.surface.add((Role::Value, self.lineage.value(id, at)), value);
        }
    }

    /// The function that starts a tenant's transaction.
    fn begin(&mut self, tenant: String) {
        let begin = member("TenantTx::begin", "begin", Origin::Project, [WHOLE]);
        self.surface.add((Role::Function("begin"), Origin::Project), Member { ty: tenant, ..begin });
    }

    fn entity(&mut self, context: &Context<'_>) {
        let row = self.row(context.id);
        let names = context.names;
        self.part(context, Role::Entity, &names.row, "", WHOLE);
        if let Some(field) = context.types.id(context.id) {
            let content = context.types.id_content(context.id, field).flat();
            self.part(context, Role::Id, &names.id(), &content, row.clone());
        }
        if inserts(context) {
            self.part(context, Role::New, &names.new_row(), "", row.clone());
        }
        if updates(context) {
            self.part(context, Role::Changes, &names.changes(), "", row);
        }
        context.entity.fields().for_each(|(id, _)| self.field(context, id));
        functions(context).iter().for_each(|function| self.function(context, function));
    }

    fn row(&self, id: EntityId) -> Key {
        (Role::Entity, self.lineage.entity(id))
    }

    /// A type that an entity has.
    fn part(&mut self, context: &Context<'_>, role: Role, name: &str, ty: &str, parent: Key) {
        let origin = Origin::Entity(context.entity.name.to_string());
        let member = Member { ty: ty.to_owned(), ..member(name, name, origin, [parent]) };
        self.surface.add((role, self.lineage.entity(context.id)), member);
    }

    /// A field of the row, and where else its column stands.
    fn field(&mut self, context: &Context<'_>, id: FieldId) {
        let (field, names, at) = (context.entity.field(id), context.names, self.lineage.field(context.id, id));
        let ty = context.types.value(context.id, id).flat();
        let row = of_field(context, id, &names.row, [self.row(context.id)]);
        self.surface.add((Role::Field, at.clone()), Member { ty: ty.clone(), optional: field.nullable, ..row });
        let parents = |role| [(role, self.lineage.entity(context.id)), (Role::Field, at.clone())];
        let (of_new, of_changes) = (parents(Role::New), parents(Role::Changes));
        if inserts(context) && context.entity.is_insertable(id) {
            let new = of_field(context, id, &names.new_row(), of_new);
            let new = Member { ty: ty.clone(), required: is_needed(context, id), ..new };
            self.surface.add((Role::NewField, at.clone()), new);
        }
        if updates(context) && context.entity.is_updatable(id) {
            let changes = of_field(context, id, &names.changes(), of_changes);
            self.surface.add((Role::ChangesField, at.clone()), Member { ty, optional: field.nullable, ..changes });
        }
        self.column(context, id, at);
    }

    /// The constant with the name of a column.
    fn column(&mut self, context: &Context<'_>, id: FieldId, at: Origin) {
        let name = plain(context.names.field(id)).to_ascii_uppercase();
        let path = format!("{}::column::{name}", context.names.module);
        let column = member(&path, &name, origin(context, id), [(Role::Field, at.clone())]);
        self.surface.add((Role::Column, at), column);
    }

    fn function(&mut self, context: &Context<'_>, function: &Function) {
        let Some(deed) = DEEDS.into_iter().find(|deed| function.name.starts_with(deed)) else { return };
        let origin = Origin::Entity(context.entity.name.to_string());
        let member = member(&format!("TenantTx::{}", function.name), &function.name, origin, [self.row(context.id)]);
        let member = Member { ty: function.signature(), ..member };
        self.surface.add((Role::Function(deed), self.lineage.entity(context.id)), member);
    }
}

/// A field of one of an entity's structs.
fn of_field(context: &Context<'_>, id: FieldId, of: &str, parents: impl Into<Vec<Key>>) -> Member {
    let name = context.names.field(id);
    member(&format!("{of}.{name}"), name, origin(context, id), parents)
}

fn origin(context: &Context<'_>, id: FieldId) -> Origin {
    Origin::Field(context.entity.name.to_string(), context.entity.field(id).name.to_string())
}
