//! The bodies of functions.
//!
//! A body is written in a template, so the model cannot foresee all of it. What it must say is a list of phrases.

use crate::sql::facts::Signature;

/// What a function's body must and must not say.
pub struct Body {
    /// The function.
    pub signature: Signature,
    /// Phrases that must stand in it; letter case and white space make no difference.
    pub says: Vec<String>,
    /// Phrases that must not.
    pub leaves_out: Vec<String>,
}
