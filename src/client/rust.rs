//! What code sees of the Rust crate.

use std::borrow::Cow;

use super::facade::{Facade, Members, Sketch, Thing, WHOLE};
use super::lineage::Lineage;
use super::{Key, Origin, Role};
use crate::model::{EntityId, EnumId, FieldId, Model, RustTarget};
use crate::naming::rust::{EntityNames, RustNames, plain};
use crate::target::rust::{Context, Function, Types, functions, inserts, is_needed, updates};

/// The crate's view of a model.
pub struct Rust<'m> {
    model: &'m Model,
    /// What the project says of the crate, and the names in it; none where it has no such target.
    target: Option<(&'m RustTarget, RustNames)>,
    lineage: &'m Lineage<'m>,
}

impl<'m> Rust<'m> {
    /// Of a model, its members told apart by earlier names.
    pub fn of(model: &'m Model, lineage: &'m Lineage<'m>) -> Self {
        let target = model.project.targets.rust.as_ref();
        Self { model, target: target.map(|target| (target, RustNames::of(model))), lineage }
    }

    /// What is seen of one thing by `see`; nothing without the target.
    fn seen<'a>(&'a self, see: impl FnOnce(View<'a>) -> Members<'a>) -> Members<'a> {
        let view = |(target, names): &'a (&RustTarget, RustNames)| {
            let types = Types::new(self.model, names, target.ids);
            View { model: self.model, target, names, types, lineage: self.lineage }
        };
        self.target.as_ref().map(view).map(see).unwrap_or_default()
    }
}

impl Facade for Rust<'_> {
    fn lineage(&self) -> &Lineage<'_> {
        self.lineage
    }

    fn is_alike(&self, other: &Self, thing: Thing) -> bool {
        let [one, other] = [self, other].map(|side| side.target.as_ref().map(|(_, names)| names));
        match thing {
            Thing::Project => false,
            Thing::Enum(id) => one.map(|names| names.enumeration(id)) == other.map(|names| names.enumeration(id)),
            Thing::Entity(id) => one.map(|names| names.entity(id)) == other.map(|names| names.entity(id)),
        }
    }

    fn types(&self, of: Thing) -> Members<'_> {
        self.seen(|view| match of {
            Thing::Project => Members::new(),
            Thing::Enum(id) => vec![view.enum_type(id)],
            Thing::Entity(id) => view.structs(id),
        })
    }

    fn members(&self, of: Thing) -> Members<'_> {
        self.seen(|view| match of {
            Thing::Project => view.project(),
            Thing::Enum(id) => view.enumeration(id),
            Thing::Entity(id) => view.entity(id),
        })
    }
}

struct View<'a> {
    model: &'a Model,
    target: &'a RustTarget,
    names: &'a RustNames,
    types: Types<'a>,
    lineage: &'a Lineage<'a>,
}

/// What the functions of a transaction do, by how their names begin.
const DEEDS: [&str; 5] = ["get", "list", "insert", "update", "delete"];

impl<'a> View<'a> {
    fn context(&self, id: EntityId) -> Context<'_> {
        Context::new(self.model, id, self.names, &self.types)
    }

    /// The crate, and the function that starts a tenant's transaction.
    fn project(&self) -> Members<'a> {
        let whole = Sketch::new(WHOLE, Origin::Project, self.target.crate_name.as_str());
        let begin = Sketch::new((Role::Function("begin"), Origin::Project), Origin::Project, "begin");
        let ty = self.types.tenant().flat().into();
        vec![whole, Sketch { stem: ["TenantTx", "::", ""], ty, ..begin }.part_of(WHOLE)]
    }

    fn enum_type(&self, id: EnumId) -> Sketch<'a> {
        let origin = Origin::Enum(self.model.enumeration(id).name.as_str());
        let key = (Role::Enum, self.lineage.enumeration(id));
        Sketch::new(key, origin, self.names.enumeration(id).name.as_str()).part_of(WHOLE)
    }

    fn enumeration(&self, id: EnumId) -> Members<'a> {
        let (one, names) = (self.model.enumeration(id), self.names.enumeration(id));
        let values = one.values.iter().zip(&names.variants).enumerate().map(|(at, (value, name))| {
            let origin = Origin::Value(one.name.as_str(), value.name.as_str());
            let value = Sketch::new((Role::Value, self.lineage.value(id, at)), origin, name);
            Sketch { stem: ["", &names.name, "::"], ..value }.part_of((Role::Enum, self.lineage.enumeration(id)))
        });
        std::iter::once(self.enum_type(id)).chain(values).collect()
    }

    fn entity(&self, id: EntityId) -> Members<'a> {
        let context = self.context(id);
        let mut members = self.structs(id);
        let (new, changes) = (inserts(&context), updates(&context));
        for (field, _) in context.entity.fields() {
            let site = Site { view: self, context: &context, names: self.names.entity(id), field };
            let ty: Cow<'a, str> = context.types.value(id, field).flat().into();
            members.push(site.of_row(ty.clone()));
            members.extend((new && context.entity.is_insertable(field)).then(|| site.of_new(ty.clone())));
            members.extend((changes && context.entity.is_updatable(field)).then(|| site.of_changes(ty)));
            members.push(site.column());
        }
        members.extend(functions(&context).iter().filter_map(|function| self.function(id, function)));
        members
    }

    /// The types that an entity has.
    fn structs(&self, id: EntityId) -> Members<'a> {
        let (context, names, row) = (self.context(id), self.names.entity(id), (Role::Entity, self.lineage.entity(id)));
        let origin = Origin::Entity(self.model.entity(id).name.as_str());
        let part = |role, name: String| {
            Sketch::new((role, self.lineage.entity(id)), origin.clone(), name).part_of(row.clone())
        };
        let entity = Sketch::new(row.clone(), origin.clone(), names.row.as_str()).part_of(WHOLE);
        let key = context.types.id(id).map(|field| {
            let ty = context.types.id_content(id, field).flat().into();
            Sketch { ty, ..part(Role::Id, names.id()) }
        });
        let new = inserts(&context).then(|| part(Role::New, names.new_row()));
        let changes = updates(&context).then(|| part(Role::Changes, names.changes()));
        [Some(entity), key, new, changes].into_iter().flatten().collect()
    }

    fn function(&self, id: EntityId, function: &Function) -> Option<Sketch<'a>> {
        let deed = DEEDS.into_iter().find(|deed| function.name.starts_with(deed))?;
        let (was, origin) = (self.lineage.entity(id), Origin::Entity(self.model.entity(id).name.as_str()));
        let sketch = Sketch::new((Role::Function(deed), was.clone()), origin, function.name.clone());
        let ty = function.signature().into();
        Some(Sketch { stem: ["TenantTx", "::", ""], ty, ..sketch }.part_of((Role::Entity, was)))
    }
}

/// A field, and where its column stands.
struct Site<'v, 'a> {
    view: &'v View<'a>,
    context: &'v Context<'v>,
    names: &'a EntityNames,
    field: FieldId,
}

impl<'a> Site<'_, 'a> {
    /// In the row.
    fn of_row(&self, ty: Cow<'a, str>) -> Sketch<'a> {
        let optional = self.context.entity.field(self.field).nullable;
        let field = self.member(Role::Field, ["", &self.names.row, "."]).part_of(self.of(Role::Entity));
        Sketch { ty, optional, ..field }
    }

    /// In the struct for inserting.
    fn of_new(&self, ty: Cow<'a, str>) -> Sketch<'a> {
        let field = self.member(Role::NewField, ["New", &self.names.row, "."]).part_of(self.of(Role::New));
        Sketch { ty, required: is_needed(self.context, self.field), ..field }.part_of(self.row())
    }

    /// In the struct for updating.
    fn of_changes(&self, ty: Cow<'a, str>) -> Sketch<'a> {
        let optional = self.context.entity.field(self.field).nullable;
        let field = self.member(Role::ChangesField, ["", &self.names.row, "Changes."]).part_of(self.of(Role::Changes));
        Sketch { ty, optional, ..field }.part_of(self.row())
    }

    /// The constant with its name.
    fn column(&self) -> Sketch<'a> {
        let name = plain(self.names.field(self.field)).to_ascii_uppercase();
        let column = self.member(Role::Column, ["", &self.names.module, "::column::"]);
        Sketch { name: name.into(), ..column }.part_of(self.row())
    }

    fn member(&self, role: Role, stem: [&'a str; 3]) -> Sketch<'a> {
        let entity = self.view.model.entity(self.context.id);
        let origin = Origin::Field(entity.name.as_str(), entity.field(self.field).name.as_str());
        Sketch { stem, ..Sketch::new((role, self.at()), origin, self.names.field(self.field)) }
    }

    fn at(&self) -> Origin<&'a str> {
        self.view.lineage.field(self.context.id, self.field)
    }

    /// The field of the row.
    fn row(&self) -> Key<&'a str> {
        (Role::Field, self.at())
    }

    /// A struct that it stands in.
    fn of(&self, role: Role) -> Key<&'a str> {
        (role, self.view.lineage.entity(self.context.id))
    }
}
