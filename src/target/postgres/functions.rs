//! The functions of the context's schema, as `schema.sql` makes them.

use std::collections::BTreeMap;

use serde::Serialize;

use super::own_context_schema;
use crate::diagnostic::Diagnostic;
use crate::model::{Bind, Context, ContextSource, Model, Name, WhenUnset};
use crate::render::{Fragment, Renderer, Template, template};
use crate::sql::facts::{self, Facts, Signature};
use crate::sql::quote::{dollar_quote, plpgsql_ident};
use crate::sql::routine::{Routine, routines};
use crate::sql::{literal, read, sql};

/// The template that writes them.
pub const TEMPLATE: Template = template!("postgres/schema/functions.sql", Sql);

/// The functions as the template writes them. One that cannot be read is not among them.
///
/// # Errors
/// The template's fault.
pub fn written(model: &Model, renderer: &Renderer) -> Result<BTreeMap<Signature, facts::Function>, Diagnostic> {
    let text = renderer.render(TEMPLATE.path, &Whole { functions: view(model) })?;
    let mut facts = Facts::default();
    for effect in read::read(&text).unwrap_or_default().into_iter().flat_map(|statement| statement.effects) {
        // What is refused is missing from the result; the check of `schema.sql` says why.
        let _ = facts.apply(effect);
    }
    Ok(facts.functions)
}

#[derive(Serialize)]
struct Whole {
    functions: View,
}

#[derive(Serialize)]
pub(super) struct View {
    /// The schema to make for them, where it is not there already.
    schema: Option<Fragment>,
    current: Function,
    /// Where the tenant is read from a setting: its parts.
    setting: Option<Setting>,
    /// Where the tenant is read from Supabase's JWT: the claim.
    claim: Option<Fragment>,
    /// Whether a query without a tenant gets no rows instead of an error.
    empty_when_unset: bool,
    /// What to do about an unset context.
    hint: Fragment,
    uuid_v7: Option<Function>,
    refuse_tenant_change: Option<Function>,
    touches: Vec<Touch>,
}

#[derive(Serialize)]
struct Setting {
    make: Function,
    set: Function,
    /// The setting's name, as a text.
    name: Fragment,
    /// Whether a value counts only in the transaction that made it.
    bound: bool,
}

#[derive(Serialize)]
struct Touch {
    function: Function,
    /// The field, as a name in the body.
    field: Fragment,
    /// What the function does, as a text.
    doc: Fragment,
}

#[derive(Serialize)]
struct Function {
    /// `app.set_org`.
    name: Fragment,
    /// `app.set_org(uuid)`.
    signature: Fragment,
    /// A dollar quote that no name in the body holds.
    quote: Fragment,
}

pub(super) fn view(model: &Model) -> View {
    let context = &model.project.tenancy.context;
    let routines = routines(model);
    let if_needed = |routine: Routine| routines.contains(&routine).then(|| function(model, &routine));
    View {
        schema: own_context_schema(model),
        current: function(model, &Routine::Current),
        setting: setting(model, &context.source),
        claim: claim(&context.source),
        empty_when_unset: context.when_unset == WhenUnset::Empty,
        hint: sql(literal(&hint(model, context))),
        uuid_v7: if_needed(Routine::UuidV7),
        refuse_tenant_change: if_needed(Routine::RefuseTenantChange),
        touches: routines.iter().filter_map(|routine| touch(model, routine)).collect(),
    }
}

fn setting(model: &Model, source: &ContextSource) -> Option<Setting> {
    match source {
        ContextSource::Setting { name, bind } => Some(Setting {
            make: function(model, &Routine::Make),
            set: function(model, &Routine::Set),
            name: sql(literal(name)),
            bound: *bind == Bind::Transaction,
        }),
        ContextSource::Supabase { .. } => None,
    }
}

fn claim(source: &ContextSource) -> Option<Fragment> {
    match source {
        ContextSource::Setting { .. } => None,
        ContextSource::Supabase { claim } => Some(sql(literal(claim))),
    }
}

fn hint(model: &Model, context: &Context) -> String {
    match &context.source {
        ContextSource::Setting { bind: Bind::Transaction, .. } => {
            format!("Call {} first, in the same transaction.", Routine::Set.signature(model))
        }
        ContextSource::Setting { name, bind: Bind::Setting } => {
            format!("Call {} first, or set {name} to the tenant's id.", Routine::Set.signature(model))
        }
        ContextSource::Supabase { claim } => format!("The JWT needs app_metadata with the key {claim}."),
    }
}

fn touch(model: &Model, routine: &Routine) -> Option<Touch> {
    match routine {
        Routine::Touch(field) => Some(Touch {
            function: function(model, routine),
            field: sql(plpgsql_ident(field)),
            doc: sql(literal(&format!("Trigger: sets {field} to the time of the change."))),
        }),
        Routine::Current | Routine::Make | Routine::Set | Routine::UuidV7 | Routine::RefuseTenantChange => None,
    }
}

fn function(model: &Model, routine: &Routine) -> Function {
    Function {
        name: sql(routine.qualified(model)),
        signature: sql(routine.signature(model)),
        quote: sql(dollar_quote("body", names_inside(model, routine))),
    }
}

/// Every name that can stand in a function's body.
fn names_inside<'a>(model: &'a Model, routine: &'a Routine) -> Vec<&'a str> {
    let context = &model.project.tenancy.context;
    let source = match &context.source {
        ContextSource::Setting { name, .. } => name,
        ContextSource::Supabase { claim } => claim,
    };
    let field = match routine {
        Routine::Touch(field) => Some(field.as_str()),
        Routine::Current | Routine::Make | Routine::Set | Routine::UuidV7 | Routine::RefuseTenantChange => None,
    };
    let names = [&context.schema, &context.make, &context.set].map(Name::as_str);
    names.into_iter().chain([source.as_str()]).chain(field).collect()
}
