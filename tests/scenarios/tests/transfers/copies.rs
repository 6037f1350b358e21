//! Copies, short ones and ones in parts, keep what boto3's copies keep.

use crate::Outcome;
use crate::looks::{Listed, assert_alike};
use crate::store::{From, MIB, Store, To, pattern, stores};
use scenarios::{Emulator, Value, json};
use tucuxi::Session;
use tucuxi_s3::Client;
use tucuxi_s3::types::{
    BucketVersioningStatus, CopyObjectRequest, CreateBucketConfiguration, PutObjectRequest,
    VersioningConfiguration,
};

const SIZES: [usize; 3] = [0, 1000, 9 * MIB];

/// What the source has beside its bytes.
fn decorate(put: &mut PutObjectRequest) {
    let extra = json!({
        "ContentType": "text/x-source", "ContentLanguage": "de", "CacheControl": "max-age=5",
        "ContentDisposition": "attachment", "ContentEncoding": "identity", "Expires": "2030-01-01T00:00:00Z",
        "Metadata": {"origin": "source", "number": "1 + 2"}, "Tagging": "of=the%20source&a%2Bb=%C3%BC&empty=",
    });
    tucuxi::json::read(put, &extra).expect("members of the input");
}

const TAGS: &str = "boto3 leaves the tags behind if a copy is in parts and nobody asks for them; CopyObject takes them along";

/// `ExtraArgs`, and what differs where the copy is in parts.
fn cases() -> Vec<(Value, Listed)> {
    const KEPT: Listed = &[("GetObjectTagging", TAGS), ("HeadObject.TagCount", TAGS)];
    vec![
        (json!({}), KEPT),
        (json!({"TaggingDirective": "COPY"}), &[]),
        (json!({"TaggingDirective": "REPLACE", "Tagging": "new=1&b=x%20y"}), &[]),
        (json!({"TaggingDirective": "REPLACE"}), &[]),
        (
            json!({"MetadataDirective": "COPY", "Metadata": {"is": "ignored"}, "TaggingDirective": "COPY"}),
            &[],
        ),
        (
            json!({
                "MetadataDirective": "REPLACE", "Metadata": {"origin": "copy"}, "ContentType": "text/x-copy",
                "TaggingDirective": "COPY",
            }),
            &[],
        ),
        (json!({"StorageClass": "STANDARD_IA", "ACL": "public-read", "TaggingDirective": "COPY"}), &[]),
        (json!({"ChecksumAlgorithm": "SHA256", "TaggingDirective": "COPY"}), &[]),
    ]
}

#[tokio::test]
async fn copies_keep_what_those_of_boto3_keep() -> Outcome {
    let Some(emulator) = Emulator::connect() else { return Ok(()) };
    let store = Store::create("moto", &emulator.session, "transfer-copies").await?;
    for size in SIZES {
        store.upload(From::Bytes, &pattern(size), "a source/ü")?.with(decorate).await?;
        for (extra, listed) in cases() {
            let what = format!("{size} bytes, {extra}");
            let set = |copy: &mut CopyObjectRequest| {
                tucuxi::json::read(copy, &extra).expect("members of the input")
            };
            let copy = store.s3.copy(store.bucket, "a source/ü").bucket(store.bucket).key("ours").with(set);
            copy.await.map_err(|error| format!("{what}: {error:#}"))?;
            let params = json!({
                "CopySource": {"Bucket": store.bucket, "Key": "a source/ü"},
                "Bucket": store.bucket, "Key": "theirs", "ExtraArgs": extra,
            });
            emulator.boto3("s3", "copy", &params).map_err(|code| format!("{what}: boto3 gets {code}"))?;
            let listed = if size < 8 * MIB { &[] } else { listed };
            assert_alike(&emulator, store.bucket, ["ours", "theirs"], listed, &what);
            store.expect(To::Memory, "ours", &pattern(size), |it| it).await?;
        }
    }
    store.delete().await
}

/// As `CopyObject`, a copy in parts takes the tags along.
#[tokio::test]
async fn tags_come_along() -> Outcome {
    let Some(emulator) = Emulator::connect() else { return Ok(()) };
    let store = Store::create("moto", &emulator.session, "transfer-tags").await?;
    for size in SIZES {
        store.upload(From::Bytes, &pattern(size), "source")?.with(decorate).await?;
        store.s3.copy(store.bucket, "source").bucket(store.bucket).key("copy").await?;
        let copy = store.s3.get_object_tagging().bucket(store.bucket).key("copy").await?;
        let source = store.s3.get_object_tagging().bucket(store.bucket).key("source").await?;
        assert_eq!(source.tag_set().len(), 3);
        assert_eq!(copy.tag_set(), source.tag_set(), "{size} bytes");
    }
    store.delete().await
}

#[tokio::test]
async fn a_version_is_copied() -> Outcome {
    for store in stores("transfer-copied-version").await?.into_iter().filter(Store::is_moto) {
        let on = VersioningConfiguration::default().with_status(BucketVersioningStatus::Enabled);
        store.s3.put_bucket_versioning().bucket(store.bucket).versioning_configuration(on).await?;
        for size in SIZES {
            let old = store.upload(From::Bytes, &pattern(size), "source")?.with(decorate).await?;
            let old = old.version_id.ok_or("an upload says its version")?;
            store.upload(From::Bytes, &"new".into(), "source")?.await?;
            let copy =
                store.s3.copy(store.bucket, "source").version_id(&old).bucket(store.bucket).key("copy");
            let output = copy.await.map_err(|error| format!("{size} bytes: {error:#}"))?;
            assert_eq!(output.copy_source_version_id.as_deref(), Some(old.as_str()), "{size} bytes");
            store.expect(To::Memory, "copy", &pattern(size), |it| it).await?;
            let head = store.s3.head_object().bucket(store.bucket).key("copy").await?;
            assert_eq!(head.content_type.as_deref(), Some("text/x-source"), "{size} bytes");
            assert_eq!((head.version_id, head.e_tag), (output.version_id, e_tag(&output.copy_object_result)));
            let tags = store.s3.get_object_tagging().bucket(store.bucket).key("copy").await?;
            assert_eq!(tags.tag_set().len(), 3, "{size} bytes");
        }
        store.delete().await?;
    }
    Ok(())
}

fn e_tag(result: &Option<tucuxi_s3::types::CopyObjectResult>) -> Option<String> {
    result.as_ref()?.e_tag.clone()
}

#[tokio::test]
async fn the_source_is_in_another_region() -> Outcome {
    let Some(emulator) = Emulator::connect() else { return Ok(()) };
    let store = Store::create("moto", &emulator.session, "transfer-here").await?;
    let far = Session::builder().region("eu-west-1").build()?;
    let far = Client::new(&far);
    let region = CreateBucketConfiguration::default().with_location_constraint("eu-west-1");
    far.create_bucket().bucket("transfer-far").create_bucket_configuration(region).await?;
    for size in SIZES {
        far.upload(pattern(size)).bucket("transfer-far").key("source").with(decorate).await?;
        let copy =
            store.s3.copy("transfer-far", "source").source_client(&far).bucket(store.bucket).key("ours");
        copy.with(|copy| copy.tagging_directive = Some("COPY".into())).await?;
        let params = json!({
            "CopySource": {"Bucket": "transfer-far", "Key": "source"}, "SourceClient": "eu-west-1",
            "Bucket": store.bucket, "Key": "theirs", "ExtraArgs": {"TaggingDirective": "COPY"},
        });
        emulator.boto3("s3", "copy", &params)?;
        assert_alike(&emulator, store.bucket, ["ours", "theirs"], &[], &format!("{size} bytes"));
        store.expect(To::Memory, "ours", &pattern(size), |it| it).await?;
    }
    far.delete_object().bucket("transfer-far").key("source").await?;
    far.delete_bucket().bucket("transfer-far").await?;
    store.delete().await
}

#[tokio::test]
async fn what_is_missing_is_not_copied() -> Outcome {
    for store in stores("transfer-missing").await? {
        let copy = store.s3.copy(store.bucket, "none").bucket(store.bucket).key("copy").await;
        let error = copy.expect_err("there is no source");
        assert!(error.is_not_found(), "{}: {error}", store.server);
        let head = store.s3.head_object().bucket(store.bucket).key("copy").await;
        assert!(head.expect_err("nothing was made").is_not_found(), "{}", store.server);
        store.delete().await?;
    }
    Ok(())
}

/// s3s-fs copies whole objects.
#[tokio::test]
async fn short_copies_on_a_server_that_verifies() -> Outcome {
    for store in stores("transfer-short-copies").await? {
        store.upload(From::Bytes, &pattern(1000), "a source/ü?x=1")?.await?;
        store.s3.copy(store.bucket, "a source/ü?x=1").bucket(store.bucket).key("copy").await?;
        store.expect(To::File, "copy", &pattern(1000), |it| it).await?;
        store.delete().await?;
    }
    Ok(())
}
