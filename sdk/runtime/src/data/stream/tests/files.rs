//! Bodies from files, and from what only looks like one.

use super::*;
use std::io::Write;
use std::path::PathBuf;

/// A path in the directory for temporary files, removed in the end.
struct Temporary(PathBuf);

impl Temporary {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("tucuxi-{name}-{}", std::process::id()));
        let _ = std::fs::remove_file(&path);
        Self(path)
    }

    fn with(name: &str, content: &[u8]) -> Self {
        let this = Self::new(name);
        std::fs::write(&this.0, content).unwrap();
        this
    }

    fn append(&self, content: &[u8]) {
        std::fs::OpenOptions::new().append(true).open(&self.0).unwrap().write_all(content).unwrap();
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

#[tokio::test]
async fn a_file_is_read_again_from_its_start() {
    let content = vec![42u8; 600_000];
    let file = Temporary::with("again", &content);
    let mut body = ByteStream::from_path(&file.0).await.unwrap();
    assert_eq!(body.length(), Some(600_000));
    let first = body.next_chunk().await.unwrap().unwrap();
    assert_eq!(body.length(), Some(600_000 - first.len() as u64));
    assert!(body.clone().collect().await.unwrap() == content, "a clone is whole");
    assert!(body.again().unwrap().collect().await.unwrap() == content);
    assert_eq!(body.collect().await.unwrap().len(), 600_000 - first.len());
    let path = file.0.clone();
    drop(file);
    let error = ByteStream::from_path(&path).await.unwrap_err();
    assert!(error.to_string().contains("tucuxi-again-"), "{error}");
}

#[tokio::test]
async fn files_of_all_sizes_are_read_to_their_end() {
    for size in [0, 1, (256 << 10) - 1, 256 << 10, (256 << 10) + 1, 512 << 10, (512 << 10) + 1] {
        let content: Vec<u8> = (0..size).map(|index| (index % 251) as u8).collect();
        let file = Temporary::with("sizes", &content);
        let body = ByteStream::from_path(&file.0).await.unwrap();
        assert_eq!(body.length(), Some(size));
        assert!(body.collect().await.unwrap() == content, "{size}");
    }
}

#[tokio::test]
async fn a_file_that_changes_its_size_is_an_error() {
    for size in [0, 10, 256 << 10, 512 << 10] {
        let file = Temporary::with("grows", &vec![1; size]);
        let body = ByteStream::from_path(&file.0).await.unwrap();
        file.append(b"more");
        let error = body.collect().await.unwrap_err();
        assert!(error.to_string().contains("became longer"), "{size}: {error}");
    }
    let file = Temporary::with("shrinks", b"0123456789");
    let mut body = ByteStream::from_path(&file.0).await.unwrap();
    std::fs::write(&file.0, b"01234").unwrap();
    assert_eq!(body.next_chunk().await.unwrap().unwrap(), "01234");
    let error = body.next_chunk().await.unwrap().unwrap_err();
    assert!(error.to_string().contains("became shorter"), "{error}");
    assert!(body.next_chunk().await.is_none());
    assert!(body.collect().await.is_err());
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn files_without_a_size_are_read_to_their_end() {
    let expected = std::fs::read("/proc/version").unwrap();
    let body = ByteStream::from_path("/proc/version").await.unwrap();
    assert_eq!(body.length(), None);
    assert!(body.clone().collect().await.is_err(), "it may be another one the next time");
    assert_eq!(body.collect().await.unwrap(), expected);
    let body = ByteStream::from_path("/dev/null").await.unwrap();
    assert_eq!((body.length(), body.collect().await.unwrap()), (None, Bytes::new()));
}

#[cfg(unix)]
#[tokio::test]
async fn a_pipe_is_read_to_its_end() {
    let pipe = Temporary::new("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe.0).status().unwrap().success());
    let body = ByteStream::from_path(&pipe.0).await.unwrap();
    assert_eq!((body.is_absent(), body.length()), (false, None));
    let path = pipe.0.clone();
    let writer = std::thread::spawn(move || std::fs::write(path, vec![7; 300_000]).unwrap());
    assert_eq!(body.collect().await.unwrap(), vec![7; 300_000]);
    writer.join().unwrap();
}

#[cfg(unix)]
#[tokio::test]
async fn a_socket_and_a_directory_are_not_files() {
    let socket = Temporary::new("socket");
    let _listener = std::os::unix::net::UnixListener::bind(&socket.0).unwrap();
    let error = ByteStream::from_path(&socket.0).await.unwrap_err();
    assert!(error.to_string().contains("is a socket"), "{error}");
    assert!(ByteStream::from_path(std::env::temp_dir()).await.is_err());
}
