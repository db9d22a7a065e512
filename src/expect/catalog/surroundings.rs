//! Everything around the tables: roles, the database, schemas, extensions, types, functions, tables that exist elsewhere.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::super::columns;
use super::{Object, privilege, value};
use crate::expect::Expect;
use crate::model::{Entity, EntityId, Role};
use crate::sql::facts::{EnumType, Facts, Function, ObjectName, Signature};
use crate::sql::ident;

impl Expect<'_> {
    /// Everything but the tables that are made here.
    pub(super) fn surrounding_objects(&self, written: &BTreeMap<Signature, Function>) -> Vec<Object> {
        let facts = self.surroundings();
        let mut objects: Vec<_> = self.watched_roles().map(|role| self.role_object(role, &facts)).collect();
        objects.extend(privilege::objects("privileges on database", "", "", &facts.database));
        objects.extend(self.default_privilege_object());
        objects.extend(self.schema_objects(&facts));
        let extension = |(name, schema): (&String, &Option<String>)| {
            Object::new("extension", "", name, "").with_some("schema", schema.clone())
        };
        objects.extend(facts.extensions.iter().map(extension));
        objects.extend(facts.enums.iter().map(|(name, one)| self.enum_object(name, one)));
        for (signature, function) in &facts.functions {
            objects.extend(self.function_objects(signature, function, written.get(signature)));
        }
        objects.extend(self.external_objects());
        objects
    }

    fn role_object(&self, role: Role, facts: &Facts) -> Object {
        let name = self.role_name(role);
        let attribute =
            |attribute: &str| facts.roles.get(&name).and_then(|role| role.attributes.get(attribute).copied());
        let yes = |name: &str| (attribute(name) == Some(true)).then_some("yes");
        let bypasses = if self.is_made(role) { yes("bypassrls") } else { (role == Role::Admin).then_some("yes") };
        let of = facts.memberships.iter().filter(|one| one.member == self.role(role)).map(|one| one.role.clone());
        let of: Vec<_> = of.collect();
        Object::new("role", "", &name, "")
            .with("existence", "there")
            .with_some("login", yes("canlogin"))
            .with_some("superuser", yes("superuser"))
            .with_some("bypassrls", bypasses)
            .with_some("createdb", yes("createdb"))
            .with_some("createrole", yes("createrole"))
            .with_some("replication", yes("isreplication"))
            .with_some("inherit", (attribute("inherit") == Some(false)).then_some("no"))
            .with_some("member of", (!of.is_empty()).then_some(of))
            .with_some(
                "members",
                (role == Role::Owner && self.is_made(role)).then(|| [self.role_name(Role::Migrator)].to_vec()),
            )
    }

    /// That the owner's later functions are nobody's.
    fn default_privilege_object(&self) -> Option<Object> {
        let owner = self.role_name(Role::Owner);
        let nobody = Value::Array(Vec::new());
        self.is_made(Role::Owner)
            .then(|| Object::new("default privileges", "", &owner, "functions").with("granted", nobody))
    }

    fn schema_objects(&self, facts: &Facts) -> Vec<Object> {
        let own = self.own_schema();
        let owner = |name: &str| (own == Some(name)).then(|| self.role_name(Role::Owner));
        let managed = self.managed_schemas().into_iter();
        let schemas = managed
            .map(|name| Object::new("schema", "", name, "").with("existence", "there").with_some("owner", owner(name)));
        let held = |(name, schema): (&String, &crate::sql::facts::Schema)| {
            privilege::objects("privileges on schema", "", name, &schema.privileges)
        };
        schemas.chain(facts.schemas.iter().flat_map(held)).collect()
    }

    fn enum_object(&self, name: &ObjectName, one: &EnumType) -> Object {
        Object::new("type", name.schema.as_deref().unwrap_or_default(), &name.name, "")
            .with("owner", self.role_name(Role::Owner))
            .with("values", one.values.clone())
            .with_some("comment", one.comment.clone())
    }

    fn function_objects(&self, signature: &Signature, function: &Function, written: Option<&Function>) -> Vec<Object> {
        let (schema, name) = (signature.name.schema.as_deref().unwrap_or_default(), &signature.name.name);
        let arguments = signature.arguments.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let object = function_properties(Object::new("function", schema, name, &arguments), function)
            .with("owner", self.role_name(Role::Owner))
            .with_some("argument names", written.and_then(argument_names))
            .with_some("body", written.map(|written| written.body.clone()))
            .with_some("comment", written.and_then(|written| written.comment.clone()));
        let held =
            privilege::objects("privileges on function", schema, &format!("{name}({arguments})"), &function.privileges);
        std::iter::once(object).chain(held).collect()
    }

    /// The tables that exist elsewhere, each with the keys that foreign keys of managed tables point at.
    fn external_objects(&self) -> Vec<Object> {
        let external = self.model.entities().filter(|(_, entity)| entity.external);
        external.map(|(id, entity)| self.external_object(id, entity)).collect()
    }

    fn external_object(&self, id: EntityId, entity: &Entity) -> Object {
        let name = self.name(&entity.name);
        let relations = self.model.managed().flat_map(|(_, entity)| &entity.relations);
        let keys = relations.flat_map(|relation| relation.reference.keys()).filter(|key| key.to == id);
        let mut keys: Vec<_> = keys.map(|key| columns(entity, key.to_fields.iter().copied())).collect();
        keys.sort_unstable();
        keys.dedup();
        Object::new("external table", name.schema.as_deref().unwrap_or_default(), &name.name, "")
            .with("existence", "there")
            .with_some("keys", (!keys.is_empty()).then(|| json!(keys)))
    }
}

fn function_properties(object: Object, function: &Function) -> Object {
    let setting = |(name, values): (&String, &Vec<String>)| {
        Value::from(format!("{name}={}", values.iter().map(ident).collect::<Vec<_>>().join(", ")))
    };
    let settings: Vec<_> = function.settings.iter().map(setting).collect();
    let default = function
        .arguments
        .iter()
        .find_map(|one| Some(value::expression(one.default.as_ref()?, &value::type_text(&one.ty))));
    object
        .with("returns", value::type_text(&function.returns))
        .with("language", function.language.clone())
        .with("volatility", function.volatility.clone())
        .with("parallel", function.parallel.clone())
        .with("NULL arguments", if function.strict { "strict" } else { "called" })
        .with("security", if function.security_definer { "definer" } else { "invoker" })
        .with_some("settings", (!settings.is_empty()).then_some(settings))
        .with_some("argument defaults", default)
}

fn argument_names(function: &Function) -> Option<Vec<String>> {
    function
        .arguments
        .iter()
        .map(|argument| argument.name.clone())
        .collect::<Option<Vec<_>>>()
        .filter(|names| !names.is_empty())
}
