//! What a statement may do to a live database or to those who use it: a closed list.
//!
//! This layer knows codes and sentences. It does not know which change brings which hazard.

/// A hazard. What `crmgen explain` prints is its title and explanation.
#[derive(Debug, PartialEq, Eq)]
pub struct Hazard {
    /// The stable name: `DELETES_DATA`.
    pub code: &'static str,
    /// How much it weighs.
    pub weight: Weight,
    /// In a few words.
    pub title: &'static str,
    /// What it means, and what to do.
    pub explanation: &'static str,
}

/// How much a hazard weighs, the lightest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Worth knowing.
    Informs,
    /// A reviewer must look at it.
    Warns,
    /// No migration is written unless the schema accepts it.
    Stops,
    /// No migration can be written: something is missing that only the schema can say.
    NeedsInput,
}

impl Weight {
    /// Whether a schema can accept it. What is missing cannot be waved through: only the schema can say it.
    #[must_use]
    pub const fn can_be_accepted(self) -> bool {
        match self {
            Self::Informs | Self::Warns | Self::Stops => true,
            Self::NeedsInput => false,
        }
    }

    /// In a word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Informs => "note",
            Self::Warns => "warning",
            Self::Stops => "stop",
            Self::NeedsInput => "needs input",
        }
    }
}

macro_rules! hazards {
    ($($(#[doc = $doc:literal])+ $name:ident: $weight:ident, $title:literal;)+) => {
        $($(#[doc = $doc])+
        pub static $name: Hazard = Hazard {
            code: stringify!($name),
            weight: Weight::$weight,
            title: $title,
            explanation: concat!($($doc, "\n"),+),
        };)+

        /// Every hazard, the heaviest first.
        pub static ALL: &[&Hazard] = &[$(&$name),+];
    };
}

/// The hazard of that code, in any letter case.
#[must_use]
pub fn find(code: &str) -> Option<&'static Hazard> {
    ALL.iter().copied().find(|hazard| hazard.code.eq_ignore_ascii_case(code))
}

hazards! {
    /// Something is missing that only a person knows: what rows get that are there already, how an old value becomes a
    /// new one, where the rows of a value that goes away belong. The finding names the key that says it: `backfill`,
    /// `using` or `replaced`.
    NEEDS_INPUT: NeedsInput, "needs input";
    /// Something is dropped beside something of the same shape that is added. It may be a rename, which keeps the rows,
    /// or a drop and an add, which loses them; crmgen does not guess. Say `was:` on the new one, or `dropped:`.
    AMBIGUOUS_RENAME: NeedsInput, "a rename, or a drop and an add";
    /// Values are lost for good: a table or column is dropped. Stop using it in one release and drop it in the next;
    /// take a backup; then accept it in the schema.
    DELETES_DATA: Stops, "deletes data";
    /// Values that are there become others: rounded, cut, merged. The finding counts them beforehand.
    CHANGES_VALUES: Stops, "changes values";
    /// Rows of one tenant come within reach of another, or the wall that keeps them apart is taken down or moved.
    TENANT_ISOLATION: Stops, "weakens the wall between tenants";
    /// The statement reads or writes rows that row security hides from whoever runs it, so it would silently do less
    /// than it says. Run it as a role that may bypass row security.
    RLS_HIDES_ROWS: Stops, "row security hides rows from the statement";
    /// The statement fails where rows do not fit: NULLs, duplicates, orphans, values that cannot be cast. Nothing is
    /// changed then. The finding counts those rows beforehand.
    MAY_FAIL_ON_DATA: Warns, "may fail on the rows there are";
    /// Rows that are there get a value. It is done in batches, each in a transaction of its own.
    BACKFILLS_ROWS: Warns, "fills in rows";
    /// PostgreSQL writes the whole table again, with all its indexes, while nobody may read it.
    REWRITES_TABLE: Warns, "rewrites the table";
    /// Nobody may write to the table while the statement runs.
    LOCKS_WRITES: Warns, "blocks writes";
    /// Nobody may read or write the table while the statement runs, and it may run for long.
    LOCKS_ALL: Warns, "blocks reads and writes";
    /// An index is built. It takes time and input and output, while reads and writes go on.
    INDEX_BUILD: Warns, "builds an index";
    /// An index goes away; queries that lean on it become slow.
    INDEX_DROPPED: Warns, "drops an index";
    /// A role may do more than before, or reach more rows.
    AUTHZ_WIDENS: Warns, "gives access";
    /// A role may do less than before, or reach fewer rows; what leans on it fails.
    AUTHZ_NARROWS: Warns, "takes access away";
    /// The database stops refusing rows that it refused before: a check, a key or a foreign key goes away.
    INTEGRITY_LOOSENED: Warns, "refuses less";
    /// What the database does by itself changes: a default, a trigger, a function, what a delete does.
    BEHAVIOUR_CHANGE: Warns, "changes behaviour";
    /// Code written against the Prisma client or the Rust crate no longer compiles, or fails; the finding names the
    /// members.
    BREAKS_CLIENTS: Warns, "breaks clients";
    /// The way back does not restore what was: it restores the structure, and not the values.
    IRREVERSIBLE: Warns, "cannot be undone";
    /// The outcome depends on settings of the session that runs it; the migration sets them.
    SESSION_DEPENDENT: Warns, "depends on the session";
    /// Something that PostgreSQL does not track refers to this by name: the body of a function, a query of an
    /// application.
    UNTRACKED_DEPENDENCY: Warns, "named where PostgreSQL does not look";
    /// The statement cannot run in a transaction; when it fails, what came before it stays.
    NOT_TRANSACTIONAL: Informs, "runs outside a transaction";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_come_first() {
        assert!(ALL.is_sorted_by(|one, other| one.weight >= other.weight));
        assert_eq!(find("deletes_data"), Some(&DELETES_DATA));
    }
}
