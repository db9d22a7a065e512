//! Every kind of change there is: a closed list. The comment over each is what `crmgen explain` prints.

/// A kind of change.
#[derive(Debug, PartialEq, Eq)]
pub struct Kind {
    /// The stable name: `column.add`.
    pub code: &'static str,
    /// What it means and how it is carried out.
    pub explanation: &'static str,
}

macro_rules! kinds {
    ($($(#[doc = $doc:literal])+ $name:ident = $code:literal;)+) => {
        $($(#[doc = $doc])+
        pub static $name: Kind = Kind { code: $code, explanation: concat!($($doc, "\n"),+) };)+

        /// Every kind of change, by object.
        pub static ALL: &[&Kind] = &[$(&$name),+];
    };
}

/// The kind of that code.
#[must_use]
pub fn find(code: &str) -> Option<&'static Kind> {
    ALL.iter().copied().find(|kind| kind.code == code)
}

kinds! {
    /// An enum type is made.
    ENUM_ADD = "enum.add";
    /// An enum type is dropped, once no column has it.
    ENUM_DROP = "enum.drop";
    /// An enum type gets values. That is committed before anything uses them, and touches no table.
    ENUM_VALUE_ADD = "enum.value.add";
    /// An enum type loses values, or they change places. PostgreSQL can do neither, so another type of the same name
    /// takes its place, and every table that has it is written anew.
    ENUM_SWAP = "enum.swap";
    /// A table is made, closed to every tenant before anybody is granted anything on it.
    TABLE_ADD = "table.add";
    /// A table is dropped, with its rows.
    TABLE_DROP = "table.drop";
    /// A table gets another name; what hangs on it and is named after it follows.
    TABLE_RENAME = "table.rename";
    /// A column is added. Where rows that are there need a value that PostgreSQL could only give them by writing the
    /// whole table anew, the column comes empty, the rows are filled in in batches, and only then is it NOT NULL.
    COLUMN_ADD = "column.add";
    /// A column is dropped, with its values.
    COLUMN_DROP = "column.drop";
    /// A column may not be NULL any more. A check says so first and is found to hold beside running writes, so that
    /// nobody waits while the table is read.
    NOT_NULL_SET = "column.not_null.set";
    /// A column may be NULL.
    NOT_NULL_DROP = "column.not_null.drop";
}
