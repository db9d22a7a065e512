//! Triggers and rules.

use std::collections::BTreeMap;

use pg_query::NodeEnum;
use pg_query::protobuf::{CreateTrigStmt, Node, RuleStmt};

use super::super::node::{Unknown, unknown};
use super::super::trigger::event;
use super::node::{deparsed, maybe_tree, object_name, piece, texts};
use super::session::{CATALOG, Session};
use crate::sql::facts::{ConstraintTrigger, ObjectName, State, Trigger};
use crate::sql::ident;

/// PostgreSQL's own functions for triggers.
const OWN: [&str; 3] =
    ["suppress_redundant_updates_trigger", "tsvector_update_trigger", "tsvector_update_trigger_column"];

impl Session {
    /// Makes a trigger, or puts it in place of one.
    pub fn create_trigger(&mut self, stmt: &CreateTrigStmt) -> Result<(), Unknown> {
        let Some(range) = &stmt.relation else { return unknown("no table") };
        let table = self.relation(range);
        let function = self.trigger_function(object_name(&stmt.funcname)?);
        let state =
            State { deferrable: stmt.deferrable || stmt.initdeferred, deferred: stmt.initdeferred, ..State::default() };
        let from = stmt.constrrel.as_ref().map(|range| self.relation(range));
        let trigger = Trigger {
            event: event(stmt.timing.unsigned_abs(), stmt.events.unsigned_abs(), stmt.row),
            condition: maybe_tree(stmt.when_clause.as_deref())?,
            function,
            columns: texts(&stmt.columns),
            arguments: texts(&stmt.args),
            transitions: stmt.transition_rels.iter().filter_map(transition).collect(),
            constraint: stmt.isconstraint.then_some(ConstraintTrigger { state, from }),
            enabled: None,
        };
        self.triggers(&table)?.insert(stmt.trigname.clone(), trigger);
        Ok(())
    }

    /// The function of a trigger: one that is here, or PostgreSQL's own.
    fn trigger_function(&self, name: ObjectName) -> ObjectName {
        let found = self.function_name(name.clone());
        let is_own = name.schema.is_none() && !self.is_function(&found) && OWN.contains(&name.name.as_str());
        if is_own { ObjectName::new(CATALOG, &name.name) } else { found }
    }

    /// The triggers of a table or view.
    pub fn triggers(&mut self, of: &ObjectName) -> Result<&mut BTreeMap<String, Trigger>, Unknown> {
        if let Some(table) = self.facts.tables.get_mut(of) {
            return Ok(&mut table.triggers);
        }
        let view = self.facts.views.get_mut(of);
        view.map(|view| &mut view.triggers).ok_or_else(|| Unknown(format!("the table `{of}`, which is not there")))
    }

    /// Makes a rule, which is kept as a statement.
    pub fn create_rule(&mut self, stmt: &RuleStmt) -> Result<(), Unknown> {
        let Some(range) = &stmt.relation else { return unknown("no table") };
        let on = self.relation(range);
        let mut piece = piece(deparsed(&NodeEnum::RuleStmt(Box::new(stmt.clone())))?);
        piece.mentions = self.completed(piece.mentions);
        let rules = match (self.facts.tables.get_mut(&on), self.facts.views.get_mut(&on)) {
            (Some(table), _) => &mut table.rules,
            (None, Some(view)) => &mut view.rules,
            (None, None) => return unknown(format!("the table `{on}`, which is not there")),
        };
        rules.insert(stmt.rulename.clone(), piece);
        Ok(())
    }
}

fn transition(node: &Node) -> Option<String> {
    let Some(NodeEnum::TriggerTransition(one)) = node.node.as_ref() else { return None };
    Some(format!("{} TABLE AS {}", if one.is_new { "NEW" } else { "OLD" }, ident(&one.name)))
}
