//! What holds for rows: checks, who may do what, policies, triggers.

use serde::Serialize;

use super::entity::names;
use crate::model::{self, CheckOrigin, Entity, Grantee, Model, PolicyKind, RowRule, Verb};
use crate::sql::{policy, predicate, trigger};

/// A CHECK constraint.
#[derive(Serialize)]
pub(super) struct Check<'m> {
    name: &'m str,
    expression: &'m str,
    origin: Origin<'m>,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Origin<'m> {
    Declared,
    EnumValues { field: &'m str },
}

/// What one role may do.
#[derive(Serialize)]
pub(super) struct Access<'m> {
    role: &'static str,
    verbs: Vec<VerbView<'m>>,
    /// The columns it may give a value on insert.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    insertable: Vec<&'m str>,
    /// The columns it may change.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    updatable: Vec<&'m str>,
}

#[derive(Serialize)]
struct VerbView<'m> {
    verb: &'static str,
    #[serde(rename = "where", skip_serializing_if = "Option::is_none")]
    filter: Option<&'m str>,
}

/// A row security policy.
#[derive(Serialize)]
pub(super) struct Policy<'m> {
    name: &'m str,
    kind: &'static str,
    to: &'static str,
    command: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    using: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    check: Option<String>,
}

/// A trigger.
#[derive(Serialize)]
pub(super) struct Trigger<'m> {
    name: String,
    kind: &'static str,
    field: &'m str,
}

/// A CHECK constraint.
pub(super) fn check<'m>(entity: &'m Entity, check: &'m model::Check) -> Check<'m> {
    Check {
        name: check.name.as_str(),
        expression: &check.expression.text,
        origin: match check.origin {
            CheckOrigin::Declared => Origin::Declared,
            CheckOrigin::EnumValues(id) => Origin::EnumValues { field: entity.field(id).name.as_str() },
        },
    }
}

/// What one role may do.
pub(super) fn access<'m>(entity: &'m Entity, access: &'m model::Access) -> Access<'m> {
    let fields = |verb, fields: Vec<_>| if access.allows(verb) { names(entity, &fields) } else { Vec::new() };
    let verb = |allowed: &'m model::VerbAccess| VerbView {
        verb: allowed.verb.key(),
        filter: allowed.filter.as_ref().map(|filter| filter.text.as_str()),
    };
    Access {
        role: access.role.key(),
        verbs: access.verbs.iter().map(verb).collect(),
        insertable: fields(Verb::Insert, entity.insertable().collect()),
        updatable: fields(Verb::Update, entity.updatable().collect()),
    }
}

/// A row security policy, its conditions as SQL.
pub(super) fn policy<'m>(model: &Model, entity: &Entity, policy: &'m model::Policy) -> Policy<'m> {
    let predicate = |rule: &RowRule| predicate::predicate(model, entity, rule);
    Policy {
        name: policy.name.as_str(),
        kind: match policy.kind {
            PolicyKind::Restrictive => "restrictive",
            PolicyKind::Permissive => "permissive",
        },
        to: match policy.to {
            Grantee::Public => "public",
            Grantee::Role(role) => role.key(),
        },
        command: policy::command(&policy.rule).to_lowercase(),
        using: policy.rule.using().map(predicate),
        check: policy.rule.check().map(predicate),
    }
}

/// The triggers of an entity's table; a table that is made elsewhere gets none.
pub(super) fn triggers(entity: &Entity) -> Vec<Trigger<'_>> {
    let view = |one: model::Trigger| {
        let (kind, field) = match one {
            model::Trigger::Touch(field) => ("touch", field),
            model::Trigger::KeepTenant(field) => ("keep_tenant", field),
        };
        Trigger { name: trigger::name(entity, one).to_string(), kind, field: entity.field(field).name.as_str() }
    };
    entity.triggers().filter(|_| !entity.external).map(view).collect()
}
