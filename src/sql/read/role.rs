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
