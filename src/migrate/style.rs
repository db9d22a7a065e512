//! Styles: how each tool that runs migrations wants its files.

mod dbmate;
mod flyway;
mod golang;
mod plain;
mod sqlx;
mod supabase;
mod versions;

use super::{Files, Migration, Session};

pub use plain::script;

/// The style of a tool's migration files.
#[derive(Debug)]
pub struct Style {
    /// Its name on the command line.
    pub name: &'static str,
    /// Who runs such files, in one clause.
    pub about: &'static str,
    /// The last characters of a migration's file on the way on, by which files of others are told apart.
    pub ending: &'static str,
    /// What comes before the stamp in a file's name.
    pub prefix: &'static str,
    /// Lays a migration out.
    pub files: fn(&Migration, &Session) -> Files,
}

/// Every style, the one to take without being asked first.
pub static ALL: &[&Style] =
    &[&plain::STYLE, &sqlx::STYLE, &supabase::STYLE, &dbmate::STYLE, &flyway::STYLE, &golang::STYLE];

/// The style of that name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Style> {
    ALL.iter().copied().find(|style| style.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::{Change, Finding, Object, Phase, Scope, Statement, kind};
    use crate::hazard;
    use crate::migrate::{Stamp, Way};
    use crate::sql::facts::ObjectName;

    /// On: a table, then an index outside a transaction; back: both at once, with a loss.
    fn migration() -> Migration {
        let table = ObjectName::new("s", "t");
        let change = |statements: Vec<Statement>| {
            Change::new(&kind::TABLE_ADD, Object::whole("table", &table), "It is made.").runs(statements)
        };
        let hazard = Finding::new(&hazard::DELETES_DATA, "all is lost").remedy("Think.").count("SELECT 1");
        let make = Statement::new(Phase::Expand, "CREATE TABLE s.t ()").reads(&table);
        let index = Statement::new(Phase::Index, "CREATE INDEX CONCURRENTLY i ON s.t (a)").scope(Scope::Outside);
        let drop = Statement::new(Phase::Contract, "DROP TABLE s.t").finds([hazard]);
        Migration {
            stamp: Stamp::parse("20261122093000").unwrap(),
            name: "add_t".to_owned(),
            up: Way::new(vec![change(vec![make, index])], Vec::new()).unwrap(),
            down: Way::new(vec![change(vec![drop])], vec!["all is lost".to_owned()]).unwrap(),
        }
    }

    fn session() -> Session {
        Session {
            owner: Some("o".to_owned()),
            search_path: vec!["s".to_owned()],
            forced: [ObjectName::new("s", "t")].into(),
        }
    }

    #[test]
    fn each_tool_gets_its_files() {
        let names = |style: &Style| (style.files)(&migration(), &session()).into_keys().collect::<Vec<_>>().join(" ");
        let all: Vec<_> = ALL.iter().map(|style| format!("{}: {}", style.name, names(style))).collect();
        insta::assert_snapshot!(all.join("\n"));
    }

    #[test]
    fn a_plain_file_says_what_runs_as_whom_and_what_it_may_do() {
        let files = (plain::STYLE.files)(&migration(), &session());
        insta::assert_snapshot!(files.into_values().collect::<String>());
    }

    #[test]
    fn what_runs_outside_a_transaction_is_alone_in_its_file_and_marked() {
        let files = |style: &Style| (style.files)(&migration(), &session());
        let second = "20261122093001_add_t_2_index";
        let sqlx = files(&sqlx::STYLE);
        assert!(sqlx[&format!("{second}.up.sql")].starts_with("-- no-transaction\n"));
        assert!(!sqlx[&format!("{second}.down.sql")].starts_with("-- no-transaction\n"));
        assert!(files(&dbmate::STYLE)[&format!("{second}.sql")].starts_with("-- migrate:up transaction:false\n"));
        assert!(files(&flyway::STYLE).contains_key("V20261122093001__add_t_2_index.sql.conf"));
        let statements = crate::sql::read::read(&sqlx[&format!("{second}.up.sql")]).unwrap();
        assert_eq!(statements.len(), 1);
    }
}
