//! What requests of a transfer can ask for beside the object: ranges, parts, versions, conditions, keys; and the methods of
//! buckets and objects.

use crate::Outcome;
use crate::store::{From, MIB, Store, To, pattern, stores};
use tucuxi_s3::TransferConfig;
use tucuxi_s3::types::{
    BucketVersioningStatus, GetObjectRequest, PutObjectRequest, RequestPayer, VersioningConfiguration,
};

/// So that downloads of more than 100,000 bytes are in parts.
fn small(config: &mut TransferConfig) {
    (config.multipart_threshold, config.multipart_chunksize) = (100_000, 100_000);
}

#[tokio::test]
async fn ranges() -> Outcome {
    let bytes = pattern(MIB);
    for store in stores("transfer-ranges").await? {
        store.upload(From::Bytes, &bytes, "object")?.await?;
        for (range, expected) in [
            ("bytes=0-0", 0..1),
            ("bytes=17-350016", 17..350_017),
            ("bytes=1048000-", 1_048_000..MIB),
            ("bytes=100-", 100..MIB),
            ("bytes=-5", MIB - 5..MIB),
            ("bytes=-500000", MIB - 500_000..MIB),
            ("bytes=5-99999999", 5..MIB),
        ] {
            for to in To::ALL {
                let set = |get: &mut GetObjectRequest| get.range = Some(range.into());
                store.expect(to, "object", &bytes[expected.clone()], |it| it.with(set).config(small)).await?;
            }
        }
        let beyond = store.s3.download(Vec::new()).bucket(store.bucket).key("object");
        let error =
            beyond.with(|get| get.range = Some("bytes=9999999-".into())).await.expect_err("nothing is there");
        assert_eq!(error.status(), Some(416), "{error}");
        store.delete().await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_version() -> Outcome {
    for store in stores("transfer-version").await?.into_iter().filter(Store::is_moto) {
        let on = VersioningConfiguration::default().with_status(BucketVersioningStatus::Enabled);
        store.s3.put_bucket_versioning().bucket(store.bucket).versioning_configuration(on).await?;
        let mut versions = Vec::new();
        for size in [300_000, 9 * MIB, 5] {
            let output = store.upload(From::File, &pattern(size), "object")?.await?;
            versions.push((size, output.version_id.ok_or("an upload says its version")?));
        }
        store.expect(To::File, "object", &pattern(5), |it| it).await?;
        for (size, version) in versions {
            for to in To::ALL {
                let set = |get: &mut GetObjectRequest| get.version_id = Some(version.clone());
                store.expect(to, "object", &pattern(size), |it| it.with(set).config(small)).await?;
            }
        }
        store.delete().await?;
    }
    Ok(())
}

#[tokio::test]
async fn conditions() -> Outcome {
    for store in stores("transfer-conditions").await?.into_iter().filter(Store::is_moto) {
        let e_tag = store.upload(From::Bytes, &pattern(10), "object")?.await?.e_tag.ok_or("no ETag")?;
        let path = store.path("received");
        let download = || store.s3.download_file(&path).bucket(store.bucket).key("object");
        let error = download().with(|get| get.if_none_match = Some(e_tag.clone())).await;
        assert_eq!(error.expect_err("it is that one").status(), Some(304), "{}", store.server);
        assert!(!path.exists(), "{}: nothing is written", store.server);
        let error = download().with(|get| get.if_match = Some("\"another\"".into())).await;
        assert_eq!(error.expect_err("it is another").status(), Some(412), "{}", store.server);
        download().with(|get| get.if_match = Some(e_tag.clone())).await?;
        assert_eq!(std::fs::read(&path)?, pattern(10));
        store.delete().await?;
    }
    Ok(())
}

#[tokio::test]
async fn an_object_is_not_replaced_if_it_must_be_new() -> Outcome {
    for store in stores("transfer-new").await?.into_iter().filter(Store::is_moto) {
        for size in [10, 9 * MIB] {
            store.upload(From::Bytes, &pattern(size), &size.to_string())?.await?;
            let again = store.upload(From::File, &pattern(size + 1), &size.to_string())?;
            let error = again.with(|put| put.if_none_match = Some("*".into())).await;
            assert_eq!(error.expect_err("it is there").status(), Some(412), "{size} bytes");
            store.expect(To::Memory, &size.to_string(), &pattern(size), |it| it).await?;
            let open = store.s3.list_multipart_uploads().bucket(store.bucket).await?;
            assert!(open.uploads().is_empty(), "no upload is left of {size} bytes");
        }
        store.delete().await?;
    }
    Ok(())
}

/// moto takes the headers of keys and payers, and says nothing of them; that they are in all requests is tested elsewhere.
#[tokio::test]
async fn a_key_of_the_customer_and_a_payer() -> Outcome {
    for store in stores("transfer-customer").await?.into_iter().filter(Store::is_moto) {
        let put = |put: &mut PutObjectRequest| {
            put.sse_customer_algorithm = Some("AES256".into());
            put.sse_customer_key = Some("0123456789abcdef0123456789abcdef".into());
            put.request_payer = Some(RequestPayer::Requester);
        };
        let get = |get: &mut GetObjectRequest| {
            get.sse_customer_algorithm = Some("AES256".into());
            get.sse_customer_key = Some("0123456789abcdef0123456789abcdef".into());
            get.request_payer = Some(RequestPayer::Requester);
        };
        for size in [1000, 9 * MIB] {
            store.upload(From::File, &pattern(size), "object")?.with(put).await?;
            store.expect(To::File, "object", &pattern(size), |it| it.with(get)).await?;
        }
        store.delete().await?;
    }
    Ok(())
}

#[tokio::test]
async fn methods_of_buckets_and_objects() -> Outcome {
    for store in stores("transfer-resources").await? {
        let bucket = store.resource();
        let object = bucket.object("a b/ü");
        let path = store.path("file");
        std::fs::write(&path, "of a file")?;

        bucket.upload_file(&path).key("a b/ü").await?;
        let mut got = Vec::new();
        object.download(&mut got).await?;
        assert_eq!(got, b"of a file");

        object.upload("of a text").await?;
        bucket.download_file(&path).key("a b/ü").await?;
        assert_eq!(std::fs::read(&path)?, b"of a text");

        bucket.upload("bytes").key("plain").await?;
        object.copy(store.bucket, "plain").await?;
        object.download_file(&path).await?;
        assert_eq!(std::fs::read(&path)?, b"bytes");

        object.upload_file(&path).start().await?;
        bucket.copy(store.bucket, "a b/ü").key("copy").start().await?;
        let mut got = Vec::new();
        bucket.download(&mut got).key("copy").await?;
        assert_eq!(got, b"bytes");
        object.delete().await?;
        store.delete().await?;
    }
    Ok(())
}
