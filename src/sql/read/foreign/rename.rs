//! Other names, other schemas, other owners. What names an object follows it, as in PostgreSQL, but for the bodies of
//! functions, which are text there too.

use std::collections::BTreeMap;

use pg_query::NodeEnum;
use pg_query::protobuf::{AlterObjectSchemaStmt, AlterOwnerStmt, Node, ObjectType, RangeVar, RenameStmt, RoleSpec};

use super::super::node::{Unknown, unknown};
use super::super::rename::{Renames, exchanged_text};
use super::node::{items, object_name, text, value};
use super::other::{named, word};
use super::session::Session;
use crate::sql::facts::{
    Columns, Facts, Index, KeyPart, ObjectName, OtherName, Piece, Policy, Signature, Supply, Table, Tree,
};

impl Session {
    /// Calls something otherwise.
    pub fn rename(&mut self, stmt: &RenameStmt) -> Result<(), Unknown> {
        if stmt.missing_ok && self.is_missing(stmt.relation.as_ref()) {
            return Ok(());
        }
        let (old, new) = (&stmt.subname, &stmt.newname);
        match stmt.rename_type() {
            ObjectType::ObjectColumn => self.rename_column(&self.named_relation(stmt.relation.as_ref())?, old, new),
            ObjectType::ObjectTabconstraint => {
                let table = self.named_relation(stmt.relation.as_ref())?;
                self.table(&table)?.rename_constraint(old, new)
            }
            ObjectType::ObjectPolicy => {
                let table = self.named_relation(stmt.relation.as_ref())?;
                moved(&mut self.table(&table)?.policies, old, new)
            }
            ObjectType::ObjectTrigger => {
                let table = self.named_relation(stmt.relation.as_ref())?;
                moved(self.triggers(&table)?, old, new)
            }
            ObjectType::ObjectTable
            | ObjectType::ObjectView
            | ObjectType::ObjectMatview
            | ObjectType::ObjectSequence
            | ObjectType::ObjectIndex
            | ObjectType::ObjectForeignTable => {
                let old = self.named_relation(stmt.relation.as_ref())?;
                self.move_relation(&old, old.beside(new))
            }
            ObjectType::ObjectSchema => self.rename_schema(old, new),
            ObjectType::ObjectRole => unknown("another name of a role"),
            kind => {
                let Some(object) = stmt.object.as_deref() else { return unknown("another name of such an object") };
                self.move_object(kind, object, |name| name.beside(new), &NodeEnum::RenameStmt(Box::new(stmt.clone())))
            }
        }
    }

    /// Puts something into another schema.
    pub fn set_schema(&mut self, stmt: &AlterObjectSchemaStmt) -> Result<(), Unknown> {
        if stmt.missing_ok && self.is_missing(stmt.relation.as_ref()) {
            return Ok(());
        }
        if let Some(range) = &stmt.relation {
            let old = self.relation(range);
            let new = ObjectName::new(&stmt.newschema, &old.name);
            return self.move_relation(&old, new);
        }
        let Some(object) = stmt.object.as_deref() else { return unknown("another schema of such an object") };
        if stmt.object_type() == ObjectType::ObjectExtension {
            let name = text(object).unwrap_or_default().to_owned();
            self.facts.extensions.insert(name, Some(stmt.newschema.clone()));
            return Ok(());
        }
        let into = |name: &ObjectName| ObjectName::new(&stmt.newschema, &name.name);
        self.move_object(stmt.object_type(), object, into, &NodeEnum::AlterObjectSchemaStmt(Box::new(stmt.clone())))
    }

    /// Whether a relation is named that is not there.
    fn is_missing(&self, range: Option<&RangeVar>) -> bool {
        range.is_some_and(|range| !self.is_relation(&self.relation(range)))
    }

    fn named_relation(&self, range: Option<&RangeVar>) -> Result<ObjectName, Unknown> {
        range.map(|range| self.relation(range)).ok_or_else(|| Unknown("no table".to_owned()))
    }

    fn rename_column(&mut self, table: &ObjectName, old: &str, new: &str) -> Result<(), Unknown> {
        if let Some(view) = self.facts.views.get(table) {
            return unknown(format!(
                "another name of a column of the view `{table}` with {} columns",
                view.columns.len()
            ));
        }
        let one = self.table(table)?;
        if !one.columns.iter().any(|column| column.name == old) {
            return unknown(format!("the column `{table}.{old}`, which is not there"));
        }
        one.rename_column(old, new);
        self.facts.follow_column(table, old, new);
        let names = |piece: &Piece| piece.mentions.selects_from(table) && piece.mentions.may_mean(old);
        match self.facts.views.iter().find(|(_, view)| names(&view.query)) {
            Some((view, _)) => unknown(format!("how the view `{view}` follows: its query still says `{old}`")),
            None => Ok(()),
        }
    }

    /// Moves a table, view, sequence or index with all that names it.
    fn move_relation(&mut self, old: &ObjectName, new: ObjectName) -> Result<(), Unknown> {
        let facts = &mut self.facts;
        if let Some(table) = facts.tables.remove(old) {
            facts.tables.insert(new.clone(), table);
        } else if let Some(view) = facts.views.remove(old) {
            facts.views.insert(new.clone(), view);
        } else if let Some(sequence) = facts.sequences.remove(old) {
            facts.sequences.insert(new.clone(), sequence);
        } else {
            let table = self.index_table(old).ok_or_else(|| Unknown(format!("`{old}`, which is not there")))?;
            return match self.facts.tables.get_mut(&table) {
                Some(one) if !one.indexes.contains_key(&old.name) => one.rename_constraint(&old.name, &new.name),
                _ => moved(self.indexes(&table)?, &old.name, &new.name),
            };
        }
        self.facts.follow_relation(old, &new);
        Ok(())
    }

    /// Moves a type, function or something that is carried along.
    fn move_object(
        &mut self,
        kind: ObjectType,
        object: &Node,
        to: impl Fn(&ObjectName) -> ObjectName,
        stmt: &NodeEnum,
    ) -> Result<(), Unknown> {
        if let Some(NodeEnum::ObjectWithArgs(function)) = object.node.as_ref()
            && let Ok(old) = self.signature(function)
            && let Some(function) = self.facts.functions.remove(&old)
        {
            let new = Signature { name: to(&old.name), ..old.clone() };
            self.facts.functions.insert(new.clone(), function);
            self.facts.follow_function(&old.name, &new.name);
            return Ok(());
        }
        let listed = items(Some(object));
        if matches!(kind, ObjectType::ObjectType | ObjectType::ObjectDomain) && !listed.is_empty() {
            let old = self.type_name(object_name(listed)?);
            if let Some(one) = self.facts.enums.remove(&old) {
                self.facts.enums.insert(to(&old), one);
                self.facts.follow_type(&old, &to(&old));
                return Ok(());
            }
        }
        let old = word(kind).and_then(|kind| named(self, kind, object));
        let Some(old) = old.filter(|old| self.facts.others.contains_key(old)) else {
            return unknown(format!("`{}`, which is not there", value(Some(object))));
        };
        self.add_statement(&old, stmt)?;
        if let Some(other) = self.facts.others.remove(&old) {
            let new = OtherName { name: to(&old.name), ..old.clone() };
            self.facts.others.insert(new, other);
            self.facts.follow_type(&old.name, &to(&old.name));
        }
        Ok(())
    }

    fn rename_schema(&mut self, old: &str, new: &str) -> Result<(), Unknown> {
        let Some(schema) = self.facts.schemas.remove(old) else {
            return unknown(format!("the schema `{old}`, which is not there"));
        };
        self.facts.schemas.insert(new.to_owned(), schema);
        let inside = |name: &&ObjectName| name.schema.as_deref() == Some(old);
        let to = |name: &ObjectName| ObjectName::new(new, &name.name);
        let Facts { tables, views, sequences, .. } = &self.facts;
        let relations = tables.keys().chain(views.keys()).chain(sequences.keys());
        for name in relations.filter(inside).cloned().collect::<Vec<_>>() {
            self.move_relation(&name, to(&name))?;
        }
        for name in self.facts.enums.keys().filter(inside).cloned().collect::<Vec<_>>() {
            if let Some(one) = self.facts.enums.remove(&name) {
                self.facts.enums.insert(to(&name), one);
                self.facts.follow_type(&name, &to(&name));
            }
        }
        let functions = std::mem::take(&mut self.facts.functions);
        for (signature, function) in functions {
            let moves = inside(&&signature.name);
            let name = if moves { to(&signature.name) } else { signature.name.clone() };
            if moves {
                self.facts.follow_function(&signature.name, &name);
            }
            self.facts.functions.insert(Signature { name, ..signature }, function);
        }
        Ok(())
    }

    /// Says who owns something.
    pub fn set_owner(&mut self, stmt: &AlterOwnerStmt) -> Result<(), Unknown> {
        let owner = owner(stmt.newowner.as_ref());
        let Some(object) = stmt.object.as_deref() else { return unknown("the owner of such an object") };
        let listed = items(Some(object));
        let place = match (stmt.object_type(), object.node.as_ref()) {
            (ObjectType::ObjectSchema, _) => {
                let name = text(object).unwrap_or_default().to_owned();
                Some(&mut self.facts.schemas.entry(name).or_default().owner)
            }
            (ObjectType::ObjectFunction | ObjectType::ObjectProcedure, Some(NodeEnum::ObjectWithArgs(function))) => {
                let signature = self.signature(function)?;
                Some(&mut self.function(&signature)?.owner)
            }
            (ObjectType::ObjectType | ObjectType::ObjectDomain, _) if !listed.is_empty() => {
                let name = self.type_name(object_name(listed)?);
                let Facts { enums, others, .. } = &mut self.facts;
                let other = |one: &OtherName| ["TYPE", "DOMAIN"].contains(&one.kind) && one.name == name;
                let other = others.iter_mut().find(|(one, _)| other(one)).map(|(_, other)| &mut other.owner);
                enums.get_mut(&name).map(|one| &mut one.owner).or(other)
            }
            // The owner of the database itself is no part of a schema.
            (ObjectType::ObjectDatabase, _) => return Ok(()),
            (kind, _) => {
                let name = word(kind).and_then(|kind| named(self, kind, object));
                name.and_then(|name| self.facts.others.get_mut(&name)).map(|other| &mut other.owner)
            }
        };
        let missing = || Unknown(format!("the owner of `{}`, which is not there", value(Some(object))));
        *place.ok_or_else(missing)? = owner;
        Ok(())
    }
}

/// Who owns something from now on; nobody that is known where it is whoever runs the statement.
pub fn owner(role: Option<&RoleSpec>) -> Option<String> {
    role.map(|role| role.rolename.clone()).filter(|name| !name.is_empty())
}

/// Moves an entry of a map.
fn moved<V>(map: &mut BTreeMap<String, V>, old: &str, new: &str) -> Result<(), Unknown> {
    let Some(value) = map.remove(old) else { return unknown(format!("`{old}`, which is not there")) };
    map.insert(new.to_owned(), value);
    Ok(())
}

impl Facts {
    /// Lets every expression follow new names.
    pub fn exchange(&mut self, renames: &Renames) {
        for (name, table) in self.tables.iter_mut() {
            // A table that has its new name already has the old one in its expressions.
            let old = renames.tables.iter().find(|(_, new)| *new == name).map_or(name, |(old, _)| old);
            for tree in table.trees_mut() {
                *tree = tree.renamed(old, renames);
            }
        }
    }

    /// Lets follow what names a table, view or sequence.
    fn follow_relation(&mut self, old: &ObjectName, new: &ObjectName) {
        let exchange = |name: &mut ObjectName| {
            if name == old {
                name.clone_from(new);
            }
        };
        for table in self.tables.values_mut() {
            table.foreign_keys.iter_mut().for_each(|key| exchange(&mut key.target));
            table.inherits.iter_mut().for_each(exchange);
            table.storage.partition_of.iter_mut().for_each(|(of, _)| exchange(of));
            for column in &mut table.columns {
                if let Supply::Sequence(name) = &mut column.supply {
                    exchange(name);
                }
            }
        }
        let owners = self.sequences.values_mut().filter_map(|sequence| sequence.owned_by.as_mut());
        owners.for_each(|(table, _)| exchange(table));
        let renames = Renames { tables: BTreeMap::from([(old.clone(), new.clone())]), ..Renames::default() };
        self.exchange(&renames);
        for (view, one) in &mut self.views {
            if one.query.mentions.relations.remove(old) {
                one.query.mentions.relations.insert(new.clone());
                one.query.sql = exchanged_text(&one.query.sql, view, &renames).unwrap_or(one.query.sql.clone());
            }
        }
    }

    /// Lets follow what names a column of a table.
    fn follow_column(&mut self, table: &ObjectName, old: &str, new: &str) {
        let keys = self.tables.values_mut().flat_map(|one| &mut one.foreign_keys);
        keys.filter(|key| key.target == *table).for_each(|key| exchange(&mut key.target_columns, old, new));
        for sequence in self.sequences.values_mut() {
            if let Some((of, column)) = sequence.owned_by.as_mut().filter(|(of, column)| of == table && column == old) {
                (*of, *column) = (table.clone(), new.to_owned());
            }
        }
        let columns = BTreeMap::from([(table.clone(), BTreeMap::from([(old.to_owned(), new.to_owned())]))]);
        self.exchange(&Renames { columns, ..Renames::default() });
    }

    fn follow_function(&mut self, old: &ObjectName, new: &ObjectName) {
        for trigger in self.tables.values_mut().flat_map(|table| table.triggers.values_mut()) {
            if trigger.function == *old {
                trigger.function = new.clone();
            }
        }
        let functions = BTreeMap::from([(old.clone(), new.clone())]);
        self.exchange(&Renames { functions, ..Renames::default() });
    }

    fn follow_type(&mut self, old: &ObjectName, new: &ObjectName) {
        for column in self.tables.values_mut().flat_map(|table| &mut table.columns) {
            if column.ty.name == *old {
                column.ty.name = new.clone();
            }
        }
        let functions = std::mem::take(&mut self.functions);
        for (mut signature, mut function) in functions {
            let arguments = function.arguments.iter_mut().map(|argument| &mut argument.ty);
            let types = signature.arguments.iter_mut().chain(arguments).chain([&mut function.returns]);
            types.filter(|ty| ty.name == *old).for_each(|ty| ty.name = new.clone());
            self.functions.insert(signature, function);
        }
        let types = BTreeMap::from([(old.clone(), new.clone())]);
        self.exchange(&Renames { types, ..Renames::default() });
    }

    /// Lets follow what names a value of an enum: in expressions of tables that have a column of it.
    pub(super) fn rename_value(&mut self, of: &ObjectName, old: &str, new: &str) {
        let texts = BTreeMap::from([(old.to_owned(), new.to_owned())]);
        let renames = Renames { texts, ..Renames::default() };
        for (name, table) in self.tables.iter_mut() {
            let columns: Vec<_> =
                table.columns.iter().filter(|column| column.ty.name == *of).map(|one| one.name.clone()).collect();
            for column in table.columns.iter_mut().filter(|column| column.ty.name == *of) {
                if let Supply::Default(tree) = &mut column.supply {
                    *tree = tree.renamed(name, &renames);
                }
            }
            for tree in table.conditions_mut() {
                let mentions = tree.mentions();
                if mentions.types.contains(of) || columns.iter().any(|column| mentions.may_mean(column)) {
                    *tree = tree.renamed(name, &renames);
                }
            }
        }
    }
}

fn exchange(names: &mut [String], old: &str, new: &str) {
    names.iter_mut().filter(|name| *name == old).for_each(|name| new.clone_into(name));
}

impl Table {
    /// Every expression of the table.
    fn trees_mut(&mut self) -> Vec<&mut Tree> {
        let Self { columns, checks, indexes, triggers, policies, .. } = self;
        let supplies = columns.iter_mut().filter_map(|column| match &mut column.supply {
            Supply::Default(tree) | Supply::Generated(tree) | Supply::Virtual(tree) => Some(tree),
            Supply::None | Supply::Sequence(_) | Supply::AlwaysIdentity | Supply::DefaultIdentity => None,
        });
        let conditions = triggers.values_mut().filter_map(|trigger| trigger.condition.as_mut());
        let policies = policies.values_mut().flat_map(Policy::trees_mut);
        let indexes = indexes.values_mut().flat_map(Index::trees_mut);
        supplies.chain(checks.values_mut()).chain(conditions).chain(policies).chain(indexes).collect()
    }

    /// The expressions that are about whole rows.
    fn conditions_mut(&mut self) -> Vec<&mut Tree> {
        let Self { checks, indexes, triggers, policies, .. } = self;
        let conditions = triggers.values_mut().filter_map(|trigger| trigger.condition.as_mut());
        let policies = policies.values_mut().flat_map(Policy::trees_mut);
        let indexes = indexes.values_mut().flat_map(Index::trees_mut);
        checks.values_mut().chain(conditions).chain(policies).chain(indexes).collect()
    }

    fn rename_column(&mut self, old: &str, new: &str) {
        let columns = self.columns.iter_mut().filter(|column| column.name == old);
        columns.for_each(|column| new.clone_into(&mut column.name));
        if let Some(key) = &mut self.primary_key {
            exchange(&mut key.columns, old, new);
            exchange(&mut key.include, old, new);
        }
        for unique in self.uniques.values_mut() {
            exchange(&mut unique.columns, old, new);
            exchange(&mut unique.include, old, new);
        }
        for key in &mut self.foreign_keys {
            exchange(&mut key.columns, old, new);
            exchange(&mut key.set_columns, old, new);
        }
        self.indexes.values_mut().for_each(|index| index.rename_column(old, new));
        self.triggers.values_mut().for_each(|trigger| exchange(&mut trigger.columns, old, new));
        for held in self.privileges.0.values_mut().flat_map(|held| held.granted.values_mut()) {
            if let Columns::Only(columns) = held
                && columns.remove(old)
            {
                columns.insert(new.to_owned());
            }
        }
    }

    /// The index of a key is called as the constraint is.
    fn rename_constraint(&mut self, old: &str, new: &str) -> Result<(), Unknown> {
        if let Some(state) = self.states.remove(old) {
            self.states.insert(new.to_owned(), state);
        }
        if let Some(comment) = self.comments.remove(&("CONSTRAINT", old.to_owned())) {
            self.comments.insert(("CONSTRAINT", new.to_owned()), comment);
        }
        if let Some(key) = self.primary_key.as_mut().filter(|key| key.name == old) {
            new.clone_into(&mut key.name);
            return Ok(());
        }
        if let Some(key) = self.foreign_keys.iter_mut().find(|key| key.name == old) {
            new.clone_into(&mut key.name);
            return Ok(());
        }
        moved(&mut self.uniques, old, new)
            .or_else(|_| moved(&mut self.checks, old, new))
            .or_else(|_| moved(&mut self.exclusions, old, new))
    }
}

impl Policy {
    fn trees_mut(&mut self) -> impl Iterator<Item = &mut Tree> {
        self.using.iter_mut().chain(&mut self.check)
    }
}

impl Index {
    fn trees_mut(&mut self) -> impl Iterator<Item = &mut Tree> {
        let keys = self.keys.iter_mut().filter_map(|key| match &mut key.part {
            KeyPart::Expression(tree) => Some(tree),
            KeyPart::Column(_) => None,
        });
        keys.chain(&mut self.filter)
    }

    fn rename_column(&mut self, old: &str, new: &str) {
        exchange(&mut self.include, old, new);
        for key in &mut self.keys {
            if let KeyPart::Column(column) = &mut key.part
                && column == old
            {
                new.clone_into(column);
            }
        }
    }
}
