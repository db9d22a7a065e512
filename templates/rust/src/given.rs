//! What callers give a statement: the values of a key, and those of the columns they name.

use sqlx::postgres::PgArguments;
use sqlx::{Arguments, AssertSqlSafe, Encode, Postgres, Type};

/// A statement's text and the values bound in it.
pub(crate) type Statement = (AssertSqlSafe<String>, PgArguments);

/// Values for a statement, bound in order: those of a key first, then those of columns.
///
/// Only names from the schema become text of a statement. Values are always bound.
#[derive(Default)]
pub(crate) struct Given {
    columns: Vec<&'static str>,
    values: PgArguments,
}

impl Given {
{% if updates %}
    /// Binds a part of the key.
    pub(crate) fn key<'v, T>(&mut self, value: T) -> sqlx::Result<()>
    where
        T: Encode<'v, Postgres> + Type<Postgres>,
    {
        self.values.add(value).map_err(sqlx::Error::Encode)
    }

{% endif %}
    /// Gives a column a value. The name is quoted.
    pub(crate) fn set<'v, T>(&mut self, column: &'static str, value: T) -> sqlx::Result<()>
    where
        T: Encode<'v, Postgres> + Type<Postgres>,
    {
        self.columns.push(column);
        self.values.add(value).map_err(sqlx::Error::Encode)
    }

    /// Gives a column a value where there is one.
    pub(crate) fn set_some<'v, T>(
        &mut self,
        column: &'static str,
        value: Option<T>,
    ) -> sqlx::Result<()>
    where
        T: Encode<'v, Postgres> + Type<Postgres>,
    {
        value.map_or(Ok(()), |value| self.set(column, value))
    }
{% if inserts %}

    /// Inserts a row. Columns without a value are left to the database.
    pub(crate) fn insert(self, table: &str, end: &str) -> Statement {
        let places = (1..=self.columns.len()).map(|place| format!("${place}"));
        let places: Vec<_> = places.collect();
        let row = match self.columns.as_slice() {
            [] => "DEFAULT VALUES".to_owned(),
            columns => format!("({}) VALUES ({})", columns.join(", "), places.join(", ")),
        };
        let text = format!("INSERT INTO {table} {row} {end}");
        (AssertSqlSafe(text), self.values)
    }
{% endif %}
{% if updates %}

    /// Updates a row; where no column has a value, does what `otherwise` says with the key.
    pub(crate) fn update(self, table: &str, end: &str, otherwise: &str) -> Statement {
        let first = self.values.len() - self.columns.len() + 1;
        let set = |(column, place): (&&str, usize)| format!("{column} = ${place}");
        let set: Vec<_> = self.columns.iter().zip(first..).map(set).collect();
        let text = match set.as_slice() {
            [] => otherwise.to_owned(),
            set => format!("UPDATE {table} SET {} {end}", set.join(", ")),
        };
        (AssertSqlSafe(text), self.values)
    }
{% endif %}
}
