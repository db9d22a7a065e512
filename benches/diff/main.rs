//! What a comparison costs, stage by stage, for pairs of schemas of 6 to 1,000 entities: `cargo bench --bench diff`.
//!
//! In the new schema every tenth entity has a column more, one that is called differently and one of another type. Each
//! measurement has a process of its own; the median of several counts. `-- --update` writes the table into
//! `docs/performance.md`, numbers (`-- 50 500`) measure other sizes. Run as a test, it only tries the smallest size once.

#[path = "../pipeline/measure.rs"]
mod measure;
#[path = "../pipeline/schema.rs"]
mod schema;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, exit};
use std::time::Duration;

use crmgen::change::Direction;
use crmgen::model::Model;
use crmgen::resolve::hints;
use crmgen::side::Side;
use crmgen::source::Sources;
use crmgen::{change, client};
use measure::Cost;

/// The allocator of the program itself.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The sizes that are measured, in entities of each side.
const SIZES: [usize; 3] = [6, 100, 1_000];

/// The stages of a comparison, and the whole of it in one go.
const STAGES: [&str; 5] = ["parse and resolve both", "facts of both", "changes", "clients", "whole diff"];

/// Says to a process that it is to measure: the stage, and the folder with both sides.
const STAGE: &str = "CRMGEN_BENCH_STAGE";
const SIDES: &str = "CRMGEN_BENCH_SIDES";

fn main() {
    match (std::env::var(STAGE), std::env::var_os(SIDES)) {
        (Ok(stage), Some(sides)) => compare(&stage, Path::new(&sides)),
        _ => measure_all(),
    }
}

/// One comparison, which ends with the stage to be measured.
fn compare(wanted: &str, folder: &Path) {
    let meter = Meter { wanted };
    let [old, new] = meter.stage(STAGES[0], || ["old", "new"].map(|side| load(&folder.join(side).join("schema"))));
    let hints = hints::of_model(&new);
    let models = [old.clone(), new.clone()];
    let [old_side, new_side] = meter.stage(STAGES[1], || models.map(side));
    let up = Direction::Up;
    let changes = meter.stage(STAGES[2], || change::changes(&old_side.facts, &new_side.facts, &hints, up));
    let differences = meter.stage(STAGES[3], || client::differences(&old, &new));
    assert!(!changes.is_empty() && !differences.is_empty(), "the schemas differ");
    report(Cost::so_far());
}

fn load(schema: &Path) -> Model {
    crmgen::load(schema).model.expect("the schema is right")
}

fn side(model: Model) -> Side {
    Side::of_model("a side", Sources::default(), model, &|_| Ok(None)).expect("the template is right")
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

/// Says what it has cost and ends the process: freeing memory piece by piece is no part of a comparison.
fn report(cost: Cost) -> ! {
    println!("{} {}", cost.cpu.as_nanos(), cost.peak_kib);
    exit(0)
}

/// Measures every stage for every size and shows the table.
fn measure_all() {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let is_bench = arguments.iter().any(|argument| argument == "--bench");
    let asked: Vec<_> = arguments.iter().filter_map(|argument| argument.parse().ok()).collect();
    let sizes = match (asked.is_empty(), is_bench) {
        (false, _) => asked,
        (true, true) => SIZES.to_vec(),
        (true, false) => SIZES[..1].to_vec(),
    };
    drop(fs::remove_dir_all(folder()));
    let runs = if is_bench { 7 } else { 1 };
    let rows: Vec<_> = sizes.iter().map(|&size| (size, measure_size(size, runs))).collect();
    fs::remove_dir_all(folder()).expect("what was made can be removed");
    let table = table(&rows);
    println!("{table}");
    if arguments.iter().any(|argument| argument == "--update") {
        update(&table);
    }
}

/// Where everything is made.
fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("diff")
}

fn measure_size(size: usize, runs: usize) -> Vec<Cost> {
    let sides = folder().join(size.to_string());
    write(&sides, size).expect("Cargo's folder can be written");
    STAGES.iter().map(|stage| median((0..runs).map(|_| measure_once(stage, &sides)).collect())).collect()
}

/// Writes both sides: the new one is the old one, edited.
fn write(sides: &Path, size: usize) -> std::io::Result<()> {
    for side in ["old", "new"] {
        let folder = sides.join(side).join("schema");
        fs::create_dir_all(&folder)?;
        schema::write(&folder, size)?;
    }
    for entry in fs::read_dir(sides.join("new/schema"))? {
        let path = entry?.path();
        // Every tenth entity: their names begin with their number.
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.starts_with('n') && name.as_bytes().get(5) == Some(&b'0') {
            let text = fs::read_to_string(&path)?;
            fs::write(&path, edited(&text))?;
        }
    }
    Ok(())
}

fn edited(text: &str) -> String {
    text.replace("      notes: {", "      rank: { type: integer?, doc: Where it comes. }\n      notes: {")
        .replace("      phone: {", "      telephone: { was: phone,")
        .replace("quantity: { type: integer", "quantity: { type: bigint")
}

/// One measurement, in a process of its own.
fn measure_once(stage: &str, sides: &Path) -> Cost {
    let program = std::env::current_exe().expect("this program has a path");
    let output = Command::new(program).env(STAGE, stage).env(SIDES, sides).output().expect("it can be run again");
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

/// The table in Markdown: processor time of each stage, and the peak of the whole.
fn table(rows: &[(usize, Vec<Cost>)]) -> String {
    let mut text =
        format!("| CPU, ms | {} | peak, MB |\n|---:|{}---:|\n", STAGES.join(" | "), "---:|".repeat(STAGES.len()));
    for (size, costs) in rows {
        let cells: Vec<_> = costs.iter().map(|cost| format!("{:.1}", cost.cpu.as_secs_f64() * 1e3)).collect();
        let peak = costs.last().map_or(0.0, |cost| cost.peak_kib as f64 * 1024.0 / 1e6);
        let _ = writeln!(text, "| N = {size} | {} | {peak:.0} |", cells.join(" | "));
    }
    text
}

/// Puts the table between the marks in the documentation.
fn update(table: &str) {
    const MARKS: [&str; 2] = ["<!-- diff -->\n", "<!-- /diff -->\n"];
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/performance.md");
    let text = fs::read_to_string(&path).expect("docs/performance.md can be read");
    let (before, rest) = text.split_once(MARKS[0]).expect("the first mark is there");
    let (_, after) = rest.split_once(MARKS[1]).expect("the second mark is there");
    let text = format!("{before}{}\n{table}\n{}{after}", MARKS[0], MARKS[1]);
    fs::write(&path, text).expect("docs/performance.md can be written");
}
