//! Where a column's values come from: defaults, identities, and expressions over the row.

use super::table::shown;
use super::{
    Change, Direction, Finding, Ground, Kind, Lock, Node, Object, Phase, Scope, Statement, column, kind, nullability,
    sequence,
};
use crate::hazard;
use crate::sql::facts::{Column, Columns, ObjectName, Supply, Table};
use crate::sql::{ident, literal};

/// Columns of both sides whose values come from elsewhere.
pub(super) fn changes(ground: &Ground<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    for (table, old, new) in ground.kept() {
        let old = column::by_name(old);
        for new in &new.columns {
            if let Some(old) = old.get(new.name.as_str()) {
                changes.extend(Site { ground, table, old, new }.change());
            }
        }
    }
    changes
}

/// The transaction in which a column gets or loses its identity: with its new type, where it gets one.
pub(super) fn together(ground: &Ground<'_>, table: &ObjectName, column: &str) -> Scope {
    if ground.rewrites.resets(table, column) {
        ground.rewrites.scope(table)
    } else {
        Scope::Together(format!("identity {table}.{column}"))
    }
}

/// That a column's default is what it will be.
pub(super) fn settled(table: &ObjectName, column: &str) -> Node {
    Node::Other("default".to_owned(), format!("{table}.{column}"))
}

#[derive(Clone, Copy)]
struct Site<'a> {
    ground: &'a Ground<'a>,
    table: &'a ObjectName,
    old: &'a Column,
    new: &'a Column,
}

impl Site<'_> {
    fn change(self) -> Option<Change> {
        let (was, is) = (&self.old.supply, &self.new.supply);
        if self.ground.rewrites.recreates(self.table, &self.new.name) {
            return Some(self.recreated());
        }
        match (was.is_identity(), is.is_identity()) {
            (true, true) if was != is || self.old.numbering != self.new.numbering => Some(self.identity_changed()),
            (false, true) => Some(self.identified()),
            (true, false) => Some(self.unidentified()),
            _ if was == is => None,
            _ if column::generated(was).is_some() => Some(self.settled()),
            _ if self.ground.rewrites.resets(self.table, &self.new.name) => None,
            _ => Some(self.defaulted()),
        }
    }

    fn named(self, kind: &'static Kind, happens: &str) -> Change {
        let object = Object::part("column", self.table, &self.new.name);
        let summary = format!("The column `{object}` {happens}.");
        Change::new(kind, object, summary)
    }

    fn alter(self, phase: Phase, action: &str) -> Statement {
        let sql = format!("ALTER TABLE {} ALTER COLUMN {} {action}", self.table.sql(), ident(&self.new.name));
        Statement::new(phase, sql).locks(Lock::AccessExclusive, [self.table.clone()])
    }

    fn node(self) -> Node {
        Node::Column(self.table.clone(), self.new.name.clone())
    }

    fn needs(self) -> Vec<Node> {
        column::needs(self.ground.new, self.table, self.new)
    }

    fn freed(self) -> Vec<Node> {
        column::needs(self.ground.old, self.table, self.old)
    }

    fn defaulted(self) -> Change {
        let why = format!("inserts that leave out `{}` store another value, or none", self.new.name);
        let change = self.named(&kind::COLUMN_DEFAULT, &self.of_default());
        change.finds([Finding::new(&hazard::BEHAVIOUR_CHANGE, why)]).runs([self.default(Phase::Expand)])
    }

    /// What becomes of the default, in words.
    fn of_default(self) -> String {
        match [self.old, self.new].map(|column| column::default(&column.supply)) {
            [Some(old), Some(new)] => format!("has the default `{new}` instead of `{old}`"),
            [None, Some(new)] => format!("gets the default `{new}`"),
            [Some(old), None] => format!("loses the default `{old}`"),
            [None, None] => "has another default".to_owned(),
        }
    }

    fn default(self, phase: Phase) -> Statement {
        let statement = match column::default(&self.new.supply) {
            Some(value) => self.alter(phase, &format!("SET DEFAULT {value}")).frees(self.gone()).needs(self.needs()),
            None => self.alter(Phase::Switch.max(phase), "DROP DEFAULT").frees(self.freed()),
        };
        statement.makes([settled(self.table, &self.new.name)]).needs(self.above())
    }

    /// That the columns above it have their defaults: what is said of those is said of it too, and would undo its own.
    fn above(self) -> Vec<Node> {
        let parents = |name| self.ground.new.tables.get(name).into_iter().flat_map(Table::parents);
        let (mut open, mut above) = (vec![self.table], Vec::new());
        while let Some(name) = open.pop() {
            above.extend(parents(name).map(|parent| settled(parent, &self.new.name)));
            open.extend(parents(name));
        }
        above
    }

    /// What only the old default leans on.
    fn gone(self) -> Vec<Node> {
        let needs = self.needs();
        self.freed().into_iter().filter(|node| !needs.contains(node)).collect()
    }

    /// Values stay as they were worked out last.
    fn settled(self) -> Change {
        let why = format!("`{}` no longer follows the columns that it was worked out from", self.new.name);
        let drop = self.alter(Phase::Switch, "DROP EXPRESSION").frees(self.freed());
        let settled = Node::Other("settled".to_owned(), format!("{}.{}", self.table, self.new.name));
        let default = column::default(&self.new.supply).map(|_| self.default(Phase::Switch).needs([settled.clone()]));
        let change = self.named(&kind::COLUMN_GENERATED, "is no longer worked out from others");
        change.finds([Finding::new(&hazard::BEHAVIOUR_CHANGE, why)]).runs([drop.makes([settled])]).runs(default)
    }

    /// A column that is worked out otherwise can only be dropped and made again.
    fn recreated(self) -> Change {
        let scope = self.ground.rewrites.scope(self.table);
        let table = self.table.sql();
        let run = |sql: String| {
            Statement::new(Phase::Rewrite, sql).scope(scope.clone()).locks(Lock::AccessExclusive, [self.table.clone()])
        };
        let drop = run(format!("ALTER TABLE {table} DROP COLUMN {}", ident(&self.new.name)));
        let add = run(format!("ALTER TABLE {table} ADD COLUMN {}", column::definition(self.new)));
        let after = self.restored().into_iter().map(|sql| run(sql).needs([self.node()]));
        self.named(&kind::COLUMN_GENERATED, "is worked out anew")
            .finds(self.overwritten())
            .finds(self.rewritten())
            .runs([drop.frees(self.freed()).takes([self.node()]), add.needs(self.needs()).makes([self.node()])])
            .runs(after)
    }

    /// That the table is written anew, unless the column is worked out when it is read.
    fn rewritten(self) -> Vec<Finding> {
        if matches!(self.new.supply, Supply::Virtual(_)) {
            return Vec::new();
        }
        let why = format!("every row of {} is written again, while nobody reads or writes", shown(self.table));
        vec![Finding::new(&hazard::REWRITES_TABLE, why.clone()), Finding::new(&hazard::LOCKS_ALL, why)]
    }

    /// What people wrote goes when a column is worked out from others.
    fn overwritten(self) -> Option<Finding> {
        let (table, column) = self.ground.was_column(self.table, &self.new.name);
        let why = format!("the values of `{}` that were written are lost", self.new.name);
        let finding = Finding::new(&hazard::DELETES_DATA, why).count(format!(
            "SELECT count(*) FROM {} WHERE {} IS NOT NULL",
            table.sql(),
            ident(column)
        ));
        (column::generated(&self.old.supply).is_none() && self.ground.direction == Direction::Up).then_some(finding)
    }

    /// The statements that give a column made again its privileges.
    fn restored(self) -> Vec<String> {
        let (table, column) = (self.table.sql(), ident(&self.new.name));
        let mut all = Vec::new();
        let privileges =
            self.ground.new.tables.get(self.table).map(|table| table.privileges.granted()).unwrap_or_default();
        for (grantee, granted) in privileges {
            for (privilege, columns) in granted {
                if matches!(columns, Columns::Only(names) if names.contains(&self.new.name)) {
                    let grantee = grantee.sql();
                    all.push(format!("GRANT {} ({column}) ON TABLE {table} TO {grantee}", privilege.to_uppercase()));
                }
            }
        }
        all
    }

    fn identity(self) -> &'static str {
        if self.new.supply == Supply::AlwaysIdentity { "ALWAYS" } else { "BY DEFAULT" }
    }

    fn identity_changed(self) -> Change {
        let kind = (self.old.supply != self.new.supply).then(|| format!("SET GENERATED {}", self.identity()));
        let numbering = self.new.numbering.iter().filter(|(word, value)| self.old.numbering.get(*word) != Some(*value));
        let numbering = numbering.map(|(word, value)| format!("SET {}", format!("{word} {value}").trim_end()));
        let gone = self.old.numbering.keys().filter(|word| !self.new.numbering.contains_key(*word));
        let gone = gone.filter_map(|word| sequence::default(word)).map(|default| format!("SET{default}"));
        let actions: Vec<_> = kind.into_iter().chain(numbering).chain(gone).collect();
        let change = self.named(&kind::COLUMN_IDENTITY, "is numbered otherwise");
        if actions.is_empty() { change } else { change.runs([self.alter(Phase::Switch, &actions.join(" "))]) }
    }

    /// The old default and its sequence go first, as the identity's takes the same name; it goes on behind the last number.
    fn identified(self) -> Change {
        let scope = together(self.ground, self.table, &self.new.name);
        let drop = column::default(&self.old.supply)
            .map(|_| self.alter(Phase::Switch, "DROP DEFAULT").scope(scope.clone()).frees(self.freed()));
        let action = format!("ADD GENERATED {} AS IDENTITY{}", self.identity(), column::numbering(self.new));
        let numbered = Node::Other("identity".to_owned(), format!("{}.{}", self.table, self.new.name));
        let add = self
            .alter(Phase::Switch, &action)
            .scope(scope.clone())
            .needs(self.freed())
            .needs([self.node()])
            .needs([nullability::node(self.table, &self.new.name)])
            .makes([numbered.clone()]);
        let (table, name) = (literal(&self.table.sql()), literal(&self.new.name));
        let go_on = self.continued(&format!("pg_catalog.pg_get_serial_sequence({table}, {name})"));
        let go_on = go_on.scope(scope).needs([numbered]);
        self.named(&kind::COLUMN_IDENTITY, "is numbered by an identity").runs(drop).runs([add, go_on])
    }

    fn unidentified(self) -> Change {
        let scope = together(self.ground, self.table, &self.new.name);
        let own = Node::Other("identity".to_owned(), format!("{}.{}", self.table, self.new.name));
        let sequence = Node::Table(self.table.beside(&format!("{}_{}_seq", self.table.name, self.new.name)));
        let drop =
            self.alter(Phase::Switch, "DROP IDENTITY").scope(scope.clone()).takes([sequence]).makes([own.clone()]);
        // Where the type changes too, the new default comes with it.
        let is_reset = self.ground.rewrites.resets(self.table, &self.new.name);
        let drop = if is_reset { drop.frees([self.node()]) } else { drop };
        let default = column::default(&self.new.supply).filter(|_| !is_reset);
        let default = default.map(|_| self.default(Phase::Switch).scope(scope.clone()).needs([own.clone()]));
        let sequence = self.new.supply.sequence();
        let go_on =
            sequence.map(|name| self.continued(&literal(&name.sql())).scope(scope).needs(self.needs()).needs([own]));
        self.named(&kind::COLUMN_IDENTITY, "has no identity any more").runs([drop]).runs(default).runs(go_on)
    }

    /// Lets a sequence, given as an expression, go on behind the last number.
    fn continued(self, sequence: &str) -> Statement {
        let (table, column) = (self.table.sql(), ident(&self.new.name));
        let sql = format!("SELECT pg_catalog.setval({sequence}, coalesce(max({column}), 0) + 1, false) FROM {table}");
        Statement::new(Phase::Switch, sql).reads(self.table)
    }
}
