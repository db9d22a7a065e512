//! How a constraint is in force.

/// How a constraint is in force, where that is not the ordinary way: at once, for every row, in tables below too.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct State {
    /// Whether a transaction may put off the check.
    pub deferrable: bool,
    /// Whether it is put off to the end of the transaction without being asked.
    pub deferred: bool,
    /// Whether rows that stood before it were not checked.
    pub not_valid: bool,
    /// Whether it is written down only.
    pub not_enforced: bool,
    /// Whether tables that inherit do not have it.
    pub no_inherit: bool,
}

impl State {
    /// The words of SQL behind the constraint, in their order.
    pub fn words(&self) -> impl Iterator<Item = &'static str> {
        let words = [
            (self.no_inherit, "NO INHERIT"),
            (self.deferrable, "DEFERRABLE"),
            (self.deferred, "INITIALLY DEFERRED"),
            (self.not_enforced, "NOT ENFORCED"),
            // What is not enforced is not valid either, and must not say so.
            (self.not_valid && !self.not_enforced, "NOT VALID"),
        ];
        words.into_iter().filter_map(|(says, word)| says.then_some(word))
    }
}
