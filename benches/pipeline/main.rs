//! What a build costs, stage by stage, for schemas of 6 to 10,000 entities: `cargo bench --bench pipeline`.
//!
//! Each measurement has a process of its own, so that neither memory nor caches of one help or harm the next; the
//! median of several counts. `-- --update` writes the tables into `docs/performance.md`, numbers (`-- 50 500`) measure
//! other sizes. Run as a test, it only tries the smallest size once.

mod measure;
mod schema;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, exit};
use std::time::Duration;

use crmgen::derived::Derived;
use crmgen::write::{self, Output};
use crmgen::{check, target};
use measure::Cost;

/// The allocator of the program itself.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The sizes that are measured, in entities.
const SIZES: [usize; 4] = [6, 100, 1_000, 10_000];

/// The stages of a build, and the whole of it in one go.
const STAGES: [&str; 6] = ["parse and resolve", "derive", "render", "check", "write", "whole build"];

/// Says to a process that it is to measure: the stage, and the project's folder.
const STAGE: &str = "CRMGEN_BENCH_STAGE";
const PROJECT: &str = "CRMGEN_BENCH_PROJECT";

fn main() {
    match (std::env::var(STAGE), std::env::var_os(PROJECT)) {
        (Ok(stage), Some(project)) => build(&stage, Path::new(&project)),
        _ => measure_all(),
    }
}

/// One build, which ends with the stage to be measured.
fn build(wanted: &str, root: &Path) {
    let meter = Meter { wanted };
    let loaded = meter.stage(STAGES[0], || crmgen::load(&root.join("schema")));
    let model = loaded.model.expect("the schema is right");
    let derived = meter.stage(STAGES[1], || Derived::of(&model));
    let files = meter.stage(STAGES[2], || target::generate(&derived, None)).expect("the templates are right");
    let faults = meter.stage(STAGES[3], || check::check(&derived, &files));
    assert!(faults.is_empty(), "the output is right: {}", faults[0].message);
    let output = Output::of(root);
    meter.stage(STAGES[4], || output.write(&files, |_| ()).map(|_| ())).expect("the folder is ours");
    report(Cost::so_far());
}

struct Meter<'a> {
    wanted: &'a str,
}

impl Meter<'_> {
    /// Does a stage's work; where it is the one to be measured, the process ends behind it.
    fn stage<T>(&self, stage: &str, work: impl FnOnce() -> T) -> T {
        if stage != self.wanted {
            return work();
        }
        let (_result, cost) = Cost::of(work);
        report(cost)
    }
}

/// Says what it has cost and ends the process: freeing memory piece by piece is no part of a build.
fn report(cost: Cost) -> ! {
    println!("{} {}", cost.cpu.as_nanos(), cost.peak_kib);
    exit(0)
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
        update(&tables);
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

/// Whether Cargo runs this to measure, not to try it.
fn is_bench(arguments: &[String]) -> bool {
    arguments.iter().any(|argument| argument == "--bench")
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
    let program = std::env::current_exe().expect("this program has a path");
    let output = Command::new(program).env(STAGE, stage).env(PROJECT, root).output().expect("it can be run again");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let (cpu, peak) = said.trim().split_once(' ').unwrap_or_else(|| {
        panic!("{stage} failed: {}", String::from_utf8_lossy(&output.stderr));
    });
    let nanos = cpu.parse().expect("a number of nanoseconds");
    Cost { cpu: Duration::from_nanos(nanos), peak_kib: peak.parse().expect("a number of KiB") }
}

/// The middle of the times, and the highest peak.
fn median(mut costs: Vec<Cost>) -> Cost {
    costs.sort_by_key(|cost| cost.cpu);
    let peak_kib = costs.iter().map(|cost| cost.peak_kib).max().unwrap_or_default();
    Cost { peak_kib, ..costs[costs.len() / 2] }
}

/// Both tables in Markdown: processor time with its growth, then memory.
fn tables(rows: &[(usize, Vec<Cost>)]) -> String {
    let time = table("CPU, ms", rows, |cost| format!("{:.1}", cost.cpu.as_secs_f64() * 1e3));
    let memory = table("peak, MB", rows, |cost| format!("{:.0}", cost.peak_kib as f64 * 1024.0 / 1e6));
    let growth = match rows {
        [.., before, last] => growth(before, last),
        _ => String::new(),
    };
    format!("{time}{growth}\n{memory}")
}

fn table(title: &str, rows: &[(usize, Vec<Cost>)], cell: impl Fn(&Cost) -> String) -> String {
    let mut text = format!("| {title} | {} |\n|---:|{}\n", STAGES.join(" | "), "---:|".repeat(STAGES.len()));
    for (size, costs) in rows {
        let cells: Vec<_> = costs.iter().map(&cell).collect();
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

/// Puts the tables between the marks in the documentation.
fn update(tables: &str) {
    const MARKS: [&str; 2] = ["<!-- measured -->\n", "<!-- /measured -->\n"];
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/performance.md");
    let text = fs::read_to_string(&path).expect("docs/performance.md can be read");
    let (before, rest) = text.split_once(MARKS[0]).expect("the first mark is there");
    let (_, after) = rest.split_once(MARKS[1]).expect("the second mark is there");
    let text = format!("{before}{}\n{tables}\n{}{after}", MARKS[0], MARKS[1]);
    fs::write(&path, text).expect("docs/performance.md can be written");
}
