//! The parts that many of the parser's trees share.

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use crate::sql::facts::{Grantee, ObjectName, Type};

/// Why a statement is not understood, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown(pub String);

/// Says what is not understood.
pub fn unknown<T>(what: impl Into<String>) -> Result<T, Unknown> {
    Err(Unknown(what.into()))
}

/// Goes on where a condition holds that the reader relies on.
pub fn expect(holds: bool, otherwise: &str) -> Result<(), Unknown> {
    if holds { Ok(()) } else { unknown(otherwise) }
}

/// A place in the text; trees are compared without.
pub type Place = IgnoredAny;

/// A part of the tree that is kept as the parser gives it.
pub type Raw<'a> = &'a RawValue;

/// A text or name.
#[derive(Deserialize)]
#[serde(from = "TextNode")]
pub struct Text(pub String);

#[derive(Deserialize)]
enum TextNode {
    String(Sval),
}

/// What holds a text.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sval {
    /// The text.
    #[serde(default)]
    pub sval: String,
}

impl From<TextNode> for Text {
    fn from(TextNode::String(Sval { sval }): TextNode) -> Self {
        Self(sval)
    }
}

/// The texts of a list.
pub fn texts(list: Vec<Text>) -> Vec<String> {
    list.into_iter().map(|text| text.0).collect()
}

/// A list of nodes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Items<T> {
    /// The nodes.
    pub items: Vec<T>,
}

/// A number.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ival {
    /// The number; 0 is left out.
    #[serde(default)]
    pub ival: i64,
}

/// A truth value.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Boolval {
    /// The value; false is left out in constants.
    #[serde(default)]
    pub boolval: bool,
}

/// A constant.
#[derive(Deserialize)]
pub enum Constant {
    /// Any constant.
    #[serde(rename = "A_Const")]
    Const(Const),
}

/// The parts of a constant: one of them is there.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Const {
    sval: Option<Sval>,
    ival: Option<Ival>,
    #[serde(default, rename = "location")]
    _location: Place,
}

impl Constant {
    /// A text or an integer as text.
    pub fn text(self) -> Result<String, Unknown> {
        let Self::Const(Const { sval, ival, .. }) = self;
        match (sval, ival) {
            (Some(text), None) => Ok(text.sval),
            (None, Some(number)) => Ok(number.ival.to_string()),
            (None, None) | (Some(_), Some(_)) => unknown("a constant that is no text"),
        }
    }
}

/// The name of a table.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RangeVar {
    schemaname: Option<String>,
    relname: String,
    #[serde(default)]
    inh: bool,
    relpersistence: String,
    #[serde(default, rename = "location")]
    _location: Place,
}

impl RangeVar {
    /// The name, of an ordinary table.
    pub fn name(self) -> Result<ObjectName, Unknown> {
        expect(self.inh, "ONLY")?;
        expect(self.relpersistence == "p", "a temporary or unlogged table")?;
        Ok(ObjectName { schema: self.schemaname, name: self.relname })
    }
}

/// The name of an object: `schema.name` or `name`.
pub fn object_name(parts: Vec<Text>) -> Result<ObjectName, Unknown> {
    let mut parts = texts(parts).into_iter();
    match (parts.next(), parts.next(), parts.next()) {
        (Some(name), None, None) => Ok(ObjectName { schema: None, name }),
        (Some(schema), Some(name), None) => Ok(ObjectName { schema: Some(schema), name }),
        _ => unknown("a name of more than two parts"),
    }
}

/// A type.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TypeName {
    names: Vec<Text>,
    #[serde(default)]
    typmods: Vec<Constant>,
    typemod: i64,
    #[serde(default, rename = "arrayBounds")]
    array_bounds: Vec<Bound>,
    #[serde(default, rename = "location")]
    _location: Place,
}

#[derive(Deserialize)]
enum Bound {
    Integer(Ival),
}

/// The schema of PostgreSQL's own types, which names may leave out.
const CATALOG: &str = "pg_catalog";

impl TypeName {
    /// The type, as the catalog names it.
    pub fn ty(self) -> Result<Type, Unknown> {
        let array = match self.array_bounds.as_slice() {
            [] => false,
            [Bound::Integer(Ival { ival: -1 })] => true,
            _ => return unknown("an array of several dimensions or of a fixed length"),
        };
        expect(self.typemod == -1, "a type with a resolved modifier")?;
        let name = object_name(self.names)?;
        let schema = name.schema.filter(|schema| schema != CATALOG);
        let modifiers = self.typmods.into_iter().map(Constant::text).collect::<Result<_, _>>()?;
        Ok(Type { name: ObjectName { schema, name: name.name }, modifiers, array })
    }

    /// The bare name, of a type that a statement makes or drops.
    pub fn name(self) -> Result<ObjectName, Unknown> {
        let ty = self.ty()?;
        expect(ty.modifiers.is_empty() && !ty.array, "a modified type")?;
        Ok(ty.name)
    }
}

/// A node that is a type.
#[derive(Deserialize)]
pub enum TypeNode {
    /// A type.
    TypeName(TypeName),
}

impl TypeNode {
    /// The type.
    pub fn ty(self) -> Result<Type, Unknown> {
        let Self::TypeName(name) = self;
        name.ty()
    }
}

/// A role, or what stands for one.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleSpec {
    roletype: RoleKind,
    rolename: Option<String>,
    #[serde(default, rename = "location")]
    _location: Place,
}

#[derive(Deserialize)]
enum RoleKind {
    #[serde(rename = "ROLESPEC_CSTRING")]
    Named,
    #[serde(rename = "ROLESPEC_PUBLIC")]
    Public,
    #[serde(rename = "ROLESPEC_CURRENT_USER")]
    CurrentUser,
}

impl RoleSpec {
    /// Whom it stands for.
    pub fn grantee(self) -> Result<Grantee, Unknown> {
        match (self.roletype, self.rolename) {
            (RoleKind::Named, Some(name)) => Ok(Grantee::Role(name)),
            (RoleKind::Public, None) => Ok(Grantee::Public),
            (RoleKind::CurrentUser, None) => Ok(Grantee::CurrentUser),
            (RoleKind::Named, None) | (RoleKind::Public | RoleKind::CurrentUser, Some(_)) => unknown("a role"),
        }
    }

    /// The name of a role that is named.
    pub fn name(self) -> Result<String, Unknown> {
        match self.grantee()? {
            Grantee::Role(name) => Ok(name),
            Grantee::Public | Grantee::CurrentUser => unknown("a role that is not named"),
        }
    }
}

/// A node that is a role.
#[derive(Deserialize)]
pub enum RoleNode {
    /// A role.
    RoleSpec(RoleSpec),
}

/// Whom the roles of a list stand for.
pub fn grantees(roles: Vec<RoleNode>) -> Result<Vec<Grantee>, Unknown> {
    roles.into_iter().map(|RoleNode::RoleSpec(role)| role.grantee()).collect()
}

/// A named option; `A` is what its argument may be.
#[derive(Deserialize)]
pub enum OptionNode<A> {
    /// An option.
    DefElem(DefElem<A>),
}

/// The parts of an option.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DefElem<A> {
    /// Its name.
    pub defname: String,
    /// Its argument.
    pub arg: Option<A>,
    defaction: DefAction,
    #[serde(default, rename = "location")]
    _location: Place,
    #[serde(default, rename = "arg_location")]
    _arg_location: Place,
}

#[derive(Deserialize, PartialEq, Eq)]
enum DefAction {
    #[serde(rename = "DEFELEM_UNSPEC")]
    Unspecified,
}

impl<A> OptionNode<A> {
    /// The name and argument of an option that has one.
    pub fn pair(self) -> Result<(String, A), Unknown> {
        let Self::DefElem(DefElem { defname, arg, defaction: DefAction::Unspecified, .. }) = self;
        match arg {
            Some(arg) => Ok((defname, arg)),
            None => unknown(format!("the option {defname} without a value")),
        }
    }
}

/// What happens to dependents of a dropped object or a taken privilege.
#[derive(Debug, Clone, Copy, Deserialize, PartialEq, Eq)]
pub enum Behavior {
    /// They keep it from happening.
    #[serde(rename = "DROP_RESTRICT")]
    Restrict,
    /// They go too.
    #[serde(rename = "DROP_CASCADE")]
    Cascade,
}
