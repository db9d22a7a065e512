//! The proof, on a real PostgreSQL, that what is made of a model does what the model says.
//!
//! Everything here reads the model and asks a server; nothing is looked up in templates or views, so that a fault there
//! cannot excuse itself. This layer does not know where the server came from.

pub mod stage;
mod surroundings;

pub use stage::{Script, Setback, Stage};
