//! What a piece of work costs: processor time of all threads, and the most memory that was in use during it.

use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

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
