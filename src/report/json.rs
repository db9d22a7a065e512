//! A report for programs. What each key holds stands in `docs/diff.md`.

use std::collections::BTreeMap;

use serde::Serialize;

use super::place::Place;
use super::{AccessChange, Action, ClientChange, Judged, Level, Report, Row, Steps};
use crate::client::Client;

/// The report's own keys of a JSON document.
#[derive(Debug, Serialize)]
pub struct Document<'a> {
    old: &'a str,
    new: &'a str,
    level: &'static str,
    counts: BTreeMap<&'static str, usize>,
    changes: Vec<Changed<'a>>,
    access: Vec<Reached<'a>>,
    migration: Vec<Batch<'a>>,
}

#[derive(Debug, Serialize)]
struct Changed<'a> {
    kind: &'a str,
    object: &'a str,
    action: &'static str,
    level: &'static str,
    summary: &'a str,
    place: Option<&'a Place>,
    database: &'static str,
    access: &'static str,
    clients: Vec<Member<'a>>,
    findings: Vec<Found<'a>>,
    parts: Vec<Part<'a>>,
}

#[derive(Debug, Serialize)]
struct Part<'a> {
    kind: &'a str,
    object: &'a str,
    summary: &'a str,
}

#[derive(Debug, Serialize)]
struct Member<'a> {
    client: &'static str,
    member: &'a str,
    kind: &'a str,
    breaking: bool,
    why: &'a str,
}

#[derive(Debug, Serialize)]
struct Found<'a> {
    code: &'static str,
    weight: &'static str,
    level: &'static str,
    why: &'a str,
    remedy: Option<&'a str>,
    count: Option<&'a str>,
    accepted: Option<Acceptance<'a>>,
}

#[derive(Debug, Serialize)]
struct Acceptance<'a> {
    reason: &'a str,
    until: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct Reached<'a> {
    role: &'a str,
    table: &'a str,
    verb: &'a str,
    before: &'a str,
    after: &'a str,
    widens: bool,
}

#[derive(Debug, Serialize)]
struct Batch<'a> {
    phase: &'static str,
    in_transaction: bool,
    statements: &'a [String],
}

/// The report.
#[must_use]
pub fn json(report: &Report) -> Document<'_> {
    Document {
        old: &report.old.label,
        new: &report.new.label,
        level: report.level().word(),
        counts: counts(report),
        changes: report.rows.iter().map(changed).collect(),
        access: report.access.iter().map(reached).collect(),
        migration: report.steps.iter().map(batch).collect(),
    }
}

fn counts(report: &Report) -> BTreeMap<&'static str, usize> {
    let actions = Action::ALL.map(|action| (action.word(), report.count(|row| row.action == action)));
    let levels = Level::ALL.map(|level| (level.word(), report.at(level)));
    let accepted = ("accepted", report.count(Row::is_accepted));
    actions.into_iter().chain(levels).chain([accepted]).collect()
}

fn changed(row: &Row) -> Changed<'_> {
    Changed {
        kind: row.kind.code,
        object: &row.object,
        action: row.action.word(),
        level: row.level().word(),
        summary: &row.summary,
        place: row.places.written.as_ref(),
        database: row.database.word(),
        access: row.reach.word(),
        clients: row.clients.iter().map(member).collect(),
        findings: row.findings.iter().map(found).collect(),
        parts: row.parts.iter().map(part).collect(),
    }
}

fn part(row: &Row) -> Part<'_> {
    Part { kind: row.kind.code, object: &row.object, summary: &row.summary }
}

fn member(change: &ClientChange) -> Member<'_> {
    let client = match change.client {
        Client::Prisma => "prisma",
        Client::Rust => "rust",
    };
    Member { client, member: &change.member, kind: change.kind.code, breaking: change.breaking, why: &change.why }
}

fn found(judged: &Judged) -> Found<'_> {
    let finding = &judged.finding;
    let accepted = judged.accepted.as_ref();
    Found {
        code: finding.hazard.code,
        weight: finding.hazard.weight.word(),
        level: judged.level().word(),
        why: &finding.why,
        remedy: Some(finding.remedy.as_str()).filter(|remedy| !remedy.is_empty()),
        count: finding.count.as_deref(),
        accepted: accepted.map(|accepted| Acceptance { reason: &accepted.reason, until: accepted.until.as_deref() }),
    }
}

fn reached(change: &AccessChange) -> Reached<'_> {
    let AccessChange { role, table, verb, before, after, widens } = change;
    Reached { role, table, verb, before, after, widens: *widens }
}

fn batch(steps: &Steps) -> Batch<'_> {
    Batch { phase: steps.phase.word(), in_transaction: steps.in_transaction(), statements: &steps.statements }
}
