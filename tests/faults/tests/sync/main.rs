//! Whole directories and buckets: what is transferred and deleted, and what is not.

mod deletions;
mod listings;
mod many;
mod names;
mod told;

use faults::{Folder, Server, s3};
use std::fs;
use std::path::Path;
use std::time::{Duration, UNIX_EPOCH};

/// A client of `server` with one attempt.
fn client(server: &Server) -> tucuxi_s3::Client {
    s3(server).customize(|client| client.max_attempts(1))
}

/// Sets when a file was last changed, in seconds since 1970.
fn set_time(path: &Path, seconds: u64) {
    let file = fs::File::options().write(true).open(path).expect("a file");
    file.set_modified(UNIX_EPOCH + Duration::from_secs(seconds)).expect("a time");
}

/// When a file was last changed.
fn time(path: &Path) -> u64 {
    let modified = fs::metadata(path).expect("a file").modified().expect("a time");
    modified.duration_since(UNIX_EPOCH).expect("after 1970").as_secs()
}

/// The paths of all files below a folder, in order.
fn files(folder: &Folder) -> Vec<String> {
    fn walk(path: &Path, prefix: &str, names: &mut Vec<String>) {
        for entry in fs::read_dir(path).expect("a folder") {
            let entry = entry.expect("an entry");
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            match entry.file_type().expect("a type").is_dir() {
                true => walk(&entry.path(), &format!("{name}/"), names),
                false => names.push(name),
            }
        }
    }
    let mut names = Vec::new();
    walk(&folder.path(""), "", &mut names);
    names.sort();
    names
}
