//! Tables, their constraints and triggers.

use std::collections::BTreeMap;

use super::{Expect, columns};
use crate::model::{self, Entity, Name, OnDelete};
use crate::sql::facts::{Action, ForeignKey, Key, Table, Tree, Trigger, Unique};
use crate::sql::ident;

impl Expect<'_> {
    /// The table of an entity, with all that hangs on it.
    pub fn table(&self, entity: &Entity) -> Table {
        let key = &entity.primary_key;
        Table {
            columns: entity.fields.iter().map(|field| self.column(field)).collect(),
            primary_key: Some(Key {
                name: key.name.to_string(),
                columns: columns(entity, key.fields.iter().copied()),
                ..Key::default()
            }),
            uniques: uniques(entity),
            checks: self.checks(entity),
            foreign_keys: self.foreign_keys(entity),
            indexes: self.indexes(entity),
            triggers: entity.triggers().map(|trigger| self.trigger(entity, trigger)).collect(),
            policies: self.policies(entity),
            row_security: true,
            forced: true,
            comment: entity.doc.clone(),
            privileges: self.privileges(entity),
            ..Table::default()
        }
    }

    fn checks(&self, entity: &Entity) -> BTreeMap<String, Tree> {
        entity.checks.iter().map(|check| (check.name.to_string(), self.tree(&check.expression.text))).collect()
    }

    /// In the order in which they must be made: they are checked in that order.
    fn foreign_keys(&self, entity: &Entity) -> Vec<ForeignKey> {
        let keys = entity.relations.iter().flat_map(|relation| relation.reference.keys());
        keys.map(|key| self.foreign_key(entity, key)).collect()
    }

    fn foreign_key(&self, entity: &Entity, key: &model::ForeignKey) -> ForeignKey {
        let target = self.model.entity(key.to);
        ForeignKey {
            name: key.name.to_string(),
            columns: columns(entity, key.fields.iter().copied()),
            target: self.name(&target.name),
            target_columns: columns(target, key.to_fields.iter().copied()),
            on_update: Action::NoAction,
            on_delete: action(key.on_delete),
            set_columns: columns(entity, key.set_null.iter().copied()),
            ..ForeignKey::default()
        }
    }

    fn trigger(&self, entity: &Entity, trigger: model::Trigger) -> (String, Trigger) {
        let (name, function, condition) = match trigger {
            model::Trigger::Touch(field) => {
                let name = super::function::touch_name(&entity.field(field).name);
                (name.clone(), name, None)
            }
            model::Trigger::KeepTenant(key) => {
                let key = ident(&entity.field(key).name);
                let condition = self.tree(&format!("old.{key} IS DISTINCT FROM new.{key}"));
                (Name::derived("keep_tenant", "", 0), Name::derived("refuse_tenant_change", "", 0), Some(condition))
            }
        };
        let event = "BEFORE UPDATE FOR EACH ROW".to_owned();
        (name.to_string(), Trigger { event, condition, function: self.context(&function), ..Trigger::default() })
    }
}

/// The unique keys that a constraint holds.
fn uniques(entity: &Entity) -> BTreeMap<String, Unique> {
    let constraint = |unique: &model::Unique| {
        let columns = columns(entity, unique.as_constraint()?);
        Some((
            unique.name.to_string(),
            Unique { columns, nulls_not_distinct: unique.nulls_not_distinct, ..Unique::default() },
        ))
    };
    entity.uniques.iter().filter_map(constraint).collect()
}

const fn action(on_delete: OnDelete) -> Action {
    match on_delete {
        OnDelete::Cascade => Action::Cascade,
        OnDelete::Restrict => Action::Restrict,
        OnDelete::NoAction => Action::NoAction,
        OnDelete::SetNull => Action::SetNull,
    }
}
