//! Removes objects, and refuses where PostgreSQL would because something depends on them.

use super::apply::missing;
use super::{Drop, Dropped, Facts, ObjectName, Refused, Signature, Table, Tree};

impl Facts {
    /// Removes an object. `CASCADE` is refused: it takes what nobody named.
    pub(super) fn drop(&mut self, drop: Drop) -> Result<(), Refused> {
        if drop.cascade {
            return Err(Refused("CASCADE removes what nobody named".to_owned()));
        }
        let found = match &drop.object {
            Dropped::Constraint(table, name) => self.drop_constraint(table, name),
            Dropped::Table(name) => self.drop_table(name),
            Dropped::Type(name) => self.drop_type(name),
            Dropped::Function(signature) => self.drop_function(signature),
            Dropped::Schema(name) => self.drop_schema(name),
        }?;
        if found || drop.if_exists { Ok(()) } else { Err(missing("such object", &drop.object.name())) }
    }

    fn drop_constraint(&mut self, table: &ObjectName, name: &str) -> Result<bool, Refused> {
        let Some(table) = self.tables.get_mut(table) else { return Ok(false) };
        let Some(at) = table.foreign_keys.iter().position(|key| key.name == name) else {
            return Err(Refused(format!("dropping `{name}`, which is no foreign key, is not known here")));
        };
        let key = table.foreign_keys.remove(at);
        self.forget_reference(&key.target);
        Ok(true)
    }

    fn drop_table(&mut self, name: &ObjectName) -> Result<bool, Refused> {
        let Some(table) = self.tables.get(name) else { return Ok(false) };
        let own = table.foreign_keys.iter().filter(|key| key.target == *name).count();
        if self.ledger.references.get(name).is_some_and(|&all| all > own) {
            return Err(needed("table", name, "a foreign key of another table"));
        }
        let Some(table) = self.tables.remove(name) else { return Ok(false) };
        for relation in table.key_names().chain(table.indexes.keys()).chain([&name.name]) {
            self.ledger.relations.remove(&name.beside(relation));
        }
        table.foreign_keys.iter().for_each(|key| self.forget_reference(&key.target));
        Ok(true)
    }

    fn drop_type(&mut self, name: &ObjectName) -> Result<bool, Refused> {
        let is_used = |table: &Table| table.columns.iter().any(|column| column.ty.name == *name);
        match self.tables.iter().find(|(_, table)| is_used(table)) {
            Some((table, _)) => Err(needed("type", name, table)),
            None => Ok(self.enums.remove(name).is_some()),
        }
    }

    fn drop_function(&mut self, signature: &Signature) -> Result<bool, Refused> {
        match self.tables.iter().find(|(_, table)| table.calls(&signature.name)) {
            Some((table, _)) => Err(needed("function", signature, table)),
            None => Ok(self.functions.remove(signature).is_some()),
        }
    }

    fn drop_schema(&mut self, name: &str) -> Result<bool, Refused> {
        let inside = |object: &ObjectName| object.schema.as_deref() == Some(name);
        let objects = self.tables.keys().chain(self.enums.keys());
        let mut objects = objects.chain(self.functions.keys().map(|signature| &signature.name));
        match objects.find(|object| inside(object)) {
            Some(object) => Err(needed("schema", &name, object)),
            None => Ok(self.schemas.remove(name).is_some()),
        }
    }

    fn forget_reference(&mut self, target: &ObjectName) {
        let Some(count) = self.ledger.references.get_mut(target) else { return };
        *count -= 1;
        if *count == 0 {
            self.ledger.references.remove(target);
        }
    }
}

impl Table {
    /// Whether a trigger runs the function, or an expression calls it.
    fn calls(&self, function: &ObjectName) -> bool {
        let calls = |tree: &Tree| tree.calls(function.schema.as_deref(), &function.name);
        self.triggers.values().any(|trigger| trigger.function == *function) || self.trees().any(calls)
    }
}

impl Dropped {
    fn name(&self) -> String {
        match self {
            Self::Constraint(table, name) => format!("{table}.{name}"),
            Self::Table(name) | Self::Type(name) => name.to_string(),
            Self::Function(signature) => signature.to_string(),
            Self::Schema(name) => name.clone(),
        }
    }
}

fn needed(kind: &str, name: &impl std::fmt::Display, by: impl std::fmt::Display) -> Refused {
    Refused(format!("the {kind} `{name}` is still needed by `{by}`"))
}
