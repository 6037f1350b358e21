//! What `docs/guide/object-store.md` shows.

use crate::{Outcome, moto};
use futures_util::TryStreamExt;
use object_store::path::Path;
use object_store::{Error, ObjectStore, ObjectStoreExt, PutMode};
use std::sync::Arc;
use tucuxi::Session;
use tucuxi_object_store::{CopyIfNotExists, S3Store};
use tucuxi_s3::Client;

/// Any library that reads and writes by the trait.
async fn use_it(store: Arc<dyn ObjectStore>) -> object_store::Result<u64> {
    store.put(&Path::from("2026/plan.txt"), "hello".into()).await?;
    let objects: Vec<_> = store.list(Some(&Path::from("2026"))).try_collect().await?;
    Ok(objects.iter().map(|object| object.size).sum())
}

#[tokio::test]
async fn a_store_is_made_of_a_client() -> Outcome {
    let Some(own) = moto("lake").await else { return Ok(()) };
    let session = Session::builder().region("us-east-1").build()?;
    let s3 = Client::new(&session);
    let store: Arc<dyn ObjectStore> = Arc::new(S3Store::new(&s3, "lake"));
    assert_eq!(use_it(store).await?, 5);
    assert_eq!(own.get(&Path::from("2026/plan.txt")).await?.bytes().await?, "hello");
    Ok(())
}

async fn commit(store: &dyn ObjectStore, entry: &'static str) -> object_store::Result<bool> {
    let path = Path::from("_log/00001.json");
    match store.put_opts(&path, entry.into(), PutMode::Create.into()).await {
        Ok(_) => Ok(true),
        Err(Error::AlreadyExists { .. }) => Ok(false), // another writer was first
        Err(error) => Err(error),
    }
}

#[tokio::test]
async fn only_one_writer_commits() -> Outcome {
    let Some(store) = moto("commits").await else { return Ok(()) };
    assert!(commit(&store, "ours").await?);
    assert!(!commit(&store, "theirs").await?);
    Ok(())
}

#[tokio::test]
async fn a_copy_does_not_replace() -> Outcome {
    let Some(own) = moto("copy-once").await else { return Ok(()) };
    let s3 = own.client();
    let store = S3Store::new(s3, "copy-once").with_copy_if_not_exists(CopyIfNotExists::Multipart);
    store.put(&Path::from("a"), "x".into()).await?;
    store.copy_if_not_exists(&Path::from("a"), &Path::from("b")).await?;
    assert!(store.copy_if_not_exists(&Path::from("a"), &Path::from("b")).await.is_err());
    Ok(())
}

#[tokio::test]
async fn the_source_of_an_error_is_ours() -> Outcome {
    let Some(store) = moto("errors").await else { return Ok(()) };
    let path = Path::from("missing");
    if let Err(error) = store.get(&path).await {
        let source = std::error::Error::source(&error);
        let ours = source.and_then(|source| source.downcast_ref::<tucuxi::Error>());
        println!("{:?}", ours.and_then(|error| error.code())); // Some("NoSuchKey")
        assert_eq!(ours.and_then(|error| error.code()), Some("NoSuchKey"));
    }
    Ok(())
}
