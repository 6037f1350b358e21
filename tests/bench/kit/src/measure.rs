//! CPU time per call, in the process and on the one thread that runs.

use rustix::time::{ClockId, clock_gettime};
use std::time::Duration;

/// Rounds before the first measured one: connections, caches and the allocator settle.
const WARM_UP: u32 = 2;
/// Calls between two looks at the clock.
const BATCH: u32 = 10;

/// CPU time of this process so far, user and system.
pub(crate) fn cpu_time() -> Duration {
    let now = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(now.tv_sec.unsigned_abs(), now.tv_nsec.unsigned_abs() as u32)
}

/// Runs `call` for about `budget` of CPU time and prints `work` with the CPU µs per call.
pub async fn calls(work: &str, budget: Duration, mut call: impl AsyncFnMut()) {
    rounds(work, BATCH, budget, async || {
        for _ in 0..BATCH {
            call().await;
        }
    })
    .await;
}

/// As [`calls`], where one `round` carries out `calls` calls.
///
/// The figure is the median over rounds: an interrupt in one of them does not move it.
pub async fn rounds(work: &str, calls: u32, budget: Duration, mut round: impl AsyncFnMut()) {
    for _ in 0..WARM_UP {
        round().await;
    }
    let mut figures = Vec::new();
    let start = cpu_time();
    while figures.len() < 5 || cpu_time() - start < budget {
        let before = cpu_time();
        round().await;
        figures.push((cpu_time() - before).as_secs_f64() * 1e6 / f64::from(calls));
    }
    figures.sort_by(f64::total_cmp);
    println!("{work}\t{:.1}", figures[figures.len() / 2]);
}
