//! S3 for the crate `object_store`: the tests that it publishes, on moto and on s3s-fs.

use anyhow::Result;

use super::{Mode, Outcome, Stage, process};
use crate::emulator::{Emulator, S3s};
use crate::project::Project;

pub const STAGE: Stage = Stage {
    name: "object-store",
    about: "tucuxi-object-store passes the tests that object_store publishes, on moto and s3s-fs",
    needs: &["codegen", "emulator"],
    run,
};

/// The code that `docs/guide/object-store.md` quotes.
pub const GUIDE: &str = "sdk/object-store/tests/servers/guide.rs";

const MANIFEST: [&str; 2] = ["--manifest-path", "sdk/object-store/Cargo.toml"];

fn run(project: &Project, _: Mode) -> Result<Outcome> {
    let emulator = Emulator::start(project)?;
    let s3s = S3s::start(project)?;
    let mut settings = Vec::from(emulator.settings());
    settings.extend(s3s.settings());
    // as with AWS, where parts have checksums too
    for name in ["AWS_REQUEST_CHECKSUM_CALCULATION", "AWS_RESPONSE_CHECKSUM_VALIDATION"] {
        settings.push((name, "when_supported".to_owned()));
    }
    // without the feature `signer` first, which brings much of `object_store`
    process::clippy(project, &MANIFEST)?;
    process::clippy(project, &[&MANIFEST[..], &["--all-features"]].concat())?;
    let test = [&["test", "--all-features"], &MANIFEST[..]].concat();
    process::cargo_with(project, &test, &settings)?;
    Ok(Outcome::Passed(String::new()))
}
