//! Views. One that changes is dropped and made again, with the views that lean on it, in one transaction: what
//! `CREATE OR REPLACE` may do depends on types that only the database knows.

use std::collections::{BTreeMap, BTreeSet};

use super::index::{self, Build};
use super::pair::{Pair, kept, pairs};
use super::reach::{self, VERBS};
use super::table::shown;
use super::{
    Change, Finding, Ground, Kind, Lock, Node, Object, Phase, Scope, Statement, constraint, function, kind, lean,
    policy, privilege, trigger,
};
use crate::hazard;
use crate::sql::facts::{Command, Facts, Grantee, ObjectName, View};
use crate::sql::token::tokens;

/// Views of both sides.
pub(super) fn changes(ground: &Ground<'_>) -> Vec<Change> {
    let anew = shown_anew(ground.old, ground.new);
    let change = |(name, pair): (&ObjectName, Pair<&View>)| match pair {
        Pair::Added(new) => Some(add(ground, name, new)),
        Pair::Dropped(old) => Some(drop(ground, name, old)),
        Pair::Kept(..) if !ground.views.contains(name) && !ground.rewrites.remakes(&Node::Table(name.clone())) => None,
        Pair::Kept(old, new) => Some(change(ground, name, [old, new], anew.contains(name))),
    };
    pairs(&ground.old.views, &ground.new.views).filter_map(change).collect()
}

/// The transaction in which a view of both sides is dropped and made again, if it is, and loses what hangs on it.
pub(super) fn made_again(ground: &Ground<'_>, name: &ObjectName) -> Option<Scope> {
    let rewritten = ground.rewrites.group(&Node::Table(name.clone()));
    rewritten.or_else(|| ground.views.contains(name).then(together))
}

/// Views of both sides whose definition changes, and those that lean on them.
pub(super) fn changed(old: &Facts, new: &Facts) -> BTreeSet<ObjectName> {
    with_those_above(old, new, |_, [old, new]| bare(old) != bare(new))
}

/// Views of both sides that may give other rows, or give them by other rights: those whose query, options or owner change
/// or that call what answers otherwise, and those that lean on them.
pub(super) fn shown_anew(old: &Facts, new: &Facts) -> BTreeSet<ObjectName> {
    let functions = function::answering_anew(old, new);
    with_those_above(old, new, |name, [was, is]| {
        let is_same = was.query == is.query && was.materialized == is.materialized && was.options == is.options;
        let other_rights = !reads_as_asker(is) && is.owner.is_some() && was.owner != is.owner;
        !is_same || other_rights || asks(new, name, is, &functions)
    })
}

/// Whether a view leans on one of these.
pub(super) fn asks(facts: &Facts, name: &ObjectName, view: &View, asked: &BTreeSet<Node>) -> bool {
    !asked.is_empty() && leans(facts, name, view).iter().any(|node| asked.contains(node))
}

/// Whether a view reads by the rights of whoever asks, and not by its owner's.
pub(super) fn reads_as_asker(view: &View) -> bool {
    view.options.get("security_invoker").is_some_and(|value| ["", "true", "on", "yes", "1"].contains(&value.as_str()))
}

/// The transaction of all views that change.
fn together() -> Scope {
    Scope::Together("views".to_owned())
}

/// The statements that make a view, with its indexes, triggers and rules.
pub(super) fn create(name: &ObjectName, view: &View) -> Vec<String> {
    let indexes = view.indexes.iter().map(|(index, one)| index::create(name, index, one, Build::Plain));
    let triggers = view.triggers.iter().map(|(trigger, one)| trigger::create(name, trigger, one));
    let rules = view.rules.values().map(|rule| rule.sql.clone());
    [definition(name, view)].into_iter().chain(indexes).chain(triggers).chain(rules).collect()
}

/// The statement that removes a view.
pub(super) fn remove(name: &ObjectName, view: &View) -> String {
    format!("DROP {} {}", word(view), name.sql())
}

/// `VIEW` or `MATERIALIZED VIEW`.
pub(super) const fn word(view: &View) -> &'static str {
    if view.materialized { "MATERIALIZED VIEW" } else { "VIEW" }
}

/// What a view leans on.
pub(super) fn leans(facts: &Facts, name: &ObjectName, view: &View) -> Vec<Node> {
    let mut nodes: Vec<_> = name.schema.iter().map(|schema| Node::Schema(schema.clone())).collect();
    nodes.extend(lean::mentioned(facts, name, &view.query.mentions));
    for one in view.triggers.values() {
        nodes.extend(trigger::leans(facts, name, one));
    }
    for rule in view.rules.values() {
        nodes.extend(lean::mentioned(facts, name, &rule.mentions));
    }
    nodes.retain(|node| *node != Node::Table(name.clone()));
    nodes
}

fn definition(name: &ObjectName, view: &View) -> String {
    let columns =
        if view.columns.is_empty() { String::new() } else { format!(" ({})", constraint::list(&view.columns)) };
    let options: Vec<_> = view.options.iter().map(option).collect();
    let options = if options.is_empty() { String::new() } else { format!(" WITH ({})", options.join(", ")) };
    let rows = if view.without_rows { "\nWITH NO DATA" } else { "" };
    format!("CREATE {} {}{columns}{options} AS\n{}{rows}", word(view), name.sql(), view.query.sql)
}

fn option((name, value): (&String, &String)) -> String {
    if value.is_empty() { name.clone() } else { format!("{name} = {value}") }
}

/// Views of both sides that differ, and those that lean on them.
fn with_those_above(
    old: &Facts,
    new: &Facts,
    differs: impl Fn(&ObjectName, [&View; 2]) -> bool,
) -> BTreeSet<ObjectName> {
    let kept: Vec<_> = pairs(&old.views, &new.views).filter_map(|(name, pair)| kept(name, pair)).collect();
    let leans: BTreeMap<_, _> = kept.iter().map(|(name, one, _)| (*name, leans(old, name, one))).collect();
    let differing = kept.iter().filter(|(name, old, new)| differs(name, [old, new])).map(|(name, ..)| (*name).clone());
    let mut found: BTreeSet<_> = differing.collect();
    let mut front: Vec<_> = found.iter().cloned().collect();
    while let Some(name) = front.pop() {
        let node = Node::Table(name);
        let above = leans.iter().filter(|(_, leans)| leans.contains(&node)).map(|(name, _)| (*name).clone());
        front.extend(above.filter(|name| found.insert(name.clone())).collect::<Vec<_>>());
    }
    found
}

/// A view without what hangs on it.
fn bare(view: &View) -> View {
    let mut bare = View { comment: None, comments: BTreeMap::new(), owner: None, ..view.clone() };
    bare.privileges = crate::sql::facts::Privileges::default();
    bare.indexes.values_mut().for_each(|index| index.comment = None);
    bare
}

fn named(kind: &'static Kind, name: &ObjectName, happens: &str) -> Change {
    Change::new(kind, Object::whole("view", name), format!("The view {} {happens}.", shown(name)))
}

fn add(ground: &Ground<'_>, name: &ObjectName, new: &View) -> Change {
    named(&kind::VIEW_ADD, name, "is made").runs(created(ground, name, new, Phase::Expand))
}

fn drop(ground: &Ground<'_>, name: &ObjectName, old: &View) -> Change {
    let why = format!("queries that read {} fail", shown(name));
    let statement =
        removed(ground, name, old, Phase::Contract).finds([Finding::new(&hazard::UNTRACKED_DEPENDENCY, why)]);
    named(&kind::VIEW_DROP, name, "is dropped").runs([statement])
}

fn change(ground: &Ground<'_>, name: &ObjectName, [old, new]: [&View; 2], is_shown_anew: bool) -> Change {
    let is_same = bare(old) == bare(new);
    let why = format!("queries that read {} get what the new one gives", shown(name));
    let behaviour = (!is_same).then(|| Finding::new(&hazard::BEHAVIOUR_CHANGE, why));
    let happens = if is_same { "is made again, as what it reads changes" } else { "changes" };
    let may_widen = is_shown_anew || is_expanded(new);
    let wider = if may_widen { widening(name, [old, new]) } else { None };
    let walls = is_shown_anew.then(|| wall(ground, name)).flatten();
    let change = named(&kind::VIEW_CHANGE, name, happens).finds(behaviour).finds(walls).finds(wider);
    if ground.rewrites.remakes(&Node::Table(name.clone())) {
        return change;
    }
    let steps =
        [removed(ground, name, old, Phase::Switch)].into_iter().chain(created(ground, name, new, Phase::Switch));
    change.runs(steps.map(|statement| statement.scope(together())))
}

/// That policies ask the view, so that what it gives decides who reaches what.
fn wall(ground: &Ground<'_>, name: &ObjectName) -> Option<Finding> {
    let what = format!("{}, which gives something else now", shown(name));
    policy::asked(ground.new, &BTreeSet::from([Node::Table(name.clone())]), &what)
}

/// That those who may read a view, before and after, may see more in it.
fn widening(name: &ObjectName, sides: [&View; 2]) -> Option<Finding> {
    let [old, new] = sides.map(|view| privilege::on_table(&view.privileges));
    let has = |held: &privilege::Privileged, verb: Command| held.contains_key(&verb.word().to_lowercase());
    let both = new.iter().filter_map(|(grantee, held)| Some((grantee, old.get(grantee)?, held)));
    let of = |(grantee, before, after): (&Grantee, &_, &_)| {
        let verbs = VERBS.into_iter().filter(|verb| has(before, *verb) && has(after, *verb));
        verbs.map(|verb| (grantee.clone(), verb.word())).collect::<Vec<_>>()
    };
    let who: BTreeSet<_> = both.flat_map(of).collect();
    if who.is_empty() {
        return None;
    }
    let (who, view) = (reach::whom(&who), shown(name));
    let why = format!("{who} may reach more through {view}: what a query gives cannot be told from its text");
    Some(Finding::new(&hazard::AUTHZ_WIDENS, why).remedy("look at what it gives now that it did not give before"))
}

/// Whether a query names all columns of something by a star, which stands for more of them where it is made again. What
/// may be a star counts as one.
fn is_expanded(view: &View) -> bool {
    let tokens: Vec<_> = tokens(&view.query.sql).collect();
    let begins = |text: &str| {
        [".", ",", ")"].contains(&text)
            || ["select", "distinct", "all"].iter().any(|word| text.eq_ignore_ascii_case(word))
    };
    tokens.windows(2).any(|pair| begins(pair[0].text) && pair[1].is("*"))
}

fn created(ground: &Ground<'_>, name: &ObjectName, new: &View, phase: Phase) -> Vec<Statement> {
    let mut statements: Vec<_> = create(name, new).into_iter().map(|sql| Statement::new(phase, sql)).collect();
    if let Some((first, rest)) = statements.split_first_mut() {
        *first = first.clone().needs(leans(ground.new, name, new)).makes([Node::Table(name.clone())]);
        rest.iter_mut().for_each(|one| *one = one.clone().needs([Node::Table(name.clone())]));
    }
    statements
}

fn removed(ground: &Ground<'_>, name: &ObjectName, old: &View, phase: Phase) -> Statement {
    Statement::new(phase, remove(name, old))
        .locks(Lock::AccessExclusive, [name.clone()])
        .frees(leans(ground.old, name, old))
        .takes([Node::Table(name.clone())])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::facts::Piece;

    #[test]
    fn a_star_stands_for_columns_but_not_for_rows_or_a_product() {
        let is_expanded = |sql: &str| {
            is_expanded(&View { query: Piece { sql: sql.to_owned(), ..Piece::default() }, ..View::default() })
        };
        for sql in
            ["SELECT * FROM t", "SELECT id, (a).* FROM t", "SELECT 1, * FROM t", "SELECT DISTINCT ON (a) * FROM t"]
        {
            assert!(is_expanded(sql), "{sql}");
        }
        for sql in ["SELECT count(*) FROM t", "SELECT a * 2 FROM t", "SELECT '.*' FROM t"] {
            assert!(!is_expanded(sql), "{sql}");
        }
    }
}
