//! A namespace that gives each name away once.

use rustc_hash::FxHashSet;

/// File names, without their ending, that Windows keeps for itself.
#[rustfmt::skip]
pub const WINDOWS_FILES: &[&str] = &[
    "aux", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "con", "lpt1", "lpt2", "lpt3",
    "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9", "nul", "prn",
];

/// The names given away in one namespace.
#[derive(Default)]
pub struct Scope {
    taken: FxHashSet<String>,
}

impl Scope {
    /// A namespace in which these names are taken.
    pub fn with(taken: &[&str]) -> Self {
        Self { taken: taken.iter().map(ToString::to_string).collect() }
    }

    /// Takes the first of `wished` for which every name of `needed` is free, else the last with a number behind it.
    pub fn take(&mut self, wished: &[String], needed: impl Fn(&str) -> Vec<String>) -> String {
        let last = wished.last().expect("something is wished");
        let numbered = (2..).map(|number| format!("{last}{number}"));
        let free = |name: &String| needed(name).iter().all(|name| !self.taken.contains(name));
        let name = wished.iter().cloned().chain(numbered).find(free).expect("numbers do not end");
        self.taken.extend(needed(&name));
        name
    }

    /// Takes a name, or it with a number behind it.
    pub fn take_one(&mut self, wished: &str) -> String {
        if self.taken.insert(wished.to_owned()) {
            return wished.to_owned();
        }
        self.take(&[wished.to_owned()], |name| vec![name.to_owned()])
    }
}
