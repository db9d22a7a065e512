//! The ground that cells stand on: two tenants with a few rows each, and how SQL names them.

use crate::model::{Access, Bind, ContextSource, Entity, EntityId, FieldId, Model, Role, Tenancy, Verb};
use crate::sample::{Row, Sample, Tenant, Value};
use crate::sql::name::{self, column};
use crate::sql::routine::Routine;
use crate::sql::{literal, table};

/// The SQLSTATE of whatever a role, a grant or a policy forbids.
pub const INSUFFICIENT_PRIVILEGE: &str = "42501";

/// The SQLSTATE of a reference to a row that is not there.
pub const FOREIGN_KEY_VIOLATION: &str = "23503";

/// The tenant that every attempt acts for.
pub const OURS: Tenant = Tenant(0);

/// The tenant that every attack is aimed at.
pub const THEIRS: Tenant = Tenant(1);

/// Rows of each tenant in each table; two, so that "one row" and "all rows" differ.
const ROWS: usize = 2;

/// The number of the first row of a tenant in a table, which is always there.
pub const FIRST: usize = 0;

/// A number no row has.
pub const MISSING: usize = 29_999;

/// A row of another tenant that is told from every row of ours by what it holds.
#[derive(Debug)]
pub struct Stranger {
    /// Its number.
    pub number: usize,
    /// What puts it in, where it is not there anyway.
    pub before: Vec<String>,
}

/// A model with its sample rows.
#[derive(Debug)]
pub struct Ground<'a> {
    /// The model.
    pub model: &'a Model,
    /// The rows.
    pub sample: Sample<'a>,
}

impl<'a> Ground<'a> {
    /// Two tenants with a few rows each.
    #[must_use]
    pub fn new(model: &'a Model) -> Self {
        Self { model, sample: Sample::new(model, ROWS) }
    }

    /// Statements that put the rows in, for one who may do anything.
    #[must_use]
    pub fn load(&self) -> Vec<String> {
        self.sample.load()
    }

    /// For each table a line of its name and a digest of the rows that are not ours: a query for one who sees everything.
    /// What an attempt changes there is harm.
    #[must_use]
    pub fn theirs(&self) -> String {
        let digest = |(id, entity): (EntityId, &Entity)| {
            let others = match entity.tenancy {
                // Nobody owns these rows, so every change of them is harm.
                Tenancy::Shared { .. } => "true".to_owned(),
                // A user who leaves a tenant is not another tenant's for that.
                Tenancy::Users => self.belongs(id, THEIRS),
                Tenancy::Owned { .. } | Tenancy::Root | Tenancy::Members { .. } => {
                    format!("NOT ({})", self.belongs(id, OURS))
                }
            };
            let name = literal(&format!("{} ", entity.name));
            let row = "md5(ROW(theirs.*)::text)";
            let from = table(self.model, entity);
            format!(
                "SELECT {name} || coalesce(md5(string_agg({row}, '' ORDER BY {row})), '') FROM {from} AS theirs WHERE {others}"
            )
        };
        self.model.managed().map(digest).collect::<Vec<_>>().join("\nUNION ALL ")
    }

    /// An entity's table.
    pub fn table(&self, id: EntityId) -> String {
        table(self.model, self.model.entity(id))
    }

    /// A row's primary key as one text.
    pub fn key(&self, id: EntityId) -> String {
        let entity = self.model.entity(id);
        let columns: Vec<_> = entity.primary_key.fields.iter().map(|&field| column(entity, field)).collect();
        match columns.as_slice() {
            [one] => format!("{one}::text"),
            several => format!("concat_ws(' ', {})", several.join(", ")),
        }
    }

    /// The condition that a row is a tenant's own, for one who sees everything.
    pub fn belongs(&self, id: EntityId, tenant: Tenant) -> String {
        let (entity, tenant_id) = (self.model.entity(id), self.tenant_id(tenant));
        match &entity.tenancy {
            Tenancy::Owned { key } | Tenancy::Members { key, .. } => format!("{} = {tenant_id}", column(entity, *key)),
            Tenancy::Root => format!("{} = {tenant_id}", self.key_column(id)),
            Tenancy::Users => match self.members() {
                Some((members, key, user)) => format!(
                    "{} IN (SELECT {} FROM {} WHERE {} = {tenant_id})",
                    self.key_column(id),
                    column(self.model.entity(members), user),
                    self.table(members),
                    column(self.model.entity(members), key),
                ),
                None => "false".to_owned(),
            },
            Tenancy::Shared { .. } => "true".to_owned(),
        }
    }

    /// The condition that a row is the one of that number.
    pub fn is_row(&self, id: EntityId, tenant: Tenant, number: usize) -> String {
        let entity = self.model.entity(id);
        let parts = self.sample.key(id, tenant, number);
        let equal = |(field, value): &(FieldId, String)| format!("{} = {value}", column(entity, *field));
        parts.iter().map(equal).collect::<Vec<_>>().join(" AND ")
    }

    /// What a row holds in a column, as SQL; `None` for NULL and for what the database fills in.
    pub fn value(&self, id: EntityId, tenant: Tenant, number: usize, field: FieldId) -> Option<String> {
        let row = self.sample.row(id, tenant, number);
        let (_, value) = row.values.into_iter().find(|(found, _)| *found == field)?;
        match value {
            Value::Null | Value::Default => None,
            Value::Literal(_) | Value::Reference { .. } => Some(self.sample.text(&value)),
        }
    }

    /// A row of theirs that holds in none of these columns what a row of ours does.
    pub fn stranger(&self, id: EntityId, fields: &[FieldId]) -> Stranger {
        let ours: Vec<_> = (0..=self.sample.count(id)).map(|number| self.values(id, OURS, number, fields)).collect();
        let is_strange = |number: &usize| {
            let theirs = self.values(id, THEIRS, *number, fields);
            ours.iter().all(|row| row.iter().zip(&theirs).all(|(our, their)| our != their))
        };
        let number = (FIRST..MISSING).find(is_strange).unwrap_or(FIRST);
        let row = self.sample.row(id, THEIRS, number);
        let before = (number >= self.sample.count(id)).then(|| self.sample.insert(&row, |_| true, &[]));
        Stranger { number, before: before.into_iter().collect() }
    }

    fn values(&self, id: EntityId, tenant: Tenant, number: usize, fields: &[FieldId]) -> Vec<Option<String>> {
        fields.iter().map(|&field| self.value(id, tenant, number, field)).collect()
    }

    /// The row that [`Ground::any_row`] has, as a query for its columns.
    pub fn columns(&self, id: EntityId, tenant: Tenant) -> String {
        let entity = self.model.entity(id);
        let row = self.any_row(id, tenant);
        let typed = |(field, value): &(FieldId, Value)| {
            let written = crate::sql::column::column(self.model, entity.field(*field));
            let value = match value {
                Value::Default => "NULL".to_owned(),
                Value::Null | Value::Literal(_) | Value::Reference { .. } => self.sample.text(value),
            };
            format!("CAST({value} AS {}) AS {}", written.ty, written.name)
        };
        format!("SELECT {}", row.values.iter().map(typed).collect::<Vec<_>>().join(", "))
    }

    /// A row that is not there, for an attempt that must fail before any key is looked at.
    pub fn any_row(&self, id: EntityId, tenant: Tenant) -> Row {
        self.sample.spare(id, tenant).unwrap_or_else(|| self.sample.row(id, tenant, MISSING))
    }

    /// A tenant's id as a literal.
    pub fn tenant_id(&self, tenant: Tenant) -> String {
        let root = self.model.project.tenancy.tenant;
        let mut key = self.sample.key(root, tenant, FIRST);
        key.pop().map(|(_, value)| value).unwrap_or_default()
    }

    /// What makes the rest of a transaction act for a tenant, as its first user.
    pub fn enter(&self, tenant: Tenant) -> Vec<String> {
        vec![format!("SELECT {}", self.acting(&self.tenant_id(tenant), self.user_id(tenant)))]
    }

    /// A tenant's first user as a literal, where the schema has users.
    fn user_id(&self, tenant: Tenant) -> Option<String> {
        let users = self.model.project.tenancy.users?;
        self.sample.key(users, tenant, FIRST).pop().map(|(_, value)| value)
    }

    /// An expression that is never NULL and, when it is evaluated, makes what follows act for a tenant.
    pub fn switch(&self, tenant_id: &str) -> String {
        self.acting(tenant_id, None)
    }

    fn acting(&self, tenant_id: &str, user_id: Option<String>) -> String {
        match &self.model.project.tenancy.context.source {
            ContextSource::Setting { name, .. } => {
                let value = format!("{}({tenant_id})", Routine::Make.qualified(self.model));
                set(name, &value)
            }
            ContextSource::Supabase { claim } => {
                let inner = format!("pg_catalog.json_build_object({}, {tenant_id}::text)", literal(claim));
                let user = user_id.map(|user| format!(", 'sub', {user}::text")).unwrap_or_default();
                set(CLAIMS, &format!("pg_catalog.json_build_object('app_metadata', {inner}{user})::text"))
            }
        }
    }

    /// Whether a context is good for its own transaction alone.
    pub fn is_bound(&self) -> bool {
        match self.model.project.tenancy.context.source {
            ContextSource::Setting { bind: Bind::Transaction, .. } => true,
            ContextSource::Setting { bind: Bind::Setting, .. } | ContextSource::Supabase { .. } => false,
        }
    }

    /// A role's name as an identifier.
    pub fn role(&self, role: Role) -> String {
        name::role(self.model, role)
    }

    /// The tables whose rows stand behind the wall.
    pub fn walled(&self) -> impl Iterator<Item = (EntityId, &'a Entity)> + use<'_, 'a> {
        self.model.managed().filter(|(_, entity)| match entity.tenancy {
            Tenancy::Owned { .. } | Tenancy::Root | Tenancy::Members { .. } | Tenancy::Users => true,
            Tenancy::Shared { .. } => false,
        })
    }

    /// The tables whose rows each belong to one tenant and are services' to write.
    pub fn owned(&self) -> impl Iterator<Item = (EntityId, &'a Entity, FieldId)> + use<'_, 'a> {
        self.model.managed().filter_map(|(id, entity)| match entity.tenancy {
            Tenancy::Owned { key } => Some((id, entity, key)),
            Tenancy::Root | Tenancy::Members { .. } | Tenancy::Users | Tenancy::Shared { .. } => None,
        })
    }

    /// The membership table with its columns for tenant and user.
    pub fn members(&self) -> Option<(EntityId, FieldId, FieldId)> {
        let id = self.model.project.tenancy.members?;
        match self.model.entity(id).tenancy {
            Tenancy::Members { key, user } => Some((id, key, user)),
            Tenancy::Owned { .. } | Tenancy::Root | Tenancy::Users | Tenancy::Shared { .. } => None,
        }
    }

    fn key_column(&self, id: EntityId) -> String {
        let entity = self.model.entity(id);
        entity.primary_key.fields.first().map(|&field| column(entity, field)).unwrap_or_default()
    }
}

/// The setting that Supabase puts a token's claims into.
pub const CLAIMS: &str = "request.jwt.claims";

/// An expression that sets a setting for the transaction, and returns it.
pub fn set(setting: &str, value: &str) -> String {
    format!("pg_catalog.set_config({}, {value}, true)", literal(setting))
}

/// The conditions that access rules put on rows under these verbs, each in parentheses after an AND.
pub fn filters(access: Option<&Access>, verbs: &[Verb]) -> String {
    let rules = access.into_iter().flat_map(|access| &access.verbs).filter(|rule| verbs.contains(&rule.verb));
    rules.filter_map(|rule| rule.filter.as_ref()).map(|filter| format!(" AND ({})", filter.text)).collect()
}
