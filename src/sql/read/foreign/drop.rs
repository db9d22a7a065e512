//! Removal. What PostgreSQL takes along under `CASCADE`, and what goes with an object in any case.

use pg_query::NodeEnum;
use pg_query::protobuf::{DropBehavior, DropStmt, Node, ObjectType};

use super::super::node::{Unknown, unknown};
use super::node::{items, object_name, text, value};
use super::other::{named, word};
use super::session::{Session, column_name};
use crate::sql::facts::{
    Columns, Facts, ForeignKey, Index, KeyPart, Mentions, ObjectName, OtherName, Signature, Supply, Table, Tree,
};

impl Session {
    /// Removes what a statement names. What is missing is reported unless `IF EXISTS` allows for it.
    pub fn drop(&mut self, stmt: &DropStmt) -> Result<(), Unknown> {
        let mut missing = Vec::new();
        for object in &stmt.objects {
            if !self.drop_one(stmt, object)? && !stmt.missing_ok {
                missing.push(value(Some(object)));
            }
        }
        if missing.is_empty() { Ok(()) } else { unknown(format!("`{}`, which is not there", missing.join("`, `"))) }
    }

    fn drop_one(&mut self, stmt: &DropStmt, object: &Node) -> Result<bool, Unknown> {
        let list = items(Some(object));
        let cascade = stmt.behavior() == DropBehavior::DropCascade;
        let part = || column_name(list).map(|(table, name)| (self.relation_name(table), name));
        match (stmt.remove_type(), object.node.as_ref()) {
            (ObjectType::ObjectPolicy, _) => {
                Ok(self.drop_part(part(), |table, name| table.policies.remove(name).is_some()))
            }
            (ObjectType::ObjectTrigger, _) => self.drop_trigger(part()),
            (ObjectType::ObjectRule, _) => Ok(self.drop_rule(part())),
            (
                ObjectType::ObjectTable
                | ObjectType::ObjectView
                | ObjectType::ObjectMatview
                | ObjectType::ObjectSequence
                | ObjectType::ObjectIndex
                | ObjectType::ObjectForeignTable,
                _,
            ) => {
                let name = self.relation_name(object_name(list)?);
                Ok(self.facts.drop_relation(&name))
            }
            (ObjectType::ObjectType | ObjectType::ObjectDomain, Some(NodeEnum::TypeName(ty))) => {
                let name = self.ty(ty)?.name;
                Ok(self.facts.remove_type(&name, cascade))
            }
            (
                ObjectType::ObjectFunction | ObjectType::ObjectProcedure | ObjectType::ObjectRoutine,
                Some(NodeEnum::ObjectWithArgs(function)),
            ) => {
                let Ok(signature) = self.signature(function) else { return Ok(false) };
                Ok(self.facts.remove_function(&signature, cascade))
            }
            (ObjectType::ObjectSchema, _) => Ok(self.facts.remove_schema(text(object).unwrap_or_default())),
            (ObjectType::ObjectExtension, _) => {
                Ok(self.facts.extensions.remove(text(object).unwrap_or_default()).is_some())
            }
            (kind, _) => {
                let Some(kind) = word(kind) else { return unknown("removal of such an object") };
                Ok(named(self, kind, object).is_some_and(|name| self.facts.others.remove(&name).is_some()))
            }
        }
    }

    fn drop_part(&mut self, part: Option<(ObjectName, String)>, drop: impl Fn(&mut Table, &str) -> bool) -> bool {
        let Some((table, name)) = part else { return false };
        self.facts.tables.get_mut(&table).is_some_and(|table| {
            table.comments.retain(|(_, of), _| *of != name);
            drop(table, &name)
        })
    }

    fn drop_trigger(&mut self, part: Option<(ObjectName, String)>) -> Result<bool, Unknown> {
        let Some((table, name)) = part else { return Ok(false) };
        Ok(self.triggers(&table).is_ok_and(|triggers| triggers.remove(&name).is_some()))
    }

    fn drop_rule(&mut self, part: Option<(ObjectName, String)>) -> bool {
        let Some((on, name)) = part else { return false };
        let table = self.facts.tables.get_mut(&on).map(|table| &mut table.rules);
        let rules = table.or_else(|| self.facts.views.get_mut(&on).map(|view| &mut view.rules));
        rules.is_some_and(|rules| rules.remove(&name).is_some())
    }
}

impl Facts {
    /// Removes a table, view, sequence, index or foreign table, and what cannot be without it.
    fn drop_relation(&mut self, name: &ObjectName) -> bool {
        let found = self.tables.remove(name).is_some()
            || self.views.remove(name).is_some()
            || self.sequences.remove(name).is_some()
            || self.others.remove(&OtherName::new("FOREIGN TABLE", name.clone())).is_some();
        if !found {
            return self.drop_index(name);
        }
        self.drop_owned(|(table, _)| table == name);
        for table in self.tables.values_mut() {
            table.foreign_keys.retain(|key| key.target != *name);
            table.policies.retain(|_, policy| !policy.trees().any(|tree| tree.mentions().selects_from(name)));
            for column in &mut table.columns {
                if column.supply == Supply::Sequence(name.clone()) {
                    column.supply = Supply::None;
                }
            }
        }
        self.drop_dependents(|mentions| mentions.selects_from(name));
        let parts: Vec<_> =
            self.tables.iter().filter(|(_, table)| table.is_part_of(name)).map(|(name, _)| name.clone()).collect();
        parts.iter().for_each(|part| _ = self.drop_relation(part));
        true
    }

    /// Removes the sequences that go with what is removed.
    pub(super) fn drop_owned(&mut self, goes: impl Fn(&(ObjectName, String)) -> bool) {
        self.sequences.retain(|_, sequence| !sequence.owned_by.as_ref().is_some_and(&goes));
    }

    fn drop_index(&mut self, name: &ObjectName) -> bool {
        let beside = |of: &ObjectName| of.schema == name.schema;
        let mut tables = self.tables.iter_mut().filter(|(of, _)| beside(of));
        let mut views = self.views.iter_mut().filter(|(of, _)| beside(of));
        tables.any(|(_, table)| table.indexes.remove(&name.name).is_some())
            || views.any(|(_, view)| view.indexes.remove(&name.name).is_some())
    }

    /// Removes the views that need what is removed, and those that need them.
    pub(super) fn drop_dependents(&mut self, needs: impl Fn(&Mentions) -> bool) {
        let dependent = self.views.iter().filter(|(_, view)| needs(&view.query.mentions)).map(|(name, _)| name.clone());
        for view in dependent.collect::<Vec<_>>() {
            self.drop_relation(&view);
        }
    }

    fn remove_type(&mut self, name: &ObjectName, cascade: bool) -> bool {
        let kinds = ["TYPE", "DOMAIN"];
        let found = self.enums.remove(name).is_some()
            || kinds.iter().any(|kind| self.others.remove(&OtherName::new(kind, name.clone())).is_some());
        if found && cascade {
            let all = self.tables.iter().flat_map(|(on, table)| table.columns.iter().map(move |column| (on, column)));
            let of = all.filter(|(_, column)| column.ty.name == *name);
            let columns: Vec<_> = of.map(|(on, column)| (on.clone(), column.name.clone())).collect();
            columns.iter().for_each(|(table, column)| self.drop_column(table, column));
            self.functions.retain(|signature, function| {
                function.returns.name != *name && signature.arguments.iter().all(|ty| ty.name != *name)
            });
            self.drop_dependents(|mentions| mentions.types.contains(name));
        }
        found
    }

    fn remove_function(&mut self, signature: &Signature, cascade: bool) -> bool {
        let found = self.functions.remove(signature).is_some()
            || self.others.remove(&OtherName::aggregate(signature)).is_some();
        if found && cascade {
            let name = &signature.name;
            let calls = |tree: &Tree| tree.calls(name.schema.as_deref(), &name.name);
            for table in self.tables.values_mut() {
                table.triggers.retain(|_, trigger| trigger.function != *name);
                table.policies.retain(|_, policy| !policy.trees().any(calls));
                table.checks.retain(|_, check| !calls(check));
                for column in &mut table.columns {
                    if matches!(&column.supply, Supply::Default(tree) if calls(tree)) {
                        column.supply = Supply::None;
                    }
                }
            }
            self.drop_dependents(|mentions| mentions.functions.contains(name));
        }
        found
    }

    /// Removes a schema and all in it.
    fn remove_schema(&mut self, name: &str) -> bool {
        let inside = |object: &ObjectName| object.schema.as_deref() == Some(name);
        let relations = self.tables.keys().chain(self.views.keys()).chain(self.sequences.keys());
        let relations: Vec<_> = relations.filter(|one| inside(one)).cloned().collect();
        relations.iter().for_each(|relation| _ = self.drop_relation(relation));
        self.functions.retain(|signature, _| !inside(&signature.name));
        self.enums.retain(|one, _| !inside(one));
        self.others.retain(|one, _| !inside(&one.name));
        self.schemas.remove(name).is_some()
    }

    /// Removes a column, and what cannot be without it.
    pub(super) fn drop_column(&mut self, name: &ObjectName, column: &str) {
        if let Some(table) = self.tables.get_mut(name) {
            table.forget_column(column);
        }
        self.drop_owned(|(table, of)| table == name && of == column);
        for table in self.tables.values_mut() {
            let points = |key: &ForeignKey| key.target == *name && key.target_columns.iter().any(|one| one == column);
            table.foreign_keys.retain(|key| !points(key));
        }
        self.drop_dependents(|mentions| mentions.selects_from(name) && mentions.may_mean(column));
    }
}

impl Table {
    fn is_part_of(&self, name: &ObjectName) -> bool {
        self.storage.partition_of.as_ref().is_some_and(|(whole, _)| whole == name)
    }

    /// Removes a column with the keys, checks, indexes and policies that it is in.
    fn forget_column(&mut self, name: &str) {
        let is = |columns: &[String]| columns.iter().any(|column| column == name);
        let mentions = |tree: &Tree| tree.mentions().may_mean(name);
        self.columns.retain(|column| column.name != name);
        self.primary_key = self.primary_key.take().filter(|key| !is(&key.columns) && !is(&key.include));
        self.uniques.retain(|_, unique| !is(&unique.columns) && !is(&unique.include));
        self.checks.retain(|_, check| !mentions(check));
        self.foreign_keys.retain(|key| !is(&key.columns));
        self.exclusions.retain(|_, exclusion| !exclusion.mentions.may_mean(name));
        self.indexes.retain(|_, index| !index.has(name));
        self.triggers.retain(|_, trigger| !is(&trigger.columns));
        self.policies.retain(|_, policy| !policy.trees().any(mentions));
        for held in self.privileges.0.values_mut().flat_map(|held| held.granted.values_mut()) {
            if let Columns::Only(columns) = held {
                columns.remove(name);
            }
        }
        let kept: Vec<_> = self.states.keys().filter(|name| self.has_constraint(name)).cloned().collect();
        self.states.retain(|name, _| kept.contains(name));
    }
}

impl Index {
    /// Whether it cannot be without a column.
    fn has(&self, column: &str) -> bool {
        let mentions = |tree: &Tree| tree.mentions().may_mean(column);
        let key = |part: &KeyPart| match part {
            KeyPart::Column(name) => name == column,
            KeyPart::Expression(tree) => mentions(tree),
        };
        self.keys.iter().any(|one| key(&one.part))
            || self.include.iter().any(|name| name == column)
            || self.filter.as_ref().is_some_and(mentions)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{facts, reasons};

    #[test]
    fn what_cannot_be_without_it_goes_too() {
        let facts = facts(
            "CREATE TABLE a (id serial PRIMARY KEY); CREATE TABLE b (a int REFERENCES a);
             CREATE VIEW v AS SELECT id FROM a; CREATE VIEW w AS SELECT id FROM v; DROP TABLE a CASCADE;",
        );
        assert_eq!((facts.tables.len(), facts.views.len(), facts.sequences.len()), (1, 0, 0));
        assert!(facts.tables.values().all(|table| table.foreign_keys.is_empty()));
    }

    #[test]
    fn what_is_missing_is_reported_unless_it_may_be() {
        assert_eq!(
            reasons("DROP TABLE IF EXISTS t; DROP VIEW v; DROP FUNCTION IF EXISTS f(int);"),
            ["`v`, which is not there"]
        );
    }
}
