//! A connection to a server: SQL in, rows as text or a refusal out.

use std::fmt;
use std::io::{Read, Write};
use std::ops::Deref;

use postgres::{Client, Config, NoTls, SimpleQueryMessage};

use super::interrupt;

/// A connection.
///
/// Statements go by the simple protocol, so that one text may hold several, and every value comes as text. What the
/// server says besides (notices, warnings) is not heard.
pub struct Session {
    client: Client,
}

/// What statements return.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answer {
    /// The rows of all statements, in order; a `None` is a NULL.
    pub rows: Vec<Vec<Option<String>>>,
    /// How many rows the last command concerned.
    pub affected: u64,
}

/// PostgreSQL said no, or could not be asked: [`Said`], in a box, as most answers are none of these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal(Box<Said>);

/// What PostgreSQL says when it refuses.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Said {
    /// The five characters of the SQL standard; those of class `08` where the connection failed.
    pub sqlstate: String,
    /// What is wrong.
    pub message: String,
    /// The particulars.
    pub detail: Option<String>,
    /// What to do instead.
    pub hint: Option<String>,
    /// The schema of what it is about.
    pub schema: Option<String>,
    /// The table it is about.
    pub table: Option<String>,
    /// The column it is about.
    pub column: Option<String>,
    /// The constraint that was broken.
    pub constraint: Option<String>,
    /// The stack of functions in which it happened.
    pub context: Option<String>,
}

/// No connection could be made.
const UNREACHABLE: &str = "08001";

/// The connection ended.
const BROKEN: &str = "08006";

impl Session {
    /// Connects.
    ///
    /// # Errors
    /// The server's refusal to let us in, or that there is none.
    pub(super) fn connect(config: &Config) -> Result<Self, Refusal> {
        let mut config = config.clone();
        let client = config.notice_callback(drop).connect(NoTls).map_err(|error| refusal(&error, UNREACHABLE))?;
        Ok(Self { client })
    }

    /// Runs statements up to the first that fails. A text of several statements is one transaction, unless it says
    /// otherwise; one that it opened is still open afterwards, be it in vain.
    ///
    /// # Errors
    /// The server's refusal, or that the connection is gone.
    pub fn run(&mut self, sql: &str) -> Result<Answer, Refusal> {
        interrupt::stop_here_at_the_end();
        let messages = self.client.simple_query(sql).map_err(|error| refusal(&error, BROKEN))?;
        let mut answer = Answer::default();
        for message in messages {
            match message {
                SimpleQueryMessage::Row(row) => {
                    answer.rows.push((0..row.len()).map(|at| row.get(at).map(str::to_owned)).collect());
                }
                SimpleQueryMessage::CommandComplete(affected) => answer.affected = affected,
                // The enum is not ours, and may grow; what else there is says nothing of rows.
                _ => {}
            }
        }
        Ok(answer)
    }

    /// Runs one `COPY … TO STDOUT` and returns what it writes.
    ///
    /// # Errors
    /// As [`Session::run`].
    pub fn copy_out(&mut self, sql: &str) -> Result<String, Refusal> {
        let mut text = String::new();
        let mut reader = self.client.copy_out(sql).map_err(|error| refusal(&error, BROKEN))?;
        reader.read_to_string(&mut text).map_err(|error| in_transit(&error))?;
        Ok(text)
    }

    /// Runs one `COPY … FROM STDIN` with that data and returns the number of rows.
    ///
    /// # Errors
    /// As [`Session::run`].
    pub fn copy_in(&mut self, sql: &str, data: &str) -> Result<u64, Refusal> {
        let mut writer = self.client.copy_in(sql).map_err(|error| refusal(&error, BROKEN))?;
        writer.write_all(data.as_bytes()).map_err(|error| in_transit(&error))?;
        writer.finish().map_err(|error| refusal(&error, BROKEN))
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").finish_non_exhaustive()
    }
}

impl Answer {
    /// The only value of the only row; nothing where there is another number of either, or it is NULL.
    #[must_use]
    pub fn value(&self) -> Option<&str> {
        match self.rows.as_slice() {
            [row] if row.len() == 1 => row[0].as_deref(),
            _ => None,
        }
    }
}

impl Deref for Refusal {
    type Target = Said;

    fn deref(&self) -> &Said {
        &self.0
    }
}

impl From<Said> for Refusal {
    fn from(said: Said) -> Self {
        Self(Box::new(said))
    }
}

impl Refusal {
    /// A refusal of which nothing more is known.
    pub(super) fn plain(sqlstate: &str, message: String) -> Self {
        Said { sqlstate: sqlstate.to_owned(), message, ..Said::default() }.into()
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.sqlstate, self.message)?;
        for (word, part) in [("detail", &self.detail), ("hint", &self.hint), ("in", &self.context)] {
            if let Some(part) = part {
                write!(f, "\n{word}: {part}")?;
            }
        }
        Ok(())
    }
}

impl std::error::Error for Refusal {}

/// A refusal by the server, or by what lies between, of which the library tells less.
fn refusal(error: &postgres::Error, otherwise: &str) -> Refusal {
    interrupt::stop_here_at_the_end();
    let Some(said) = error.as_db_error() else {
        return Refusal::plain(otherwise, whole(error));
    };
    let owned = |part: Option<&str>| part.map(str::to_owned);
    Said {
        sqlstate: said.code().code().to_owned(),
        message: said.message().to_owned(),
        detail: owned(said.detail()),
        hint: owned(said.hint()),
        schema: owned(said.schema()),
        table: owned(said.table()),
        column: owned(said.column()),
        constraint: owned(said.constraint()),
        context: owned(said.where_()),
    }
    .into()
}

/// A refusal while rows are on their way: the library wraps what the server said.
fn in_transit(error: &std::io::Error) -> Refusal {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<postgres::Error>());
    inner.map_or_else(|| Refusal::plain(BROKEN, error.to_string()), |inner| refusal(inner, BROKEN))
}

/// An error with its causes: the library's own text says only at which step it happened.
fn whole(error: &postgres::Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(deeper) = cause {
        text = format!("{text}: {deeper}");
        cause = deeper.source();
    }
    text
}
