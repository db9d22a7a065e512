//! A table, with all that hangs on it.

use super::{Object, privilege, value};
use crate::expect::Expect;
use crate::model::{Entity, Name, Reference, Role};
use crate::sql::facts::{
    Column, ForeignKey, Grantee, Index, IndexKey, KeyPart, ObjectName, Policy, Supply, Table, Trigger,
};

/// The table whose objects are being listed.
struct Listed<'a> {
    schema: &'a str,
    name: &'a str,
    table: &'a Table,
}

impl Expect<'_> {
    /// The table of an entity, with all that hangs on it.
    pub(super) fn objects_of_table(&self, entity: &Entity) -> Vec<Object> {
        let table = self.table(entity);
        let ObjectName { schema, name } = self.name(&entity.name);
        let listed = Listed { schema: schema.as_deref().unwrap_or_default(), name: &name, table: &table };
        let mut objects = vec![listed.itself(&self.role_name(Role::Owner))];
        objects.extend(table.columns.iter().map(|column| listed.column(column)));
        objects.extend(listed.keys());
        objects.extend(table.foreign_keys.iter().map(|key| listed.foreign_key(key, after(entity, &key.name))));
        objects.extend(table.indexes.iter().map(|(name, index)| listed.index(name, index)));
        objects.extend(table.triggers.iter().map(|(name, trigger)| listed.trigger(name, trigger)));
        objects.extend(table.policies.iter().map(|(name, policy)| listed.policy(name, policy)));
        objects.extend(privilege::objects("privileges on table", listed.schema, listed.name, &table.privileges));
        objects
    }
}

/// The plain key beside a tenant key, which must answer first.
fn after<'a>(entity: &'a Entity, key: &str) -> Option<&'a Name> {
    entity.relations.iter().find_map(|relation| match &relation.reference {
        Reference::Both { tenant, plain } => (tenant.name.as_str() == key).then_some(&plain.name),
        Reference::Plain(_) | Reference::Tenant(_) => None,
    })
}

impl Listed<'_> {
    fn part(&self, kind: &'static str, part: &str) -> Object {
        Object::new(kind, self.schema, self.name, part)
    }

    fn itself(&self, owner: &str) -> Object {
        self.part("table", "")
            .with("owner", owner)
            .with("row security", if self.table.row_security { "enabled" } else { "disabled" })
            .with("row security for the owner", if self.table.forced { "forced" } else { "not forced" })
            .with_some("comment", self.table.comment.clone())
    }

    fn column(&self, column: &Column) -> Object {
        let ty = value::type_text(&column.ty);
        let object = self
            .part("column", &column.name)
            .with("nullability", if column.nullable { "NULL" } else { "NOT NULL" })
            .with_some("comment", column.comment.clone());
        let object = match &column.supply {
            Supply::None => object,
            Supply::Default(tree) => object.with("default", value::expression(tree, &ty)),
            // No model has one: the live query reads its default as the text that PostgreSQL shows.
            Supply::Sequence(name) => object.with("default", format!("the next number of {name}")),
            Supply::Generated(tree) | Supply::Virtual(tree) => {
                object.with("generated value", value::expression(tree, &ty))
            }
            Supply::AlwaysIdentity => object.with("identity", "always"),
            Supply::DefaultIdentity => object.with("identity", "by default"),
        };
        object.with("type", serde_json::json!({ "type": ty }))
    }

    /// The primary key, the unique keys and the checks.
    fn keys(&self) -> Vec<Object> {
        let primary = self.table.primary_key.iter();
        let primary = primary.map(|key| self.part("primary key", &key.name).with("columns", key.columns.clone()));
        let uniques = self.table.uniques.iter().map(|(name, unique)| {
            let object = self.part("unique constraint", name).with("columns", unique.columns.clone());
            object.with_some("NULLs", unique.nulls_not_distinct.then_some("not distinct"))
        });
        let checks = self.table.checks.iter();
        let checks = checks.map(|(name, tree)| self.part("check", name).with("condition", value::condition(tree)));
        primary.chain(uniques).chain(checks).collect()
    }

    fn foreign_key(&self, key: &ForeignKey, before: Option<&Name>) -> Object {
        self.part("foreign key", &key.name)
            .with("columns", key.columns.clone())
            .with("target", value::name(&key.target))
            .with("target columns", key.target_columns.clone())
            .with("ON UPDATE", key.on_update.words())
            .with("ON DELETE", key.on_delete.words())
            .with_some("columns that ON DELETE sets", (!key.set_columns.is_empty()).then(|| key.set_columns.clone()))
            .with_some("fires and restores before", before.map(Name::as_str))
    }

    fn index(&self, name: &str, index: &Index) -> Object {
        let object = self
            .part("index", name)
            .with("method", index.method.as_str())
            .with_some("uniqueness", index.unique.then_some("unique"))
            .with_some("NULLs", index.nulls_not_distinct.then_some("not distinct"))
            .with_some("filter", index.filter.as_ref().map(value::condition))
            .with_some("comment", index.comment.clone());
        (1..).zip(&index.keys).fold(object, |object, (at, key)| index_key(object, format!("key {at}"), key))
    }

    fn trigger(&self, name: &str, trigger: &Trigger) -> Object {
        self.part("trigger", name)
            .with("event", trigger.event.as_str())
            .with("function", value::name(&trigger.function))
            .with_some("condition", trigger.condition.as_ref().map(value::condition))
    }

    fn policy(&self, name: &str, policy: &Policy) -> Object {
        let mut roles: Vec<_> = policy.roles.iter().map(|role: &Grantee| value::grantee(role)).collect();
        roles.sort_unstable();
        self.part("policy", name)
            .with("kind", if policy.permissive { "PERMISSIVE" } else { "RESTRICTIVE" })
            .with("command", policy.command.word())
            .with("roles", roles)
            .with_some("USING", policy.using.as_ref().map(value::condition))
            .with_some("WITH CHECK", policy.check.as_ref().map(value::condition))
    }
}

fn index_key(object: Object, at: String, key: &IndexKey) -> Object {
    let part = match &key.part {
        KeyPart::Column(column) => column.as_str().into(),
        KeyPart::Expression(tree) => value::untyped(tree),
    };
    let nulls = if key.nulls_first { "first" } else { "last" };
    object
        .with_some(format!("{at} order"), key.descending.then_some("descending"))
        .with_some(format!("{at} NULLs"), (key.nulls_first != key.descending).then_some(nulls))
        .with_some(format!("{at} operator class"), key.opclass.as_deref())
        .with(at, part)
}
