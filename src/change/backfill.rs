//! Filling in a column of rows that are there, a stretch of the table at a time, each in a transaction of its own.
//!
//! A stretch is 512 pages, 4 MB. What is filled in already is left alone, so the statement can be run again after it was stopped. Triggers do not run,
//! as they would not if PostgreSQL filled the column in by itself. Where row security holds for the table's owner, and
//! whoever runs this may not bypass it, it is lifted for the owner inside each transaction, which nobody else sees.

use std::collections::BTreeSet;

use super::table::shown;
use super::{Finding, Ground, Lock, Node, Phase, Scope, Statement, lean, lift, trigger};
use crate::hazard;
use crate::sql::facts::{Mentions, ObjectName};
use crate::sql::{ident, literal, quote, read};

/// Fills in a column where it is NULL. The expression is over the same row, before anything is dropped from it.
pub(super) fn fill(ground: &Ground<'_>, table: &ObjectName, column: &str, expression: &str) -> Statement {
    let mentions = read::expression(expression).map(|tree| tree.mentions()).unwrap_or_default();
    let (frees, needs) = leans(ground, table, column, &mentions);
    let why = format!("rows of {} get a value of `{column}`, in batches; triggers do not run", shown(table));
    let forced = forced(ground, table, &mentions);
    let locks = (!forced.is_empty()).then(|| lift::finding(&forced, "while a batch is filled in"));
    let fill = Fill {
        table: table.sql(),
        column: ident(column),
        expression,
        has_triggers: [ground.old, ground.new].iter().any(|side| !side.tables[table].triggers.is_empty()),
        switched: switched(ground, table),
        forced: forced.iter().map(ObjectName::sql).collect(),
    };
    Statement::new(Phase::Backfill, fill.block())
        .scope(Scope::Outside)
        .locks(fill.lock(), [table.clone()])
        .finds([Finding::new(&hazard::BACKFILLS_ROWS, why).count(count(ground, table, column))])
        .finds(locks)
        .frees(frees)
        .needs(needs)
        .needs([Node::Column(table.clone(), column.to_owned())])
        .makes([Node::Filled(table.clone(), column.to_owned())])
}

/// How many rows there are to fill in, asked before the migration.
fn count(ground: &Ground<'_>, table: &ObjectName, column: &str) -> String {
    let is_there = ground.old.tables[table].columns.iter().any(|one| one.name == column);
    let (table, column) = ground.was_column(table, column);
    let filter = if is_there { format!(" WHERE {} IS NULL", ident(column)) } else { String::new() };
    format!("SELECT count(*) FROM {}{filter}", table.sql())
}

/// What the expression reads that is there already, before it is taken away, and what must be made first.
fn leans(ground: &Ground<'_>, table: &ObjectName, column: &str, mentions: &Mentions) -> (Vec<Node>, Vec<Node>) {
    let own = Node::Column(table.clone(), column.to_owned());
    let mentioned = [ground.old, ground.new].into_iter().flat_map(|side| lean::mentioned(side, table, mentions));
    let mentioned: BTreeSet<_> = mentioned.filter(|node| *node != own).collect();
    let (old, new): (Vec<_>, Vec<_>) = mentioned.into_iter().partition(|node| lean::is_in(ground.old, node));
    // What stays as it is may come and go; a column that stays may yet change its type.
    let changes = |node: &Node| matches!(node, Node::Column(..)) || !lean::is_in(ground.new, node);
    let filled = new.iter().filter_map(filled).collect::<Vec<_>>();
    (old.into_iter().filter(changes).collect(), new.into_iter().chain(filled).collect())
}

/// A column that is made is read once it is filled in.
fn filled(node: &Node) -> Option<Node> {
    if let Node::Column(table, column) = node { Some(Node::Filled(table.clone(), column.clone())) } else { None }
}

/// The tables that are read or written and whose row security holds for the owner at that time.
fn forced(ground: &Ground<'_>, table: &ObjectName, mentions: &Mentions) -> Vec<ObjectName> {
    let read = mentions.relations.iter().map(|name| lean::home(table, name));
    let is_forced = |name: &ObjectName| {
        let side = if ground.old.tables.contains_key(name) { ground.old } else { ground.new };
        side.tables.get(name).is_some_and(|table| table.row_security && table.forced)
    };
    let all: BTreeSet<_> = read.chain([table.clone()]).filter(is_forced).collect();
    all.into_iter().collect()
}

/// How the triggers are switched that are there at that time, where they are not simply on.
fn switched(ground: &Ground<'_>, table: &ObjectName) -> Vec<String> {
    let triggers = ground.old.tables[table].triggers.iter();
    triggers.filter_map(|(name, one)| Some(trigger::switch(table, name, one.enabled?))).collect()
}

/// What is filled in, as SQL.
struct Fill<'a> {
    table: String,
    column: String,
    expression: &'a str,
    has_triggers: bool,
    /// How triggers are switched again that are not simply on.
    switched: Vec<String>,
    forced: Vec<String>,
}

impl Fill<'_> {
    fn lock(&self) -> Lock {
        match (self.forced.is_empty(), self.has_triggers) {
            (false, _) => Lock::AccessExclusive,
            (true, true) => Lock::ShareRowExclusive,
            (true, false) => Lock::RowExclusive,
        }
    }

    fn block(&self) -> String {
        let body = self.body();
        let quote = quote::dollar_quote("crmgen", [body.as_str()]);
        format!("DO {quote}\n{body}\n{quote}")
    }

    /// Page by page, and at last whatever moved to the end of the table meanwhile.
    fn body(&self) -> String {
        let (declare, begin) = if self.forced.is_empty() { ("", "") } else { (BYPASS_DECLARED, BYPASS_READ) };
        let pages = self.batch(
            "        ",
            " AND ctid >= pg_catalog.format('(%s,0)', crmgen_page)::tid
            AND ctid < pg_catalog.format('(%s,0)', crmgen_page + 512)::tid",
        );
        let rest = self.batch("    ", "");
        format!(
            "#variable_conflict use_column
DECLARE
    crmgen_pages bigint := pg_catalog.pg_relation_size({table}) / pg_catalog.current_setting('block_size')::bigint;
{declare}BEGIN
{begin}    FOR crmgen_page IN 0..crmgen_pages BY 512 LOOP
{pages}
        COMMIT;
    END LOOP;
{rest}
END",
            table = literal(&self.table),
        )
    }

    /// One transaction's statements, each line moved in.
    fn batch(&self, margin: &str, filter: &str) -> String {
        let Self { table, column, expression, .. } = self;
        let update = format!("UPDATE {table} SET {column} = ({expression})\n{margin}WHERE {column} IS NULL{filter};");
        let triggers = |word: &str| {
            let switch = format!("ALTER TABLE {table} {word} TRIGGER USER;");
            if self.has_triggers { vec![switch] } else { Vec::new() }
        };
        let lift = |words| self.forced.iter().map(move |table| row_security(table, words));
        let before = lift("NO FORCE").chain(triggers("DISABLE"));
        let again = self.switched.iter().map(|switch| format!("{switch};"));
        let after = triggers("ENABLE").into_iter().chain(again).chain(lift("FORCE"));
        let lines: Vec<_> = before.chain([update]).chain(after).map(|line| format!("{margin}{line}")).collect();
        lines.join("\n")
    }
}

const BYPASS_DECLARED: &str = "    crmgen_bypass boolean;\n";

/// Whether whoever runs the code passes by row security anyway.
const BYPASS_READ: &str = "    SELECT rolsuper OR rolbypassrls INTO STRICT crmgen_bypass
    FROM pg_catalog.pg_roles WHERE rolname = current_user;
";

fn row_security(table: &str, words: &str) -> String {
    format!("IF NOT crmgen_bypass THEN ALTER TABLE {table} {words} ROW LEVEL SECURITY; END IF;")
}
