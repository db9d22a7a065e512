//! dbmate: both ways in one file.

use super::versions::{Half, versions};
use super::{Files, Migration, Session, Style};

pub(super) static STYLE: Style = Style { name: "dbmate", about: "dbmate", ending: ".sql", prefix: "", files };

fn files(migration: &Migration, session: &Session) -> Files {
    let section = |way: &str, half: &Half| {
        let option = if half.transactional { "" } else { " transaction:false" };
        format!("-- migrate:{way}{option}\n\n{}", half.text)
    };
    let files = versions(migration, session).into_iter().map(|version| {
        let text = format!("{}\n{}", section("up", &version.up), section("down", &version.down));
        (format!("{}_{}.sql", version.stamp, version.name), text)
    });
    files.collect()
}
