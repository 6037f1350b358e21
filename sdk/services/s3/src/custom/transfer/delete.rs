//! [`DeleteKeys`]: any number of objects is deleted, 1,000 with each request.

use super::members::share;
use super::trouble::add_hint;
use crate::Client;
use crate::operations;
use crate::types::{
    Delete, DeleteObjectRequest, DeleteObjectsOutput, DeleteObjectsRequest, DeletedObject, ObjectIdentifier,
};
use std::collections::HashMap;
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
            let told = |error| match deleted {
                0 => error,
                _ => add_hint(error, format!("{deleted} objects were deleted before")),
            };
            let Answer { output, unanswered } =
                delete(&self.client, &self.input, batch).await.map_err(told)?;
            deleted += asked - output.errors.as_ref().map_or(0, Vec::len).min(asked);
            if let Some(object) = unanswered.into_iter().next() {
                return Err(silence(object.key.as_deref().unwrap_or_default()));
            }
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

/// What became of objects that should have been deleted.
pub(super) struct Answer {
    pub(super) output: DeleteObjectsOutput,
    /// Of which the server said nothing.
    pub(super) unanswered: Vec<ObjectIdentifier>,
}

/// The error of an object of which the server said nothing.
pub(super) fn silence(key: &str) -> Error {
    Error::parse(format!("the response to DeleteObjects does not say whether `{key}` was deleted"))
}

/// Deletes up to [`AT_ONCE`] objects. What else is in `input` holds.
///
/// # Errors
/// When a request fails.
pub(super) async fn delete(
    client: &Client,
    input: &DeleteObjectsRequest,
    objects: Vec<ObjectIdentifier>,
) -> Result<Answer, Error> {
    let (together, alone): (Vec<_>, Vec<_>) = objects.into_iter().partition(is_writable);
    let mut answer = match together.is_empty() {
        true => Answer { output: DeleteObjectsOutput::default(), unanswered: Vec::new() },
        false => delete_together(client, input, together).await?,
    };
    for object in alone {
        let deleted = delete_alone(client, input, object).await?;
        answer.output.deleted.get_or_insert_default().push(deleted);
    }
    Ok(answer)
}

/// Whether XML can hold a key: <https://www.w3.org/TR/xml/#charsets>.
fn is_writable(object: &ObjectIdentifier) -> bool {
    let forbidden =
        |c: char| (c < ' ' && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{fffe}' | '\u{ffff}');
    !object.key.as_deref().unwrap_or_default().contains(forbidden)
}

async fn delete_together(
    client: &Client,
    input: &DeleteObjectsRequest,
    objects: Vec<ObjectIdentifier>,
) -> Result<Answer, Error> {
    let quiet = input.delete.as_ref().and_then(|delete| delete.quiet);
    let name = |key: &Option<String>, version: &Option<String>| {
        (key.clone(), version.clone().filter(|version| !version.is_empty()))
    };
    let mut asked: HashMap<_, _> = match quiet {
        // Then only errors are told.
        Some(true) => HashMap::new(),
        _ => objects.iter().map(|object| (name(&object.key, &object.version_id), object.clone())).collect(),
    };
    let input =
        DeleteObjectsRequest { delete: Some(Delete { objects: Some(objects), quiet }), ..input.clone() };
    let output = client.delete_objects().with_input(input).await?;
    for deleted in output.deleted.iter().flatten() {
        asked.remove(&name(&deleted.key, &deleted.version_id));
    }
    for error in output.errors.iter().flatten() {
        asked.remove(&name(&error.key, &error.version_id));
    }
    Ok(Answer { output, unanswered: asked.into_values().collect() })
}

async fn delete_alone(
    client: &Client,
    input: &DeleteObjectsRequest,
    object: ObjectIdentifier,
) -> Result<DeletedObject, Error> {
    let mut alone = DeleteObjectRequest {
        version_id: object.version_id,
        if_match: object.e_tag,
        if_match_last_modified_time: object.last_modified_time,
        if_match_size: object.size,
        ..DeleteObjectRequest::default()
    };
    share(input, &mut alone);
    alone.key = object.key.clone();
    let output = client.delete_object().with_input(alone).await?;
    Ok(DeletedObject { key: object.key, version_id: output.version_id, ..DeletedObject::default() })
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
