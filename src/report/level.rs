//! How much a change asks of whoever reviews it: one table, by hazard.
//!
//! A finding weighs what its hazard weighs: what stops a migration or asks for input is breaking, what warns is
//! dangerous, what informs is safe; [`OTHERWISE`] lists where a reviewer is asked for more or less than that. A change
//! is at the level of its gravest finding, and safe where it has none. A finding that the schema accepts counts as safe.

use std::fmt;

use crate::hazard::{self, Hazard, Weight};

/// How much a change asks of a reviewer, the least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Nothing changes.
    None,
    /// It neither gets in anybody's way nor loses anything.
    Safe,
    /// It may fail, block, take long, or change what works and who sees what; somebody must look at it.
    Dangerous,
    /// It loses or changes values, opens the wall between tenants, breaks code, or cannot be carried out.
    Breaking,
}

/// Hazards that ask for more or less than their weight says: broken code is broken on the day it meets the new schema,
/// and an index that is built beside running reads and writes gets in nobody's way.
static OTHERWISE: [(&Hazard, Level); 2] =
    [(&hazard::BREAKS_CLIENTS, Level::Breaking), (&hazard::INDEX_BUILD, Level::Safe)];

impl Level {
    /// What changes have, the gravest first.
    pub const ALL: [Self; 3] = [Self::Breaking, Self::Dangerous, Self::Safe];

    /// What a finding of a hazard weighs.
    #[must_use]
    pub fn of(hazard: &Hazard) -> Self {
        let otherwise = OTHERWISE.iter().find(|(one, _)| *one == hazard).map(|(_, level)| *level);
        otherwise.unwrap_or(match hazard.weight {
            Weight::NeedsInput | Weight::Stops => Self::Breaking,
            Weight::Warns => Self::Dangerous,
            Weight::Informs => Self::Safe,
        })
    }

    /// In a word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Safe => "safe",
            Self::Dangerous => "dangerous",
            Self::Breaking => "breaking",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stops_is_breaking_and_what_warns_is_dangerous() {
        let level = |code| Level::of(hazard::find(code).unwrap());
        for code in ["DELETES_DATA", "CHANGES_VALUES", "TENANT_ISOLATION", "NEEDS_INPUT", "BREAKS_CLIENTS"] {
            assert_eq!(level(code), Level::Breaking, "{code}");
        }
        for code in ["LOCKS_ALL", "REWRITES_TABLE", "MAY_FAIL_ON_DATA", "AUTHZ_WIDENS"] {
            assert_eq!(level(code), Level::Dangerous, "{code}");
        }
        assert_eq!((level("INDEX_BUILD"), level("NOT_TRANSACTIONAL")), (Level::Safe, Level::Safe));
    }
}
