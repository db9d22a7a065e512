//! What NOT NULL constraints are called. From PostgreSQL 18 on they have names, made of the table's and the column's, and
//! keep them whatever happens to those; before, they have none.

use crate::sql::facts::{Facts, ObjectName};
use crate::sql::{literal, quote};

/// The longest name that is made so; PostgreSQL cuts longer ones in a way of its own.
const LONGEST: usize = 63;

/// The name that PostgreSQL gives a column's NOT NULL constraint.
pub(super) fn of(table: &ObjectName, column: &str) -> String {
    format!("{}_{column}_not_null", table.name)
}

/// The statement that gives NOT NULL constraints of a table other names, from the first of each pair to the second. It
/// does nothing before PostgreSQL 18, and leaves alone what is called otherwise or has its name from a parent. Where a side
/// has tables below this one it leaves alone, too, what one of them calls otherwise: PostgreSQL renames it in all or none.
pub(super) fn rename(side: &Facts, table: &ObjectName, names: impl IntoIterator<Item = [String; 2]>) -> Option<String> {
    let is_above = side.tables.values().any(|one| one.parents().any(|parent| parent == table));
    let is_made = |[was, is]: &[String; 2]| was != is && was.len() <= LONGEST && is.len() <= LONGEST;
    let names: Vec<_> = names.into_iter().filter(is_made).collect();
    (!names.is_empty()).then(|| block(table, &apart(&names), if is_above { CALLED_ALIKE } else { "" }))
}

/// Renames one after another. Where a name is taken until its bearer has another, all of them go by way of a third.
fn apart(names: &[[String; 2]]) -> Vec<[String; 2]> {
    let is_taken = |name: &String| names.iter().any(|[was, _]| was == name);
    if !names.iter().any(|[_, is]| is_taken(is)) {
        return names.to_vec();
    }
    let third = |at: usize| format!("crmgen_tmp_{at}_not_null");
    let there = names.iter().enumerate().map(|(at, [was, _])| [was.clone(), third(at)]);
    there.chain(names.iter().enumerate().map(|(at, [_, is])| [third(at), is.clone()])).collect()
}

/// That all tables below call the constraint the same.
const CALLED_ALIKE: &str = "
                AND NOT EXISTS (
                    WITH RECURSIVE below (one) AS (
                        SELECT inhrelid FROM pg_catalog.pg_inherits WHERE inhparent = crmgen_one.of_table::regclass
                        UNION SELECT inhrelid FROM pg_catalog.pg_inherits JOIN below ON inhparent = below.one
                    )
                    SELECT FROM below WHERE NOT EXISTS (
                        SELECT FROM pg_catalog.pg_constraint
                        WHERE conrelid = below.one AND contype = 'n' AND conname = crmgen_one.was
                    )
                )";

fn block(table: &ObjectName, names: &[[String; 2]], condition: &str) -> String {
    let table = literal(&table.sql());
    let rows = names.iter().map(|[was, is]| format!("({table}, {}, {})", literal(was), literal(is)));
    let body = format!(
        "DECLARE
    crmgen_one record;
BEGIN
    IF pg_catalog.current_setting('server_version_num')::integer < 180000 THEN
        RETURN;
    END IF;
    FOR crmgen_one IN
        SELECT * FROM (VALUES
            {}
        ) AS renamed (of_table, was, becomes)
    LOOP
        IF EXISTS (
            SELECT FROM pg_catalog.pg_constraint
            WHERE conrelid = crmgen_one.of_table::regclass AND contype = 'n' AND conname = crmgen_one.was
                AND coninhcount = 0{condition}
        ) THEN
            EXECUTE pg_catalog.format(
                'ALTER TABLE %s RENAME CONSTRAINT %I TO %I', crmgen_one.of_table, crmgen_one.was, crmgen_one.becomes
            );
        END IF;
    END LOOP;
END",
        rows.collect::<Vec<_>>().join(",\n            ")
    );
    let quote = quote::dollar_quote("crmgen", [body.as_str()]);
    format!("DO {quote}\n{body}\n{quote}")
}
