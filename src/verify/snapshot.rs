//! All that is in a database, by names alone, so that two databases can be compared: one that was migrated with one
//! that was made from scratch.
//!
//! The order of columns is no difference, and neither is what a query cannot see: numbers of objects, space left by
//! what was dropped. Privileges that PostgreSQL gives by itself count as if they had been granted.

use std::collections::{BTreeMap, BTreeSet};

use super::proof::{Failure, Outcome};
use crate::server::{Refusal, Session};
use crate::sql::facts::ObjectName;
use crate::sql::ident;

/// Every object that is not PostgreSQL's own, with its attributes: kind and name, then what is to be known of it.
pub const OBJECTS: &str = include_str!("snapshot/objects.sql");

/// Every role that is not PostgreSQL's own, with what it is and whose member. Roles are a whole server's.
pub const ROLES: &str = "
    SELECT 'role ' || rolname, concat_ws(' ',
           CASE WHEN rolsuper THEN 'superuser' END, CASE WHEN rolinherit THEN 'inherit' END,
           CASE WHEN rolcreaterole THEN 'createrole' END, CASE WHEN rolcreatedb THEN 'createdb' END,
           CASE WHEN rolcanlogin THEN 'login' END, CASE WHEN rolreplication THEN 'replication' END,
           CASE WHEN rolbypassrls THEN 'bypassrls' END, array_to_string(rolconfig, ' '),
           (SELECT 'in ' || string_agg(roleid::regrole::text, ', ' ORDER BY roleid::regrole::text)
              FROM pg_auth_members WHERE member = r.oid))
      FROM pg_roles AS r WHERE oid >= 16384";

/// What is in a database: by kind and name, what is to be known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot(BTreeMap<String, String>);

impl Snapshot {
    /// What queries like [`OBJECTS`] and [`ROLES`] find in a session.
    ///
    /// # Errors
    /// The server's refusal.
    pub fn read(session: &mut Session, queries: &[&str]) -> Result<Self, Refusal> {
        let mut objects = BTreeMap::new();
        for query in queries {
            for row in session.run(query)?.rows {
                let [name, detail] = <[_; 2]>::try_from(row).unwrap_or_default().map(Option::unwrap_or_default);
                objects.insert(name, detail);
            }
        }
        Ok(Self(objects))
    }

    /// How many objects are there that are not in another.
    #[must_use]
    pub fn added_to(&self, other: &Self) -> usize {
        self.0.keys().filter(|name| !other.0.contains_key(*name)).count()
    }

    /// How many objects there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The same, but for columns that may be NULL after all.
    #[must_use]
    pub fn with_nullable<'a>(mut self, columns: impl Iterator<Item = (&'a ObjectName, &'a str)>) -> Self {
        for (table, column) in columns {
            for table in [table.sql(), ident(&table.name)] {
                if let Some(detail) = self.0.get_mut(&format!("column {table}.{}", ident(column))) {
                    *detail = detail.replacen(" not null", "", 1);
                }
                // From PostgreSQL 18 on that is a constraint too.
                let (of_table, said) = (format!(" on {table}"), format!("NOT NULL {}", ident(column)));
                self.0.retain(|name, detail| !(name.ends_with(&of_table) && *detail == said));
            }
        }
        self
    }

    /// Adds a failure for every object that is not the same in another; `when` says when it was to be.
    pub fn compare(&self, expected: &Self, when: &str, outcome: &mut Outcome) {
        let names: BTreeSet<_> = self.0.keys().chain(expected.0.keys()).collect();
        for name in names {
            let (expected, got) = (expected.0.get(name), self.0.get(name));
            if expected != got {
                let said = |side: Option<&String>| side.map_or("not there", String::as_str).to_owned();
                let failure = Failure::new(format!("{name} is not as it has to be {when}"));
                outcome.fail(failure.with("expected", said(expected)).with("got", said(got)));
            }
        }
    }
}
