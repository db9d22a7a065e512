//! What a database must hold, derived from the model alone.
//!
//! Nothing here looks at templates or at the targets' views, and conditions on rows are put together once more, so that
//! a fault there cannot hide itself. Only names, quoting and type spellings are shared with the targets.

mod body;
pub mod catalog;
mod column;
mod function;
mod index;
mod policy;
mod privilege;
mod role;
mod schema;
pub mod session;
mod table;
mod trees;

use std::sync::Arc;

use rayon::prelude::*;

use crate::model::{Entity, EntityId, FieldId, Model, Name, Role};
use crate::sql::facts::{Facts, Function, Grantee, ObjectName, Signature, Table, Tree};
pub use body::Body;
use trees::Trees;

/// A model, and what it makes one expect.
pub struct Expect<'a> {
    /// The model.
    pub model: &'a Model,
    trees: Trees,
}

impl<'a> Expect<'a> {
    /// For a model.
    pub fn new(model: &'a Model) -> Self {
        Self { model, trees: Trees::default() }
    }

    /// Everything but tables.
    pub fn surroundings(&self) -> Facts {
        let mut facts = Facts::default();
        facts.roles = self.roles();
        facts.memberships = self.memberships();
        facts.database = self.database();
        facts.default_privileges = self.default_privileges();
        facts.extensions = self.extensions();
        facts.schemas = self.schemas();
        facts.enums = self.enums();
        facts.functions = self.functions();
        facts
    }

    /// Everything. `written` are the functions as the SQL makes them: their bodies and comments are the templates' own.
    /// A table that is `known` is taken as it is.
    pub fn facts(
        &self,
        written: impl Fn(&Signature) -> Option<Function>,
        known: impl Fn(EntityId, &ObjectName) -> Option<Arc<Table>> + Sync,
    ) -> Facts {
        let mut facts = self.surroundings();
        for (signature, function) in &mut facts.functions {
            if let Some(written) = written(signature) {
                let privileges = std::mem::take(&mut function.privileges);
                *function = Function { privileges, ..written };
            }
        }
        let table = |&(id, entity): &(EntityId, &Entity)| {
            let name = self.name(&entity.name);
            let table = known(id, &name).unwrap_or_else(|| Arc::new(self.table(entity)));
            (name, table)
        };
        let managed: Vec<_> = self.model.managed().collect();
        facts.tables = managed.par_iter().map(table).collect::<Vec<_>>().into_iter().collect();
        facts
    }

    /// The name of something in the schema of the tables.
    pub fn name(&self, name: &Name) -> ObjectName {
        ObjectName::new(self.model.project.postgres.schema.as_str(), name.as_str())
    }

    /// The name of a function of the tenant context.
    fn context(&self, name: &Name) -> ObjectName {
        ObjectName::new(self.model.project.tenancy.context.schema.as_str(), name.as_str())
    }

    fn tree(&self, text: &str) -> Tree {
        self.trees.get(text)
    }

    fn role(&self, role: Role) -> Grantee {
        Grantee::Role(self.role_name(role))
    }

    fn role_name(&self, role: Role) -> String {
        self.model.project.roles.name(role).to_string()
    }

    /// Whether the database is Supabase's, whose superuser is out of reach.
    fn is_supabase(&self) -> bool {
        is_supabase(self.model)
    }
}

/// The roles that use the database without changing its schema.
const SERVICES: [Role; 3] = [Role::App, Role::Readonly, Role::Admin];

fn is_supabase(model: &Model) -> bool {
    model.project.tenancy.context.source.is_supabase()
}

/// The names of an entity's fields.
fn columns(entity: &Entity, fields: impl IntoIterator<Item = FieldId>) -> Vec<String> {
    fields.into_iter().map(|field| entity.field(field).name.to_string()).collect()
}
