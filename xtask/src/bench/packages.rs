//! How many packages a program that uses S3 builds, on ours and on the peer's crates.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, ensure};

use super::{require_services, target, workspace};
use crate::project::Project;

/// Prints the packages that cargo builds for each program, and how many they are.
pub fn run(project: &Project, list: bool) -> Result<()> {
    require_services(project, &["s3"])?;
    let ours = format!(
        "tucuxi = {{ path = {:?} }}\ntucuxi-s3 = {{ path = {:?} }}\n",
        project.sdk().join("runtime"),
        project.services().join("s3")
    );
    let peer = "aws-config = \"1\"\naws-sdk-s3 = \"1\"\n";
    println!("| a program using S3 | packages |\n|---|---|");
    for (side, dependencies) in [("tucuxi, tucuxi-s3", ours.as_str()), ("aws-config, aws-sdk-s3", peer)] {
        let packages = packages(project, side, dependencies)?;
        println!("| {side} | {} |", packages.len());
        if list {
            println!("\n{}\n", packages.into_iter().collect::<Vec<_>>().join(", "));
        }
    }
    Ok(())
}

/// The packages that a program of these dependencies builds on this machine, without itself, at the versions the other
/// benchmarks use.
fn packages(project: &Project, side: &str, dependencies: &str) -> Result<BTreeSet<String>> {
    let dir = program(project, side, dependencies)?;
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["tree", "--edges", "normal,build", "--prefix", "none", "--no-dedupe", "--format", "{p}"])
        .current_dir(&dir)
        .stderr(Stdio::inherit())
        .output()
        .context("cannot start cargo")?;
    ensure!(output.status.success(), "`cargo tree` in {} ended with {}", dir.display(), output.status);
    // the first line is the program
    let tree = String::from_utf8_lossy(&output.stdout).into_owned();
    Ok(tree.lines().skip(1).filter_map(name_and_version).collect())
}

/// Writes a program of these dependencies.
fn program(project: &Project, side: &str, dependencies: &str) -> Result<PathBuf> {
    let name: String = side.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let dir = target(project).join("packages").join(name);
    let write = |path: &Path, text: &str| {
        fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
    };
    fs::create_dir_all(dir.join("src")).with_context(|| format!("cannot make {}", dir.display()))?;
    write(&dir.join("src/main.rs"), "fn main() {}\n")?;
    let package = "[package]\nname = \"program\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n";
    write(&dir.join("Cargo.toml"), &format!("{package}\n[dependencies]\n{dependencies}\n[workspace]\n"))?;
    let lock = workspace(project).join("Cargo.lock");
    fs::copy(&lock, dir.join("Cargo.lock")).with_context(|| format!("cannot copy {}", lock.display()))?;
    Ok(dir)
}

/// `name version` of a line such as `tucuxi v0.1.0 (/a/path)`.
fn name_and_version(line: &str) -> Option<String> {
    let mut words = line.split_whitespace();
    Some(format!("{} {}", words.next()?, words.next()?.strip_prefix('v')?))
}

#[cfg(test)]
mod tests {
    use super::name_and_version;

    #[test]
    fn a_package_is_told_by_name_and_version() {
        assert_eq!(name_and_version("tucuxi v0.1.0 (/a path)"), Some("tucuxi 0.1.0".to_owned()));
        assert_eq!(name_and_version("syn v2.0.119 (proc-macro)"), Some("syn 2.0.119".to_owned()));
        assert_eq!(name_and_version(""), None);
    }
}
