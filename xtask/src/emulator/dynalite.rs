//! dynalite, a DynamoDB server in JavaScript, as a child process.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, Result, bail};

use crate::project::Project;

const PACKAGE: &str = "dynalite";
const VERSION: &str = "4.0.0";

/// The server on a free port of loopback, with tables that are there at once; its own program takes no free port. It ends with
/// standard input, and so with this process.
const SERVER: &str = "
    const server = require('dynalite')({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
    server.listen(0, process.argv[1], () => console.log(server.address().port));
    process.stdin.on('end', () => process.exit()).resume();
";

/// A running server without tables. It is stopped when this is dropped, or when this process ends in any way.
#[derive(Debug)]
pub struct Dynalite {
    child: Child,
    url: String,
}

impl Dynalite {
    /// Starts a server on a free port and waits until it listens. The first start installs dynalite in `target/dynalite`.
    pub fn start(project: &Project) -> Result<Self> {
        let root = installed(&project.target().join(PACKAGE))?;
        let host = Ipv4Addr::LOCALHOST.to_string();
        let mut command = Command::new("node");
        command.args(["-e", SERVER, &host]).current_dir(root);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit());
        let mut child = command.spawn().context("cannot run node, which comes with npm")?;
        let output = child.stdout.take();
        let mut server = Self { child, url: String::new() };
        let mut line = String::new();
        BufReader::new(output.context("dynalite has no output")?).read_line(&mut line)?;
        match line.trim().parse::<u16>() {
            Ok(port) => server.url = format!("http://{host}:{port}"),
            Err(_) => bail!("dynalite ended before it listened"),
        }
        Ok(server)
    }

    /// The endpoint URL.
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Dynalite {
    fn drop(&mut self) {
        let _gone_already = self.child.kill();
        let _reaped = self.child.wait();
    }
}

/// The folder that dynalite is installed in, in the right version: `root`.
fn installed(root: &Path) -> Result<PathBuf> {
    std::fs::create_dir_all(root).with_context(|| format!("cannot create {}", root.display()))?;
    let guard = File::create(root.join("install.lock")).context("cannot create a lock for dynalite")?;
    guard.lock().context("cannot lock the installation of dynalite")?;
    let manifest = root.join("node_modules").join(PACKAGE).join("package.json");
    let wanted = format!("\"version\": \"{VERSION}\"");
    if std::fs::read_to_string(manifest).is_ok_and(|manifest| manifest.contains(&wanted)) {
        return Ok(root.to_owned());
    }
    eprintln!("installing {PACKAGE} {VERSION} in {} (once; needs npm and its registry)", root.display());
    let package = format!("{PACKAGE}@{VERSION}");
    let mut command = Command::new("npm");
    command.args(["install", &package, "--no-audit", "--no-fund", "--silent", "--prefix"]).arg(root);
    let status = command.stdin(Stdio::null()).status();
    let status = status
        .context("cannot run npm: the scenarios of DynamoDB need Node.js with npm, as of nodejs.org")?;
    if !status.success() {
        bail!("npm install {package} fails");
    }
    Ok(root.to_owned())
}
