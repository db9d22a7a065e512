//! The tenant key, and keys that hold it.

use super::Mutation;
use crate::model::{Entity, FieldId, Model, Unique, UniqueOrigin};
use crate::sql::name::column;
use crate::sql::{self, columns, ident};

/// Each table whose rows are tenants' own.
pub fn mutations(model: &Model) -> Vec<Mutation> {
    let owned = model.managed().filter_map(|(_, entity)| Some((entity, entity.tenancy.key()?)));
    owned.flat_map(|(entity, key)| of_table(model, entity, key)).collect()
}

fn of_table(model: &Model, entity: &Entity, key: FieldId) -> Vec<Mutation> {
    let (table, name) = (sql::table(model, entity), column(entity, key));
    let alter = |weakness, what: &str| {
        let statement = format!("ALTER TABLE {table} ALTER COLUMN {name} {what}");
        Mutation {
            object: format!("{}.{}", entity.name, entity.field(key).name),
            ..Mutation::of_table(weakness, entity, statement)
        }
    };
    let is_in_key = entity.primary_key.fields.contains(&key);
    let nullable = (!is_in_key).then(|| alter("the tenant may be missing", "DROP NOT NULL"));
    let default = entity.field(key).default().map(|_| alter("the tenant is not filled in", "DROP DEFAULT"));
    let uniques = entity.uniques.iter().filter_map(|unique| global(model, entity, key, unique));
    nullable.into_iter().chain(default).chain(uniques).collect()
}

/// A key that is unique across tenants: it tells each what the others have.
fn global(model: &Model, entity: &Entity, tenant: FieldId, unique: &Unique) -> Option<Mutation> {
    let fields = unique.as_constraint()?;
    let rest: Vec<_> = fields.iter().copied().filter(|&field| field != tenant).collect();
    if rest.is_empty() || rest.len() == fields.len() || unique.origin == UniqueOrigin::TenantTarget {
        return None;
    }
    let (table, name) = (sql::table(model, entity), ident(&unique.name));
    let statement = format!(
        "ALTER TABLE {table} DROP CONSTRAINT {name}; ALTER TABLE {table} ADD CONSTRAINT {name} UNIQUE ({})",
        columns(entity, &rest)
    );
    let object = format!("{}.{}", entity.name, unique.name);
    Some(Mutation { object, ..Mutation::of_table("it is unique across tenants", entity, statement) })
}
