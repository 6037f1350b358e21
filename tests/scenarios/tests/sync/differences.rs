//! Where we do other than the CLI on purpose.

use crate::Outcome;
use crate::pair::Pair;
use std::fs;

/// A file that cannot be read is not gone.
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
    assert_eq!((outcome.deleted, outcome.failed), (1, 1), "{outcome:?}");
    assert_eq!(pair.keys("ours/").await?, ["broken"]);
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
