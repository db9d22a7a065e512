//! One SQL file as a script: it parses, runs as one transaction, and sets what it must before it does anything.

use super::{mismatch, mismatch_at};
use crate::diagnostic::Diagnostic;
use crate::sql::facts::{Effect, Facts, Setting};
use crate::sql::read;
use crate::target::Files;

/// A file of the output, read back.
pub struct Script<'a> {
    path: &'static str,
    text: &'a str,
    /// What it does inside its transaction, after the settings, each with its place.
    effects: Vec<(usize, Effect)>,
}

impl<'a> Script<'a> {
    /// Reads a file, which must start with these settings.
    pub fn read(files: &'a Files, path: &'static str, settings: &[Setting]) -> Result<Self, Vec<Diagnostic>> {
        let Some(text) = files.get(path) else { return Err(vec![mismatch(format!("{path} is not made"))]) };
        let fault = |at, message: &str| vec![mismatch_at(path, text, at, message)];
        let statements = read::read(text).map_err(|error| fault(error.at, &error.message))?;
        let effects =
            statements.into_iter().flat_map(|one| one.effects.into_iter().map(move |effect| (one.at, effect)));
        let effects = framed(effects.collect(), settings).map_err(|(at, message)| fault(at, &message))?;
        Ok(Self { path, text, effects })
    }

    /// Carries the script out on facts; what would fail there is a fault.
    pub fn run(self, facts: &mut Facts) -> Vec<Diagnostic> {
        let (path, text) = (self.path, self.text);
        let refused = |(at, effect)| facts.apply(effect).err().map(|refused| mismatch_at(path, text, at, &refused.0));
        self.effects.into_iter().filter_map(refused).collect()
    }

    /// A fault for each effect that must not be in this file.
    pub fn unwanted(&self, why: impl Fn(&Effect) -> Option<&'static str>) -> Vec<Diagnostic> {
        let fault =
            |(at, effect): &(usize, Effect)| why(effect).map(|message| mismatch_at(self.path, self.text, *at, message));
        self.effects.iter().filter_map(fault).collect()
    }
}

/// What stands inside `BEGIN` and `COMMIT`, behind the settings.
fn framed(effects: Vec<(usize, Effect)>, settings: &[Setting]) -> Result<Vec<(usize, Effect)>, (usize, String)> {
    let end = effects.last().map_or(0, |(at, _)| *at);
    let mut effects = effects.into_iter();
    if !matches!(effects.next(), Some((_, Effect::Begin))) {
        return Err((0, "the file does not start with BEGIN".to_owned()));
    }
    if !matches!(effects.next_back(), Some((_, Effect::Commit))) {
        return Err((end, "the file does not end with COMMIT".to_owned()));
    }
    for expected in settings {
        match effects.next() {
            Some((_, Effect::Set(setting))) if setting == *expected => {}
            Some((at, _)) => return Err((at, format!("here must stand {}", words(expected)))),
            None => return Err((end, format!("here must stand {}", words(expected)))),
        }
    }
    match effects.clone().find(|(_, effect)| matches!(effect, Effect::Begin | Effect::Commit | Effect::Set(_))) {
        Some((at, _)) => Err((at, "the session changes in the middle of the file".to_owned())),
        None => Ok(effects.collect()),
    }
}

fn words(setting: &Setting) -> String {
    format!("SET{} {} = {}", if setting.local { " LOCAL" } else { "" }, setting.name, setting.values.join(", "))
}
