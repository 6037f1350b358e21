//! Uploads and downloads of S3, against a loopback server: Tucuxi, an HTTP client alone, aws-sdk-s3-transfer-manager and boto3.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, ensure};
use nix::sys::statvfs::statvfs;

use super::server::Server;
use super::{Sides, build, target, workspace};
use crate::project::Project;
use crate::python::environment::Environment;

const MIB: u64 = 1 << 20;
/// The bytes of a small object.
const SMALL: u64 = 16 << 10;
/// The part of the CPU time of the HTTP client alone that large objects may take.
const OF_BARE: f64 = 1.2;
/// The part of the CPU time of the peer that small objects may take.
const OF_PEER: f64 = 0.5;
/// The memory in MiB that a transfer of a large object may take: what it may hold of the object by default.
const MEMORY: f64 = 10.0 * 8.0 + 32.0;

const BARE: &str = "HTTP client alone";
const OURS: &str = "Tucuxi";
const PEER: &str = "aws-sdk-s3-transfer-manager";

/// How much is transferred, and how often.
#[derive(Debug)]
pub struct Amount {
    /// The size of the large object in MiB.
    pub size: u64,
    /// How many small objects there are.
    pub objects: u64,
    /// How often each side does all of it.
    pub rounds: u32,
}

/// What one run of a program took, by the name of the figure: `cpu`, `wall`, `peak`, `p50`, `p99`.
type Figures = BTreeMap<String, f64>;

/// A kind of work.
struct Work {
    name: String,
    direction: &'static str,
    /// The bytes of each object.
    size: u64,
    count: u64,
}

impl Work {
    fn all(amount: &Amount) -> Vec<Self> {
        let mut all = Vec::new();
        for (direction, way) in [("upload", "up"), ("download", "down")] {
            let (name, size) = (format!("{} MiB {way}", amount.size), amount.size * MIB);
            all.push(Self { name, direction, size, count: 1 });
        }
        for (direction, way) in [("upload", "up"), ("download", "down")] {
            let name = format!("{} × 16 KiB {way}", amount.objects);
            all.push(Self { name, direction, size: SMALL, count: amount.objects });
        }
        all
    }

    fn is_large(&self) -> bool {
        self.count == 1
    }
}

/// Builds all sides, lets them take turns, and prints for each kind of work the run of each side that took the least CPU time.
pub fn run(project: &Project, amount: &Amount, sides: &Sides) -> Result<()> {
    ensure!(amount.size > 8 && amount.objects > 1, "there must be more than 8 MiB and more than one object");
    let folder = Folder::create(target(project).join("transfers"), amount)?;
    let programs = programs(project, sides)?;
    let server = Server::start(&build(project, "transfers-server", &[])?)?;
    let works = Work::all(amount);
    let mut best: BTreeMap<(usize, usize), Figures> = BTreeMap::new();
    for round in 1..=amount.rounds {
        for (w, work) in works.iter().enumerate() {
            make_source(&folder.0, work.size).context("cannot make the file to upload")?;
            for (s, (side, program)) in programs.iter().enumerate() {
                eprintln!("round {round} of {}: {}, {side}", amount.rounds, work.name);
                // Of its own: a file system is slow to make files where many have just been deleted.
                let own = folder.0.join(format!("{round}-{w}-{s}"));
                fs::create_dir(&own).with_context(|| format!("cannot make {}", own.display()))?;
                fs::hard_link(folder.0.join("source"), own.join("source")).context("cannot link a file")?;
                let figures = measure(project, program, server.address(), work, &own)?;
                if work.is_large() {
                    fs::remove_dir_all(&own).context("cannot delete what was transferred")?;
                }
                let kept = best.entry((w, s)).or_insert_with(|| figures.clone());
                if figures.get("cpu") < kept.get("cpu") {
                    *kept = figures;
                }
            }
        }
    }
    let names: Vec<_> = programs.iter().map(|(side, _)| *side).collect();
    for (w, work) in works.iter().enumerate() {
        let figures = names.iter().enumerate().filter_map(|(s, side)| Some((*side, best.get(&(w, s))?)));
        print(w == 0, work, &figures.collect::<Vec<_>>());
    }
    Ok(())
}

/// The sides and their programs, with the arguments that come before those of a task.
fn programs(project: &Project, sides: &Sides) -> Result<Vec<(&'static str, Vec<PathBuf>)>> {
    let ours = build(project, "bench-transfers", &["s3"])?;
    let mut programs = vec![(BARE, vec![ours.clone(), "bare".into()]), (OURS, vec![ours, "ours".into()])];
    if let Some(before) = &sides.before {
        programs.push(("before", vec![build(before, "bench-transfers", &["s3"])?, "ours".into()]));
    }
    if sides.peer {
        eprintln!("building {PEER} in release, which takes some 8 minutes the first time");
        programs.push((PEER, vec![build(project, "bench-transfers-peer", &[])?]));
    }
    let python = Environment::boto3(project)?.python().to_owned();
    programs.push(("boto3", vec![python, workspace(project).join("python/transfers.py")]));
    Ok(programs)
}

/// Lets a program do its work and checks that it did.
fn measure(project: &Project, program: &[PathBuf], url: &str, work: &Work, folder: &Path) -> Result<Figures> {
    let (name, arguments) = program.split_first().context("no program")?;
    let ca = project.sdk().join("runtime/src/http/hyper/testdata/ca.pem");
    let output = Command::new(name)
        .args(arguments)
        .args([Path::new(work.direction), folder])
        .args([work.size.to_string(), work.count.to_string()])
        // the peer knows no variable of AWS for it
        .envs([("AWS_CA_BUNDLE", &ca), ("SSL_CERT_FILE", &ca)])
        .envs([("AWS_ENDPOINT_URL", url), ("AWS_REGION", "us-east-1"), ("AWS_DEFAULT_REGION", "us-east-1")])
        .envs([("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"), ("AWS_SECRET_ACCESS_KEY", "secret")])
        .envs([("AWS_CONFIG_FILE", "/dev/null"), ("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")])
        .envs([("AWS_EC2_METADATA_DISABLED", "true"), ("NO_PROXY", "localhost"), ("no_proxy", "localhost")])
        .env_remove("AWS_PROFILE")
        .env_remove("AWS_SESSION_TOKEN")
        .stderr(Stdio::inherit())
        .output();
    let output = output.with_context(|| format!("cannot start {}", name.display()))?;
    ensure!(output.status.success(), "{} ended with {}", name.display(), output.status);
    check(folder, work)?;
    let lines = String::from_utf8(output.stdout)?;
    lines.lines().map(parse).collect()
}

/// Makes the file to upload, and reads it, so that all sides find it in the system's memory.
fn make_source(folder: &Path, size: u64) -> io::Result<()> {
    let path = folder.join("source");
    // an earlier one may have other names, which are to stay as they are
    if path.exists() {
        fs::remove_file(&path)?;
    }
    File::create(&path)?.set_len(size)?;
    io::copy(&mut File::open(path)?.take(size), &mut io::sink()).map(drop)
}

/// Reads a line `name<TAB>value`.
fn parse(line: &str) -> Result<(String, f64)> {
    let (name, value) = line.split_once('\t').with_context(|| format!("not a figure: {line:?}"))?;
    Ok((name.to_owned(), value.parse().with_context(|| format!("not a figure: {line:?}"))?))
}

/// What was downloaded must be whole.
fn check(folder: &Path, work: &Work) -> Result<()> {
    let mut bytes = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name() != "source" {
            bytes += entry.metadata()?.len();
        }
    }
    let expected = if work.direction == "download" { work.size * work.count } else { 0 };
    ensure!(bytes == expected, "{}: {bytes} bytes were written, not {expected}", work.name);
    Ok(())
}

/// Prints a row for each side, and below them how ours compares with the goals.
fn print(is_first: bool, work: &Work, sides: &[(&str, &Figures)]) {
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
    let (other, limit) = if work.is_large() { (BARE, OF_BARE) } else { (PEER, OF_PEER) };
    if let (Some(ours), Some(theirs)) = (figure(OURS, "cpu"), figure(other, "cpu")) {
        let ratio = ours / theirs;
        println!(
            "| {} | CPU, Tucuxi / {other} | {ratio:.2} | at most {limit} | {} | | |",
            work.name,
            verdict(ratio <= limit)
        );
    }
    if let Some(peak) = figure(OURS, "peak").filter(|_| work.is_large()) {
        println!(
            "| {} | peak of Tucuxi | {peak:.0} | at most {MEMORY} | {} | | |",
            work.name,
            verdict(peak <= MEMORY)
        );
    }
}

fn verdict(is_reached: bool) -> &'static str {
    if is_reached { "reached" } else { "NOT reached" }
}

/// The folder of the files, which is deleted at the end.
struct Folder(PathBuf);

impl Folder {
    /// Creates it, if there is room for what will be in it.
    fn create(path: PathBuf, amount: &Amount) -> Result<Self> {
        fs::create_dir_all(&path).with_context(|| format!("cannot make {}", path.display()))?;
        let folder = Self(path);
        let system =
            statvfs(&folder.0).with_context(|| format!("cannot ask about {}", folder.0.display()))?;
        let free = system.blocks_available() * system.fragment_size() / MIB;
        // The small objects of five sides stay until the end; the file system keeps some room for itself.
        let small = 5 * u64::from(amount.rounds) * amount.objects * SMALL / MIB;
        let needed = amount.size + small + 1024;
        let place = folder.0.display();
        ensure!(
            free > needed,
            "{place} needs {needed} MiB, and {free} are free: make room, or less with --size or --objects"
        );
        Ok(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
