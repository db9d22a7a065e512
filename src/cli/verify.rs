//! `crmgen verify`: the proof on a real PostgreSQL.

use clap::Args;
use serde_json::json;

use super::Format;
use super::answer::{Answer, Status, Stop};
use super::context::{Context, Project};
use super::progress::Progress;
use crate::model::Model;
use crate::server::{self, Installation, Server};
use crate::target::Files;
use crate::verify::{self, Proof, Report, Script, Trial, report};

/// Prove on a real PostgreSQL that the artifacts do what the schema says; exit with 1 if something does not hold.
#[derive(Debug, Args)]
#[command(before_help = "Example: crmgen verify --postgres 15,18", after_help = catalogue())]
pub struct Verify {
    /// Run on this server, on which everything made is dropped again, instead of a throwaway one.
    #[arg(long, value_name = "URL", env = "CRMGEN_DATABASE_URL", hide_env_values = true, conflicts_with = "postgres")]
    database_url: Option<String>,
    /// Run on a throwaway server of each of these major versions.
    #[arg(long, value_name = "VERSIONS", value_delimiter = ',')]
    postgres: Vec<u32>,
    /// List the installations of PostgreSQL found on this machine, and do nothing else.
    #[arg(long)]
    list: bool,
    /// Run these proofs alone.
    #[arg(long, value_name = "PROOFS", value_delimiter = ',')]
    only: Vec<String>,
    /// Prove as well that Prisma agrees: its engine finds no difference, its client keeps to one tenant. Needs node.
    #[arg(long)]
    prisma: bool,
    /// Prove as well that the Rust crate agrees: every value comes back as it was sent. Needs cargo.
    #[arg(long)]
    rust: bool,
    /// Prove as well that the proof would notice: each of many weaker schemas must fail it.
    #[arg(long)]
    mutate: bool,
}

/// Where a server comes from.
enum Place<'a> {
    Installed(Installation),
    Given(&'a str),
}

impl Verify {
    pub(super) fn run(&self, context: &Context) -> Result<Answer, Stop> {
        if self.list {
            return Ok(list(context, &server::find()));
        }
        let proofs = self.proofs()?;
        let project = context.load()?;
        if !project.model.project.targets.postgres {
            let help = "set `targets: { postgres: true }` in the project file".to_owned();
            return Err(Stop::Other { message: "the schema makes no SQL to prove".to_owned(), help: vec![help] });
        }
        let places = self.places(&project.model)?;
        prepare(context, &proofs)?;
        let report = prove(context, &project, &places, &proofs)?;
        let status = if report.failures() == 0 { Status::Clean } else { Status::Found };
        Ok(Answer { text: shown(context, &project, &report)?, status })
    }

    /// Whether it ends in a report, which has more formats than other results.
    pub(super) fn reports(&self) -> bool {
        !self.list
    }

    /// The proofs to run, in order: those named, else those that need not be asked for; and those asked for by a flag.
    fn proofs(&self) -> Result<Vec<&'static Proof>, Stop> {
        let names = || verify::ALL.iter().map(|proof| proof.name);
        if let Some(unknown) = self.only.iter().find(|name| !names().any(|known| known == name.as_str())) {
            return Err(Stop::unknown("proof", unknown, names()).and_help("`crmgen help verify` lists them all"));
        }
        let flags = [
            (self.prisma, &verify::prisma::PROOF),
            (self.rust, &verify::rust::PROOF),
            (self.mutate, &verify::mutation::PROOF),
        ];
        let is_asked_for = |proof: &Proof| flags.iter().any(|(asked, flagged)| *asked && flagged.name == proof.name);
        let is_wanted = |proof: &Proof| match self.only.as_slice() {
            [] => !proof.on_request,
            named => named.iter().any(|name| name == proof.name),
        };
        Ok(verify::ALL.iter().copied().filter(|proof| is_wanted(proof) || is_asked_for(proof)).collect())
    }

    fn places(&self, model: &Model) -> Result<Vec<Place<'_>>, Stop> {
        if let Some(url) = &self.database_url {
            return Ok(vec![Place::Given(url)]);
        }
        let chosen = server::choose(&server::find(), &self.postgres, model.project.postgres.versions.range())?;
        Ok(chosen.into_iter().map(Place::Installed).collect())
    }
}

impl Place<'_> {
    fn open(&self) -> Result<Server, Stop> {
        Ok(match self {
            Self::Installed(installation) => Server::throwaway(&installation.programs)?,
            Self::Given(url) => Server::given(url)?,
        })
    }
}

/// The proofs, for the help.
fn catalogue() -> String {
    let line = |proof: &&Proof| format!("\n  {:11} {}", proof.name, proof.about);
    format!("Proofs:{}", verify::ALL.iter().map(line).collect::<String>())
}

/// Tries everything, server by server; nothing where the artifacts are stale, as nothing would be said of them.
fn prove(
    context: &Context,
    project: &Project,
    places: &[Place<'_>],
    proofs: &[&'static Proof],
) -> Result<Report, Stop> {
    let (files, output) = (project.files()?, project.output());
    let artifacts = verify::artifacts(&output.plan(&files).map_err(|found| project.stop(found))?);
    let places = if artifacts.failures.is_empty() { places } else { &[] };
    let trials = places.iter().map(|place| prove_on(context, project, &files, &place.open()?, proofs));
    Ok(Report { artifacts, trials: trials.collect::<Result<_, Stop>>()? })
}

/// Sees to it that what the proofs need besides a server is there, before anything runs.
fn prepare(context: &Context, proofs: &[&Proof]) -> Result<(), Stop> {
    let progress = Progress::of(context, "verify");
    proofs.iter().filter_map(|proof| proof.prepare).try_for_each(|prepare| Ok(prepare(&progress)?))
}

fn prove_on(
    context: &Context,
    project: &Project,
    files: &Files,
    server: &Server,
    proofs: &[&'static Proof],
) -> Result<Trial, Stop> {
    server::demand(server.version().major, &project.model.project.postgres.versions.range())?;
    let generate = |model: &Model| crate::generate(model, &project.root);
    let script = Script::new(server, &project.model, files, generate).map_err(|found| project.stop(found))?;
    let progress = Progress::of(context, &format!("PostgreSQL {}", server.version()));
    Ok(verify::prove(server, &script, proofs, &progress))
}

fn shown(context: &Context, project: &Project, report: &Report) -> Result<String, Stop> {
    Ok(match context.format() {
        Format::Text => report::text(report, context.out) + &context.summary(&report.summary()),
        Format::Json => context.json((&project.sources, &[]), &report.summary(), report::json(report)),
        Format::Markdown => report::markdown(report),
        Format::Junit => report::junit(report),
        Format::Github | Format::Sarif | Format::Gitlab => return Err(context.no_such_format()),
    })
}

/// Every installation, a line each: version, where it was found, its folder.
fn list(context: &Context, found: &[Installation]) -> Answer {
    let version = |one: &Installation| one.version.as_ref().map_or("unusable".to_owned(), ToString::to_string);
    let summary = match found.len() {
        0 => "no PostgreSQL on this machine".to_owned(),
        1 => "1 installation".to_owned(),
        many => format!("{many} installations"),
    };
    if context.is_json() {
        let one = |one: &Installation| {
            let (version, fault) = (one.version.as_ref().ok().map(ToString::to_string), one.version.as_ref().err());
            json!({ "version": version, "fault": fault, "source": one.source.name(), "programs": one.programs })
        };
        let installations: Vec<_> = found.iter().map(one).collect();
        let result = json!({ "installations": installations });
        return Answer::clean(context.json((&Default::default(), &[]), &summary, result));
    }
    let line = |one: &Installation| {
        let fault = one.version.as_ref().err().map(|fault| format!(" ({fault})")).unwrap_or_default();
        format!("{:9} {:9} {}{fault}\n", version(one), one.source.name(), one.programs.display())
    };
    Answer::clean(found.iter().map(line).collect::<String>() + &context.summary(&summary))
}
