//! Policies: the wall round each tenant's rows, and who is let in.

use crate::model::{Access, Grantee, Name, Policy, PolicyKind, PolicyRule, Role, RowRule, Verb, VerbAccess, Wall};

use super::Scene;
use super::draft::{Draft, Kind};

/// Makes the policies of every managed table: first the wall, which no later policy can widen, then one permissive
/// policy for each role that has a verb (one a verb where rows are filtered).
pub fn resolve(scene: &Scene<'_, '_>, drafts: &mut [Draft<'_>]) {
    let members = scene.rules.project.tenancy.members;
    let pair = members.and_then(|members| {
        let draft = &drafts[members.0];
        Some((members, draft.tenant_field?, draft.member_user?))
    });
    for draft in drafts.iter_mut().filter(|draft| !draft.spec.external) {
        let wall = match (&draft.kind, draft.tenant_field, pair, draft.primary_key.first()) {
            (Kind::Owned | Kind::Members | Kind::Root, Some(field), ..) => Some(Wall::TenantKey(field)),
            (Kind::Users, _, Some((members, tenant, user)), Some(&key)) => {
                Some(Wall::Membership { members, tenant, user, key })
            }
            _ => None,
        };
        draft.policies = policies(draft, wall);
    }
}

fn policies(draft: &Draft<'_>, wall: Option<Wall>) -> Vec<Policy> {
    let restrictive = wall.clone().map(|wall| Policy {
        name: fixed("tenant_wall"),
        kind: PolicyKind::Restrictive,
        to: Grantee::Public,
        rule: PolicyRule::All { using: rule(&wall, None), check: rule(&wall, None) },
    });
    // Without a membership table nobody can tell whose users they are, so no row is let through.
    let open = match draft.kind {
        Kind::Users if wall.is_none() => return Vec::new(),
        Kind::Owned | Kind::Members | Kind::Root | Kind::Users | Kind::Shared(_) => wall.unwrap_or(Wall::Open),
    };
    restrictive.into_iter().chain(draft.access.iter().flat_map(|access| permissive(access, &open))).collect()
}

fn permissive(access: &Access, wall: &Wall) -> Vec<Policy> {
    let reads_only = access.verbs.iter().all(|access| access.verb == Verb::Select);
    let filtered = access.verbs.iter().any(|access| access.filter.is_some());
    if reads_only || filtered {
        return access.verbs.iter().map(|verb| of_verb(access.role, verb, wall)).collect();
    }
    let rules = PolicyRule::All { using: rule(wall, None), check: rule(wall, None) };
    vec![to_role(access.role, "access", rules)]
}

fn of_verb(role: Role, access: &VerbAccess, wall: &Wall) -> Policy {
    let row = || rule(wall, Some(access));
    let rule = match access.verb {
        Verb::Select => PolicyRule::Select { using: row() },
        Verb::Insert => PolicyRule::Insert { check: row() },
        Verb::Update => PolicyRule::Update { using: row(), check: row() },
        Verb::Delete => PolicyRule::Delete { using: row() },
    };
    to_role(role, access.verb.key(), rule)
}

fn to_role(role: Role, what: &str, rule: PolicyRule) -> Policy {
    let name = fixed(&format!("{}_{what}", role.key()));
    Policy { name, kind: PolicyKind::Permissive, to: Grantee::Role(role), rule }
}

fn rule(wall: &Wall, access: Option<&VerbAccess>) -> RowRule {
    RowRule { wall: wall.clone(), filter: access.and_then(|access| access.filter.clone()) }
}

fn fixed(name: &str) -> Name {
    Name::new(name).expect("a short word is a name")
}
