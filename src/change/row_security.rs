//! Row security of tables: on or off, for the owner too or not.

use super::pair::Pair;
use super::table::shown;
use super::{Change, Finding, Ground, Kind, Lock, Node, Object, Phase, Statement, kind, policy, reach};
use crate::hazard;
use crate::sql::facts::{ObjectName, Table};

/// Where row security goes on or off.
pub(super) fn changes(ground: &Ground<'_>) -> Vec<Change> {
    let nothing = Table::default();
    let change = |(name, pair): (&_, Pair<&Table>)| match pair {
        Pair::Added(new) => Site { table: name, old: &nothing, new, is_new: true }.changes(),
        Pair::Kept(old, new) => Site { table: name, old, new, is_new: false }.changes(),
        Pair::Dropped(_) => Vec::new(),
    };
    ground.tables().flat_map(change).collect()
}

#[derive(Clone, Copy)]
struct Site<'a> {
    table: &'a ObjectName,
    old: &'a Table,
    new: &'a Table,
    is_new: bool,
}

impl Site<'_> {
    fn changes(self) -> Vec<Change> {
        let switched = match (self.old.row_security, self.new.row_security) {
            (false, true) => Some(self.enable()),
            (true, false) => Some(self.disable()),
            (true, true) | (false, false) => None,
        };
        let forced = match (self.old.forced, self.new.forced) {
            (false, true) => Some(self.force()),
            (true, false) => Some(self.lift()),
            (true, true) | (false, false) => None,
        };
        switched.into_iter().chain(forced).collect()
    }

    /// Policies first: without one, nothing can be reached.
    fn enable(self) -> Change {
        let policies = self.new.policies.keys().map(|name| Node::Policy(self.table.clone(), name.clone()));
        let walled = (!self.new.forced).then(|| self.walled());
        let statement = self.statement("ENABLE").needs(policies).makes([self.enabled()]).makes(walled);
        self.named(&kind::ROW_SECURITY_ENABLE, "is turned on").finds(self.shift()).runs([statement])
    }

    fn disable(self) -> Change {
        let statement = self.statement("DISABLE").takes([self.walled(), self.enabled()]);
        let open = format!("whoever is granted anything on {} reaches the rows of every tenant", shown(self.table));
        let finding = Finding::new(&hazard::TENANT_ISOLATION, open)
            .remedy("take the grants away first, or accept the change in the schema");
        self.named(&kind::ROW_SECURITY_DISABLE, "is turned off").finds([finding]).runs([statement])
    }

    fn force(self) -> Change {
        let statement = self.statement("FORCE").needs([self.enabled()]).makes([self.walled()]);
        let finding = (!self.is_new).then(|| {
            let why = format!("the owner of {} reaches only what its policies let it", shown(self.table));
            Finding::new(&hazard::AUTHZ_NARROWS, why)
        });
        self.named(&kind::ROW_SECURITY_FORCE, "holds for the owner too").finds(finding).runs([statement])
    }

    fn lift(self) -> Change {
        let statement = self.statement("NO FORCE").takes([self.walled()]);
        let why =
            format!("the owner of {}, and whoever acts as it, reaches the rows of every tenant", shown(self.table));
        let finding =
            Finding::new(&hazard::TENANT_ISOLATION, why).remedy("keep FORCE, or accept the change in the schema");
        self.named(&kind::ROW_SECURITY_LIFT, "no longer holds for the owner").finds([finding]).runs([statement])
    }

    fn shift(self) -> Vec<Finding> {
        if self.is_new { Vec::new() } else { reach::Shift::between(self.old, self.new).findings(self.table) }
    }

    fn statement(self, word: &str) -> Statement {
        let sql = format!("ALTER TABLE {} {word} ROW LEVEL SECURITY", self.table.sql());
        if self.is_new {
            return Statement::new(Phase::Expand, sql).needs([Node::Table(self.table.clone())]);
        }
        let statement = Statement::new(Phase::Switch, sql).locks(Lock::AccessExclusive, [self.table.clone()]);
        statement.scope(policy::together(self.table))
    }

    fn named(self, kind: &'static Kind, happens: &str) -> Change {
        let summary = format!("Row security of {} {happens}.", shown(self.table));
        Change::new(kind, Object::whole("table", self.table), summary)
    }

    fn enabled(self) -> Node {
        Node::Other("row security".to_owned(), self.table.to_string())
    }

    fn walled(self) -> Node {
        Node::Walled(self.table.clone())
    }
}
