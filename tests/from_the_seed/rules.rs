//! Checks, triggers and row security.

use crmgen::model::{Entity, Grantee, Model, Policy, PolicyKind, PolicyRule, Role, RowRule, Trigger, Verb, Wall};

use crate::facts::{PolicyFact, Seed};
use crate::page::Row;
use crate::text;

/// A row for the policies of the table, and for each check and trigger, as the seed has none.
pub fn compare(seed: &Seed, name: &str, entity: &Entity, model: &Model) -> Vec<Row> {
    let checks =
        entity.checks.iter().map(|check| (check.name.to_string(), format!("check `{}`", check.expression.text)));
    let triggers = entity.triggers().map(|trigger| trigger_text(trigger, entity));
    let added = checks.chain(triggers).map(|(of, here)| Row::new(format!("{name} {of}"), "", here));
    let policies = Row::new(format!("{name} policies"), policies_there(seed), policies(entity, model));
    let grants = Row::new(format!("{name} grants"), "", grants(entity));
    std::iter::once(policies).chain([grants]).chain(added).collect()
}

fn policies_there(seed: &Seed) -> String {
    let policy = |(command, fact): &(String, PolicyFact)| {
        let command = if command == "all" { "all commands" } else { command };
        let rule = fact.using.as_ref().or(fact.check.as_ref()).expect("a policy has a rule");
        format!("permissive, {command}, all roles: `{rule}`")
    };
    seed.policies.0.iter().map(policy).collect::<Vec<_>>().join("<br>")
}

fn policies(entity: &Entity, model: &Model) -> String {
    entity.policies.iter().map(|policy| policy_text(policy, entity, model)).collect::<Vec<_>>().join("<br>")
}

fn policy_text(policy: &Policy, entity: &Entity, model: &Model) -> String {
    let kind = match policy.kind {
        PolicyKind::Restrictive => "restrictive",
        PolicyKind::Permissive => "permissive",
    };
    let command = match &policy.rule {
        PolicyRule::All { .. } => "all commands",
        PolicyRule::Select { .. } => "select",
        PolicyRule::Insert { .. } => "insert",
        PolicyRule::Update { .. } => "update",
        PolicyRule::Delete { .. } => "delete",
    };
    let to = match policy.to {
        Grantee::Public => "all roles".to_owned(),
        Grantee::Role(role) => format!("`{}`", model.project.roles.name(role)),
    };
    let rule = policy.rule.using().or(policy.rule.check()).map(|rule| rule_text(rule, entity)).unwrap_or_default();
    format!("{kind}, {command}, {to}: {rule}")
}

fn rule_text(rule: &RowRule, entity: &Entity) -> String {
    let wall = match rule.wall {
        Wall::TenantKey(key) => format!("`{}` is the current tenant", entity.field(key).name),
        Wall::Membership { .. } => "the user is a member".to_owned(),
        Wall::Open => "every row".to_owned(),
    };
    match &rule.filter {
        Some(filter) => format!("{wall}, and `{}`", filter.text),
        None => wall,
    }
}

fn grants(entity: &Entity) -> String {
    let verbs = |role: Role| {
        let verbs = Verb::ALL.into_iter().filter(|&verb| entity.allows(role, verb)).map(Verb::key);
        format!("{}: {}", role.key(), text::names(verbs))
    };
    let fixed = entity.fields().map(|(id, _)| id).filter(|&id| entity.is_insertable(id) && !entity.is_updatable(id));
    let made = entity.fields().map(|(id, _)| id).filter(|&id| !entity.is_insertable(id));
    let (fixed, made): (Vec<_>, Vec<_>) = (fixed.collect(), made.collect());
    format!(
        "{}<br>{}<br>not inserted: `{}`<br>not updated either: `{}`",
        verbs(Role::App),
        verbs(Role::Readonly),
        text::fields(entity, &made),
        text::fields(entity, &fixed),
    )
}

fn trigger_text(trigger: Trigger, entity: &Entity) -> (String, String) {
    match trigger {
        Trigger::Touch(field) => {
            let name = &entity.field(field).name;
            (format!("touch {name}"), format!("trigger: sets `{name}` on every update"))
        }
        Trigger::KeepTenant(field) => {
            let name = &entity.field(field).name;
            (format!("keep {name}"), format!("trigger: refuses to change `{name}`"))
        }
    }
}
