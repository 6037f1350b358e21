//! [`DeleteKeys`]: any number of objects is deleted, 1,000 with each request.

use crate::Client;
use crate::operations;
use crate::types::{Delete, DeleteObjectsOutput, DeleteObjectsRequest, ObjectIdentifier};
use std::collections::HashSet;
use std::fmt;
use std::future::IntoFuture;
use tucuxi::Error;
use tucuxi::client::Core;
use tucuxi::http::BoxFuture;

/// How many objects S3 deletes by one request.
pub(super) const AT_ONCE: usize = 1000;

/// A deletion of any number of objects that is about to begin. [`DeleteObjects::keys`](operations::DeleteObjects#method.keys) and
/// [`Bucket::delete_keys`](crate::resources::Bucket::delete_keys) make one.
///
/// The output has what all requests said: in `errors`, with its reason, each object that was not deleted. A key that is not there counts as
/// deleted, as with S3.
///
/// # Errors
/// When a request fails as a whole, or the server does not say of an object what became of it. The message says how many objects were deleted before;
/// deleting them again does no harm.
#[must_use = "a deletion does not begin until it is awaited"]
pub struct DeleteKeys<'a> {
    client: Client,
    input: DeleteObjectsRequest,
    objects: Box<dyn Iterator<Item = ObjectIdentifier> + Send + 'a>,
}

impl operations::DeleteObjects {
    /// Deletes any number of objects, by as many requests as it takes, after those that [`delete`](Self::delete) names. What else
    /// was set is the same for each request.
    ///
    /// ```no_run
    /// # async fn example(s3: tucuxi_s3::Client, keys: Vec<String>) -> Result<(), tucuxi::Error> {
    /// let output = s3.delete_objects().bucket("my-bucket").keys(keys).await?;
    /// for error in output.errors.unwrap_or_default() {
    ///     println!("{:?} is still there: {:?}", error.key, error.message);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn keys<'a, I>(self, keys: I) -> DeleteKeys<'a>
    where
        I: IntoIterator<Item: Into<ObjectIdentifier> + 'a, IntoIter: Send + 'a>,
    {
        let (core, mut input): (Core, _) = (self.0.core().clone(), self.0.input);
        let delete = input.delete.get_or_insert_default();
        let first = std::mem::take(&mut delete.objects).unwrap_or_default();
        let objects = Box::new(first.into_iter().chain(keys.into_iter().map(Into::into)));
        DeleteKeys { client: core.into(), input, objects }
    }
}

impl crate::resources::Bucket {
    /// Deletes any number of this bucket's objects, 1,000 with each request.
    pub fn delete_keys<'a, I>(&self, keys: I) -> DeleteKeys<'a>
    where
        I: IntoIterator<Item: Into<ObjectIdentifier> + 'a, IntoIter: Send + 'a>,
    {
        self.client().delete_objects().bucket(self.name()).keys(keys)
    }
}

impl From<String> for ObjectIdentifier {
    /// The newest version of the object with this key.
    fn from(key: String) -> Self {
        Self { key: Some(key), ..Self::default() }
    }
}

impl From<&str> for ObjectIdentifier {
    /// The newest version of the object with this key.
    fn from(key: &str) -> Self {
        key.to_owned().into()
    }
}

impl From<&String> for ObjectIdentifier {
    /// The newest version of the object with this key.
    fn from(key: &String) -> Self {
        key.clone().into()
    }
}

impl DeleteKeys<'_> {
    async fn run(self) -> Result<DeleteObjectsOutput, Error> {
        let (mut objects, mut all) = (self.objects, DeleteObjectsOutput::default());
        let mut deleted = 0;
        loop {
            let batch: Vec<ObjectIdentifier> = objects.by_ref().take(AT_ONCE).collect();
            if batch.is_empty() {
                return Ok(all);
            }
            let asked = batch.len();
            let output = delete(&self.client, &self.input, batch).await;
            let output = output.map_err(|error| match deleted {
                0 => error,
                _ => super::trouble::add_hint(error, format!("{deleted} objects were deleted before")),
            })?;
            deleted += asked - output.errors.as_ref().map_or(0, Vec::len).min(asked);
            append(&mut all.deleted, output.deleted);
            append(&mut all.errors, output.errors);
            all.request_charged = output.request_charged.or(all.request_charged);
        }
    }
}

fn append<T>(all: &mut Option<Vec<T>>, more: Option<Vec<T>>) {
    if let Some(more) = more {
        all.get_or_insert_default().extend(more);
    }
}

/// Deletes up to [`AT_ONCE`] objects. What else is in `input` holds.
///
/// # Errors
/// When the request fails, or its response does not tell of all objects.
pub(super) async fn delete(
    client: &Client,
    input: &DeleteObjectsRequest,
    objects: Vec<ObjectIdentifier>,
) -> Result<DeleteObjectsOutput, Error> {
    let quiet = input.delete.as_ref().and_then(|delete| delete.quiet);
    let mut asked: HashSet<_> = match quiet {
        // Then only errors are told.
        Some(true) => HashSet::new(),
        _ => objects.iter().map(|object| (object.key.clone(), object.version_id.clone())).collect(),
    };
    let input =
        DeleteObjectsRequest { delete: Some(Delete { objects: Some(objects), quiet }), ..input.clone() };
    let output = client.delete_objects().with_input(input).await?;
    for deleted in output.deleted.iter().flatten() {
        asked.remove(&(deleted.key.clone(), deleted.version_id.clone()));
    }
    for error in output.errors.iter().flatten() {
        asked.remove(&(error.key.clone(), error.version_id.clone().filter(|version| !version.is_empty())));
    }
    match asked.into_iter().next() {
        None => Ok(output),
        Some((key, _)) => Err(Error::parse(format!(
            "the response to DeleteObjects does not say whether `{}` was deleted",
            key.unwrap_or_default()
        ))),
    }
}

impl<'a> IntoFuture for DeleteKeys<'a> {
    type Output = Result<DeleteObjectsOutput, Error>;
    type IntoFuture = BoxFuture<'a, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl fmt::Debug for DeleteKeys<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeleteKeys").field("input", &self.input).finish_non_exhaustive()
    }
}
