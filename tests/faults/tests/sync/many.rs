//! Many files.

use crate::{client, files, set_time};
use faults::{Folder, Store, Transport};
use std::fs;
use std::path::PathBuf;

/// A folder with so many files, a hundred in each directory.
fn folder(count: usize) -> Folder {
    let folder = Folder::new();
    for number in 0..count {
        folder.file(&name(number), number.to_string());
    }
    folder
}

fn name(number: usize) -> String {
    format!("{:03}/{number:06}.txt", number / 100)
}

async fn many(count: usize) {
    let (server, store) = Store::start(Transport::Http).await;
    let (s3, here) = (client(&server), folder(count));
    let sync = || s3.sync(here.path(""), "s3://b/deep/below").delete();

    let all = sync().await.expect("all new");
    assert_eq!((all.transferred, all.skipped, all.deleted, all.failed), (count as u64, 0, 0, 0));
    assert_eq!(store.keys().len(), count);
    let nothing = sync().await.expect("nothing to do");
    assert_eq!((nothing.transferred, nothing.skipped, nothing.deleted), (0, count as u64, 0));

    let (mut changed, mut added, mut gone) = (0, 0, 0);
    for number in (0..count).step_by(7) {
        match number % 3 {
            0 => fs::write(here.path(&name(number)), "changed").map(|()| changed += 1).expect("a file"),
            1 => fs::remove_file(here.path(&name(number))).map(|()| gone += 1).expect("a file"),
            _ => drop((here.file(&format!("new/{number}"), "new"), added += 1)),
        }
    }
    let some = sync().await.expect("some changes");
    assert_eq!((some.transferred, some.deleted, some.failed), (changed + added, gone, 0));

    let there = Folder::new();
    let down = s3.sync("s3://b/deep/below", there.path("")).delete().await.expect("all down");
    assert_eq!(down.transferred, count as u64 + added - gone);
    assert_eq!(files(&there), files(&here));
    for file in files(&here).iter().step_by(50) {
        assert_eq!(fs::read(there.path(file)).expect("there"), fs::read(here.path(file)).expect("here"));
    }
    let again = s3.sync("s3://b/deep/below", there.path("")).delete().exact_timestamps().await;
    let again = again.expect("nothing to do");
    assert_eq!((again.transferred, again.deleted), (0, 0));

    let copied = s3.sync("s3://b/deep", "s3://c").exclude("*.txt").await.expect("a copy");
    assert_eq!(copied.transferred, added);
    assert_eq!(store.keys().iter().filter(|key| key.starts_with("/c/below/new/")).count() as u64, added);
}

#[tokio::test(flavor = "multi_thread")]
async fn thousands_of_files_go_up_and_down() {
    many(10_000).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes minutes: in the long run"]
async fn a_hundred_thousand_files_go_up_and_down() {
    many(100_000).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_flat_directory_of_more_files_than_are_sorted_in_memory() {
    let (server, store) = Store::start(Transport::Http).await;
    let (s3, here) = (client(&server), Folder::new());
    let paths: Vec<PathBuf> =
        (0..25_000).map(|number| here.file(&format!("{:x}", number * 7919), "")).collect();
    for path in paths.iter().step_by(2) {
        let name = path.file_name().expect("a name").to_string_lossy();
        store.put(&format!("/b/{name}"), "");
        set_time(path, 1_000_000);
    }
    let outcome = s3.sync(here.path(""), "s3://b").dry_run().delete().await.expect("a plan");
    assert_eq!((outcome.transferred, outcome.skipped, outcome.deleted), (12_500, 12_500, 0));
}
