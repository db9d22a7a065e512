//! `ALTER TABLE` in its forms, which `ALTER INDEX`, `ALTER VIEW` and others share.

use pg_query::NodeEnum;
use pg_query::protobuf::{
    AlterTableCmd, AlterTableStmt, AlterTableType as Type, ConstrType, Constraint, Node, ObjectType,
    ReplicaIdentityStmt,
};

use super::super::node::{Unknown, unknown};
use super::column::{collation, identity, option};
use super::node::{items, object_name, parameters, tree, value};
use super::rename::owner;
use super::sequence::numbering;
use super::session::{Session, change};
use super::table::partition_bound;
use crate::sql::facts::{Column, Facts, ObjectName, OtherName, State, Supply, Table};

impl Session {
    /// Changes a table, or what is changed by the same statement.
    pub fn alter_table(&mut self, stmt: &AlterTableStmt) -> Result<(), Unknown> {
        let Some(range) = &stmt.relation else { return unknown("no table") };
        if stmt.objtype() == ObjectType::ObjectType {
            let name = self.type_name(super::node::written(range));
            return self.add_statement(&OtherName::new("TYPE", name), &NodeEnum::AlterTableStmt(stmt.clone()));
        }
        let name = self.relation(range);
        let is_table = self.facts.tables.contains_key(&name);
        if stmt.missing_ok && !self.is_relation(&name) {
            return Ok(());
        }
        let mut failed = Vec::new();
        for command in &stmt.cmds {
            let Some(NodeEnum::AlterTableCmd(command)) = command.node.as_ref() else { continue };
            let done = if is_table {
                self.change_all(&name, command, range.inh)
            } else {
                self.change_other(&name, command, stmt)
            };
            failed.extend(done.err().map(|Unknown(reason)| reason));
        }
        if failed.is_empty() { Ok(()) } else { unknown(failed.join("; ")) }
    }

    /// Changes a table and, without `ONLY`, what inherits the change.
    fn change_all(&mut self, name: &ObjectName, command: &AlterTableCmd, below: bool) -> Result<(), Unknown> {
        self.change_table(name, command)?;
        if !below || !is_inherited(command.subtype()) {
            return Ok(());
        }
        for (child, is_part) in self.children(name) {
            if let Some(command) = inherited(command, is_part) {
                self.change_all(&child, &command, true)?;
            }
        }
        Ok(())
    }

    /// The tables that inherit from a table, and whether they are its partitions.
    pub fn children(&self, name: &ObjectName) -> Vec<(ObjectName, bool)> {
        let child = |(child, table): (&ObjectName, &Table)| {
            let is_part = table.storage.partition_of.as_ref().is_some_and(|(whole, _)| whole == name);
            (is_part || table.inherits.contains(name)).then(|| (child.clone(), is_part))
        };
        self.facts.tables.iter().filter_map(child).collect()
    }

    fn change_table(&mut self, name: &ObjectName, command: &AlterTableCmd) -> Result<(), Unknown> {
        let def = command.def.as_deref().and_then(|def| def.node.as_ref());
        match (command.subtype(), def) {
            (Type::AtAddColumn, Some(NodeEnum::ColumnDef(def))) => {
                let is_there = self.table(name)?.columns.iter().any(|column| column.name == def.colname);
                match (is_there, command.missing_ok) {
                    (true, true) => return Ok(()),
                    (true, false) => return unknown(format!("the column `{}`, which is there already", def.colname)),
                    (false, _) => {}
                }
                let behind = self.add_column(name, def)?;
                behind.iter().try_for_each(|(column, one)| self.add_constraint(name, one, Some(column)))
            }
            (Type::AtAddConstraint, Some(NodeEnum::Constraint(one))) => self.add_constraint(name, one, None),
            (Type::AtDropColumn, _) => {
                let is_there = self.table(name)?.columns.iter().any(|column| column.name == command.name);
                if !is_there && !command.missing_ok {
                    return unknown(format!("the column `{}`, which is not there", command.name));
                }
                self.facts.drop_column(name, &command.name);
                Ok(())
            }
            (Type::AtDropConstraint, _) => {
                if self.table(name)?.drop_constraint(&command.name) || command.missing_ok {
                    return Ok(());
                }
                unknown(format!("the constraint `{}`, which is not there", command.name))
            }
            (Type::AtAttachPartition | Type::AtDetachPartition, Some(NodeEnum::PartitionCmd(part))) => {
                let Some(range) = &part.name else { return unknown("no partition") };
                let bound = part.bound.as_ref().map(partition_bound).transpose()?;
                let part = self.relation(range);
                self.table(&part)?.storage.partition_of = bound.map(|bound| (name.clone(), bound));
                Ok(())
            }
            (Type::AtAddInherit, Some(NodeEnum::RangeVar(range))) => {
                let parent = self.relation(range);
                self.table(name)?.inherits.push(parent);
                Ok(())
            }
            (Type::AtDropInherit, Some(NodeEnum::RangeVar(range))) => {
                let parent = self.relation(range);
                self.table(name)?.inherits.retain(|one| *one != parent);
                Ok(())
            }
            _ if is_of_column(command.subtype()) => self.change_column(name, command),
            _ => self.table(name)?.change(command),
        }
    }

    fn change_column(&mut self, name: &ObjectName, command: &AlterTableCmd) -> Result<(), Unknown> {
        let def = command.def.as_deref();
        let supply = match (command.subtype(), def) {
            (Type::AtColumnDefault, Some(value)) => Some(self.default(tree(value)?)),
            (Type::AtColumnDefault, None) => Some(Supply::None),
            _ => None,
        };
        let ty = match def.and_then(|def| def.node.as_ref()) {
            Some(NodeEnum::ColumnDef(def)) => {
                let ty = def.type_name.as_ref().map(|ty| self.ty(ty)).transpose()?;
                let clause = def.coll_clause.as_ref().map(|clause| object_name(&clause.collname).map(collation));
                ty.map(|ty| Ok((ty, clause.transpose()?))).transpose()?
            }
            _ => None,
        };
        let columns = &mut self.table(name)?.columns;
        let column = columns.iter_mut().find(|column| column.name == command.name);
        let column =
            column.ok_or_else(|| Unknown(format!("the column `{name}.{}`, which is not there", command.name)))?;
        if let Some(supply) = supply {
            column.supply = supply;
        }
        if let Some((ty, collation)) = ty {
            (column.ty, column.collation) = (ty, collation);
        }
        column.change(command)
    }

    /// Changes a view, sequence, index or foreign table.
    fn change_other(
        &mut self,
        name: &ObjectName,
        command: &AlterTableCmd,
        stmt: &AlterTableStmt,
    ) -> Result<(), Unknown> {
        let changes = parameters(items(command.def.as_deref()));
        let Facts { views, sequences, .. } = &mut self.facts;
        match (command.subtype(), views.get_mut(name), sequences.get_mut(name)) {
            (Type::AtChangeOwner, Some(view), _) => view.owner = owner(command.newowner.as_ref()),
            (Type::AtChangeOwner, None, Some(sequence)) => sequence.owner = owner(command.newowner.as_ref()),
            (Type::AtSetRelOptions, Some(view), _) => change(&mut view.options, changes, true),
            (Type::AtResetRelOptions, Some(view), _) => change(&mut view.options, changes, false),
            (kind, None, None) => return self.change_index(name, kind, changes, stmt),
            _ => return unknown("such a change of a view or sequence"),
        }
        Ok(())
    }

    fn change_index(
        &mut self,
        name: &ObjectName,
        kind: Type,
        changes: std::collections::BTreeMap<String, String>,
        stmt: &AlterTableStmt,
    ) -> Result<(), Unknown> {
        let foreign = OtherName::new("FOREIGN TABLE", name.clone());
        if self.facts.others.contains_key(&foreign) {
            return self.add_statement(&foreign, &NodeEnum::AlterTableStmt(stmt.clone()));
        }
        let Some(table) = self.index_table(name) else { return unknown(format!("`{name}`, which is not there")) };
        let index = self.indexes(&table)?.get_mut(&name.name);
        match (kind, index) {
            (Type::AtSetRelOptions, Some(index)) => change(&mut index.options, changes, true),
            (Type::AtResetRelOptions, Some(index)) => change(&mut index.options, changes, false),
            // A partition's index belongs to the whole's by what it indexes, its owner is the table's.
            (Type::AtAttachPartition | Type::AtChangeOwner, _) => {}
            _ => return unknown("such a change of an index"),
        }
        Ok(())
    }
}

/// Whether tables that inherit change too.
const fn is_inherited(kind: Type) -> bool {
    matches!(
        kind,
        Type::AtAddColumn
            | Type::AtDropColumn
            | Type::AtAlterColumnType
            | Type::AtColumnDefault
            | Type::AtSetNotNull
            | Type::AtDropNotNull
            | Type::AtAddConstraint
            | Type::AtDropConstraint
    )
}

/// The change as a table makes it that inherits: without complaint of what it has otherwise, and with keys under names
/// of its own, which partitions alone inherit.
fn inherited(command: &AlterTableCmd, is_part: bool) -> Option<AlterTableCmd> {
    let mut command = AlterTableCmd { missing_ok: true, ..command.clone() };
    if let Some(NodeEnum::Constraint(one)) = command.def.as_mut().and_then(|def| def.node.as_mut()) {
        match one.contype() {
            ConstrType::ConstrCheck if one.is_no_inherit => return None,
            ConstrType::ConstrCheck | ConstrType::ConstrNotnull | ConstrType::ConstrForeign => {}
            _ => one.conname.clear(),
        }
        let every = matches!(one.contype(), ConstrType::ConstrCheck | ConstrType::ConstrNotnull);
        return (every || is_part).then_some(command);
    }
    Some(command)
}

const fn is_of_column(kind: Type) -> bool {
    matches!(
        kind,
        Type::AtAlterColumnType
            | Type::AtColumnDefault
            | Type::AtSetNotNull
            | Type::AtDropNotNull
            | Type::AtAddIdentity
            | Type::AtSetIdentity
            | Type::AtDropIdentity
            | Type::AtDropExpression
            | Type::AtSetExpression
            | Type::AtSetStatistics
            | Type::AtSetStorage
            | Type::AtSetCompression
            | Type::AtSetOptions
            | Type::AtResetOptions
    )
}

impl Column {
    fn change(&mut self, command: &AlterTableCmd) -> Result<(), Unknown> {
        let def = command.def.as_deref();
        let node = def.and_then(|def| def.node.as_ref());
        match (command.subtype(), node) {
            (Type::AtAlterColumnType | Type::AtColumnDefault, _) => {}
            (Type::AtSetNotNull, _) => self.nullable = false,
            (Type::AtDropNotNull, _) => self.nullable = true,
            (Type::AtAddIdentity, Some(NodeEnum::Constraint(one))) => self.add_identity(one),
            (Type::AtSetIdentity, _) => self.set_identity(items(def)),
            (Type::AtDropIdentity | Type::AtDropExpression, _) => self.supply = Supply::None,
            (Type::AtSetExpression, _) => {
                let Some(value) = def else { return unknown("no expression") };
                self.supply = match self.supply {
                    Supply::Virtual(_) => Supply::Virtual(tree(value)?),
                    _ => Supply::Generated(tree(value)?),
                };
            }
            (Type::AtSetStatistics, _) => option(&mut self.options, "STATISTICS", &value(def)),
            (Type::AtSetStorage, _) => option(&mut self.options, "STORAGE", &value(def).to_lowercase()),
            (Type::AtSetCompression, _) => option(&mut self.options, "COMPRESSION", &value(def)),
            (Type::AtSetOptions, _) => change(&mut self.options, parameters(items(def)), true),
            (Type::AtResetOptions, _) => change(&mut self.options, parameters(items(def)), false),
            _ => return unknown("such a change of a column"),
        }
        Ok(())
    }

    fn add_identity(&mut self, one: &Constraint) {
        self.nullable = false;
        self.supply = identity(&one.generated_when);
        self.numbering = numbering(&one.options, &self.ty);
        // Whatever it is called, it is the column's own.
        self.numbering.remove("SEQUENCE NAME");
    }

    fn set_identity(&mut self, changes: &[Node]) {
        for change in super::node::options(changes).filter(|change| change.defname == "generated") {
            // The parser gives the letter's number.
            let always = value(change.arg.as_deref()) == u32::from('a').to_string();
            self.supply = if always { Supply::AlwaysIdentity } else { Supply::DefaultIdentity };
        }
        self.numbering.extend(numbering(changes, &self.ty));
    }
}

impl Table {
    fn change(&mut self, command: &AlterTableCmd) -> Result<(), Unknown> {
        let def = command.def.as_deref();
        let name = &command.name;
        match (command.subtype(), def.and_then(|def| def.node.as_ref())) {
            (Type::AtEnableRowSecurity, _) => self.row_security = true,
            (Type::AtDisableRowSecurity, _) => self.row_security = false,
            (Type::AtForceRowSecurity, _) => self.forced = true,
            (Type::AtNoForceRowSecurity, _) => self.forced = false,
            (Type::AtValidateConstraint, _) => self.change_state(name, |state| state.not_valid = false),
            (Type::AtAlterConstraint, Some(NodeEnum::AtalterConstraint(one))) => {
                self.change_state(&one.conname, |state| {
                    if one.alter_deferrability {
                        (state.deferrable, state.deferred) = (one.deferrable, one.initdeferred);
                    }
                    if one.alter_enforceability {
                        state.not_enforced = !one.is_enforced;
                    }
                    if one.alter_inheritability {
                        state.no_inherit = one.noinherit;
                    }
                });
            }
            (Type::AtChangeOwner, _) => self.owner = owner(command.newowner.as_ref()),
            (Type::AtSetLogged, _) => self.storage.unlogged = false,
            (Type::AtSetUnLogged, _) => self.storage.unlogged = true,
            (Type::AtSetRelOptions, _) => change(&mut self.storage.options, parameters(items(def)), true),
            (Type::AtResetRelOptions, _) => change(&mut self.storage.options, parameters(items(def)), false),
            (Type::AtReplicaIdentity, Some(NodeEnum::ReplicaIdentityStmt(one))) => self.set_replica_identity(one),
            (Type::AtClusterOn, _) => option(&mut self.storage.options, "CLUSTER ON", name),
            (Type::AtDropCluster, _) => option(&mut self.storage.options, "CLUSTER ON", ""),
            (Type::AtSetTableSpace, _) => option(&mut self.storage.options, "TABLESPACE", name),
            (Type::AtSetAccessMethod, _) => {
                option(&mut self.storage.options, "USING", if name == "heap" { "" } else { name });
            }
            (kind, _) => return self.enable(kind, name),
        }
        Ok(())
    }

    /// Switches triggers on and off.
    fn enable(&mut self, kind: Type, name: &str) -> Result<(), Unknown> {
        let enabled = match kind {
            Type::AtEnableTrig | Type::AtEnableTrigAll | Type::AtEnableTrigUser => None,
            Type::AtDisableTrig | Type::AtDisableTrigAll | Type::AtDisableTrigUser => Some("DISABLE"),
            Type::AtEnableAlwaysTrig => Some("ENABLE ALWAYS"),
            Type::AtEnableReplicaTrig => Some("ENABLE REPLICA"),
            _ => return unknown("such a change of a table"),
        };
        let is_meant = |one: &String| name.is_empty() || one == name;
        self.triggers.iter_mut().filter(|(one, _)| is_meant(one)).for_each(|(_, trigger)| trigger.enabled = enabled);
        Ok(())
    }

    fn change_state(&mut self, name: &str, change: impl Fn(&mut State)) {
        let mut state = self.states.remove(name).unwrap_or_default();
        change(&mut state);
        if state != State::default() {
            self.states.insert(name.to_owned(), state);
        }
    }

    fn set_replica_identity(&mut self, one: &ReplicaIdentityStmt) {
        let word = match one.identity_type.as_str() {
            "f" => "FULL".to_owned(),
            "n" => "NOTHING".to_owned(),
            "i" => format!("USING INDEX {}", crate::sql::ident(&one.name)),
            _ => String::new(),
        };
        option(&mut self.storage.options, "REPLICA IDENTITY", &word);
    }

    /// Removes a constraint; false where there is none of that name.
    fn drop_constraint(&mut self, name: &str) -> bool {
        let was_there = self.has_constraint(name);
        self.primary_key = self.primary_key.take().filter(|key| key.name != name);
        self.uniques.remove(name);
        self.checks.remove(name);
        self.exclusions.remove(name);
        self.foreign_keys.retain(|key| key.name != name);
        self.states.remove(name);
        self.comments.remove(&("CONSTRAINT", name.to_owned()));
        was_there
    }
}
