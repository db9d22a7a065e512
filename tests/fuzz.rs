//! The fuzzer's seeds go through what the fuzzer tries.

#[path = "../fuzz/one.rs"]
mod one;
mod support;

use std::fs;
use std::process::Command;

use support::root;

#[test]
fn every_seed_is_read_without_a_fault_of_ours() {
    let folder = tempfile::tempdir().unwrap();
    let seeded = Command::new(root().join("fuzz/seed")).env("CORPUS", folder.path()).status().unwrap();
    assert!(seeded.success());
    let seeds: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(seeds.len() > 100, "{} seeds", seeds.len());
    // Bytes that are no text are refused before anything is read; the fuzzer hands on none.
    seeds.iter().filter_map(|seed| fs::read_to_string(seed).ok()).for_each(|text| one::run(&text));
}
