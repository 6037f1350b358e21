//! Where we do other than the CLI on purpose.

use crate::Outcome;
use crate::pair::Pair;
use std::fs;

/// A file that cannot be read is not gone; and a link that leads nowhere may be a directory that is not mounted.
#[tokio::test]
async fn what_cannot_be_read_keeps_its_object() -> Outcome {
    let Some(mut pair) = Pair::connect("sync-unreadable").await? else { return Ok(()) };
    for side in ["ours", "theirs"] {
        for name in ["broken", "gone"] {
            pair.s3.put_object().bucket(pair.bucket).key(format!("{side}/{name}")).body("before").await?;
        }
    }
    std::os::unix::fs::symlink("nowhere", pair.source.path().join("broken"))?;
    let outcome = pair.upload(|sync| sync.delete()).await?;
    assert_eq!((outcome.deleted, outcome.failed, outcome.deletions_withheld), (0, 1, true), "{outcome:?}");
    assert_eq!(pair.keys("ours/").await?, ["broken", "gone"]);
    let ran = pair.cli_uploads(&["--delete"]);
    assert_eq!(ran.status, 2, "a warning: {ran:?}");
    assert_eq!(pair.keys("theirs/").await?, [""; 0]);
    pair.delete().await
}

/// A key is one file, and a file has one key.
#[tokio::test]
async fn keys_with_empty_parts_are_refused() -> Outcome {
    let Some(mut pair) = Pair::connect("sync-empty-parts").await? else { return Ok(()) };
    for key in ["x/a//b", "x/./c", "x/d"] {
        pair.s3.put_object().bucket(pair.bucket).key(key).body(key).await?;
    }
    let (ours, theirs) = (tempfile::tempdir()?, tempfile::tempdir()?);
    let outcome = pair.s3.sync(format!("s3://{}/x", pair.bucket), ours.path()).await?;
    assert_eq!((outcome.transferred, outcome.failed), (1, 2), "{outcome:?}");
    assert_eq!(fs::read_dir(ours.path())?.count(), 1);
    let ran = pair.cli_downloads("x", theirs.path(), &[]);
    assert_eq!((ran.status, ran.output.lines().count()), (0, 3), "{ran:?}");
    assert!(theirs.path().join("a/b").exists() && theirs.path().join("c").exists());
    pair.delete().await
}

/// The CLI compares an object with the file that a link in the target leads to, though it replaces the link itself. We look at no link
/// there.
#[tokio::test]
async fn a_link_in_the_target_is_no_file() -> Outcome {
    let Some(mut pair) = Pair::connect("sync-target-links").await? else { return Ok(()) };
    pair.s3.put_object().bucket(pair.bucket).key("x/link").body("new").await?;
    let (ours, theirs) = (tempfile::tempdir()?, tempfile::tempdir()?);
    for target in [&ours, &theirs] {
        fs::write(target.path().join("file"), "old")?;
        let file = fs::File::options().write(true).open(target.path().join("file"))?;
        file.set_modified(std::time::SystemTime::UNIX_EPOCH)?;
        std::os::unix::fs::symlink("file", target.path().join("link"))?;
    }
    let outcome = pair.s3.sync(format!("s3://{}/x", pair.bucket), ours.path()).await?;
    assert_eq!((outcome.transferred, outcome.skipped), (1, 0), "{outcome:?}");
    let ran = pair.cli_downloads("x", theirs.path(), &[]);
    assert_eq!((ran.status, ran.output.as_str()), (0, ""), "{ran:?}");
    let link = |target: &tempfile::TempDir| fs::read_to_string(target.path().join("link"));
    assert_eq!((link(&ours)?.as_str(), link(&theirs)?.as_str()), ("new", "old"));
    assert_eq!(fs::read_to_string(ours.path().join("file"))?, "old");
    pair.delete().await
}
