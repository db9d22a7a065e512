//! Sequences.

use std::collections::BTreeMap;

use pg_query::NodeEnum;
use pg_query::protobuf::{AlterSeqStmt, CreateSeqStmt, Node};

use super::super::node::{Unknown, unknown};
use super::column::built_in;
use super::node::{items, options, value, written};
use super::session::{Session, column_name};
use crate::sql::facts::{ObjectName, Sequence, Supply, Type};

impl Session {
    /// Makes a sequence.
    pub fn create_sequence(&mut self, stmt: &CreateSeqStmt) -> Result<(), Unknown> {
        let Some(range) = &stmt.sequence else { return unknown("no name") };
        let name = self.new_name(written(range));
        if self.facts.sequences.contains_key(&name) {
            return if stmt.if_not_exists { Ok(()) } else { unknown("a sequence that is there already") };
        }
        self.facts.sequences.insert(name.clone(), Sequence { ty: built_in("int8"), ..Sequence::default() });
        self.change_sequence(&name, &stmt.options)
    }

    /// Changes a sequence.
    pub fn alter_sequence(&mut self, stmt: &AlterSeqStmt) -> Result<(), Unknown> {
        let Some(range) = &stmt.sequence else { return unknown("no name") };
        let name = self.relation(range);
        if stmt.missing_ok && !self.facts.sequences.contains_key(&name) {
            return Ok(());
        }
        self.change_sequence(&name, &stmt.options)
    }

    fn change_sequence(&mut self, name: &ObjectName, changes: &[Node]) -> Result<(), Unknown> {
        let Some(mut sequence) = self.facts.sequences.get(name).cloned() else {
            return self.change_identity(name, changes);
        };
        for option in options(changes) {
            match (option.defname.as_str(), option.arg.as_ref().and_then(|arg| arg.node.as_ref())) {
                ("as", Some(NodeEnum::TypeName(ty))) => sequence.ty = self.ty(ty)?,
                ("owned_by", _) => {
                    let column = column_name(items(option.arg.as_deref()));
                    sequence.owned_by = column.filter(|(table, _)| !table.name.is_empty());
                    let completed = |(table, column)| (self.relation_name(table), column);
                    sequence.owned_by = sequence.owned_by.map(completed);
                }
                _ => {}
            }
        }
        for word in options(changes).map(|option| word(&option.defname)) {
            sequence.options.remove(word);
        }
        sequence.options.extend(numbering(changes, &sequence.ty));
        self.facts.sequences.insert(name.clone(), sequence);
        Ok(())
    }

    /// The sequence of an identity column has no facts of its own.
    fn change_identity(&mut self, name: &ObjectName, changes: &[Node]) -> Result<(), Unknown> {
        let Some((table, column)) = self.identity_of(name) else {
            return unknown(format!("the sequence `{name}`, which is not there"));
        };
        let columns = &mut self.table(&table)?.columns;
        if let Some(column) = columns.iter_mut().find(|one| one.name == column) {
            column.numbering.extend(numbering(changes, &column.ty));
        }
        Ok(())
    }

    /// The table and identity column whose sequence is called so.
    pub fn identity_of(&self, name: &ObjectName) -> Option<(ObjectName, String)> {
        let beside = self.facts.tables.iter().filter(|(table, _)| table.schema == name.schema);
        let mut columns = beside.flat_map(|(table, one)| one.columns.iter().map(move |column| (table, column)));
        let found = columns.find(|(table, column)| {
            let is_identity = matches!(column.supply, Supply::AlwaysIdentity | Supply::DefaultIdentity);
            is_identity && name.name == format!("{}_{}_seq", table.name, column.name)
        });
        found.map(|(table, column)| (table.clone(), column.name.clone()))
    }
}

/// What a sequence does otherwise than by default. Where it starts again is no part of a schema.
pub fn numbering(changes: &[Node], ty: &Type) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    let descends =
        options(changes).any(|option| option.defname == "increment" && value(option.arg.as_deref()).starts_with('-'));
    for option in options(changes) {
        let (word, value) = (word(&option.defname), value(option.arg.as_deref()));
        if !word.is_empty() && !is_default(word, &value, ty, descends) {
            out.insert(word.to_owned(), if word == "CYCLE" { String::new() } else { value });
        }
    }
    out
}

/// The word of SQL of an option; nothing for what is no part of how a sequence counts.
fn word(option: &str) -> &'static str {
    match option {
        "start" => "START WITH",
        "increment" => "INCREMENT BY",
        "minvalue" => "MINVALUE",
        "maxvalue" => "MAXVALUE",
        "cache" => "CACHE",
        "cycle" => "CYCLE",
        "sequence_name" => "SEQUENCE NAME",
        _ => "",
    }
}

fn is_default(word: &str, value: &str, ty: &Type, descends: bool) -> bool {
    let most = match ty.name.name.as_str() {
        "int2" => i64::from(i16::MAX),
        "int4" => i64::from(i32::MAX),
        _ => i64::MAX,
    };
    match word {
        "START WITH" | "INCREMENT BY" | "CACHE" => value == "1",
        "MINVALUE" => value.is_empty() || (!descends && value == "1"),
        "MAXVALUE" => value.is_empty() || (!descends && value == most.to_string()),
        "CYCLE" => value == "false",
        _ => false,
    }
}
