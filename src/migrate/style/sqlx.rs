//! SQLx: reversible migrations; a first line says where there must be no transaction.

use super::versions::files_each_way;
use super::{Files, Migration, Session, Style};

pub(super) static STYLE: Style =
    Style { name: "sqlx", about: "`sqlx migrate`, `sqlx::migrate!`", ending: ".up.sql", prefix: "", files };

fn files(migration: &Migration, session: &Session) -> Files {
    files_each_way(migration, session, |half| {
        let first = if half.transactional { "" } else { "-- no-transaction\n" };
        format!("{first}{}", half.text)
    })
}
