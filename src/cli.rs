//! The command line: arguments in, text and an exit status out. The only layer that prints.
//!
//! A command returns its whole result and prints nothing itself (save what must be read before it goes on), so that an
//! error leaves no half of a result behind. Results go to standard output, everything else to standard error.

mod answer;
mod build;
mod completions;
mod context;
mod diff;
mod explain;
mod git;
mod init;
mod lint;
mod man;
mod migrate;
mod progress;
mod seed;
mod show;
mod side;
mod unified;
mod verify;

use std::panic;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};

use answer::{Answer, Status, Stop};
use context::Context;

/// Compiles one YAML model of a multi-tenant CRM into PostgreSQL DDL, row security policies, a Prisma schema and Rust.
#[derive(Debug, Parser)]
#[command(name = "crmgen", version, before_help = "Example: crmgen init && crmgen build", max_term_width = 100)]
struct Arguments {
    #[command(flatten)]
    options: Options,
    #[command(subcommand)]
    command: Command,
}

/// What holds for every command.
#[derive(Debug, Args)]
#[command(next_help_heading = "Options for every command")]
struct Options {
    /// The schema's folder; found by walking up from the working directory if not given.
    #[arg(long, value_name = "DIR", global = true)]
    schema: Option<PathBuf>,
    /// How results are written.
    #[arg(long, value_name = "FORMAT", global = true, value_enum, default_value_t = Format::Text)]
    output_format: Format,
    /// The file to write the result to instead of standard output.
    #[arg(long, value_name = "FILE", global = true)]
    output_file: Option<PathBuf>,
    /// When to colour; `auto` is on a terminal, unless `NO_COLOR` is set.
    #[arg(long, value_name = "WHEN", global = true, value_enum, default_value_t = Colour::Auto)]
    color: Colour,
    /// Say nothing but results and errors.
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// Say more: every file, not their number.
    #[arg(short, long, global = true)]
    verbose: bool,
}

/// How results are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
    /// For where Markdown is read, such as a pull request's comment; results of `diff` and `verify`.
    Markdown,
    /// For where JUnit's XML is read; results of `diff` and `verify`.
    Junit,
    /// For GitHub's runner, which shows each remark beside its line; results of `diff`.
    Github,
    /// For code scanners; results of `diff`.
    Sarif,
    /// For GitLab's code quality; results of `diff`.
    Gitlab,
}

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Colour {
    /// On a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    Build(build::Build),
    Diff(diff::Diff),
    Migrate(migrate::Migrate),
    Show(show::Show),
    Seed(seed::Seed),
    Lint(lint::Lint),
    Verify(verify::Verify),
    Explain(explain::Explain),
    Init(init::Init),
    Completions(completions::Completions),
    Man(man::Man),
}

impl Command {
    fn name(&self) -> &'static str {
        match self {
            Self::Build(_) => "build",
            Self::Diff(_) => "diff",
            Self::Migrate(_) => "migrate",
            Self::Show(_) => "show",
            Self::Seed(_) => "seed",
            Self::Lint(_) => "lint",
            Self::Verify(_) => "verify",
            Self::Explain(_) => "explain",
            Self::Init(_) => "init",
            Self::Completions(_) => "completions",
            Self::Man(_) => "man",
        }
    }

    /// Whether its results can be written that way.
    fn can_be(&self, format: Format) -> bool {
        match format {
            Format::Text | Format::Json => true,
            Format::Markdown | Format::Junit => {
                matches!(self, Self::Diff(_)) || matches!(self, Self::Verify(verify) if verify.reports())
            }
            Format::Github | Format::Sarif | Format::Gitlab => matches!(self, Self::Diff(_)),
        }
    }

    fn run(&self, context: &Context) -> Result<Answer, Stop> {
        if !self.can_be(context.format()) {
            return Err(context.no_such_format());
        }
        match self {
            Self::Build(command) => command.run(context),
            Self::Diff(command) => command.run(context),
            Self::Migrate(command) => command.run(context),
            Self::Show(command) => command.run(context),
            Self::Seed(command) => command.run(context),
            Self::Lint(command) => command.run(context),
            Self::Verify(command) => command.run(context),
            Self::Explain(command) => command.run(context),
            Self::Init(command) => command.run(context),
            Self::Completions(command) => command.run(context),
            Self::Man(command) => command.run(context),
        }
    }
}

/// Runs the program: reads the arguments, prints, and returns the exit status. A bug ends in the status of what could
/// not run, as findings have one of their own.
#[must_use]
pub fn main() -> ExitCode {
    let report = panic::take_hook();
    panic::set_hook(Box::new(move |bug| {
        report(bug);
        answer::complain("this is a bug in crmgen; please report it with the lines above");
    }));
    guarded(run).into()
}

/// The status of what ran, or that of what could not run where it ran into a bug.
fn guarded(run: impl FnOnce() -> Status + panic::UnwindSafe) -> Status {
    panic::catch_unwind(run).unwrap_or(Status::Failed)
}

fn run() -> Status {
    match Arguments::try_parse() {
        Ok(Arguments { options, command }) => {
            let context = Context::new(options, command.name());
            context.finish(command.run(&context))
        }
        Err(usage) => {
            // Where even this cannot be printed, the status is all that is left.
            let _ = usage.print();
            if usage.use_stderr() { Status::Failed } else { Status::Clean }
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_arguments_are_well_formed() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_bug_ends_in_the_status_of_what_could_not_run() {
        assert_eq!(guarded(|| panic!("a bug, on purpose")), Status::Failed);
        assert_eq!(guarded(|| Status::Found), Status::Found);
    }

    #[test]
    fn help_of_every_command_opens_with_an_example() {
        let mut root = Arguments::command();
        root.build();
        for command in std::iter::once(&root).chain(root.get_subcommands()) {
            let name = command.get_name();
            if name != "help" {
                let help = command.clone().render_long_help().to_string();
                assert!(help.starts_with("Example: crmgen "), "{name}: {help}");
            }
        }
    }
}
