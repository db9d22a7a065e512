//! What a schema says of the way from an earlier one to itself: what is gone on purpose, what takes the place of what,
//! and which findings are accepted.
//!
//! Nothing of this changes what is generated. Declared renames (`was`) and the expressions that fill and convert columns
//! stand at the things themselves.

use super::{Date, Name};

/// A value that an enum has lost, and the value that rows get instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replaced {
    /// The lost value.
    pub old: Name,
    /// The value that takes its place; one that the enum has.
    pub new: Name,
}

/// A finding that is known and meant to stay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// The code of the rule or hazard: `L0012`, `DELETES_DATA`.
    pub code: String,
    /// The dotted name of what it is about: `leads`, `leads.score`.
    pub object: String,
    /// Why it may stay; never empty.
    pub reason: String,
    /// The last day on which it counts; for ever where there is none.
    pub until: Option<Date>,
}
