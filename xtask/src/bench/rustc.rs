//! This program as cargo's `RUSTC_WRAPPER`: runs rustc and appends what it took to a log.

use std::ffi::OsString;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::{Context as _, Result};
use nix::sys::resource::{UsageWho, getrusage};
use serde::{Deserialize, Serialize};

/// The variable that turns this program into the wrapper and names the log.
pub const LOG: &str = "TUCUXI_RUSTC_LOG";

/// What one run of rustc took.
#[derive(Debug, Serialize, Deserialize)]
pub struct Usage {
    /// The crate it compiled.
    pub name: String,
    /// CPU time in seconds, user and system.
    pub cpu: f64,
    /// Peak memory in MiB.
    pub memory: f64,
}

/// What the last run of rustc for the crate `name` took, if `log` tells of one.
pub fn last_usage(log: &Path, name: &str) -> Result<Option<Usage>> {
    let text = std::fs::read_to_string(log).with_context(|| format!("cannot read {}", log.display()))?;
    let usages: Vec<Usage> = text.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    Ok(usages.into_iter().rfind(|usage| usage.name == name))
}

/// Runs the rustc that cargo asks for in the first argument.
pub fn wrap(log: &Path, arguments: &[OsString]) -> Result<ExitCode> {
    let (rustc, rest) = arguments.split_first().context("cargo names no rustc")?;
    let status = Command::new(rustc).args(rest).status().context("cannot start rustc")?;
    let name = rest.iter().skip_while(|argument| *argument != "--crate-name").nth(1);
    if let Some(name) = name {
        // this process has had one child, so its children's usage is rustc's
        let usage = getrusage(UsageWho::RUSAGE_CHILDREN).context("cannot ask what rustc took")?;
        let seconds = |time: nix::sys::time::TimeVal| time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6;
        let usage = Usage {
            name: name.to_string_lossy().into_owned(),
            cpu: seconds(usage.user_time()) + seconds(usage.system_time()),
            memory: usage.max_rss() as f64 / 1024.0,
        };
        let line = serde_json::to_string(&usage)? + "\n";
        std::fs::File::options().append(true).create(true).open(log)?.write_all(line.as_bytes())?;
    }
    Ok(ExitCode::from(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1)))
}
