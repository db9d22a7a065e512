//! golang-migrate: a file each way, sent to the server as it is, which runs one of several statements as a transaction
//! unless it says `BEGIN` itself.

use super::versions::files_each_way;
use super::{Files, Migration, Session, Style};

pub(super) static STYLE: Style =
    Style { name: "golang-migrate", about: "golang-migrate", ending: ".up.sql", prefix: "", files };

fn files(migration: &Migration, session: &Session) -> Files {
    files_each_way(migration, session, |half| {
        if half.transactional { format!("BEGIN;\n\n{}\nCOMMIT;\n", half.text) } else { half.text.clone() }
    })
}
