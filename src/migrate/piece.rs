//! A plan in pieces: what runs in one transaction, or in none.

use std::collections::BTreeSet;

use crate::change::{Change, Finding, Phase, Scope, Statement};
use crate::plan::{Batch, Step};
use crate::sql::facts::ObjectName;
use crate::sql::quote::dollar_quote;
use crate::sql::{ident, literal};

use super::comment::comment;
use super::{Session, Way};

/// What runs together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What it is for.
    pub phase: Phase,
    /// Who has to run it.
    pub actor: Actor,
    /// Whether it is a transaction; otherwise it is one statement that cannot run in any.
    pub transactional: bool,
    /// Its statements in order, each with its comments, ended by a semicolon and a line break.
    pub statements: Vec<String>,
}

/// Who has to run a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// Whoever may become the owner of the objects.
    Migrator,
    /// Whoever may change roles.
    Administrator,
}

/// The setting that lets a way back run although it cannot bring everything back.
const ACCEPT_LOSS: &str = "crmgen.accept_loss";

/// One way of a migration, in pieces.
#[must_use]
pub fn pieces(way: &Way, session: &Session) -> Vec<Piece> {
    let refusal = (!way.lost.is_empty() && !way.plan.is_empty()).then(|| refusal(&way.lost));
    let mut told = BTreeSet::new();
    refusal.into_iter().chain(way.plan.batches.iter().map(|batch| piece(batch, way, session, &mut told))).collect()
}

/// A piece; `told` are the changes of which everything was said already, by their places.
fn piece(batch: &Batch, way: &Way, session: &Session, told: &mut BTreeSet<usize>) -> Piece {
    let transactional = batch.scope != Scope::Outside;
    let mut last = None;
    let statements = batch.steps.iter().map(|step| {
        let introduced = step.causes.iter().map(|cause| {
            let is_first = last.replace(*cause) != Some(*cause);
            let change = &way.changes[*cause];
            let why = if is_first { introduction(change) } else { String::new() };
            let findings = if told.insert(*cause) { change.findings.as_slice() } else { &[] };
            findings.iter().map(warning).fold(why, |text, warning| text + &warning)
        });
        introduced.collect::<String>()
            + &statement(step, if transactional { &session.forced } else { const { &BTreeSet::new() } })
    });
    let actor = if batch.phase.is_administrators() { Actor::Administrator } else { Actor::Migrator };
    Piece { phase: batch.phase, actor, transactional, statements: statements.collect() }
}

/// What a change is, over its first statement in a piece.
fn introduction(change: &Change) -> String {
    comment("", &format!("{} {}: {}", change.kind.code, change.object, change.summary))
}

/// A statement under its hazards, with the owner let through row security where it reads rows.
fn statement(step: &Step, forced: &BTreeSet<ObjectName>) -> String {
    let Statement { sql, reads, findings, .. } = &step.statement;
    let warnings: String = findings.iter().map(warning).collect();
    let lifted: Vec<_> = reads.iter().filter(|table| forced.contains(*table)).collect();
    let switch = |to: &str| -> String {
        let line = |table: &&ObjectName| format!("ALTER TABLE {} {to} ROW LEVEL SECURITY;\n", table.sql());
        lifted.iter().map(line).collect()
    };
    let note = if lifted.is_empty() { String::new() } else { comment("", LIFTED) };
    format!("{warnings}{note}{}{sql};\n{}", switch("NO FORCE"), switch("FORCE"))
}

const LIFTED: &str = "Row security would hide the rows from their owner, so the owner is let through for this one statement. Nobody else \
     sees any of it: the table stays locked until the transaction ends, and then everything is as it was.";

fn warning(finding: &Finding) -> String {
    let first = format!("{}: ", finding.hazard.code);
    let remedy = if finding.remedy.is_empty() { String::new() } else { format!("; {}", finding.remedy) };
    let text = comment(&first, &format!("{}{remedy}", finding.why));
    let count = finding.count.iter().map(|query| comment("  count: ", query)).collect::<String>();
    text + &count
}

/// Refuses the way back, in words, unless the session says that the loss is accepted.
fn refusal(lost: &[String]) -> Piece {
    let message = format!("this migration cannot be undone: {}", lost.join("; "));
    let hint = format!("To restore the structure without the values: SET {ACCEPT_LOSS} = 'on'");
    let body = format!(
        "\nBEGIN\n    IF pg_catalog.current_setting({setting}, true) IS DISTINCT FROM 'on' THEN\n        \
         RAISE EXCEPTION USING\n            MESSAGE = {message},\n            HINT = {hint};\n    END IF;\nEND\n",
        setting = literal(ACCEPT_LOSS),
        message = literal(&message),
        hint = literal(&hint),
    );
    let quote = dollar_quote("refusal", [body.as_str()]);
    let statement = comment("IRREVERSIBLE: ", &message) + &format!("DO {quote}{body}{quote};\n");
    Piece { phase: Phase::Expand, actor: Actor::Migrator, transactional: true, statements: vec![statement] }
}

impl Piece {
    /// The settings that it needs, as statements that hold for its transaction alone or for the whole session.
    #[must_use]
    pub fn settings(&self, session: &Session, local: bool) -> String {
        let set = |what: &str| format!("SET {}{what};\n", if local { "LOCAL " } else { "" });
        let owner = session.owner.iter().filter(|_| self.actor == Actor::Migrator);
        let path: Vec<_> = session.search_path.iter().map(ident).collect();
        let path = (!path.is_empty()).then(|| set(&format!("search_path = {}", path.join(", "))));
        let fixed = FIXED.iter().map(|setting| set(setting));
        let owner = owner.map(|owner| set(&format!("ROLE {}", ident(owner))));
        fixed.chain(owner).chain(path).collect()
    }
}

/// What holds in every session: no waiting in front of others, rows that row security hides are an error and not a
/// silence, and times mean the same everywhere.
const FIXED: [&str; 4] = ["client_encoding = 'UTF8'", "lock_timeout = '5s'", "row_security = off", "TimeZone = 'UTC'"];
