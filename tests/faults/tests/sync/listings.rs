//! Lists that fail or are not what they should be: nothing is deleted by them.

use crate::{client, files};
use faults::{Folder, ListFault, Store, Transport};
use tucuxi::error::ErrorKind;
use tucuxi_s3::SyncOutcome;

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_fails_midway_deletes_nothing() {
    for fault in [ListFault::Refused(2), ListFault::NoToken(1), ListFault::Mute, ListFault::Unsorted] {
        let (server, store) = Store::start(Transport::Http).await;
        store.page_size(10);
        for number in 0..50 {
            store.put(&format!("/b/{number:02}"), "x");
            store.put(&format!("/c/{number:02}"), "x");
        }
        let (s3, here) = (client(&server), Folder::new());
        here.file("zz-only-here", "x");
        here.file("05", "long");
        store.list_fault(fault);
        // As the target, as the source of files, and as the source of objects.
        for result in [
            s3.sync(here.path(""), "s3://b").delete().await,
            s3.sync("s3://b", here.path("")).delete().await,
            s3.sync("s3://b", "s3://c/below").delete().await,
        ] {
            let error = result.expect_err("a list that is not whole");
            assert!(
                ["s3://", "ListObjectsV2"].iter().any(|name| error.to_string().contains(name)),
                "{error}"
            );
            assert_eq!(SyncOutcome::of(&error).map(|outcome| outcome.deleted), Some(0));
        }
        assert!(here.path("zz-only-here").exists(), "{fault:?}");
        for number in 0..50 {
            assert!(store.get(&format!("/b/{number:02}")).is_some(), "{fault:?}");
        }
        assert!(!store.requests().contains(&"DeleteObjects".to_owned()), "{fault:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_in_no_order_is_sorted_when_asked() {
    let (server, store) = Store::start(Transport::Http).await;
    store.page_size(7);
    store.list_fault(ListFault::Unsorted);
    let (s3, here) = (client(&server), Folder::new());
    for number in 0..40 {
        store.put(&format!("/b/{number:02}"), "x");
        if number % 2 == 0 {
            here.file(&format!("{number:02}"), "x");
        }
    }
    here.file("zz", "x");
    let error = s3.sync(here.path(""), "s3://b").await.expect_err("no order");
    assert!(error.hint().is_some_and(|hint| hint.contains("sort_listings")), "{error}");
    let outcome =
        s3.sync(here.path(""), "s3://b").sort_listings().size_only().delete().await.expect("sorted");
    assert_eq!((outcome.transferred + outcome.skipped, outcome.deleted), (21, 20));
    assert_eq!(store.keys().len(), 21);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_that_is_not_there_is_no_empty_one() {
    let (server, store) = Store::start(Transport::Http).await;
    store.put("/b/k", "x");
    let (s3, here) = (client(&server), Folder::new());
    let error = s3.sync(here.path("gone"), "s3://b").delete().await.expect_err("no directory");
    assert_eq!(error.kind(), ErrorKind::Io);
    let file = here.file("file", "x");
    assert!(s3.sync(file, "s3://b").delete().await.is_err());
    assert!(store.get("/b/k").is_some());
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn what_is_behind_a_link_that_cannot_be_followed_is_not_gone() {
    for (link, to) in [("a/up", ".."), ("data", "/nowhere/data")] {
        let (server, store) = Store::start(Transport::Http).await;
        let (s3, here) = (client(&server), Folder::new());
        here.file("a/file", "x");
        std::os::unix::fs::symlink(to, here.path(link)).expect("a link");
        for key in ["a/up/x", "data/1", "data/2", "gone"] {
            store.put(&format!("/b/{key}"), "x");
        }
        let outcome = s3.sync(here.path(""), "s3://b").delete().await.expect("an outcome");
        assert_eq!((outcome.transferred, outcome.failed, outcome.deleted), (1, 1, 0), "{outcome:?}");
        assert!(outcome.deletions_withheld);
        assert!(outcome.failures.iter().all(|failure| failure.to_string().contains(link)), "{outcome:?}");

        let plan = s3.sync(here.path(""), "s3://b").delete().dry_run().await.expect("a plan");
        assert_eq!((plan.deleted, plan.deletions_withheld), (0, true));

        // Left out, it hides nothing.
        let sync = s3.sync(here.path(""), "s3://b").delete();
        let outcome = sync.exclude(link).exclude(format!("{link}/*")).await.expect("an outcome");
        assert!(outcome.failed == 0 && outcome.deleted > 0, "{outcome:?}");

        let outcome = s3.sync(here.path(""), "s3://b").delete().follow_symlinks(false).await;
        assert_eq!(outcome.expect("an outcome").failed, 0);
        assert_eq!(store.keys(), ["/b/a/file"]);
        assert_eq!(files(&here).len(), 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_a_panic_breaks_off_is_not_whole() {
    #[derive(Debug)]
    struct Panics(std::sync::atomic::AtomicUsize);

    impl tucuxi::client::Interceptor for Panics {
        fn before_send(
            &self,
            _: &mut tucuxi::client::Context,
            request: &mut tucuxi::external::http::Request<tucuxi::http::Body>,
        ) -> Result<(), tucuxi::Error> {
            let is_list = request.uri().query().is_some_and(|query| query.contains("list-type"));
            let earlier = self.0.fetch_add(usize::from(is_list), std::sync::atomic::Ordering::SeqCst);
            assert!(!is_list || earlier < 2, "a panic of the program's");
            Ok(())
        }
    }

    let (server, store) = Store::start(Transport::Http).await;
    store.page_size(10);
    for number in 0..50 {
        store.put(&format!("/b/{number:02}"), "x");
    }
    let here = Folder::new();
    here.file("40", "x");
    let s3 = client(&server).customize(|client| client.interceptor(Panics(0.into())));
    let sync = tokio::spawn(s3.sync("s3://b", here.path("")).delete().into_future());
    assert!(sync.await.expect_err("a panic").is_panic());
    assert!(here.path("40").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_prefix_in_the_other_is_refused_unless_it_is_left_out() {
    let (server, store) = Store::start(Transport::Http).await;
    store.put("/b/a/k", "x");
    let s3 = client(&server);
    let error = s3.sync("s3://b/a", "s3://b/a/copy").await.expect_err("without end");
    assert!(error.hint().is_some_and(|hint| hint.contains("copy/*")), "{error}");
    let error = s3.sync("s3://b/a", "s3://b").delete().await.expect_err("would delete its source");
    assert_eq!(error.kind(), ErrorKind::Validation);
    for _ in 0..2 {
        let outcome = s3.sync("s3://b/a", "s3://b/a/copy").exclude("copy/*").await.expect("a copy");
        assert_eq!(outcome.failed, 0);
    }
    assert_eq!(store.keys(), ["/b/a/copy/k", "/b/a/k"]);
    let outcome = s3.sync("s3://b/a", "s3://b").delete().exclude("a/*").await.expect("a copy");
    assert_eq!((outcome.transferred, outcome.deleted), (2, 0));
}
