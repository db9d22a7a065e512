//! SQL expressions of a schema, checked.

use super::FieldId;

/// A PostgreSQL expression over one entity's columns.
///
/// `text` is canonical: as PostgreSQL's own parser writes the tree back, so that white space, letter case and comments
/// make no difference between two models.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Expression {
    /// The canonical text. Safe to place in a statement: it is one complete expression.
    pub text: String,
    /// The fields it reads, in ascending order, without repetition.
    pub fields: Vec<FieldId>,
}
