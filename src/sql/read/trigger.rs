//! Triggers.

use serde::Deserialize;

use super::Source;
use super::node::{RangeVar, Raw, Text, Unknown, object_name};
use crate::sql::facts::{Effect, Trigger};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateTrigStmt<'a> {
    trigname: String,
    relation: RangeVar,
    funcname: Vec<Text>,
    #[serde(default)]
    row: bool,
    #[serde(default)]
    timing: u32,
    events: u32,
    #[serde(borrow, rename = "whenClause")]
    when_clause: Option<Raw<'a>>,
}

/// When a trigger runs, by the parser's bit; without one it runs after.
const TIMINGS: [(u32, &str); 2] = [(1 << 1, "BEFORE"), (1 << 6, "INSTEAD OF")];

/// What it runs for, by the parser's bits.
const EVENTS: [(u32, &str); 4] = [(1 << 2, "INSERT"), (1 << 3, "DELETE"), (1 << 4, "UPDATE"), (1 << 5, "TRUNCATE")];

impl CreateTrigStmt<'_> {
    pub fn effects(self, source: Source<'_>) -> Result<Vec<Effect>, Unknown> {
        let trigger = Trigger {
            event: event(self.timing, self.events, self.row),
            condition: self.when_clause.map(|condition| source.tree(condition)),
            function: object_name(self.funcname)?,
        };
        let table = self.relation.name()?;
        Ok(vec![Effect::CreateTrigger { table, name: self.trigname, trigger: Box::new(trigger) }])
    }
}

fn event(timing: u32, events: u32, row: bool) -> String {
    let timing = TIMINGS.iter().find(|(bit, _)| *bit == timing).map_or("AFTER", |(_, word)| word);
    let events: Vec<_> = EVENTS.iter().filter(|(bit, _)| events & bit != 0).map(|(_, word)| *word).collect();
    let each = if row { "ROW" } else { "STATEMENT" };
    format!("{timing} {} FOR EACH {each}", events.join(" OR "))
}
