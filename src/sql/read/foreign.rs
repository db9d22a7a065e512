//! Any PostgreSQL schema file, read into facts: written by hand, dumped by `pg_dump --schema-only`, or a folder of
//! migrations, one after another.
//!
//! Unlike [`super::read()`], which holds our own output to what is expected of it, this reader follows whatever PostgreSQL
//! would accept: names without a schema, constraints without a name, `IF NOT EXISTS`, `OR REPLACE`, `CASCADE`, changes
//! of what stands. It does to the facts what the server does to its catalog. What nobody needs to compare part by part
//! is carried along as SQL ([`crate::sql::facts::Other`]); what changes rows, or cannot be followed without a server, is
//! [`Unread`], with its place and the reason: nothing is lost in silence.
//!
//! It does not know whether a statement would succeed: what is not there cannot be changed and is reported, but types of
//! expressions are not checked.

mod alter;
mod carried;
mod client;
mod column;
mod comment;
mod constraint;
mod drop;
mod function;
mod index;
mod name;
mod node;
mod other;
mod policy;
mod privilege;
mod rename;
mod sequence;
mod session;
mod table;
mod trigger;
mod types;
mod view;

use pg_query::NodeEnum;

use super::node::{Unknown, unknown};
use super::{Unreadable, statement, unreadable};
use crate::sql::facts::Facts;
use crate::sql::{parse, token};
use session::Session;

pub use carried::{Composite, Domain, DomainCheck, composite, domain};

/// A statement, or a part of one, that changes nothing in the facts though it may in a database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// Where it starts, in bytes from the start of the text.
    pub at: usize,
    /// Its first words.
    pub statement: String,
    /// Why it is not read.
    pub reason: String,
}

/// Reads a schema file into facts. Names without a schema are looked up on the search path that the text sets, at first
/// in `default_schema` alone; new objects are put into its first schema.
///
/// # Errors
/// When the text does not parse.
pub fn schema(text: &str, default_schema: &str) -> Result<(Facts, Vec<Unread>), Unreadable> {
    let (text, mut unread) = client::blanked(text);
    let json = parse::tree(&text).map_err(|error| unreadable(0, &text, error))?;
    let mut session = Session::new(default_schema);
    for (at, statement) in statement::texts(&json, &text) {
        let outcome = session.run(statement);
        let report = |Unknown(reason)| Unread { at, statement: token::first_words(statement), reason };
        unread.extend(outcome.map_err(report).err());
    }
    unread.sort_by_key(|one| one.at);
    Ok((session.end(), unread))
}

impl Session {
    /// Carries out one statement.
    fn run(&mut self, text: &str) -> Result<(), Unknown> {
        let parsed = parse::parse(text).map_err(|error| Unknown(error.to_string()))?;
        let statement = parsed.stmts.into_iter().next().and_then(|raw| raw.stmt).and_then(|stmt| stmt.node);
        statement.map_or(Ok(()), |statement| self.carry_out(statement, text))
    }

    fn carry_out(&mut self, statement: NodeEnum, text: &str) -> Result<(), Unknown> {
        match statement {
            NodeEnum::CreateStmt(stmt) => self.create_table(&stmt),
            NodeEnum::AlterTableStmt(stmt) => self.alter_table(&stmt),
            NodeEnum::IndexStmt(stmt) => self.create_index(&stmt),
            NodeEnum::ViewStmt(stmt) => self.create_view(&stmt),
            NodeEnum::CreateTableAsStmt(stmt) => self.create_table_as(&stmt),
            NodeEnum::CreateFunctionStmt(stmt) => self.create_function(&stmt, text),
            NodeEnum::AlterFunctionStmt(stmt) => self.alter_function(&stmt),
            NodeEnum::CreateTrigStmt(stmt) => self.create_trigger(&stmt),
            NodeEnum::RuleStmt(stmt) => self.create_rule(&stmt),
            NodeEnum::CreatePolicyStmt(stmt) => self.create_policy(*stmt),
            NodeEnum::AlterPolicyStmt(stmt) => self.alter_policy(&stmt),
            NodeEnum::CreateSeqStmt(stmt) => self.create_sequence(&stmt),
            NodeEnum::AlterSeqStmt(stmt) => self.alter_sequence(&stmt),
            NodeEnum::CreateEnumStmt(stmt) => self.create_enum(&stmt),
            NodeEnum::AlterEnumStmt(stmt) => self.alter_enum(&stmt),
            NodeEnum::RenameStmt(stmt) => self.rename(&stmt),
            NodeEnum::AlterObjectSchemaStmt(stmt) => self.set_schema(&stmt),
            NodeEnum::AlterOwnerStmt(stmt) => self.set_owner(&stmt),
            NodeEnum::CommentStmt(stmt) => self.comment(&stmt),
            NodeEnum::DropStmt(stmt) => self.drop(&stmt),
            NodeEnum::GrantStmt(stmt) => self.grant(&stmt),
            NodeEnum::DoStmt(_) => self.strictly(text, "code, which only a server can run"),
            other => self.around(other, text),
        }
    }

    /// What is around the tables, and what is no definition.
    fn around(&mut self, statement: NodeEnum, text: &str) -> Result<(), Unknown> {
        match statement {
            NodeEnum::TransactionStmt(_) | NodeEnum::VariableShowStmt(_) | NodeEnum::CheckPointStmt(_) => Ok(()),
            NodeEnum::VariableSetStmt(stmt) => self.set(&stmt),
            NodeEnum::SelectStmt(stmt) => self.select(&stmt),
            NodeEnum::CreateSchemaStmt(stmt) => self.create_schema(stmt),
            NodeEnum::CreateExtensionStmt(stmt) => self.create_extension(&stmt),
            NodeEnum::CreateRoleStmt(stmt) => self.create_role(&stmt),
            NodeEnum::AlterRoleStmt(stmt) => self.alter_role(&stmt),
            NodeEnum::AlterRoleSetStmt(stmt) => self.alter_role_settings(&stmt),
            NodeEnum::DropRoleStmt(stmt) => self.drop_roles(&stmt),
            NodeEnum::GrantRoleStmt(stmt) => self.grant_role(&stmt),
            NodeEnum::AlterDefaultPrivilegesStmt(stmt) => self.default_privileges(&stmt),
            NodeEnum::InsertStmt(_)
            | NodeEnum::UpdateStmt(_)
            | NodeEnum::DeleteStmt(_)
            | NodeEnum::MergeStmt(_)
            | NodeEnum::CopyStmt(_)
            | NodeEnum::TruncateStmt(_) => unknown("rows, which are no part of a schema"),
            NodeEnum::RefreshMatViewStmt(_)
            | NodeEnum::LockStmt(_)
            | NodeEnum::VacuumStmt(_)
            | NodeEnum::ReindexStmt(_)
            | NodeEnum::ClusterStmt(_)
            | NodeEnum::ConstraintsSetStmt(_)
            | NodeEnum::NotifyStmt(_) => unknown("work on what stands, which changes no definition"),
            other => self.create_other(&other, text),
        }
    }
}

#[cfg(test)]
mod testing {
    use super::*;
    use crate::sql::facts::{ObjectName, Table};

    /// The facts of a text that is read whole.
    pub fn facts(text: &str) -> Facts {
        let (facts, unread) = schema(text, "public").unwrap();
        assert_eq!(unread, [], "{text}");
        facts
    }

    /// The table `t` of a text that is read whole.
    pub fn table(text: &str) -> Table {
        facts(text).tables.remove(&ObjectName::new("public", "t")).unwrap()
    }

    /// The reasons why parts of a text are not read.
    pub fn reasons(text: &str) -> Vec<String> {
        schema(text, "public").unwrap().1.into_iter().map(|one| one.reason).collect()
    }
}
