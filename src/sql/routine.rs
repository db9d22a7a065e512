//! The functions that the generated SQL makes.

use std::collections::BTreeSet;

use crate::model::{ContextSource, Default, Model, Name, Trigger};

use super::{default, qualified, trigger};

/// One function of the context's schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Routine {
    /// Returns the current tenant.
    Current,
    /// Makes the value that says which tenant a session acts for.
    Make,
    /// Sets it for the transaction.
    Set,
    /// Makes a UUID of version 7, where PostgreSQL does not.
    UuidV7,
    /// Refuses a change of the tenant key.
    RefuseTenantChange,
    /// Sets the field of that name to the current time.
    Touch(Name),
}

const UUID_V7: &str = "uuid_v7";
const REFUSE_TENANT_CHANGE: &str = "refuse_tenant_change";

/// Whether a name is kept for the functions behind triggers and defaults, which share the context's schema.
#[must_use]
pub fn is_helper(name: &str) -> bool {
    [UUID_V7, REFUSE_TENANT_CHANGE].contains(&name) || name.starts_with(trigger::TOUCH)
}

/// The functions a model needs, in an order in which each can be made after those it calls.
#[must_use]
pub fn routines(model: &Model) -> Vec<Routine> {
    let mut routines = vec![Routine::Current];
    match &model.project.tenancy.context.source {
        ContextSource::Setting { .. } => routines.extend([Routine::Make, Routine::Set]),
        ContextSource::Supabase { .. } => {}
    }
    routines.extend(needs_uuid_v7(model).then_some(Routine::UuidV7));
    routines.extend(keeps_tenant(model).then_some(Routine::RefuseTenantChange));
    routines.extend(touched(model).into_iter().map(|field| Routine::Touch(field.clone())));
    routines
}

impl Routine {
    /// Its name.
    #[must_use]
    pub fn name(&self, model: &Model) -> Name {
        let context = &model.project.tenancy.context;
        match self {
            Self::Current => context.current.clone(),
            Self::Make => context.make.clone(),
            Self::Set => context.set.clone(),
            Self::UuidV7 => Name::derived(UUID_V7, "", 0),
            Self::RefuseTenantChange => Name::derived(REFUSE_TENANT_CHANGE, "", 0),
            Self::Touch(field) => trigger::touch(field),
        }
    }

    /// Its name with its schema.
    #[must_use]
    pub fn qualified(&self, model: &Model) -> String {
        qualified(&model.project.tenancy.context.schema, self.name(model))
    }

    /// Its name with the types of its arguments, as `GRANT`, `COMMENT` and `DROP` want it.
    #[must_use]
    pub fn signature(&self, model: &Model) -> String {
        format!("{}({})", self.qualified(model), self.arguments())
    }

    /// Whether a trigger runs it: no role needs to call it.
    #[must_use]
    pub fn is_trigger(&self) -> bool {
        match self {
            Self::RefuseTenantChange | Self::Touch(_) => true,
            Self::Current | Self::Make | Self::Set | Self::UuidV7 => false,
        }
    }

    const fn arguments(&self) -> &'static str {
        match self {
            Self::Make => "uuid, uuid",
            Self::Set => "uuid",
            Self::Current | Self::UuidV7 | Self::RefuseTenantChange | Self::Touch(_) => "",
        }
    }
}

fn needs_uuid_v7(model: &Model) -> bool {
    let mut fields = model.managed().flat_map(|(_, entity)| &entity.fields);
    !default::has_uuid_v7(model) && fields.any(|field| field.default() == Some(&Default::UuidV7))
}

fn keeps_tenant(model: &Model) -> bool {
    model.managed().any(|(_, entity)| entity.tenancy.key().is_some())
}

/// The names of the fields that triggers set, each once.
fn touched(model: &Model) -> BTreeSet<&Name> {
    model
        .managed()
        .flat_map(|(_, entity)| entity.triggers().map(move |trigger| (entity, trigger)))
        .filter_map(|(entity, trigger)| match trigger {
            Trigger::Touch(field) => Some(&entity.field(field).name),
            Trigger::KeepTenant(_) => None,
        })
        .collect()
}
