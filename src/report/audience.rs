//! What a change is to each of those whom it concerns: the database, and whoever may reach rows.

use crate::hazard::{self, Hazard};

/// What a change does to a live database, the mildest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Database {
    /// It has no part in it.
    Untouched,
    /// Nobody notices.
    Safe,
    /// Rows that are there get values, while reads and writes go on.
    Fills,
    /// It fails where rows do not fit, and changes nothing then.
    MayFail,
    /// Writes, or reads and writes, wait.
    Locks,
    /// A table is written anew.
    Rewrites,
    /// Values are lost or become others.
    LosesData,
    /// It cannot be carried out as it is: something is missing, or row security hides the rows.
    Stops,
}

/// What a change does to who may reach what, the mildest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// Everybody reaches what they reached.
    Same,
    /// Somebody reaches less.
    Narrows,
    /// Somebody reaches more.
    Widens,
    /// One tenant may come to reach another's rows.
    Exposes,
}

/// What hazards mean to the database; those that are not here leave it safe.
static DATABASE: [(&Hazard, Database); 10] = [
    (&hazard::NEEDS_INPUT, Database::Stops),
    (&hazard::AMBIGUOUS_RENAME, Database::Stops),
    (&hazard::RLS_HIDES_ROWS, Database::Stops),
    (&hazard::DELETES_DATA, Database::LosesData),
    (&hazard::CHANGES_VALUES, Database::LosesData),
    (&hazard::REWRITES_TABLE, Database::Rewrites),
    (&hazard::BACKFILLS_ROWS, Database::Fills),
    (&hazard::LOCKS_ALL, Database::Locks),
    (&hazard::LOCKS_WRITES, Database::Locks),
    (&hazard::MAY_FAIL_ON_DATA, Database::MayFail),
];

/// What hazards mean to who may reach what.
static REACH: [(&Hazard, Reach); 3] = [
    (&hazard::TENANT_ISOLATION, Reach::Exposes),
    (&hazard::AUTHZ_WIDENS, Reach::Widens),
    (&hazard::AUTHZ_NARROWS, Reach::Narrows),
];

impl Database {
    /// What a change with these hazards does to it.
    pub fn of<'a>(hazards: impl IntoIterator<Item = &'a Hazard>) -> Self {
        gravest(&DATABASE, hazards).unwrap_or(Self::Safe)
    }

    /// In a word or two; `-` where it has no part.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Untouched => "-",
            Self::Safe => "safe",
            Self::Fills => "fills rows",
            Self::MayFail => "may fail",
            Self::Locks => "locks",
            Self::Rewrites => "rewrites",
            Self::LosesData => "loses data",
            Self::Stops => "stops",
        }
    }
}

impl Reach {
    /// What a change with these hazards does to it.
    pub fn of<'a>(hazards: impl IntoIterator<Item = &'a Hazard>) -> Self {
        gravest(&REACH, hazards).unwrap_or(Self::Same)
    }

    /// In a word; `-` where nothing changes.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Same => "-",
            Self::Narrows => "narrows",
            Self::Widens => "widens",
            Self::Exposes => "exposes",
        }
    }
}

fn gravest<'a, T: Copy + Ord>(table: &[(&Hazard, T)], hazards: impl IntoIterator<Item = &'a Hazard>) -> Option<T> {
    let meaning = |hazard: &Hazard| table.iter().find(|(one, _)| *one == hazard).map(|(_, meaning)| *meaning);
    hazards.into_iter().filter_map(meaning).max()
}
