//! What a build costs, stage by stage, for schemas of 6 to 10,000 entities: `cargo bench --bench pipeline`.
//!
//! Each measurement has a process of its own, so that neither memory nor caches of one help or harm the next; the
//! median of several counts. `-- --update` writes the tables into `docs/performance.md`, numbers (`-- 50 500`) measure
//! other sizes. Run as a test, it only tries the smallest size once.

mod measure;
mod schema;

use std::cell::RefCell;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crmgen::check::Checker;
use crmgen::derived::Derived;
use crmgen::model::Model;
use crmgen::target::{Files, Maker, Take};
use crmgen::write::{self, Output};
use measure::{Cost, Meter, is_bench, median, update};

/// The allocator of the program itself.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The sizes that are measured, in entities.
const SIZES: [usize; 4] = [6, 100, 1_000, 10_000];

/// The stages of a build, which take turns part by part of the output, and the whole of it in one go.
const STAGES: [&str; 6] = ["parse and resolve", "derive", "render", "check", WRITE, WHOLE];
const WRITE: &str = "write";
const WHOLE: &str = "whole build";

/// Of these alone it can be said what they take of memory.
const WITH_PEAK: [&str; 2] = [STAGES[0], WHOLE];

fn main() {
    match measure::asked() {
        Some((stage, project)) => build(&stage, &project),
        None => measure_all(),
    }
}

/// One build, of which a stage is measured.
fn build(wanted: &str, root: &Path) {
    let meter = Meter::of(wanted);
    let loaded = meter.stage(STAGES[0], || crmgen::load(&root.join("schema")));
    let model = loaded.model.expect("the schema is right");
    let output = Output::of(root);
    if wanted == WHOLE {
        let written = output.write(|take| crmgen::generate_parts(&model, root, take), |_| ());
        written.expect("the output is right and the folder is ours");
        measure::report(Cost::so_far());
    }
    let mut turns = Turns { wanted, spent: Duration::ZERO };
    let parts = RefCell::new(parts(&mut turns, &model, wanted == WRITE));
    let hand_over = |take: Take<'_>| parts.take().into_iter().try_for_each(take);
    meter.stage(WRITE, || output.write(hand_over, |_| ()).map(drop)).expect("the folder is ours");
    measure::report(Cost { cpu: turns.spent, ..Cost::so_far() });
}

/// Makes and checks every part of the output; they are kept where they are to be written.
fn parts(turns: &mut Turns<'_>, model: &Model, are_kept: bool) -> Vec<Files> {
    let derived = turns.stage(STAGES[1], || Derived::of(model));
    let maker = turns.stage(STAGES[2], || Maker::new(&derived, None)).expect("the templates are right");
    let (mut checker, mut kept) = (Checker::new(&derived), Vec::new());
    let mut parts = derived.parts();
    while let Some(part) = turns.stage(STAGES[1], || parts.next()) {
        let files = turns.stage(STAGES[2], || maker.make(&part)).expect("the templates are right");
        assert!(turns.stage(STAGES[3], || checker.check(&part, &files)), "the output is right");
        kept.extend(are_kept.then_some(files));
    }
    kept
}

/// Measures a stage that takes turns with others.
struct Turns<'a> {
    wanted: &'a str,
    spent: Duration,
}

impl Turns<'_> {
    /// Does a part of a stage's work.
    fn stage<T>(&mut self, stage: &str, work: impl FnOnce() -> T) -> T {
        let before = Cost::so_far();
        let result = work();
        if stage == self.wanted {
            self.spent += Cost::so_far().cpu - before.cpu;
        }
        result
    }
}

/// Measures every stage for every size and shows the tables.
fn measure_all() {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let sizes = sizes(&arguments);
    drop(fs::remove_dir_all(folder()));
    let rows: Vec<_> = sizes.iter().map(|&size| (size, measure_size(size, runs(size, &arguments)))).collect();
    fs::remove_dir_all(folder()).expect("what was made can be removed");
    let tables = tables(&rows);
    println!("{tables}");
    if arguments.iter().any(|argument| argument == "--update") {
        update(["<!-- measured -->\n", "<!-- /measured -->\n"], &tables);
    }
}

/// The sizes asked for; all of them under `cargo bench` by itself, the smallest under `cargo test`.
fn sizes(arguments: &[String]) -> Vec<usize> {
    let asked: Vec<_> = arguments.iter().filter_map(|argument| argument.parse().ok()).collect();
    match (asked.is_empty(), is_bench(arguments)) {
        (false, _) => asked,
        (true, true) => SIZES.to_vec(),
        (true, false) => SIZES[..1].to_vec(),
    }
}

/// How often each stage is measured; an odd number, so that the median is one of them.
fn runs(size: usize, arguments: &[String]) -> usize {
    match size {
        _ if !is_bench(arguments) => 1,
        0..=100 => 15,
        101..=1_000 => 7,
        _ => 3,
    }
}

/// Where everything is made.
fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("pipeline")
}

fn measure_size(size: usize, runs: usize) -> Vec<Cost> {
    let root = folder().join(size.to_string());
    let schema = root.join("schema");
    fs::create_dir_all(&schema).and_then(|()| schema::write(&schema, size)).expect("Cargo's folder can be written");
    STAGES.iter().map(|stage| median((0..runs).map(|run| measure_once(stage, run, &root)).collect())).collect()
}

/// One measurement, in a process of its own, of a first build: what the one before made is moved away. Removing it
/// would count against the next: for a while ext4 steps over the inodes of deleted files, one by one.
fn measure_once(stage: &str, run: usize, root: &Path) -> Cost {
    let old = root.join(format!("before {stage} {run}"));
    fs::create_dir(&old).expect("Cargo's folder can be written");
    for made in [write::FOLDER, write::STATE] {
        drop(fs::rename(root.join(made), old.join(made)));
    }
    measure::in_a_process(stage, root)
}

/// Both tables in Markdown: processor time with its growth, then memory.
fn tables(rows: &[(usize, Vec<Cost>)]) -> String {
    let time = table(("CPU, ms", &STAGES), rows, |cost| format!("{:.1}", cost.cpu.as_secs_f64() * 1e3));
    let memory = table(("peak, MB", &WITH_PEAK), rows, |cost| format!("{:.0}", cost.peak_kib as f64 * 1024.0 / 1e6));
    let growth = match rows {
        [.., before, last] => growth(before, last),
        _ => String::new(),
    };
    format!("{time}{growth}\n{memory}")
}

/// A table of some stages, with what its first column is called.
fn table((title, stages): (&str, &[&str]), rows: &[(usize, Vec<Cost>)], cell: impl Fn(&Cost) -> String) -> String {
    let mut text = format!("| {title} | {} |\n|---:|{}\n", stages.join(" | "), "---:|".repeat(stages.len()));
    for (size, costs) in rows {
        let shown = STAGES.iter().zip(costs).filter(|(stage, _)| stages.contains(stage));
        let cells: Vec<_> = shown.map(|(_, cost)| cell(cost)).collect();
        let _ = writeln!(text, "| N = {size} | {} |", cells.join(" | "));
    }
    text
}

/// The row that says how time grows between the two largest sizes: x, where it goes with the x-th power of N.
fn growth((small, before): &(usize, Vec<Cost>), (large, last): &(usize, Vec<Cost>)) -> String {
    let size = (*large as f64 / *small as f64).ln();
    let power = |(a, b): (&Cost, &Cost)| format!("{:.2}", (b.cpu.as_secs_f64() / a.cpu.as_secs_f64()).ln() / size);
    let cells: Vec<_> = before.iter().zip(last).map(power).collect();
    format!("| grows with N to the | {} |\n", cells.join(" | "))
}
