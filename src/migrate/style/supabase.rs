//! Supabase: files that only go on; the way back lies beside them in a folder that its command line does not read.

use super::versions::versions;
use super::{Files, Migration, Session, Style};

pub(super) static STYLE: Style =
    Style { name: "supabase", about: "`supabase db push`, from version 2.109 on", ending: ".sql", prefix: "", files };

/// The folder of the way back.
const BACK: &str = "down";

fn files(migration: &Migration, session: &Session) -> Files {
    let both = versions(migration, session).into_iter().flat_map(|version| {
        let name = format!("{}_{}.sql", version.stamp, version.name);
        [(format!("{BACK}/{name}"), version.down.text), (name, version.up.text)]
    });
    both.collect()
}
