//! Side by side with botocore: its test data, what goes over the wire, and where sessions find credentials and settings.

use anyhow::{Context as _, Result, bail};

use super::{Mode, Outcome, Stage, process};
use crate::conformance::{self, Totals};
use crate::project::Project;
use crate::python::environment::Environment;

pub const CONFORMANCE: Stage = Stage {
    name: "conformance",
    about: "botocore's test data, and signatures beside aws-sigv4",
    needs: &["codegen"],
    run: conformance,
};

/// The variable that names a folder with data in place of that of botocore's source package.
const VARIABLE: &str = "TUCUXI_CONFORMANCE";

/// How many random requests are signed, and how many in the long mode.
const REQUESTS: [usize; 2] = [2_000, 200_000];

fn conformance(project: &Project, mode: Mode) -> Result<Outcome> {
    let dir = match std::env::var_os(VARIABLE) {
        Some(dir) => project.root().join(dir),
        None => conformance::source_data(project)?,
    };
    let Totals { passed, failed, excepted } = conformance::run(project, &dir)?;
    println!("{passed} passed, {failed} failed, {excepted} listed exceptions");
    if failed > 0 {
        bail!("{failed} cases fail, {passed} pass");
    }
    let (seed, requests) = (mode.seed(), REQUESTS[usize::from(mode.long)]);
    conformance::beside_peer(project, seed, requests)?;
    Ok(Outcome::Passed(format!(
        "{passed} cases, {excepted} listed exceptions; {requests} signatures (seed {seed})"
    )))
}

pub const WIRE: Stage = Stage {
    name: "wire",
    about: "requests, responses and errors as botocore has them",
    needs: &["codegen"],
    run: wire,
};

fn wire(project: &Project, mode: Mode) -> Result<Outcome> {
    let python = Environment::boto3(project)?;
    let xtask = std::env::current_exe().context("cannot tell where this program is")?;
    let xtask = xtask.to_str().context("the path of the checkout is no text")?;
    let seed = mode.seed().to_string();
    let all: &[&str] = if mode.long { &["--all", "--seed", &seed] } else { &[] };
    let args = [&["tests/wire"], all, &["--", xtask, "wire"]].concat();
    let (passes, totals) = process::python(project, &python, &args)?;
    if !passes {
        bail!("wire equality fails: {totals}");
    }
    let totals = if mode.long { format!("{totals} (seed {seed})") } else { totals };
    Ok(Outcome::Passed(totals))
}

pub const SESSIONS: Stage = Stage {
    name: "sessions",
    about: "credentials and settings of many homes as botocore finds them",
    needs: &["codegen"],
    run: sessions,
};

const MANIFEST: [&str; 2] = ["--manifest-path", "tests/sessions/Cargo.toml"];
const REQUIREMENTS: &str = include_str!("../../python/sessions.txt");

fn sessions(project: &Project, _: Mode) -> Result<Outcome> {
    process::clippy(project, &MANIFEST)?;
    // that builds the program, too
    process::cargo(project, &[&["test"], &MANIFEST[..]].concat())?;
    let python = Environment::ensure(project, "sessions", REQUIREMENTS)?;
    let mut done = Vec::new();
    for (script, program) in [("tests/sessions", "resolve"), ("tests/sessions/regions.py", "regions")] {
        let program = format!("{program}{}", std::env::consts::EXE_SUFFIX);
        let program = project.target().join("debug").join(program);
        let program = program.to_str().context("the path of the checkout is no text")?;
        let (passes, totals) = process::python(project, &python, &[script, program])?;
        if !passes {
            bail!("sessions differ: {totals}");
        }
        done.push(totals);
    }
    Ok(Outcome::Passed(done.join("; ")))
}

pub const ITEMS: Stage = Stage {
    name: "items",
    about: "items of DynamoDB by serde as boto3 writes and reads them",
    needs: &["codegen"],
    run: items,
};

/// How many random items are compared, and how many in the long mode.
const ITEM_COUNTS: [usize; 2] = [2_000, 50_000];

fn items(project: &Project, mode: Mode) -> Result<Outcome> {
    beside(project, mode, "items", ITEM_COUNTS)
}

pub const TOKENS: Stage = Stage {
    name: "tokens",
    about: "tokens of databases, caches, Kafka and EKS as botocore signs them",
    needs: &["codegen"],
    run: tokens,
};

/// How many random tokens are compared, and how many in the long mode.
const TOKEN_COUNTS: [usize; 2] = [400, 20_000];

fn tokens(project: &Project, mode: Mode) -> Result<Outcome> {
    beside(project, mode, "tokens", TOKEN_COUNTS)
}

/// Builds the program in `tests/NAME`, and runs the script there that compares it with boto3.
fn beside(project: &Project, mode: Mode, name: &str, counts: [usize; 2]) -> Result<Outcome> {
    let script = format!("tests/{name}");
    let manifest = ["--manifest-path", &format!("{script}/Cargo.toml")];
    process::clippy(project, &manifest)?;
    process::cargo(project, &[&["build"], &manifest[..]].concat())?;
    let python = Environment::boto3(project)?;
    let program = project.target().join("debug").join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    let program = program.to_str().context("the path of the checkout is no text")?;
    let (seed, count) = (mode.seed().to_string(), counts[usize::from(mode.long)].to_string());
    let (passes, totals) = process::python(project, &python, &[&script, program, &seed, &count])?;
    if !passes {
        bail!("{name} differ: {totals}");
    }
    Ok(Outcome::Passed(totals))
}
