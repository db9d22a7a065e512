//! Row security policies, with their conditions put together from the model once more.

use std::collections::BTreeMap;

use super::Expect;
use crate::model::{self, Entity, FieldId, PolicyKind, PolicyRule, RowRule, Wall};
use crate::sql::facts::{Command, Grantee, Policy, Tree};
use crate::sql::{ident, qualified};

impl Expect<'_> {
    /// The policies of an entity's table by name.
    pub(super) fn policies(&self, entity: &Entity) -> BTreeMap<String, Policy> {
        entity.policies.iter().map(|policy| (policy.name.to_string(), self.policy(entity, policy))).collect()
    }

    fn policy(&self, entity: &Entity, policy: &model::Policy) -> Policy {
        let condition = |rule: &RowRule| self.condition(entity, rule);
        Policy {
            permissive: policy.kind == PolicyKind::Permissive,
            command: command(&policy.rule),
            roles: vec![match policy.to {
                model::Grantee::Public => Grantee::Public,
                model::Grantee::Role(role) => self.role(role),
            }],
            using: policy.rule.using().map(condition),
            check: policy.rule.check().map(condition),
        }
    }

    /// The tenant wall, and what the schema adds to it.
    fn condition(&self, entity: &Entity, rule: &RowRule) -> Tree {
        let wall = self.wall(entity, &rule.wall);
        let filter = rule.filter.as_ref().map(|filter| format!("({})", filter.text));
        self.tree(&[wall].into_iter().chain(filter).collect::<Vec<_>>().join(" AND "))
    }

    fn wall(&self, entity: &Entity, wall: &Wall) -> String {
        let context = &self.model.project.tenancy.context;
        let tenant_now = format!("(SELECT {}())", qualified(&context.schema, &context.current));
        match wall {
            Wall::TenantKey(key) => format!("{} = {tenant_now}", name(entity, *key)),
            Wall::Membership { members, tenant, user, key } => {
                let members = self.model.entity(*members);
                let from = qualified(&self.model.project.postgres.schema, &members.name);
                let alias = if entity.name == "m" { "member" } else { "m" };
                let (tenant, user) = (name(members, *tenant), name(members, *user));
                let row = format!("{}.{}", ident(&entity.name), name(entity, *key));
                let is_member = format!("{alias}.{tenant} = {tenant_now} AND {alias}.{user} = {row}");
                format!("EXISTS (SELECT FROM {from} AS {alias} WHERE {is_member})")
            }
            Wall::Open => "true".to_owned(),
        }
    }
}

fn name(entity: &Entity, field: FieldId) -> String {
    ident(&entity.field(field).name)
}

const fn command(rule: &PolicyRule) -> Command {
    match rule {
        PolicyRule::All { .. } => Command::All,
        PolicyRule::Select { .. } => Command::Select,
        PolicyRule::Insert { .. } => Command::Insert,
        PolicyRule::Update { .. } => Command::Update,
        PolicyRule::Delete { .. } => Command::Delete,
    }
}
