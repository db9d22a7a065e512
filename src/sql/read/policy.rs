//! Row security policies.

use serde::Deserialize;

use super::Source;
use super::node::{RangeVar, Raw, RoleNode, Unknown, grantees};
use crate::sql::facts::{Command, Effect, Policy};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreatePolicyStmt<'a> {
    policy_name: String,
    table: RangeVar,
    cmd_name: CommandName,
    #[serde(default)]
    permissive: bool,
    roles: Vec<RoleNode>,
    #[serde(borrow)]
    qual: Option<Raw<'a>>,
    #[serde(borrow)]
    with_check: Option<Raw<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum CommandName {
    All,
    Select,
    Insert,
    Update,
    Delete,
}

impl CreatePolicyStmt<'_> {
    pub fn effects(self, source: Source<'_>) -> Result<Vec<Effect>, Unknown> {
        let mut roles = grantees(self.roles)?;
        roles.sort_unstable();
        let policy = Policy {
            permissive: self.permissive,
            command: self.cmd_name.into(),
            roles,
            using: self.qual.map(|using| source.tree(using)),
            check: self.with_check.map(|check| source.tree(check)),
        };
        let table = self.table.name()?;
        Ok(vec![Effect::CreatePolicy { table, name: self.policy_name, policy: Box::new(policy) }])
    }
}

impl From<CommandName> for Command {
    fn from(name: CommandName) -> Self {
        match name {
            CommandName::All => Self::All,
            CommandName::Select => Self::Select,
            CommandName::Insert => Self::Insert,
            CommandName::Update => Self::Update,
            CommandName::Delete => Self::Delete,
        }
    }
}
