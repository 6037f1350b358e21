//! Keys that need care.

use crate::Outcome;
use crate::store::{From, MIB, To, pattern, stores};
use tucuxi_s3::TransferConfig;

/// Keys that both servers can store; s3s-fs makes paths of them.
const KEYS: [&str; 4] = ["a b+c/ü?x=1&y#z%20", "dots..inside/..a/b..", "quotes\"'<&>\\", "日本語/ключ 🙂"];

/// Keys that are not paths.
const NO_PATHS: [&str; 5] = ["/leading", "//two", "folder/", "a//b", "a/../b"];

/// So that five MiB and a byte are two parts.
fn parts(config: &mut TransferConfig) {
    (config.multipart_threshold, config.multipart_chunksize) = (5 * MIB as u64, 5 * MIB as u64);
}

#[tokio::test]
async fn keys_of_all_kinds() -> Outcome {
    let (short, long) = (pattern(10), pattern(5 * MIB + 1));
    for store in stores("transfer-keys").await? {
        let more = if store.is_moto() { &NO_PATHS[..] } else { &[] };
        let longest = ["k".repeat(900), "ü".repeat(512)];
        let longest = longest.iter().map(String::as_str).filter(|_| store.is_moto());
        for key in KEYS.into_iter().chain(more.iter().copied()).chain(longest) {
            let what = format!("{}, `{key}`", store.server);
            for bytes in [&short, &long] {
                let sent = store.upload(From::Bytes, bytes, key)?.config(parts);
                sent.await.map_err(|error| format!("{what}: {error:#}"))?;
                store.expect(To::File, key, bytes, |download| download.config(parts)).await?;
                let copy = store.s3.copy(store.bucket, key).bucket(store.bucket).key("copy").config(parts);
                // s3s-fs copies no ranges
                if store.is_moto() || bytes == &short {
                    copy.await.map_err(|error| format!("a copy of {what}: {error:#}"))?;
                    store.expect(To::Memory, "copy", bytes, |download| download).await?;
                }
            }
            let listed = store.s3.list_objects_v2().bucket(store.bucket).await?;
            // s3s-fs says that it encodes keys in lists, and does not
            let is_listed = listed.contents().iter().any(|object| object.key.as_deref() == Some(key));
            assert!(is_listed || !store.is_moto(), "{what} is listed");
            store.s3.delete_object().bucket(store.bucket).key(key).await?;
        }
        store.delete().await?;
    }
    Ok(())
}
