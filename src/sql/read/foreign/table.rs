//! Tables as they are made.

use pg_query::NodeEnum;
use pg_query::protobuf::{
    ColumnDef, ConstrType, Constraint, CreateStmt, Node, PartitionBoundSpec, PartitionSpec, PartitionStrategy,
    TableLikeClause,
};

use super::super::node::{Unknown, unknown};
use super::constraint::attributed;
use super::node::{object_name, parameters, sql, texts, written};
use super::session::Session;
use crate::sql::facts::{Column, ForeignKey, Index, Key, KeyPart, ObjectName, Storage, Supply, Table, Unique};
use crate::sql::ident;

/// What `LIKE` takes along, by the parser's bits.
const LIKE_CONSTRAINTS: u32 = 1 << 2;
const LIKE_DEFAULTS: u32 = 1 << 3;
const LIKE_GENERATED: u32 = 1 << 4;
const LIKE_IDENTITY: u32 = 1 << 5;
const LIKE_INDEXES: u32 = 1 << 6;

impl Session {
    /// Makes a table, with the constraints in its statement.
    pub fn create_table(&mut self, stmt: &CreateStmt) -> Result<(), Unknown> {
        let Some(range) = &stmt.relation else { return unknown("no name") };
        if range.relpersistence == "t" {
            return unknown("a temporary table, which ends with its session");
        }
        if stmt.of_typename.is_some() {
            return unknown("a table of a type");
        }
        let name = self.new_name(written(range));
        if self.facts.tables.contains_key(&name) {
            return if stmt.if_not_exists { Ok(()) } else { unknown("a table that is there already") };
        }
        let table = Table { storage: storage(stmt, range.relpersistence == "u")?, ..Table::default() };
        self.facts.tables.insert(name.clone(), table);
        self.inherit(&name, stmt)?;
        let behind = self.add_columns(&name, &stmt.table_elts)?;
        self.constrain(&name, &stmt.table_elts, &behind)
    }

    /// Adds the columns; gives back the constraints that stand behind them and are the table's.
    fn add_columns(&mut self, table: &ObjectName, elements: &[Node]) -> Result<Vec<(String, Constraint)>, Unknown> {
        let mut behind = Vec::new();
        for element in elements {
            match element.node.as_ref() {
                Some(NodeEnum::ColumnDef(def)) => behind.extend(self.add_column(table, def)?),
                Some(NodeEnum::TableLikeClause(like)) => self.like(table, like)?,
                _ => {}
            }
        }
        Ok(behind)
    }

    /// Adds a column, or says more of one that is inherited; gives back the table's constraints behind it.
    pub fn add_column(&mut self, table: &ObjectName, def: &ColumnDef) -> Result<Vec<(String, Constraint)>, Unknown> {
        let inherited = self.table(table)?.columns.iter().position(|column| column.name == def.colname);
        let mut def = def.clone();
        if def.type_name.is_none() && inherited.is_some() {
            def.type_name = Some(pg_query::protobuf::TypeName::default());
        }
        let (mut column, rest) = self.column(table, &def)?;
        let rest = attributed(&rest).into_iter().map(|one| (column.name.clone(), one)).collect();
        let columns = &mut self.table(table)?.columns;
        match inherited.and_then(|at| columns.get_mut(at)) {
            Some(there) => {
                column.ty = there.ty.clone();
                column.nullable &= there.nullable;
                *there = column;
            }
            None => columns.push(column),
        }
        Ok(rest)
    }

    /// Adds the constraints: checks first, then keys, then what points at other tables.
    fn constrain(&mut self, table: &ObjectName, own: &[Node], behind: &[(String, Constraint)]) -> Result<(), Unknown> {
        let own = super::column::constraints(own).map(|one| (None, one));
        let behind = behind.iter().map(|(column, one)| (Some(column.as_str()), one));
        let mut all: Vec<_> = behind.chain(own).collect();
        all.sort_by_key(|(_, one)| match one.contype() {
            ConstrType::ConstrNotnull | ConstrType::ConstrCheck => 0,
            ConstrType::ConstrPrimary => 1,
            ConstrType::ConstrForeign => 3,
            _ => 2,
        });
        all.into_iter().try_for_each(|(column, one)| self.add_constraint(table, one, column))
    }

    /// Takes over what parents have, and what a partition has from its whole.
    fn inherit(&mut self, name: &ObjectName, stmt: &CreateStmt) -> Result<(), Unknown> {
        for parent in &stmt.inh_relations {
            let Some(NodeEnum::RangeVar(parent)) = parent.node.as_ref() else { continue };
            let parent = self.relation(parent);
            let Some(from) = self.facts.tables.get(&parent).cloned() else {
                return unknown(format!("the table `{parent}`, which is not there"));
            };
            let is_part = stmt.partbound.is_some();
            self.take_over(name, &from, is_part)?;
            let table = self.table(name)?;
            match &stmt.partbound {
                Some(bound) => table.storage.partition_of = Some((parent, partition_bound(bound)?)),
                None => table.inherits.push(parent),
            }
        }
        Ok(())
    }

    /// Columns and checks; for a partition keys, foreign keys and indexes too, under names of their own.
    fn take_over(&mut self, name: &ObjectName, from: &Table, is_part: bool) -> Result<(), Unknown> {
        let inherited = |column: &Column| match column.supply {
            // The number belongs to the whole.
            Supply::AlwaysIdentity | Supply::DefaultIdentity if !is_part => {
                Column { supply: Supply::None, numbering: std::collections::BTreeMap::new(), ..column.clone() }
            }
            _ => Column { comment: None, ..column.clone() },
        };
        let table = self.table(name)?;
        table.columns.extend(from.columns.iter().map(inherited));
        table.checks.extend(from.checks.clone());
        if is_part {
            self.take_keys(name, from)?;
            let keys: Vec<_> = from.foreign_keys.iter().map(|key| ForeignKey { ..key.clone() }).collect();
            self.table(name)?.foreign_keys.extend(keys);
        }
        Ok(())
    }

    /// Keys and indexes like another table's, under names of their own.
    fn take_keys(&mut self, name: &ObjectName, from: &Table) -> Result<(), Unknown> {
        if let Some(key) = &from.primary_key {
            let own = super::name::choose(&name.name, None, "pkey", |taken| self.is_taken(name, taken));
            self.table(name)?.primary_key = Some(Key { name: own, ..key.clone() });
        }
        for unique in from.uniques.values() {
            let words = super::name::joined(&unique.columns);
            let own = super::name::choose(&name.name, Some(&words), "key", |taken| self.is_taken(name, taken));
            self.table(name)?.uniques.insert(own, Unique { ..unique.clone() });
        }
        for index in from.indexes.values() {
            let words = super::name::joined(&index_words(index));
            let own = super::name::choose(&name.name, Some(&words), "idx", |taken| self.is_taken(name, taken));
            self.table(name)?.indexes.insert(own, Index { comment: None, ..index.clone() });
        }
        Ok(())
    }

    /// `LIKE other`: columns, and what of the rest is asked for.
    fn like(&mut self, table: &ObjectName, like: &TableLikeClause) -> Result<(), Unknown> {
        let Some(range) = &like.relation else { return unknown("no name") };
        let from = self.relation(range);
        let Some(from) = self.facts.tables.get(&from).cloned() else {
            return unknown(format!("the table `{from}`, which is not there"));
        };
        let includes = |bit: u32| like.options & bit != 0;
        let column = |column: &Column| {
            let keeps = match column.supply {
                Supply::None => false,
                Supply::Default(_) | Supply::Sequence(_) => includes(LIKE_DEFAULTS),
                Supply::Generated(_) | Supply::Virtual(_) => includes(LIKE_GENERATED),
                Supply::AlwaysIdentity | Supply::DefaultIdentity => includes(LIKE_IDENTITY),
            };
            let supply = if keeps { column.supply.clone() } else { Supply::None };
            Column { supply, comment: None, ..column.clone() }
        };
        let columns: Vec<_> = from.columns.iter().map(column).collect();
        let into = self.table(table)?;
        into.columns.extend(columns);
        if includes(LIKE_CONSTRAINTS) {
            into.checks.extend(from.checks.clone());
        }
        if includes(LIKE_INDEXES) { self.take_keys(table, &from) } else { Ok(()) }
    }
}

fn index_words(index: &Index) -> Vec<String> {
    let word = |part: &KeyPart| match part {
        KeyPart::Column(column) => column.clone(),
        KeyPart::Expression(tree) => {
            tree.mentions().functions.first().map_or_else(|| "expr".to_owned(), |name| name.name.clone())
        }
    };
    index.keys.iter().map(|key| word(&key.part)).chain(index.include.iter().cloned()).collect()
}

fn storage(stmt: &CreateStmt, unlogged: bool) -> Result<Storage, Unknown> {
    let mut options = parameters(&stmt.options);
    for (word, value) in [("USING", &stmt.access_method), ("TABLESPACE", &stmt.tablespacename)] {
        if !value.is_empty() && value != "heap" {
            options.insert(word.to_owned(), value.clone());
        }
    }
    let partition_by = stmt.partspec.as_ref().map(partition_key).transpose()?;
    Ok(Storage { unlogged, options, partition_by, partition_of: None })
}

/// What stands behind `PARTITION BY`.
fn partition_key(spec: &PartitionSpec) -> Result<String, Unknown> {
    let strategy = match spec.strategy() {
        PartitionStrategy::List => "LIST",
        PartitionStrategy::Range => "RANGE",
        PartitionStrategy::Hash => "HASH",
        PartitionStrategy::Undefined => return unknown("such a division"),
    };
    let part = |node: &Node| match node.node.as_ref() {
        Some(NodeEnum::PartitionElem(element)) => {
            let column = match &element.expr {
                Some(expression) => format!("({})", sql(expression)?),
                None => ident(&element.name),
            };
            let words = [&element.collation, &element.opclass];
            let words = words.into_iter().filter(|words| !words.is_empty()).map(|words| object_name(words));
            let words = words.collect::<Result<Vec<_>, _>>()?;
            Ok(words.iter().fold(column, |column, word| format!("{column} {word}")))
        }
        _ => unknown("such a division"),
    };
    let parts: Result<Vec<_>, _> = spec.part_params.iter().map(part).collect();
    Ok(format!("{strategy} ({})", parts?.join(", ")))
}

/// Which rows a partition takes.
pub fn partition_bound(bound: &PartitionBoundSpec) -> Result<String, Unknown> {
    if bound.is_default {
        return Ok("DEFAULT".to_owned());
    }
    let list = |nodes: &[Node]| -> Result<String, Unknown> {
        Ok(nodes.iter().map(limit).collect::<Result<Vec<_>, _>>()?.join(", "))
    };
    match bound.strategy.as_str() {
        "l" => Ok(format!("FOR VALUES IN ({})", list(&bound.listdatums)?)),
        "r" => Ok(format!("FOR VALUES FROM ({}) TO ({})", list(&bound.lowerdatums)?, list(&bound.upperdatums)?)),
        _ => Ok(format!("FOR VALUES WITH (MODULUS {}, REMAINDER {})", bound.modulus, bound.remainder)),
    }
}

/// A value, or a word for a value beyond all.
fn limit(node: &Node) -> Result<String, Unknown> {
    match node.node.as_ref() {
        Some(NodeEnum::ColumnRef(word)) => Ok(texts(&word.fields).join(".").to_uppercase()),
        _ => sql(node),
    }
}
