//! boto3 and we upload the same, and moto tells the same of both objects; each downloads what the other uploaded.

use crate::Outcome;
use crate::looks::{Listed, assert_alike};
use crate::store::{From, MIB, Store, To, assert_bytes, pattern};
use scenarios::{Emulator, Value, json};
use tucuxi::external::bytes::Bytes;
use tucuxi_s3::TransferConfig;
use tucuxi_s3::types::PutObjectRequest;

/// Multipart uploads of ours have a CRC of the whole object, which follows from those of the parts; boto3's have one of the CRCs of
/// the parts.
const FULL_CRC: Listed = &[
    ("HeadObject.ChecksumType", FULL),
    ("HeadObject.ChecksumCRC32", FULL),
    ("GetObjectAttributes.Checksum", FULL),
];
const FULL_CRC32C: Listed = &[
    ("HeadObject.ChecksumType", FULL),
    ("HeadObject.ChecksumCRC32C", FULL),
    ("GetObjectAttributes.Checksum", FULL),
];
const FULL: &str = "a CRC of all bytes can be verified by whoever downloads them, one of CRCs cannot";

const TYPE: Listed = &[(
    "HeadObject.ChecksumType",
    "boto3 does not ask for the only type there is, and moto does not name it then",
)];

/// `ExtraArgs`, and what differs where the object is in parts.
fn cases() -> Vec<(Value, Listed)> {
    vec![
        (json!({}), FULL_CRC),
        (
            json!({
                "ContentType": "text/plain; charset=utf-8", "ContentLanguage": "de", "ContentEncoding": "identity",
                "CacheControl": "max-age=5", "ContentDisposition": "attachment; filename=\"a b\"",
                "Metadata": {"origin": "scenario", "Number": "1 + 2"},
            }),
            FULL_CRC,
        ),
        (json!({"Tagging": "a=1&b=x%20y&empty=", "StorageClass": "STANDARD_IA"}), FULL_CRC),
        (json!({"ACL": "public-read", "ServerSideEncryption": "AES256"}), FULL_CRC),
        (json!({"ChecksumAlgorithm": "CRC32C"}), FULL_CRC32C),
        (json!({"ChecksumAlgorithm": "CRC64NVME"}), TYPE),
        (json!({"ChecksumAlgorithm": "SHA256"}), &[]),
        (json!({"ChecksumAlgorithm": "SHA1"}), &[]),
    ]
}

/// boto3 uploads the file "sent" of `store`.
fn theirs(emulator: &Emulator, store: &Store, operation: &str, key: &str, extra: &Value) {
    let path = store.path("sent");
    let mut params = json!({"Bucket": store.bucket, "Key": key, "ExtraArgs": extra});
    match operation {
        "upload_file" => params["Filename"] = json!(path),
        _ => params["Fileobj"] = json!({"file": path, "mode": "rb"}),
    }
    emulator.boto3("s3", operation, &params).unwrap_or_else(|code| panic!("{operation} {extra}: {code}"));
}

/// boto3 downloads the object.
fn boto3_gets(emulator: &Emulator, store: &Store, key: &str, bytes: &Bytes) -> Outcome {
    let path = store.path("boto3");
    let object = json!({"Bucket": store.bucket, "Key": key, "Filename": path});
    emulator.boto3("s3", "download_file", &object)?;
    assert_bytes(&std::fs::read(&path)?, bytes, key);
    std::fs::remove_file(&path)?;
    let object = json!({"Bucket": store.bucket, "Key": key, "Fileobj": {"file": path, "mode": "wb"}});
    emulator.boto3("s3", "download_fileobj", &object)?;
    assert_bytes(&std::fs::read(&path)?, bytes, key);
    Ok(())
}

#[tokio::test]
async fn uploads_make_the_objects_that_boto3_makes() -> Outcome {
    let Some(emulator) = Emulator::connect() else { return Ok(()) };
    let store = Store::create("moto", &emulator.session, "transfer-pairs").await?;
    for size in [0, 1000, 9 * MIB] {
        let bytes = pattern(size);
        std::fs::write(store.path("sent"), &bytes)?;
        // both of boto3's uploads make the same, so that each case needs only one
        let operations = ["upload_file", "upload_fileobj"].into_iter().cycle();
        for ((extra, listed), operation) in cases().into_iter().zip(operations) {
            let what = format!("{size} bytes, {extra}");
            let set =
                |put: &mut PutObjectRequest| tucuxi::json::read(put, &extra).expect("members of the input");
            let ours = store.s3.upload_file(store.path("sent")).bucket(store.bucket).key("ours").with(set);
            ours.await.map_err(|error| format!("{what}: {error:#}"))?;
            theirs(&emulator, &store, operation, "theirs", &extra);
            let listed = if size < 8 * MIB { &[] } else { listed };
            assert_alike(&emulator, store.bucket, ["ours", "theirs"], listed, &what);
            boto3_gets(&emulator, &store, "ours", &bytes)?;
            for to in To::ALL {
                store.expect(to, "theirs", &bytes, |it| it).await?;
                store.expect(to, "ours", &bytes, |it| it).await?;
            }
        }
    }
    store.delete().await
}

/// The size of parts shows in the `ETag`.
#[tokio::test]
async fn parts_are_as_large_as_those_of_boto3() -> Outcome {
    let Some(emulator) = Emulator::connect() else { return Ok(()) };
    let store = Store::create("moto", &emulator.session, "transfer-part-sizes").await?;
    let bytes = pattern(11 * MIB + 1);
    std::fs::write(store.path("sent"), &bytes)?;
    for (threshold, chunk) in [(5, 6), (12, 5), (1, 1), (8, 40)] {
        let (threshold, chunk) = (threshold * MIB as u64, chunk * MIB as u64);
        let change = |config: &mut TransferConfig| {
            (config.multipart_threshold, config.multipart_chunksize) = (threshold, chunk);
        };
        let mut e_tags = Vec::new();
        for from in [From::File, From::Unknown] {
            let output = store.upload(from, &bytes, "ours")?.config(change).await?;
            e_tags.push(output.e_tag);
        }
        let params = json!({
            "Bucket": store.bucket, "Key": "theirs", "Filename": store.path("sent"),
            "Config": {"multipart_threshold": threshold, "multipart_chunksize": chunk},
        });
        emulator.boto3("s3", "upload_file", &params)?;
        let theirs = store.s3.head_object().bucket(store.bucket).key("theirs").await?.e_tag;
        assert!(
            e_tags.iter().all(|ours| *ours == theirs),
            "{threshold}, {chunk}: {e_tags:?} and boto3's {theirs:?}"
        );
        let copy = store.s3.copy(store.bucket, "ours").bucket(store.bucket).key("our copy").config(change);
        copy.await?;
        let params = json!({
            "CopySource": {"Bucket": store.bucket, "Key": "ours"}, "Bucket": store.bucket, "Key": "their copy",
            "Config": {"multipart_threshold": threshold, "multipart_chunksize": chunk},
        });
        emulator.boto3("s3", "copy", &params)?;
        let what = format!("copies, {threshold}, {chunk}");
        assert_alike(&emulator, store.bucket, ["our copy", "their copy"], &[], &what);
    }
    store.delete().await
}

#[tokio::test]
async fn a_checksum_that_the_program_gives() -> Outcome {
    let Some(emulator) = Emulator::connect() else { return Ok(()) };
    let store = Store::create("moto", &emulator.session, "transfer-checksums").await?;
    for size in [1000, 9 * MIB] {
        std::fs::write(store.path("sent"), pattern(size))?;
        for (algorithm, member) in [("CRC32C", "ChecksumCRC32C"), ("CRC64NVME", "ChecksumCRC64NVME")] {
            let object = json!({"Bucket": store.bucket, "Key": "first", "ChecksumMode": "ENABLED"});
            let upload = store.s3.upload_file(store.path("sent")).bucket(store.bucket).key("first");
            upload.with(|put| put.checksum_algorithm = Some(algorithm.into())).await?;
            let checksum = emulator.boto3("s3", "HeadObject", &object)?[member].take();
            assert!(checksum.is_string(), "{algorithm} of {size} bytes: {checksum}");
            let mut extra = json!({});
            extra[member] = checksum;
            let set =
                |put: &mut PutObjectRequest| tucuxi::json::read(put, &extra).expect("members of the input");
            store.s3.upload_file(store.path("sent")).bucket(store.bucket).key("ours").with(set).await?;
            theirs(&emulator, &store, "upload_file", "theirs", &extra);
            assert_alike(&emulator, store.bucket, ["ours", "theirs"], &[], &format!("{size} bytes, {extra}"));
            for key in ["ours", "theirs"] {
                store.expect(To::File, key, &pattern(size), |it| it).await?;
            }
        }
    }
    store.delete().await
}
