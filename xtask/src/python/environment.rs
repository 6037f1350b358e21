//! Virtual environments under `target/python`, with the botocore and boto3 that `models.lock` pins.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use super::interpreter;
use super::pip::{self, Requirement};
use crate::models::Lock;
use crate::project::Project;

/// What boto3 needs besides what the lock pins.
const BOTO3: &str = include_str!("../../python/boto3.txt");
const CLI: &str = include_str!("../../python/cli.txt");

/// An environment that is ready for use.
#[derive(Debug, Clone)]
pub struct Environment {
    python: PathBuf,
}

impl Environment {
    /// The environment to compare with boto3 and botocore: nothing but these and what they need.
    pub fn boto3(project: &Project) -> Result<Self> {
        Self::ensure(project, "boto3", BOTO3)
    }

    /// The environment with the AWS CLI.
    pub fn cli(project: &Project) -> Result<Self> {
        Self::ensure(project, "cli", CLI)
    }

    /// The environment `name` with the pinned botocore and boto3 and the lines of `requirements`. Made on first use,
    /// and made anew when the lock or the requirements have changed.
    pub fn ensure(project: &Project, name: &str, requirements: &str) -> Result<Self> {
        let lock = Lock::read(&project.models_lock())?;
        let parent = project.target().join("python");
        let dir = parent.join(name);
        std::fs::create_dir_all(&parent).with_context(|| format!("cannot create {}", parent.display()))?;
        let guard = parent.join(format!("{name}.lock"));
        let guard = File::create(&guard).with_context(|| format!("cannot create {}", guard.display()))?;
        guard.lock().context("cannot lock the virtual environment")?;
        let environment = Self { python: python_in(&dir) };
        // written last, so an environment without it is half made
        let stamp_file = dir.join("made-from.txt");
        let pinned =
            lock.pins().map(|(name, pin)| format!("{name}=={} {}\n", pin.version, pin.sha256)).concat();
        let stamp = format!("{pinned}{requirements}");
        if std::fs::read_to_string(&stamp_file).is_ok_and(|old| old == stamp) && environment.python.exists() {
            return Ok(environment);
        }
        eprintln!("making the Python environment {} (once; needs the package index)", dir.display());
        create(&dir)?;
        environment.install(&lock, requirements)?;
        std::fs::write(&stamp_file, stamp)
            .with_context(|| format!("cannot write {}", stamp_file.display()))?;
        Ok(environment)
    }

    /// The environment's Python.
    pub fn python(&self) -> &Path {
        &self.python
    }

    /// The pinned wheels first, checked against their hashes, then the rest, which cannot replace them.
    fn install(&self, lock: &Lock, requirements: &str) -> Result<()> {
        let python = self.python.as_os_str();
        let pinned = lock.pins().map(|(name, pin)| Requirement {
            name,
            version: Some(&pin.version),
            sha256: Some(&pin.sha256),
        });
        pip::install(python, &pinned)?;
        let lines =
            requirements.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let rest = lines.map(|line| match line.split_once("==") {
            Some((name, version)) => Requirement { name, version: Some(version), sha256: None },
            None => Requirement { name: line, version: None, sha256: None },
        });
        let kept =
            lock.pins().map(|(name, pin)| Requirement { name, version: Some(&pin.version), sha256: None });
        pip::install(python, &rest.chain(kept).collect::<Vec<_>>())
    }
}

fn python_in(dir: &Path) -> PathBuf {
    if cfg!(windows) { dir.join("Scripts/python.exe") } else { dir.join("bin/python") }
}

fn create(dir: &Path) -> Result<()> {
    let python = interpreter()?;
    if dir.exists() {
        std::fs::remove_dir_all(dir).with_context(|| format!("cannot remove {}", dir.display()))?;
    }
    let output = Command::new(&python).args(["-m", "venv"]).arg(dir).output();
    let output = output.with_context(|| format!("cannot run {}", python.display()))?;
    if !output.status.success() {
        let told = [output.stdout, output.stderr].concat();
        bail!(
            "{} -m venv fails: install your system's package for it (python3-venv), or set the environment variable \
             PYTHON to a Python that has it. It says: {}",
            python.display(),
            String::from_utf8_lossy(&told).trim()
        );
    }
    Ok(())
}
