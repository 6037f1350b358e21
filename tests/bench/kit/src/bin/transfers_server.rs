//! The server of the transfer benchmark as a process of its own, so that the CPU time of a client is the client's alone.
//!
//! Prints its URL, then serves until its standard input closes. `transfers-server tree DIRECTORY COUNT` makes the files of a tree
//! instead.

use bench_kit::transfers::tree;
use std::io::{Error, Read};
use std::path::Path;

fn main() -> std::io::Result<()> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    if let [what, directory, count] = &arguments[..]
        && what == "tree"
    {
        return tree::create(Path::new(directory), count.parse().map_err(Error::other)?);
    }
    let url = bench_kit::transfers::server::start()?;
    println!("{url}");
    std::io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}
