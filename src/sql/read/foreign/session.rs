//! The state in which statements find what they name: the facts so far, and the search path.

use std::collections::BTreeMap;

use pg_query::NodeEnum;
use pg_query::protobuf::{
    self, AlterRoleSetStmt, AlterRoleStmt, CreateExtensionStmt, CreateRoleStmt, CreateSchemaStmt, DropRoleStmt,
    GrantRoleStmt, Node, RangeVar, SelectStmt, TypeName, VariableSetKind, VariableSetStmt,
};

use super::super::node::{Unknown, unknown};
use super::node::{grantees, modifiers, options, text, texts, value, written};
use crate::sql::facts::{
    Effect, Facts, Grantee, Membership, Mentions, ObjectName, OtherName, Role, Schema, Signature, Table, Type, View,
};
use crate::sql::read;

/// The facts so far, and how names are found.
pub struct Session {
    /// What stands.
    pub facts: Facts,
    /// The schema of names where no search path is set.
    default: String,
    path: Vec<String>,
}

/// The schema of PostgreSQL's own objects, which names may leave out.
pub const CATALOG: &str = "pg_catalog";

/// Types that well-known extensions bring. Where nothing in the text has such a name, the extension has, and which
/// schema it is put into makes no other type of it.
const EXTENSION_TYPES: [&str; 15] = [
    "citext",
    "cube",
    "geography",
    "geometry",
    "halfvec",
    "hstore",
    "isbn",
    "isbn13",
    "lquery",
    "ltree",
    "ltxtquery",
    "seg",
    "semver",
    "sparsevec",
    "vector",
];

impl Session {
    /// Nothing stands yet.
    pub fn new(schema: &str) -> Self {
        Self { facts: Facts::default(), default: schema.to_owned(), path: vec![schema.to_owned()] }
    }

    /// What stands at the end.
    pub fn end(mut self) -> Facts {
        self.facts.settle();
        self.facts
    }

    /// The name of something new: in the first schema of the path, where it names none.
    pub fn new_name(&self, name: ObjectName) -> ObjectName {
        let schema = name.schema.unwrap_or_else(|| self.path.first().unwrap_or(&self.default).clone());
        ObjectName { schema: Some(schema), name: name.name }
    }

    /// The name of something that stands: the first on the path that there is.
    pub fn found(&self, name: ObjectName, is_there: impl Fn(&ObjectName) -> bool) -> ObjectName {
        if name.schema.is_some() {
            return name;
        }
        let mut places = self.path.iter().map(|schema| ObjectName::new(schema, &name.name));
        places.find(|place| is_there(place)).unwrap_or_else(|| self.new_name(name))
    }

    /// The name of a table, view, sequence or index.
    pub fn relation(&self, range: &RangeVar) -> ObjectName {
        self.relation_name(written(range))
    }

    /// The name of a table, view, sequence or index.
    pub fn relation_name(&self, name: ObjectName) -> ObjectName {
        self.found(name, |name| self.is_relation(name))
    }

    /// Whether a table, view, sequence or index has that name.
    pub fn is_relation(&self, name: &ObjectName) -> bool {
        let Facts { tables, views, sequences, others, .. } = &self.facts;
        tables.contains_key(name)
            || views.contains_key(name)
            || sequences.contains_key(name)
            || others.contains_key(&OtherName::new("FOREIGN TABLE", name.clone()))
            || self.index_table(name).is_some()
    }

    /// The table or materialized view of an index, by the index's name.
    pub fn index_table(&self, name: &ObjectName) -> Option<ObjectName> {
        let table = |(table, one): (&ObjectName, &Table)| {
            (table.schema == name.schema && one.has_index(&name.name)).then(|| table.clone())
        };
        let view = |(view, one): (&ObjectName, &View)| {
            (view.schema == name.schema && one.indexes.contains_key(&name.name)).then(|| view.clone())
        };
        self.facts.tables.iter().find_map(table).or_else(|| self.facts.views.iter().find_map(view))
    }

    /// Whether a relation or constraint beside another has that name.
    pub fn is_taken(&self, beside: &ObjectName, name: &str) -> bool {
        let name = beside.beside(name);
        let mut tables = self.facts.tables.iter().filter(|(table, _)| table.schema == name.schema);
        self.is_relation(&name) || tables.any(|(_, table)| table.has_constraint(&name.name))
    }

    /// A table that stands.
    pub fn table(&mut self, name: &ObjectName) -> Result<&mut Table, Unknown> {
        self.facts.tables.get_mut(name).ok_or_else(|| Unknown(format!("the table `{name}`, which is not there")))
    }

    /// The name of a type that stands, or of one of PostgreSQL's own.
    pub fn type_name(&self, name: ObjectName) -> ObjectName {
        let is_own = name.schema.as_deref() == Some(CATALOG);
        let found = self.found(name.clone(), |name| self.is_type(name));
        if self.is_type(&found) {
            return found;
        }
        let of_extension = EXTENSION_TYPES.contains(&name.name.as_str());
        let schema = name.schema.filter(|_| !is_own && !of_extension);
        ObjectName { schema, name: name.name }
    }

    fn is_type(&self, name: &ObjectName) -> bool {
        let Facts { enums, tables, views, others, .. } = &self.facts;
        let is_other = |kind| others.contains_key(&OtherName::new(kind, name.clone()));
        enums.contains_key(name)
            || tables.contains_key(name)
            || views.contains_key(name)
            || is_other("DOMAIN")
            || is_other("TYPE")
    }

    /// The name of a function that stands.
    pub fn function_name(&self, name: ObjectName) -> ObjectName {
        self.found(name, |name| self.is_function(name))
    }

    pub fn is_function(&self, name: &ObjectName) -> bool {
        let first = Signature { name: name.clone(), arguments: Vec::new() };
        self.facts.functions.range(first..).next().is_some_and(|(signature, _)| signature.name == *name)
    }

    /// A type, as the catalog names it.
    pub fn ty(&self, ty: &TypeName) -> Result<Type, Unknown> {
        let mut parts = texts(&ty.names);
        let name = parts.pop().unwrap_or_default();
        let name = ObjectName { schema: parts.pop(), name };
        if ty.pct_type {
            return unknown(format!("the type of `{name}`, which only a server can tell"));
        }
        Ok(Type { name: self.type_name(name), modifiers: modifiers(ty), array: !ty.array_bounds.is_empty() })
    }

    /// Names that something mentions, completed where it is known what they mean.
    pub fn completed(&self, mentions: Mentions) -> Mentions {
        let relation = |name| self.relation_name(name);
        let function = |name: ObjectName| {
            let found = self.function_name(name.clone());
            if self.is_function(&found) { found } else { name }
        };
        Mentions {
            relations: mentions.relations.into_iter().map(relation).collect(),
            functions: mentions.functions.into_iter().map(function).collect(),
            types: mentions.types.into_iter().map(|name| self.type_name(name)).collect(),
            ..mentions
        }
    }

    /// Follows a change of the search path; other settings say nothing of the schema.
    pub fn set(&mut self, stmt: &VariableSetStmt) -> Result<(), Unknown> {
        if stmt.name == "search_path" || stmt.kind() == VariableSetKind::VarResetAll {
            self.set_path(stmt.args.iter().map(|arg| value(Some(arg))));
        }
        Ok(())
    }

    /// Without schemas, the path is as at first.
    fn set_path(&mut self, schemas: impl Iterator<Item = String>) {
        self.path = schemas.filter(|schema| !["", "$user", CATALOG].contains(&schema.as_str())).collect();
        if self.path.is_empty() {
            self.path.push(self.default.clone());
        }
    }

    /// `SELECT set_config('search_path', …)`, as dumps start with; other queries define nothing.
    pub fn select(&mut self, stmt: &SelectStmt) -> Result<(), Unknown> {
        let [Node { node: Some(NodeEnum::ResTarget(target)) }] = stmt.target_list.as_slice() else {
            return unknown("a query, which defines nothing");
        };
        let Some(NodeEnum::FuncCall(call)) = target.val.as_ref().and_then(|node| node.node.as_ref()) else {
            return unknown("a query, which defines nothing");
        };
        match (texts(&call.funcname).last().map(String::as_str), call.args.as_slice()) {
            (Some("set_config"), [name, path, _]) => {
                if value(Some(name)) == "search_path" {
                    self.set_path(
                        value(Some(path)).split(',').map(|schema| schema.trim().trim_matches('"').to_owned()),
                    );
                }
                Ok(())
            }
            (Some("setval"), _) => unknown("the place of a sequence, which is no part of a schema"),
            _ => unknown("a call, which only a server can follow"),
        }
    }

    /// Carries out a statement that the strict reader knows whole.
    pub fn strictly(&mut self, text: &str, otherwise: &str) -> Result<(), Unknown> {
        let statements = read::read(text).map_err(|error| Unknown(error.message))?;
        for effect in statements.into_iter().flat_map(|statement| statement.effects) {
            match effect {
                Effect::Unknown(_) => return unknown(otherwise),
                effect => self.facts.apply(effect).map_err(|refused| Unknown(refused.0))?,
            }
        }
        Ok(())
    }

    /// Makes a schema, and what stands in its statement.
    pub fn create_schema(&mut self, stmt: CreateSchemaStmt) -> Result<(), Unknown> {
        let owner = stmt.authrole.as_ref().map(|role| role.rolename.clone()).filter(|name| !name.is_empty());
        let name = if stmt.schemaname.is_empty() { owner.clone().unwrap_or_default() } else { stmt.schemaname };
        let schema: &mut Schema = self.facts.schemas.entry(name.clone()).or_default();
        schema.is_made = true;
        schema.owner = owner.or(schema.owner.take());
        let path = std::mem::replace(&mut self.path, vec![name]);
        let mut inside = stmt.schema_elts.into_iter().filter_map(|element| element.node);
        let outcome = inside.try_for_each(|element| self.carry_out(element, ""));
        self.path = path;
        outcome
    }

    /// Makes an extension; its version is the server's affair.
    pub fn create_extension(&mut self, stmt: &CreateExtensionStmt) -> Result<(), Unknown> {
        let schema = options(&stmt.options).find(|option| option.defname == "schema");
        let schema = schema.map(|option| value(option.arg.as_deref()));
        self.facts.extensions.entry(stmt.extname.clone()).or_insert(schema);
        Ok(())
    }

    /// Makes a role.
    pub fn create_role(&mut self, stmt: &CreateRoleStmt) -> Result<(), Unknown> {
        let mut role = Role::default();
        if stmt.stmt_type() == protobuf::RoleStmtType::RolestmtUser {
            role.attributes.insert("canlogin".to_owned(), true);
        }
        self.facts.roles.insert(stmt.role.clone(), role);
        self.change_role(&stmt.role, &stmt.options)
    }

    /// Changes a role.
    pub fn alter_role(&mut self, stmt: &AlterRoleStmt) -> Result<(), Unknown> {
        let name = stmt.role.as_ref().map(|role| role.rolename.clone()).unwrap_or_default();
        if stmt.action >= 0 {
            return self.change_role(&name, &stmt.options);
        }
        let members: Vec<_> =
            options(&stmt.options).flat_map(|option| super::node::items(option.arg.as_deref())).collect();
        let gone = grantees(&members.into_iter().cloned().collect::<Vec<_>>())?;
        self.facts.memberships.retain(|one| one.role != name || !gone.contains(&one.member));
        Ok(())
    }

    fn change_role(&mut self, name: &str, changes: &[Node]) -> Result<(), Unknown> {
        for option in options(changes) {
            let listed = super::node::items(option.arg.as_deref());
            match (option.defname.as_str(), option.arg.as_ref().and_then(|arg| arg.node.as_ref())) {
                ("password" | "sysid", _) => {}
                ("rolemembers" | "adminmembers", _) => self.join(name, grantees(listed)?),
                ("addroleto", _) => {
                    for role in grantees(listed)? {
                        self.join(&role.to_string(), vec![Grantee::Role(name.to_owned())]);
                    }
                }
                (attribute, Some(NodeEnum::Boolean(on))) => {
                    let role = self.facts.roles.entry(name.to_owned()).or_default();
                    role.attributes.insert(attribute.to_owned(), on.boolval);
                }
                (other, _) => {
                    let word = match other {
                        "connectionlimit" => "CONNECTION LIMIT",
                        "validUntil" => "VALID UNTIL",
                        other => return unknown(format!("the option {other}")),
                    };
                    let role = self.facts.roles.entry(name.to_owned()).or_default();
                    role.options.insert(word.to_owned(), value(option.arg.as_deref()));
                }
            }
        }
        Ok(())
    }

    fn join(&mut self, role: &str, members: Vec<Grantee>) {
        let membership = |member| Membership { role: role.to_owned(), member };
        self.facts.memberships.extend(members.into_iter().map(membership));
    }

    /// Sets what a role's sessions start with.
    pub fn alter_role_settings(&mut self, stmt: &AlterRoleSetStmt) -> Result<(), Unknown> {
        let (Some(role), Some(set)) = (&stmt.role, &stmt.setstmt) else { return unknown("settings of every role") };
        if !stmt.database.is_empty() {
            return unknown("settings of a role in one database");
        }
        let role = self.facts.roles.entry(role.rolename.clone()).or_default();
        let name = format!("SET {}", set.name);
        if set.kind() == VariableSetKind::VarSetValue {
            role.options.insert(name, setting(set));
        } else {
            role.options.remove(&name);
        }
        Ok(())
    }

    /// Removes roles.
    pub fn drop_roles(&mut self, stmt: &DropRoleStmt) -> Result<(), Unknown> {
        for role in grantees(&stmt.roles)? {
            let name = role.to_string();
            self.facts.roles.remove(&name);
            self.facts.memberships.retain(|one| one.role != name && one.member != role);
        }
        Ok(())
    }

    /// Gives or takes membership; the options of one (`ADMIN`, `INHERIT`) are not kept.
    pub fn grant_role(&mut self, stmt: &GrantRoleStmt) -> Result<(), Unknown> {
        let members = grantees(&stmt.grantee_roles)?;
        for granted in &stmt.granted_roles {
            let Some(NodeEnum::AccessPriv(role)) = granted.node.as_ref() else { continue };
            if stmt.is_grant {
                self.join(&role.priv_name, members.clone());
            } else {
                self.facts.memberships.retain(|one| one.role != role.priv_name || !members.contains(&one.member));
            }
        }
        if stmt.opt.is_empty() { Ok(()) } else { unknown("options of a membership") }
    }
}

/// The values of a setting as one text.
pub fn setting(set: &VariableSetStmt) -> String {
    set.args.iter().map(|arg| value(Some(arg))).collect::<Vec<_>>().join(", ")
}

/// The parts of a column's name, its own last.
pub fn column_name(nodes: &[Node]) -> Option<(ObjectName, String)> {
    let (column, table) = nodes.split_last()?;
    let table = super::node::object_name(table).ok()?;
    Some((table, text(column)?.to_owned()))
}

impl Table {
    fn has_index(&self, name: &str) -> bool {
        self.indexes.contains_key(name)
            || self.uniques.contains_key(name)
            || self.exclusions.contains_key(name)
            || self.primary_key.as_ref().is_some_and(|key| key.name == name)
    }

    /// Whether a constraint has that name.
    pub fn has_constraint(&self, name: &str) -> bool {
        self.checks.contains_key(name)
            || self.uniques.contains_key(name)
            || self.exclusions.contains_key(name)
            || self.primary_key.as_ref().is_some_and(|key| key.name == name)
            || self.foreign_keys.iter().any(|key| key.name == name)
    }
}

/// What a map of options holds once some are set and others reset.
pub fn change(options: &mut BTreeMap<String, String>, changes: BTreeMap<String, String>, set: bool) {
    if set {
        options.extend(changes);
    } else {
        options.retain(|name, _| !changes.contains_key(name));
    }
}
