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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::read::testing::{effect, effects, unknown};

    #[test]
    fn settings_say_how_long_they_hold() {
        let role = |local| Setting { name: "role".into(), values: vec!["o".into()], local };
        assert_eq!(effect("SET LOCAL ROLE o"), Effect::Set(role(true)));
        assert_eq!(effect("SET ROLE o"), Effect::Set(role(false)));
        let path = Setting { name: "search_path".into(), values: vec!["a".into(), "B".into()], local: true };
        assert_eq!(effect("SET LOCAL search_path = a, \"B\""), Effect::Set(path));
        unknown("RESET ROLE");
    }

    #[test]
    fn transactions_begin_and_end() {
        assert_eq!(effects("BEGIN; COMMIT;"), [Effect::Begin, Effect::Commit]);
        unknown("BEGIN ISOLATION LEVEL SERIALIZABLE");
    }
}
