//! What is transferred changes meanwhile: an error, and never a mixture.

use crate::{Folder, MIB, client, pattern};
use faults::{Store, Transport};
use std::fs::{File, OpenOptions};
use std::io::{Seek as _, Write as _};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// What happens to a file while it is read.
type Change = (&'static str, fn(&Path));

fn changes() -> [Change; 4] {
    [
        ("truncated", |path| {
            let file = OpenOptions::new().write(true).open(path).expect("the file");
            file.set_len(7 * MIB as u64).expect("a shorter file");
        }),
        ("extended", |path| {
            let mut file = OpenOptions::new().append(true).open(path).expect("the file");
            file.write_all(b"more").expect("a longer file");
        }),
        ("rewritten", |path| {
            let mut file = OpenOptions::new().write(true).open(path).expect("the file");
            file.rewind().expect("the start");
            file.write_all(&vec![7; 30 * MIB]).expect("other bytes");
        }),
        ("replaced", |path| {
            let other = path.with_extension("other");
            let before = path.metadata().and_then(|metadata| metadata.modified()).expect("a time");
            std::fs::write(&other, vec![9; 30 * MIB]).expect("another file");
            File::options()
                .write(true)
                .open(&other)
                .and_then(|file| file.set_modified(before))
                .expect("its time");
            std::fs::rename(other, path).expect("its place");
        }),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_changes_while_it_is_read_is_an_error() {
    for (name, change) in changes() {
        let (server, store) = Store::start(Transport::Http).await;
        store.delay(Duration::from_millis(30));
        let (s3, folder) = (client(&server, 2), Folder::new());
        let file = folder.file("up", pattern(30 * MIB));
        let (path, changed) = (file.clone(), Arc::new(AtomicBool::new(false)));
        let upload = s3.upload_file(&file).bucket("b").key("k").config(|config| config.max_concurrency = 1);
        let upload = upload.progress(move |progress| {
            if progress.bytes > 9 * MIB as u64 && !changed.swap(true, Ordering::SeqCst) {
                change(&path);
            }
        });
        let error = upload.await.expect_err(name);
        assert!(error.to_string().contains("up"), "{name}: {error}");
        assert!(store.get("/b/k").is_none(), "{name}");
        assert_eq!(store.uploads(), 0, "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_object_that_is_replaced_meanwhile_is_an_error() {
    let (server, store) = Store::start(Transport::Http).await;
    let (s3, folder) = (client(&server, 2), Folder::new());
    store.put("/b/k", pattern(40 * MIB));
    let (replaced, changed) = (Arc::clone(&store), Arc::new(AtomicBool::new(false)));
    let download = s3.download_file(folder.path("down")).bucket("b").key("k");
    let download = download.config(|config| config.max_concurrency = 1).progress(move |progress| {
        if progress.bytes > 10 * MIB as u64 && !changed.swap(true, Ordering::SeqCst) {
            replaced.put("/b/k", vec![1; 40 * MIB]);
        }
    });
    let error = download.await.expect_err("another object");
    assert_eq!(error.status(), Some(412), "{error}");
    assert!(error.to_string().contains("replaced"), "{error}");
    assert!(folder.names().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn bytes_that_do_not_match_the_checksum_are_an_error() {
    let (server, store) = Store::start(Transport::Http).await;
    let (s3, folder) = (client(&server, 2), Folder::new());
    store.put("/b/k", pattern(20 * MIB));
    store.spoil("/b/k");
    let error = s3.download_file(folder.path("down")).bucket("b").key("k").await.expect_err("other bytes");
    assert!(error.to_string().contains("crc32 checksum"), "{error}");
    assert!(folder.names().is_empty());
    let mut memory = Vec::new();
    let error = s3.download(&mut memory).bucket("b").key("k").await.expect_err("other bytes");
    assert!(error.to_string().contains("crc32 checksum"), "{error}");
    let count = format!("the first {} bytes", 20 * MIB);
    assert!(error.to_string().contains(&count), "{error}");
}
