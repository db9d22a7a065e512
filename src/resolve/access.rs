//! Access: which verbs each role has, and on which rows.

use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::model::{Access, Role, Verb, VerbAccess};
use crate::spec::{AccessSpec, Text, VerbSpec, unknown_value};

use super::Scene;
use super::draft::{Draft, Kind};
use super::expression::Place;

/// The roles that services connect as.
const SERVICE_ROLES: [Role; 2] = [Role::App, Role::Readonly];

/// Makes every entity's access rules. What is not written is the default: on rows that belong to a tenant `app` has
/// every verb; everything else only reads.
pub fn resolve(scene: &Scene<'_, '_>, drafts: &mut [Draft<'_>], faults: &mut Diagnostics) {
    for draft in drafts {
        for spec in &draft.spec.access {
            report_unknown_role(&spec.role, faults);
        }
        draft.access = SERVICE_ROLES.iter().filter_map(|&role| of_role(scene, draft, role, faults)).collect();
    }
}

fn of_role(scene: &Scene<'_, '_>, draft: &Draft<'_>, role: Role, faults: &mut Diagnostics) -> Option<Access> {
    let Some(spec) = draft.spec.access.iter().find(|spec| spec.role.value == role.key()) else {
        return Some(default_access(draft, role));
    };
    let verbs = verbs(scene, draft, role, spec, faults);
    (!verbs.is_empty()).then_some(Access { role, verbs })
}

fn default_access(draft: &Draft<'_>, role: Role) -> Access {
    let all = role == Role::App && draft.kind == Kind::Owned;
    let verbs = Verb::ALL.into_iter().filter(|&verb| all || verb == Verb::Select);
    Access { role, verbs: verbs.map(|verb| VerbAccess { verb, filter: None }).collect() }
}

fn verbs(
    scene: &Scene<'_, '_>,
    draft: &Draft<'_>,
    role: Role,
    spec: &AccessSpec,
    faults: &mut Diagnostics,
) -> Vec<VerbAccess> {
    let mut verbs: Vec<VerbAccess> = Vec::new();
    for written in &spec.verbs {
        let Some(verb) = verb(written, faults) else { continue };
        if !may_have(draft, role, verb) {
            faults.push(forbidden(draft, role, written));
        }
        if verbs.iter().any(|other| other.verb == verb) {
            faults.push(super::names::defined_twice("verb", &written.verb, spec.role.span));
            continue;
        }
        let filter = match &written.filter {
            Some(text) => scene.scope(draft).resolve(text, Place::Access, faults),
            None => None,
        };
        verbs.push(VerbAccess { verb, filter });
    }
    verbs.sort_by_key(|access| access.verb);
    verbs
}

fn verb(spec: &VerbSpec, faults: &mut Diagnostics) -> Option<Verb> {
    let found = Verb::ALL.into_iter().find(|verb| verb.key() == spec.verb.value);
    if found.is_none() {
        faults.push(unknown_value("a verb", &spec.verb, &Verb::ALL.map(Verb::key)));
    }
    found
}

/// Reading is for every service; writing only for `app`, and only rows that belong to one tenant.
fn may_have(draft: &Draft<'_>, role: Role, verb: Verb) -> bool {
    verb == Verb::Select || (role == Role::App && draft.kind == Kind::Owned)
}

fn forbidden(draft: &Draft<'_>, role: Role, spec: &VerbSpec) -> Diagnostic {
    let message = format!("`{}` may not {} `{}`", role.key(), spec.verb.value, draft.name);
    let fault = Diagnostic::error(&codes::FORBIDDEN_VERB, message).at(spec.verb.span, "remove it");
    match role {
        Role::Readonly => fault.help("`readonly` only reads; give the verb to `app`"),
        Role::Owner | Role::Migrator | Role::App | Role::Admin => {
            fault.help(format!("`{}` holds {}: they are written as `admin`", draft.name, draft.kind.word()))
        }
    }
}

fn report_unknown_role(role: &Text, faults: &mut Diagnostics) {
    let keys = SERVICE_ROLES.map(Role::key);
    if keys.contains(&role.value.as_str()) {
        return;
    }
    let is_role = Role::ALL.iter().any(|known| known.key() == role.value);
    let message = if is_role {
        format!("the role `{}` takes no access rules", role.value)
    } else {
        format!("there is no role `{}`", role.value)
    };
    let fault = Diagnostic::error(&codes::UNKNOWN_ROLE, message).at(role.span, "").did_you_mean(&role.value, keys);
    faults.push(fault.help("access rules are for `app` and `readonly`, the roles that services connect as"));
}
