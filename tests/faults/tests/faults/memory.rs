//! What calls use of memory at their peak.
#![cfg(target_os = "linux")]

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

const PEAK: &str = env!("CARGO_BIN_EXE_peak");

/// A server in a process of its own.
struct Server {
    process: Child,
    url: String,
}

impl Server {
    fn start(transport: &str) -> Self {
        let mut command = Command::new(PEAK);
        let command = command.args(["serve", transport]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn().expect("a server");
        let mut url = String::new();
        let output = process.stdout.take().expect("its output");
        BufReader::new(output).read_line(&mut url).expect("its URL");
        Self { process, url: url.trim().to_owned() }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // closing its input ends it
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}

/// The MiB that `case` takes at its peak.
fn peak(case: &str, transport: &str) -> u64 {
    let server = Server::start(transport);
    let output = Command::new(PEAK).args([case, &server.url]).output().expect("a client");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let peak = String::from_utf8_lossy(&output.stdout).trim().parse().expect("a number");
    println!("{case} over {transport}: {peak} MiB");
    peak
}

#[test]
fn the_body_of_an_error_is_read_up_to_a_limit() {
    for transport in ["http", "tls"] {
        assert!(peak("error", transport) < 64);
    }
}

#[test]
fn a_body_in_memory_is_not_copied_to_send_it() {
    // the body itself has 200
    for transport in ["http", "tls"] {
        assert!(peak("trailer", transport) < 264);
    }
}

#[test]
fn a_stream_is_not_collected() {
    for transport in ["http", "tls"] {
        assert!(peak("stream", transport) < 128);
    }
}

#[test]
fn a_metadata_service_without_end_is_not_listened_to() {
    assert!(peak("metadata", "http") < 64);
}
