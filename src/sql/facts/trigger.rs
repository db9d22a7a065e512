//! Triggers.

use super::{Described, ObjectName, State, Tree};

/// A trigger.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Trigger {
    /// When and for what it runs: `BEFORE UPDATE FOR EACH ROW`.
    pub event: String,
    /// The condition under which it runs.
    pub condition: Option<Tree>,
    /// The function it runs.
    pub function: ObjectName,
    /// The columns one of which an `UPDATE` must set, where not any.
    pub columns: Vec<String>,
    /// What the function is given, as texts.
    pub arguments: Vec<String>,
    /// What the rows before and after are called: `OLD TABLE AS o`.
    pub transitions: Vec<String>,
    /// Set for a constraint trigger.
    pub constraint: Option<ConstraintTrigger>,
    /// When it is not enabled in the ordinary way: `DISABLE`, `ENABLE REPLICA`, `ENABLE ALWAYS`.
    pub enabled: Option<&'static str>,
}

/// What constraint triggers have more.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ConstraintTrigger {
    /// When it is checked.
    pub state: State,
    /// The other table that it is about.
    pub from: Option<ObjectName>,
}

impl Trigger {
    /// Adds what the trigger is, under its table's name.
    pub(super) fn describe(&self, table: &str, name: &str, out: &mut Described) {
        let mut object = out.object("trigger", format!("{table}.{name}"));
        object.says("event", &self.event);
        object.says("function", &self.function);
        object.list("columns", &self.columns);
        object.list("arguments", &self.arguments);
        object.list("transitions", &self.transitions);
        object.says("enabled", self.enabled.unwrap_or_default());
        if let Some(ConstraintTrigger { state, from }) = &self.constraint {
            object.list("constraint", std::iter::once("CONSTRAINT").chain(state.words()));
            object.says("from", from.as_ref().map(ToString::to_string).unwrap_or_default());
        }
        if let Some(condition) = &self.condition {
            object.tree("condition", condition);
        }
    }
}
