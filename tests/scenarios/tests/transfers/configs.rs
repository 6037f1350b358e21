//! The settings of transfers change how bytes go, and not which.

use crate::Outcome;
use crate::store::{From, MIB, To, pattern, stores};
use tucuxi_s3::TransferConfig;

const FIVE: u64 = 5 * MIB as u64;

type Change = fn(&mut TransferConfig);

const CHANGES: [(&str, Change); 8] = [
    ("smaller parts", |config| (config.multipart_threshold, config.multipart_chunksize) = (FIVE, FIVE)),
    ("one at a time", |config| config.max_concurrency = 1),
    ("many small ones", |config| (config.max_concurrency, config.multipart_chunksize) = (16, FIVE)),
    ("little memory", |config| config.max_memory = Some(1)),
    ("memory for one part", |config| config.max_memory = Some(FIVE)),
    ("a limit that is not reached", |config| config.max_bandwidth = Some(10 << 30)),
    ("all in one", |config| config.multipart_threshold = 1 << 40),
    ("parts from the first byte on", |config| config.multipart_threshold = 0),
];

#[tokio::test]
async fn the_bytes_are_the_same_whatever_the_settings() -> Outcome {
    let bytes = pattern(11 * MIB + 7);
    for store in stores("transfer-configs").await? {
        for (name, change) in CHANGES {
            for (from, to) in [(From::File, To::Memory), (From::Unknown, To::File)] {
                let sent = store.upload(from, &bytes, "object")?.config(change);
                sent.await.map_err(|error| format!("{}, {name}, {from:?}: {error:#}", store.server))?;
                store.expect(to, "object", &bytes, |download| download.config(change)).await?;
            }
        }
        store.delete().await?;
    }
    Ok(())
}

/// Parts of a download can be of any size, those of an upload from 5 MiB on: boto3 raises it, too.
#[tokio::test]
async fn downloads_in_small_parts() -> Outcome {
    let bytes = pattern(3 * MIB + 1);
    for store in stores("transfer-small-parts").await? {
        let small = |config: &mut TransferConfig| {
            (config.multipart_threshold, config.multipart_chunksize) = (100_000, 100_001);
        };
        store.upload(From::File, &bytes, "object")?.config(small).await?;
        for to in To::ALL {
            store.expect(to, "object", &bytes, |download| download.config(small)).await?;
        }
        store.delete().await?;
    }
    Ok(())
}

#[tokio::test]
async fn an_object_of_no_bytes_in_parts() -> Outcome {
    for store in stores("transfer-nothing").await? {
        for from in From::ALL {
            store
                .upload(from, &pattern(0), "object")?
                .config(|config| config.multipart_threshold = 0)
                .await?;
            store
                .expect(To::File, "object", b"", |it| it.config(|config| config.multipart_threshold = 0))
                .await?;
        }
        store.delete().await?;
    }
    Ok(())
}
