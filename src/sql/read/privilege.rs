//! Privileges, given and taken, now and for objects made later.

use serde::Deserialize;

use super::function::ObjectWithArgs;
use super::node::{
    Behavior, Items, OptionNode, RangeVar, RoleNode, Sval, Text, Unknown, expect, grantees, texts, unknown,
};
use crate::sql::facts::{Columns, DefaultPrivileges, Effect, Grant, Securable};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GrantStmt {
    #[serde(default)]
    is_grant: bool,
    targtype: TargetType,
    objtype: ObjectType,
    #[serde(default)]
    objects: Vec<ObjectNode>,
    #[serde(default)]
    privileges: Vec<PrivilegeNode>,
    grantees: Vec<RoleNode>,
    behavior: Behavior,
}

#[derive(Deserialize, PartialEq, Eq)]
enum TargetType {
    #[serde(rename = "ACL_TARGET_OBJECT")]
    Objects,
    #[serde(rename = "ACL_TARGET_DEFAULTS")]
    Defaults,
}

#[derive(Deserialize)]
enum ObjectType {
    #[serde(rename = "OBJECT_TABLE")]
    Table,
    #[serde(rename = "OBJECT_SCHEMA")]
    Schema,
    #[serde(rename = "OBJECT_DATABASE")]
    Database,
    #[serde(rename = "OBJECT_FUNCTION")]
    Function,
    #[serde(rename = "OBJECT_SEQUENCE")]
    Sequence,
    #[serde(rename = "OBJECT_TYPE")]
    Type,
}

#[derive(Deserialize)]
enum ObjectNode {
    RangeVar(RangeVar),
    String(Sval),
    ObjectWithArgs(ObjectWithArgs),
}

/// A privilege, or a role where roles are granted.
#[derive(Deserialize)]
pub enum PrivilegeNode {
    /// A privilege.
    AccessPriv(AccessPriv),
}

/// The parts of a privilege.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccessPriv {
    /// Its word, in lower case; none for all on some columns.
    #[serde(default)]
    priv_name: String,
    #[serde(default)]
    cols: Vec<Text>,
}

impl PrivilegeNode {
    /// The role that it names.
    pub fn role(self) -> Option<String> {
        let Self::AccessPriv(AccessPriv { priv_name, cols }) = self;
        cols.is_empty().then_some(priv_name)
    }

    fn privilege(self) -> (String, Columns) {
        let Self::AccessPriv(AccessPriv { priv_name, cols }) = self;
        let columns = if cols.is_empty() { Columns::All } else { Columns::Only(texts(cols).into_iter().collect()) };
        (priv_name, columns)
    }
}

impl GrantStmt {
    pub fn effects(self) -> Result<Vec<Effect>, Unknown> {
        expect(self.targtype == TargetType::Objects, "a grant on no object")?;
        expect(self.behavior == Behavior::Restrict, "CASCADE")?;
        let privileges = match self.privileges {
            all if all.is_empty() => vec![(String::new(), Columns::All)],
            some => some.into_iter().map(PrivilegeNode::privilege).collect(),
        };
        let on = self.objects.into_iter().map(|object| securable(&self.objtype, object)).collect::<Result<_, _>>()?;
        let grantees = grantees(self.grantees)?;
        Ok(vec![Effect::Grant(Grant { give: self.is_grant, privileges, on, grantees })])
    }
}

fn securable(kind: &ObjectType, object: ObjectNode) -> Result<Securable, Unknown> {
    match (kind, object) {
        (ObjectType::Table, ObjectNode::RangeVar(table)) => table.name().map(Securable::Table),
        (ObjectType::Schema, ObjectNode::String(name)) => Ok(Securable::Schema(name.sval)),
        (ObjectType::Function, ObjectNode::ObjectWithArgs(function)) => function.signature().map(Securable::Function),
        (ObjectType::Database, ObjectNode::String(name)) if name.sval == super::block::CURRENT_DATABASE => {
            Ok(Securable::Database)
        }
        (
            ObjectType::Table
            | ObjectType::Schema
            | ObjectType::Function
            | ObjectType::Database
            | ObjectType::Sequence
            | ObjectType::Type,
            ObjectNode::RangeVar(_) | ObjectNode::String(_) | ObjectNode::ObjectWithArgs(_),
        ) => unknown("privileges on such an object"),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AlterDefaultPrivilegesStmt {
    #[serde(default)]
    options: Vec<OptionNode<ForWhom>>,
    action: GrantStmt,
}

#[derive(Deserialize)]
enum ForWhom {
    List(Items<NameNode>),
}

#[derive(Deserialize)]
enum NameNode {
    RoleSpec(super::node::RoleSpec),
    String(Sval),
}

impl AlterDefaultPrivilegesStmt {
    pub fn effects(self) -> Result<Vec<Effect>, Unknown> {
        let action = self.action;
        expect(action.targtype == TargetType::Defaults && action.behavior == Behavior::Restrict, "CASCADE")?;
        let words = action.privileges.into_iter().map(|privilege| privilege.privilege().0);
        let mut defaults = DefaultPrivileges {
            owner: None,
            schema: None,
            kind: word(&action.objtype).to_owned(),
            grant: action.is_grant,
            privileges: words.collect(),
            grantees: grantees(action.grantees)?.into_iter().collect(),
        };
        for option in self.options {
            let (name, ForWhom::List(Items { items })) = option.pair()?;
            match (name.as_str(), one_name(items)?) {
                ("roles", owner) => defaults.owner = Some(owner),
                ("schemas", schema) => defaults.schema = Some(schema),
                (other, _) => return unknown(format!("the option {other}")),
            }
        }
        Ok(vec![Effect::DefaultPrivileges(defaults)])
    }
}

fn one_name(items: Vec<NameNode>) -> Result<String, Unknown> {
    let Ok([item]) = <[NameNode; 1]>::try_from(items) else { return unknown("several roles or schemas") };
    match item {
        NameNode::RoleSpec(role) => role.name(),
        NameNode::String(name) => Ok(name.sval),
    }
}

const fn word(kind: &ObjectType) -> &'static str {
    match kind {
        ObjectType::Table => "table",
        ObjectType::Schema => "schema",
        ObjectType::Database => "database",
        ObjectType::Function => "function",
        ObjectType::Sequence => "sequence",
        ObjectType::Type => "type",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::sql::facts::{Grantee, ObjectName};
    use crate::sql::read::testing::effect;

    fn grant(text: &str) -> Grant {
        match effect(text) {
            Effect::Grant(grant) => grant,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn privileges_are_for_tables_or_their_columns() {
        let read = grant("GRANT SELECT, UPDATE (a, b) ON TABLE s.t TO app, PUBLIC");
        let columns = Columns::Only(["a", "b"].map(str::to_owned).into());
        assert!(read.give);
        assert_eq!(read.privileges, [("select".into(), Columns::All), ("update".into(), columns)]);
        assert_eq!(read.on, [Securable::Table(ObjectName::new("s", "t"))]);
        assert_eq!(read.grantees, [Grantee::Role("app".into()), Grantee::Public]);
    }

    #[test]
    fn all_of_them_are_an_empty_word() {
        let read = grant("REVOKE ALL ON FUNCTION s.f(uuid, int) FROM PUBLIC");
        assert!(!read.give);
        assert_eq!(read.privileges, [(String::new(), Columns::All)]);
        assert!(matches!(&read.on[..], [Securable::Function(f)] if f.to_string() == "s.f(uuid, int4)"));
    }

    #[test]
    fn default_privileges_say_where_they_hold() {
        let read = |place: &str| {
            effect(&format!("ALTER DEFAULT PRIVILEGES FOR ROLE o {place} REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC"))
        };
        let everywhere = DefaultPrivileges {
            owner: Some("o".into()),
            schema: None,
            kind: "function".into(),
            grant: false,
            privileges: BTreeSet::from(["execute".to_owned()]),
            grantees: BTreeSet::from([Grantee::Public]),
        };
        assert_eq!(read(""), Effect::DefaultPrivileges(everywhere.clone()));
        assert_ne!(read("IN SCHEMA s"), Effect::DefaultPrivileges(everywhere));
    }
}
