//! CPU time of 1,000 items of DynamoDB to structures and back: ours, aws-sdk-dynamodb with serde_dynamo, and boto3.

use std::fs;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, ensure};

use super::calls::{Figures, measure};
use super::{Sides, build, target, workspace};
use crate::project::Project;
use crate::python::environment::Environment;

/// The kinds of work, and the part of the peer's CPU time that ours may take, where there is a goal.
const WORKS: [(&str, Option<f64>); 4] = [
    ("bytes to structures", Some(0.5)),
    ("structures to bytes", None),
    ("attribute values to structures, by reference", None),
    ("structures to attribute values", None),
];

const SERVICES: [&str; 1] = ["dynamodb"];

/// Builds all sides, lets them take turns for `rounds` rounds, and prints the least figure of each beside the others.
///
/// `seconds` is the CPU time that each side spends on each figure in a round.
pub fn run(project: &Project, seconds: f64, rounds: u32, sides: &Sides) -> Result<()> {
    let response = Command::new(build(project, "items-response", &SERVICES)?).output();
    let response = response.context("cannot start items-response")?;
    ensure!(response.status.success(), "items-response ended with {}", response.status);
    let file = target(project).join("items.json");
    fs::write(&file, response.stdout).with_context(|| format!("cannot write {}", file.display()))?;
    let mut programs = vec![("Tucuxi", Command::new(build(project, "bench-items", &SERVICES)?))];
    if let Some(before) = &sides.before {
        programs.push(("before", Command::new(build(before, "bench-items", &SERVICES)?)));
    }
    if sides.peer {
        eprintln!("building aws-sdk-dynamodb in release, which takes some 5 minutes the first time");
        programs.push(("serde_dynamo", Command::new(build(project, "bench-items-peer", &SERVICES)?)));
    }
    for (_, program) in &mut programs {
        program.arg(seconds.to_string());
    }
    let mut python = Command::new(Environment::boto3(project)?.python());
    python.arg(workspace(project).join("python/items.py")).arg(seconds.to_string()).arg(&file);
    programs.push(("boto3", python));
    let mut figures: Vec<_> = programs.iter().map(|(side, _)| (*side, Figures::new())).collect();
    for round in 1..=rounds {
        eprintln!("round {round} of {rounds}");
        for ((_, program), (_, figures)) in programs.iter_mut().zip(&mut figures) {
            measure(program.stderr(Stdio::inherit()), figures)?;
        }
    }
    print_table(&figures)
}

/// A row for each kind of work, a column for each side; ours, the first, is judged by its part of the peer's time.
fn print_table(sides: &[(&str, Figures)]) -> Result<()> {
    let names: Vec<_> = sides.iter().map(|(side, _)| *side).collect();
    println!("CPU ms for 1,000 items of 20 attributes, one thread:");
    println!(
        "| work | {} | ours / peer | at most | |\n|{}",
        names.join(" | "),
        "---|".repeat(sides.len() + 4)
    );
    for (work, limit) in WORKS {
        let figure = |(side, figures): &(&str, Figures)| {
            figures.get(work).copied().with_context(|| format!("no figure of {work} from {side}"))
        };
        let columns = sides.iter().map(|side| Ok(format!("{:.2}", figure(side)? / 1e3)));
        let columns = columns.collect::<Result<Vec<_>>>()?.join(" | ");
        let peer = sides.iter().find(|(side, _)| *side == "serde_dynamo").map(figure).transpose()?;
        let ratio = peer.map(|peer| Ok::<_, anyhow::Error>(figure(&sides[0])? / peer)).transpose()?;
        let verdict = match (ratio, limit) {
            (Some(ratio), Some(limit)) if ratio > limit => "NOT reached",
            (Some(_), Some(_)) => "reached",
            _ => "",
        };
        let text = |value: Option<f64>| value.map_or_else(String::new, |value| format!("{value:.2}"));
        println!("| {work} | {columns} | {} | {} | {verdict} |", text(ratio), text(limit));
    }
    Ok(())
}
