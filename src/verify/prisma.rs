//! Prisma agrees: its own engine finds no difference between the schema made for it and the database, and its own
//! client, with the extension made for it, works for its tenant and reaches no other.
//!
//! What is needed of Prisma is installed once, from a lock file of exact versions; the engines are WebAssembly, so that
//! nothing else is downloaded.

mod scene;
pub mod schema;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::{Deserialize, Serialize};

use super::program::{cache, hold, put, run as run_program, version};
use super::proof::{Failure, Outcome, Proof, Watch};
use super::stage::{Setback, Stage};
use crate::model::NameStyle;
use crate::sample::Sample;
use crate::server::Unavailable;
use schema::{STYLES, Schema};

/// The proof that Prisma and the database agree.
pub static PROOF: Proof = Proof {
    name: "prisma",
    about: "Prisma's engine finds no difference, and its client reaches its own tenant alone",
    on_request: true,
    prepare: Some(prepare),
    run,
};

/// The variable that names the folder for Prisma's packages.
const FOLDER: &str = "CRMGEN_NODE_MODULES";

/// What npm installs by.
const LOCK: (&str, &str) = ("package-lock.json", include_str!("prisma/harness/package-lock.json"));

/// What lies beside Prisma's packages.
const PARTS: [(&str, &str); 5] = [
    LOCK,
    ("package.json", include_str!("prisma/harness/package.json")),
    ("drift.mjs", include_str!("prisma/harness/drift.mjs")),
    ("generate.mjs", include_str!("prisma/harness/generate.mjs")),
    ("tsconfig.json", include_str!("prisma/harness/tsconfig.json")),
];

/// The part that is compiled with each client.
const CLIENT: &str = include_str!("prisma/harness/client.ts");

/// The oldest node that Prisma's client runs on.
const OLDEST_NODE: [u32; 2] = [20, 19];

/// Prisma's packages, installed.
#[derive(Debug)]
pub struct Workshop {
    folder: PathBuf,
}

/// A database, and what should describe it.
#[derive(Debug, Serialize)]
pub struct Described {
    url: String,
    schema: Schema,
    /// Tables that Prisma is to leave aside, as they are made elsewhere.
    external: Vec<String>,
}

/// A difference that Prisma finds.
#[derive(Debug, Deserialize)]
pub struct Drift {
    /// What it was told the database is called.
    pub name: String,
    /// Which side would be changed: to what the schema says, or to what the database is.
    pub way: String,
    /// How, as SQL.
    pub change: String,
}

/// A line that the client's program prints.
#[derive(Deserialize)]
#[serde(untagged)]
enum Line {
    /// Something does not hold.
    Fault { what: String, got: String },
    /// The last line.
    End { calls: usize },
}

fn prepare(watch: &dyn Watch) -> Result<(), Unavailable> {
    Workshop::open(&folder(), watch).map(drop)
}

fn folder() -> PathBuf {
    std::env::var_os(FOLDER).map_or_else(|| cache().join("prisma"), PathBuf::from)
}

fn run(stage: &Stage<'_>, outcome: &mut Outcome, _: &dyn Watch) -> Result<(), Setback> {
    let workshop = Workshop { folder: folder() };
    if let Err(failure) = workshop.compare(stage, outcome) {
        outcome.fail(failure);
    }
    workshop.use_client(stage, outcome)
}

impl Workshop {
    /// Opens a folder, installing Prisma's packages in it where they are not there.
    ///
    /// # Errors
    /// When node or npm is missing or too old, or npm cannot get the packages.
    pub fn open(folder: &Path, watch: &dyn Watch) -> Result<Self, Unavailable> {
        check_node()?;
        let unwritable = |error: io::Error| Unavailable {
            message: format!("cannot keep Prisma's packages in {}: {error}", folder.display()),
            help: vec![format!("name another folder in the environment variable {FOLDER}")],
        };
        let _turn = hold(folder).map_err(unwritable)?;
        PARTS.iter().try_for_each(|(name, text)| put(&folder.join(name), text)).map_err(unwritable)?;
        let stamp = folder.join("node_modules/.crmgen");
        if fs::read_to_string(&stamp).is_ok_and(|installed| installed == LOCK.1) {
            return Ok(Self { folder: folder.to_owned() });
        }
        watch.tell(&format!("installing Prisma's packages, once, in {}", folder.display()));
        let mut npm = Command::new("npm");
        npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(folder);
        run_program("npm ci", &mut npm, "").map_err(uninstalled)?;
        put(&stamp, LOCK.1).map_err(unwritable)?;
        Ok(Self { folder: folder.to_owned() })
    }

    /// What Prisma's engine would change in each database, either way.
    ///
    /// # Errors
    /// What the engine says where it cannot tell.
    pub fn drift(&self, databases: &BTreeMap<String, Described>) -> Result<Vec<Drift>, Failure> {
        let unread =
            |error: serde_json::Error| Failure::new("Prisma's engine cannot be asked").with("got", error.to_string());
        let input = serde_json::to_string(databases).map_err(unread)?;
        let said = run_program("Prisma's schema engine", self.node(&self.folder).arg("drift.mjs"), &input)?;
        said.lines().map(|line| serde_json::from_str(line).map_err(unread)).collect()
    }

    /// Compares the stage with the schema in both styles.
    fn compare(&self, stage: &Stage<'_>, outcome: &mut Outcome) -> Result<(), Failure> {
        let described = STYLES.map(|(style, name)| Ok((name.to_owned(), Described::of(stage, style)?)));
        let databases: BTreeMap<_, _> = described.into_iter().collect::<Result<_, Failure>>()?;
        outcome.tried(2 * databases.len(), "drift check");
        for Drift { name, way, change } in self.drift(&databases)? {
            let title = format!("Prisma finds a difference ({name}): it would change {}", other(&way));
            outcome.fail(Failure::new(title).with("change", format!("{way}:\n{}", change.trim())));
        }
        Ok(())
    }

    /// Works through Prisma's client on a copy of the stage.
    ///
    /// # Errors
    /// When the copy cannot be made.
    pub fn use_client(&self, stage: &Stage<'_>, outcome: &mut Outcome) -> Result<(), Setback> {
        let sample = Sample::new(stage.model(), 2);
        let copy = stage.copy("prisma")?;
        let mut admin = copy.connect(copy.server.superuser()).map_err(Setback::at("a copy"))?;
        admin.run(&sample.load().join(";\n")).map_err(Setback::at("the sample rows"))?;
        drop(admin);
        let style = stage.model().project.targets.prisma.map_or(NameStyle::Seed, |target| target.names);
        let tenant =
            schema::files(stage.script, style).map(|files| files.get("prisma/tenant.ts").cloned().unwrap_or_default());
        if let Err(failure) = tenant.and_then(|tenant| self.work(&copy, &sample, style, &tenant, outcome)) {
            outcome.fail(failure);
        }
        copy.server.drop_database(&copy.database).map_err(Setback::at("a copy"))
    }

    /// Works through Prisma's client, extended by `tenant`, the text of `tenant.ts`.
    ///
    /// # Errors
    /// Where client, extension and program do not fit each other, or the program ends early.
    pub fn work(
        &self,
        stage: &Stage<'_>,
        sample: &Sample<'_>,
        style: NameStyle,
        tenant: &str,
        outcome: &mut Outcome,
    ) -> Result<(), Failure> {
        let unwritable = |error: io::Error| Failure::new("the client cannot be written").with("got", error.to_string());
        // Inside the folder, so that node finds the packages; alone, as others may work at the same time.
        let folder = tempfile::Builder::new().prefix("client-").tempdir_in(&self.folder).map_err(unwritable)?;
        let parts = [("tenant.ts", tenant), ("client.ts", CLIENT), ("tsconfig.json", PARTS[4].1)];
        parts.iter().try_for_each(|(name, text)| put(&folder.path().join(name), text)).map_err(unwritable)?;
        let json = |error: serde_json::Error| unwritable(error.into());
        let schema = serde_json::to_string(&schema::of(stage.script, style)?).map_err(json)?;
        let scene = serde_json::to_string(&scene::scene(stage, sample, style, outcome)).map_err(json)?;
        let node = |script: &str| {
            let mut node = self.node(folder.path());
            node.arg(script);
            node
        };
        run_program("Prisma's generator", &mut node("../generate.mjs"), &schema)?;
        run_program("the type check of tenant.ts", node("../node_modules/typescript/bin/tsc").args(["-p", "."]), "")?;
        let said = run_program("the program that uses Prisma's client", &mut node("compiled/client.js"), &scene)?;
        said.lines().for_each(|line| heed(line, outcome));
        Ok(())
    }

    fn node(&self, folder: &Path) -> Command {
        let mut node = Command::new("node");
        node.current_dir(folder);
        node
    }
}

impl Described {
    /// A stage, and the schema in one style.
    ///
    /// # Errors
    /// When the schema cannot be made.
    pub fn of(stage: &Stage<'_>, style: NameStyle) -> Result<Self, Failure> {
        let model = stage.model();
        let of = &model.project.postgres.schema;
        let external = model.entities.iter().filter(|entity| entity.external);
        Ok(Self {
            url: stage.server.url(stage.server.superuser(), &stage.database),
            schema: schema::of(stage.script, style)?,
            external: external.map(|entity| format!("{of}.{}", entity.name)).collect(),
        })
    }
}

/// What would be changed in a way: a way leads to one side, and changes the other.
fn other(way: &str) -> &'static str {
    if way.ends_with("schema") { "the database" } else { "the schema" }
}

fn heed(line: &str, outcome: &mut Outcome) {
    match serde_json::from_str(line) {
        Ok(Line::Fault { what, got }) => outcome.fail(Failure::new(what).with("got", got)),
        Ok(Line::End { calls }) => outcome.tried(calls, "client call"),
        Err(_) => outcome.fail(Failure::new("the program that uses Prisma's client says").with("got", line)),
    }
}

fn check_node() -> Result<(), Unavailable> {
    let help = "install node 20.19 or newer, with npm, or leave out `--prisma`";
    let said = version("node", help)?;
    version("npm", help)?;
    let mut numbers = said.trim_start_matches('v').split('.').map_while(|part| part.parse::<u32>().ok());
    let found = [numbers.next().unwrap_or_default(), numbers.next().unwrap_or_default()];
    if found >= OLDEST_NODE {
        return Ok(());
    }
    Err(Unavailable { message: format!("node {said} is too old for Prisma's client"), help: vec![help.to_owned()] })
}

fn uninstalled(failure: Failure) -> Unavailable {
    let said = failure.details.into_iter().map(|(_, text)| text).collect::<Vec<_>>().join("\n");
    let first =
        said.lines().find(|line| line.contains("ERR") || line.contains("error")).unwrap_or("nothing").to_owned();
    Unavailable {
        message: format!("Prisma's packages cannot be installed: npm says: {first}"),
        help: vec![
            "npm needs its registry, once".to_owned(),
            format!("or name a folder in {FOLDER} in which another run has installed them"),
        ],
    }
}
