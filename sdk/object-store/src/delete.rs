//! Deletions, up to 1,000 with a request.

use crate::errors::{self, by_code, generic};
use crate::store::S3Store;
use futures_util::StreamExt as _;
use futures_util::stream::{self, BoxStream};
use object_store::path::Path;
use object_store::{Error, Result};
use std::collections::HashMap;
use tucuxi_s3::types::{self, Delete, ObjectIdentifier};

/// How many objects a request deletes, which is what S3 allows.
const BATCH: usize = 1_000;

/// How many requests are under way at the same time.
const REQUESTS: usize = 10;

/// Deletes `locations`; the results are in their order.
pub(crate) fn all(
    store: S3Store,
    locations: BoxStream<'static, Result<Path>>,
) -> BoxStream<'static, Result<Path>> {
    if !store.bulk_delete {
        let deleted = locations.map(move |location| {
            let store = store.clone();
            async move { one(&store, location?).await }
        });
        return deleted.buffered(REQUESTS).boxed();
    }
    let batches = locations.chunks(BATCH).map(move |batch| {
        let store = store.clone();
        async move { stream::iter(delete(&store, batch).await) }
    });
    batches.buffered(REQUESTS).flatten().boxed()
}

async fn one(store: &S3Store, location: Path) -> Result<Path> {
    let call = store.client.delete_object().bucket(&*store.bucket).key(location.as_ref());
    match call.await {
        Ok(_) => Ok(location),
        Err(error) => Err(errors::at(&location, error)),
    }
}

/// Deletes a batch. What is an error already stays one.
async fn delete(store: &S3Store, batch: Vec<Result<Path>>) -> Vec<Result<Path>> {
    let objects: Vec<_> = batch.iter().flatten().map(identifier).collect();
    match objects.len() {
        0 => return batch,
        1 => {
            let each = batch.into_iter().map(|location| async { one(store, location?).await });
            return futures_util::future::join_all(each).await;
        }
        _ => {}
    }
    let delete = Delete::default().with_objects(objects).with_quiet(true);
    match store.client.delete_objects().bucket(&*store.bucket).delete(delete).await {
        Ok(output) => outcomes(batch, output.errors.unwrap_or_default()),
        Err(error) => {
            let error = std::sync::Arc::new(error);
            batch.into_iter().map(|location| Err(not_deleted(&location?, &error))).collect()
        }
    }
}

fn identifier(location: &Path) -> ObjectIdentifier {
    ObjectIdentifier::default().with_key(location.as_ref())
}

/// The error of each location of a request that failed as a whole.
fn not_deleted(location: &Path, error: &std::sync::Arc<tucuxi::Error>) -> Error {
    let code = error.code().unwrap_or_default();
    by_code(location.as_ref(), code, error.status(), std::sync::Arc::clone(error).into())
}

/// What came of each location, by the errors in the response.
fn outcomes(batch: Vec<Result<Path>>, failed: Vec<types::Error>) -> Vec<Result<Path>> {
    let mut failed: HashMap<String, types::Error> =
        failed.into_iter().map(|error| (error.key.clone().unwrap_or_default(), error)).collect();
    let mut outcomes: Vec<_> = batch
        .into_iter()
        .map(|location| {
            let location = location?;
            match failed.remove(location.as_ref()) {
                Some(error) => Err(of_object(&location, &error)),
                None => Ok(location),
            }
        })
        .collect();
    // an error without a key of ours says that something was not deleted, and not what
    outcomes.extend(failed.into_values().map(|error| Err(generic(text(&error)))));
    outcomes
}

fn of_object(location: &Path, error: &types::Error) -> Error {
    let code = error.code.as_deref().unwrap_or_default();
    by_code(location.as_ref(), code, None, text(error).into())
}

fn text(error: &types::Error) -> String {
    let (code, message) = (error.code.as_deref(), error.message.as_deref());
    format!("s3 DeleteObjects: {}: {}", code.unwrap_or("no code"), message.unwrap_or("no message"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use tucuxi::prelude::*;

    fn error(key: &str, code: &str) -> types::Error {
        types::Error::default().with(|error| {
            error.key = Some(key.to_owned());
            error.code = Some(code.to_owned());
        })
    }

    #[test]
    fn each_location_has_an_outcome_in_its_place() {
        let batch =
            vec![Ok(Path::from("a")), Err(generic("before")), Ok(Path::from("b")), Ok(Path::from("c"))];
        let failed = vec![error("c", "InternalError"), error("b", "AccessDenied")];
        let outcomes = outcomes(batch, failed);
        assert!(matches!(&outcomes[0], Ok(path) if path.as_ref() == "a"));
        assert!(matches!(&outcomes[1], Err(error) if error.to_string().contains("before")));
        assert!(matches!(&outcomes[2], Err(Error::PermissionDenied { path, .. }) if path == "b"));
        assert!(matches!(&outcomes[3], Err(Error::Generic { .. })));
        assert_eq!(outcomes.len(), 4);
    }

    #[test]
    fn an_error_of_no_location_is_not_lost() {
        let outcomes = outcomes(vec![Ok(Path::from("a"))], vec![error("other", "SlowDown")]);
        assert!(matches!(&outcomes[..], [Ok(_), Err(Error::Generic { .. })]));
    }
}
