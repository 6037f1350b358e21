//! More than S3 takes in one request.

use crate::Outcome;
use crate::store::{MIB, Store, pattern};
use scenarios::S3s;
use std::fs::File;
use std::io::{BufReader, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

const LENGTH: u64 = (5 << 30) + 1;

/// What a run needs on disk: the parts, the object and what is downloaded, at the same time.
const NEEDED: u64 = 4 * LENGTH;

/// Whether there is so much space in `directory`.
fn has_space(directory: &Path) -> Result<bool, Box<dyn std::error::Error>> {
    let output = Command::new("df").args(["-Pk"]).arg(directory).output()?;
    let text = String::from_utf8(output.stdout)?;
    let line = text.lines().nth(1).ok_or("`df` says nothing")?;
    let free: u64 = line.split_whitespace().nth(3).ok_or("`df` names no space")?.parse()?;
    Ok(free >= NEEDED / 1024)
}

/// Writes a file that is empty but for some bytes on both sides of each 256th MiB.
fn write(path: &Path) -> Outcome {
    let mut file = File::create(path)?;
    file.set_len(LENGTH)?;
    for at in (256 * MIB as u64..LENGTH - 1).step_by(256 * MIB) {
        file.seek(SeekFrom::Start(at - 50))?;
        file.write_all(&pattern(100 + usize::try_from(at / MIB as u64)?)[..100])?;
    }
    file.seek(SeekFrom::End(-1))?;
    file.write_all(b"!")?;
    Ok(())
}

/// Whether two files have the same bytes.
fn are_equal(one: &Path, other: &Path) -> Result<bool, std::io::Error> {
    let (mut one, mut other) = (BufReader::new(File::open(one)?), BufReader::new(File::open(other)?));
    let (mut ours, mut theirs) = (vec![0; MIB], vec![0; MIB]);
    let mut left = LENGTH;
    while left > 0 {
        let length = usize::try_from(left.min(MIB as u64)).unwrap_or(MIB);
        one.read_exact(&mut ours[..length])?;
        other.read_exact(&mut theirs[..length])?;
        if ours[..length] != theirs[..length] {
            return Ok(false);
        }
        left -= length as u64;
    }
    Ok(one.read(&mut ours)? == 0 && other.read(&mut theirs)? == 0)
}

#[tokio::test]
#[ignore = "it takes minutes and 21 GiB of disk: `cargo xtask test --long` runs it"]
async fn more_than_five_gibibytes() -> Outcome {
    let Some(server) = S3s::connect() else { return Ok(()) };
    let store = Store::create("s3s-fs", &server.session, "transfer-long").await?;
    let (sent, received) = (store.path("sent"), store.path("received"));
    if !has_space(&store.path(""))? {
        eprintln!("skipped: {} GiB of disk are needed in {}", NEEDED >> 30, store.path("").display());
        return Ok(());
    }
    write(&sent)?;
    // above what S3 takes in one request, and still it comes in parts
    let upload = store.s3.upload_file(&sent).bucket(store.bucket).key("object");
    let upload = upload.config(|config| config.multipart_threshold = u64::MAX);
    // s3s-fs copies all parts before it answers, where S3 sends spaces meanwhile
    upload.customize(|client| client.read_timeout(Duration::from_secs(600))).await?;
    let output = store.s3.download_file(&received).bucket(store.bucket).key("object").await?;
    assert_eq!(output.content_length, Some(i64::try_from(LENGTH)?));
    assert!(are_equal(&sent, &received)?, "the bytes are the same");
    store.delete().await
}
