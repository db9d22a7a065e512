//! Any text as a schema.

#![no_main]

#[path = "../one.rs"]
mod one;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| one::run(text));
