//! s3s-fs, an S3 server over a folder that verifies signatures, as a child process.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, Result, bail};
use tempfile::TempDir;

use crate::project::Project;

const PACKAGE: &str = "s3s-fs";
const VERSION: &str = "0.14.1";

const ACCESS_KEY_ID: &str = "AKIDTESTING";
const SECRET_ACCESS_KEY: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYTESTING";

/// How the server announces its URL in its log.
const LISTENS: &str = "server is running at ";

/// A running server without buckets. It is stopped and its files are removed when this is dropped.
#[derive(Debug)]
pub struct S3s {
    child: Child,
    url: String,
    _files: TempDir,
}

impl S3s {
    /// Starts a server on a free port and waits until it listens. The first start installs s3s-fs in `target/s3s`.
    pub fn start(project: &Project) -> Result<Self> {
        let program = Self::program(project)?;
        let files = tempfile::tempdir().context("cannot create a folder for S3's objects")?;
        let mut command = Command::new(&program);
        command.args(["--host", &Ipv4Addr::LOCALHOST.to_string(), "--port", "0"]);
        command.args(["--access-key", ACCESS_KEY_ID, "--secret-key", SECRET_ACCESS_KEY]);
        command.arg(files.path()).env("RUST_LOG", "s3s_fs=info").env("NO_COLOR", "1");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().with_context(|| format!("cannot run {}", program.display()))?;
        let log = child.stdout.take();
        let mut server = Self { child, url: String::new(), _files: files };
        for line in BufReader::new(log.context("s3s-fs has no output")?).lines() {
            let line = line.context("cannot read the log of s3s-fs")?;
            if let Some((_, url)) = line.split_once(LISTENS) {
                let end = url.find(|c: char| c == ',' || c.is_whitespace()).unwrap_or(url.len());
                server.url = url[..end].to_owned();
                return Ok(server);
            }
        }
        bail!("{} ended before it listened", program.display());
    }

    /// The server's program. The first call installs it in `target/s3s`.
    pub fn program(project: &Project) -> Result<PathBuf> {
        installed(&project.target().join("s3s"))
    }

    /// The endpoint URL.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The environment variables by which the scenarios find the server and the keys it accepts.
    pub fn settings(&self) -> [(&'static str, String); 3] {
        [
            ("TUCUXI_TEST_S3", self.url.clone()),
            ("TUCUXI_TEST_S3_KEY", ACCESS_KEY_ID.to_owned()),
            ("TUCUXI_TEST_S3_SECRET", SECRET_ACCESS_KEY.to_owned()),
        ]
    }
}

impl Drop for S3s {
    fn drop(&mut self) {
        let _gone_already = self.child.kill();
        let _reaped = self.child.wait();
    }
}

/// The program, installed in `root` unless it is there in the right version.
fn installed(root: &Path) -> Result<PathBuf> {
    std::fs::create_dir_all(root).with_context(|| format!("cannot create {}", root.display()))?;
    let guard = File::create(root.join("install.lock")).context("cannot create a lock for s3s-fs")?;
    guard.lock().context("cannot lock the installation of s3s-fs")?;
    let program = root.join("bin").join(format!("{PACKAGE}{}", std::env::consts::EXE_SUFFIX));
    let version = Command::new(&program).arg("--version").output();
    let wanted = format!("{PACKAGE} {VERSION}");
    if version.is_ok_and(|output| String::from_utf8_lossy(&output.stdout).trim() == wanted) {
        return Ok(program);
    }
    eprintln!("installing {wanted} in {} (once; needs the crate registry)", root.display());
    let package = format!("{PACKAGE}@{VERSION}");
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(["install", &package, "--features", "binary", "--locked", "--quiet", "--root"]).arg(root);
    // Half a minute of compiling rather than ten, and still fast enough for hashes.
    command.arg("--debug").envs([("CARGO_PROFILE_DEV_OPT_LEVEL", "1"), ("CARGO_PROFILE_DEV_DEBUG", "0")]);
    let status = command.stdin(Stdio::null()).status().context("cannot run cargo")?;
    if !status.success() {
        bail!("cargo install {package} fails");
    }
    Ok(program)
}
