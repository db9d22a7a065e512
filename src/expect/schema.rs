//! The database around the tables: schemas, extensions, types.

use std::collections::BTreeMap;

use super::{Expect, SERVICES};
use crate::model::project::SUPABASE_EXTENSIONS;
use crate::model::{EnumStorage, Role};
use crate::sql::facts::{Columns, EnumType, Grantee, ObjectName, Privileges, Schema};

/// The schema that every database has.
pub const PUBLIC: &str = "public";

impl Expect<'_> {
    /// Privileges on the database: PUBLIC loses all, the roles connect by name. Supabase's own services connect as
    /// PUBLIC, so there it loses temporary tables alone.
    pub(super) fn database(&self) -> Privileges {
        let mut privileges = Privileges::default();
        privileges.revoke(&Grantee::Public, if self.is_supabase() { "temporary" } else { "" });
        privileges.grant(&self.role(Role::Owner), "create", Columns::All);
        let connecting = SERVICES.into_iter().chain([Role::Migrator]).filter(|_| !self.is_supabase());
        connecting.for_each(|role| privileges.grant(&self.role(role), "connect", Columns::All));
        privileges
    }

    /// The schemas: that of the tables stands before the owner makes anything, that of the context may be the owner's.
    pub(super) fn schemas(&self) -> BTreeMap<String, Schema> {
        let tables = self.model.project.postgres.schema.as_str();
        let context = self.model.project.tenancy.context.schema.as_str();
        let mut schemas = BTreeMap::from([(PUBLIC.to_owned(), Schema::default())]);
        for name in [tables, context] {
            schemas.entry(name.to_owned()).or_insert_with(|| Schema { is_made: true, ..Schema::default() });
        }
        let owner = self.role(Role::Owner);
        for (name, Schema { privileges, .. }) in &mut schemas {
            let is_used = name == tables || name == context;
            let is_standing = name == tables || name == PUBLIC;
            if is_standing {
                privileges.revoke(&Grantee::Public, "");
            }
            if is_standing && is_used {
                ["usage", "create"].into_iter().for_each(|word| privileges.grant(&owner, word, Columns::All));
            }
            if is_used {
                SERVICES.into_iter().for_each(|role| privileges.grant(&self.role(role), "usage", Columns::All));
            }
        }
        if self.is_supabase() && !self.model.project.postgres.extensions.is_empty() {
            let extensions = schemas.entry(SUPABASE_EXTENSIONS.to_owned()).or_default();
            let users = SERVICES.into_iter().chain([Role::Owner]);
            users.for_each(|role| extensions.privileges.grant(&self.role(role), "usage", Columns::All));
        }
        schemas
    }

    /// The extensions, each with the schema it is put into.
    pub(super) fn extensions(&self) -> BTreeMap<String, Option<String>> {
        let postgres = &self.model.project.postgres;
        let schema = if self.is_supabase() { SUPABASE_EXTENSIONS } else { postgres.schema.as_str() };
        postgres.extensions.iter().map(|name| (name.to_string(), Some(schema.to_owned()))).collect()
    }

    /// The enums that columns hold as types.
    pub(super) fn enums(&self) -> BTreeMap<ObjectName, EnumType> {
        let types = self.model.enums.iter().filter(|enumeration| enumeration.storage == EnumStorage::Type);
        let fact = |enumeration: &crate::model::Enumeration| EnumType {
            values: enumeration.values.iter().map(|value| value.name.to_string()).collect(),
            comment: enumeration.doc.clone(),
            ..EnumType::default()
        };
        types.map(|enumeration| (self.name(&enumeration.name), fact(enumeration))).collect()
    }
}
