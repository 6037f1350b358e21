//! What the sides of the benchmarks share: loopback servers, and a clock of CPU time.

pub mod answers;
pub mod items;
pub mod measure;
pub mod server;
pub mod transfers;

use std::time::Duration;

/// The server's address and the CPU time to spend on each figure, from the command line.
pub fn arguments() -> Result<(String, Duration), String> {
    let mut arguments = std::env::args().skip(1);
    let (Some(address), Some(seconds)) = (arguments.next(), arguments.next()) else {
        return Err("usage: PROGRAM ADDRESS SECONDS".into());
    };
    let seconds = seconds.parse().map_err(|error| format!("SECONDS: {error}"))?;
    Ok((address, Duration::from_secs_f64(seconds)))
}
