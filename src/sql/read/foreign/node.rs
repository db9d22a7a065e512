//! Parts of the parser's trees that many statements share.

use std::collections::BTreeMap;

use pg_query::protobuf::{self, DefElem, Node, RangeVar, ResTarget, SelectStmt, TypeName, a_const};
use pg_query::{DeparseOptions, NodeEnum};

use super::super::expression;
use super::super::node::{Unknown, unknown};
use crate::sql::facts::{Grantee, Mentions, ObjectName, Piece, Tree};
use crate::sql::parse;

/// A piece of SQL from its own text.
pub fn piece(sql: String) -> Piece {
    let mentions = parse::tree(&sql).map(|json| Mentions::of(&json)).unwrap_or_default();
    Piece { sql, mentions }
}

/// A node of a list, in the parser's own layout.
pub fn deparsed(node: &NodeEnum) -> Result<String, Unknown> {
    node.deparse(DeparseOptions::default()).map_err(|error| Unknown(error.to_string()))
}

/// An expression.
pub fn tree(node: &Node) -> Result<Tree, Unknown> {
    expression(&sql(node)?).map_err(|error| Unknown(error.message))
}

/// An expression, where there is one.
pub fn maybe_tree(node: Option<&Node>) -> Result<Option<Tree>, Unknown> {
    node.map(tree).transpose()
}

/// The text of an expression.
pub fn sql(node: &Node) -> Result<String, Unknown> {
    let target = ResTarget { val: Some(Box::new(node.clone())), ..ResTarget::default() };
    let select = SelectStmt {
        target_list: vec![wrapped(NodeEnum::ResTarget(Box::new(target)))],
        limit_option: protobuf::LimitOption::Default.into(),
        op: protobuf::SetOperation::SetopNone.into(),
        ..SelectStmt::default()
    };
    let text = deparsed(&NodeEnum::SelectStmt(Box::new(select)))?;
    Ok(text.trim_start_matches("SELECT ").to_owned())
}

/// A node as an element of a list.
pub fn wrapped(node: NodeEnum) -> Node {
    Node { node: Some(node) }
}

/// The text of a node that is one.
pub fn text(node: &Node) -> Option<&str> {
    match node.node.as_ref()? {
        NodeEnum::String(text) => Some(&text.sval),
        _ => None,
    }
}

/// The texts of a list.
pub fn texts(nodes: &[Node]) -> Vec<String> {
    nodes.iter().filter_map(text).map(str::to_owned).collect()
}

/// A name that may have a schema in front; a database in front of that is left out.
pub fn object_name(parts: &[Node]) -> Result<ObjectName, Unknown> {
    let mut parts = texts(parts);
    let Some(name) = parts.pop() else { return unknown("no name") };
    Ok(ObjectName { schema: parts.pop(), name })
}

/// The parts of a list.
pub fn items(node: Option<&Node>) -> &[Node] {
    match node.and_then(|node| node.node.as_ref()) {
        Some(NodeEnum::List(list)) => &list.items,
        _ => &[],
    }
}

/// The name of a relation as it is written.
pub fn written(range: &RangeVar) -> ObjectName {
    ObjectName { schema: (!range.schemaname.is_empty()).then(|| range.schemaname.clone()), name: range.relname.clone() }
}

/// The options of a list.
pub fn options(nodes: &[Node]) -> impl Iterator<Item = &DefElem> {
    nodes.iter().filter_map(|node| match node.node.as_ref() {
        Some(NodeEnum::DefElem(option)) => Some(option.as_ref()),
        _ => None,
    })
}

/// Storage parameters by name.
pub fn parameters(nodes: &[Node]) -> BTreeMap<String, String> {
    let name = |option: &DefElem| match option.defnamespace.as_str() {
        "" => option.defname.clone(),
        space => format!("{space}.{}", option.defname),
    };
    options(nodes).map(|option| (name(option), value(option.arg.as_deref()))).collect()
}

/// The value of an option as a text; nothing where it has none.
pub fn value(node: Option<&Node>) -> String {
    match node.and_then(|node| node.node.as_ref()) {
        Some(NodeEnum::Integer(number)) => number.ival.to_string(),
        Some(NodeEnum::Float(number)) => number.fval.clone(),
        Some(NodeEnum::Boolean(value)) => value.boolval.to_string(),
        Some(NodeEnum::String(text)) => text.sval.clone(),
        Some(NodeEnum::TypeName(word)) => texts(&word.names).pop().unwrap_or_default(),
        Some(NodeEnum::AConst(constant)) => self::constant(constant),
        Some(NodeEnum::List(list)) => texts(&list.items).join("."),
        _ => String::new(),
    }
}

fn constant(constant: &protobuf::AConst) -> String {
    match &constant.val {
        Some(a_const::Val::Ival(number)) => number.ival.to_string(),
        Some(a_const::Val::Fval(number)) => number.fval.clone(),
        Some(a_const::Val::Boolval(value)) => value.boolval.to_string(),
        Some(a_const::Val::Sval(text)) => text.sval.clone(),
        Some(a_const::Val::Bsval(bits)) => bits.bsval.clone(),
        None => String::new(),
    }
}

/// The modifiers of a type.
pub fn modifiers(ty: &TypeName) -> Vec<String> {
    let modifier = |node: &Node| match node.node.as_ref() {
        Some(NodeEnum::ColumnRef(word)) => texts(&word.fields).join("."),
        _ => value(Some(node)),
    };
    ty.typmods.iter().map(modifier).collect()
}

/// Whom a role stands for.
pub fn grantee(role: &protobuf::RoleSpec) -> Result<Grantee, Unknown> {
    match role.roletype() {
        protobuf::RoleSpecType::RolespecCstring => Ok(Grantee::Role(role.rolename.clone())),
        protobuf::RoleSpecType::RolespecPublic => Ok(Grantee::Public),
        protobuf::RoleSpecType::RolespecCurrentUser
        | protobuf::RoleSpecType::RolespecCurrentRole
        | protobuf::RoleSpecType::RolespecSessionUser => Ok(Grantee::CurrentUser),
        protobuf::RoleSpecType::Undefined => unknown("a role"),
    }
}

/// Whom the roles of a list stand for.
pub fn grantees(nodes: &[Node]) -> Result<Vec<Grantee>, Unknown> {
    let role = |node: &Node| match node.node.as_ref() {
        Some(NodeEnum::RoleSpec(role)) => grantee(role),
        _ => unknown("a role"),
    };
    nodes.iter().map(role).collect()
}
