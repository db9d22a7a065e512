//! Comments.

use pg_query::NodeEnum;
use pg_query::protobuf::{CommentStmt, Node, ObjectType};

use super::super::node::{Unknown, unknown};
use super::node::{items, object_name, text, value};
use super::other::{named, word};
use super::session::{Session, column_name};
use crate::sql::facts::{ObjectName, OtherName};

impl Session {
    /// Sets a comment, or removes it.
    pub fn comment(&mut self, stmt: &CommentStmt) -> Result<(), Unknown> {
        let Some(object) = stmt.object.as_deref() else { return unknown("no name") };
        let comment = (!stmt.comment.is_empty()).then(|| stmt.comment.clone());
        let list = items(Some(object));
        match stmt.objtype() {
            ObjectType::ObjectColumn => return self.comment_on_column(list, comment),
            ObjectType::ObjectTabconstraint => return self.comment_on_part("CONSTRAINT", list, comment),
            ObjectType::ObjectPolicy => return self.comment_on_part("POLICY", list, comment),
            ObjectType::ObjectTrigger => return self.comment_on_part("TRIGGER", list, comment),
            ObjectType::ObjectRule => return self.comment_on_part("RULE", list, comment),
            _ => {}
        }
        match self.commented(stmt.objtype(), object)? {
            Some(place) => *place = comment,
            None => self.comment_elsewhere(stmt.objtype(), object, comment),
        }
        Ok(())
    }

    /// The place of a comment, where the facts have one for that kind.
    fn commented(&mut self, kind: ObjectType, object: &Node) -> Result<Option<&mut Option<String>>, Unknown> {
        let list = items(Some(object));
        let missing = || Unknown(format!("a comment on `{}`, which is not there", value(Some(object))));
        let place = match (kind, object.node.as_ref()) {
            (ObjectType::ObjectTable, _) => {
                let name = self.relation_name(object_name(list)?);
                self.facts.tables.get_mut(&name).map(|table| &mut table.comment)
            }
            (ObjectType::ObjectView | ObjectType::ObjectMatview, _) => {
                let name = self.relation_name(object_name(list)?);
                self.facts.views.get_mut(&name).map(|view| &mut view.comment)
            }
            (ObjectType::ObjectSequence, _) => {
                let name = self.relation_name(object_name(list)?);
                self.facts.sequences.get_mut(&name).map(|sequence| &mut sequence.comment)
            }
            (ObjectType::ObjectIndex, _) => {
                let name = self.relation_name(object_name(list)?);
                let table = self.index_table(&name).ok_or_else(missing)?;
                match self.indexes(&table)?.get_mut(&name.name) {
                    Some(index) => Some(&mut index.comment),
                    // That of a key has no place of its own.
                    None => return Ok(None),
                }
            }
            (ObjectType::ObjectSchema, _) => {
                let name = text(object).unwrap_or_default().to_owned();
                Some(&mut self.facts.schemas.entry(name).or_default().comment)
            }
            (ObjectType::ObjectFunction | ObjectType::ObjectProcedure, Some(NodeEnum::ObjectWithArgs(function))) => {
                let signature = self.signature(function)?;
                Some(&mut self.function(&signature)?.comment)
            }
            (ObjectType::ObjectType | ObjectType::ObjectDomain, Some(NodeEnum::TypeName(ty))) => {
                let name = self.ty(ty)?.name;
                let other = |one: &OtherName| ["TYPE", "DOMAIN"].contains(&one.kind) && one.name == name;
                let others = &mut self.facts.others;
                let other = others.iter_mut().find(|(one, _)| other(one)).map(|(_, other)| &mut other.comment);
                self.facts.enums.get_mut(&name).map(|one| &mut one.comment).or(other)
            }
            (kind, _) => {
                let Some(name) = word(kind).and_then(|kind| named(self, kind, object)) else { return Ok(None) };
                match self.facts.others.get_mut(&name) {
                    Some(other) => Some(&mut other.comment),
                    None => return Ok(None),
                }
            }
        };
        place.map(Some).ok_or_else(missing)
    }

    /// What stands elsewhere: the database, roles, extensions.
    fn comment_elsewhere(&mut self, kind: ObjectType, object: &Node, comment: Option<String>) {
        let words = kind.as_str_name().trim_start_matches("OBJECT_").replace('_', " ");
        let on = format!("{words} {}", value(Some(object)));
        match comment {
            Some(comment) => _ = self.facts.comments.insert(on, comment),
            None => _ = self.facts.comments.remove(&on),
        }
    }

    fn comment_on_column(&mut self, list: &[Node], comment: Option<String>) -> Result<(), Unknown> {
        let Some((table, column)) = column_name(list) else { return unknown("a column without its table") };
        let table = self.relation_name(table);
        if let Some(one) = self.facts.tables.get_mut(&table) {
            let found = one.columns.iter_mut().find(|one| one.name == column);
            let found = found.ok_or_else(|| Unknown(format!("the column `{table}.{column}`, which is not there")))?;
            found.comment = comment;
            return Ok(());
        }
        self.put_comment(&table, ("COLUMN", column), comment)
    }

    fn comment_on_part(&mut self, kind: &'static str, list: &[Node], comment: Option<String>) -> Result<(), Unknown> {
        let Some((table, name)) = column_name(list) else { return unknown("a part without its table") };
        let table = self.relation_name(table);
        self.put_comment(&table, (kind, name), comment)
    }

    fn put_comment(
        &mut self,
        on: &ObjectName,
        part: (&'static str, String),
        text: Option<String>,
    ) -> Result<(), Unknown> {
        let table = self.facts.tables.get_mut(on).map(|table| &mut table.comments);
        let view = self.facts.views.get_mut(on).map(|view| &mut view.comments);
        let Some(comments) = table.or(view) else { return unknown(format!("the table `{on}`, which is not there")) };
        match text {
            Some(text) => _ = comments.insert(part, text),
            None => _ = comments.remove(&part),
        }
        Ok(())
    }
}
