//! Grants: on tables and columns, on schemas and the database, on what is made later.

use super::{Mutation, walled};
use crate::model::{Entity, FieldId, Model, Role, Trigger, Verb};
use crate::sql::name::{self, column};
use crate::sql::{self, ident, trigger};

/// Each table with each right it must not give, then the database as a whole.
pub fn mutations(model: &Model) -> Vec<Mutation> {
    let tables = walled(model).flat_map(|(_, entity)| of_table(model, entity));
    tables.chain(of_database(model)).collect()
}

fn of_table(model: &Model, entity: &Entity) -> Vec<Mutation> {
    let (table, app, readonly) =
        (sql::table(model, entity), name::role(model, Role::App), name::role(model, Role::Readonly));
    let grant = |weakness, what: &str, to: &str| {
        Mutation::of_table(weakness, entity, format!("GRANT {what} ON {table} TO {to}"))
    };
    let mut mutations = vec![
        grant("services may truncate", "TRUNCATE", &app),
        grant("services may put triggers", "TRIGGER", &app),
        grant("services may refer to every row", "REFERENCES", &app),
        grant("everyone may read", "SELECT", "PUBLIC"),
        grant("reports may delete", "DELETE", &readonly),
        grant("reports may insert", "INSERT", &readonly),
        grant("reports may update", "UPDATE", &readonly),
        Mutation::of_table("a service owns it", entity, format!("ALTER TABLE {table} OWNER TO {app}")),
    ];
    mutations.extend(of_columns(model, entity));
    mutations.extend(entity.triggers().flat_map(|one| of_trigger(model, entity, one)));
    mutations
}

/// The rights on columns: the tenant key, keys that the database makes, what is fixed once inserted.
fn of_columns(model: &Model, entity: &Entity) -> Vec<Mutation> {
    let (table, app) = (sql::table(model, entity), name::role(model, Role::App));
    let grant = |weakness, verb: &str, field: FieldId| {
        let statement = format!("GRANT {verb} ({}) ON {table} TO {app}", column(entity, field));
        Mutation {
            object: format!("{}.{}", entity.name, entity.field(field).name),
            ..Mutation::of_table(weakness, entity, statement)
        }
    };
    let update = |field: &FieldId| entity.allows(Role::App, Verb::Update) && !entity.is_updatable(*field);
    let insert = |field: &FieldId| entity.allows(Role::App, Verb::Insert) && entity.is_made_key(*field);
    let fields = || entity.fields().map(|(id, _)| id);
    let updates = fields().filter(update).map(|field| grant("services may change it", "UPDATE", field));
    updates.chain(fields().filter(insert).map(|field| grant("services may choose it", "INSERT", field))).collect()
}

fn of_trigger(model: &Model, entity: &Entity, one: Trigger) -> Vec<Mutation> {
    let (table, name) = (sql::table(model, entity), trigger::name(entity, one));
    let mutation = |weakness, statement| Mutation {
        object: format!("{}.{name}", entity.name),
        ..Mutation::of_table(weakness, entity, statement)
    };
    vec![
        mutation("the trigger is gone", format!("DROP TRIGGER {} ON {table}", ident(&name))),
        mutation("the trigger is off", format!("ALTER TABLE {table} DISABLE TRIGGER {}", ident(&name))),
    ]
}

fn of_database(model: &Model) -> Vec<Mutation> {
    let (app, owner) = (name::role(model, Role::App), name::role(model, Role::Owner));
    let (schema, context) = (ident(&model.project.postgres.schema), ident(&model.project.tenancy.context.schema));
    let on_database = |what: &str| {
        format!("DO $do$ BEGIN EXECUTE format('GRANT {what} ON DATABASE %I TO {app}', current_database()); END $do$")
    };
    let later = |what: &str, to: &str| format!("ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT {what} TO {to}");
    let mutation = |weakness, object: &str, statement| Mutation::new(weakness, object, vec![statement]);
    vec![
        mutation("services may make temporary tables", "the database", on_database("TEMPORARY")),
        mutation("services may make schemas", "the database", on_database("CREATE")),
        mutation("services may make objects", &schema, format!("GRANT CREATE ON SCHEMA {schema} TO {app}")),
        mutation("services may make objects", &context, format!("GRANT CREATE ON SCHEMA {context} TO {app}")),
        mutation("everyone may make objects", &schema, format!("GRANT CREATE ON SCHEMA {schema} TO PUBLIC")),
        mutation("later tables are services'", "default privileges", later("SELECT ON TABLES", &app)),
        mutation("later functions are everyone's", "default privileges", later("EXECUTE ON FUNCTIONS", "PUBLIC")),
    ]
}
