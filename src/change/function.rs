//! Functions and procedures. What `CREATE OR REPLACE` cannot do is dropped and made again, with all that calls it.

use std::collections::BTreeSet;

use super::clause::{list, when};
use super::pair::{Pair, kept_tables, pairs};
use super::{
    Change, Finding, Ground, Kind, Lock, Node, Object, Phase, Scope, Statement, column, dependents, kind, lean, other,
    policy, table, view,
};
use crate::hazard;
use crate::sql::facts::{
    Argument, Column, Facts, Function, FunctionKind, Mentions, Mode, ObjectName, Privileges, Signature, Supply, Table,
    Tree, Type, View,
};
use crate::sql::{ident, literal, parse, quote, token};

/// Functions of both sides.
pub(super) fn changes(ground: &Ground<'_>) -> Vec<Change> {
    let change = |(signature, pair): (&Signature, Pair<&Function>)| match pair {
        Pair::Added(new) => Some(add(ground, signature, new)),
        Pair::Dropped(old) => Some(drop(ground, signature, old)),
        Pair::Kept(old, new) if is_same(old, new) => None,
        Pair::Kept(old, new) => Some(change(ground, signature, old, new)),
    };
    pairs(&ground.old.functions, &ground.new.functions).filter_map(change).chain(defaults(ground)).collect()
}

/// The names of functions that must be dropped and made again: what they return or how their arguments are called changes,
/// or another one takes the place of one of that name.
pub(super) fn replaced<'a>(old: &'a Facts, new: &'a Facts) -> BTreeSet<&'a ObjectName> {
    let comes = |name: &ObjectName| {
        new.functions.keys().any(|signature| signature.name == *name && !old.functions.contains_key(signature))
    };
    let is_replaced = |(signature, old): &(&Signature, &Function)| match new.functions.get(signature) {
        Some(new) => !is_same(old, new) && !is_replaceable(old, new),
        None => comes(&signature.name),
    };
    old.functions.iter().filter(is_replaced).map(|(signature, _)| &signature.name).collect()
}

/// The transaction in which functions of that name are dropped and made again, if they are, and lose what hangs on them.
pub(super) fn made_again(ground: &Ground<'_>, signature: &Signature) -> Option<Scope> {
    ground.rewrites.group(&Node::Function(signature.name.clone()))
}

/// The function's name and arguments, as other statements name it.
pub(super) fn named(signature: &Signature, function: &Function) -> String {
    format!("{} {}", word(function.kind), called(signature))
}

/// The tables that functions called in an expression name in their bodies, as far as text tells: those look at rows as a
/// query does, wherever they are called. What is immutable has said that it looks at none.
pub(super) fn looked_at<'a>(facts: &'a Facts, table: &ObjectName, expression: &Tree) -> Vec<&'a ObjectName> {
    let called: BTreeSet<_> = expression.mentions().functions.iter().map(|name| lean::home(table, name)).collect();
    let may_look = |(signature, function): &(&Signature, &Function)| {
        called.contains(&signature.name) && function.volatility != "immutable"
    };
    let bodies: Vec<_> = facts.functions.iter().filter(may_look).map(|(_, function)| function.body.as_str()).collect();
    let words = bodies.into_iter().flat_map(token::tokens).map(|token| token.text.trim_matches('"'));
    let words: BTreeSet<_> = words.collect();
    facts.tables.keys().filter(|name| words.contains(name.name.as_str())).collect()
}

/// `public.f(integer, text)`.
pub(super) fn called(signature: &Signature) -> String {
    format!("{}({})", signature.name.sql(), list(signature.arguments.iter().map(Type::sql)))
}

/// `FUNCTION` or `PROCEDURE`.
const fn word(kind: FunctionKind) -> &'static str {
    match kind {
        FunctionKind::Function => "FUNCTION",
        FunctionKind::Procedure => "PROCEDURE",
    }
}

/// Whether two are the same but for what hangs on them.
fn is_same(old: &Function, new: &Function) -> bool {
    let bare = |function: &Function| Function {
        comment: None,
        privileges: Privileges::default(),
        owner: None,
        ..function.clone()
    };
    bare(old) == bare(new)
}

/// Whether `CREATE OR REPLACE` leads from one to the other: it cannot change what is returned or what arguments are
/// called, nor take away a default.
fn is_replaceable(old: &Function, new: &Function) -> bool {
    let returns = |function: &Function| (function.kind, function.returns.clone(), function.returns_set);
    let stays = |(old, new): (&Argument, &Argument)| {
        (old.name.is_none() || old.name == new.name)
            && (old.mode, &old.ty) == (new.mode, &new.ty)
            && (old.default.is_none() || new.default.is_some())
    };
    returns(old) == returns(new)
        && old.arguments.len() == new.arguments.len()
        && old.arguments.iter().zip(&new.arguments).all(stays)
}

fn change_of(kind: &'static Kind, signature: &Signature, happens: &str) -> Change {
    let object = Object { kind: "function", name: signature.name.clone(), part: None };
    Change::new(kind, object, format!("The function `{signature}` {happens}."))
}

fn add(ground: &Ground<'_>, signature: &Signature, new: &Function) -> Change {
    let change = change_of(&kind::FUNCTION_ADD, signature, "is made");
    let created = created(ground, signature, new, "CREATE");
    let wall = || wall(ground, signature, &with_callers(ground.new, [&signature.name]));
    if made_again(ground, signature).is_some() { change.finds(wall()) } else { change.runs([created]) }
}

fn drop(ground: &Ground<'_>, signature: &Signature, old: &Function) -> Change {
    let why = format!("what still calls `{signature}` fails");
    let finding = Finding::new(&hazard::UNTRACKED_DEPENDENCY, why).remedy("see that nothing calls it any more");
    let change = change_of(&kind::FUNCTION_DROP, signature, "is dropped").finds([finding]);
    let removed = removed(ground, signature, old);
    let held = || other::held(ground, &Node::Function(signature.name.clone()));
    if made_again(ground, signature).is_some() { change.finds(held()) } else { change.runs([removed]) }
}

fn change(ground: &Ground<'_>, signature: &Signature, old: &Function, new: &Function) -> Change {
    let why = format!("whatever calls `{signature}` gets what the new one does");
    let callers = with_callers(ground.new, [&signature.name]);
    let change = change_of(&kind::FUNCTION_CHANGE, signature, "changes")
        .finds([Finding::new(&hazard::BEHAVIOUR_CHANGE, why)])
        .finds(wall(ground, signature, &callers));
    let change = if answers_alike(old, new) {
        change
    } else {
        change.finds(widening(ground, signature, new, &callers)).finds(stale(ground, signature, new, &callers))
    };
    if made_again(ground, signature).is_some() {
        return change.finds(other::held(ground, &Node::Function(signature.name.clone())));
    }
    let statement = created(ground, signature, new, "CREATE OR REPLACE");
    change.runs([statement.frees(leans(ground.old, signature, old))])
}

/// That policies ask the function, or one that calls it, so that what it says decides who reaches what.
fn wall(ground: &Ground<'_>, signature: &Signature, callers: &BTreeSet<Node>) -> Option<Finding> {
    policy::asked(ground.new, callers, &format!("`{signature}`, which says something else now"))
}

/// That whoever calls the function, or reads a view that does, may reach more than before: what a body does cannot be told
/// from its text.
fn widening(
    ground: &Ground<'_>,
    signature: &Signature,
    new: &Function,
    callers: &BTreeSet<Node>,
) -> impl Iterator<Item = Finding> {
    let calls = |(name, one): &(&ObjectName, &View)| view::asks(ground.new, name, one, callers);
    let views: Vec<_> = ground.new.views.iter().filter(calls).map(|(name, _)| table::shown(name)).collect();
    let lent = new.security_definer.then(|| format!("whoever may call `{signature}` acts by its owner's rights in it"));
    let shown =
        (!views.is_empty()).then(|| format!("whoever may read {} may reach more through `{signature}`", list(views)));
    let finding =
        |why| Finding::new(&hazard::AUTHZ_WIDENS, why).remedy("look at what it does now that it did not do before");
    lent.into_iter().chain(shown).map(finding)
}

/// That PostgreSQL keeps what it has worked out by the function before: values of generated columns, and where indexes
/// have rows.
fn stale(ground: &Ground<'_>, signature: &Signature, new: &Function, callers: &BTreeSet<Node>) -> Option<Finding> {
    if new.volatility != "immutable" {
        return None;
    }
    let kept = kept_tables(ground.old, ground.new).flat_map(|(name, _, table)| {
        let leaning = dependents::of_table(ground.new, name, table).into_iter();
        let leaning = leaning.filter(|one| one.leans.iter().any(|node| callers.contains(node)));
        let stays = |node: &Node| match node {
            Node::Column(table, column) => !ground.rewrites.recreates(table, column),
            other => !ground.rewrites.remakes(other),
        };
        leaning.filter(move |one| stays(&one.node)).filter_map(move |one| stored(name, table, &one.node))
    });
    let kept: BTreeSet<_> = kept.collect();
    let why = format!("what `{signature}` said before stays in {}", list(&kept));
    let remedy = "write such columns and build such indexes anew: UPDATE every row, REINDEX";
    (!kept.is_empty()).then(|| Finding::new(&hazard::UNTRACKED_DEPENDENCY, why).remedy(remedy))
}

/// A column or index of a table that is worked out when rows are written, in a sentence.
fn stored(name: &ObjectName, table: &Table, node: &Node) -> Option<String> {
    let (column, index) = match node {
        Node::Column(_, column) => (table.columns.iter().find(|one| one.name == *column), None),
        Node::Part(_, part) => (None, Some(part)),
        Node::Role(_)
        | Node::Schema(_)
        | Node::Extension(_)
        | Node::Type(_)
        | Node::Value(..)
        | Node::Function(_)
        | Node::Table(_)
        | Node::Filled(..)
        | Node::Unique(..)
        | Node::Trigger(..)
        | Node::Policy(..)
        | Node::Walled(_)
        | Node::Other(..) => (None, None),
    };
    let column = column.filter(|column| matches!(column.supply, Supply::Generated(_)));
    let index = index.filter(|part| table.indexes.contains_key(*part) || table.exclusions.contains_key(*part));
    let column = column.map(|column| format!("`{}`", Object::part("column", name, &column.name)));
    column.or_else(|| index.map(|index| format!("`{index}`")))
}

/// The functions of both sides that may answer otherwise than before, as nodes, and those that call them: they do something
/// else, or do it by somebody else's rights.
pub(super) fn answering_anew(old: &Facts, new: &Facts) -> BTreeSet<Node> {
    let is_new = |name: &ObjectName| old.functions.keys().all(|one| one.name != *name);
    let differs = |(signature, pair): (&'_ Signature, Pair<&Function>)| {
        let differs = match pair {
            Pair::Kept(old, new) => !answers_alike(old, new),
            Pair::Added(_) => !is_new(&signature.name),
            Pair::Dropped(_) => true,
        };
        differs.then(|| signature.name.clone())
    };
    let changed: Vec<_> = pairs(&old.functions, &new.functions).filter_map(differs).collect();
    with_callers(new, &changed)
}

/// Whether two do the same by the same rights, as far as their texts tell.
fn answers_alike(old: &Function, new: &Function) -> bool {
    let bare = |function: &Function| Function {
        volatility: String::new(),
        parallel: String::new(),
        comment: None,
        privileges: Privileges::default(),
        owner: None,
        ..function.clone()
    };
    let other_rights = new.security_definer && new.owner.is_some() && old.owner != new.owner;
    bare(old) == bare(new) && !other_rights
}

/// Functions as nodes, with those that name them in their bodies, and so on.
fn with_callers<'a>(facts: &Facts, names: impl IntoIterator<Item = &'a ObjectName>) -> BTreeSet<Node> {
    let mut open: Vec<_> = names.into_iter().cloned().collect();
    let mut found: BTreeSet<_> = open.iter().cloned().collect();
    while let Some(name) = open.pop() {
        let names = |body: &str| token::tokens(body).any(|token| token.text.trim_matches('"') == name.name);
        let calls = |(_, one): &(&Signature, &Function)| one.body.contains(&name.name) && names(&one.body);
        let callers = facts.functions.iter().filter(calls).map(|(signature, _)| signature.name.clone());
        open.extend(callers.filter(|caller| found.insert(caller.clone())).collect::<Vec<_>>());
    }
    found.into_iter().map(Node::Function).collect()
}

/// Defaults that call a function which is dropped and made again are set again after it.
fn defaults(ground: &Ground<'_>) -> Vec<Change> {
    if replaced(ground.old, ground.new).is_empty() {
        return Vec::new();
    }
    let mut changes = Vec::new();
    for (table, old, new) in kept_tables(ground.old, ground.new) {
        let new = column::by_name(new);
        for old in &old.columns {
            let new = new.get(old.name.as_str()).copied();
            changes.extend(new.and_then(|new| default(ground, table, old, new)));
        }
    }
    changes
}

fn default(ground: &Ground<'_>, table: &ObjectName, old: &Column, new: &Column) -> Option<Change> {
    let Supply::Default(tree) = &old.supply else { return None };
    let calls = lean::leans(ground.old, table, [tree]).into_iter().filter(|node| matches!(node, Node::Function(_)));
    let again: Vec<_> = calls.filter(|node| ground.rewrites.remakes(node)).collect();
    let scope = again.first().and_then(|node| ground.rewrites.group(node))?;
    let place = format!("ALTER TABLE {} ALTER COLUMN {}", table.sql(), ident(&old.name));
    let run = |action: &str| {
        Statement::new(Phase::Rewrite, format!("{place} {action}"))
            .scope(scope.clone())
            .locks(Lock::AccessExclusive, [table.clone()])
    };
    let drop = run("DROP DEFAULT").frees(again.clone());
    let set = (old.supply == new.supply).then(|| run(&format!("SET DEFAULT {}", tree.sql())).needs(again));
    let object = Object::part("column", table, &old.name);
    let summary = format!("The default of `{object}` is set again, as the function that it calls is made again.");
    Some(Change::new(&kind::DEPENDENT_REMAKE, object, summary).runs([drop]).runs(set))
}

fn created(ground: &Ground<'_>, signature: &Signature, new: &Function, verb: &str) -> Statement {
    Statement::new(Phase::Expand, create(verb, signature, new))
        .needs(leans(ground.new, signature, new))
        .makes([Node::Function(signature.name.clone())])
}

fn removed(ground: &Ground<'_>, signature: &Signature, old: &Function) -> Statement {
    let stays = ground.new.functions.keys().any(|new| new.name == signature.name);
    let gone = (!stays).then(|| Node::Function(signature.name.clone()));
    Statement::new(Phase::Contract, format!("DROP {}", named(signature, old)))
        .frees(leans(ground.old, signature, old))
        .takes(gone)
}

/// The statement that makes a function.
pub(super) fn create(verb: &str, signature: &Signature, function: &Function) -> String {
    let arguments = function.arguments.iter().filter(|argument| argument.mode != Mode::Table).map(argument);
    let head = format!("{verb} {} {}({})", word(function.kind), signature.name.sql(), list(arguments));
    let mut parts = vec![head];
    parts.extend(returns(function));
    parts.push(format!("LANGUAGE {}", ident(&function.language)));
    parts.extend(options(function));
    parts.push(body(function));
    parts.join("\n")
}

fn argument(argument: &Argument) -> String {
    let mode = when(argument.mode != Mode::In, argument.mode.word()).to_owned();
    let name = argument.name.iter().map(ident);
    let default = argument.default.iter().map(|tree| format!("DEFAULT {}", tree.sql()));
    let parts = Some(mode).filter(|mode| !mode.is_empty()).into_iter().chain(name).chain([argument.ty.sql()]);
    parts.chain(default).collect::<Vec<_>>().join(" ")
}

fn returns(function: &Function) -> Option<String> {
    let columns = function.arguments.iter().filter(|argument| argument.mode == Mode::Table);
    let columns: Vec<_> = columns.map(argument).collect();
    if !columns.is_empty() {
        return Some(format!("RETURNS TABLE ({})", columns.join(", ")));
    }
    let is_said = function.kind == FunctionKind::Function && !function.returns.name.name.is_empty();
    is_said.then(|| format!("RETURNS {}{}", when(function.returns_set, "SETOF "), function.returns.sql()))
}

fn options(function: &Function) -> Vec<String> {
    let is_function = function.kind == FunctionKind::Function;
    let mut words = Vec::new();
    if is_function && function.volatility != "volatile" {
        words.push(function.volatility.to_uppercase());
    }
    words.extend((is_function && function.strict).then(|| "STRICT".to_owned()));
    words.extend(function.security_definer.then(|| "SECURITY DEFINER".to_owned()));
    if is_function && function.parallel != "unsafe" {
        words.push(format!("PARALLEL {}", function.parallel.to_uppercase()));
    }
    words.extend(function.options.iter().map(|(word, value)| format!("{word} {value}").trim_end().to_owned()));
    let words = if words.is_empty() { None } else { Some(words.join(" ")) };
    let setting = |(name, values): (&String, &Vec<String>)| {
        format!("SET {name} = {}", list(values.iter().map(|value| literal(value))))
    };
    words.into_iter().chain(function.settings.iter().map(setting)).collect()
}

fn body(function: &Function) -> String {
    if function.inline {
        return function.body.clone();
    }
    match function.body.split_once('\n').filter(|_| function.language == "c") {
        Some((file, symbol)) => format!("AS {}, {}", literal(file), literal(symbol)),
        None => {
            let quote = quote::dollar_quote("function", [function.body.as_str()]);
            format!("AS {quote}{}{quote}", function.body)
        }
    }
}

/// What a function leans on: its schema, the types of what it takes and gives, its defaults, and what a body in SQL
/// names, which PostgreSQL looks up when the function is made.
pub(super) fn leans(facts: &Facts, signature: &Signature, function: &Function) -> Vec<Node> {
    let types = function.arguments.iter().map(|argument| &argument.ty).chain([&function.returns]);
    let types = types.flat_map(|ty| [Node::Type(ty.name.clone()), Node::Table(ty.name.clone())]);
    let defaults = function.arguments.iter().filter_map(|argument| argument.default.as_ref());
    let mut nodes: Vec<_> = signature.name.schema.iter().map(|schema| Node::Schema(schema.clone())).collect();
    nodes.extend(types);
    nodes.extend(lean::leans(facts, &signature.name, defaults));
    nodes.extend(lean::mentioned(facts, &signature.name, &mentioned(function)));
    nodes.retain(|node| *node != Node::Function(signature.name.clone()));
    nodes
}

/// What the body names, where PostgreSQL looks at it beforehand.
fn mentioned(function: &Function) -> Mentions {
    let statement = if function.inline {
        format!("CREATE FUNCTION f() {} {}", returns(function).unwrap_or_default(), function.body)
    } else if function.language == "sql" {
        function.body.clone()
    } else {
        return Mentions::default();
    };
    parse::tree(&statement).map(|json| Mentions::of(&json)).unwrap_or_default()
}
