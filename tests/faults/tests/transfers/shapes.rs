//! What is transferred: sizes, places, members.

use crate::{Folder, MIB, client, pattern, read};
use faults::{Store, Transport, sum};
use std::sync::{Arc, Mutex};
use tucuxi::types::ByteStream;

fn parts(config: &mut tucuxi_s3::TransferConfig) {
    config.multipart_threshold = 5 * MIB as u64;
    config.multipart_chunksize = 5 * MIB as u64;
}

#[tokio::test(flavor = "multi_thread")]
async fn all_sizes_go_up_and_come_down_equal() {
    for transport in Transport::ALL {
        let (server, store) = Store::start(transport).await;
        let (s3, folder) = (client(&server, 2), Folder::new());
        for size in [0, 1, 5 * MIB - 1, 5 * MIB, 5 * MIB + 1, 17 * MIB + 3] {
            let bytes = pattern(size);
            let file = folder.file("up", &bytes);
            let output = s3.upload_file(&file).bucket("b").key("k").config(parts).await.expect("an upload");
            let object = store.get("/b/k").expect("an object");
            assert!(*object.bytes == bytes, "{size} over {transport:?}");
            assert_eq!(output.e_tag.as_ref(), Some(&object.e_tag));
            assert_eq!(object.crc32, Some(sum("crc32", &bytes)), "{size} over {transport:?}");

            let down = folder.path("down");
            let output =
                s3.download_file(&down).bucket("b").key("k").config(parts).await.expect("a download");
            assert_eq!(output.content_length, Some(size as i64));
            assert!(read(&down) == bytes, "{size} over {transport:?}");
            let mut memory = Vec::new();
            s3.download(&mut memory).bucket("b").key("k").config(parts).await.expect("a download");
            assert!(memory == bytes, "{size} over {transport:?}");
        }
        assert_eq!((store.uploads(), folder.names()), (0, vec!["down".to_owned(), "up".to_owned()]));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn streams_of_any_length_go_up() {
    let (server, store) = Store::start(Transport::Tls).await;
    let s3 = client(&server, 2);
    for size in [0, 1, 5 * MIB, 12 * MIB + 7] {
        for length in [None, Some(size as u64)] {
            let bytes = pattern(size);
            let body = ByteStream::from_reader(std::io::Cursor::new(bytes.clone()));
            let body = match length {
                Some(length) => body.with_length(length),
                None => body,
            };
            s3.upload(body).bucket("b").key("k").config(parts).await.expect("an upload");
            assert!(*store.get("/b/k").expect("an object").bytes == bytes, "{size} {length:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn progress_ends_with_all_bytes() {
    let (server, store) = Store::start(Transport::Tls).await;
    let (s3, folder) = (client(&server, 2), Folder::new());
    for size in [3, 12 * MIB] {
        let file = folder.file("up", pattern(size));
        for download in [false, true] {
            let seen = Arc::new(Mutex::new(Vec::new()));
            let told = Arc::clone(&seen);
            let tell = move |progress| told.lock().expect("a list").push(progress);
            match download {
                false => drop(
                    s3.upload_file(&file)
                        .bucket("b")
                        .key("k")
                        .config(parts)
                        .progress(tell)
                        .await
                        .expect("it"),
                ),
                true => {
                    let to = s3.download_file(folder.path("down")).bucket("b").key("k");
                    drop(to.config(parts).progress(tell).await.expect("it"));
                }
            }
            let seen = seen.lock().expect("a list");
            let last = seen.last().expect("some progress");
            assert_eq!((last.bytes, last.total), (size as u64, Some(size as u64)));
            assert!(seen.iter().all(|progress| progress.bytes <= size as u64));
        }
    }
    assert_eq!(store.uploads(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn members_reach_the_requests_that_have_them() {
    let (server, store) = Store::start(Transport::Http).await;
    let s3 = client(&server, 1);
    let body = pattern(6 * MIB);
    let upload = s3.upload(body.clone()).bucket("b").key("k").config(parts);
    let upload = upload.with(|put| {
        put.content_type = Some("text/x".into());
        put.metadata = Some([("a".to_owned(), "b".to_owned())].into_iter().collect());
    });
    upload.await.expect("an upload");
    let headers = store.get("/b/k").expect("an object").headers;
    assert!(headers.contains(&("content-type".into(), "text/x".into())), "{headers:?}");
    assert!(headers.contains(&("x-amz-meta-a".into(), "b".into())), "{headers:?}");

    let wrong = s3
        .upload(body.clone())
        .bucket("b")
        .key("k")
        .config(parts)
        .with(|put| put.content_md5 = Some("x".into()));
    let error = wrong.await.expect_err("an MD5 of the whole has no place");
    assert!(error.message().contains("`ContentMD5`"), "{error}");
    let wrong = s3.upload(body.clone()).bucket("b").key("k").config(parts);
    let error =
        wrong.with(|put| put.checksum_crc32 = Some("AAAAAA==".into())).await.expect_err("a wrong checksum");
    assert_eq!(error.code(), Some("BadDigest"));
    let crc32 = sum("crc32", &body);
    let right = s3.upload(body).bucket("b").key("k").config(parts);
    right.with(|put| put.checksum_crc32 = Some(crc32.clone())).await.expect("the right checksum");
    assert_eq!(store.get("/b/k").expect("an object").crc32, Some(crc32));
    assert_eq!(store.uploads(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn buckets_and_objects_have_the_same_calls() {
    let (server, store) = Store::start(Transport::Http).await;
    let s3 = tucuxi_s3::S3::from(client(&server, 1));
    let folder = Folder::new();
    let bucket = s3.bucket("b");
    bucket.upload("one").key("1").await.expect("an upload");
    s3.object("b", "2").upload_file(folder.file("two", "two")).await.expect("an upload");
    let mut text = Vec::new();
    bucket.download(&mut text).key("2").await.expect("a download");
    s3.object("b", "1").download_file(folder.path("one")).await.expect("a download");
    assert_eq!((text, read(folder.path("one"))), (b"two".to_vec(), b"one".to_vec()));
    assert_eq!(store.get("/b/1").map(|object| object.bytes.len()), Some(3));
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn links_and_pipes_stay_what_they_are() {
    let (server, store) = Store::start(Transport::Http).await;
    let (s3, folder) = (client(&server, 1), Folder::new());
    let bytes = pattern(12 * MIB);
    store.put("/b/k", bytes.clone());
    let target = folder.file("target", "before");
    let link = folder.path("link");
    std::os::unix::fs::symlink(&target, &link).expect("a link");
    s3.download_file(&link).bucket("b").key("k").config(parts).await.expect("a download");
    assert!(link.is_symlink() && read(&target) == bytes);

    let pipe = folder.path("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo").success());
    let reader = std::thread::spawn({
        let pipe = pipe.clone();
        move || read(pipe)
    });
    s3.download_file(&pipe).bucket("b").key("k").config(parts).await.expect("a download");
    assert!(reader.join().expect("a reader") == bytes);
    let error = s3.download_file(folder.path("")).bucket("b").key("k").await.expect_err("a directory");
    assert!(error.to_string().contains("is a directory"), "{error}");
    assert_eq!(folder.names(), ["link", "pipe", "target"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_download_that_fails_leaves_the_file_as_it_was() {
    let (server, _) = Store::start(Transport::Http).await;
    let (s3, folder) = (client(&server, 1), Folder::new());
    let file = folder.file("file", "before");
    let error = s3.download_file(&file).bucket("b").key("none").await.expect_err("no such key");
    assert_eq!((error.code(), read(&file)), (Some("NoSuchKey"), b"before".to_vec()));
    assert_eq!(folder.names(), ["file"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn ranges_come_as_they_are_asked_for() {
    let (server, store) = Store::start(Transport::Http).await;
    let s3 = client(&server, 1);
    let bytes = pattern(20 * MIB);
    store.put("/b/k", bytes.clone());
    for (first, last) in [(0, 10), (MIB, 15 * MIB), (3, 20 * MIB - 1)] {
        let mut part = Vec::new();
        let download = s3.download(&mut part).bucket("b").key("k").config(parts);
        download.with(|get| get.range = Some(format!("bytes={first}-{last}"))).await.expect("a range");
        assert!(part == bytes[first..=last], "{first}-{last}");
    }
}
