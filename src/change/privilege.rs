//! Who may do what with tables, views, sequences, functions, types, schemas and the database, now and with objects made
//! later.

mod held;
mod securable;

use super::clause::list;
use super::{Change, Finding, Ground, Object, Phase, Scope, Statement, constraint, kind, lean};
use crate::hazard;
use crate::sql::facts::{Columns, DefaultPrivileges, Grantee, ObjectName};
use crate::sql::ident;
use held::{Difference, differences};
pub(super) use held::{Privileged, on_table};
use securable::{Class, Securable, securables};

/// Privileges that are given or taken.
pub(super) fn changes(ground: &Ground<'_>) -> Vec<Change> {
    securables(ground).iter().flat_map(|one| of_one(one)).collect()
}

/// What holds for objects made later: it comes before they do.
pub(super) fn defaults(ground: &Ground<'_>) -> Vec<Change> {
    let (old, new) = (&ground.old.default_privileges, &ground.new.default_privileges);
    let opposite = |one: &DefaultPrivileges| DefaultPrivileges { grant: !one.grant, ..one.clone() };
    let gone = old.difference(new).map(opposite).filter(|one| !new.contains(one));
    gone.chain(new.difference(old).cloned()).map(|one| default(&one)).collect()
}

fn default(one: &DefaultPrivileges) -> Change {
    let owner = one.owner.iter().map(|owner| format!(" FOR ROLE {}", ident(owner)));
    let schema = one.schema.iter().map(|schema| format!(" IN SCHEMA {}", ident(schema)));
    let place: String = owner.chain(schema).collect();
    let privileges: Vec<_> = one.privileges.iter().map(|privilege| privilege.to_uppercase()).collect();
    let privileges = if privileges.is_empty() { "ALL".to_owned() } else { privileges.join(", ") };
    let (verb, to) = if one.grant { ("GRANT", "TO") } else { ("REVOKE", "FROM") };
    let kinds = format!("{}S", one.kind.to_uppercase());
    let grantees = list(one.grantees.iter().map(Grantee::sql));
    let sql = format!("ALTER DEFAULT PRIVILEGES{place} {verb} {privileges} ON {kinds} {to} {grantees}");
    let roles = one.grantees.iter().filter_map(lean::role);
    let statement = Statement::new(Phase::Expand, sql).needs(roles);
    let hazard = if one.grant { &hazard::AUTHZ_WIDENS } else { &hazard::AUTHZ_NARROWS };
    let why = format!("{} that are made later come with other privileges", kinds.to_lowercase());
    let name = ObjectName { schema: one.schema.clone(), name: kinds.to_lowercase() };
    let summary = format!("What {grantees} may do with {} that are made later changes.", kinds.to_lowercase());
    Change::new(&kind::PRIVILEGE_DEFAULT, Object::whole("default privileges", &name), summary)
        .finds([Finding::new(hazard, why)])
        .runs([statement])
}

/// What everybody gains and loses on one object.
fn of_one(one: &Securable<'_>) -> Vec<Change> {
    let differences = differences(one);
    let loses = differences.iter().any(|(_, difference)| !difference.loses.is_empty());
    let gains = differences.iter().any(|(_, difference)| !difference.gains.is_empty());
    // Nobody is without what he keeps, not even for a moment.
    let together = || Scope::Together(format!("privileges {}", one.name));
    let own = if loses && gains && !one.is_new && !one.is_administrators { together() } else { Scope::Shared };
    let scope = one.again.clone().or_else(|| one.with.clone()).unwrap_or(own);
    differences.iter().flat_map(|(grantee, difference)| of_grantee(one, grantee, difference, &scope)).collect()
}

fn of_grantee(one: &Securable<'_>, grantee: &Grantee, difference: &Difference, scope: &Scope) -> Vec<Change> {
    let phase = |act: Act| match (one.is_administrators, act.gives()) {
        (true, true) => Phase::Cluster,
        (true, false) => Phase::Retire,
        (false, _) => phase(one, difference),
    };
    let step =
        |act: Act, what: &Privileged| (!what.is_empty()).then(|| change(one, grantee, act, what, phase(act), scope));
    let taken = [step(Act::Revoke, &difference.loses), step(Act::RevokeOption, &difference.keeps_to_itself)];
    let given = [step(Act::Grant, &difference.gains), step(Act::GrantOption, &difference.passes_on)];
    taken.into_iter().chain(given).flatten().collect()
}

/// What is done with privileges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Grant,
    GrantOption,
    Revoke,
    RevokeOption,
}

impl Act {
    const fn gives(self) -> bool {
        match self {
            Self::Grant | Self::GrantOption => true,
            Self::Revoke | Self::RevokeOption => false,
        }
    }

    /// The words of SQL in front of the privileges and behind the role.
    const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Grant => ("GRANT", ""),
            Self::GrantOption => ("GRANT", " WITH GRANT OPTION"),
            Self::Revoke => ("REVOKE", ""),
            Self::RevokeOption => ("REVOKE GRANT OPTION FOR", ""),
        }
    }
}

fn change(one: &Securable<'_>, grantee: &Grantee, act: Act, what: &Privileged, phase: Phase, scope: &Scope) -> Change {
    let (said, (verb, option)) = (said(one.class, what), act.words());
    let (kind, to, happens, hazard) = match act.gives() {
        true => (&kind::PRIVILEGE_GRANT, "TO", "may", &hazard::AUTHZ_WIDENS),
        false => (&kind::PRIVILEGE_REVOKE, "FROM", "may no longer", &hazard::AUTHZ_NARROWS),
    };
    let statement = one.statement([&format!("{verb} {said} ON"), &format!(" {to} {}{option}", grantee.sql())], phase);
    let (statement, nodes) = (statement.scope(scope.clone()), one.nodes(grantee, what));
    let statement = if act.gives() {
        statement.needs(nodes).needs(one.before_gains()).makes([one.held(grantee)])
    } else if one.old.is_none() {
        // What everybody may do with a new object is taken once it is there.
        statement.needs(nodes).takes([one.held(grantee)])
    } else {
        statement.frees(nodes).frees(one.after_losses()).takes([one.held(grantee)])
    };
    let option = if option.is_empty() { "" } else { ", and pass it on" };
    let is_as_before = is_as_before(one, grantee, act, what);
    let as_before = if is_as_before { ", as before" } else { "" };
    let sentence = format!("{} {happens} {said} on {}{option}{as_before}", shown(grantee), one.shown());
    Change::new(kind, Object::part("privileges", &one.name, grantee.to_string()), format!("{sentence}."))
        .finds((!one.is_new && !is_as_before).then(|| Finding::new(hazard, sentence)))
        .runs([statement])
}

/// Whether an act only brings back what was so before the object was made again.
fn is_as_before(one: &Securable<'_>, grantee: &Grantee, act: Act, what: &Privileged) -> bool {
    let before = held::before(one, grantee);
    let is_so = match act {
        Act::Grant => before.has(what),
        Act::GrantOption => before.passes_on(what),
        Act::Revoke => !before.has_any(what),
        Act::RevokeOption => !before.passes_on(what),
    };
    one.again.is_some() && is_so
}

/// When privileges on something change: with it, where it is new, or only its new columns are granted.
fn phase(one: &Securable<'_>, difference: &Difference) -> Phase {
    let is_new = |columns: &Columns| match columns {
        Columns::All => false,
        Columns::Only(names) => names.iter().all(|name| !one.columns.contains(&name)),
    };
    let loses_nothing = difference.loses.is_empty() && difference.keeps_to_itself.is_empty();
    let mut given = difference.gains.values().chain(difference.passes_on.values());
    if one.is_new || (loses_nothing && given.all(is_new)) { Phase::Expand } else { Phase::Switch }
}

/// `SELECT, INSERT (a, b)`.
fn said(class: Class, what: &Privileged) -> String {
    let is_whole = |name: &&str| what.get(*name) == Some(&Columns::All);
    if class.all().len() > 1 && class.all().iter().all(is_whole) {
        return "ALL".to_owned();
    }
    let one = |(name, columns): (&String, &Columns)| match columns {
        Columns::All => name.to_uppercase(),
        Columns::Only(columns) => format!("{} ({})", name.to_uppercase(), constraint::list(columns)),
    };
    list(what.iter().map(one))
}

fn shown(grantee: &Grantee) -> String {
    match grantee {
        Grantee::Public => "Everybody".to_owned(),
        Grantee::CurrentUser => "Whoever migrates".to_owned(),
        Grantee::Role(name) => format!("`{name}`"),
    }
}
