//! Enums.

use pg_query::protobuf::{AlterEnumStmt, CreateEnumStmt};

use super::super::node::{Unknown, unknown};
use super::node::{object_name, texts};
use super::session::Session;
use crate::sql::facts::{EnumType, ObjectName};

impl Session {
    /// Makes an enum.
    pub fn create_enum(&mut self, stmt: &CreateEnumStmt) -> Result<(), Unknown> {
        let name = self.new_name(object_name(&stmt.type_name)?);
        let made = EnumType { values: texts(&stmt.vals), ..EnumType::default() };
        match self.facts.enums.insert(name, made) {
            None => Ok(()),
            Some(_) => unknown("an enum that is there already, in whose place it is put"),
        }
    }

    /// Adds a value to an enum, or calls one otherwise.
    pub fn alter_enum(&mut self, stmt: &AlterEnumStmt) -> Result<(), Unknown> {
        let name = self.type_name(object_name(&stmt.type_name)?);
        if !stmt.old_val.is_empty() {
            return self.rename_value(&name, &stmt.old_val, &stmt.new_val);
        }
        let values = &mut self.enumeration(&name)?.values;
        if values.contains(&stmt.new_val) {
            let skip = stmt.skip_if_new_val_exists;
            return if skip { Ok(()) } else { unknown("a value that is there already") };
        }
        let neighbor = values.iter().position(|value| *value == stmt.new_val_neighbor);
        let at = neighbor.map_or(values.len(), |at| at + usize::from(stmt.new_val_is_after));
        values.insert(at, stmt.new_val.clone());
        Ok(())
    }

    fn enumeration(&mut self, name: &ObjectName) -> Result<&mut EnumType, Unknown> {
        self.facts.enums.get_mut(name).ok_or_else(|| Unknown(format!("the enum `{name}`, which is not there")))
    }

    /// Expressions follow where they cast a text to the enum, and where they are about columns of it.
    fn rename_value(&mut self, name: &ObjectName, old: &str, new: &str) -> Result<(), Unknown> {
        let values = &mut self.enumeration(name)?.values;
        let value = values.iter_mut().find(|value| *value == old);
        *value.ok_or_else(|| Unknown(format!("the value `{old}`, which is not there")))? = new.to_owned();
        self.facts.rename_value(name, old, new);
        Ok(())
    }
}
