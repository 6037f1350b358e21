//! The callback hears of all bytes, and never of more.

use crate::Outcome;
use crate::store::{From, MIB, Store, To, pattern, stores};
use std::sync::{Arc, Mutex, PoisonError};
use tucuxi_s3::Progress;
use tucuxi_s3::types::GetObjectRequest;

/// What a callback heard.
#[derive(Clone, Default)]
struct Heard(Arc<Mutex<Vec<Progress>>>);

impl Heard {
    fn callback(&self) -> impl FnMut(Progress) + Send + 'static {
        let heard = Arc::clone(&self.0);
        move |progress| heard.lock().unwrap_or_else(PoisonError::into_inner).push(progress)
    }

    /// Requires that the last call told of all `size` bytes, and that bytes only became more.
    fn check(&self, size: usize, what: &str) {
        let heard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let size = size as u64;
        let last = heard.last().map(|last| (last.bytes, last.total));
        assert_eq!(last, Some((size, Some(size))), "{what}: the last call, bytes and total");
        assert!(heard.iter().all(|it| it.total.is_none_or(|total| total == size)), "{what}: {heard:?}");
        assert!(heard.is_sorted_by_key(|it| it.bytes), "{what}: {heard:?}");
    }
}

const SIZES: [usize; 4] = [0, 1, 8 * MIB, 20 * MIB + 3];

async fn uploads(store: &Store) -> Outcome {
    for size in SIZES {
        for from in From::ALL {
            let heard = Heard::default();
            store.upload(from, &pattern(size), &size.to_string())?.progress(heard.callback()).await?;
            heard.check(size, &format!("{}, {size} bytes from {from:?}", store.server));
        }
    }
    Ok(())
}

async fn downloads(store: &Store) -> Outcome {
    for size in SIZES {
        for to in To::ALL {
            let heard = Heard::default();
            let callback = heard.callback();
            store.expect(to, &size.to_string(), &pattern(size), |it| it.progress(callback)).await?;
            heard.check(size, &format!("{}, {size} bytes to {to:?}", store.server));
        }
    }
    Ok(())
}

async fn copies(store: &Store) -> Outcome {
    for size in SIZES {
        // s3s-fs copies no ranges
        if store.is_moto() || size < 8 * MIB {
            let heard = Heard::default();
            let copy = store.s3.copy(store.bucket, size.to_string()).bucket(store.bucket).key("copy");
            copy.progress(heard.callback()).await?;
            heard.check(size, &format!("{}, a copy of {size} bytes", store.server));
        }
    }
    Ok(())
}

#[tokio::test]
async fn the_last_call_tells_of_all_bytes() -> Outcome {
    for store in stores("transfer-progress").await? {
        uploads(&store).await?;
        downloads(&store).await?;
        copies(&store).await?;
        store.delete().await?;
    }
    Ok(())
}

#[tokio::test]
async fn the_bytes_of_a_range_are_its_total() -> Outcome {
    for store in stores("transfer-progress-range").await? {
        let bytes = pattern(MIB);
        store.upload(From::Bytes, &bytes, "object")?.await?;
        let heard = Heard::default();
        let callback = heard.callback();
        let range = |get: &mut GetObjectRequest| get.range = Some("bytes=5-1004".into());
        store.expect(To::Memory, "object", &bytes[5..1005], |it| it.with(range).progress(callback)).await?;
        heard.check(1000, store.server);
        store.delete().await?;
    }
    Ok(())
}
