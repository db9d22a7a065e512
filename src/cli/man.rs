//! `crmgen man`: the manual page.

use anyhow::Context as _;
use clap::{Args, CommandFactory};

use super::Arguments;
use super::answer::{Answer, Stop};
use super::context::Context;

/// Print the manual page of crmgen, or of one of its commands.
#[derive(Debug, Args)]
#[command(before_help = "Example: crmgen man build > crmgen-build.1")]
pub struct Man {
    /// A command.
    command: Option<String>,
}

impl Man {
    pub(super) fn run(&self, _: &Context) -> Result<Answer, Stop> {
        let mut root = Arguments::command();
        root.build();
        let page = match &self.command {
            None => root,
            Some(name) => match root.find_subcommand(name) {
                Some(command) => command.clone(),
                None => {
                    return Err(Stop::unknown("command", name, root.get_subcommands().map(|known| known.get_name())));
                }
            },
        };
        let mut text = Vec::new();
        clap_mangen::Man::new(page).render(&mut text).context("cannot write the page")?;
        Ok(Answer::clean(String::from_utf8_lossy(&text).into_owned()))
    }
}
