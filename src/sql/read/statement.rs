//! Statements: which of them are read, and where.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::node::{Place, Unknown};
use super::{
    Source, Statement, block, enumeration, function, index, policy, privilege, role, schema, session, table, trigger,
};
use crate::sql::facts::Effect;
use crate::sql::token;

/// What each statement of a parsed text does.
pub fn statements(tree: &str, source: Source<'_>) -> Vec<Statement> {
    match serde_json::from_str::<Tree<Node<'_>>>(tree) {
        Ok(tree) => tree.stmts.into_iter().map(|raw| raw.read(source, Ok)).collect(),
        // One of them is not known, or holds what is not known: each is tried alone.
        Err(_) => match serde_json::from_str::<Tree<&RawValue>>(tree) {
            Ok(tree) => tree.stmts.into_iter().map(|raw| raw.read(source, known)).collect(),
            Err(error) => vec![Statement { at: 0, effects: vec![Effect::Unknown(error.to_string())] }],
        },
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tree<N> {
    #[serde(rename = "version")]
    _version: Place,
    #[serde(default = "Vec::new")]
    stmts: Vec<RawStmt<N>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawStmt<N> {
    stmt: N,
    #[serde(default)]
    stmt_location: usize,
    #[serde(default, rename = "stmt_len")]
    _len: Place,
}

/// The statements that are read.
#[derive(Deserialize)]
enum Node<'a> {
    TransactionStmt(session::TransactionStmt),
    VariableSetStmt(session::VariableSetStmt),
    CreateRoleStmt(role::CreateRoleStmt),
    AlterRoleStmt(role::AlterRoleStmt),
    GrantRoleStmt(role::GrantRoleStmt),
    AlterDefaultPrivilegesStmt(privilege::AlterDefaultPrivilegesStmt),
    GrantStmt(privilege::GrantStmt),
    CreateSchemaStmt(schema::CreateSchemaStmt),
    CreateExtensionStmt(schema::CreateExtensionStmt),
    CommentStmt(schema::CommentStmt),
    DropStmt(schema::DropStmt),
    CreateEnumStmt(enumeration::CreateEnumStmt),
    #[serde(borrow)]
    CreateFunctionStmt(function::CreateFunctionStmt<'a>),
    #[serde(borrow)]
    CreateStmt(table::CreateStmt<'a>),
    #[serde(borrow)]
    AlterTableStmt(table::AlterTableStmt<'a>),
    #[serde(borrow)]
    IndexStmt(index::IndexStmt<'a>),
    #[serde(borrow)]
    CreateTrigStmt(trigger::CreateTrigStmt<'a>),
    #[serde(borrow)]
    CreatePolicyStmt(policy::CreatePolicyStmt<'a>),
    DoStmt(block::DoStmt),
}

impl Node<'_> {
    fn effects(self, source: Source<'_>) -> Result<Vec<Effect>, Unknown> {
        match self {
            Self::TransactionStmt(stmt) => stmt.effects(),
            Self::VariableSetStmt(stmt) => stmt.effects(),
            Self::CreateRoleStmt(stmt) => stmt.effects(),
            Self::AlterRoleStmt(stmt) => stmt.effects(),
            Self::GrantRoleStmt(stmt) => stmt.effects(),
            Self::AlterDefaultPrivilegesStmt(stmt) => stmt.effects(),
            Self::GrantStmt(stmt) => stmt.effects(),
            Self::CreateSchemaStmt(stmt) => stmt.effects(),
            Self::CreateExtensionStmt(stmt) => stmt.effects(),
            Self::CommentStmt(stmt) => stmt.effects(),
            Self::DropStmt(stmt) => stmt.effects(),
            Self::CreateEnumStmt(stmt) => stmt.effects(),
            Self::CreateFunctionStmt(stmt) => stmt.effects(source),
            Self::CreateStmt(stmt) => stmt.effects(source),
            Self::AlterTableStmt(stmt) => stmt.effects(source),
            Self::IndexStmt(stmt) => stmt.effects(source),
            Self::CreateTrigStmt(stmt) => stmt.effects(source),
            Self::CreatePolicyStmt(stmt) => stmt.effects(source),
            Self::DoStmt(stmt) => stmt.effects(),
        }
    }
}

impl<N> RawStmt<N> {
    fn read<'a>(self, source: Source<'_>, node: impl FnOnce(N) -> Result<Node<'a>, Unknown>) -> Statement {
        let at = self.stmt_location + token::blank(&source.text[self.stmt_location..]);
        let effects = node(self.stmt).and_then(|node| node.effects(source));
        let unknown = |Unknown(what)| vec![Effect::Unknown(format!("{} with {what}", first_words(&source.text[at..])))];
        Statement { at, effects: effects.unwrap_or_else(unknown) }
    }
}

/// Takes the tree of one statement, where it is one that is read.
fn known(tree: &RawValue) -> Result<Node<'_>, Unknown> {
    serde_json::from_str(tree.get()).map_err(|error| {
        let message = error.to_string();
        let what = message.split(", expected").next().unwrap_or_default();
        Unknown(what.to_owned())
    })
}

/// What people call a statement: `CREATE VIEW`.
fn first_words(statement: &str) -> String {
    token::tokens(statement).take(2).map(|token| token.text).collect::<Vec<_>>().join(" ")
}
