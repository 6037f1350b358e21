//! [`Runner`]: a crate written for some data, built and run.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;

use super::Case;
use crate::project::Project;

/// A crate under `target/` of hand-written sources and what is made for some data.
#[derive(Debug)]
pub struct Runner {
    name: &'static str,
    dir: PathBuf,
    files: BTreeMap<String, String>,
    dependencies: String,
}

/// A line of a runner's output.
#[derive(Deserialize)]
struct Line {
    case: String,
    difference: Option<String>,
}

impl Runner {
    /// A crate called `name` with the hand-written sources of `tests/conformance/<name>/`.
    pub fn new(project: &Project, name: &'static str) -> Result<Self> {
        let sources = project.root().join("tests/conformance").join(name);
        Self::of(name, &sources, project.target().join("conformance").join(name))
    }

    /// A crate called `name` in the folder `dir`, with the hand-written sources of the folder `sources`.
    pub fn of(name: &'static str, sources: &Path, dir: PathBuf) -> Result<Self> {
        let cannot = || format!("cannot read {}", sources.display());
        let mut files = BTreeMap::new();
        for entry in std::fs::read_dir(sources).with_context(cannot)? {
            let entry = entry.with_context(cannot)?;
            let file = format!("src/{}", entry.file_name().to_string_lossy());
            files.insert(file, std::fs::read_to_string(entry.path()).with_context(cannot)?);
        }
        Ok(Self { name, dir, files, dependencies: String::new() })
    }

    /// The folder of the crate.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Adds a file, by its path in the crate.
    pub fn file(&mut self, path: impl Into<String>, text: String) {
        self.files.insert(path.into(), text);
    }

    /// Adds a dependency: what stands right of `name =` in a manifest.
    pub fn dependency(&mut self, name: &str, value: &str) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.dependencies, "{name} = {value}");
    }

    /// Adds a dependency on a crate of this checkout.
    pub fn path_dependency(&mut self, name: &str, path: &Path, features: &[&str]) {
        let path = toml::Value::String(path.to_string_lossy().into_owned());
        self.dependency(name, &format!("{{ path = {path}, features = {features:?} }}"));
    }

    /// Writes the crate, and gives the command that builds and runs it.
    pub fn command(&mut self, project: &Project) -> Result<Command> {
        self.files.insert("Cargo.toml".to_owned(), self.manifest());
        for (path, text) in &self.files {
            write_if_changed(&self.dir.join(path), text)?;
        }
        // The versions this checkout is tested with; cargo drops those that are not needed.
        let lock = self.dir.join("Cargo.lock");
        if !lock.exists() {
            std::fs::copy(project.root().join("Cargo.lock"), &lock).context("cannot copy Cargo.lock")?;
        }
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.args(["run", "--quiet", "--manifest-path"]).arg(self.dir.join("Cargo.toml"));
        command.arg("--target-dir").arg(project.target());
        Ok(command)
    }

    /// Writes the crate, builds it, and runs it with the cases it prints as the result.
    pub fn run(mut self, project: &Project) -> Result<Vec<Case>> {
        let output =
            self.command(project)?.stderr(Stdio::inherit()).output().context("cannot start cargo")?;
        if !output.status.success() {
            bail!("the runner of {} did not build or broke off ({})", self.name, output.status);
        }
        parse_cases(&output.stdout)
    }

    fn manifest(&self) -> String {
        format!(
            "# Written by `cargo xtask`.\n\n\
             [package]\nname = \"runner-{}\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
             [dependencies]\n{}\n\
             [profile.dev]\ndebug = false\nincremental = false\n\n\
             [workspace]\n",
            self.name, self.dependencies
        )
    }
}

/// The cases that a runner has printed, a line of JSON each.
pub fn parse_cases(output: &[u8]) -> Result<Vec<Case>> {
    let parse = |line: &str| {
        let Line { case, difference } = serde_json::from_str(line)?;
        Ok(Case { name: case, difference })
    };
    let lines = String::from_utf8_lossy(output);
    lines.lines().map(parse).collect::<Result<_>>().context("the runner printed something else than cases")
}

/// Leaves a file alone that is as it should be, so that cargo does not build it again.
pub fn write_if_changed(path: &Path, text: &str) -> Result<()> {
    if std::fs::read_to_string(path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    let folder = path.parent().unwrap_or(path);
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    std::fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}

/// The JSON files of a folder by their names without the extension; none if there is no such folder.
pub fn json_files(dir: &Path) -> Result<BTreeMap<String, PathBuf>> {
    let mut files = BTreeMap::new();
    if !dir.is_dir() {
        return Ok(files);
    }
    for entry in std::fs::read_dir(dir).with_context(|| format!("cannot read {}", dir.display()))? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "json")
            && let Some(name) = path.file_stem().and_then(|name| name.to_str())
        {
            files.insert(name.to_owned(), path);
        }
    }
    Ok(files)
}

/// The text of a file.
pub fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}
