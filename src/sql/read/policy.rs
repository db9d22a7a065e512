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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::facts::Grantee;
    use crate::sql::read::expression;
    use crate::sql::read::testing::effect;

    fn policy(clauses: &str) -> Policy {
        match effect(&format!("CREATE POLICY p ON s.t {clauses}")) {
            Effect::CreatePolicy { name, policy, .. } if name == "p" => *policy,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_policy_says_whether_it_narrows_and_for_whom() {
        let wall = policy("AS RESTRICTIVE FOR ALL TO PUBLIC USING (a = 1) WITH CHECK (b = 2)");
        assert!(!wall.permissive);
        assert_eq!((wall.command, wall.roles), (Command::All, vec![Grantee::Public]));
        assert_eq!(wall.using, Some(expression("a = 1").unwrap()));
        assert_eq!(wall.check, Some(expression("b = 2").unwrap()));
    }

    #[test]
    fn what_is_not_said_is_permissive_for_all_commands_and_roles() {
        let plain = policy("USING (true)");
        assert_eq!(plain, policy("AS PERMISSIVE FOR ALL TO PUBLIC USING (true)"));
        assert_eq!(plain.check, None);
    }

    #[test]
    fn roles_have_no_order() {
        assert_eq!(policy("TO b, \"A\" USING (true)"), policy("TO \"A\", b USING (true)"));
        assert_ne!(policy("TO a USING (true)"), policy("TO b USING (true)"));
    }

    #[test]
    fn every_command_is_told_apart() {
        let commands = ["ALL", "SELECT", "INSERT", "UPDATE", "DELETE"];
        let read = commands.map(|command| policy(&format!("FOR {command} USING (true)")).command.word());
        assert_eq!(read, commands);
    }
}
