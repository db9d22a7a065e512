//! SQL text, quoted in one place, and PostgreSQL's own parser to read it.
//!
//! Every identifier and literal of the output passes through [`quote`]; every expression of a schema passes through
//! [`expression`]. This layer knows PostgreSQL's words and the model's types. It does not know templates' layout.

pub mod expression;
pub mod function;
pub mod keyword;
pub mod parse;
pub mod quote;
pub mod text;

pub use quote::{ident, literal, qualified};
pub use text::sql;
