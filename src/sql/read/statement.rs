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

/// The text of each statement of a parsed text, and where it starts.
pub fn texts<'a>(tree: &str, text: &'a str) -> Vec<(usize, &'a str)> {
    let Ok(tree) = serde_json::from_str::<Tree<&RawValue>>(tree) else { return Vec::new() };
    let place = |raw: &RawStmt<&RawValue>| {
        let end = raw.stmt_len.map_or(text.len(), |len| raw.stmt_location + len);
        let at = raw.stmt_location + token::blank(&text[raw.stmt_location..]);
        (at, &text[at..end])
    };
    tree.stmts.iter().map(place).collect()
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
    stmt_len: Option<usize>,
}

/// The statements that are read.
#[derive(Deserialize)]
enum Node<'a> {
    #[serde(rename = "TransactionStmt")]
    Transaction(session::TransactionStmt),
    #[serde(rename = "VariableSetStmt")]
    VariableSet(session::VariableSetStmt),
    #[serde(rename = "CreateRoleStmt")]
    CreateRole(role::CreateRoleStmt),
    #[serde(rename = "AlterRoleStmt")]
    AlterRole(role::AlterRoleStmt),
    #[serde(rename = "GrantRoleStmt")]
    GrantRole(role::GrantRoleStmt),
    #[serde(rename = "AlterDefaultPrivilegesStmt")]
    AlterDefaultPrivileges(privilege::AlterDefaultPrivilegesStmt),
    #[serde(rename = "GrantStmt")]
    Grant(privilege::GrantStmt),
    #[serde(rename = "CreateSchemaStmt")]
    CreateSchema(schema::CreateSchemaStmt),
    #[serde(rename = "CreateExtensionStmt")]
    CreateExtension(schema::CreateExtensionStmt),
    #[serde(rename = "CommentStmt")]
    Comment(schema::CommentStmt),
    #[serde(rename = "DropStmt")]
    Drop(schema::DropStmt),
    #[serde(rename = "CreateEnumStmt")]
    CreateEnum(enumeration::CreateEnumStmt),
    #[serde(borrow, rename = "CreateFunctionStmt")]
    CreateFunction(function::CreateFunctionStmt<'a>),
    #[serde(borrow, rename = "CreateStmt")]
    Create(table::CreateStmt<'a>),
    #[serde(borrow, rename = "AlterTableStmt")]
    AlterTable(table::AlterTableStmt<'a>),
    #[serde(borrow, rename = "IndexStmt")]
    Index(index::IndexStmt<'a>),
    #[serde(borrow, rename = "CreateTrigStmt")]
    CreateTrig(trigger::CreateTrigStmt<'a>),
    #[serde(borrow, rename = "CreatePolicyStmt")]
    CreatePolicy(policy::CreatePolicyStmt<'a>),
    #[serde(rename = "DoStmt")]
    Do(block::DoStmt),
}

impl Node<'_> {
    fn effects(self, source: Source<'_>) -> Result<Vec<Effect>, Unknown> {
        match self {
            Self::Transaction(stmt) => stmt.effects(),
            Self::VariableSet(stmt) => stmt.effects(),
            Self::CreateRole(stmt) => stmt.effects(),
            Self::AlterRole(stmt) => stmt.effects(),
            Self::GrantRole(stmt) => stmt.effects(),
            Self::AlterDefaultPrivileges(stmt) => stmt.effects(),
            Self::Grant(stmt) => stmt.effects(),
            Self::CreateSchema(stmt) => stmt.effects(),
            Self::CreateExtension(stmt) => stmt.effects(),
            Self::Comment(stmt) => stmt.effects(),
            Self::Drop(stmt) => stmt.effects(),
            Self::CreateEnum(stmt) => stmt.effects(),
            Self::CreateFunction(stmt) => stmt.effects(source),
            Self::Create(stmt) => stmt.effects(source),
            Self::AlterTable(stmt) => stmt.effects(source),
            Self::Index(stmt) => stmt.effects(source),
            Self::CreateTrig(stmt) => stmt.effects(source),
            Self::CreatePolicy(stmt) => stmt.effects(source),
            Self::Do(stmt) => stmt.effects(),
        }
    }
}

impl<N> RawStmt<N> {
    fn read<'a>(self, source: Source<'_>, node: impl FnOnce(N) -> Result<Node<'a>, Unknown>) -> Statement {
        let at = self.stmt_location + token::blank(&source.text[self.stmt_location..]);
        let effects = node(self.stmt).and_then(|node| node.effects(source));
        let unknown =
            |Unknown(what)| vec![Effect::Unknown(format!("{} with {what}", token::first_words(&source.text[at..])))];
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
