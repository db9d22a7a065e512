//! Flyway: a versioned file and one that undoes it, with a file of settings beside what must not run in a transaction.

use super::versions::{Half, versions};
use super::{Files, Migration, Session, Style};

pub(super) static STYLE: Style =
    Style { name: "flyway", about: "Flyway; undoing takes its paid editions", ending: ".sql", prefix: "V", files };

fn files(migration: &Migration, session: &Session) -> Files {
    let file = |name: String, half: &Half| {
        let settings = (format!("{name}.conf"), "executeInTransaction=false\n".to_owned());
        [Some((name, half.text.clone())), (!half.transactional).then_some(settings)].into_iter().flatten()
    };
    let both = versions(migration, session).into_iter().flat_map(|version| {
        let name = |kind: &str| format!("{kind}{}__{}.sql", version.stamp, version.name);
        file(name("V"), &version.up).chain(file(name("U"), &version.down)).collect::<Vec<_>>()
    });
    both.collect()
}
