//! Schema files that are not ours: what is read from them is what PostgreSQL makes of them.

#[path = "../support/mod.rs"]
mod support;

use std::collections::BTreeMap;

use crmgen::expect::Expect;
use crmgen::sql::facts::{Described, Facts, Said};
use crmgen::sql::read::{self, Unread};

use support::cluster::{Cluster, SUPERUSER};

const RICH: &str = include_str!("rich.sql");

fn read(text: &str) -> (Facts, Vec<Unread>) {
    read::schema(text, "public").unwrap_or_else(|error| panic!("at byte {}: {}", error.at, error.message))
}

/// A file by hand and the server's dump of it hold the same.
#[test]
fn a_file_by_hand_is_read_as_its_dump_is() {
    let database = Cluster::shared().database("foreign");
    database.run(SUPERUSER, RICH).expect();
    let dump = database.dump();
    let (by_hand, unread) = read(RICH);
    assert_eq!(unread, []);
    let (dumped, unread) = read(&dump);
    assert_eq!(unread, [], "{dump}");
    similar(&shape(&by_hand), &shape(&dumped));
}

/// Reading our own output this way gives what the model makes one expect.
#[test]
fn our_own_output_is_read_as_expected() {
    support::for_each("build", |case| holds_what_is_expected(&support::load(&case.schema())?));
    support::load(&support::crm()).and_then(|model| holds_what_is_expected(&model)).unwrap();
}

fn holds_what_is_expected(model: &crmgen::model::Model) -> Result<(), String> {
    let files = support::generate(model)?;
    let paths = ["postgres/roles.sql", "postgres/schema.sql", "postgres/policies.sql"];
    let text: String = paths.iter().filter_map(|path| files.get(*path).map(String::as_str)).collect();
    if text.is_empty() {
        return Ok(());
    }
    let (facts, unread) = read(&text);
    if !unread.is_empty() {
        return Err(format!("unread: {unread:#?}"));
    }
    let expect = Expect::new(model);
    for (_, entity) in model.managed() {
        let (found, expected) = (facts.tables.get(&expect.name(&entity.name)), expect.table(entity));
        if found != Some(&expected) {
            return Err(format!("{found:#?}\nis not\n{expected:#?}"));
        }
    }
    let (mut found, mut expected) = (Described::default(), Described::default());
    facts.describe_surroundings(&mut found);
    expect.surroundings().describe_surroundings(&mut expected);
    if found == expected { Ok(()) } else { Err(format!("{found:#?}\nis not\n{expected:#?}")) }
}

#[test]
fn what_is_not_read_is_reported_with_its_place() {
    let text = "CREATE TABLE t (id int);\nINSERT INTO t VALUES (1);\nUPDATE t SET id = 2;\nDELETE FROM t;\n\
        COPY t FROM stdin;\n7;\n\\.\nDO $$ BEGIN EXECUTE 'x'; END $$;\nSELECT setval('q', 3);\nSELECT f();\n\
        CREATE TEMP TABLE u (a int);\nCREATE TABLE v AS SELECT 1;\nALTER TABLE missing ADD COLUMN a int;\n\
        DROP TABLE missing;\nREFRESH MATERIALIZED VIEW m;\nSECURITY LABEL ON TABLE t IS 'x';\nALTER SYSTEM SET a = 1;\n\
        \\i other.sql\n";
    let (facts, unread) = read(text);
    assert_eq!(facts.tables.len(), 1);
    let told: Vec<_> = unread.iter().map(|one| format!("{}: {}", one.statement, one.reason)).collect();
    let expected = [
        "INSERT INTO: rows, which are no part of a schema",
        "UPDATE t: rows, which are no part of a schema",
        "DELETE FROM: rows, which are no part of a schema",
        "COPY t: rows, which are no part of a schema",
        "DO $$ BEGIN EXECUTE 'x'; END $$: code, which only a server can run",
        "SELECT setval: the place of a sequence, which is no part of a schema",
        "SELECT f: a call, which only a server can follow",
        "CREATE TEMP: a temporary table, which ends with its session",
        "CREATE TABLE: a table made from a query, whose columns only a server can tell",
        "ALTER TABLE: `public.missing`, which is not there",
        "DROP TABLE: `missing`, which is not there",
        "REFRESH MATERIALIZED: work on what stands, which changes no definition",
        "SECURITY LABEL: SECURITY LABEL, which is not known here",
        "ALTER SYSTEM: ALTER SYSTEM, which is not known here",
        "\\ i: a command of psql that brings in more than this text",
    ];
    assert_eq!(told, expected);
    for one in &unread {
        let first = one.statement.split(' ').next().unwrap_or_default();
        assert!(text[one.at..].starts_with(first), "{one:?}");
    }
}

#[test]
fn names_follow_what_is_called_otherwise() {
    let text = "CREATE SCHEMA s; CREATE TYPE s.m AS ENUM ('a', 'b'); SET search_path = s;
        CREATE FUNCTION f() RETURNS int RETURN 1;
        CREATE TABLE t (id int PRIMARY KEY, a int DEFAULT f() CHECK (a > 0), k m DEFAULT 'a');
        CREATE TABLE u (t int REFERENCES t, CHECK (t > 0));
        CREATE POLICY p ON u USING (EXISTS (SELECT 1 FROM t x WHERE x.id = u.t AND x.a > f()));
        CREATE VIEW v AS SELECT u.t FROM u;
        ALTER TABLE t RENAME id TO key; ALTER TABLE t RENAME TO targets; ALTER FUNCTION f() RENAME TO g;
        ALTER TYPE m RENAME TO kinds; ALTER TYPE kinds RENAME VALUE 'a' TO 'z'; ALTER TABLE u RENAME TO users;";
    let (facts, unread) = read(text);
    assert_eq!(unread, []);
    let table = |name: &str| &facts.tables[&crmgen::sql::facts::ObjectName::new("s", name)];
    let key = &table("users").foreign_keys[0];
    assert_eq!((key.target.to_string(), &key.target_columns[0]), ("s.targets".to_owned(), &"key".to_owned()));
    let policy = table("users").policies["p"].using.as_ref().unwrap();
    assert_eq!(policy.sql(), "EXISTS (SELECT 1 FROM targets x WHERE x.key = users.t AND x.a > g())");
    let kind = &table("targets").columns[2];
    assert_eq!(kind.ty.to_string(), "s.kinds");
    let mut described = Described::default();
    facts.tables.iter().for_each(|(name, table)| table.describe(name, &mut described));
    let said = |object: &str, attribute: &str| described.objects[&("column", object.to_owned())][attribute].to_string();
    assert_eq!([said("s.targets.k", "default"), said("s.targets.a", "default")], ["'z'", "g()"].map(str::to_owned));
    let view = &facts.views[&crmgen::sql::facts::ObjectName::new("s", "v")];
    assert_eq!(view.query.sql, "SELECT users.t FROM users");
}

/// What both sides must agree in: everything but expressions and queries, which the server words its own way.
fn shape(facts: &Facts) -> BTreeMap<String, String> {
    let mut described = Described::default();
    facts.describe_surroundings(&mut described);
    facts.tables.iter().for_each(|(name, table)| table.describe(name, &mut described));
    let mut shape = BTreeMap::new();
    for ((kind, name), attributes) in described.objects {
        for (attribute, said) in attributes {
            let worded =
                matches!(attribute, "query" | "statements" | "definition" | "body" | "revoked" | "partition of");
            // Made before what the dump is of, or said of it though nobody did.
            let of_server =
                ["schema public", "EXTENSION citext"].iter().any(|own| format!("{kind} {name}").contains(own));
            let elsewhere = kind == "extension" || attribute == "foreign keys in order" || attribute == "existence";
            if worded || elsewhere || of_server {
                continue;
            }
            let text = match said {
                Said::Text(text) => text,
                Said::Tree(_) => "an expression".to_owned(),
            };
            shape.insert(format!("{attribute} of {kind} {name}"), text);
        }
    }
    shape
}

fn similar(one: &BTreeMap<String, String>, other: &BTreeMap<String, String>) {
    let keys: std::collections::BTreeSet<_> = one.keys().chain(other.keys()).collect();
    let differ = keys.into_iter().filter(|key| one.get(*key) != other.get(*key));
    let told: Vec<_> = differ.map(|key| format!("{key}: {:?}, dumped {:?}", one.get(key), other.get(key))).collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
}
