//! Reads files that others write, within limits of size and time: a path may name a device or a pipe that never ends.

use std::fs::{File, metadata};
use std::io::{Error, ErrorKind, Read, Result};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;
use zeroize::Zeroizing;

/// How large a shared file or a file with certificates may be, in bytes. Files with thousands of profiles stay below
/// a tenth of this.
pub(crate) const LARGE: u64 = 16 << 20;
/// How large a file with a token or a sign-in may be, in bytes.
pub(crate) const SMALL: u64 = 1 << 20;
/// How long a pipe or a device may take to end.
const PATIENCE: Duration = Duration::from_secs(5);

/// Reads a whole file, which is wiped from memory when it is dropped.
///
/// # Errors
/// When the file cannot be read, when it is larger than `limit` bytes, and when it is a pipe or a device that does not
/// end within 5 seconds.
pub(crate) fn read(path: &Path, limit: u64) -> Result<Zeroizing<Vec<u8>>> {
    if metadata(path)?.is_file() {
        return read_to_end(path, limit);
    }
    // Already opening a pipe waits for whoever writes to it.
    let (sender, receiver) = mpsc::sync_channel(1);
    let file = path.to_owned();
    thread::Builder::new().spawn(move || {
        // Nobody may be waiting any more.
        let _ = sender.send(read_to_end(&file, limit));
    })?;
    receiver.recv_timeout(PATIENCE).unwrap_or_else(|_| {
        let message =
            format!("it is not a regular file, and does not end within {} seconds", PATIENCE.as_secs());
        Err(Error::new(ErrorKind::TimedOut, message))
    })
}

fn read_to_end(path: &Path, limit: u64) -> Result<Zeroizing<Vec<u8>>> {
    let mut content = Zeroizing::new(Vec::new());
    File::open(path)?.take(limit + 1).read_to_end(&mut content)?;
    if content.len() as u64 > limit {
        let message = format!("it is larger than {} MiB", limit >> 20);
        return Err(Error::new(ErrorKind::FileTooLarge, message));
    }
    Ok(content)
}

/// Reads a whole file as [`read`] does, without blocking the task.
///
/// # Errors
/// As for [`read`].
pub(crate) async fn load(path: impl Into<PathBuf>, limit: u64) -> Result<Zeroizing<Vec<u8>>> {
    let path = path.into();
    let reading = tokio::task::spawn_blocking(move || read(&path, limit));
    reading.await.unwrap_or_else(|_| Err(Error::other("reading was given up")))
}

/// Reads a text of at most 1 MiB, without the white space around it.
///
/// # Errors
/// As for [`read`], and when the file is not UTF-8.
pub(crate) async fn load_token(path: impl Into<PathBuf>) -> Result<Zeroizing<String>> {
    let content = load(path, SMALL).await?;
    let text =
        std::str::from_utf8(&content).map_err(|_| Error::new(ErrorKind::InvalidData, "it is not UTF-8"))?;
    Ok(Zeroizing::new(text.trim().to_owned()))
}

#[cfg(all(test, unix))]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::time::Instant;

    #[test]
    fn what_has_no_end_is_refused() {
        let error = read(Path::new("/dev/zero"), SMALL).unwrap_err();
        assert_eq!(error.to_string(), "it is larger than 1 MiB");
        assert!(read(Path::new("/dev/null"), SMALL).unwrap().is_empty());
    }

    #[test]
    fn a_pipe_nobody_writes_to_is_not_waited_for() {
        let pipe = std::env::temp_dir().join(format!("tucuxi-endless-{}", std::process::id()));
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let start = Instant::now();
        let error = read(&pipe, SMALL).unwrap_err();
        std::fs::remove_file(&pipe).unwrap();
        assert!(error.to_string().contains("does not end within 5 seconds"), "{error}");
        assert!(start.elapsed() < PATIENCE * 2);
    }

    #[tokio::test]
    async fn tokens_have_no_line_end() {
        let path = std::env::temp_dir().join(format!("tucuxi-token-file-{}", std::process::id()));
        std::fs::write(&path, " a-token\r\n").unwrap();
        let token = load_token(&path).await.unwrap();
        std::fs::write(&path, vec![b'x'; (SMALL + 1) as usize]).unwrap();
        let error = load_token(&path).await.unwrap_err();
        std::fs::remove_file(&path).unwrap();
        assert_eq!(*token, "a-token");
        assert_eq!(error.to_string(), "it is larger than 1 MiB");
    }
}
