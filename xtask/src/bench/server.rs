//! A loopback server as a process of its own, so that the CPU time of a client is the client's alone.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, Result, ensure};

/// A server that runs until this is dropped.
#[derive(Debug)]
pub struct Server {
    process: Child,
    address: String,
}

impl Server {
    /// Starts `program`, whose first line says where it listens.
    pub fn start(program: &Path) -> Result<Self> {
        let mut process = Command::new(program)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start {}", program.display()))?;
        let stdout = process.stdout.take().context("the server has no output")?;
        let mut address = String::new();
        BufReader::new(stdout).read_line(&mut address)?;
        let server = Self { process, address: address.trim().to_owned() };
        ensure!(!server.address.is_empty(), "{} ended before it listened", program.display());
        Ok(server)
    }

    /// Where it listens, in its own words.
    pub fn address(&self) -> &str {
        &self.address
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // closing its input ends it
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}
