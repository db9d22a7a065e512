//! SQLx: reversible migrations; a first line says where there must be no transaction.

use super::versions::{Half, versions};
use super::{Files, Migration, Session, Style};

pub(super) static STYLE: Style =
    Style { name: "sqlx", about: "`sqlx migrate`, `sqlx::migrate!`", ending: ".up.sql", prefix: "", files };

fn files(migration: &Migration, session: &Session) -> Files {
    let file = |name: &str, way: &str, half: &Half| {
        let first = if half.transactional { "" } else { "-- no-transaction\n" };
        (format!("{name}.{way}.sql"), format!("{first}{}", half.text))
    };
    let both = versions(migration, session).into_iter().flat_map(|version| {
        let name = format!("{}_{}", version.stamp, version.name);
        [file(&name, "up", &version.up), file(&name, "down", &version.down)]
    });
    both.collect()
}
