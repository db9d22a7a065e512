//! The tenant's transaction.

use serde::Serialize;

use crate::model::{ContextSource, Model, Role, RustTarget};
use crate::render::Fragment;
use crate::sql;
use crate::sql::routine::Routine;

use super::layout::{self, Type};
use super::quote::rust;
use super::types::Types;

/// What the file says.
#[derive(Serialize)]
pub(super) struct View {
    /// The statement that sets the tenant, as a constant.
    set_tenant: Fragment,
    tenant: Fragment,
    begin: Fragment,
    example: Example,
}

/// What the example in the documentation names: paths from outside.
#[derive(Serialize)]
struct Example {
    krate: Fragment,
    tenant: Fragment,
}

/// What the file of the tenant's transaction says.
pub(super) fn view(model: &Model, target: &RustTarget, types: &Types<'_>) -> View {
    let krate = target.crate_name.replace('-', "_");
    let tenant = types.tenant();
    View {
        set_tenant: rust(layout::statement(0, "const SET_TENANT: &str", &[set_tenant(model)])),
        begin: rust(begin(&tenant)),
        example: Example { tenant: rust(tenant.flat().replace("crate::", &format!("{krate}::"))), krate: rust(krate) },
        tenant: rust(tenant.flat()),
    }
}

fn begin(tenant: &Type) -> String {
    let pool = ("pool".to_owned(), Type::Path("&PgPool".to_owned()));
    let parameters = [pool, ("tenant".to_owned(), tenant.clone())];
    let result = Type::Path("Self".to_owned()).inside("sqlx::Result");
    layout::function(4, "pub async fn begin", false, &parameters, &result)
}

/// The statement that says which tenant the transaction acts for; `$1` is the tenant. Supabase reads it from the claims
/// of a JWT, and its policies are for a role that a service must first take on.
fn set_tenant(model: &Model) -> String {
    match &model.project.tenancy.context.source {
        ContextSource::Setting { .. } => format!("SELECT {}($1)", Routine::Set.qualified(model)),
        ContextSource::Supabase { claim } => format!(
            "SELECT set_config('role', {}, true), set_config('request.jwt.claims', \
             jsonb_build_object('app_metadata', jsonb_build_object({}, $1::uuid))::text, true)",
            sql::literal(model.project.roles.name(Role::App).as_str()),
            sql::literal(claim),
        ),
    }
}
