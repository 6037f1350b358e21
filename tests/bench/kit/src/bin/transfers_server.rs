//! The server of the transfer benchmark as a process of its own, so that the CPU time of a client is the client's alone.
//!
//! Prints its URL, then serves until its standard input closes.

use std::io::Read;

fn main() -> std::io::Result<()> {
    let url = bench_kit::transfers::server::start()?;
    println!("{url}");
    std::io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}
