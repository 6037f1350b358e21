//! Objects of all sizes, from and to wherever their bytes can be.

use crate::Outcome;
use crate::store::{From, MIB, Store, To, pattern, stores};
use tucuxi::external::bytes::Bytes;

/// Uploads `bytes`, and gives what S3 says of the object.
async fn send(store: &Store, from: From, bytes: &Bytes) -> Outcome {
    let what = format!("{}, {} bytes from {from:?}", store.server, bytes.len());
    let output = store.upload(from, bytes, "object")?.await.map_err(|error| format!("{what}: {error:#}"))?;
    let head = store.s3.head_object().bucket(store.bucket).key("object").await?;
    assert_eq!(head.content_length, Some(i64::try_from(bytes.len())?), "{what}");
    assert_eq!(output.e_tag, head.e_tag, "{what}");
    if store.is_moto() {
        let parts = match bytes.len() {
            length if length < 8 * MIB => None,
            length => Some(length.div_ceil(8 * MIB).to_string()),
        };
        let e_tag = head.e_tag.unwrap_or_default();
        let said = e_tag.trim_matches('"').split_once('-').map(|(_, parts)| parts.to_owned());
        assert_eq!(said, parts, "{what}: the number of parts in the ETag {e_tag}");
    }
    Ok(())
}

#[tokio::test]
async fn what_is_uploaded_is_downloaded() -> Outcome {
    for store in stores("transfer-sizes").await? {
        for size in [0, 1, 8 * MIB - 1, 8 * MIB, 8 * MIB + 1, 20 * MIB + 3] {
            let bytes = pattern(size);
            for from in From::ALL {
                send(&store, from, &bytes).await?;
            }
            for to in To::ALL {
                store.expect(to, "object", &bytes, |download| download).await?;
            }
        }
        store.delete().await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_hundred_mebibytes() -> Outcome {
    for store in stores("transfer-hundred").await? {
        let bytes = pattern(100 * MIB);
        send(&store, From::File, &bytes).await?;
        store.expect(To::File, "object", &bytes, |download| download).await?;
        send(&store, From::Unknown, &bytes).await?;
        store.expect(To::Writer, "object", &bytes, |download| download).await?;
        store.delete().await?;
    }
    Ok(())
}

#[tokio::test]
async fn what_is_downloaded_replaces_a_file() -> Outcome {
    for store in stores("transfer-replaces").await? {
        std::fs::write(store.path("received"), "a file that is longer than the object")?;
        store.upload(From::Bytes, &"short".into(), "object")?.await?;
        store.expect(To::File, "object", b"short", |download| download).await?;
        let missing = store.s3.download_file(store.path("received")).bucket(store.bucket).key("none");
        let error = missing.await.expect_err("there is no such object");
        assert!(error.is_not_found(), "{error}");
        assert_eq!(std::fs::read(store.path("received"))?, b"short", "the file is as it was");
        let left: Vec<_> = std::fs::read_dir(store.path(""))?
            .map(|entry| entry.map(|it| it.file_name()))
            .collect::<Result<_, _>>()?;
        assert_eq!(left, ["received"], "no temporary file is left");
        store.delete().await?;
    }
    Ok(())
}
