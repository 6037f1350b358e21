//! The table of figures.

use super::Figures;
use super::programs::{ADAPTER, BARE, CLI, OURS, PEER, STORE};
use super::work::{Part, Work};

/// The part of the CPU time of the HTTP client alone that large objects may take.
const OF_BARE: f64 = 1.2;
/// The part of the CPU time of the peer that small objects may take.
const OF_PEER: f64 = 0.5;
/// The memory in MiB that a transfer of a large object may take: what it may hold of the object by default.
const MEMORY: f64 = 10.0 * 8.0 + 32.0;

/// Prints a row for each side, and below them how ours compares with the goals.
pub(super) fn print(is_first: bool, work: &Work, sides: &[(&str, &Figures)]) {
    if is_first {
        println!(
            "| work | side | CPU s | wall s | peak MiB | p50 ms | p99 ms |\n|---|---|---|---|---|---|---|"
        );
    }
    let figure = |side: &str, name: &str| {
        let (_, figures) = sides.iter().find(|(other, _)| *other == side)?;
        figures.get(name).copied()
    };
    for (side, _) in sides {
        let cell = |name| figure(side, name).map_or_else(String::new, |value| format!("{value:.2}"));
        let peak = figure(side, "peak").unwrap_or_default();
        let latencies =
            if work.is_large() { [String::new(), String::new()] } else { [cell("p50"), cell("p99")] };
        let [cpu, wall] = [cell("cpu"), cell("wall")];
        println!("| {} | {side} | {cpu} | {wall} | {peak:.0} | {} |", work.name, latencies.join(" | "));
    }
    for (ours, other, limit) in goals(work) {
        let (Some(mine), Some(theirs)) = (figure(ours, "cpu"), figure(other, "cpu")) else { continue };
        let ratio = mine / theirs;
        let (limit, verdict) = match limit {
            Some(limit) => (format!("at most {limit}"), verdict(ratio <= limit)),
            None => (String::new(), ""),
        };
        println!("| {} | CPU, {ours} / {other} | {ratio:.2} | {limit} | {verdict} | | |", work.name);
    }
    if let Some(peak) = figure(OURS, "peak").filter(|_| work.is_large()) {
        println!(
            "| {} | peak of Tucuxi | {peak:.0} | at most {MEMORY} | {} | | |",
            work.name,
            verdict(peak <= MEMORY)
        );
    }
}

/// Which sides are compared, and the part of the other's CPU time that is the goal, if there is one.
fn goals(work: &Work) -> Vec<(&'static str, &'static str, Option<f64>)> {
    match work.part {
        Part::Files if work.is_large() => vec![(OURS, BARE, Some(OF_BARE))],
        Part::Files => vec![(OURS, PEER, Some(OF_PEER))],
        Part::Sync => vec![(OURS, CLI, None), (OURS, PEER, None)],
        Part::Stores => vec![(ADAPTER, STORE, None), (OURS, STORE, None)],
    }
}

fn verdict(is_reached: bool) -> &'static str {
    if is_reached { "reached" } else { "NOT reached" }
}
