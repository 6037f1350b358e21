//! What the targets share: a home on disk for each process, and a runtime whose clock does not wait.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use tokio::runtime::{Builder, Runtime};
use tucuxi::Session;
use tucuxi::session::SessionBuilder;

static HOME: LazyLock<PathBuf> = LazyLock::new(|| {
    let home = std::env::temp_dir().join(format!("tucuxi-fuzz-{}", std::process::id()));
    std::fs::create_dir_all(&home).expect("a folder for temporary files");
    home
});

/// The home of this process.
pub fn home() -> &'static Path {
    &HOME
}

/// Writes a file in the home.
pub fn write(path: &str, text: &[u8]) {
    let path = HOME.join(path);
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).expect("a folder in the home");
    }
    std::fs::write(path, text).expect("a file in the home");
}

/// A session in the home, with these variables besides, which asks no metadata service.
pub fn session(variables: &[(&str, &str)]) -> SessionBuilder {
    let home = ("HOME".to_owned(), HOME.display().to_string());
    let off = ("AWS_EC2_METADATA_DISABLED".to_owned(), "true".to_owned());
    let given = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Session::builder().env([home, off].into_iter().chain(given))
}

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    Builder::new_current_thread().enable_time().start_paused(true).build().expect("a runtime")
});

/// A runtime in which pauses take no time.
pub fn runtime() -> &'static Runtime {
    &RUNTIME
}

/// The parts of an input, which zero bytes part; those that are not there are empty.
pub fn parts<const N: usize>(data: &[u8]) -> [&[u8]; N] {
    let mut parts = data.splitn(N, |byte| *byte == 0);
    std::array::from_fn(|_| parts.next().unwrap_or_default())
}
