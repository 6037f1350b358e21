//! CPU time per call against a loopback server with fixed answers, ours and the peer's.

use std::collections::BTreeMap;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, ensure};

use super::server::Server;
use super::{Sides, build};
use crate::project::Project;

/// The kinds of work, and the part of the peer's CPU time that ours may take.
const WORKS: [(&str, f64); 8] = [
    ("GetItem", 0.5),
    ("GetItem, 32 in flight", 0.5),
    ("Query, 100 items", 0.25),
    ("PutObject, 1 KiB", 0.5),
    ("GetObject, 1 KiB", 0.5),
    ("ListObjectsV2, 1,000 keys", 0.25),
    ("GetObject, 256 MiB", 1.0),
    ("DescribeInstances, 1,000", 0.25),
];

/// The services whose crates the programs need.
const SERVICES: [&str; 4] = ["dynamodb", "ec2", "s3", "sqs"];

/// CPU µs per call by kind of work.
pub(super) type Figures = BTreeMap<String, f64>;

/// Builds all sides, lets them take turns for `rounds` rounds, and prints the least figure of each beside the others.
///
/// `seconds` is the CPU time that each side spends on each figure in a round.
pub fn run(project: &Project, seconds: f64, rounds: u32, log: Option<&str>, sides: &Sides) -> Result<()> {
    let ours = build(project, "bench-ours", &SERVICES)?;
    let mut programs = vec![("Tucuxi", Command::new(&ours))];
    if let Some(level) = log {
        let mut logging = Command::new(&ours);
        logging.env("BENCH_LOG", level);
        programs.push(("Tucuxi with a log", logging));
    }
    if let Some(before) = &sides.before {
        programs.push(("before", Command::new(build(before, "bench-ours", &SERVICES)?)));
    }
    if sides.peer {
        eprintln!("building aws-sdk-rust in release, which takes some 25 minutes the first time");
        programs.push(("aws-sdk-rust", Command::new(build(project, "bench-peer", &SERVICES)?)));
    }
    let server = Server::start(&build(project, "bench-server", &SERVICES)?)?;
    for (_, program) in &mut programs {
        program.args([server.address(), &seconds.to_string()]).stderr(Stdio::inherit());
    }
    let mut figures: Vec<_> = programs.iter().map(|(side, _)| (*side, Figures::new())).collect();
    for round in 1..=rounds {
        eprintln!("round {round} of {rounds}");
        for ((_, program), (_, figures)) in programs.iter_mut().zip(&mut figures) {
            measure(program, figures)?;
        }
    }
    print_table(&figures)
}

/// Runs `program` and keeps the least of each of the figures that it prints.
pub(super) fn measure(program: &mut Command, figures: &mut Figures) -> Result<()> {
    let output = program.output();
    let name = program.get_program().display();
    let output = output.with_context(|| format!("cannot start {name}"))?;
    ensure!(output.status.success(), "{name} ended with {}", output.status);
    for line in String::from_utf8(output.stdout)?.lines() {
        let (work, figure) = line.split_once('\t').with_context(|| format!("not a figure: {line:?}"))?;
        let least = figures.entry(work.to_owned()).or_insert(f64::INFINITY);
        *least = least.min(figure.parse()?);
    }
    Ok(())
}

/// A row for each kind of work, a column for each side; ours, the first, is judged by its part of the peer's time.
fn print_table(sides: &[(&str, Figures)]) -> Result<()> {
    println!("CPU µs per call, one thread:");
    let names: Vec<_> = sides.iter().map(|(side, _)| *side).collect();
    println!("| work | HTTP client alone | {} | ours / peer | at most | |", names.join(" | "));
    println!("|{}", "---|".repeat(sides.len() + 5));
    for (work, limit) in WORKS {
        let mut cells = Vec::new();
        for (side, figures) in sides {
            let figure = figures.get(work).with_context(|| format!("no figure of {work} from {side}"))?;
            cells.push((*side, *figure));
        }
        let bare = sides[0].1.get(&format!("bare {work}")).map_or(String::new(), |us| format!("{us:.0}"));
        let columns: Vec<_> = cells.iter().map(|(_, us)| format!("{us:.1}")).collect();
        let judged = match cells.iter().find(|(side, _)| *side == "aws-sdk-rust") {
            Some((_, peer)) => {
                let ratio = cells[0].1 / peer;
                format!("{ratio:.2} | {limit} | {}", if ratio <= limit { "reached" } else { "NOT reached" })
            }
            None => format!(" | {limit} | "),
        };
        println!("| {work} | {bare} | {} | {judged} |", columns.join(" | "));
    }
    Ok(())
}
