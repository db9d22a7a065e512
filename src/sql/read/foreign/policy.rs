//! Row security policies.

use pg_query::protobuf::{AlterPolicyStmt, CreatePolicyStmt};

use super::super::node::{Unknown, unknown};
use super::node::{grantees, maybe_tree};
use super::session::Session;
use crate::sql::facts::{Command, Policy};

impl Session {
    /// Makes a policy.
    pub fn create_policy(&mut self, stmt: CreatePolicyStmt) -> Result<(), Unknown> {
        let Some(range) = &stmt.table else { return unknown("no table") };
        let table = self.relation(range);
        let mut roles = grantees(&stmt.roles)?;
        roles.sort_unstable();
        let policy = Policy {
            permissive: stmt.permissive,
            command: command(&stmt.cmd_name)?,
            roles,
            using: maybe_tree(stmt.qual.as_deref())?,
            check: maybe_tree(stmt.with_check.as_deref())?,
        };
        match self.table(&table)?.policies.insert(stmt.policy_name, policy) {
            None => Ok(()),
            Some(_) => unknown("a policy that is there already, in whose place it is put"),
        }
    }

    /// Changes what a policy demands, or of whom.
    pub fn alter_policy(&mut self, stmt: &AlterPolicyStmt) -> Result<(), Unknown> {
        let Some(range) = &stmt.table else { return unknown("no table") };
        let table = self.relation(range);
        let (using, check) = (maybe_tree(stmt.qual.as_deref())?, maybe_tree(stmt.with_check.as_deref())?);
        let mut roles = grantees(&stmt.roles)?;
        roles.sort_unstable();
        let Some(policy) = self.table(&table)?.policies.get_mut(&stmt.policy_name) else {
            return unknown(format!("the policy `{}`, which is not there", stmt.policy_name));
        };
        policy.using = using.or(policy.using.take());
        policy.check = check.or(policy.check.take());
        if !roles.is_empty() {
            policy.roles = roles;
        }
        Ok(())
    }
}

fn command(word: &str) -> Result<Command, Unknown> {
    match word {
        "all" => Ok(Command::All),
        "select" => Ok(Command::Select),
        "insert" => Ok(Command::Insert),
        "update" => Ok(Command::Update),
        "delete" => Ok(Command::Delete),
        other => unknown(format!("the command {other}")),
    }
}
