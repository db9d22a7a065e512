//! Puts the statements of changes in order and into transactions.
//!
//! Order is a graph: each statement says what it needs, makes, frees and takes away ([`Order`](crate::change::Order)).
//! Among those that could come next, the earliest phase goes first, and in it the one that was found first, so that
//! the same changes give the same plan. This layer does not know what statements say or what they are for.

mod graph;

use std::fmt;

use crate::change::{Change, Phase, Scope, Statement};

/// A way from the old side to the new one.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Plan {
    /// In order; each is a transaction, or one statement that cannot run in any.
    pub batches: Vec<Batch>,
}

/// Statements that run together.
#[derive(Debug, Clone, PartialEq)]
pub struct Batch {
    /// The phase, of its first statement.
    pub phase: Phase,
    /// How it stands to transactions.
    pub scope: Scope,
    /// The statements in order, each with the change that it belongs to, by its place in the list of changes.
    pub steps: Vec<Step>,
}

/// A statement of a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The changes that it belongs to, by their places in the list of changes: several where they alter a table at once.
    pub causes: Vec<usize>,
    /// The statement.
    pub statement: Statement,
}

/// Statements that wait for each other: a fault of ours, as nothing that a schema says makes any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cycle(pub Vec<String>);

/// Puts the statements of changes in order.
///
/// # Errors
/// When statements wait for each other.
pub fn plan(changes: &[Change]) -> Result<Plan, Cycle> {
    let steps = changes.iter().enumerate().flat_map(|(cause, change)| {
        change.statements.iter().map(move |statement| Step { causes: vec![cause], statement: statement.clone() })
    });
    let units =
        units(steps.collect()).into_iter().map(|unit| graph::sort(graph::join(unit))).collect::<Result<Vec<_>, _>>()?;
    let order = graph::order(&units)?;
    let mut units: Vec<_> = units.into_iter().map(Some).collect();
    Ok(Plan { batches: batches(order.into_iter().filter_map(|at| units[at].take())) })
}

/// Steps that are not to be parted, in the order in which they were found.
type Unit = Vec<Step>;

/// Brings together the steps that share a transaction with each other alone.
fn units(steps: Vec<Step>) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    let mut groups = std::collections::BTreeMap::new();
    for step in steps {
        match &step.statement.scope {
            Scope::Together(group) => {
                let at = *groups.entry(group.clone()).or_insert(units.len());
                if at == units.len() {
                    units.push(Vec::new());
                }
                units[at].push(step);
            }
            Scope::Shared | Scope::Alone | Scope::Outside => units.push(vec![step]),
        }
    }
    units
}

/// Joins neighbours that share a transaction.
fn batches(units: impl Iterator<Item = Unit>) -> Vec<Batch> {
    let mut batches: Vec<Batch> = Vec::new();
    for unit in units {
        let Some(first) = unit.first().map(|step| &step.statement) else { continue };
        let (phase, scope) = (first.phase, first.scope.clone());
        let joins = |last: &&mut Batch| scope == Scope::Shared && last.scope == scope && last.phase.joins(phase);
        match batches.last_mut().filter(joins) {
            Some(last) => last.steps.extend(unit),
            None => batches.push(Batch { phase, scope, steps: unit }),
        }
    }
    batches
}

impl Phase {
    /// Whether statements of another phase may share a transaction that one of this phase opened. What deletes, and what
    /// others than the owner run, keeps to itself.
    fn joins(self, other: Self) -> bool {
        let apart = |phase: Self| phase.is_administrators() || phase == Self::Contract;
        self == other || (!apart(self) && !apart(other))
    }
}

impl Plan {
    /// Whether there is nothing to do.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.batches.is_empty()
    }

    /// Every step in order.
    pub fn steps(&self) -> impl Iterator<Item = &Step> {
        self.batches.iter().flat_map(|batch| &batch.steps)
    }
}

impl fmt::Display for Cycle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "these statements wait for each other: {}", self.0.join("; "))
    }
}

impl std::error::Error for Cycle {}
