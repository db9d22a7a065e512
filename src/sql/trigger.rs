//! Triggers.

use crate::model::{Entity, Name, Trigger};

use super::name::column;
use super::routine::Routine;

/// What the name of every trigger that touches a field starts with.
pub const TOUCH: &str = "touch_";

/// The trigger's name, unique in its table.
#[must_use]
pub fn name(entity: &Entity, trigger: Trigger) -> Name {
    match trigger {
        Trigger::KeepTenant(_) => Name::derived("keep_tenant", "", 0),
        Trigger::Touch(field) => touch(&entity.field(field).name),
    }
}

/// The function it runs.
#[must_use]
pub fn routine(entity: &Entity, trigger: Trigger) -> Routine {
    match trigger {
        Trigger::KeepTenant(_) => Routine::RefuseTenantChange,
        Trigger::Touch(field) => Routine::Touch(entity.field(field).name.clone()),
    }
}

/// The condition under which it runs; always without.
#[must_use]
pub fn condition(entity: &Entity, trigger: Trigger) -> Option<String> {
    match trigger {
        Trigger::KeepTenant(field) => {
            let key = column(entity, field);
            Some(format!("old.{key} IS DISTINCT FROM new.{key}"))
        }
        Trigger::Touch(_) => None,
    }
}

/// What a trigger that touches a field is called, and its function with it.
#[must_use]
pub fn touch(field: &Name) -> Name {
    Name::derived(&format!("{TOUCH}{field}"), "", 0)
}
