//! Views.

use std::collections::BTreeMap;

use pg_query::protobuf::{CreateTableAsStmt, Node, ObjectType, ViewCheckOption, ViewStmt};

use super::super::node::{Unknown, unknown};
use super::node::{deparsed, parameters, piece, texts, written};
use super::session::Session;
use crate::sql::facts::{ObjectName, Piece, View};

impl Session {
    /// Makes a view, or puts it in place of one, whose comment and privileges stay.
    pub fn create_view(&mut self, stmt: &ViewStmt) -> Result<(), Unknown> {
        let Some(range) = &stmt.view else { return unknown("no name") };
        if range.relpersistence == "t" {
            return unknown("a temporary view, which ends with its session");
        }
        let mut options = parameters(&stmt.options);
        let check = match stmt.with_check_option() {
            ViewCheckOption::LocalCheckOption => Some("local"),
            ViewCheckOption::CascadedCheckOption => Some("cascaded"),
            ViewCheckOption::NoCheckOption | ViewCheckOption::Undefined => None,
        };
        options.extend(check.map(|check| ("check_option".to_owned(), check.to_owned())));
        let query = self.query(stmt.query.as_deref())?;
        let view = View { columns: texts(&stmt.aliases), query, options, ..View::default() };
        self.put_view(self.new_name(written(range)), view);
        Ok(())
    }

    /// Makes a materialized view. A table from a query has columns that only a server can tell.
    pub fn create_table_as(&mut self, stmt: &CreateTableAsStmt) -> Result<(), Unknown> {
        let Some((into, range)) = stmt.into.as_ref().and_then(|into| Some((into, into.rel.as_ref()?))) else {
            return unknown("no name");
        };
        if stmt.objtype() != ObjectType::ObjectMatview {
            return unknown("a table made from a query, whose columns only a server can tell");
        }
        let name = self.new_name(written(range));
        if stmt.if_not_exists && self.facts.views.contains_key(&name) {
            return Ok(());
        }
        let view = View {
            materialized: true,
            columns: texts(&into.col_names),
            query: self.query(stmt.query.as_deref())?,
            options: materialized_options(&into.options, &into.access_method, &into.table_space_name),
            without_rows: into.skip_data,
            ..View::default()
        };
        self.put_view(name, view);
        Ok(())
    }

    fn query(&self, query: Option<&Node>) -> Result<Piece, Unknown> {
        let Some(query) = query.and_then(|node| node.node.as_ref()) else { return unknown("no query") };
        let piece = piece(deparsed(query)?);
        Ok(Piece { mentions: self.completed(piece.mentions), sql: piece.sql })
    }

    fn put_view(&mut self, name: ObjectName, view: View) {
        let old = self.facts.views.remove(&name).unwrap_or_default();
        let View { columns, query, options, materialized, without_rows, .. } = view;
        self.facts.views.insert(name, View { columns, query, options, materialized, without_rows, ..old });
    }
}

fn materialized_options(options: &[Node], method: &str, space: &str) -> BTreeMap<String, String> {
    let mut all = parameters(options);
    for (word, value) in [("USING", method), ("TABLESPACE", space)] {
        if !value.is_empty() && value != "heap" {
            all.insert(word.to_owned(), value.to_owned());
        }
    }
    all
}
