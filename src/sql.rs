//! SQL text, quoted in one place, and PostgreSQL's own parser to read it.
//!
//! Every identifier and literal of the output passes through [`quote`]; every expression of a schema passes through
//! [`expression`]. The other modules each turn one piece of the model into text. This layer knows PostgreSQL's words
//! and the model's types. It does not know templates' layout.

pub mod column;
pub mod comment;
pub mod constraint;
pub mod default;
pub mod expression;
pub mod facts;
pub mod function;
pub mod grant;
pub mod index;
pub mod keyword;
pub mod name;
pub mod parse;
pub mod policy;
pub mod predicate;
pub mod psql;
pub mod quote;
pub mod read;
pub mod role;
pub mod routine;
pub mod term;
pub mod text;
pub mod token;
pub mod trigger;

pub use name::{columns, table};
pub use quote::{ident, literal, qualified};
pub use text::sql;
