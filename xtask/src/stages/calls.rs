//! Calls of generated clients: what they allocate, and what becomes of them where servers do what they should not.

use anyhow::Result;

use super::{Mode, Outcome, Stage, process};
use crate::bench;
use crate::emulator::S3s;
use crate::project::Project;

pub const GUARD: Stage = Stage {
    name: "guard",
    about: "calls make as many memory allocations as is committed",
    needs: &["codegen"],
    run: guard,
};

fn guard(project: &Project, _: Mode) -> Result<Outcome> {
    process::clippy(project, &["--manifest-path", bench::guard::MANIFEST])?;
    bench::guard::check(project).map(Outcome::Passed)
}

pub const FAULTS: Stage = Stage {
    name: "faults",
    about: "what servers, proxies and programs do wrong is an error, and does no harm",
    needs: &["codegen"],
    run: faults,
};

pub const CHECKSUMS: Stage = Stage {
    name: "checksums",
    about: "every checksum algorithm, with a server that verifies them",
    needs: &["faults"],
    run: checksums,
};

fn checksums(project: &Project, _: Mode) -> Result<Outcome> {
    let program = ("TUCUXI_TEST_S3S_FS", S3s::program(project)?.display().to_string());
    let test = [&["test"], &FAULTS_MANIFEST[..], &["--test", "checksums"]].concat();
    process::cargo_with(project, &test, &[program])?;
    Ok(Outcome::Passed(String::new()))
}

const FAULTS_MANIFEST: [&str; 2] = ["--manifest-path", "tests/faults/Cargo.toml"];

fn faults(project: &Project, mode: Mode) -> Result<Outcome> {
    process::clippy(project, &FAULTS_MANIFEST)?;
    let long: &[&str] = if mode.long { &["--", "--include-ignored"] } else { &[] };
    process::cargo(project, &[&["test"], &FAULTS_MANIFEST[..], long].concat())?;
    Ok(Outcome::Passed(String::new()))
}
