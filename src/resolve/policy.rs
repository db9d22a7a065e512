//! Policies: the wall round each tenant's rows, and who is let in.

use crate::model::{
    Access, Entity, EntityId, FieldId, Grantee, Name, Policy, PolicyKind, PolicyRule, Role, RowRule, Tenancy, Verb,
    VerbAccess, Wall,
};

/// Makes the policies of every managed table: first the wall, which no later policy can widen, then one permissive
/// policy for each role that has a verb (one a verb where rows are filtered). `members` says who belongs to a tenant.
pub fn resolve(entities: &mut [Entity], members: Option<EntityId>) {
    let membership = members.and_then(|members| Membership::of(members, &entities[members.0]));
    for entity in entities.iter_mut().filter(|entity| !entity.external) {
        entity.policies = policies(entity, membership);
    }
}

/// The membership table, with its columns for the tenant and the user.
#[derive(Clone, Copy)]
struct Membership {
    members: EntityId,
    tenant: FieldId,
    user: FieldId,
}

impl Membership {
    fn of(members: EntityId, entity: &Entity) -> Option<Self> {
        match entity.tenancy {
            Tenancy::Members { key: tenant, user } => Some(Self { members, tenant, user }),
            Tenancy::Owned { .. } | Tenancy::Root | Tenancy::Users | Tenancy::Shared { .. } => None,
        }
    }
}

/// What every row must pass; `None` where there is nothing to pass, or nothing that could say who may.
fn wall(entity: &Entity, membership: Option<Membership>) -> Option<Wall> {
    let id = entity.primary_key.fields.first().copied();
    match (&entity.tenancy, membership) {
        (Tenancy::Owned { key } | Tenancy::Members { key, .. }, _) => Some(Wall::TenantKey(*key)),
        (Tenancy::Root, _) => id.map(Wall::TenantKey),
        (Tenancy::Users, Some(Membership { members, tenant, user })) => {
            id.map(|key| Wall::Membership { members, tenant, user, key })
        }
        (Tenancy::Users, None) | (Tenancy::Shared { .. }, _) => None,
    }
}

fn policies(entity: &Entity, membership: Option<Membership>) -> Vec<Policy> {
    let wall = wall(entity, membership);
    let restrictive = wall.clone().map(|wall| Policy {
        name: fixed("tenant_wall"),
        kind: PolicyKind::Restrictive,
        to: Grantee::Public,
        rule: PolicyRule::All { using: rule(&wall, None), check: rule(&wall, None) },
    });
    // Without a membership table nobody can tell whose users they are, so no row is let through.
    if entity.tenancy == Tenancy::Users && wall.is_none() {
        return Vec::new();
    }
    let open = wall.unwrap_or(Wall::Open);
    restrictive.into_iter().chain(entity.access.iter().flat_map(|access| permissive(access, &open))).collect()
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
