//! golang-migrate: a file each way, sent to the server as it is, which runs one of several statements as a transaction
//! unless it says `BEGIN` itself.

use super::versions::{Half, versions};
use super::{Files, Migration, Session, Style};

pub(super) static STYLE: Style =
    Style { name: "golang-migrate", about: "golang-migrate", ending: ".up.sql", prefix: "", files };

fn files(migration: &Migration, session: &Session) -> Files {
    let file = |name: &str, way: &str, half: &Half| {
        let text = if half.transactional { format!("BEGIN;\n\n{}\nCOMMIT;\n", half.text) } else { half.text.clone() };
        (format!("{name}.{way}.sql"), text)
    };
    let both = versions(migration, session).into_iter().flat_map(|version| {
        let name = format!("{}_{}", version.stamp, version.name);
        [file(&name, "up", &version.up), file(&name, "down", &version.down)]
    });
    both.collect()
}
