//! `crmgen completions`: what a shell needs to complete crmgen's arguments.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::Arguments;
use super::answer::{Answer, Stop};
use super::context::Context;

/// Print a script that lets a shell complete crmgen's arguments.
#[derive(Debug, Args)]
#[command(before_help = "Example: crmgen completions bash > ~/.local/share/bash-completion/completions/crmgen")]
pub struct Completions {
    /// The shell.
    shell: Shell,
}

impl Completions {
    pub(super) fn run(&self, _: &Context) -> Result<Answer, Stop> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Arguments::command(), "crmgen", &mut script);
        Ok(Answer::clean(String::from_utf8_lossy(&script).into_owned()))
    }
}
