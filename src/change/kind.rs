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
    /// A table is kept otherwise: its parameters, whether it is logged, how values of a column are stored.
    TABLE_STORAGE = "table.storage";
    /// A table inherits from others than before, becomes a part of another or no longer is one, or takes other rows of it.
    TABLE_LINEAGE = "table.lineage";
    /// A column gets another name, which only `was:` tells from a drop and an add. Its values stay, and whatever leans on
    /// it follows, but for the bodies of functions.
    COLUMN_RENAME = "column.rename";
    /// An enum type gets another name.
    ENUM_RENAME = "enum.rename";
    /// A value of an enum gets another name; rows that have it show the new one.
    ENUM_VALUE_RENAME = "enum.value.rename";
    /// A view gets another name.
    VIEW_RENAME = "view.rename";
    /// A sequence gets another name.
    SEQUENCE_RENAME = "sequence.rename";
    /// A function gets another name.
    FUNCTION_RENAME = "function.rename";
    /// A role gets another name, in every database of the cluster.
    ROLE_RENAME = "role.rename";
    /// A constraint gets another name; nothing else of it changes.
    CONSTRAINT_RENAME = "constraint.rename";
    /// An index gets another name.
    INDEX_RENAME = "index.rename";
    /// A trigger gets another name, and with it another place among those that run at the same time.
    TRIGGER_RENAME = "trigger.rename";
    /// A policy gets another name.
    POLICY_RENAME = "policy.rename";
    /// A column is added. Where rows that are there need a value that PostgreSQL could only give them by writing the
    /// whole table anew, the column comes empty, the rows are filled in in batches, and only then is it NOT NULL.
    COLUMN_ADD = "column.add";
    /// A column is dropped, with its values.
    COLUMN_DROP = "column.drop";
    /// A column gets another type or collation. What leans on it and PostgreSQL would refuse to follow is dropped and made
    /// again in the same transaction. Values that do not fit make it fail; nothing is cut without a word.
    COLUMN_TYPE = "column.type";
    /// A column gets another default, or loses it. Rows that are there keep their values.
    COLUMN_DEFAULT = "column.default";
    /// A column is worked out from others, or from others than before, or no longer.
    COLUMN_GENERATED = "column.generated";
    /// A column is numbered by an identity, or otherwise than before, or no longer; numbers go on behind the last one.
    COLUMN_IDENTITY = "column.identity";
    /// Something that leans on a rewritten column is dropped and made again with it, as PostgreSQL demands.
    DEPENDENT_REMAKE = "dependent.remake";
    /// A sequence is made.
    SEQUENCE_ADD = "sequence.add";
    /// A sequence is dropped, by itself or with the column that it goes with.
    SEQUENCE_DROP = "sequence.drop";
    /// A sequence counts otherwise, or goes with another column.
    SEQUENCE_CHANGE = "sequence.change";
    /// A column may not be NULL any more. A check says so first and is found to hold beside running writes, so that
    /// nobody waits while the table is read.
    NOT_NULL_SET = "column.not_null.set";
    /// A column may be NULL.
    NOT_NULL_DROP = "column.not_null.drop";
    /// An index is made, beside running writes where its table stands already.
    INDEX_ADD = "index.add";
    /// An index is dropped.
    INDEX_DROP = "index.drop";
    /// An index changes. The new one is built beside running writes under a name of its own and then takes the place of
    /// the old one, so that queries are never without it.
    INDEX_CHANGE = "index.change";
    /// A unique constraint is added: its index is built beside running writes, and the constraint takes it over.
    UNIQUE_ADD = "unique.add";
    /// A unique constraint is dropped.
    UNIQUE_DROP = "unique.drop";
    /// A unique constraint changes. The index of the new one is built first; foreign keys that lean on it are moved over
    /// in the same transaction, and found to hold afterwards.
    UNIQUE_CHANGE = "unique.change";
    /// A table gets a primary key: its index is built beside running writes, and the key takes it over.
    PRIMARY_KEY_ADD = "primary_key.add";
    /// A primary key is dropped.
    PRIMARY_KEY_DROP = "primary_key.drop";
    /// A primary key changes. The index of the new one is built first; foreign keys that lean on it are moved over in the
    /// same transaction, and found to hold afterwards.
    PRIMARY_KEY_CHANGE = "primary_key.change";
    /// A check is added without a look at the rows there are, and then found to hold while reads and writes go on.
    CHECK_ADD = "check.add";
    /// A check is dropped.
    CHECK_DROP = "check.drop";
    /// A check changes: the new one is added and found to hold before the old one goes.
    CHECK_CHANGE = "check.change";
    /// A foreign key is added without a look at the rows there are, and then found to hold while reads and writes go on.
    FOREIGN_KEY_ADD = "foreign_key.add";
    /// A foreign key is dropped.
    FOREIGN_KEY_DROP = "foreign_key.drop";
    /// A foreign key changes: the new one is added and found to hold before the old one goes.
    FOREIGN_KEY_CHANGE = "foreign_key.change";
    /// A row security policy is added.
    POLICY_ADD = "policy.add";
    /// A row security policy is dropped.
    POLICY_DROP = "policy.drop";
    /// A row security policy changes, together with the others of its table: no moment is wider than what was and what
    /// will be.
    POLICY_CHANGE = "policy.change";
    /// Row security of a table is turned on, its policies first.
    ROW_SECURITY_ENABLE = "row_security.enable";
    /// Row security of a table is turned off: grants alone decide then.
    ROW_SECURITY_DISABLE = "row_security.disable";
    /// Row security holds for the owner of the table too.
    ROW_SECURITY_FORCE = "row_security.force";
    /// Row security no longer holds for the owner of the table.
    ROW_SECURITY_LIFT = "row_security.lift";
    /// A function is made.
    FUNCTION_ADD = "function.add";
    /// A function is dropped.
    FUNCTION_DROP = "function.drop";
    /// A function changes. It is replaced in place where that can be; where it returns something else or its arguments
    /// are called otherwise, it is dropped and made again in one transaction.
    FUNCTION_CHANGE = "function.change";
    /// A trigger is added.
    TRIGGER_ADD = "trigger.add";
    /// A trigger is dropped.
    TRIGGER_DROP = "trigger.drop";
    /// A trigger changes, in place where that can be.
    TRIGGER_CHANGE = "trigger.change";
    /// A view is made.
    VIEW_ADD = "view.add";
    /// A view is dropped.
    VIEW_DROP = "view.drop";
    /// A view is dropped and made again, with the views that read it, in one transaction.
    VIEW_CHANGE = "view.change";
    /// An object that is carried along as it is written is made: a rule, an exclusion constraint, an aggregate.
    OBJECT_ADD = "object.add";
    /// An object that is carried along as it is written is dropped.
    OBJECT_DROP = "object.drop";
    /// An object that is carried along as it is written changes: it is dropped and made again in one transaction, unless
    /// there is only something to add. A domain or composite type changes where it stands as far as PostgreSQL can do
    /// that; else another one takes its place, and tables that have it are written anew.
    OBJECT_CHANGE = "object.change";
    /// Somebody may do more with an object.
    PRIVILEGE_GRANT = "privilege.grant";
    /// Somebody may do less with an object.
    PRIVILEGE_REVOKE = "privilege.revoke";
    /// Somebody may do more or less with objects that are made later.
    PRIVILEGE_DEFAULT = "privilege.default";
    /// Something has another owner, who may do anything with it.
    OWNER_CHANGE = "owner.change";
    /// A role is made. Roles belong to the whole server, so whoever runs this must be allowed to make them.
    ROLE_ADD = "role.add";
    /// A role is dropped.
    ROLE_DROP = "role.drop";
    /// What a role may do by itself changes.
    ROLE_CHANGE = "role.change";
    /// A role is granted to another, which may then act as it.
    ROLE_JOIN = "role.join";
    /// A role is taken from another.
    ROLE_LEAVE = "role.leave";
    /// A schema is made.
    SCHEMA_ADD = "schema.add";
    /// A schema is dropped.
    SCHEMA_DROP = "schema.drop";
    /// An extension is made.
    EXTENSION_ADD = "extension.add";
    /// An extension is dropped.
    EXTENSION_DROP = "extension.drop";
    /// An extension moves to another schema.
    EXTENSION_MOVE = "extension.move";
    /// A comment changes.
    COMMENT = "comment";
    /// Code can name something new of the Prisma client or the Rust crate, and no database differs by it.
    CLIENT_ADD = "client.add";
    /// Code can no longer name something of the Prisma client or the Rust crate, and no database differs by it: a target
    /// was turned off, or a name of the clients' own is gone.
    CLIENT_DROP = "client.drop";
    /// Something is called differently in the Prisma client or the Rust crate alone: the style of names or the name of an
    /// inverse relation changed.
    CLIENT_RENAME = "client.rename";
    /// Something has another type in the Prisma client or the Rust crate, and no database differs by it: how ids are
    /// typed, for one.
    CLIENT_CHANGE = "client.change";
    /// A role may reach more rows of a table than before, and no change of the table itself says so: a role that it is a
    /// member of gained something, or a function that policies call changed.
    ACCESS_WIDEN = "access.widen";
    /// A role may reach fewer rows of a table than before, and no change of the table itself says so.
    ACCESS_NARROW = "access.narrow";
}
