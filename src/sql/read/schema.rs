//! Schemas and extensions, comments on objects, and their removal.

use serde::Deserialize;

use super::function::ObjectWithArgs;
use super::node::{Behavior, Items, OptionNode, Sval, Text, TypeName, Unknown, object_name, texts, unknown};
use crate::sql::facts::{CommentOn, Drop, Dropped, Effect, ObjectName};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateSchemaStmt {
    schemaname: String,
    #[serde(default)]
    if_not_exists: bool,
}

impl CreateSchemaStmt {
    pub fn effects(self) -> Result<Vec<Effect>, Unknown> {
        Ok(vec![Effect::CreateSchema { name: self.schemaname, if_missing: self.if_not_exists }])
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateExtensionStmt {
    extname: String,
    #[serde(default)]
    if_not_exists: bool,
    #[serde(default)]
    options: Vec<OptionNode<ExtensionOption>>,
}

#[derive(Deserialize)]
enum ExtensionOption {
    String(Sval),
}

impl CreateExtensionStmt {
    pub fn effects(self) -> Result<Vec<Effect>, Unknown> {
        super::node::expect(self.if_not_exists, "an extension that must be missing")?;
        let mut schema = None;
        for option in self.options {
            let (name, ExtensionOption::String(value)) = option.pair()?;
            match name.as_str() {
                "schema" => schema = Some(value.sval),
                other => return unknown(format!("the option {other}")),
            }
        }
        Ok(vec![Effect::CreateExtension { name: self.extname, schema }])
    }
}

/// What a comment or a removal names.
#[derive(Deserialize)]
enum ObjectNode {
    List(Items<Text>),
    String(Sval),
    TypeName(TypeName),
    ObjectWithArgs(ObjectWithArgs),
}

#[derive(Deserialize)]
enum ObjectType {
    #[serde(rename = "OBJECT_SCHEMA")]
    Schema,
    #[serde(rename = "OBJECT_TABLE")]
    Table,
    #[serde(rename = "OBJECT_COLUMN")]
    Column,
    #[serde(rename = "OBJECT_TYPE")]
    Type,
    #[serde(rename = "OBJECT_FUNCTION")]
    Function,
    #[serde(rename = "OBJECT_INDEX")]
    Index,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommentStmt {
    objtype: ObjectType,
    object: ObjectNode,
    comment: Option<String>,
}

impl CommentStmt {
    pub fn effects(self) -> Result<Vec<Effect>, Unknown> {
        let on = match (self.objtype, self.object) {
            (ObjectType::Schema, ObjectNode::String(name)) => CommentOn::Schema(name.sval),
            (ObjectType::Table, ObjectNode::List(name)) => CommentOn::Table(object_name(name.items)?),
            (ObjectType::Index, ObjectNode::List(name)) => CommentOn::Index(object_name(name.items)?),
            (ObjectType::Column, ObjectNode::List(name)) => column(texts(name.items))?,
            (ObjectType::Type, ObjectNode::TypeName(name)) => CommentOn::Type(name.name()?),
            (ObjectType::Function, ObjectNode::ObjectWithArgs(function)) => CommentOn::Function(function.signature()?),
            (
                _,
                ObjectNode::List(_) | ObjectNode::String(_) | ObjectNode::TypeName(_) | ObjectNode::ObjectWithArgs(_),
            ) => {
                return unknown("a comment on such an object");
            }
        };
        Ok(vec![Effect::Comment(on, self.comment)])
    }
}

fn column(parts: Vec<String>) -> Result<CommentOn, Unknown> {
    match <[String; 3]>::try_from(parts) {
        Ok([schema, table, column]) => Ok(CommentOn::Column(ObjectName::new(schema, table), column)),
        Err(_) => unknown("a column whose table is not named with its schema"),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DropStmt {
    objects: Vec<ObjectNode>,
    #[serde(rename = "removeType")]
    remove_type: ObjectType,
    behavior: Behavior,
    #[serde(default)]
    missing_ok: bool,
}

impl DropStmt {
    pub fn effects(self) -> Result<Vec<Effect>, Unknown> {
        let (if_exists, cascade) = (self.missing_ok, self.behavior == Behavior::Cascade);
        let drop = |object| Ok(Effect::Drop(Drop { object: dropped(&self.remove_type, object)?, if_exists, cascade }));
        self.objects.into_iter().map(drop).collect()
    }
}

fn dropped(kind: &ObjectType, object: ObjectNode) -> Result<Dropped, Unknown> {
    match (kind, object) {
        (ObjectType::Table, ObjectNode::List(name)) => object_name(name.items).map(Dropped::Table),
        (ObjectType::Type, ObjectNode::TypeName(name)) => name.name().map(Dropped::Type),
        (ObjectType::Function, ObjectNode::ObjectWithArgs(function)) => function.signature().map(Dropped::Function),
        (ObjectType::Schema, ObjectNode::String(name)) => Ok(Dropped::Schema(name.sval)),
        (_, ObjectNode::List(_) | ObjectNode::String(_) | ObjectNode::TypeName(_) | ObjectNode::ObjectWithArgs(_)) => {
            unknown("such an object")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::read::testing::{effect, effects, unknown};

    #[test]
    fn comments_name_their_object() {
        let on = |object: &str| match effect(&format!("COMMENT ON {object} IS 'it''s'")) {
            Effect::Comment(on, Some(text)) if text == "it's" => on,
            other => panic!("{other:?}"),
        };
        let name = || ObjectName::new("s", "t");
        assert_eq!(on("TABLE s.t"), CommentOn::Table(name()));
        assert_eq!(on("COLUMN s.t.c"), CommentOn::Column(name(), "c".into()));
        assert_eq!(on("TYPE s.t"), CommentOn::Type(name()));
        assert_eq!(on("INDEX s.t"), CommentOn::Index(name()));
        assert_eq!(on("SCHEMA s"), CommentOn::Schema("s".into()));
        assert!(matches!(on("FUNCTION s.f()"), CommentOn::Function(_)));
        assert_eq!(effect("COMMENT ON TABLE s.t IS NULL"), Effect::Comment(CommentOn::Table(name()), None));
    }

    #[test]
    fn drops_say_how_careful_they_are() {
        let drop = |text: &str| match effects(text).pop() {
            Some(Effect::Drop(drop)) => drop,
            other => panic!("{other:?}"),
        };
        let object = Dropped::Table(ObjectName::new("s", "t"));
        assert_eq!(drop("DROP TABLE IF EXISTS s.t"), Drop { object: object.clone(), if_exists: true, cascade: false });
        assert_eq!(drop("DROP TABLE s.u, s.t CASCADE"), Drop { object, if_exists: false, cascade: true });
        assert_eq!(drop("DROP TYPE s.\"E\"").object, Dropped::Type(ObjectName::new("s", "E")));
        assert_eq!(drop("DROP SCHEMA s").object, Dropped::Schema("s".into()));
        assert!(matches!(drop("DROP FUNCTION s.f(uuid)").object, Dropped::Function(f) if f.arguments.len() == 1));
        unknown("DROP VIEW s.v");
    }

    #[test]
    fn an_extension_has_a_schema() {
        let expected = Effect::CreateExtension { name: "citext".into(), schema: Some("public".into()) };
        assert_eq!(effect("CREATE EXTENSION IF NOT EXISTS citext WITH SCHEMA public"), expected);
    }
}
