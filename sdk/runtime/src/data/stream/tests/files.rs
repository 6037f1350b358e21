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
    let content = vec![42u8; 2_400_000];
    let file = Temporary::with("again", &content);
    let mut body = ByteStream::from_path(&file.0).await.unwrap();
    assert_eq!(body.length(), Some(2_400_000));
    let first = body.next_chunk().await.unwrap().unwrap();
    assert_eq!(body.length(), Some(2_400_000 - first.len() as u64));
    assert!(body.clone().collect().await.unwrap() == content, "a clone is whole");
    assert!(body.again().unwrap().collect().await.unwrap() == content);
    assert_eq!(body.collect().await.unwrap().len(), 2_400_000 - first.len());
    let path = file.0.clone();
    drop(file);
    let error = ByteStream::from_path(&path).await.unwrap_err();
    assert!(error.to_string().contains("tucuxi-again-"), "{error}");
}

#[tokio::test]
async fn files_of_all_sizes_are_read_to_their_end() {
    for size in [0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 512 << 10, (512 << 10) + 1] {
        let content: Vec<u8> = (0..size).map(|index| (index % 251) as u8).collect();
        let file = Temporary::with("sizes", &content);
        let body = ByteStream::from_path(&file.0).await.unwrap();
        assert_eq!(body.length(), Some(size));
        assert!(body.collect().await.unwrap() == content, "{size}");
    }
}

#[tokio::test]
async fn a_file_that_changes_its_size_is_an_error() {
    for size in [0, 10, 1 << 20, 512 << 10] {
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
    let writer = std::thread::spawn(move || std::fs::write(path, vec![7; 1_200_000]).unwrap());
    assert_eq!(body.collect().await.unwrap(), vec![7; 1_200_000]);
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

/// The content of a file of 2,400,000 bytes, which is read in several chunks.
fn content() -> Vec<u8> {
    (0..2_400_000u32).map(|index| (index % 251) as u8).collect()
}

#[tokio::test]
async fn sections_of_a_file_are_read_at_the_same_time_and_again() {
    let content = content();
    let file = Temporary::with("sections", &content);
    let whole = ByteStream::from_path(&file.0).await.unwrap();
    let ranges = [
        (0, 1_200_000),
        (1_200_000, 1_200_000),
        (1_048_576, 1),
        (2_400_000, 0),
        (0, 2_400_000),
        (2_399_999, 1),
    ];
    let mut reading = Vec::new();
    for (offset, length) in ranges {
        let section = whole.section(offset, length);
        assert_eq!(section.length(), Some(length));
        reading.push(tokio::spawn(async move {
            let again = section.again().unwrap();
            (section.collect().await.unwrap(), again.collect().await.unwrap())
        }));
    }
    for ((offset, length), reading) in ranges.into_iter().zip(reading) {
        let expected = &content[offset as usize..(offset + length) as usize];
        let (first, again) = reading.await.unwrap();
        assert!(first == expected && again == expected, "{length} bytes from {offset} on");
    }
    let inner = whole.section(100, 1_000).section(10, 5);
    assert_eq!(inner.collect().await.unwrap(), content[110..115]);
}

#[tokio::test]
async fn a_section_out_of_range_names_the_sizes_and_the_file() {
    let file = Temporary::with("range", b"0123456789");
    let whole = ByteStream::from_path(&file.0).await.unwrap();
    let inner = whole.section(2, 5);
    for (body, offset, length, size) in
        [(&whole, 0, 11, 10), (&whole, 10, 1, 10), (&whole, u64::MAX, 1, 10), (&inner, 3, 3, 5)]
    {
        let error = body.section(offset, length).collect().await.unwrap_err();
        let expected =
            format!("{length} bytes from byte {offset} on are out of range: there are {size} bytes");
        assert_eq!(error.message(), format!("{}: {expected}", file.0.display()));
    }
}

#[tokio::test]
async fn sections_of_a_file_that_changes_are_errors() {
    let content = content();
    let file = Temporary::with("changes", &content);
    let whole = ByteStream::from_path(&file.0).await.unwrap();
    let section = || whole.section(0, 1_200_000);
    let failure = async |body: ByteStream| body.collect().await.unwrap_err().to_string();
    let mut begun = section();
    assert_eq!(begun.next_chunk().await.unwrap().unwrap().len(), 1 << 20);
    file.append(b"more");
    for body in [begun, section()] {
        let error = failure(body).await;
        assert!(error.contains("had 2400000 bytes, and has 2400004"), "{error}");
    }
    std::fs::write(&file.0, &content[..1_199_999]).unwrap();
    assert!(failure(section()).await.contains("and has 1199999"));
    std::fs::write(&file.0, &content).unwrap();
    let earlier = std::time::SystemTime::UNIX_EPOCH;
    std::fs::File::options().write(true).open(&file.0).unwrap().set_modified(earlier).unwrap();
    assert!(failure(section()).await.contains("was modified"), "another content of the same size");
}
