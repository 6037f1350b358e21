//! Uploads and downloads of S3, against a loopback server: Tucuxi, an HTTP client alone, aws-sdk-s3-transfer-manager and boto3;
//! directories beside `aws s3 sync`, and small objects beside the crate `object_store`.

mod folder;
mod programs;
mod table;
mod work;

pub use work::Part;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, ensure};

use super::server::Server;
use super::{Sides, build, target};
use crate::project::Project;
use folder::{Folder, Sources};
use programs::Side;
use work::Work;

const MIB: u64 = 1 << 20;
/// The bytes of a small object.
const SMALL: u64 = 16 << 10;

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

/// Builds the sides of `parts`, lets them take turns, and prints for each kind of work the run of each side that took the least CPU
/// time.
pub fn run(project: &Project, amount: &Amount, parts: &[Part], sides: &Sides) -> Result<()> {
    ensure!(amount.size > 8 && amount.objects > 1, "there must be more than 8 MiB and more than one object");
    let folder = Folder::create(target(project).join("transfers"), amount, parts)?;
    let sides = programs::all(project, parts, sides)?;
    let program = build(project, "transfers-server", &[])?;
    let server = Server::start(&program)?;
    let sources = Sources { folder: &folder, server: &program };
    let works = Work::all(amount, parts);
    let mut best: BTreeMap<(usize, usize), Figures> = BTreeMap::new();
    for round in 1..=amount.rounds {
        for (w, work) in works.iter().enumerate() {
            sources.make(work).context("cannot make what to upload")?;
            for (s, side) in sides.iter().enumerate().filter(|(_, side)| side.does(work)) {
                eprintln!("round {round} of {}: {}, {}", amount.rounds, work.name, side.name);
                // Of its own: a file system is slow to make files where many have just been deleted.
                let own = sources.offer(work, &format!("{round}-{w}-{s}"))?;
                let figures = measure(project, side, server.address(), work, &own)?;
                sources.check(work, &own)?;
                let kept = best.entry((w, s)).or_insert_with(|| figures.clone());
                if figures.get("cpu") < kept.get("cpu") {
                    *kept = figures;
                }
            }
        }
    }
    for (w, work) in works.iter().enumerate() {
        let figures = sides.iter().enumerate().filter_map(|(s, side)| Some((side.name, best.get(&(w, s))?)));
        table::print(w == 0, work, &figures.collect::<Vec<_>>());
    }
    Ok(())
}

/// Lets a program do its work.
fn measure(project: &Project, side: &Side, url: &str, work: &Work, folder: &Path) -> Result<Figures> {
    let (name, arguments) = side.program.split_first().context("no program")?;
    let ca = project.sdk().join("runtime/src/http/hyper/testdata/ca.pem");
    let output = Command::new(name)
        .args(arguments)
        .args([Path::new(work.word), folder])
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
    let lines = String::from_utf8(output.stdout)?;
    lines.lines().map(parse).collect()
}

/// Reads a line `name<TAB>value`.
fn parse(line: &str) -> Result<(String, f64)> {
    let (name, value) = line.split_once('\t').with_context(|| format!("not a figure: {line:?}"))?;
    Ok((name.to_owned(), value.parse().with_context(|| format!("not a figure: {line:?}"))?))
}
