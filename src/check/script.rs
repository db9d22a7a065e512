//! One SQL file as a script: it parses, runs as one transaction, and sets what it must before it does anything.

use super::{mismatch, mismatch_at};
use crate::diagnostic::Diagnostic;
use crate::sql::facts::{Effect, Facts, Setting};
use crate::sql::read;
use crate::target::Files;

/// A file of the output, to be read back.
pub struct Script<'a> {
    path: &'static str,
    text: &'a str,
    /// What it must set before it does anything.
    settings: Vec<Setting>,
}

/// Why an effect must not be in a file, where it must not.
pub type Unwanted = fn(&Effect) -> Option<&'static str>;

impl<'a> Script<'a> {
    /// A file that must start with these settings.
    ///
    /// # Errors
    /// That it is not made.
    pub fn of(files: &'a Files, path: &'static str, settings: Vec<Setting>) -> Result<Self, Vec<Diagnostic>> {
        let Some(text) = files.get(path) else { return Err(vec![mismatch(format!("{path} is not made"))]) };
        Ok(Self { path, text, settings })
    }

    /// Carries the script out on facts; what would fail there is a fault, and what must not be in it.
    ///
    /// # Errors
    /// That it cannot be read, or is not one transaction with the settings first.
    pub fn run(self, facts: &mut Facts, unwanted: Unwanted) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
        let fault = |at, message: &str| mismatch_at(self.path, self.text, at, message);
        let (mut frame, mut found) = (Frame { settings: &self.settings, place: Place::Before, last: 0 }, Vec::new());
        let mut broken = None;
        let mut carry_out = |at, effect| match frame.inside(at, effect) {
            Some(Ok(effect)) => {
                found.extend(unwanted(&effect).map(|message| fault(at, message)));
                found.extend(facts.apply(effect).err().map(|refused| fault(at, &refused.0)));
            }
            Some(Err(message)) if broken.is_none() => broken = Some(fault(at, &message)),
            Some(Err(_)) | None => {}
        };
        let read = read::each(self.text, |statement| {
            statement.effects.into_iter().for_each(|effect| carry_out(statement.at, effect));
        });
        read.map_err(|error| vec![fault(error.at, &error.message)])?;
        let broken = broken.or_else(|| frame.end().map(|(at, message)| fault(at, &message)));
        broken.map_or(Ok(found), |broken| Err(vec![broken]))
    }
}

/// What stands around the effects of a script: `BEGIN`, the settings and `COMMIT`.
struct Frame<'s> {
    /// Those that are still to come.
    settings: &'s [Setting],
    place: Place,
    /// Where the last statement is.
    last: usize,
}

/// How far a script has come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Before,
    Inside,
    Behind,
}

impl Frame<'_> {
    /// Takes the next effect: gives it back where it stands inside the frame, else what is wrong with it, if anything is.
    fn inside(&mut self, at: usize, effect: Effect) -> Option<Result<Effect, String>> {
        self.last = at;
        let complaint = match (self.place, self.settings, &effect) {
            (Place::Before, _, Effect::Begin) => {
                self.place = Place::Inside;
                return None;
            }
            (Place::Inside, [expected, rest @ ..], Effect::Set(setting)) if setting == expected => {
                self.settings = rest;
                return None;
            }
            (Place::Inside, [], Effect::Commit) => {
                self.place = Place::Behind;
                return None;
            }
            (Place::Before, ..) => "the file does not start with BEGIN".to_owned(),
            (Place::Inside, [expected, ..], _) => format!("here must stand {}", words(expected)),
            (Place::Inside, [], Effect::Begin | Effect::Set(_)) => {
                "the session changes in the middle of the file".to_owned()
            }
            (Place::Behind, ..) => "something stands behind COMMIT".to_owned(),
            (Place::Inside, [], _) => return Some(Ok(effect)),
        };
        Some(Err(complaint))
    }

    /// What is missing at the end.
    fn end(&self) -> Option<(usize, String)> {
        match self.place {
            Place::Before => Some((0, "the file does not start with BEGIN".to_owned())),
            Place::Inside => Some((self.last, "the file does not end with COMMIT".to_owned())),
            Place::Behind => None,
        }
    }
}

fn words(setting: &Setting) -> String {
    format!("SET{} {} = {}", if setting.local { " LOCAL" } else { "" }, setting.name, setting.values.join(", "))
}
