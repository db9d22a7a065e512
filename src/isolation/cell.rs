//! One thing that is tried, and what must come of it.

use std::fmt;

use crate::model::Role;

/// One thing that is tried, as one role, in one transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// What kind of trial it is.
    pub family: Family,
    /// As whom.
    pub who: Role,
    /// The table it is about; empty where it is about none.
    pub table: String,
    /// What is tried, in words: `update`, `insert with a lead of another tenant`.
    pub what: String,
    /// Whose row it is aimed at, in words: `own`, `another tenant's`.
    pub whose: &'static str,
    /// The tenant context it runs in, in words: `set`, `unset`.
    pub context: &'static str,
    /// What an administrator does first, in order; nobody's row is reached by it.
    pub before: Vec<String>,
    /// What sets the context, run as the role.
    pub enter: Vec<String>,
    /// The attempt itself.
    pub attempt: Attempt,
    /// What must come of it.
    pub expected: Expected,
    /// What an administrator must find afterwards.
    pub probe: Option<Probe>,
}

/// What kind of trial a cell is; the report counts by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// A plain verb in a good context.
    Verb,
    /// A plain verb without a good context.
    Context,
    /// A reference to another tenant's row.
    Reference,
    /// A row that would change its tenant.
    Motion,
    /// INSERT … ON CONFLICT, MERGE, COPY, TRUNCATE, row locks.
    Bulk,
    /// What a delete does to rows that refer to the one deleted.
    Cascade,
    /// Learning of a row by how an attempt at it fails, or from what the planner keeps.
    Oracle,
    /// What somebody adds later: a policy, a view, a function, a table.
    Later,
    /// What is no service's to do: roles, settings, objects of its own.
    Privilege,
}

/// A statement under trial.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Attempt {
    /// It returns rows of one text column, the keys of what it reached.
    Query(String),
    /// It returns nothing but how many rows it wrote.
    Command(String),
    /// `COPY … TO STDOUT`, which returns lines; only a client can run it, no function.
    Copy(String),
    /// It would make the session another role's, which is judged by who logged in.
    Become(String),
}

/// What must come of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// The rows (for a command: as many rows) that this query returns to one who sees everything.
    Rows(String),
    /// The rows that this query returns; where it returns none, the attempt must be refused.
    RowsOr(String, Denial),
    /// No rows.
    Nothing,
    /// It fails.
    Refused(Denial),
    /// It fails, to the letter as this attempt fails, which names a row that does not exist.
    Alike {
        /// The other attempt.
        twin: String,
        /// How both fail.
        denial: Denial,
    },
    /// Whatever it returns: what counts is that it does no harm.
    Harmless,
}

/// How PostgreSQL says no.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Denial {
    /// The error's code.
    pub sqlstate: &'static str,
    /// The constraint that must be the one to say no, where one should.
    pub constraint: Option<String>,
}

/// A question to one who sees everything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Probe {
    /// What must be so, in words.
    pub claim: String,
    /// A query for one boolean that must be true.
    pub query: String,
}

impl Family {
    /// Every family, in the order of the report.
    pub const ALL: [Self; 9] = [
        Self::Verb,
        Self::Context,
        Self::Reference,
        Self::Motion,
        Self::Bulk,
        Self::Cascade,
        Self::Oracle,
        Self::Later,
        Self::Privilege,
    ];

    /// The word in reports.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Verb => "verb",
            Self::Context => "context",
            Self::Reference => "reference",
            Self::Motion => "motion",
            Self::Bulk => "bulk",
            Self::Cascade => "cascade",
            Self::Oracle => "oracle",
            Self::Later => "later",
            Self::Privilege => "privilege",
        }
    }

    /// What it tries, as a heading.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Verb => "Each role with each verb on each table",
            Self::Context => "Without a good tenant context",
            Self::Reference => "References to another tenant's rows",
            Self::Motion => "Rows that would change their tenant",
            Self::Bulk => "Other ways to write and read: upsert, merge, copy, truncate, locks",
            Self::Cascade => "What a delete does to rows that refer to the one deleted",
            Self::Oracle => "Learning of rows without seeing them",
            Self::Later => "What somebody adds later",
            Self::Privilege => "What is no service's to do",
        }
    }

    /// Whether it belongs to the matrix of plain verbs rather than to the attacks.
    #[must_use]
    pub const fn is_matrix(self) -> bool {
        match self {
            Self::Verb | Self::Context => true,
            Self::Reference
            | Self::Motion
            | Self::Bulk
            | Self::Cascade
            | Self::Oracle
            | Self::Later
            | Self::Privilege => false,
        }
    }
}

impl Attempt {
    /// The statement.
    #[must_use]
    pub fn sql(&self) -> &str {
        match self {
            Self::Query(sql) | Self::Command(sql) | Self::Copy(sql) | Self::Become(sql) => sql,
        }
    }
}

impl Cell {
    /// Whether a function can try it: it neither copies rows to the client nor logs in as somebody else.
    #[must_use]
    pub fn fits_a_function(&self) -> bool {
        match self.attempt {
            Attempt::Query(_) | Attempt::Command(_) => true,
            Attempt::Copy(_) | Attempt::Become(_) => false,
        }
    }
}

impl Denial {
    /// A refusal by SQLSTATE alone.
    #[must_use]
    pub const fn code(sqlstate: &'static str) -> Self {
        Self { sqlstate, constraint: None }
    }
}

impl fmt::Display for Denial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.constraint {
            Some(constraint) => write!(f, "refused ({} by {constraint})", self.sqlstate),
            None => write!(f, "refused ({})", self.sqlstate),
        }
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rows(_) => f.write_str("the tenant's own rows"),
            Self::RowsOr(_, denial) => write!(f, "the rows that the access rule lets through, or {denial}"),
            Self::Nothing => f.write_str("no rows"),
            Self::Refused(denial) => denial.fmt(f),
            Self::Alike { denial, .. } => write!(f, "{denial}, just as for a row that does not exist"),
            Self::Harmless => f.write_str("no harm to another tenant"),
        }
    }
}

impl fmt::Display for Cell {
    /// In one line, unique within a schema: `app · update · leads · another tenant's row · context set`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let row = if self.whose.is_empty() { String::new() } else { format!("{} row", self.whose) };
        let context = if self.context.is_empty() { String::new() } else { format!("context {}", self.context) };
        let parts = [self.who.key(), &self.what, &self.table, &row, &context];
        let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        f.write_str(&parts.join(" · "))
    }
}
