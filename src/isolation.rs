//! Who may reach what: the matrix of role, table, verb, row and context, and the attacks beyond plain verbs.
//!
//! Everything here is derived from what the model *intends* (tenancy, access, relations), never from the policies and
//! grants that are made of it, so that a fault in those shows. A [`Cell`] says what is tried and what must come of it, as
//! SQL that anybody may run: over a connection, or in psql. This layer
//! knows the model and the sample rows. It knows no database, no connection and no layout.

mod attack;
mod cell;
mod context;
mod ground;
mod handover;
mod verbs;

pub use cell::{Attempt, Cell, Denial, Expected, Family, Probe};
pub use ground::{Ground, OURS};
pub use handover::{Handover, Step, handovers};

/// Everything that is tried on a schema, each in a transaction of its own that is taken back, in an order that groups
/// what belongs together.
#[must_use]
pub fn cells(ground: &Ground<'_>) -> Vec<Cell> {
    let mut cells = verbs::cells(ground);
    cells.extend(context::cells(ground));
    cells.extend(attack::cells(ground));
    cells
}
