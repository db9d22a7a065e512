//! Transactions and settings.

use serde::Deserialize;

use super::node::{Constant, Place, Unknown};
use crate::sql::facts::{Effect, Setting};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TransactionStmt {
    kind: TransactionKind,
    #[serde(default, rename = "location")]
    _location: Place,
}

#[derive(Deserialize)]
enum TransactionKind {
    #[serde(rename = "TRANS_STMT_BEGIN")]
    Begin,
    #[serde(rename = "TRANS_STMT_COMMIT")]
    Commit,
}

impl TransactionStmt {
    pub fn effects(self) -> Result<Vec<Effect>, Unknown> {
        Ok(vec![match self.kind {
            TransactionKind::Begin => Effect::Begin,
            TransactionKind::Commit => Effect::Commit,
        }])
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VariableSetStmt {
    kind: SetKind,
    name: String,
    args: Vec<Constant>,
    #[serde(default)]
    is_local: bool,
    #[serde(default, rename = "location")]
    _location: Place,
}

#[derive(Deserialize)]
enum SetKind {
    #[serde(rename = "VAR_SET_VALUE")]
    Value,
}

impl VariableSetStmt {
    pub fn effects(self) -> Result<Vec<Effect>, Unknown> {
        Ok(vec![Effect::Set(self.setting()?)])
    }

    /// The setting that changes.
    pub fn setting(self) -> Result<Setting, Unknown> {
        let Self { kind: SetKind::Value, name, args, is_local: local, .. } = self;
        let values = args.into_iter().map(Constant::text).collect::<Result<_, _>>()?;
        Ok(Setting { name, values, local })
    }
}
