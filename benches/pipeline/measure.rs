//! What a piece of work costs: processor time of all threads, and the most memory that was in use during it.
//!
//! Each measurement has a process of its own, so that neither memory nor caches of one help or harm the next: the program
//! runs itself again and says it which stage of the work to measure, and on which folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, exit};
use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// Says to a process that it is to measure: the stage, and the folder.
const STAGE: &str = "CRMGEN_BENCH_STAGE";
const FOLDER: &str = "CRMGEN_BENCH_FOLDER";

/// What this process is to measure: the stage, and the folder; `None` where it is the one that asks.
pub fn asked() -> Option<(String, PathBuf)> {
    Some((std::env::var(STAGE).ok()?, std::env::var_os(FOLDER)?.into()))
}

/// Measures a stage in a process of its own.
pub fn in_a_process(stage: &str, folder: &Path) -> Cost {
    let program = std::env::current_exe().expect("this program has a path");
    let output = Command::new(program).env(STAGE, stage).env(FOLDER, folder).output().expect("it can be run again");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let (cpu, peak) = said.trim().split_once(' ').unwrap_or_else(|| {
        panic!("{stage} failed: {}", String::from_utf8_lossy(&output.stderr));
    });
    let nanos = cpu.parse().expect("a number of nanoseconds");
    Cost { cpu: Duration::from_nanos(nanos), peak_kib: peak.parse().expect("a number of KiB") }
}

/// Whether Cargo runs this to measure, not to try it.
pub fn is_bench(arguments: &[String]) -> bool {
    arguments.iter().any(|argument| argument == "--bench")
}

/// Puts a text between two marks in the documentation.
pub fn update(marks: [&str; 2], text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/performance.md");
    let whole = fs::read_to_string(&path).expect("docs/performance.md can be read");
    let (before, rest) = whole.split_once(marks[0]).expect("the first mark is there");
    let (_, after) = rest.split_once(marks[1]).expect("the second mark is there");
    let whole = format!("{before}{}\n{text}\n{}{after}", marks[0], marks[1]);
    fs::write(&path, whole).expect("docs/performance.md can be written");
}

/// Measures one stage of the work, and ends the process behind it.
pub struct Meter<'a> {
    wanted: &'a str,
}

impl<'a> Meter<'a> {
    /// Measures the stage of that name.
    pub fn of(wanted: &'a str) -> Self {
        Self { wanted }
    }

    /// Does a stage's work; where it is the one to be measured, the process ends behind it.
    pub fn stage<T>(&self, stage: &str, work: impl FnOnce() -> T) -> T {
        if stage != self.wanted {
            return work();
        }
        let (_result, cost) = Cost::of(work);
        report(cost)
    }
}

/// Says what it has cost and ends the process: freeing memory piece by piece is no part of a build.
pub fn report(cost: Cost) -> ! {
    println!("{} {}", cost.cpu.as_nanos(), cost.peak_kib);
    exit(0)
}

/// The middle of the times, and the highest peak.
pub fn median(mut costs: Vec<Cost>) -> Cost {
    costs.sort_by_key(|cost| cost.cpu);
    let peak_kib = costs.iter().map(|cost| cost.peak_kib).max().unwrap_or_default();
    Cost { peak_kib, ..costs[costs.len() / 2] }
}

/// What a piece of work has cost.
#[derive(Debug, Clone, Copy)]
pub struct Cost {
    /// Processor time, summed over all threads.
    pub cpu: Duration,
    /// The peak of resident memory, in KiB. What was in memory before counts too.
    pub peak_kib: u64,
}

impl Cost {
    /// Does the work and measures it.
    pub fn of<T>(work: impl FnOnce() -> T) -> (T, Self) {
        forget_peak();
        let before = cpu();
        let result = work();
        (result, Self { cpu: cpu() - before, peak_kib: peak_kib() })
    }

    /// What this process has cost since it was started.
    pub fn so_far() -> Self {
        Self { cpu: cpu(), peak_kib: peak_kib() }
    }
}

fn cpu() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).expect("less than a second"))
}

/// Sets the kernel's record of this process's peak to what is in use now.
fn forget_peak() {
    std::fs::write("/proc/self/clear_refs", "5").expect("a process may reset its own peak");
}

fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("a process may read its own status");
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("Linux tells the peak");
    peak.trim().trim_end_matches(" kB").parse().expect("a number of KiB")
}
