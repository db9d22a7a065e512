//! Plain: a file each way, for `psql`, which ends a transaction where the file says so.

use super::{Files, Migration, Session, Style};
use crate::migrate::comment::comment;
use crate::migrate::{Actor, Piece, Way, pieces};

pub(super) static STYLE: Style = Style {
    name: "plain",
    about: "psql, or anything that sends one statement at a time",
    ending: ".up.sql",
    prefix: "",
    files,
};

fn files(migration: &Migration, session: &Session) -> Files {
    let Migration { stamp, name, up, down } = migration;
    let file = |way: &str, text: String| (format!("{stamp}_{name}.{way}.sql"), text);
    let on = script(&format!("Migration {name}: the way on."), up, session);
    let back = script(&format!("Migration {name}: the way back."), down, session);
    Files::from([file("up", on), file("down", back)])
}

/// A whole way as one text.
#[must_use]
pub fn script(title: &str, way: &Way, session: &Session) -> String {
    let pieces = pieces(way, session);
    let mut actor = None;
    let parts = pieces.iter().enumerate().map(|(at, piece)| {
        let settings =
            if actor.replace(piece.actor) == Some(piece.actor) { String::new() } else { become_actor(piece, session) };
        format!("\n{settings}{}", part(piece, (at + 1, pieces.len())))
    });
    let parts: String = parts.collect();
    comment("", &format!("{title} {HOW}")) + if parts.is_empty() { "\n-- Nothing is to be done.\n" } else { &parts }
}

const HOW: &str = "Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock \
     cannot be had in time it stops: begin again at the part that failed.";

/// The settings for whoever runs the pieces that follow.
fn become_actor(piece: &Piece, session: &Session) -> String {
    let reset = if piece.actor == Actor::Administrator && session.owner.is_some() { "RESET ROLE;\n" } else { "" };
    format!("{reset}{}\n", piece.settings(session, false))
}

fn part(piece: &Piece, (number, of): (usize, usize)) -> String {
    let who = match piece.actor {
        Actor::Migrator => "",
        Actor::Administrator => ", by whoever may change roles",
    };
    let how = if piece.transactional { "" } else { ", outside a transaction" };
    let title = comment("", &format!("Part {number} of {of}: {}{who}{how}.", piece.phase.word()));
    let body = piece.statements.join("\n");
    if piece.transactional { format!("{title}\nBEGIN;\n\n{body}\nCOMMIT;\n") } else { format!("{title}\n{body}") }
}
