//! Downloading wheels with pip, and what its failures mean.

use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, anyhow};

use super::interpreter;

/// One package to download.
#[derive(Debug, Clone)]
pub struct Requirement<'a> {
    /// The name on PyPI.
    pub name: &'a str,
    /// The version, or the newest one.
    pub version: Option<&'a str>,
    /// The SHA-256 that the file must have. Either all requirements of a download have one or none.
    pub sha256: Option<&'a str>,
}

/// Downloads the wheels of `requirements` into the folder `into`, without what they depend on.
pub fn download(requirements: &[Requirement], into: &Path) -> Result<()> {
    let python = interpreter()?;
    let mut command = pip(&python, "download");
    command.args(["--no-deps", "--only-binary", ":all:", "--dest"]).arg(into);
    run(command, &python, requirements)
}

/// Downloads the source package of `requirement`, of which pip has to ask name and version: its build backend may come
/// from the index for that.
pub fn download_source(requirement: &Requirement, into: &Path) -> Result<()> {
    let python = interpreter()?;
    let mut command = pip(&python, "download");
    command.args(["--no-deps", "--no-binary", requirement.name, "--dest"]).arg(into);
    run(command, &python, std::slice::from_ref(requirement))
}

/// Installs `requirements` into the environment of `python`: exactly these if they have hashes, else with what they
/// depend on.
pub fn install(python: &OsStr, requirements: &[Requirement]) -> Result<()> {
    let mut command = pip(python, "install");
    if requirements.iter().any(|requirement| requirement.sha256.is_some()) {
        command.arg("--no-deps");
    }
    run(command, python, requirements)
}

fn pip(python: &OsStr, task: &str) -> Command {
    let mut command = Command::new(python);
    command.args(["-m", "pip", task, "--quiet", "--disable-pip-version-check", "--no-input"]);
    command
}

/// Runs pip with the requirements in a file, the only place where pip takes hashes.
fn run(mut command: Command, python: &OsStr, requirements: &[Requirement]) -> Result<()> {
    let list = tempfile::NamedTempFile::new().context("cannot create a temporary file")?;
    let lines: Vec<_> = requirements.iter().map(line).collect();
    std::fs::write(list.path(), lines.join("\n")).context("cannot write a temporary file")?;
    if requirements.iter().any(|requirement| requirement.sha256.is_some()) {
        command.arg("--require-hashes");
    }
    command.arg("--requirement").arg(list.path());
    let output = command.output().with_context(|| format!("cannot run {}", python.display()))?;
    if output.status.success() {
        return Ok(());
    }
    Err(explain(&String::from_utf8_lossy(&output.stderr), python, requirements))
}

/// The requirement as a line of a requirements file.
fn line(requirement: &Requirement) -> String {
    let mut line = requirement.name.to_owned();
    if let Some(version) = requirement.version {
        line = format!("{line}=={version}");
    }
    if let Some(sha256) = requirement.sha256 {
        line = format!("{line} --hash=sha256:{sha256}");
    }
    line
}

/// What went wrong, and what to do about it, from what pip printed.
pub fn explain(stderr: &str, python: &OsStr, requirements: &[Requirement]) -> anyhow::Error {
    let described = |r: &Requirement| [r.name, r.version.unwrap_or("(any version)")].join(" ");
    let wanted = requirements.iter().map(described).collect::<Vec<_>>().join(" and ");
    let has = |needles: &[&str]| needles.iter().any(|needle| stderr.contains(needle));
    let detail = last_error(stderr);
    if has(&["No module named pip"]) {
        anyhow!(
            "{} has no pip: install it (`{0} -m ensurepip`, or your system's python3-pip), or set the environment \
             variable PYTHON to a Python that has it",
            python.display()
        )
    } else if has(&["DO NOT MATCH THE HASHES"]) {
        let (expected, got) = (after(stderr, "Expected sha256"), after(stderr, "Got"));
        anyhow!(
            "the download of {wanted} has the wrong SHA-256: {got} instead of {expected}. Somebody changed the \
             download or models.lock. If models.lock is as committed, do not use this index or mirror"
        )
    } else if has(&[
        "NewConnectionError",
        "Name or service not known",
        "name resolution",
        "Max retries exceeded",
        "ConnectTimeoutError",
        "ReadTimeoutError",
        "ProxyError",
        "SSLError",
        "Connection refused",
        "(from versions: none)",
    ]) {
        anyhow!(
            "cannot download {wanted}: the package index cannot be reached ({detail}). Check the network and pip's \
             settings (`pip config list`). Models can also come from elsewhere: `cargo xtask models fetch --from PATH`"
        )
    } else if has(&["No matching distribution found", "Could not find a version"]) {
        let versions = known_versions(stderr);
        anyhow!("there is no {wanted}{versions}")
    } else {
        anyhow!("pip cannot download {wanted}: {detail}")
    }
}

/// The newest of the versions that pip says exist.
fn known_versions(stderr: &str) -> String {
    let Some((_, rest)) = stderr.split_once("(from versions: ") else { return String::new() };
    let all: Vec<_> = rest.split(')').next().unwrap_or_default().split(", ").collect();
    let newest: Vec<_> = all.iter().rev().take(5).copied().collect();
    format!("; the newest versions are {}", newest.join(", "))
}

/// The first word after `label` in pip's report of a wrong hash.
fn after<'a>(stderr: &'a str, label: &str) -> &'a str {
    stderr.split_once(label).and_then(|(_, rest)| rest.split_whitespace().next()).unwrap_or("unknown")
}

/// The last line that pip marks as an error, else the last line at all.
fn last_error(stderr: &str) -> &str {
    let lines = || stderr.lines().map(str::trim).filter(|line| !line.is_empty()).rev();
    let error = lines().find_map(|line| line.strip_prefix("ERROR: "));
    error.or_else(|| lines().next()).unwrap_or("it says nothing")
}

#[cfg(test)]
mod tests {
    use super::*;

    const WANTED: [Requirement; 1] = [Requirement { name: "botocore", version: Some("1.2.3"), sha256: None }];

    fn explained(stderr: &str) -> String {
        explain(stderr, OsStr::new("python3"), &WANTED).to_string()
    }

    #[test]
    fn a_requirement_is_one_line() {
        assert_eq!(line(&Requirement { name: "boto3", version: None, sha256: None }), "boto3");
        let pinned = Requirement { name: "boto3", version: Some("1.2.3"), sha256: Some("ab") };
        assert_eq!(line(&pinned), "boto3==1.2.3 --hash=sha256:ab");
    }

    #[test]
    fn missing_pip_says_how_to_get_it() {
        let error = explained("/usr/bin/python3: No module named pip\n");
        assert!(error.starts_with("python3 has no pip: install it"), "{error}");
    }

    #[test]
    fn a_wrong_hash_shows_both() {
        let error = explained(
            "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.\n    botocore==1.2.3:\n        \
             Expected sha256 aaaa\n             Got        bbbb\n",
        );
        assert!(error.contains("botocore 1.2.3 has the wrong SHA-256: bbbb instead of aaaa"), "{error}");
    }

    #[test]
    fn no_network_is_not_taken_for_an_unknown_version() {
        let error = explained(
            "WARNING: Retrying after connection broken by 'NewConnectionError(...)'\n\
             ERROR: Could not find a version that satisfies the requirement botocore==1.2.3 (from versions: none)\n\
             ERROR: No matching distribution found for botocore==1.2.3\n",
        );
        assert!(error.contains("the package index cannot be reached"), "{error}");
        assert!(error.contains("--from PATH"), "{error}");
    }

    #[test]
    fn an_unknown_version_tells_the_newest() {
        let error = explained(
            "ERROR: Could not find a version that satisfies the requirement botocore==1.2.3 (from versions: 1.0, 1.1)\n\
             ERROR: No matching distribution found for botocore==1.2.3\n",
        );
        assert_eq!(error, "there is no botocore 1.2.3; the newest versions are 1.1, 1.0");
    }
}
