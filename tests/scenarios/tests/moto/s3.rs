use crate::Outcome;
use scenarios::{Emulator, same};
use tucuxi_s3::types::{CompletedMultipartUpload, CompletedPart, Delete, ObjectIdentifier};
use tucuxi_s3::{Client, errors};

#[tokio::test]
async fn objects_live_in_a_bucket() -> Outcome {
    let Some(emulator) = Emulator::connect() else { return Ok(()) };
    let s3 = Client::new(&emulator.session);
    s3.create_bucket().bucket("shelf").await?;
    same!(emulator, "s3", s3, "ListBuckets", {})?;
    let listed = s3.call_json("list_buckets", scenarios::json!({})).await?;
    let mut names = listed["Buckets"].as_array().ok_or("no buckets")?.iter().map(|bucket| &bucket["Name"]);
    assert!(names.any(|name| name == "shelf"), "operations have boto3's names, too: {listed}");

    // keys that need escaping, in the path and in XML
    let keys = ["plain.txt", "with space/ü&<ß>.txt", "a+b=c?d#e%20f"];
    for key in keys {
        s3.put_object()
            .bucket("shelf")
            .key(key)
            .content_type("text/plain")
            .metadata([("origin", "scenario")])
            .body(format!("content of {key}"))
            .await?;
    }
    for key in keys {
        let got = s3.get_object().bucket("shelf").key(key).await?;
        assert_eq!(got.content_type.as_deref(), Some("text/plain"));
        let body = got.body.collect().await?;
        assert_eq!(body, format!("content of {key}"));
        same!(emulator, "s3", s3, "HeadObject", {"Bucket": "shelf", "Key": key})?;
    }
    let listed = s3.list_objects_v2().bucket("shelf").await?;
    let mut found: Vec<_> = listed.contents().iter().filter_map(|object| object.key.as_deref()).collect();
    let mut expected = keys.to_vec();
    found.sort_unstable();
    expected.sort_unstable();
    assert_eq!(found, expected);
    same!(emulator, "s3", s3, "ListObjectsV2", {"Bucket": "shelf"})?;
    same!(emulator, "s3", s3, "ListObjects", {"Bucket": "shelf", "Prefix": "with space/"})?;
    same!(emulator, "s3", s3, "GetBucketLocation", {"Bucket": "shelf"})?;

    let missing = s3.get_object().bucket("shelf").key("nothing").await.expect_err("no such key");
    assert!(missing.exception::<errors::NoSuchKey>().is_some(), "{missing}");
    assert_eq!(missing.status(), Some(404));

    let objects = keys.map(|key| ObjectIdentifier::default().with_key(key));
    let deleted = s3.delete_objects().bucket("shelf").delete(Delete::default().with_objects(objects)).await?;
    assert_eq!(deleted.deleted().len(), 3);
    same!(emulator, "s3", s3, "ListObjectsV2", {"Bucket": "shelf"})?;
    s3.delete_bucket().bucket("shelf").await?;
    let gone = same!(emulator, "s3", s3, "HeadBucket", {"Bucket": "shelf"});
    assert_eq!(gone, Err("404".to_owned()));
    Ok(())
}

#[tokio::test]
async fn an_upload_in_parts_and_a_copy() -> Outcome {
    let Some(emulator) = Emulator::connect() else { return Ok(()) };
    let s3 = Client::new(&emulator.session);
    s3.create_bucket().bucket("parts").await?;
    let begun = s3.create_multipart_upload().bucket("parts").key("whole").await?;
    let upload = begun.upload_id.ok_or("no upload id")?;
    let mut parts = Vec::new();
    for (number, size) in [(1, 5 << 20), (2, 10)] {
        let body = vec![b'0' + number as u8; size];
        let part = s3
            .upload_part()
            .bucket("parts")
            .key("whole")
            .upload_id(&upload)
            .part_number(number)
            .body(body)
            .await?;
        parts
            .push(CompletedPart::default().with_part_number(number).with_e_tag(part.e_tag.ok_or("no ETag")?));
    }
    s3.complete_multipart_upload()
        .bucket("parts")
        .key("whole")
        .upload_id(&upload)
        .multipart_upload(CompletedMultipartUpload::default().with_parts(parts))
        .await?;
    s3.copy_object().bucket("parts").key("copy").copy_source("parts/whole").await?;
    for key in ["whole", "copy"] {
        let head = same!(emulator, "s3", s3, "HeadObject", {"Bucket": "parts", "Key": key})?;
        assert_eq!(head["ContentLength"], (5 << 20) + 10);
    }
    let tail = s3.get_object().bucket("parts").key("copy").range("bytes=5242875-").await?;
    assert_eq!(tail.body.collect().await?, "111112222222222");
    for key in ["whole", "copy"] {
        s3.delete_object().bucket("parts").key(key).await?;
    }
    s3.delete_bucket().bucket("parts").await?;
    Ok(())
}
