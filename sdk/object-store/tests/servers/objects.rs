//! What the published tests leave out: tags, versions, many deletions, copies in parts, odd keys, memory.

use crate::{Outcome, moto, s3s};
use futures_util::{StreamExt, TryStreamExt};
use object_store::path::Path;
use object_store::{
    Attribute, Attributes, Error, GetOptions, GetRange, ObjectStore, ObjectStoreExt, PutMode, PutOptions,
    TagSet,
};
use tucuxi_object_store::S3Store;
use tucuxi_s3::types::{BucketVersioningStatus, VersioningConfiguration};

fn tags() -> TagSet {
    let mut tags = TagSet::default();
    tags.push("foo.com=bar/s", "bananas/foo.com-_");
    tags.push("namespace/key.foo", "value with a space");
    tags
}

/// The tags of an object, sorted.
async fn tags_of(store: &S3Store, path: &Path) -> Result<Vec<(String, String)>, tucuxi::Error> {
    let call = store.client().get_object_tagging().bucket(store.bucket()).key(path.as_ref());
    let output = call.await?;
    let tags = output.tag_set().iter();
    let mut tags: Vec<_> = tags
        .map(|tag| (tag.key.clone().unwrap_or_default(), tag.value.clone().unwrap_or_default()))
        .collect();
    tags.sort();
    Ok(tags)
}

fn expected_tags() -> Vec<(String, String)> {
    let pairs = [("foo.com=bar/s", "bananas/foo.com-_"), ("namespace/key.foo", "value with a space")];
    pairs.map(|(key, value)| (key.to_owned(), value.to_owned())).to_vec()
}

// s3s-fs has no tags.
#[tokio::test]
async fn tagging() -> Outcome {
    let Some(store) = moto("tagging").await else { return Ok(()) };
    let (whole, parts) = (Path::from("whole"), Path::from("parts"));
    store.put_opts(&whole, "text".into(), tags().into()).await?;
    assert_eq!(tags_of(&store, &whole).await?, expected_tags());

    let mut upload = store.put_multipart_opts(&parts, tags().into()).await?;
    upload.put_part("text".into()).await?;
    upload.complete().await?;
    assert_eq!(tags_of(&store, &parts).await?, expected_tags());
    Ok(())
}

// s3s-fs has no versions.
#[tokio::test]
async fn an_older_version_can_be_read() -> Outcome {
    let Some(store) = moto("versions").await else { return Ok(()) };
    let versions = VersioningConfiguration::default().with_status(BucketVersioningStatus::Enabled);
    let call = store.client().put_bucket_versioning().bucket(store.bucket());
    call.versioning_configuration(versions).await?;

    // with versions it reads the older one too
    object_store::integration::get_opts(&store).await;
    let path = Path::from("a");
    let first = store.put(&path, "first".into()).await?;
    store.put(&path, "second".into()).await?;
    let head = GetOptions::new().with_version(first.version.clone()).with_head(true);
    let meta = store.get_opts(&path, head).await?.meta;
    assert_eq!((meta.size, meta.version), (5, first.version));
    Ok(())
}

async fn deletes_in_batches(store: S3Store) -> Outcome {
    let kept = Path::from("kept");
    store.put(&kept, "x".into()).await?;
    let some = Path::from("some/1400");
    store.put(&some, "x".into()).await?;
    let paths: Vec<_> = (0..1_500).map(|index| Path::from(format!("some/{index}"))).collect();
    let deleted = store.delete_stream(futures_util::stream::iter(paths.clone()).map(Ok).boxed());
    // those that were never there are deleted too, as S3 sees it
    assert_eq!(deleted.try_collect::<Vec<_>>().await?, paths);
    let left: Vec<_> = store.list(None).map_ok(|object| object.location).try_collect().await?;
    assert_eq!(left, [kept]);
    Ok(())
}

#[tokio::test]
async fn moto_deletes_in_batches() -> Outcome {
    match moto("batches").await {
        Some(store) => deletes_in_batches(store).await,
        None => Ok(()),
    }
}

#[tokio::test]
async fn s3s_deletes_in_batches_and_one_by_one() -> Outcome {
    let Some(store) = s3s("batches").await else { return Ok(()) };
    deletes_in_batches(store.clone()).await?;
    deletes_in_batches(store.with_bulk_delete(false)).await
}

#[tokio::test]
async fn an_error_comes_for_each_object_of_a_bucket_that_is_not_there() -> Outcome {
    let Some(store) = moto("only").await else { return Ok(()) };
    let store = S3Store::new(store.client(), "missing");
    let paths = ["a", "b", "c"].map(|path| Ok(Path::from(path)));
    let deleted = store.delete_stream(futures_util::stream::iter(paths).boxed()).collect::<Vec<_>>().await;
    assert_eq!(deleted.len(), 3);
    assert!(deleted.iter().all(|result| matches!(result, Err(Error::NotFound { .. }))), "{deleted:?}");
    Ok(())
}

#[tokio::test]
async fn a_listing_has_all_pages_and_odd_keys_end_it_for_nobody() -> Outcome {
    let Some(store) = moto("pages").await else { return Ok(()) };
    let put = |key: String| store.client().put_object().bucket(store.bucket()).key(key).body("x").send();
    let keys = (0..1_100).map(|index| format!("many/{index:04}"));
    futures_util::stream::iter(keys.map(put)).buffer_unordered(8).try_collect::<Vec<_>>().await?;
    put("many/1050//odd".to_owned()).await?;
    store.client().put_object().bucket(store.bucket()).key("many/folder/").await?;

    let many = Path::from("many");
    let listed = store.list(Some(&many)).collect::<Vec<_>>().await;
    let good = listed.iter().filter(|object| object.is_ok()).count();
    assert_eq!((listed.len(), good), (1_101, 1_100));
    let rest = store.list_with_offset(Some(&many), &Path::from("many/1097"));
    let rest: Vec<_> = rest.map_ok(|object| object.location.to_string()).try_collect().await?;
    assert_eq!(rest, ["many/1098", "many/1099"]);
    Ok(())
}

#[tokio::test]
async fn a_head_tells_range_and_attributes() -> Outcome {
    let Some(store) = s3s("heads").await else { return Ok(()) };
    let path = Path::from("a");
    let attributes = Attributes::from_iter([(Attribute::ContentType, "text/plain")]);
    store.put_opts(&path, "0123456789".into(), attributes.clone().into()).await?;
    let options = GetOptions::new().with_head(true).with_range(Some(GetRange::Suffix(3)));
    let result = store.get_opts(&path, options).await?;
    assert_eq!((result.meta.size, result.range.clone()), (10, 7..10));
    assert_eq!(result.attributes, attributes);
    assert!(
        result.extensions.get::<tucuxi::client::ResponseMetadata>().is_some_and(|head| head.status() == 200)
    );
    let backwards = GetOptions::new().with_range(Some(GetRange::Bounded(5..5)));
    assert!(store.get_opts(&path, backwards).await.is_err());
    Ok(())
}

// s3s-fs has no tags.
#[tokio::test]
async fn a_copy_in_parts_keeps_attributes_and_tags() -> Outcome {
    let Some(store) = moto("copies").await else { return Ok(()) };
    let (from, to, empty) = (Path::from("a b%ü"), Path::from("to"), Path::from("empty"));
    let attributes = Attributes::from_iter([
        (Attribute::ContentType, "text/csv"),
        (Attribute::Metadata("rows".into()), "3"),
    ]);
    let options = PutOptions { attributes: attributes.clone(), tags: tags(), ..PutOptions::default() };
    store.put_opts(&from, "0123456789".into(), options).await?;
    store.copy_if_not_exists(&from, &to).await?;
    let copy = store.get(&to).await?;
    assert_eq!(copy.attributes, attributes);
    assert_eq!(copy.bytes().await?, "0123456789");
    assert_eq!(tags_of(&store, &to).await?, expected_tags());

    store.put(&empty, "".into()).await?;
    store.copy_if_not_exists(&empty, &Path::from("empty too")).await?;
    assert_eq!(store.head(&Path::from("empty too")).await?.size, 0);

    let missing = store.copy_if_not_exists(&Path::from("missing"), &Path::from("new")).await;
    assert!(matches!(missing, Err(Error::NotFound { .. })), "{missing:?}");
    let uploads = store.client().list_multipart_uploads().bucket(store.bucket()).await?;
    assert!(uploads.uploads().is_empty(), "{uploads:?}");
    Ok(())
}

#[tokio::test]
async fn what_a_server_is_said_not_to_support_is_not_tried() -> Outcome {
    let Some(store) = s3s("unsupported").await else { return Ok(()) };
    let path = Path::from("a");
    let store = store.with_conditional_put(false);
    let created = store.put_opts(&path, "x".into(), PutMode::Create.into()).await;
    assert!(matches!(created, Err(Error::NotImplemented { .. })), "{created:?}");
    // an endpoint URL is set, so nothing is known of the server
    let unknown = S3Store::new(store.client(), store.bucket());
    let copied = unknown.copy_if_not_exists(&path, &Path::from("b")).await;
    assert!(matches!(copied, Err(Error::NotImplemented { .. })), "{copied:?}");
    assert!(matches!(store.head(&path).await, Err(Error::NotFound { .. })));
    Ok(())
}

#[tokio::test]
async fn refused_keys_are_unauthenticated() -> Outcome {
    let Some(store) = s3s("refused").await else { return Ok(()) };
    let wrong = tucuxi::credentials::Credentials::from_keys("AKIDOTHER", "wrong");
    let session = tucuxi::Session::builder().region("us-east-1").credentials(wrong).build()?;
    let url = store.client().config().endpoint_url().unwrap_or_default().to_owned();
    let client = tucuxi_s3::Client::builder(&session).endpoint_url(url).build();
    let error = S3Store::new(&client, store.bucket()).get(&Path::from("a")).await.expect_err("another key");
    assert!(matches!(error, Error::Unauthenticated { .. } | Error::PermissionDenied { .. }), "{error:?}");
    Ok(())
}

// What s3s-fs can serve of `put_get_delete_list`. Signatures cover the path, so a key that is escaped wrongly is refused.
#[tokio::test]
async fn keys_are_the_text_of_paths() -> Outcome {
    let Some(store) = s3s("keys").await else { return Ok(()) };
    let texts = [
        "%48%45/foo",
        "%Q.parquet",
        "a b/c+d",
        "a%2Fb",
        "I'm a < & weird path",
        "🇦🇺/$shenanigans@@~.txt",
        "q?x=1#y",
    ];
    let mut paths = Vec::new();
    for text in texts {
        let path = Path::parse(text)?;
        store.put(&path, text.into()).await?;
        assert_eq!(store.get(&path).await?.bytes().await?, text);
        let call = store.client().head_object().bucket(store.bucket()).key(text);
        assert_eq!(call.await?.content_length, Some(text.len() as i64));
        let copy = Path::from("copy");
        store.copy(&path, &copy).await?;
        assert_eq!(store.get_range(&copy, 0..text.len() as u64).await?, text);
        store.delete(&copy).await?;
        paths.push(path);
    }
    assert_eq!(store.list(None).try_collect::<Vec<_>>().await?.len(), texts.len());
    let deleted = store.delete_stream(futures_util::stream::iter(paths).map(Ok).boxed());
    assert_eq!(deleted.try_collect::<Vec<_>>().await?.len(), texts.len());
    assert!(store.list(None).try_collect::<Vec<_>>().await?.is_empty());
    Ok(())
}
