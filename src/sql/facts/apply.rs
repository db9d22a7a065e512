//! Carries out, on facts, what statements do to a database.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt::Display;

use super::{
    CommentOn, Constraint, Effect, EnumType, Facts, ForeignKey, Function, Grant, Index, ObjectName, Policy, Privileges,
    Role, RowSecurity, Schema, Securable, Signature, Table, Trigger,
};

/// Why PostgreSQL would refuse a statement here, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused(pub String);

impl Facts {
    /// Carries out what a statement does. What only concerns the session changes nothing.
    ///
    /// # Errors
    /// When an object is missing or there already, when something still depends on what is dropped, or when it is not
    /// known what the statement does.
    pub fn apply(&mut self, effect: Effect) -> Result<(), Refused> {
        match effect {
            Effect::Begin | Effect::Commit | Effect::Set(_) => Ok(()),
            Effect::CreateRole { name, if_missing } => make(&mut self.roles, name, Role::default(), if_missing),
            Effect::AlterRole { name, attributes } => {
                found(&mut self.roles, &name, "role").map(|role| role.attributes.extend(attributes))
            }
            Effect::Join(membership) => make_in(self.memberships.insert(membership), "membership"),
            Effect::DefaultPrivileges(privileges) => {
                make_in(self.default_privileges.insert(privileges), "default privilege")
            }
            Effect::CreateSchema { name, if_missing } => self.create_schema(name, if_missing),
            Effect::CreateExtension { name, schema } => make(&mut self.extensions, name, schema, true),
            Effect::CreateEnum(name, values) => {
                make(&mut self.enums, name, EnumType { values, ..EnumType::default() }, false)
            }
            Effect::CreateFunction(signature, function) => self.create_function(signature, *function),
            Effect::CreateTable(name, table) => self.create_table(name, *table),
            Effect::AddColumn(table, column) => self.table(&table).map(|table| table.columns.push(*column)),
            Effect::AddConstraint(table, constraint) => self.add_constraint(&table, constraint),
            Effect::CreateIndex { table, name, index } => self.create_index(&table, name, *index),
            Effect::CreateTrigger { table, name, trigger } => self.create_trigger(&table, name, *trigger),
            Effect::CreatePolicy { table, name, policy } => self.create_policy(&table, name, *policy),
            Effect::RowSecurity(table, switch) => self.table(&table).map(|table| table.switch(switch)),
            Effect::Grant(grant) => self.grant(&grant),
            Effect::Comment(on, text) => self.comment(&on, text),
            Effect::Drop(drop) => self.drop(drop),
            Effect::Unknown(what) => Err(Refused(format!("{what} is not known here"))),
        }
    }

    fn create_schema(&mut self, name: String, if_missing: bool) -> Result<(), Refused> {
        let schema = self.schemas.entry(name).or_default();
        make_in(!schema.is_made || if_missing, "schema")?;
        schema.is_made = true;
        Ok(())
    }

    fn create_function(&mut self, signature: Signature, function: Function) -> Result<(), Refused> {
        make(&mut self.functions, signature, function, false)
    }

    fn create_table(&mut self, name: ObjectName, mut table: Table) -> Result<(), Refused> {
        let keys = std::mem::take(&mut table.foreign_keys);
        self.take_name(&name, &name.name)?;
        table.key_names().try_for_each(|key| self.take_name(&name, key))?;
        if self.tables.contains_key(&name) {
            return Err(taken(&name));
        }
        self.tables.insert(name.clone(), table);
        keys.into_iter().try_for_each(|key| self.add_foreign_key(&name, key))
    }

    fn add_constraint(&mut self, table: &ObjectName, constraint: Constraint) -> Result<(), Refused> {
        match constraint {
            Constraint::Foreign(key) => self.add_foreign_key(table, key),
            Constraint::Primary(key) => {
                self.take_name(table, &key.name)?;
                make_in(self.table(table)?.primary_key.replace(key).is_none(), "primary key")
            }
            Constraint::Unique(name, unique) => {
                self.take_name(table, &name)?;
                make(&mut self.table(table)?.uniques, name, unique, false)
            }
            Constraint::Check(name, check) => make(&mut self.table(table)?.checks, name, check, false),
        }
    }

    /// Finds anew which names are taken and which tables are pointed at, once tables were put in by hand.
    pub(in crate::sql) fn settle(&mut self) {
        self.ledger.references.clear();
        self.ledger.relations.clear();
        for (name, table) in &self.tables {
            for key in &table.foreign_keys {
                *self.ledger.references.entry(key.target.clone()).or_default() += 1;
            }
            let relations = table.key_names().chain(table.indexes.keys()).chain([&name.name]);
            self.ledger.relations.extend(relations.map(|relation| (name.beside(relation), name.clone())));
        }
    }

    /// Gives a name in the table's schema to the table or to something on it.
    fn take_name(&mut self, table: &ObjectName, name: &str) -> Result<(), Refused> {
        make(&mut self.ledger.relations, table.beside(name), table.clone(), false)
    }

    fn add_foreign_key(&mut self, table: &ObjectName, key: ForeignKey) -> Result<(), Refused> {
        let target = key.target.clone();
        self.table(table)?.foreign_keys.push(key);
        *self.ledger.references.entry(target).or_default() += 1;
        Ok(())
    }

    fn create_index(&mut self, table: &ObjectName, name: String, index: Index) -> Result<(), Refused> {
        self.take_name(table, &name)?;
        make(&mut self.table(table)?.indexes, name, index, false)
    }

    fn create_trigger(&mut self, table: &ObjectName, name: String, trigger: Trigger) -> Result<(), Refused> {
        let runs = Signature { name: trigger.function.clone(), arguments: Vec::new() };
        found(&mut self.functions, &runs, "function")?;
        make(&mut self.table(table)?.triggers, name, trigger, false)
    }

    fn create_policy(&mut self, table: &ObjectName, name: String, policy: Policy) -> Result<(), Refused> {
        make(&mut self.table(table)?.policies, name, policy, false)
    }

    fn grant(&mut self, grant: &Grant) -> Result<(), Refused> {
        grant.on.iter().try_for_each(|on| self.privileges(on).map(|privileges| privileges.change(grant)))
    }

    fn privileges(&mut self, of: &Securable) -> Result<&mut Privileges, Refused> {
        match of {
            Securable::Database => Ok(&mut self.database),
            Securable::Schema(name) => Ok(&mut self.schemas.entry(name.clone()).or_default().privileges),
            Securable::Table(name) => self.table(name).map(|table| &mut table.privileges),
            Securable::Function(signature) => {
                found(&mut self.functions, signature, "function").map(|function| &mut function.privileges)
            }
        }
    }

    fn comment(&mut self, on: &CommentOn, text: Option<String>) -> Result<(), Refused> {
        let place = match on {
            CommentOn::Schema(name) => found(&mut self.schemas, name, "schema").map(|Schema { comment, .. }| comment),
            CommentOn::Table(name) => self.table(name).map(|table| &mut table.comment),
            CommentOn::Column(table, name) => self.table(table)?.comment_on_column(name),
            CommentOn::Type(name) => found(&mut self.enums, name, "type").map(|one| &mut one.comment),
            CommentOn::Function(signature) => {
                found(&mut self.functions, signature, "function").map(|function| &mut function.comment)
            }
            CommentOn::Index(name) => self.comment_on_index(name),
        }?;
        *place = text;
        Ok(())
    }

    /// An index is named without its table.
    fn comment_on_index(&mut self, name: &ObjectName) -> Result<&mut Option<String>, Refused> {
        let table = self.ledger.relations.get(name).and_then(|table| self.tables.get_mut(table));
        let index = table.and_then(|table| table.indexes.get_mut(&name.name));
        index.map(|index| &mut index.comment).ok_or_else(|| missing("index", name))
    }

    pub(super) fn table(&mut self, name: &ObjectName) -> Result<&mut Table, Refused> {
        self.tables.get_mut(name).ok_or_else(|| missing("table", name))
    }
}

impl Table {
    /// The names of the keys that have an index.
    pub(super) fn key_names(&self) -> impl Iterator<Item = &String> {
        self.primary_key.iter().map(|key| &key.name).chain(self.uniques.keys())
    }

    fn switch(&mut self, switch: RowSecurity) {
        match switch {
            RowSecurity::Enable => self.row_security = true,
            RowSecurity::Disable => self.row_security = false,
            RowSecurity::Force => self.forced = true,
            RowSecurity::NoForce => self.forced = false,
        }
    }

    fn comment_on_column(&mut self, name: &str) -> Result<&mut Option<String>, Refused> {
        let column = self.columns.iter_mut().find(|column| column.name == name);
        column.map(|column| &mut column.comment).ok_or_else(|| missing("column", &name))
    }
}

impl Privileges {
    fn change(&mut self, grant: &Grant) {
        for grantee in &grant.grantees {
            for (privilege, columns) in &grant.privileges {
                if grant.give {
                    self.grant(grantee, privilege, columns.clone());
                } else {
                    self.revoke(grantee, privilege);
                }
            }
        }
    }
}

/// Puts a new object in its place. One that is there already is left alone where that is wanted.
fn make<K: Ord + Display, V>(all: &mut BTreeMap<K, V>, name: K, object: V, if_missing: bool) -> Result<(), Refused> {
    match all.entry(name) {
        Entry::Vacant(place) => _ = place.insert(object),
        Entry::Occupied(_) if if_missing => {}
        Entry::Occupied(there) => return Err(taken(there.key())),
    }
    Ok(())
}

fn taken(name: &impl Display) -> Refused {
    Refused(format!("`{name}` is there already"))
}

fn make_in(is_new: bool, kind: &str) -> Result<(), Refused> {
    if is_new { Ok(()) } else { Err(Refused(format!("the {kind} is there already"))) }
}

fn found<'a, K: Ord + Display, V>(
    all: &'a mut BTreeMap<K, V>,
    name: &K,
    kind: &'static str,
) -> Result<&'a mut V, Refused> {
    all.get_mut(name).ok_or_else(|| missing(kind, name))
}

pub(super) fn missing(kind: &str, name: &impl Display) -> Refused {
    Refused(format!("there is no {kind} `{name}`"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::read::read;

    /// The facts that statements leave, or why they cannot be carried out.
    fn after(text: &str) -> Result<Facts, String> {
        let mut facts = Facts::default();
        let effects = read(text).unwrap().into_iter().flat_map(|statement| statement.effects);
        for effect in effects {
            facts.apply(effect).map_err(|refused| refused.0)?;
        }
        Ok(facts)
    }

    const TABLES: &str = "CREATE SCHEMA s; CREATE TYPE s.e AS ENUM ('a');
        CREATE FUNCTION s.f() RETURNS int LANGUAGE sql AS '1';
        CREATE TABLE s.a (id int, CONSTRAINT a_pkey PRIMARY KEY (id));
        CREATE TABLE s.b (id int DEFAULT s.f(), a int, e s.e[]);
        ALTER TABLE s.b ADD CONSTRAINT b_a FOREIGN KEY (a) REFERENCES s.a (id);
        CREATE INDEX b_i ON s.b (a);";

    #[test]
    fn objects_that_are_missing_or_there_already_are_refused() {
        for (more, why) in [
            ("CREATE TABLE s.a (id int)", "`s.a` is there already"),
            ("CREATE INDEX a_pkey ON s.b (a)", "`s.a_pkey` is there already"),
            ("CREATE INDEX i ON s.c (a)", "there is no table `s.c`"),
            ("CREATE TRIGGER t BEFORE UPDATE ON s.a FOR EACH ROW EXECUTE FUNCTION s.g()", "no function `s.g()`"),
            ("COMMENT ON COLUMN s.a.x IS 'x'", "there is no column `x`"),
            ("COMMENT ON INDEX s.a_i IS 'x'", "there is no index `s.a_i`"),
            ("GRANT SELECT ON s.c TO x", "there is no table `s.c`"),
            ("ALTER ROLE x LOGIN", "there is no role `x`"),
            ("CREATE SCHEMA s", "the schema is there already"),
            ("CREATE VIEW v AS SELECT 1", "is not known here"),
        ] {
            let refused = after(&format!("{TABLES} {more};")).unwrap_err();
            assert!(refused.contains(why), "{more}: {refused}");
        }
    }

    #[test]
    fn what_is_needed_cannot_be_dropped() {
        for (drop, why) in [
            ("DROP TABLE s.a", "the table `s.a` is still needed by `a foreign key of another table`"),
            ("DROP TYPE s.e", "the type `s.e` is still needed by `s.b`"),
            ("DROP FUNCTION s.f()", "the function `s.f()` is still needed by `s.b`"),
            ("DROP SCHEMA s", "the schema `s` is still needed by `s.a`"),
            ("DROP TABLE s.b CASCADE", "CASCADE removes what nobody named"),
            ("DROP TABLE s.c", "there is no such object `s.c`"),
        ] {
            assert_eq!(after(&format!("{TABLES} {drop};")).unwrap_err(), why);
        }
    }

    #[test]
    fn dropping_in_order_leaves_nothing() {
        let drops = "ALTER TABLE s.b DROP CONSTRAINT b_a; DROP TABLE s.a, s.b; DROP TYPE s.e; DROP FUNCTION s.f();
            DROP SCHEMA s; DROP TABLE IF EXISTS s.a;";
        assert_eq!(after(&format!("{TABLES} {drops}")).unwrap(), Facts::default());
    }

    #[test]
    fn a_table_that_points_at_itself_can_be_dropped() {
        let own = "CREATE TABLE s.t (id int); ALTER TABLE s.t ADD CONSTRAINT f FOREIGN KEY (id) REFERENCES s.t (id);";
        assert_eq!(after(&format!("{own} DROP TABLE s.t;")).unwrap(), Facts::default());
    }

    #[test]
    fn foreign_keys_keep_the_order_in_which_they_are_made() {
        let key = |name: &str| format!("ALTER TABLE s.b ADD CONSTRAINT {name} FOREIGN KEY (a) REFERENCES s.a (id);");
        let facts = after(&format!("{TABLES} {} {}", key("z"), key("c"))).unwrap();
        let names: Vec<_> = facts.tables[&ObjectName::new("s", "b")].foreign_keys.iter().map(|key| &key.name).collect();
        assert_eq!(names, ["b_a", "z", "c"]);
    }
}
