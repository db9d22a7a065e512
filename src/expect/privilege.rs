//! Privileges on tables.

use super::{Expect, SERVICES, columns};
use crate::model::{Access, Entity, FieldId, Role, Verb};
use crate::sql::facts::{Columns, Grantee, Privileges};

impl Expect<'_> {
    /// Who may do what with an entity's table: nobody anything, then each role its part.
    pub(super) fn privileges(&self, entity: &Entity) -> Privileges {
        let mut privileges = Privileges::default();
        privileges.revoke(&Grantee::Public, "");
        SERVICES.into_iter().for_each(|role| privileges.revoke(&self.role(role), ""));
        for access in &entity.access {
            self.give(&mut privileges, entity, access);
        }
        let admin = self.role(Role::Admin);
        Verb::ALL.into_iter().for_each(|verb| privileges.grant(&admin, verb.key(), Columns::All));
        privileges
    }

    /// Reading and removing take whole rows; adding and changing are given by column.
    fn give(&self, privileges: &mut Privileges, entity: &Entity, access: &Access) {
        for verb in access.verbs.iter().map(|allowed| allowed.verb) {
            let columns = match verb {
                Verb::Select | Verb::Delete => Columns::All,
                Verb::Insert => only(entity, entity.insertable()),
                Verb::Update => only(entity, entity.updatable()),
            };
            if columns != Columns::Only(std::collections::BTreeSet::new()) {
                privileges.grant(&self.role(access.role), verb.key(), columns);
            }
        }
    }
}

fn only(entity: &Entity, fields: impl Iterator<Item = FieldId>) -> Columns {
    Columns::Only(columns(entity, fields).into_iter().collect())
}
