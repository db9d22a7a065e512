//! One change, with all that is known of it.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::place::Places;
use super::{AccessChange, ClientChange, Database, Level, Material, Reach};
use crate::change::kind::{self, Kind};
use crate::change::{Change, Finding, Object};
use crate::hazard::{self, Hazard};
use crate::sql::facts::ObjectName;

/// A change as it is reported.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The kind of change.
    pub kind: &'static Kind,
    /// What it concerns, as people name it.
    pub object: String,
    /// The table, type, function … that it is, or is a part of.
    pub whole: String,
    /// Whether something comes, changes or goes.
    pub action: Action,
    /// What changes, in one sentence.
    pub summary: String,
    /// Where it is written, and where it can be remarked upon.
    pub places: Places,
    /// What it may do, each thing once.
    pub findings: Vec<Judged>,
    /// What it changes for clients.
    pub clients: Vec<ClientChange>,
    /// What it does to a live database.
    pub database: Database,
    /// What it does to who may reach what.
    pub reach: Reach,
    /// What comes or goes with it, and asks nothing of anybody: the indexes and policies of a new table.
    pub parts: Vec<Row>,
}

/// Whether something comes, changes or goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// It comes.
    Added,
    /// It is another afterwards.
    Changed,
    /// It goes.
    Removed,
}

/// A finding, and whether the schema accepts it.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// The finding.
    pub finding: Finding,
    /// The entry that accepts it.
    pub accepted: Option<Accepted>,
}

/// Why a finding may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// The reason that the schema gives.
    pub reason: String,
    /// The last day on which it counts, where it ends.
    pub until: Option<String>,
}

/// What follows the name of a table or a column.
static FOLLOWING: [&Kind; 2] = [&kind::CONSTRAINT_RENAME, &kind::INDEX_RENAME];

/// What may be dropped and made again, and what comes back to it then.
static MADE_AGAIN: [&Kind; 2] = [&kind::VIEW_CHANGE, &kind::FUNCTION_CHANGE];
static COMING_BACK: [&Kind; 2] = [&kind::PRIVILEGE_GRANT, &kind::PRIVILEGE_REVOKE];

/// Every change as a row, in the order in which they were found; then what differs for clients and in access alone.
pub fn rows(material: &Material<'_>, access: &[AccessChange]) -> Vec<Row> {
    let mut rows: Vec<_> = material.changes.iter().map(|change| Row::of(change, material)).collect();
    join_clients(&mut rows, material);
    rows.iter_mut().for_each(|row| row.judge(access));
    let alone = access.iter().filter(|access| !rows.iter().any(|row| row.tells_of(access)));
    let alone: Vec<_> = alone.map(|access| Row::of_access(access, material)).collect();
    rows.extend(alone);
    rows
}

impl Row {
    fn of(change: &Change, material: &Material<'_>) -> Self {
        let findings = once(change.all_findings());
        let database = if change.statements.is_empty() && findings.is_empty() {
            Database::Untouched
        } else {
            Database::of(findings.iter().map(|judged| judged.finding.hazard))
        };
        Self {
            kind: change.kind,
            object: shown(&change.object, material),
            whole: shown(&Object { part: None, ..change.object.clone() }, material),
            action: Action::of(change.kind),
            summary: change.summary.clone(),
            places: Places::of(&change.object, material.old, material.new),
            findings,
            clients: Vec::new(),
            database,
            reach: Reach::Same,
            parts: Vec::new(),
        }
    }

    /// What differs for clients where the databases do not.
    fn of_client(client: &ClientChange, material: &Material<'_>) -> Self {
        let name = if client.origin.is_empty() { client.member.clone() } else { client.origin.join(".") };
        Self {
            kind: client.kind,
            action: Action::of(client.kind),
            summary: format!("What code can name of `{name}` changes."),
            places: match client.origin.as_slice() {
                [] => Places::nowhere(material.new),
                origin => Places::of(&object(origin, material), material.old, material.new),
            },
            whole: client.origin.first().unwrap_or(&name).clone(),
            object: name,
            findings: Vec::new(),
            clients: vec![client.clone()],
            database: Database::Untouched,
            reach: Reach::Same,
            parts: Vec::new(),
        }
    }

    /// A difference in access that no change tells of, so that none goes unseen.
    fn of_access(access: &AccessChange, material: &Material<'_>) -> Self {
        let (kind, hazard, verb) = if access.widens {
            (&kind::ACCESS_WIDEN, &hazard::AUTHZ_WIDENS, "gains")
        } else {
            (&kind::ACCESS_NARROW, &hazard::AUTHZ_NARROWS, "loses")
        };
        let AccessChange { role, table, verb: command, before, after, .. } = access;
        let why = format!("`{role}` {verb} {command}: {before}, then {after}.");
        let origin: Vec<_> = table.split('.').map(str::to_owned).collect();
        Self {
            kind,
            object: table.clone(),
            whole: table.clone(),
            action: Action::Changed,
            places: Places::of(&object(&origin, material), material.old, material.new),
            findings: vec![Judged { finding: Finding::new(hazard, why), accepted: None }],
            summary: format!("Who may reach the rows of `{table}` changes."),
            clients: Vec::new(),
            database: Database::Untouched,
            reach: Reach::of([hazard]),
            parts: Vec::new(),
        }
    }

    /// How much it asks of a reviewer, as far as it is not accepted.
    #[must_use]
    pub fn level(&self) -> Level {
        self.findings.iter().map(Judged::level).max().unwrap_or(Level::Safe)
    }

    /// Whether it is of the level `fail_on` or graver.
    #[must_use]
    pub fn fails(&self, fail_on: Option<Level>) -> bool {
        fail_on.is_some_and(|least| self.level() >= least)
    }

    /// Whether something of it would be graver if the schema did not accept it.
    #[must_use]
    pub fn is_accepted(&self) -> bool {
        self.findings.iter().any(|judged| judged.accepted.is_some())
    }

    /// What is to be said of its findings: those alike in all but their codes together, none in the words of the summary.
    pub fn told(&self) -> Vec<Told<'_>> {
        let mut told: Vec<Told<'_>> = Vec::new();
        for judged in &self.findings {
            match told.iter_mut().find(|known| known.judged.is_alike(judged)) {
                Some(known) => known.codes.push(judged.finding.hazard.code),
                None => told.push(Told {
                    codes: vec![judged.finding.hazard.code],
                    why: judged.beside(&self.summary),
                    judged,
                }),
            }
        }
        told
    }

    /// Its hazards, each once, in the order in which they were found.
    #[must_use]
    pub fn hazards(&self) -> Vec<&'static Hazard> {
        let mut hazards = Vec::new();
        for judged in &self.findings {
            if !hazards.contains(&judged.finding.hazard) {
                hazards.push(judged.finding.hazard);
            }
        }
        hazards
    }

    /// What comes or goes with it, counted by kind: `2 index.add, 1 row_security.enable`.
    #[must_use]
    pub fn with(&self) -> Option<String> {
        let mut counts: Vec<(usize, &str)> = Vec::new();
        for part in &self.parts {
            match counts.iter_mut().find(|(_, kind)| *kind == part.kind.code) {
                Some((count, _)) => *count += 1,
                None => counts.push((1, part.kind.code)),
            }
        }
        let counts: Vec<_> = counts.into_iter().map(|(count, kind)| format!("{count} {kind}")).collect();
        (!counts.is_empty()).then(|| counts.join(", "))
    }

    /// Whether a table comes or goes.
    fn is_table(&self) -> bool {
        [&kind::TABLE_ADD, &kind::TABLE_DROP].contains(&self.kind)
    }

    /// Whether a table or a column gets another name.
    fn gives_a_name(&self) -> bool {
        [&kind::TABLE_RENAME, &kind::COLUMN_RENAME].contains(&self.kind)
    }

    /// Whether it may be made again, and what was granted with it.
    fn may_be_made_again(&self) -> bool {
        MADE_AGAIN.contains(&self.kind)
    }

    /// Whether others can come and go with it.
    fn is_head(&self) -> bool {
        self.is_table() || self.gives_a_name() || self.may_be_made_again()
    }

    /// Whether another comes and goes with it, and is not to be seen by itself.
    fn takes(&self, part: &Self) -> bool {
        let follows = self.gives_a_name() && FOLLOWING.contains(&part.kind);
        let comes_back = self.may_be_made_again() && COMING_BACK.contains(&part.kind);
        self.whole == part.whole && part.is_plain() && (self.is_table() || follows || comes_back)
    }

    /// Whether nothing of it needs to be seen by itself.
    fn is_plain(&self) -> bool {
        self.findings.is_empty() && self.clients.is_empty()
    }

    /// Adds a finding for each member that it breaks, puts the gravest first, and says what comes of it for access: all
    /// that is reached of a table comes and goes with it.
    fn judge(&mut self, access: &[AccessChange]) {
        let broken = self.clients.iter().filter(|change| change.breaking);
        let finding = |change: &ClientChange| Judged {
            finding: Finding::new(&hazard::BREAKS_CLIENTS, change.said()),
            accepted: None,
        };
        let findings: Vec<_> = broken.map(finding).collect();
        self.findings.extend(findings);
        self.findings.sort_by_key(|judged| Reverse(judged.level()));
        let whole = access.iter().filter(|access| self.is_table() && self.whole == access.table);
        let whole = whole.map(|access| if access.widens { Reach::Widens } else { Reach::Narrows }).max();
        self.reach = Reach::of(self.hazards()).max(whole.unwrap_or(Reach::Same));
    }

    /// Whether a reader of it learns that access to the table changes that way: it says so, or the table comes or goes.
    fn tells_of(&self, access: &AccessChange) -> bool {
        let says = match self.reach {
            Reach::Same => false,
            Reach::Narrows => !access.widens,
            Reach::Widens | Reach::Exposes => access.widens,
        };
        self.whole == access.table && (says || self.is_table())
    }
}

impl Action {
    /// All, in the order in which they are counted.
    pub const ALL: [Self; 3] = [Self::Added, Self::Changed, Self::Removed];

    /// By a kind's code. What is said of a part of a thing (`column.not_null.drop`) changes the thing.
    fn of(kind: &Kind) -> Self {
        match kind.code.split('.').collect::<Vec<_>>()[..] {
            [_, "add" | "grant"] => Self::Added,
            [_, "drop" | "revoke"] => Self::Removed,
            _ => Self::Changed,
        }
    }

    /// In a word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Removed => "removed",
        }
    }
}

impl std::fmt::Display for Accepted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.reason)?;
        self.until.iter().try_for_each(|until| write!(f, " (until {until})"))
    }
}

/// Findings as they are told: several where only their codes differ.
#[derive(Debug, Clone, PartialEq)]
pub struct Told<'a> {
    /// Their codes.
    pub codes: Vec<&'static str>,
    /// What is to be said.
    pub why: &'a str,
    /// The first of them.
    pub judged: &'a Judged,
}

impl Judged {
    /// Whether it differs from another in its code alone.
    fn is_alike(&self, other: &Self) -> bool {
        let text = |judged: &Self| {
            let Finding { why, remedy, count, .. } = judged.finding.clone();
            (why, remedy, count)
        };
        text(self) == text(other) && self.accepted == other.accepted && self.level() == other.level()
    }

    /// What it says beside a summary: where that says the same already, what kind of thing it is.
    fn beside(&self, summary: &str) -> &str {
        let why = self.finding.why.as_str();
        if summary.trim_end_matches('.') == why { self.finding.hazard.title } else { why }
    }

    /// What it asks of a reviewer: of an accepted one, nothing more.
    #[must_use]
    pub fn level(&self) -> Level {
        if self.accepted.is_some() { Level::Safe } else { Level::of(self.finding.hazard) }
    }
}

/// Puts what belongs to a table that comes or goes under that table's row, the names that follow another name under that
/// one's, and what comes back to what is made again under that one's, unless it needs to be seen by itself.
pub fn fold(rows: Vec<Row>) -> Vec<Row> {
    let (mut heads, others): (Vec<_>, Vec<_>) = rows.into_iter().enumerate().partition(|(_, row)| row.is_head());
    let mut kept = Vec::new();
    for (at, row) in others {
        match heads.iter_mut().find(|(_, head)| head.takes(&row)) {
            Some((_, head)) => head.parts.push(row),
            None => kept.push((at, row)),
        }
    }
    kept.extend(heads);
    kept.sort_by_key(|(at, _)| *at);
    kept.into_iter().map(|(_, row)| row).collect()
}

/// Findings, each once: several statements of a change may do the same.
fn once<'a>(findings: impl Iterator<Item = &'a Finding>) -> Vec<Judged> {
    let mut once: Vec<Judged> = Vec::new();
    for finding in findings {
        if !once.iter().any(|known| known.finding == *finding) {
            once.push(Judged { finding: finding.clone(), accepted: None });
        }
    }
    once
}

/// Adds what differs for clients to the change it comes from: that of the same part, else that of the whole object, but
/// never to a comment or a name that follows. What comes from none stands for itself, in one row for each object and kind.
fn join_clients(rows: &mut Vec<Row>, material: &Material<'_>) {
    let mut by_object = BTreeMap::new();
    for (at, change) in material.changes.iter().enumerate().filter(|(_, change)| can_bear(change)) {
        let name = std::iter::once(change.object.name.name.clone()).chain(change.object.part.clone());
        by_object.entry(name.collect::<Vec<_>>()).or_insert(at);
    }
    for client in material.clients.iter().map(|difference| ClientChange::of(difference, material)) {
        let whole = client.origin.get(..1).unwrap_or_default();
        match by_object.get(&client.origin).or_else(|| by_object.get(whole)) {
            Some(&at) => rows[at].clients.push(client),
            None => {
                let row = Row::of_client(&client, material);
                match rows.iter_mut().find(|known| known.kind == row.kind && known.object == row.object) {
                    Some(known) => known.clients.push(client),
                    None => rows.push(row),
                }
            }
        }
    }
}

/// Whether what differs for clients can come from a change.
fn can_bear(change: &Change) -> bool {
    change.kind != &kind::COMMENT && !FOLLOWING.contains(&change.kind)
}

/// An object of the schema that the model's tables are in.
fn object(parts: &[String], material: &Material<'_>) -> Object {
    let name = parts.first().cloned().unwrap_or_default();
    Object { kind: "entity", name: ObjectName { schema: schema(material), name }, part: parts.get(1).cloned() }
}

/// An object as people name it: without the schema that the model's tables are in.
pub fn shown(object: &Object, material: &Material<'_>) -> String {
    if object.name.schema != schema(material) {
        return object.to_string();
    }
    let name = ObjectName { schema: None, ..object.name.clone() };
    Object { name, ..object.clone() }.to_string()
}

fn schema(material: &Material<'_>) -> Option<String> {
    let model = material.new.model.as_ref().or(material.old.model.as_ref());
    model.map(|model| model.project.postgres.schema.to_string())
}
