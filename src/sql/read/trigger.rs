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
            ..Trigger::default()
        };
        let table = self.relation.name()?;
        Ok(vec![Effect::CreateTrigger { table, name: self.trigname, trigger: Box::new(trigger) }])
    }
}

/// When and for what a trigger runs, in words.
pub fn event(timing: u32, events: u32, row: bool) -> String {
    let timing = TIMINGS.iter().find(|(bit, _)| *bit == timing).map_or("AFTER", |(_, word)| word);
    let events: Vec<_> = EVENTS.iter().filter(|(bit, _)| events & bit != 0).map(|(_, word)| *word).collect();
    let each = if row { "ROW" } else { "STATEMENT" };
    format!("{timing} {} FOR EACH {each}", events.join(" OR "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::facts::ObjectName;
    use crate::sql::read::expression;
    use crate::sql::read::testing::effect;

    fn trigger(when: &str, condition: &str) -> Trigger {
        match effect(&format!("CREATE TRIGGER g {when} {condition} EXECUTE FUNCTION s.f()")) {
            Effect::CreateTrigger { name, trigger, .. } if name == "g" => *trigger,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_trigger_says_when_it_runs_what() {
        let read = trigger("BEFORE UPDATE ON s.t FOR EACH ROW", "WHEN (old.a IS DISTINCT FROM new.a)");
        assert_eq!(read.event, "BEFORE UPDATE FOR EACH ROW");
        assert_eq!(read.function, ObjectName::new("s", "f"));
        assert_eq!(read.condition, Some(expression("old.a IS DISTINCT FROM new.a").unwrap()));
    }

    #[test]
    fn events_are_told_apart() {
        for event in [
            "AFTER INSERT OR DELETE FOR EACH STATEMENT",
            "BEFORE UPDATE FOR EACH STATEMENT",
            "AFTER TRUNCATE FOR EACH STATEMENT",
            "INSTEAD OF INSERT FOR EACH ROW",
        ] {
            assert_eq!(trigger(&event.replace(" FOR", " ON s.t FOR"), "").event, event);
        }
    }
}
