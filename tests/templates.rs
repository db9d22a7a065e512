//! Templates of the project's own, in place of the built-in ones.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// The starting schema in a folder of its own, with a template that stands in for the built-in one.
struct Project(tempfile::TempDir);

const TEMPLATE: &str = "postgres/policies.sql";

impl Project {
    /// A project whose policies are laid out by the built-in template with one text replaced.
    fn with_template(from: &str, to: &str) -> Self {
        let project = Self(tempfile::tempdir().expect("a temporary folder"));
        assert!(project.run("init").status.success());
        let file = project.path().join("schema/crmgen.yaml");
        let schema = fs::read_to_string(&file).expect("the project file");
        fs::write(&file, schema + "\ntemplates: layout\n").expect("the project file can be written");
        let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates").join(TEMPLATE);
        let text = fs::read_to_string(own).expect("the built-in template");
        assert!(text.contains(from), "the built-in template has no `{from}`");
        let target = project.path().join("layout").join(TEMPLATE);
        fs::create_dir_all(target.parent().expect("a folder")).expect("the folder can be made");
        fs::write(target, text.replacen(from, to, 1)).expect("the template can be written");
        project
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn run(&self, argument: &str) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_crmgen"));
        command.arg(argument).current_dir(self.path()).env("NO_COLOR", "1").output().expect("the program runs")
    }

    /// Builds, and returns what was said of the fault.
    fn refused(&self) -> String {
        let output = self.run("build");
        assert!(!output.status.success(), "the fault was not found");
        assert!(!self.path().join("generated").exists(), "something was written");
        String::from_utf8(output.stderr).expect("messages are UTF-8")
    }
}

#[test]
fn a_layout_of_ones_own_is_used() {
    let project = Project::with_template("-- Functions\n", "-- Functions of this house\n");
    assert!(project.run("build").status.success());
    let made = fs::read_to_string(project.path().join("generated").join(TEMPLATE)).expect("the file is made");
    assert!(made.contains("-- Functions of this house\n"));
}

#[test]
fn a_value_that_does_not_exist_is_an_error_at_its_line() {
    let said = Project::with_template("SET LOCAL ROLE {{ owner }};", "SET LOCAL ROLE {{ ownr }};").refused();
    assert!(said.contains("E0901") && said.contains("postgres/policies.sql:8"), "{said}");
}

#[test]
fn a_meaning_of_ones_own_is_not() {
    let said =
        Project::with_template("REVOKE ALL ON FUNCTION {{ function }} FROM", "GRANT ALL ON FUNCTION {{ function }} TO")
            .refused();
    assert!(said.contains("E0902"), "{said}");
}
