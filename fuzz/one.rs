//! What is tried with one input, by the fuzzer and, so that it cannot go stale, by `tests/fuzz.rs`.

use std::path::Path;

use crmgen::diagnostic::show::{self, Layout};
use crmgen::lint;
use crmgen::model::Date;
use crmgen::source::Sources;

/// Reads a text as a schema: it is refused or made into files, and never a panic or an output that says something else.
/// The text is files joined by NUL, the project file first, as `fuzz/seed` writes them.
pub fn run(text: &str) {
    let mut sources = Sources::default();
    for (at, file) in text.split('\0').enumerate() {
        let name = if at == 0 { "schema/crmgen.yaml".to_owned() } else { format!("schema/{at}.yaml") };
        sources.add(name, file);
    }
    let loaded = crmgen::load_sources(sources);
    let said = match &loaded.model {
        Err(faults) => show::text(&loaded.sources, faults, Layout::default()),
        Ok(model) => {
            if let Err(faults) = crmgen::generate(model, Path::new("/nonexistent")) {
                panic!("{}", show::text(&loaded.sources, &faults, Layout::default()));
            }
            let today = Date::parse("2026-01-01").expect("a date");
            show::text(&loaded.sources, &lint::lint(model, today).found, Layout::default())
        }
    };
    std::hint::black_box(said);
}
