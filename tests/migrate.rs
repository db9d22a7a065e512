//! `crmgen migrate` as people meet it: the folder it writes, what it refuses, and what it remembers.

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

/// A project's folder that goes when the test ends.
struct Project(tempfile::TempDir);

impl Project {
    /// The starting schema, taken for what the database holds.
    fn recorded() -> Self {
        let project = Self::new();
        project.succeeds(&["migrate", "--baseline"]);
        project
    }

    fn new() -> Self {
        let project = Self(tempfile::tempdir().unwrap());
        project.succeeds(&["init"]);
        project
    }

    /// A schema of this repository, of which no database holds anything.
    fn of(schema: &str) -> Self {
        let project = Self(tempfile::tempdir().unwrap());
        let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join(schema);
        let copy = project.0.path().join("schema");
        fs::create_dir(&copy).unwrap();
        for (name, text) in files(&schema) {
            fs::write(copy.join(name), text).unwrap();
        }
        project
    }

    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        self.run_at("140", arguments)
    }

    /// Runs it for a terminal of so many columns.
    fn run_at(&self, columns: &str, arguments: &[&str]) -> (i32, String, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_crmgen"));
        let ran = command.args(arguments).current_dir(self.0.path()).env("COLUMNS", columns).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (ran.status.code().unwrap(), text(ran.stdout), text(ran.stderr))
    }

    fn succeeds(&self, arguments: &[&str]) -> String {
        let (status, stdout, stderr) = self.run(arguments);
        assert_eq!(status, 0, "{arguments:?}\n{stdout}\n{stderr}");
        stdout
    }

    /// Writes the first migration, which is proven.
    fn begins(&self) {
        let (status, stdout, stderr) = self.run(&["migrate", "init", "--prove", "--timestamp", "20260101000000"]);
        assert_eq!(status, 0, "{stdout}\n{stderr}");
        assert!(stderr.contains("0 failures"), "{stderr}");
    }

    /// Replaces a part of a schema file.
    fn edit(&self, from: &str, to: &str) {
        let path = self.0.path().join("schema/contacts.yaml");
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{from} in {text}");
        fs::write(path, text.replacen(from, to, 1)).unwrap();
    }

    /// The files of migrations, without what is recorded.
    fn migrations(&self) -> BTreeMap<String, String> {
        files(&self.0.path().join("migrations"))
    }
}

fn files(folder: &Path) -> BTreeMap<String, String> {
    let Ok(entries) = fs::read_dir(folder) else { return BTreeMap::new() };
    let files = entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
    files
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read_to_string(path).unwrap()))
        .collect()
}

/// A change of the starting schema that needs nothing but a transaction.
const ADDED: (&str, &str) = ("    fields:\n", "    fields:\n      nickname: text?\n");

#[test]
fn each_migration_starts_where_the_last_one_ended() {
    let project = Project::recorded();
    assert!(project.migrations().is_empty());
    assert!(project.succeeds(&["migrate", "nothing"]).contains("nothing to write"));
    project.edit(ADDED.0, ADDED.1);
    let told = project.succeeds(&["migrate", "add_nickname", "--timestamp", "20260101000000"]);
    assert!(told.starts_with("migrations/20260101000000_add_nickname.down.sql\n"), "{told}");
    let up = project.migrations()["20260101000000_add_nickname.up.sql"].clone();
    assert!(up.contains("ADD COLUMN nickname text;"), "{up}");
    assert!(project.migrations()["20260101000000_add_nickname.down.sql"].contains("DROP COLUMN nickname"));
    assert!(project.succeeds(&["migrate", "nothing"]).contains("nothing to write"));
    assert_eq!(project.migrations().len(), 2);
}

#[test]
fn the_first_migration_makes_everything_and_is_proven() {
    let project = Project::of("schema");
    project.begins();
    let migrations = project.migrations();
    let [up, down] = ["up", "down"].map(|way| &migrations[&format!("20260101000000_init.{way}.sql")]);
    // What stood before is not the owner's to grant.
    assert!(up.find("ON SCHEMA public TO crm_owner") < up.find("SET ROLE crm_owner"), "{up}");
    assert!(up.contains(" BYPASSRLS") && up.contains("CREATE TABLE public.leads"), "{up}");
    assert!(down.rfind("RESET ROLE") < down.find("DROP ROLE crm_owner"), "{down}");
    assert!(project.succeeds(&["migrate", "nothing"]).contains("nothing to write"));
}

/// As `roles.sql` does it: the owner of the tables does not own their schema.
#[test]
fn a_schema_of_their_own_is_made_for_the_tables() {
    Project::of("tests/cases/build/hostile-names/schema").begins();
}

#[test]
fn the_same_change_makes_the_same_files() {
    let files = [0, 1].map(|_| {
        let project = Project::recorded();
        project.edit(ADDED.0, ADDED.1);
        project.succeeds(&["migrate", "again", "--timestamp", "20260101000000", "--style", "sqlx"]);
        project.migrations()
    });
    assert_eq!(files[0], files[1]);
    assert!(files[0].keys().all(|name| name.contains("_again")));
}

#[test]
fn the_style_is_remembered_and_an_unknown_one_is_told() {
    let project = Project::new();
    project.succeeds(&["migrate", "--baseline", "--style", "dbmate"]);
    project.edit(ADDED.0, ADDED.1);
    project.succeeds(&["migrate", "one", "--timestamp", "20260101000000"]);
    let files = project.migrations();
    assert!(files.iter().all(|(name, text)| name.starts_with("2026010100000") && text.starts_with("-- migrate:up\n")));
    let (status, _, stderr) = project.run(&["migrate", "two", "--style", "dbmat"]);
    assert_eq!(status, 2);
    assert!(stderr.contains("did you mean `dbmate`?"), "{stderr}");
}

#[test]
fn a_migration_that_is_lost_or_older_than_the_last_is_refused() {
    let project = Project::recorded();
    project.edit(ADDED.0, ADDED.1);
    project.succeeds(&["migrate", "one", "--timestamp", "20260101000000"]);
    project.edit("      nickname: text?\n", "      nickname: text?\n      surname: text?\n");
    for (time, why) in
        [("20260101000000", "is not later than"), ("20250101", "is no time"), ("20261301000000", "is no time")]
    {
        let (status, _, stderr) = project.run(&["migrate", "two", "--timestamp", time]);
        assert_eq!(status, 2);
        assert!(stderr.contains(why), "{stderr}");
    }
    assert!(project.run(&["migrate", "Two!"]).2.contains("cannot be a migration's name"));
    fs::remove_file(project.0.path().join("migrations/20260101000000_one.up.sql")).unwrap();
    let (status, _, stderr) = project.run(&["migrate", "two"]);
    assert_eq!(status, 2);
    assert!(
        stderr.contains("the last migration is none, and the one that is recorded is 20260101000000_one.up.sql"),
        "{stderr}"
    );
}

#[test]
fn what_deletes_is_written_only_where_it_is_accepted() {
    let project = Project::new();
    project.edit(ADDED.0, ADDED.1);
    project.succeeds(&["migrate", "--baseline"]);
    project.edit("      nickname: text?\n", "");
    let (status, stdout, _) = project.run(&["migrate", "drop_nickname"]);
    assert_eq!(status, 1);
    assert!(stdout.contains("stop[DELETES_DATA]: contacts.nickname"), "{stdout}");
    assert!(project.migrations().is_empty());
    let path = project.0.path().join("schema/crmgen.yaml");
    let accepted = "crmgen: 1\naccept: [{ code: DELETES_DATA, object: contacts.nickname, reason: nobody used it }]\n";
    fs::write(&path, fs::read_to_string(&path).unwrap().replacen("crmgen: 1\n", accepted, 1)).unwrap();
    project.succeeds(&["migrate", "drop_nickname", "--timestamp", "20260101000000"]);
    let files = project.migrations();
    assert!(files["20260101000000_drop_nickname.up.sql"].contains("-- DELETES_DATA: "));
    assert!(files["20260101000000_drop_nickname.down.sql"].contains("this migration cannot be undone"));
}

#[test]
fn what_stops_fits_the_terminal_but_for_what_is_to_be_copied() {
    let project = Project::new();
    project.edit(ADDED.0, ADDED.1);
    project.succeeds(&["migrate", "--baseline"]);
    project.edit("      nickname: text?\n", "      surname: text\n");
    let told = project.run_at("200", &["migrate", "drop_nickname"]).1;
    let entry = "{ code: DELETES_DATA, object: contacts.nickname, reason: \"…\" }";
    assert!(told.contains(entry), "{told}");
    for columns in [40, 60, 80] {
        let narrow = project.run_at(&columns.to_string(), &["migrate", "drop_nickname"]).1;
        let is_wide = |line: &&str| line.chars().count() > columns && line.trim() != entry;
        assert_eq!(narrow.lines().find(is_wide), None, "{columns}\n{narrow}");
        assert!(narrow.lines().any(|line| line.ends_with(entry)), "{narrow}");
    }
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(words(&project.run_at("40", &["migrate", "drop_nickname"]).1), words(&told));
}

#[test]
fn what_is_missing_cannot_be_accepted() {
    let project = Project::recorded();
    project.edit(ADDED.0, "    fields:\n      surname: text\n");
    let path = project.0.path().join("schema/crmgen.yaml");
    let accepted = "crmgen: 1\naccept: [{ code: column.add, object: contacts.surname, reason: it is wanted }]\n";
    fs::write(&path, fs::read_to_string(&path).unwrap().replacen("crmgen: 1\n", accepted, 1)).unwrap();
    let (status, stdout, stderr) = project.run(&["migrate", "add_surname"]);
    assert_eq!(status, 1, "{stderr}");
    assert!(stdout.contains("stop[NEEDS_INPUT]: contacts.surname"), "{stdout}");
    assert!(project.migrations().is_empty());
}

#[test]
fn a_migration_is_proven_before_it_is_written() {
    let project = Project::recorded();
    project.edit(ADDED.0, ADDED.1);
    let (status, stdout, stderr) =
        project.run(&["migrate", "add_nickname", "--prove", "--timestamp", "20260101000000"]);
    assert_eq!(status, 0, "{stdout}\n{stderr}");
    assert!(stderr.contains("0 failures"), "{stderr}");
    assert_eq!(project.migrations().len(), 2);
}

#[test]
fn any_two_schemas_of_sql_have_a_plan() {
    let project = Project::new();
    let write = |name: &str, text: &str| fs::write(project.0.path().join(name), text).unwrap();
    write("old.sql", "CREATE TABLE t (id int PRIMARY KEY, a text);");
    write("new.sql", "CREATE TABLE t (id int PRIMARY KEY, a text NOT NULL DEFAULT 'x', b int);");
    let up = project.succeeds(&["migrate", "--from", "old.sql", "--to", "new.sql", "--stdout"]);
    assert!(up.contains("ALTER TABLE public.t ADD COLUMN b integer;"), "{up}");
    let down = project.succeeds(&["migrate", "--from", "old.sql", "--to", "new.sql", "--stdout", "--down"]);
    assert!(down.contains("DROP COLUMN b"), "{down}");
    write("new.sql", "CREATE TABLE t (id int PRIMARY KEY, c text);");
    let (status, stdout, stderr) = project.run(&["migrate", "--from", "old.sql", "--to", "new.sql", "--stdout"]);
    assert_eq!((status, stdout.as_str()), (1, ""));
    assert!(stderr.contains("stop[AMBIGUOUS_RENAME]"), "{stderr}");
    write("hints.yaml", "was: { t.c: t.a }\n");
    let up =
        project.succeeds(&["migrate", "--from", "old.sql", "--to", "new.sql", "--stdout", "--hints", "hints.yaml"]);
    assert!(up.contains("RENAME COLUMN a TO c"), "{up}");
}

/// Only the old side could tell whether two columns of one type have traded names already, and SQL does not.
#[test]
fn names_that_may_have_been_traded_are_asked_for() {
    let project = Project::new();
    let names = "      first: { type: text, was: last }\n      last: { type: text, was: first }\n";
    project.edit("    fields:\n", &format!("    fields:\n{names}"));
    project.succeeds(&["build"]);
    let database = ["roles", "schema", "policies"].map(|file| format!("./generated/postgres/{file}.sql"));
    let database: Vec<_> = database.iter().flat_map(|file| ["--from", file]).collect();
    let way = [&["migrate", "--stdout", "--to", "./schema"], &database[..]].concat();
    let (status, stdout, stderr) = project.run(&way);
    assert_eq!((status, stdout.as_str()), (1, ""));
    assert!(stderr.contains("stop[AMBIGUOUS_RENAME]: contacts.first: both sides have all of these names"), "{stderr}");
    let hints = project.0.path().join("hints.yaml");
    fs::write(hints, "was: { contacts.first: contacts.last, contacts.last: contacts.first }\n").unwrap();
    let up = project.succeeds(&[&way[..], &["--hints", "hints.yaml"]].concat());
    assert!(up.contains("RENAME COLUMN last TO first"), "{up}");
}
