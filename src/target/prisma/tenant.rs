//! The client extension that sets the tenant.

use serde::Serialize;

use super::typescript::{property, template_text};
use crate::model::{ContextSource, Model, Role};
use crate::render::Fragment;
use crate::sql::literal;
use crate::sql::routine::Routine;

/// What the extension's file shows.
#[derive(Serialize)]
pub struct View {
    /// The function that sets the tenant, where the context is a setting.
    set: Option<Fragment>,
    /// What to set, where the context is in a JWT.
    claims: Option<Claims>,
}

#[derive(Serialize)]
struct Claims {
    /// The role that row security is written for, as a literal of SQL.
    role: Fragment,
    /// The claim in `app_metadata` that names the tenant.
    tenant: Fragment,
}

/// Makes the view.
pub fn view(model: &Model) -> View {
    match &model.project.tenancy.context.source {
        ContextSource::Setting { .. } => {
            View { set: Some(template_text(&Routine::Set.qualified(model))), claims: None }
        }
        ContextSource::Supabase { claim } => {
            let role = template_text(&literal(model.project.roles.name(Role::App).as_str()));
            View { set: None, claims: Some(Claims { role, tenant: property(claim) }) }
        }
    }
}
