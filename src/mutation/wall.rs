//! Row security and the policies.

use super::{Mutation, is_wall, walled};
use crate::model::{Entity, Model, Policy, Role, Wall};
use crate::sql::name::{self, column};
use crate::sql::predicate::{current_tenant, predicate};
use crate::sql::{self, ident, policy};

/// Each table that has a wall, with each of its policies.
pub fn mutations(model: &Model) -> Vec<Mutation> {
    walled(model).flat_map(|(_, entity)| of_table(model, entity)).collect()
}

fn of_table(model: &Model, entity: &Entity) -> Vec<Mutation> {
    let table = sql::table(model, entity);
    let switch = |weakness, what: &str| Mutation::of_table(weakness, entity, format!("ALTER TABLE {table} {what}"));
    let mut mutations = vec![
        switch("row security is not forced", "NO FORCE ROW LEVEL SECURITY"),
        switch("row security is off", "DISABLE ROW LEVEL SECURITY"),
        Mutation::of_table(
            "a policy lets the owner in",
            entity,
            format!("CREATE POLICY later ON {table} TO {} USING (true)", name::role(model, Role::Owner)),
        ),
    ];
    for one in &entity.policies {
        mutations.extend(if is_wall(one) { of_wall(model, entity, one) } else { of_access(model, entity, one) });
    }
    mutations
}

fn of_wall(model: &Model, entity: &Entity, wall: &Policy) -> Vec<Mutation> {
    let (table, name) = (sql::table(model, entity), ident(&wall.name));
    let alter =
        |weakness, to: String| Mutation::of_table(weakness, entity, format!("ALTER POLICY {name} ON {table} {to}"));
    let app = name::role(model, Role::App);
    let rule = wall.rule.using().map(|rule| predicate(model, entity, rule)).unwrap_or_default();
    let door = "current_setting('crmgen.door', true) IS NULL";
    let mut mutations = vec![
        Mutation::of_table("the wall is gone", entity, format!("DROP POLICY {name} ON {table}")),
        alter("the wall lets every old row through", "USING (true)".to_owned()),
        alter("the wall lets every new row through", "WITH CHECK (true)".to_owned()),
        alter("the wall stands before one role alone", format!("TO {app}")),
        alter("the wall has a back door", format!("USING ({rule} OR {door})")),
        Mutation::of_table("the wall is permissive", entity, permissive(model, entity, wall)),
    ];
    let wrong = wrong_column(model, entity, wall);
    mutations.extend(
        wrong.map(|rule| alter("the wall looks at the wrong column", format!("USING ({rule}) WITH CHECK ({rule})"))),
    );
    mutations
}

/// The wall made again as one more way in.
fn permissive(model: &Model, entity: &Entity, wall: &Policy) -> String {
    let (table, name) = (sql::table(model, entity), ident(&wall.name));
    let rule = wall.rule.using().map(|rule| predicate(model, entity, rule)).unwrap_or_default();
    format!(
        "DROP POLICY {name} ON {table}; CREATE POLICY {name} ON {table} TO PUBLIC USING ({rule}) WITH CHECK ({rule})"
    )
}

/// The wall's condition on a column that does not name the tenant.
fn wrong_column(model: &Model, entity: &Entity, wall: &Policy) -> Option<String> {
    let Wall::TenantKey(key) = wall.rule.using()?.wall else { return None };
    let of_key = entity.field(key).ty;
    let (other, _) = entity.fields().find(|(id, field)| *id != key && field.ty == of_key)?;
    Some(format!("{} = {}", column(entity, other), current_tenant(model)))
}

fn of_access(model: &Model, entity: &Entity, access: &Policy) -> Vec<Mutation> {
    let (table, name) = (sql::table(model, entity), ident(&access.name));
    let alter = |weakness, to: &str| {
        let statement = format!("ALTER POLICY {name} ON {table} {to}");
        Mutation {
            object: format!("{}.{}", entity.name, access.name),
            ..Mutation::of_table(weakness, entity, statement)
        }
    };
    let using = access.rule.using().map(|_| alter("a policy lets every old row through", "USING (true)"));
    let check = access.rule.check().map(|_| alter("a policy lets every new row through", "WITH CHECK (true)"));
    let to = policy::grantee(model, access.to);
    let public = alter("a policy is everyone's", "TO PUBLIC");
    using.into_iter().chain(check).chain((to != "PUBLIC").then_some(public)).collect()
}
