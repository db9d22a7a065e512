//! Any bytes as a schema: it is read, refused or made into files, and never a panic or an output that says something
//! else. The bytes are files joined by NUL, the project file first, as `fuzz/seed` writes them.

#![no_main]

use std::path::Path;

use crmgen::diagnostic::show::{self, Layout};
use crmgen::lint;
use crmgen::source::Sources;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
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
            show::text(&loaded.sources, &lint::lint(model), Layout::default())
        }
    };
    std::hint::black_box(said);
});
