//! moto's server, a local emulator of many AWS services, as a child process; [`S3s`] is one of S3 alone, [`Dynalite`] one of DynamoDB.

mod dynalite;
mod s3s;

pub use dynalite::Dynalite;
pub use s3s::S3s;

use std::io::{BufRead as _, BufReader};
use std::net::{Ipv4Addr, SocketAddrV4, TcpListener};
use std::process::{Child, Command, ExitStatus, Stdio};

use anyhow::{Context as _, Result, bail};

use crate::project::Project;
use crate::python::environment::Environment;

const REQUIREMENTS: &str = include_str!("../python/emulator.txt");
const SERVER: &str = include_str!("../python/emulator.py");

/// A running server with a state of its own. Stopped when dropped, or when this process ends in any way.
#[derive(Debug)]
pub struct Emulator {
    child: Child,
    port: u16,
}

impl Emulator {
    /// The Python environment with moto, and with the pinned boto3 to call it; installed on first use.
    pub fn environment(project: &Project) -> Result<Environment> {
        Environment::ensure(project, "emulator", REQUIREMENTS)
    }

    /// Starts a server on a free port, for tests, and waits until it listens. Nothing is logged.
    pub fn start(project: &Project) -> Result<Self> {
        Self::spawn(&Self::environment(project)?, 0, Stdio::null())
    }

    /// Starts a server on `port`, for people, and waits until it listens. Requests are logged to standard error.
    pub fn start_at(project: &Project, port: u16) -> Result<Self> {
        let environment = Self::environment(project)?;
        if port != 0 && TcpListener::bind(SocketAddrV4::new(Ipv4Addr::LOCALHOST, port)).is_err() {
            bail!("port {port} is in use: choose another with --port (0 takes any free one)");
        }
        Self::spawn(&environment, port, Stdio::inherit())
    }

    fn spawn(environment: &Environment, port: u16, log: Stdio) -> Result<Self> {
        let python = environment.python();
        let mut command = Command::new(python);
        // the emulator must not reach out to anything that the user's own settings name
        for (name, _) in std::env::vars_os() {
            if name.to_str().is_some_and(|name| name.starts_with("AWS_") || name.starts_with("MOTO_")) {
                command.env_remove(name);
            }
        }
        command.args(["-c", SERVER, &port.to_string()]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(log);
        let child = command.spawn().with_context(|| format!("cannot run {}", python.display()))?;
        let mut emulator = Self { child, port };
        let mut line = String::new();
        if let Some(stdout) = emulator.child.stdout.take() {
            BufReader::new(stdout).read_line(&mut line).context("cannot read from the emulator")?;
        }
        match line.trim().parse() {
            Ok(port) => emulator.port = port,
            Err(_) => bail!(
                "the emulator did not start; `{} -c 'import moto.server'` may tell why",
                python.display()
            ),
        }
        Ok(emulator)
    }

    /// Where it listens, as an endpoint URL.
    pub fn url(&self) -> String {
        format!("http://{}:{}", Ipv4Addr::LOCALHOST, self.port)
    }

    /// The port it listens on.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The environment variables that make a program call the emulator.
    pub fn settings(&self) -> [(&'static str, String); 4] {
        [
            ("AWS_ENDPOINT_URL", self.url()),
            ("AWS_ACCESS_KEY_ID", "testing".to_owned()),
            ("AWS_SECRET_ACCESS_KEY", "testing".to_owned()),
            ("AWS_DEFAULT_REGION", "us-east-1".to_owned()),
        ]
    }

    /// Waits until the server ends by itself.
    pub fn wait(&mut self) -> Result<ExitStatus> {
        // not `Child::wait`, which closes standard input first and so ends the server
        loop {
            if let Some(status) = self.child.try_wait().context("cannot wait for the emulator")? {
                return Ok(status);
            }
            std::thread::sleep(std::time::Duration::from_millis(500));
        }
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        let _gone_already = self.child.kill();
        let _reaped = self.child.wait();
    }
}
