//! Constraints of tables, with the names that PostgreSQL gives to those without one.

use pg_query::NodeEnum;
use pg_query::protobuf::{
    AlterTableCmd, AlterTableStmt, AlterTableType, ConstrType, Constraint, DropBehavior, Node, ObjectType, RangeVar,
};

use super::super::node::{Unknown, unknown};
use super::name::{choose, joined, keys};
use super::node::{deparsed, piece, texts, tree, wrapped};
use super::session::Session;
use crate::sql::facts::{Action, ForeignKey, Index, Key, KeyPart, ObjectName, Piece, State, Unique};

impl Session {
    /// Adds a constraint to a table; `column` is the one that it stands behind.
    pub fn add_constraint(
        &mut self,
        table: &ObjectName,
        one: &Constraint,
        column: Option<&str>,
    ) -> Result<(), Unknown> {
        let behind = |columns: &[Node]| match column {
            Some(column) if columns.is_empty() => vec![column.to_owned()],
            _ => texts(columns),
        };
        let name = match one.contype() {
            ConstrType::ConstrCheck => self.add_check(table, one)?,
            ConstrType::ConstrPrimary => self.add_primary(table, one, behind(&one.keys))?,
            ConstrType::ConstrUnique => self.add_unique(table, one, behind(&one.keys))?,
            ConstrType::ConstrForeign => self.add_foreign(table, one, behind(&one.fk_attrs))?,
            ConstrType::ConstrExclusion => self.add_exclusion(table, one)?,
            ConstrType::ConstrNotnull => return self.forbid_null(table, &behind(&one.keys)),
            _ => return unknown("such a constraint"),
        };
        let state = state(one);
        if state != State::default() {
            self.table(table)?.states.insert(name, state);
        }
        Ok(())
    }

    fn forbid_null(&mut self, table: &ObjectName, columns: &[String]) -> Result<(), Unknown> {
        let table = self.table(table)?;
        table.columns.iter_mut().filter(|one| columns.contains(&one.name)).for_each(|one| one.nullable = false);
        Ok(())
    }

    /// The name of a constraint: its own, or the one that PostgreSQL gives it.
    fn named(&self, table: &ObjectName, one: &Constraint, words: Option<&str>, label: &str) -> String {
        if !one.conname.is_empty() {
            return one.conname.clone();
        }
        if !one.indexname.is_empty() {
            return one.indexname.clone();
        }
        choose(&table.name, words, label, |name| self.is_taken(table, name))
    }

    fn add_check(&mut self, table: &ObjectName, one: &Constraint) -> Result<String, Unknown> {
        let Some(condition) = &one.raw_expr else { return unknown("a check without a condition") };
        let check = tree(condition)?;
        let mentioned = check.mentions();
        let columns = &self.table(table)?.columns;
        let mut named = columns.iter().filter(|column| mentioned.columns.iter().any(|one| one.name == column.name));
        let only = named.next().filter(|_| named.next().is_none()).map(|column| column.name.clone());
        let name = self.named(table, one, only.as_deref(), "check");
        self.table(table)?.checks.insert(name.clone(), check);
        Ok(name)
    }

    fn add_primary(&mut self, table: &ObjectName, one: &Constraint, columns: Vec<String>) -> Result<String, Unknown> {
        let name = self.named(table, one, None, "pkey");
        let columns = self.index_columns(table, one, columns)?;
        self.forbid_null(table, &columns)?;
        let key = Key { name: name.clone(), columns, include: texts(&one.including) };
        self.table(table)?.primary_key = Some(key);
        Ok(name)
    }

    fn add_unique(&mut self, table: &ObjectName, one: &Constraint, columns: Vec<String>) -> Result<String, Unknown> {
        let include = texts(&one.including);
        let all: Vec<_> = columns.iter().chain(&include).collect();
        let name = self.named(table, one, Some(&joined(&all)), "key");
        let columns = self.index_columns(table, one, columns)?;
        let unique = Unique { columns, nulls_not_distinct: one.nulls_not_distinct, include };
        self.table(table)?.uniques.insert(name.clone(), unique);
        Ok(name)
    }

    /// The columns of a key; those of an index that stands (`USING INDEX`), which becomes the key's.
    fn index_columns(
        &mut self,
        table: &ObjectName,
        one: &Constraint,
        columns: Vec<String>,
    ) -> Result<Vec<String>, Unknown> {
        if one.without_overlaps {
            return unknown("a key without overlaps");
        }
        if one.indexname.is_empty() {
            return Ok(columns);
        }
        match self.table(table)?.indexes.remove(&one.indexname) {
            Some(Index { keys, .. }) => Ok(keys
                .into_iter()
                .filter_map(|key| match key.part {
                    KeyPart::Column(column) => Some(column),
                    KeyPart::Expression(_) => None,
                })
                .collect()),
            None => unknown(format!("the index `{}`, which is not there", one.indexname)),
        }
    }

    fn add_foreign(&mut self, table: &ObjectName, one: &Constraint, columns: Vec<String>) -> Result<String, Unknown> {
        let Some(target) = &one.pktable else { return unknown("a foreign key without a target") };
        if one.fk_with_period {
            return unknown("a foreign key over periods");
        }
        let target = self.relation(target);
        let name = self.named(table, one, Some(&joined(&columns)), "fkey");
        let mut target_columns = texts(&one.pk_attrs);
        if target_columns.is_empty() {
            let key = self.facts.tables.get(&target).and_then(|target| target.primary_key.as_ref());
            let Some(key) = key else { return unknown(format!("the primary key of `{target}`, which is not there")) };
            target_columns = key.columns.clone();
        }
        let key = ForeignKey {
            name: name.clone(),
            columns,
            target,
            target_columns,
            on_update: action(&one.fk_upd_action),
            on_delete: action(&one.fk_del_action),
            set_columns: texts(&one.fk_del_set_cols),
            full: one.fk_matchtype == "f",
        };
        self.table(table)?.foreign_keys.push(key);
        Ok(name)
    }

    /// An exclusion constraint is kept as SQL.
    fn add_exclusion(&mut self, table: &ObjectName, one: &Constraint) -> Result<String, Unknown> {
        let elements = one.exclusions.iter().filter_map(|pair| super::node::items(Some(pair)).first());
        let words = joined(&keys(elements));
        let name = self.named(table, one, Some(&words), "excl");
        let plain = Constraint { conname: "c".to_owned(), deferrable: false, initdeferred: false, ..one.clone() };
        let sql = added(plain)?;
        self.table(table)?.exclusions.insert(name.clone(), piece_of(&sql));
        Ok(name)
    }
}

/// `ALTER TABLE t ADD CONSTRAINT c …`, in the parser's own layout.
fn added(one: Constraint) -> Result<String, Unknown> {
    let command = AlterTableCmd {
        subtype: AlterTableType::AtAddConstraint.into(),
        def: Some(Box::new(wrapped(NodeEnum::Constraint(Box::new(one))))),
        behavior: DropBehavior::DropRestrict.into(),
        ..AlterTableCmd::default()
    };
    let relation =
        RangeVar { relname: "t".to_owned(), inh: true, relpersistence: "p".to_owned(), ..RangeVar::default() };
    let statement = AlterTableStmt {
        relation: Some(relation),
        cmds: vec![wrapped(NodeEnum::AlterTableCmd(Box::new(command)))],
        objtype: ObjectType::ObjectTable.into(),
        missing_ok: false,
    };
    deparsed(&NodeEnum::AlterTableStmt(statement))
}

/// The definition behind the name, with what it names.
fn piece_of(statement: &str) -> Piece {
    let mut whole = piece(statement.to_owned());
    // The table in front stands for any.
    whole.mentions.relations.clear();
    let sql = statement.find("EXCLUDE").map_or(statement, |at| &statement[at..]);
    Piece { sql: sql.to_owned(), ..whole }
}

/// How a constraint is in force.
fn state(one: &Constraint) -> State {
    let can_be_off = matches!(one.contype(), ConstrType::ConstrCheck | ConstrType::ConstrForeign);
    State {
        deferrable: one.deferrable || one.initdeferred,
        deferred: one.initdeferred,
        not_valid: can_be_off && !one.initially_valid,
        not_enforced: can_be_off && !one.is_enforced,
        no_inherit: one.is_no_inherit,
    }
}

/// Marks a constraint as it stands behind a column: what follows it says how it is in force.
pub fn attributed(nodes: &[&Constraint]) -> Vec<Constraint> {
    let mut out: Vec<Constraint> = Vec::new();
    for one in nodes {
        let last = out.last_mut();
        match (one.contype(), last) {
            (ConstrType::ConstrAttrDeferrable, Some(last)) => last.deferrable = true,
            (ConstrType::ConstrAttrNotDeferrable | ConstrType::ConstrAttrImmediate, Some(_)) => {}
            (ConstrType::ConstrAttrDeferred, Some(last)) => last.initdeferred = true,
            (ConstrType::ConstrAttrEnforced, Some(last)) => last.is_enforced = true,
            (ConstrType::ConstrAttrNotEnforced, Some(last)) => last.is_enforced = false,
            _ => out.push((*one).clone()),
        }
    }
    out
}

fn action(code: &str) -> Action {
    match code {
        "r" => Action::Restrict,
        "c" => Action::Cascade,
        "n" => Action::SetNull,
        "d" => Action::SetDefault,
        _ => Action::NoAction,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{reasons, table};
    use super::*;

    #[test]
    fn constraints_without_a_name_get_postgresqls() {
        let t = table(
            "CREATE TABLE u (a int, b int, PRIMARY KEY (a, b));
             CREATE TABLE t (a int PRIMARY KEY, b int UNIQUE CHECK (b > 0), c int, UNIQUE (b, c), CHECK (b > c),
                             CHECK (b < 9), FOREIGN KEY (b, c) REFERENCES u, EXCLUDE (c WITH =));",
        );
        assert_eq!(t.primary_key.unwrap().name, "t_pkey");
        assert_eq!(t.uniques.keys().collect::<Vec<_>>(), ["t_b_c_key", "t_b_key"]);
        assert_eq!(t.checks.keys().collect::<Vec<_>>(), ["t_b_check", "t_b_check1", "t_check"]);
        assert_eq!(t.exclusions.keys().collect::<Vec<_>>(), ["t_c_excl"]);
        let key = &t.foreign_keys[0];
        assert_eq!((key.name.as_str(), key.target_columns.join(", ")), ("t_b_c_fkey", "a, b".to_owned()));
    }

    #[test]
    fn how_a_constraint_is_in_force_is_kept_where_it_is_not_ordinary() {
        let t = table(
            "CREATE TABLE t (a int CHECK (a > 0) NO INHERIT, b int UNIQUE DEFERRABLE INITIALLY DEFERRED);
             ALTER TABLE t ADD CHECK (b > 0) NOT VALID; ALTER TABLE t ADD CONSTRAINT v CHECK (true) NOT VALID;
             ALTER TABLE t VALIDATE CONSTRAINT v;",
        );
        let words =
            |(name, state): (&String, &State)| format!("{name} {}", state.words().collect::<Vec<_>>().join(" "));
        let all: Vec<_> = t.states.iter().map(words).collect();
        assert_eq!(all, ["t_a_check NO INHERIT", "t_b_check NOT VALID", "t_b_key DEFERRABLE INITIALLY DEFERRED"]);
    }

    #[test]
    fn a_key_takes_over_an_index() {
        let t = table(
            "CREATE TABLE t (a int, b int); CREATE UNIQUE INDEX i ON t (b, a);
             ALTER TABLE t ADD CONSTRAINT k UNIQUE USING INDEX i; ALTER TABLE t DROP COLUMN b;",
        );
        assert!(t.indexes.is_empty() && t.uniques.is_empty(), "the key goes with its column");
        assert_eq!(
            reasons("CREATE TABLE t (a int REFERENCES missing)"),
            ["the primary key of `public.missing`, which is not there"]
        );
    }
}
