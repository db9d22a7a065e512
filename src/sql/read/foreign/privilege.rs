//! Privileges, given and taken, now and for objects made later.

use std::collections::BTreeSet;

use pg_query::NodeEnum;
use pg_query::protobuf::{AlterDefaultPrivilegesStmt, GrantStmt, GrantTargetType, Node, ObjectType};

use super::super::node::{Unknown, unknown};
use super::node::{grantees, items, object_name, options, text, texts, written};
use super::session::Session;
use crate::sql::facts::{Columns, DefaultPrivileges, Facts, Grantee, ObjectName, OtherName, Privileges, Signature};

/// Something that has privileges, by what it is.
enum Target {
    Database,
    Schema(String),
    Relation(ObjectName),
    Function(Signature),
    Type(ObjectName),
}

impl Session {
    /// Gives or takes privileges.
    pub fn grant(&mut self, stmt: &GrantStmt) -> Result<(), Unknown> {
        let targets = match stmt.targtype() {
            GrantTargetType::AclTargetObject => {
                stmt.objects.iter().map(|object| self.target(stmt.objtype(), object)).collect::<Result<Vec<_>, _>>()?
            }
            GrantTargetType::AclTargetAllInSchema => {
                texts(&stmt.objects).iter().flat_map(|schema| self.all_in(stmt.objtype(), schema)).collect()
            }
            GrantTargetType::AclTargetDefaults | GrantTargetType::Undefined => return unknown("such privileges"),
        };
        let (privileges, grantees) = (privileges(&stmt.privileges), grantees(&stmt.grantees)?);
        for target in &targets {
            if self.is_of_identity(target) {
                continue;
            }
            let held = self.privileges(target)?;
            for grantee in &grantees {
                privileges.iter().for_each(|(word, columns)| change(held, stmt, grantee, word, columns));
            }
        }
        Ok(())
    }

    /// Whether it is the sequence of an identity column: whoever may write the column may take its next number.
    fn is_of_identity(&self, target: &Target) -> bool {
        let Target::Relation(name) = target else { return false };
        !self.facts.sequences.contains_key(name) && self.identity_of(name).is_some()
    }

    fn target(&self, kind: ObjectType, object: &Node) -> Result<Target, Unknown> {
        match (kind, object.node.as_ref()) {
            (ObjectType::ObjectTable | ObjectType::ObjectSequence, Some(NodeEnum::RangeVar(range))) => {
                Ok(Target::Relation(self.relation_name(written(range))))
            }
            (
                ObjectType::ObjectFunction | ObjectType::ObjectProcedure | ObjectType::ObjectRoutine,
                Some(NodeEnum::ObjectWithArgs(named)),
            ) => self.signature(named).map(Target::Function),
            (ObjectType::ObjectSchema, _) => Ok(Target::Schema(text(object).unwrap_or_default().to_owned())),
            (ObjectType::ObjectDatabase, _) => Ok(Target::Database),
            (ObjectType::ObjectType | ObjectType::ObjectDomain, Some(NodeEnum::List(list))) => {
                Ok(Target::Type(self.type_name(object_name(&list.items)?)))
            }
            _ => unknown("privileges on such an object"),
        }
    }

    /// Everything of a kind in a schema, as it stands.
    fn all_in(&self, kind: ObjectType, schema: &str) -> Vec<Target> {
        let inside = |name: &&ObjectName| name.schema.as_deref() == Some(schema);
        let Facts { tables, views, sequences, functions, .. } = &self.facts;
        match kind {
            ObjectType::ObjectTable => {
                tables.keys().chain(views.keys()).filter(inside).cloned().map(Target::Relation).collect()
            }
            ObjectType::ObjectSequence => sequences.keys().filter(inside).cloned().map(Target::Relation).collect(),
            _ => functions.keys().filter(|one| inside(&&one.name)).cloned().map(Target::Function).collect(),
        }
    }

    fn privileges(&mut self, of: &Target) -> Result<&mut Privileges, Unknown> {
        let Facts { tables, views, sequences, enums, others, functions, schemas, database, .. } = &mut self.facts;
        let found = match of {
            Target::Database => Some(database),
            Target::Schema(name) => Some(&mut schemas.entry(name.clone()).or_default().privileges),
            Target::Relation(name) => {
                let table = tables.get_mut(name).map(|table| &mut table.privileges);
                let view = views.get_mut(name).map(|view| &mut view.privileges);
                table.or(view).or(sequences.get_mut(name).map(|sequence| &mut sequence.privileges))
            }
            Target::Function(signature) => {
                let rest = OtherName::aggregate(signature);
                let function = functions.get_mut(signature).map(|function| &mut function.privileges);
                function.or_else(|| others.get_mut(&rest).map(|other| &mut other.privileges))
            }
            Target::Type(name) => {
                let other = |one: &OtherName| ["TYPE", "DOMAIN"].contains(&one.kind) && one.name == *name;
                let other = others.iter_mut().find(|(one, _)| other(one)).map(|(_, other)| &mut other.privileges);
                enums.get_mut(name).map(|one| &mut one.privileges).or(other)
            }
        };
        found.ok_or_else(|| Unknown(format!("privileges on `{of}`, which is not there")))
    }

    /// Says what holds for objects made later, for each owner and schema that is named.
    pub fn default_privileges(&mut self, stmt: &AlterDefaultPrivilegesStmt) -> Result<(), Unknown> {
        let Some(action) = &stmt.action else { return unknown("no privileges") };
        let (mut owners, mut schemas) = (vec![None], vec![None]);
        for option in options(&stmt.options) {
            let listed = items(option.arg.as_deref());
            match option.defname.as_str() {
                "roles" => owners = grantees(listed)?.iter().map(|role| Some(role.to_string())).collect(),
                "schemas" => schemas = texts(listed).into_iter().map(Some).collect(),
                other => return unknown(format!("the option {other}")),
            }
        }
        let words = privileges(&action.privileges).into_iter().map(|(word, _)| word).filter(|word| !word.is_empty());
        let privileges: BTreeSet<_> = words.collect();
        let grantees: BTreeSet<_> = grantees(&action.grantees)?.into_iter().collect();
        for (owner, schema) in owners.iter().flat_map(|owner| schemas.iter().map(move |schema| (owner, schema))) {
            self.facts.default_privileges.insert(DefaultPrivileges {
                owner: owner.clone(),
                schema: schema.clone(),
                kind: kind(action.objtype()).to_owned(),
                grant: action.is_grant,
                privileges: privileges.clone(),
                grantees: grantees.clone(),
            });
        }
        Ok(())
    }
}

impl std::fmt::Display for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Database => f.write_str("the database"),
            Self::Schema(name) => f.write_str(name),
            Self::Relation(name) | Self::Type(name) => name.fmt(f),
            Self::Function(signature) => signature.fmt(f),
        }
    }
}

/// The privileges of a list and their columns; an empty word for all of them.
fn privileges(nodes: &[Node]) -> Vec<(String, Columns)> {
    let one = |node: &Node| match node.node.as_ref() {
        Some(NodeEnum::AccessPriv(one)) => {
            let columns =
                if one.cols.is_empty() { Columns::All } else { Columns::Only(texts(&one.cols).into_iter().collect()) };
            Some((one.priv_name.clone(), columns))
        }
        _ => None,
    };
    let all: Vec<_> = nodes.iter().filter_map(one).collect();
    if all.is_empty() { vec![(String::new(), Columns::All)] } else { all }
}

fn change(held: &mut Privileges, stmt: &GrantStmt, grantee: &Grantee, word: &str, columns: &Columns) {
    match (stmt.is_grant, columns) {
        (true, _) => {
            held.grant(grantee, word, columns.clone());
            if stmt.grant_option {
                held.allow_passing_on(grantee, word);
            }
        }
        (false, _) if stmt.grant_option => held.forbid_passing_on(grantee, word),
        (false, Columns::All) => held.revoke(grantee, word),
        (false, Columns::Only(columns)) => held.revoke_columns(grantee, word, columns),
    }
}

const fn kind(of: ObjectType) -> &'static str {
    match of {
        ObjectType::ObjectTable => "table",
        ObjectType::ObjectSequence => "sequence",
        ObjectType::ObjectFunction | ObjectType::ObjectRoutine | ObjectType::ObjectProcedure => "function",
        ObjectType::ObjectType => "type",
        ObjectType::ObjectSchema => "schema",
        _ => "object",
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{facts, table};
    use super::*;

    #[test]
    fn privileges_come_and_go_by_column_and_schema() {
        let t = table(
            "CREATE TABLE t (a int, b int, c int); GRANT SELECT (a, b), INSERT ON t TO x WITH GRANT OPTION;
             REVOKE SELECT (b) ON t FROM x; REVOKE GRANT OPTION FOR INSERT ON t FROM x;
             GRANT UPDATE ON ALL TABLES IN SCHEMA public TO x; ALTER TABLE t RENAME a TO z;",
        );
        let held = &t.privileges.0[&Grantee::Role("x".into())];
        let granted: Vec<_> = held.granted.iter().map(|(word, columns)| format!("{word}{columns}")).collect();
        assert_eq!(granted, ["insert", "select (z)", "update"]);
        assert_eq!(held.grantable.iter().collect::<Vec<_>>(), ["select"]);
    }

    #[test]
    fn default_privileges_are_one_for_each_owner_and_schema() {
        let facts = facts("ALTER DEFAULT PRIVILEGES FOR ROLE a, b IN SCHEMA s, t GRANT SELECT ON TABLES TO c;");
        assert_eq!(facts.default_privileges.len(), 4);
    }
}
