//! Roles and their memberships.

use serde::Deserialize;

use super::node::{Behavior, Boolval, OptionNode, RoleNode, RoleSpec, Unknown, expect, grantees, unknown};
use super::privilege::PrivilegeNode;
use crate::sql::facts::{Effect, Membership};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateRoleStmt {
    stmt_type: RoleStatement,
    role: String,
    #[serde(default)]
    options: Vec<OptionNode<Switch>>,
}

#[derive(Deserialize)]
enum RoleStatement {
    #[serde(rename = "ROLESTMT_ROLE")]
    Role,
}

/// The argument of an attribute that is on or off.
#[derive(Deserialize)]
enum Switch {
    Boolean(Boolval),
}

impl CreateRoleStmt {
    pub fn effects(self) -> Result<Vec<Effect>, Unknown> {
        let Self { stmt_type: RoleStatement::Role, role: name, options } = self;
        let create = Effect::CreateRole { name: name.clone(), if_missing: false };
        if options.is_empty() {
            return Ok(vec![create]);
        }
        Ok(vec![create, Effect::AlterRole { name, attributes: attributes(options)? }])
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AlterRoleStmt {
    role: RoleSpec,
    options: Vec<OptionNode<Switch>>,
    action: i64,
}

impl AlterRoleStmt {
    pub fn effects(self) -> Result<Vec<Effect>, Unknown> {
        expect(self.action == 1, "members taken away")?;
        Ok(vec![Effect::AlterRole { name: self.role.name()?, attributes: attributes(self.options)? }])
    }
}

fn attributes(options: Vec<OptionNode<Switch>>) -> Result<Vec<(String, bool)>, Unknown> {
    let attribute = |option: OptionNode<Switch>| option.pair().map(|(name, Switch::Boolean(on))| (name, on.boolval));
    options.into_iter().map(attribute).collect()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GrantRoleStmt {
    granted_roles: Vec<PrivilegeNode>,
    grantee_roles: Vec<RoleNode>,
    #[serde(default)]
    is_grant: bool,
    behavior: Behavior,
}

impl GrantRoleStmt {
    pub fn effects(self) -> Result<Vec<Effect>, Unknown> {
        expect(self.is_grant && self.behavior == Behavior::Restrict, "a membership taken away")?;
        let members = grantees(self.grantee_roles)?;
        let mut effects = Vec::new();
        for role in self.granted_roles {
            let Some(role) = role.role() else { return unknown("a role with columns") };
            let join = |member| Effect::Join(Membership { role: role.clone(), member });
            effects.extend(members.iter().cloned().map(join));
        }
        Ok(effects)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::facts::Grantee;
    use crate::sql::read::testing::{effect, effects, unknown};

    fn attributes(text: &str) -> Vec<(String, bool)> {
        match effects(text).pop() {
            Some(Effect::AlterRole { attributes, .. }) => attributes,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn attributes_are_on_or_off() {
        let expected = [("canlogin", true), ("inherit", false), ("bypassrls", true)];
        let expected: Vec<_> = expected.into_iter().map(|(name, on)| (name.to_owned(), on)).collect();
        assert_eq!(attributes("ALTER ROLE a LOGIN NOINHERIT BYPASSRLS"), expected);
        assert_eq!(attributes("CREATE ROLE a LOGIN NOINHERIT BYPASSRLS"), expected);
    }

    #[test]
    fn a_membership_is_of_a_role_in_another() {
        let join = Membership { role: "o".into(), member: Grantee::Role("m".into()) };
        assert_eq!(effect("GRANT o TO m"), Effect::Join(join));
    }

    #[test]
    fn what_else_roles_may_have_is_not_known() {
        for text in ["ALTER ROLE a CONNECTION LIMIT 3", "REVOKE o FROM m", "GRANT o TO m WITH ADMIN OPTION"] {
            unknown(text);
        }
    }
}
