//! The functions behind the tenant context.

use super::Mutation;
use crate::model::{Bind, ContextSource, Model};
use crate::sql::literal;
use crate::sql::routine::{Routine, routines};

/// What is altered, and what is replaced.
pub fn mutations(model: &Model) -> Vec<Mutation> {
    let mut mutations: Vec<_> = routines(model).iter().flat_map(|routine| altered(model, routine)).collect();
    mutations.extend(replaced(model));
    mutations
}

/// The settings of each function.
fn altered(model: &Model, routine: &Routine) -> Vec<Mutation> {
    let signature = routine.signature(model);
    let alter =
        |weakness, what: &str| Mutation::new(weakness, &*signature, vec![format!("ALTER FUNCTION {signature} {what}")]);
    let mut mutations = vec![
        alter("its search path is the caller's", "RESET search_path"),
        alter("it runs with its owner's rights", "SECURITY DEFINER"),
    ];
    if !routine.is_trigger() {
        mutations.push(alter("its result is taken for constant", "IMMUTABLE"));
    }
    let public = format!("GRANT EXECUTE ON FUNCTION {signature} TO PUBLIC");
    mutations.push(Mutation::new("everyone may call it", &*signature, vec![public]));
    mutations
}

/// The function that says which tenant it is, as one might write it in a hurry.
fn replaced(model: &Model) -> Vec<Mutation> {
    let signature = Routine::Current.signature(model);
    let replace = |weakness, body: String| {
        let body = literal(&body);
        let statement = format!(
            "CREATE OR REPLACE FUNCTION {signature} RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE SET search_path = '' AS {body}"
        );
        Mutation::new(weakness, &*signature, vec![statement])
    };
    let root = model.entity(model.project.tenancy.tenant);
    let any = format!(
        "(SELECT {} FROM {} ORDER BY 1 LIMIT 1)",
        crate::sql::columns(root, &root.primary_key.fields),
        crate::sql::table(model, root)
    );
    let tenant = tenant(model);
    let mut mutations = vec![
        replace("it is open when nothing is set", format!("SELECT coalesce({tenant}, {any})")),
        replace("it is the same for everybody", format!("SELECT {any}")),
        replace("it takes what is malformed for nothing", format!("SELECT {tenant}")),
    ];
    mutations.extend(trusting(model).map(|body| replace("it takes a context from whoever gives one", body)));
    mutations
}

/// The tenant in the context, unchecked; NULL where there is none.
fn tenant(model: &Model) -> String {
    let setting = |name: &str| format!("pg_catalog.current_setting({}, true)", literal(name));
    let text = match &model.project.tenancy.context.source {
        ContextSource::Setting { name, .. } => setting(name),
        ContextSource::Supabase { claim } => {
            format!(
                "nullif({}, '')::pg_catalog.json -> 'app_metadata' ->> {}",
                setting("request.jwt.claims"),
                literal(claim)
            )
        }
    };
    let pattern = literal("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}");
    format!("nullif(pg_catalog.substring({text}, {pattern}), '')::pg_catalog.uuid")
}

/// The tenant from where users can write it themselves, where the source has such a place.
fn trusting(model: &Model) -> Option<String> {
    match &model.project.tenancy.context.source {
        ContextSource::Setting { bind: Bind::Transaction | Bind::Setting, .. } => None,
        ContextSource::Supabase { claim } => {
            let claim = literal(claim);
            let claims = "nullif(pg_catalog.current_setting('request.jwt.claims', true), '')::pg_catalog.json";
            let part = |part: &str| format!("{claims} -> '{part}' ->> {claim}");
            Some(format!("SELECT coalesce({}, {})::pg_catalog.uuid", part("app_metadata"), part("user_metadata")))
        }
    }
}
