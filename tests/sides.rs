//! The sides of a comparison: what they hold, and how each kind is found and read.

mod support;

use std::cell::Cell;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;

use crmgen::model::Model;
use crmgen::side::{Refused, Side};
use crmgen::sql::facts::{Facts, ObjectName};
use crmgen::target::model_json;

use support::{Case, copy_tree, crm, for_each};

#[test]
fn a_model_holds_what_its_sql_makes() {
    for_each("build", holds_what_its_sql_makes);
    let crm = Case { name: "crm".into(), folder: crm().parent().expect("the schema is in a folder").to_owned() };
    holds_what_its_sql_makes(&crm).unwrap();
}

fn holds_what_its_sql_makes(case: &Case) -> Result<(), String> {
    let model = support::load(&case.schema())?;
    if !model.project.targets.postgres {
        return Ok(());
    }
    let files = support::generate(&model)?;
    let text = |name: &str| (name.to_owned(), files[&format!("postgres/{name}")].clone());
    let sql = Side::of_sql("sql", ["roles.sql", "schema.sql", "policies.sql"].map(text).into());
    let sql = sql.map_err(|refused| format!("{:?}", refused.found))?;
    let meant = Side::of_model("model", Default::default(), model, &|_| Ok(None));
    differences(&meant.map_err(|refused| format!("{:?}", refused.found))?.facts, &sql.facts)
}

#[test]
fn beside_another_side_a_model_holds_what_it_holds_alone() {
    let shared = Cell::new(0);
    for_each("diff", |case| {
        let schemas = ["old", "new"].map(|side| case.folder.join(side));
        if !schemas.iter().all(|schema| schema.join("crmgen.yaml").is_file()) {
            return Ok(());
        }
        let [old, new] = schemas.map(|schema| called_as_any(&schema));
        let side =
            |other, model: &Model| Side::of_model_beside(other, "it", Default::default(), model.clone(), &|_| Ok(None));
        let said = |refused: Refused| format!("{:?}", refused.found);
        let old = side(None, &old).map_err(said)?;
        let (beside, alone) = (side(Some(&old), &new).map_err(said)?, side(None, &new).map_err(said)?);
        let here = beside.facts.tables.keys().filter(|name| is_shared(name, &beside.facts, &old.facts)).count();
        shared.set(shared.get() + here);
        differences(&alone.facts, &beside.facts)
    });
    assert!(shared.get() > 50, "no more than {} tables are shared", shared.get());
}

fn is_shared(name: &ObjectName, one: &Facts, other: &Facts) -> bool {
    one.tables.share(name).zip(other.tables.share(name)).is_some_and(|(one, other)| Arc::ptr_eq(&one, &other))
}

/// A folder's schema, as if the folder were called as any other.
fn called_as_any(folder: &Path) -> Model {
    let files = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("a file"));
    let files = files.map(|file| {
        (file.file_name().into_string().expect("a name"), fs::read(file.path()).expect("a file that can be read"))
    });
    crmgen::Gathered::in_memory("schema", files.collect()).load().model.expect("the schema is right")
}

#[test]
fn a_recorded_model_is_the_model() {
    for_each("build", |case| is_recorded_whole(&support::load(&case.schema())?));
    is_recorded_whole(&support::load(&crm()).unwrap()).unwrap();
}

fn is_recorded_whole(model: &Model) -> Result<(), String> {
    let model = &support::without_history(model);
    let read = recorded(model_json::whole(model)).map_err(|refused| refused.found[0].message.clone())?.model;
    let read = read.ok_or("a record has a model")?;
    if *model == read {
        return Ok(());
    }
    let differs = model.entities.iter().zip(&read.entities).find(|(one, other)| one != other);
    Err(format!("{:#?}\n{:#?}\n{differs:#?}", model.project, read.project))
}

fn recorded(text: String) -> Result<Side, Refused> {
    Side::of_record("recorded", "model.json", text, &|_| Ok(None))
}

#[test]
fn what_is_no_record_is_refused() {
    let whole = model_json::whole(&support::load(&crm()).unwrap());
    let edited = |from: &str, to: &str| {
        assert!(whole.contains(from), "{from}");
        whole.replacen(from, to, 1)
    };
    for (text, place, why) in [
        (String::new(), "1:1", "EOF while parsing"),
        ("[]".to_owned(), "", "invalid"),
        ("{}".to_owned(), "1:1", "it has no `schema_version`"),
        (
            edited("\"schema_version\": 1", "\"schema_version\": 2"),
            "1:1",
            "has `schema_version` 2, and this crmgen reads 1",
        ),
        (edited("\"owned\"", "\"hoarded\""), "", "unknown variant `hoarded`"),
        (
            edited("\"tenant\": \"organizations\"", "\"tenant\": \"moon\""),
            "1:1",
            "the entity `moon`, which is not there",
        ),
        (edited("\"leads\"", "\"zz\""), "1:1", ""),
        (edited("\"varchar(255)\"", "\"warchar(255)\""), "1:1", "`warchar(255)` is no type"),
        (edited("\"nullable\": false,", "\"nullable\":  false,"), "", "written again, the model gives another text"),
        (edited("\"on_delete\": \"cascade\"", "\"on_delete\": \"restrict\""), "", "written again"),
        (edited("\"command\": \"all\"", "\"command\": \"select\""), "", "written again"),
        (format!("{whole}\n"), "", "written again"),
    ] {
        let Refused { sources, found } = recorded(text).unwrap_err();
        let span = found[0].span().unwrap();
        assert_eq!(found[0].code.id, "E0804");
        assert!(found[0].message.contains(why), "{}", found[0].message);
        assert!(sources.place(span).ends_with(place), "{} is not {place}", sources.place(span));
    }
}

/// Where facts differ, so that a failure shows more than that they do.
fn differences(one: &Facts, two: &Facts) -> Result<(), String> {
    for (name, table) in &one.tables {
        let other = two.tables.get(name);
        if Some(table) != other {
            return Err(format!("table {name}\n{table:#?}\n{other:#?}"));
        }
    }
    for (signature, function) in &one.functions {
        let other = two.functions.get(signature);
        if Some(function) != other {
            return Err(format!("function {signature}\n{function:#?}\n{other:#?}"));
        }
    }
    if one == two { Ok(()) } else { Err("the surroundings differ".to_owned()) }
}

/// A repository with a project in it.
struct Repository {
    folder: tempfile::TempDir,
}

/// What a comparison said.
#[derive(Debug)]
struct Said {
    status: Option<i32>,
    stdout: String,
    stderr: String,
}

impl From<Output> for Said {
    fn from(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        Self { status: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }
}

impl Said {
    /// What is said of the two sides.
    fn sides(&self) -> [&str; 2] {
        assert_eq!((self.status, self.stderr.as_str()), (Some(0), ""), "{self:?}");
        let mut lines = self.stdout.lines();
        [lines.next(), lines.next()].map(Option::unwrap_or_default)
    }

    /// That it could not run, and why.
    fn refused(&self, parts: &[&str]) {
        assert_eq!((self.status, self.stdout.as_str()), (Some(2), ""), "{self:?}");
        for part in parts {
            assert!(self.stderr.contains(part), "{part} is not said: {}", self.stderr);
        }
    }
}

impl Repository {
    /// A project without a repository.
    fn none() -> Self {
        let repository = Self { folder: tempfile::tempdir().unwrap() };
        repository.write("schema/crmgen.yaml", PROJECT);
        repository.write("schema/platform.yaml", PLATFORM);
        repository
    }

    /// A repository in which nothing is committed yet.
    fn unborn() -> Self {
        let repository = Self::none();
        repository.git(&["init", "-q", "-b", "main"]);
        repository
    }

    /// A repository with one commit.
    fn new() -> Self {
        let repository = Self::unborn();
        repository.commit("first");
        repository
    }

    /// A shallow clone of this repository, one commit deep, with one branch checked out.
    fn shallow(&self, branch: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let from = format!("file://{}", self.path().display());
        let to = folder.path().join("clone");
        git(self.path(), &["clone", "-q", "--depth", "1", "--branch", branch, &from, &to.to_string_lossy()]);
        let clone = Self { folder: tempfile::tempdir().unwrap() };
        fs::rename(to, clone.path().join("clone")).unwrap();
        clone
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Adds an entity, and with it a table.
    fn add(&self, name: &str) {
        self.write(&format!("schema/{name}.yaml"), &format!("entities:\n  {name}:\n    fields: {{ name: text }}\n"));
    }

    fn commit(&self, message: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "-q", "--allow-empty", "-m", message]);
    }

    fn git(&self, arguments: &[&str]) -> String {
        git(self.path(), arguments)
    }

    fn build(&self) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_crmgen"));
        let built = command.current_dir(self.path()).arg("build").output().unwrap();
        assert!(built.status.success(), "{built:?}");
    }

    fn diff(&self, arguments: &[&str]) -> Said {
        diff(self.path(), arguments)
    }
}

fn git(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new("git");
    command.current_dir(folder).args(["-c", "user.name=a", "-c", "user.email=a@b", "-c", "protocol.file.allow=always"]);
    let output = command.args(arguments).output().expect("git is installed");
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_crmgen"));
    command.current_dir(folder).args(["diff", "--fail-on", "none"]).args(arguments);
    command
}

fn diff(folder: &Path, arguments: &[&str]) -> Said {
    command(folder, arguments).output().unwrap().into()
}

const PROJECT: &str = "crmgen: 1\nname: shop\ntenancy: { tenant: shops, column: shop_id }\ntargets: { postgres: {} }\n";
const PLATFORM: &str = "entities:\n  shops: { tenancy: root, fields: { name: text } }\n";

#[test]
fn the_old_side_is_where_work_parted_from_the_default_branch() {
    let repository = Repository::new();
    repository.git(&["switch", "-q", "-c", "work"]);
    repository.add("goods");
    repository.commit("on the branch");
    repository.git(&["switch", "-q", "main"]);
    repository.add("later");
    repository.commit("on main, later");
    repository.git(&["switch", "-q", "work"]);
    repository.add("unsaved");
    let base = repository.git(&["rev-parse", "--short=7", "main~1"]);
    let old = format!("old: the merge base with main ({base}), 1 table");
    assert_eq!(repository.diff(&["--new", "."]).sides(), [old.as_str(), "new: ., 3 tables"]);
}

#[test]
fn the_default_branch_of_the_server_comes_first() {
    let server = Repository::new();
    server.add("goods");
    server.git(&["switch", "-q", "-c", "trunk"]);
    server.commit("on trunk");
    let folder = tempfile::tempdir().unwrap();
    git(folder.path(), &["clone", "-q", &server.path().to_string_lossy(), "clone"]);
    let clone = folder.path().join("clone");
    git(&clone, &["branch", "main", "origin/main"]);
    let base = git(&clone, &["rev-parse", "--short=7", "origin/trunk"]);
    let old = format!("old: the merge base with origin/trunk ({base}), 2 tables");
    assert_eq!(diff(&clone, &["--new", "schema"]).sides()[0], old);
}

#[test]
fn without_a_default_branch_the_old_side_is_the_last_commit() {
    let repository = Repository::new();
    repository.git(&["branch", "-m", "main", "elsewhere"]);
    repository.add("goods");
    let base = repository.git(&["rev-parse", "--short=7", "HEAD"]);
    assert_eq!(repository.diff(&["--new", "."]).sides()[0], format!("old: HEAD ({base}), 1 table"));
}

#[test]
fn both_sides_can_be_commits() {
    let repository = Repository::new();
    repository.git(&["tag", "v1"]);
    repository.add("goods");
    repository.commit("second");
    let hash = |name: &str| repository.git(&["rev-parse", "--short=7", name]);
    let sides = [format!("old: v1 ({}), 1 table", hash("v1")), format!("new: HEAD ({}), 2 tables", hash("HEAD"))];
    assert_eq!(repository.diff(&["--against", "v1", "--new", "HEAD"]).sides(), [&sides[0], &sides[1]]);
    let short = hash("HEAD");
    assert_eq!(repository.diff(&["--against", &short]).sides()[0], format!("old: {short}, 2 tables"));
}

#[test]
fn a_project_below_the_top_is_found_there() {
    let repository = Repository::unborn();
    let below = repository.path().join("apps/crm é");
    copy_tree(&repository.path().join("schema"), &below.join("schema"));
    repository.commit("first");
    fs::write(below.join("schema/goods.yaml"), "entities:\n  goods: { fields: { name: text } }\n").unwrap();
    assert!(diff(&below, &["--against", "HEAD"]).sides()[0].ends_with("), 1 table"));
    assert!(diff(&below.join("schema"), &["--against", "HEAD"]).sides()[1].starts_with("new: the schema here, 2"));
    let schema = below.join("schema");
    let from_top = diff(repository.path(), &["--schema", &schema.to_string_lossy(), "--against", "HEAD"]);
    assert!(from_top.sides()[0].ends_with("), 1 table"));
}

#[test]
fn where_the_project_is_not_there_yet_the_old_side_is_empty() {
    let repository = Repository::none();
    repository.git(&["init", "-q", "-b", "main"]);
    assert_eq!(repository.diff(&["--new", "."]).sides()[0], "old: nothing: there is no commit yet, 0 tables");
    repository.git(&["commit", "-q", "--allow-empty", "-m", "empty"]);
    repository.commit("the project");
    let hash = repository.git(&["rev-parse", "--short=7", "HEAD~1"]);
    let old = format!("old: nothing: HEAD~1 ({hash}) has no schema here, 0 tables");
    assert_eq!(repository.diff(&["--against", "HEAD~1"]).sides()[0], old);
}

#[test]
fn a_shallow_clone_says_what_to_fetch() {
    let server = Repository::new();
    server.git(&["switch", "-q", "-c", "work"]);
    server.commit("on the branch");
    server.git(&["switch", "-q", "main"]);
    let clone = server.shallow("work");
    let folder = clone.path().join("clone");
    diff(&folder, &["--new", "."]).refused(&["E0803", "shallow", "git fetch --unshallow", "fetch-depth: 0"]);
    git(&folder, &["fetch", "-q", "--depth", "1", "origin", "main:refs/remotes/origin/main"]);
    diff(&folder, &["--new", "."]).refused(&["origin/main", "git fetch --unshallow"]);
    git(&folder, &["fetch", "-q", "--unshallow", "origin"]);
    assert!(diff(&folder, &["--new", "."]).sides()[0].starts_with("old: the merge base with origin/main"));
}

#[test]
fn lines_of_work_without_a_common_commit_are_named() {
    let repository = Repository::new();
    repository.git(&["switch", "-q", "--orphan", "other"]);
    repository.git(&["commit", "-q", "--allow-empty", "-m", "another root"]);
    repository.git(&["restore", "--source", "main", "."]);
    repository.diff(&["--new", "."]).refused(&["E0803", "no commit in common", "--against main"]);
    assert!(repository.diff(&["--against", "main"]).sides()[0].starts_with("old: main"));
}

#[test]
fn without_a_repository_or_git_something_else_can_be_named() {
    let project = Repository::none();
    project.diff(&["--new", "."]).refused(&["E0802", "no git repository", "`model.json`"]);
    project.diff(&["--against", "main"]).refused(&["E0802", "no git repository"]);
    let without_git = command(project.path(), &["--new", "."]).env("PATH", "").output().unwrap();
    Said::from(without_git).refused(&["E0802", "git is not installed"]);
    assert_eq!(project.diff(&["--against", "schema"]).sides()[0], "old: schema, 1 table");
}

#[test]
fn faults_of_a_commit_name_it() {
    let repository = Repository::new();
    repository.write("schema/goods.yaml", "entities:\n  goods: { fields: { name: txt } }\n");
    repository.commit("broken");
    repository.git(&["tag", "broken"]);
    repository.write("schema/goods.yaml", "entities:\n  goods: { fields: { name: text } }\n");
    let said = repository.diff(&["--against", "broken"]);
    assert_eq!(said.status, Some(1));
    assert!(said.stderr.contains("broken:schema/goods.yaml:2:"), "{}", said.stderr);
}

#[test]
fn hostile_names_are_names() {
    let repository = Repository::new();
    for name in [
        "--upload-pack=touch pwned",
        "-x",
        "--",
        "",
        "main..main",
        "^main",
        "main:schema",
        "a b;touch pwned",
        "@{-1",
        "é\n",
    ] {
        repository.diff(&["--against", name]).refused(&["E0801"]);
    }
    assert!(!repository.path().join("pwned").exists());
}

#[test]
fn a_name_that_is_both_is_not_guessed() {
    let repository = Repository::new();
    repository.git(&["branch", "schema"]);
    repository.diff(&["--against", "schema"]).refused(&["E0801", "both", "./schema", "refs/heads/schema"]);
    assert_eq!(repository.diff(&["--against", "./schema"]).sides()[0], "old: ./schema, 1 table");
    assert!(repository.diff(&["--against", "refs/heads/schema"]).sides()[0].starts_with("old: refs/heads/schema ("));
}

#[test]
fn what_is_no_plain_file_in_a_commit_is_refused() {
    let repository = Repository::new();
    std::os::unix::fs::symlink("platform.yaml", repository.path().join("schema/linked.yaml")).unwrap();
    repository.commit("a link");
    fs::remove_file(repository.path().join("schema/linked.yaml")).unwrap();
    repository.diff(&["--against", "HEAD"]).refused(&["HEAD:schema/linked.yaml", "symbolic link"]);
    let other = Repository::new();
    repository.git(&["submodule", "--quiet", "add", &other.path().to_string_lossy(), "schema/sub"]);
    repository.commit("a submodule");
    repository.diff(&["--against", "HEAD"]).refused(&["HEAD:schema/sub", "submodule"]);
}

#[test]
fn a_hook_of_another_repository_does_not_lead_astray() {
    let (repository, other) = (Repository::new(), Repository::unborn());
    let mut command = command(repository.path(), &["--against", "HEAD"]);
    let said: Said = command.env("GIT_DIR", other.path().join(".git")).output().unwrap().into();
    assert!(said.sides()[0].starts_with("old: HEAD ("));
}

#[test]
fn templates_are_those_of_the_commit() {
    let repository = Repository::none();
    repository.write("schema/crmgen.yaml", &format!("{PROJECT}templates: own\n"));
    let built_in = include_str!("../templates/postgres/schema/functions.sql");
    repository.write("own/postgres/schema/functions.sql", &built_in.replace("is not set'", "is not there'"));
    repository.git(&["init", "-q", "-b", "main"]);
    repository.commit("first");
    assert!(!repository.diff(&["--against", "HEAD"]).stdout.contains("function."));
    repository.write("own/postgres/schema/functions.sql", built_in);
    assert!(repository.diff(&["--against", "HEAD"]).stdout.contains("function."));
}

#[test]
fn output_is_compared_without_a_proof_and_what_cannot_be_made_is_told() {
    let repository = Repository::none();
    repository.write("schema/crmgen.yaml", &format!("{PROJECT}templates: own\n"));
    repository.git(&["init", "-q", "-b", "main"]);
    repository.build();
    repository.commit("first");
    assert!(!repository.diff(&[]).stdout.contains("stale"));
    repository.write("own/postgres/roles.sql", "BEGIN;\nSELECT 1;\nCOMMIT;\n");
    assert!(repository.diff(&[]).stdout.contains("generated is stale: 1 changed"));
    repository.write("own/postgres/roles.sql", "{{ no_such_thing }}");
    repository.diff(&[]).refused(&["error[E0901]", "postgres/roles.sql:1", "no_such_thing"]);
}

#[test]
fn what_another_version_made_on_the_old_side_is_told() {
    let repository = Repository::unborn();
    let old_follows = || {
        let told = repository.diff(&["--output-format", "json"]).stdout;
        serde_json::from_str::<serde_json::Value>(&told).unwrap()["generated"]["old_follows"].clone()
    };
    let says = "is not what this crmgen makes of the schema there";
    repository.commit("nothing generated");
    assert_eq!(old_follows(), serde_json::Value::Null);
    repository.build();
    repository.commit("generated");
    repository.add("orders");
    assert_eq!(old_follows(), true);
    assert!(!repository.diff(&[]).stdout.contains(says));
    let recorded = fs::read_to_string(repository.path().join("generated/model.json")).unwrap();
    repository.write("generated/model.json", &recorded.replace("\"schema_version\": 1", "\"schema_version\": 0"));
    repository.git(&["commit", "-q", "-m", "as an older crmgen made it", "generated"]);
    assert_eq!(old_follows(), false);
    let told = repository.diff(&[]).stdout;
    assert!(
        told.contains(&format!(
            "generated of the merge base with main ({})",
            &repository.git(&["rev-parse", "HEAD"])[..7]
        )),
        "{told}"
    );
    assert_eq!(told.lines().filter(|line| line.contains(says)).count(), 1);
    let folder = repository.path().join("copy");
    copy_tree(&repository.path().join("schema"), &folder.join("schema"));
    assert!(!repository.diff(&["--against", "copy"]).stdout.contains(says));
    copy_tree(&repository.path().join("generated"), &folder.join("generated"));
    assert!(repository.diff(&["--against", "copy"]).stdout.contains(&format!("generated of copy {says}")));
}

#[test]
fn sql_is_read_from_files_and_folders() {
    let project = Repository::none();
    project.build();
    let sql = |name: &str| format!("generated/postgres/{name}.sql");
    let files = [sql("roles"), sql("schema"), sql("policies")];
    let named: Vec<_> = files.iter().flat_map(|file| ["--against", file]).collect();
    for arguments in [vec!["--against", "generated/postgres"], named] {
        let said = project.diff(&arguments);
        assert!(said.sides()[0].ends_with(", 1 table"), "{said:?}");
        assert!(said.stdout.ends_with("no changes\n"), "{said:?}");
    }
    let said = project.diff(&["--against", "generated/model.json"]);
    assert_eq!(said.sides()[0], "old: generated/model.json, 1 table");
    assert!(said.stdout.ends_with("no changes\n"), "{said:?}");
    project.write("edited.json", "{ \"schema_version\": 1 }");
    project.diff(&["--against", "edited.json"]).refused(&["E0804", "edited.json:1:"]);
    project.write("broken.sql", "CREATE TABLE a (b int);\nCREATE TABL c;\n");
    project.diff(&["--against", "broken.sql"]).refused(&["E0805", "broken.sql:2:8"]);
}

#[test]
fn what_is_no_side_is_said() {
    let project = Repository::none();
    project.write("notes.txt", "");
    fs::create_dir(project.path().join("empty")).unwrap();
    project.diff(&["--against", "notes.txt"]).refused(&["E0801", "neither SQL"]);
    project.diff(&["--against", "empty"]).refused(&["E0801", "holds neither"]);
    project.diff(&["--against", "missing.sql"]).refused(&["E0801", "no file or folder `missing.sql`"]);
    project.diff(&["--against", "notes.txt", "--against", "empty"]).refused(&["E0801", "no SQL file"]);
    let nowhere = tempfile::tempdir().unwrap();
    let path: PathBuf = project.path().join("schema");
    diff(nowhere.path(), &["--against", "main"]).refused(&["E0802"]);
    diff(nowhere.path(), &["--against", &path.to_string_lossy()]).refused(&["E0009"]);
}

#[test]
fn hosts_know_the_files_by_their_paths_from_the_top_of_the_repository() {
    for (project, below) in [("", "schema/"), ("services/crm", "services/crm/schema/")] {
        let repository = Repository { folder: tempfile::tempdir().unwrap() };
        let platform = format!("{below}platform.yaml");
        repository.write(&format!("{below}crmgen.yaml"), PROJECT);
        repository.write(&platform, PLATFORM);
        repository.git(&["init", "-q", "-b", "main"]);
        repository.commit("first");
        repository.write(&platform, &PLATFORM.replace("name: text", "title: text"));
        for (format, place) in [
            ("github", format!("file={platform},line=")),
            ("sarif", format!("\"uri\": \"{platform}\"")),
            ("gitlab", format!("\"path\": \"{platform}\"")),
        ] {
            let said = diff(&repository.path().join(project), &["--against", "HEAD", "--output-format", format]);
            assert!(said.stdout.contains(&place), "{place} is not in {said:?}");
        }
        let said = diff(&repository.path().join(project), &["--against", "HEAD"]);
        assert!(said.stdout.contains(" (schema/platform.yaml:"), "{said:?}");
    }
}

#[test]
fn a_file_of_hints_stands_beside_sql() {
    let project = Repository::none();
    project.write("old.sql", "CREATE TABLE t (id int PRIMARY KEY, a text);");
    project.write("new.sql", "CREATE TABLE t (id int PRIMARY KEY, c text);");
    let sides = ["--against", "old.sql", "--new", "new.sql"];
    assert!(project.diff(&sides).stdout.contains("AMBIGUOUS_RENAME"));
    project.write("hints.yaml", "was: { t.c: t.a }\n");
    let with = |file: &'static str| [&sides[..], &["--hints", file]].concat();
    assert!(project.diff(&with("hints.yaml")).stdout.contains("The column `a` of `t` is called `c`."));
    project.write("drop.yaml", "dropped: [t.a]\naccept: [{ code: DELETES_DATA, object: t.a, reason: unread }]\n");
    let said = project.diff(&with("drop.yaml"));
    assert!(said.status == Some(0) && said.stdout.contains("= accepted: unread"), "{said:?}");
    project.write("vain.yaml", "was: { t.c: t.a }\naccept: [{ code: DELETES_DATA, object: t.a, reason: unread }]\n");
    let said = project.diff(&with("vain.yaml"));
    assert!(said.status == Some(1) && said.stderr.contains("vain.yaml:2:"), "{said:?}");
    project.write("wrong.yaml", "wass: {}\n");
    let said = project.diff(&with("wrong.yaml"));
    assert!(said.stderr.contains("wrong.yaml:1:1"), "{said:?}");
}
