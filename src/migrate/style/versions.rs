//! What the tools have in common that keep a table of versions: each piece is a version of its own, as each file runs
//! in one transaction or in none.

use crate::migrate::comment::comment;
use crate::migrate::{Actor, Files, Migration, Piece, Session, Stamp, pieces};

/// One version: what it does on the way on and on the way back.
pub(super) struct Version {
    /// Its number.
    pub stamp: Stamp,
    /// Its name: the migration's, with the phase where there are several.
    pub name: String,
    /// On the way on.
    pub up: Half,
    /// On the way back.
    pub down: Half,
}

/// One way of a version.
pub(super) struct Half {
    /// The text.
    pub text: String,
    /// Whether the tool is to run it in a transaction.
    pub transactional: bool,
}

/// A migration as versions. They belong together: the way back starts at the last one, and the tool goes back as many.
pub(super) fn versions(migration: &Migration, session: &Session) -> Vec<Version> {
    let (up, down) = (pieces(&migration.up, session), pieces(&migration.down, session));
    let count = up.len().max(down.len()).max(1);
    // Going back starts at the last version, so that is where its first piece stands.
    let version = |at: usize| Version {
        stamp: migration.stamp.later(at),
        name: name(migration, up.get(at), (at, count)),
        up: half(up.get(at), session),
        down: half(down.get(count - 1 - at), session),
    };
    (0..count).map(version).collect()
}

/// Each version as two files, `<stamp>_<name>.up.sql` and `.down.sql`, laid out by `text`.
pub(super) fn files_each_way(migration: &Migration, session: &Session, text: impl Fn(&Half) -> String) -> Files {
    let files = versions(migration, session).into_iter().flat_map(|Version { stamp, name, up, down }| {
        [("up", up), ("down", down)].map(|(way, half)| (format!("{stamp}_{name}.{way}.sql"), text(&half)))
    });
    files.collect()
}

fn name(migration: &Migration, piece: Option<&Piece>, (at, count): (usize, usize)) -> String {
    match piece {
        _ if count == 1 => migration.name.clone(),
        Some(piece) => format!("{}_{}_{}", migration.name, at + 1, piece.phase.word()),
        None => format!("{}_{}_way_back", migration.name, at + 1),
    }
}

fn half(piece: Option<&Piece>, session: &Session) -> Half {
    let Some(piece) = piece else {
        let text = comment("", "Nothing is to be done here: the other way takes more steps than this one.");
        return Half { text: text + "SELECT;\n", transactional: true };
    };
    let body = piece.statements.join("\n");
    let text = if piece.transactional {
        format!("{}{}\n{body}", who(piece), piece.settings(session, true))
    } else {
        format!("{}{}{body}", who(piece), outside(session))
    };
    Half { text, transactional: piece.transactional }
}

fn who(piece: &Piece) -> String {
    match piece.actor {
        Actor::Migrator => String::new(),
        Actor::Administrator => comment("", "To be run by whoever may change roles; the migrator may not."),
    }
}

/// One statement is alone in its file, or the server would take the file for a transaction; so it can set nothing.
fn outside(session: &Session) -> String {
    let become_owner =
        session.owner.iter().map(|owner| format!(" as {owner} (connect with `options=-c role={owner}`)"));
    comment("", &format!("Runs outside a transaction, alone{}.", become_owner.collect::<String>()))
}
