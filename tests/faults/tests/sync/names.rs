//! Keys and files that cannot stand for one another.

use crate::{client, files, time};
use faults::{Folder, Store, Transport};
use std::fs;

#[tokio::test(flavor = "multi_thread")]
async fn keys_do_not_leave_the_directory() {
    let (server, store) = Store::start(Transport::Http).await;
    let bad =
        ["%2E%2E/out", "a/%2E%2E/%2E%2E/out", "/abs", "a//b", "./c", "a/./c", "ends/", "%00", "in%00side"];
    for key in bad {
        store.put(&format!("/b/{key}"), "x");
    }
    store.put("/b/good/..fine", "x");
    store.put("/b/marker/", "");
    let (s3, folder) = (client(&server), Folder::new());
    let outcome = s3.sync("s3://b", folder.path("in/side")).await.expect("an outcome");
    assert_eq!((outcome.transferred, outcome.failed), (1, bad.len() as u64), "{outcome:?}");
    assert_eq!(files(&folder), ["in/side/good/..fine"]);
    let error = outcome.error_for_failures().expect_err("failures");
    assert!(error.message().contains("cannot be a file in the directory"), "{error}");
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn links_do_not_lead_out_of_the_directory() {
    let (server, store) = Store::start(Transport::Http).await;
    for key in ["dir/new", "dir/deep/new", "file", "fine/new", "inner/new"] {
        store.put_at(&format!("/b/{key}"), "from S3", 2_000_000_000);
    }
    let (s3, folder) = (client(&server), Folder::new());
    folder.file("outside/kept", "mine");
    folder.file("in/real/kept", "x");
    let link = |to: &str, name: &str| std::os::unix::fs::symlink(to, folder.path(name)).expect("a link");
    link("../outside", "in/dir");
    link("../outside/kept", "in/file");
    link("real", "in/inner");
    let outcome = s3.sync("s3://b", folder.path("in")).delete().await.expect("an outcome");
    assert_eq!((outcome.transferred, outcome.failed, outcome.deleted), (2, 3, 1), "{:?}", outcome.failures);
    assert_eq!(fs::read(folder.path("outside/kept")).expect("a file"), b"mine");
    assert_eq!(fs::read_dir(folder.path("outside")).expect("a folder").count(), 1);
    assert!(folder.path("in/fine/new").exists() && !folder.path("in/real/new").exists());
    assert!(!folder.path("in/file").is_symlink(), "the link itself is replaced");
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_link_is_replaced_and_its_file_is_not() {
    let (server, store) = Store::start(Transport::Http).await;
    for key in ["link", "real"] {
        store.put_at(&format!("/b/{key}"), key, 2_000_000_000);
    }
    let (s3, folder) = (client(&server), Folder::new());
    folder.file("outside", "mine");
    folder.file("in/real", "before");
    std::os::unix::fs::symlink("../outside", folder.path("in/link")).expect("a link");
    let down = || s3.sync("s3://b", folder.path("in")).size_only();
    let outcome = down().await.expect("an outcome");
    assert_eq!((outcome.transferred, outcome.failed), (2, 0), "{outcome:?}");
    assert!(!folder.path("in/link").is_symlink());
    assert_eq!(fs::read(folder.path("in/link")).expect("a file"), b"link");
    assert_eq!(fs::read(folder.path("outside")).expect("a file"), b"mine");
    assert_eq!(down().await.expect("an outcome").skipped, 2, "nothing is left to do");
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_directory_that_is_itself_a_link_is_one() {
    let (server, store) = Store::start(Transport::Http).await;
    store.put("/b/a/new", "x");
    let (s3, folder) = (client(&server), Folder::new());
    folder.file("real/old", "x");
    std::os::unix::fs::symlink("real", folder.path("link")).expect("a link");
    let outcome = s3.sync("s3://b", folder.path("link")).delete().await.expect("an outcome");
    assert_eq!((outcome.transferred, outcome.failed, outcome.deleted), (1, 0, 1), "{outcome:?}");
    assert_eq!(files(&folder), ["link", "real/a/new"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_downloaded_again_over_what_is_there() {
    let (server, store) = Store::start(Transport::Http).await;
    store.put("/b/a/x", "old");
    store.put("/b/empty", "");
    let (s3, here) = (client(&server), Folder::new());
    for text in ["old", "new"] {
        store.put("/b/a/x", text);
        let outcome = s3.download_dir("s3://b", here.path("")).await.expect("an outcome");
        assert_eq!((outcome.transferred, outcome.failed), (2, 0), "{outcome:?}");
        assert_eq!(fs::read(here.path("a/x")).expect("a file"), text.as_bytes());
    }
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_file_is_neither_sent_nor_replaced() {
    use std::os::unix::ffi::OsStringExt as _;
    let (server, store) = Store::start(Transport::Http).await;
    let (s3, here) = (client(&server), Folder::new());
    here.file("file", "x");
    let _socket = std::os::unix::net::UnixListener::bind(here.path("socket")).expect("a socket");
    let name = std::ffi::OsString::from_vec(b"bad\xff".to_vec());
    fs::write(here.path("").join(name), "x").expect("a file");
    store.put("/b/socket", "from S3");
    let up = s3.sync(here.path(""), "s3://b").delete().await.expect("an outcome");
    assert_eq!((up.transferred, up.failed, up.deleted), (1, 2, 0), "{up:?}");
    assert!(store.get("/b/socket").is_some(), "what cannot be read is not gone");
    let down = s3.sync("s3://b", here.path("")).delete().await.expect("an outcome");
    assert_eq!((down.transferred, down.deleted), (0, 0), "{down:?}");
    let about_socket = down.failures.iter().any(|failure| failure.name.ends_with("b/socket"));
    assert!(about_socket, "{:?}", down.failures);
}

#[tokio::test(flavor = "multi_thread")]
async fn odd_keys_come_back_as_they_were() {
    let (server, store) = Store::start(Transport::Http).await;
    let (s3, here, there) = (client(&server), Folder::new(), Folder::new());
    for name in [
        "ä ö/ü",
        "a+b",
        "100%",
        "%41",
        "&amp;",
        "a#b",
        "☃/☃☃",
        "-",
        "a~b",
        "A",
        "a",
        "a-",
        "b-/x",
        "b/x",
        "b0",
    ] {
        here.file(name, name);
    }
    let up = s3.sync(here.path(""), "s3://b/p").await.expect("up");
    assert_eq!(up.failed, 0, "{up:?}");
    let again = s3.sync(here.path(""), "s3://b/p").delete().await.expect("again");
    assert_eq!((again.transferred, again.deleted, again.skipped), (0, 0, up.transferred));
    s3.sync("s3://b/p", there.path("")).await.expect("down").error_for_failures().expect("all");
    assert_eq!(files(&there), files(&here));
    for file in files(&here) {
        assert_eq!(fs::read(there.path(&file)).expect("there"), fs::read(here.path(&file)).expect("here"));
    }
    assert!(store.get("/b/p/a%2Bb").is_some(), "{:?}", store.keys());
}

#[tokio::test(flavor = "multi_thread")]
async fn downloads_have_the_time_of_their_object() {
    let (server, store) = Store::start(Transport::Http).await;
    store.put_at("/b/small", "x", 1_234_567_890);
    store.put_at("/b/large", vec![7; 9 << 20], 1_234_567_891);
    let (s3, here) = (client(&server), Folder::new());
    s3.download_dir("s3://b", here.path("")).await.expect("down").error_for_failures().expect("all");
    assert_eq!((time(&here.path("small")), time(&here.path("large"))), (1_234_567_890, 1_234_567_891));
    let again = s3.sync("s3://b", here.path("")).exact_timestamps().await.expect("again");
    assert_eq!((again.transferred, again.skipped), (0, 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn archived_objects_fail_unless_told_otherwise() {
    let (server, store) = Store::start(Transport::Http).await;
    store.put("/b/cold", "x");
    store.archive("/b/cold");
    let (s3, here) = (client(&server), Folder::new());
    let sync = || s3.sync("s3://b", here.path(""));
    let failed = sync().await.expect("an outcome");
    assert_eq!((failed.failed, failed.skipped), (1, 0));
    let hint = failed.failures.first().and_then(|failure| failure.error.hint().map(str::to_owned));
    assert!(hint.is_some_and(|hint| hint.contains("force_glacier_transfer")));
    let skipped = sync().ignore_glacier_warnings().await.expect("an outcome");
    assert_eq!((skipped.failed, skipped.skipped), (0, 1));
    let tried = sync().force_glacier_transfer().await.expect("an outcome");
    assert_eq!(tried.transferred, 1);
}
