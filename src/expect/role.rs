//! Roles: what they may in the whole cluster, and who may act as whom.

use std::collections::{BTreeMap, BTreeSet};

use super::Expect;
use crate::model;
use crate::sql::facts::{DefaultPrivileges, Grantee, Membership, Role};

impl Expect<'_> {
    /// The roles that are made here.
    pub(super) fn roles(&self) -> BTreeMap<String, Role> {
        let made = model::Role::ALL.into_iter().filter(|&role| !self.model.project.roles.get(role).external);
        made.map(|role| (self.role_name(role), self.attributes(role))).collect()
    }

    fn attributes(&self, role: model::Role) -> Role {
        let is = |some: &[model::Role]| some.contains(&role);
        let mut attributes = vec![
            ("canlogin", is(&[model::Role::Migrator, model::Role::App, model::Role::Readonly])),
            ("createdb", false),
            ("createrole", false),
        ];
        if is(&[model::Role::Migrator]) {
            attributes.push(("inherit", false));
        }
        if is(&[model::Role::Admin]) {
            attributes.push(("bypassrls", true));
        } else if !self.is_supabase() {
            attributes.push(("bypassrls", false));
        }
        if !self.is_supabase() {
            attributes.extend([("superuser", false), ("isreplication", false)]);
        }
        let attributes = attributes.into_iter().map(|(name, on)| (name.to_owned(), on)).collect();
        Role { attributes, ..Role::default() }
    }

    /// The migrator acts as the owner; on Supabase so does whoever runs the file, being no superuser.
    pub(super) fn memberships(&self) -> BTreeSet<Membership> {
        let members = [Some(self.role(model::Role::Migrator)), self.is_supabase().then_some(Grantee::CurrentUser)];
        let role = self.role_name(model::Role::Owner);
        let join = |member| Membership { role: role.clone(), member };
        members.into_iter().flatten().map(join).filter(|_| self.owner_is_made()).collect()
    }

    /// Nobody may call the owner's later functions until that is granted.
    pub(super) fn default_privileges(&self) -> BTreeSet<DefaultPrivileges> {
        let revoked = DefaultPrivileges {
            owner: Some(self.role_name(model::Role::Owner)),
            schema: None,
            kind: "function".to_owned(),
            grant: false,
            privileges: BTreeSet::from(["execute".to_owned()]),
            grantees: BTreeSet::from([Grantee::Public]),
        };
        std::iter::once(revoked).filter(|_| self.owner_is_made()).collect()
    }

    fn owner_is_made(&self) -> bool {
        !self.model.project.roles.get(model::Role::Owner).external
    }
}
