//! The server as a process of its own, so that the CPU time of a client is the client's alone.
//!
//! Prints its address, then serves until its standard input closes.

use std::io::Read;

fn main() -> std::io::Result<()> {
    let address = bench_kit::server::start()?;
    println!("{address}");
    std::io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}
