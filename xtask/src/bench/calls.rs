//! CPU time per call against a loopback server with fixed answers, ours and the peer's.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, Result, ensure};

use super::{cargo, require_services, succeed, target};
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

/// CPU µs per call by kind of work.
type Figures = BTreeMap<String, f64>;

/// Builds both sides, lets them take turns for `rounds` rounds, and prints the least figure of each beside the other.
///
/// `seconds` is the CPU time that each side spends on each figure in a round.
pub fn run(project: &Project, seconds: f64, rounds: u32) -> Result<()> {
    require_services(project, &["dynamodb", "ec2", "s3", "sqs"])?;
    eprintln!("building both sides in release; the peer takes some 25 minutes the first time");
    succeed(&mut cargo(project, &["build", "--release", "--workspace"]))?;
    let programs = target(project).join("release");
    let server = Server::start(&programs)?;
    let (mut ours, mut peer) = (Figures::new(), Figures::new());
    for round in 1..=rounds {
        eprintln!("round {round} of {rounds}");
        measure(&programs.join("bench-ours"), &server, seconds, &mut ours)?;
        measure(&programs.join("bench-peer"), &server, seconds, &mut peer)?;
    }
    print_table(&ours, &peer)
}

fn measure(program: &Path, server: &Server, seconds: f64, figures: &mut Figures) -> Result<()> {
    let mut command = Command::new(program);
    let output = command.args([&server.address, &seconds.to_string()]).stderr(Stdio::inherit()).output();
    let output = output.with_context(|| format!("cannot start {}", program.display()))?;
    ensure!(output.status.success(), "{} ended with {}", program.display(), output.status);
    for line in String::from_utf8(output.stdout)?.lines() {
        let (work, figure) = line.split_once('\t').with_context(|| format!("not a figure: {line:?}"))?;
        let least = figures.entry(work.to_owned()).or_insert(f64::INFINITY);
        *least = least.min(figure.parse()?);
    }
    Ok(())
}

fn print_table(ours: &Figures, peer: &Figures) -> Result<()> {
    println!("CPU µs per call, one thread:");
    println!("| work | HTTP client alone | Tucuxi | aws-sdk-rust | ours / peer | at most | |");
    println!("|---|---|---|---|---|---|---|");
    for (work, limit) in WORKS {
        let figure =
            |figures: &Figures| figures.get(work).copied().with_context(|| format!("no figure of {work}"));
        let (ours_us, peer_us) = (figure(ours)?, figure(peer)?);
        let ratio = ours_us / peer_us;
        let bare = ours.get(&format!("bare {work}")).map_or(String::new(), |figure| format!("{figure:.0}"));
        let verdict = if ratio <= limit { "reached" } else { "NOT reached" };
        println!("| {work} | {bare} | {ours_us:.0} | {peer_us:.0} | {ratio:.2} | {limit} | {verdict} |");
    }
    Ok(())
}

/// The loopback server, a process of its own.
struct Server {
    process: Child,
    address: String,
}

impl Server {
    fn start(programs: &Path) -> Result<Self> {
        let mut command = Command::new(programs.join("bench-server"));
        let mut process = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let stdout = process.stdout.take().context("the server has no output")?;
        let mut address = String::new();
        BufReader::new(stdout).read_line(&mut address)?;
        Ok(Self { process, address: address.trim().to_owned() })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // closing its input ends it
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}
