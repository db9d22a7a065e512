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

use crmgen::change::Direction;
use crmgen::model::Model;
use crmgen::resolve::hints;
use crmgen::side::Side;
use crmgen::source::Sources;
use crmgen::{Gathered, change, client};
use measure::{Cost, Meter, is_bench, median, report, update};

/// The allocator of the program itself.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The sizes that are measured, in entities of each side.
const SIZES: [usize; 3] = [6, 100, 1_000];

/// The stages of a comparison, and the whole of it in one go.
const STAGES: [&str; 5] = ["parse and resolve both", "facts of both", "changes", "clients", "whole diff"];

fn main() {
    match measure::asked() {
        Some((stage, sides)) => compare(&stage, &sides),
        None => measure_all(),
    }
}

/// One comparison, which ends with the stage to be measured.
fn compare(wanted: &str, folder: &Path) {
    let meter = Meter::of(wanted);
    let [old, new] = meter.stage(STAGES[0], || load(folder));
    let hints = hints::between(Some(&old), &new);
    let [old, new] = meter.stage(STAGES[1], || sides([old, new]));
    let changes = meter.stage(STAGES[2], || change::changes(&old.facts, &new.facts, &hints, Direction::Up));
    let [was, is] = [&old, &new].map(|side| side.model.as_ref().expect("a side of a model keeps it"));
    let differences = meter.stage(STAGES[3], || client::differences(was, is));
    assert!(!changes.is_empty() && !differences.is_empty(), "the schemas differ");
    report(Cost::so_far());
}

/// Both schemas, as the command line loads them.
fn load(sides: &Path) -> [Model; 2] {
    let gathered = ["old", "new"].map(|side| Gathered::on_disk(&sides.join(side).join("schema")));
    crmgen::load_both(gathered).map(|loaded| loaded.model.expect("the schema is right"))
}

/// The new side beside the old one, as the command line makes them.
fn sides([old, new]: [Model; 2]) -> [Side; 2] {
    let side = |other, model| {
        let made = Side::of_model_beside(other, "a side", Sources::default(), model, &|_| Ok(None));
        made.expect("the template is right")
    };
    let old = side(None, old);
    let new = side(Some(&old), new);
    [old, new]
}

/// Measures every stage for every size and shows the table.
fn measure_all() {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let is_bench = is_bench(&arguments);
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
        update(["<!-- diff -->\n", "<!-- /diff -->\n"], &table);
    }
}

/// Where everything is made.
fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("diff")
}

fn measure_size(size: usize, runs: usize) -> Vec<Cost> {
    let sides = folder().join(size.to_string());
    write(&sides, size).expect("Cargo's folder can be written");
    STAGES.iter().map(|stage| median((0..runs).map(|_| measure::in_a_process(stage, &sides)).collect())).collect()
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
