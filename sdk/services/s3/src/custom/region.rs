//! Buckets in other regions: S3 says where they are, and the call goes there.

use super::bucket::Bucket;
use crate::operations::of::HeadBucket;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tucuxi::Error;
use tucuxi::client::{AuthChoice, Call, Context, Interceptor, Params, ResponseMetadata};
use tucuxi::http::BoxFuture;
use tucuxi::reflect::Shape;

/// The header that tells the region of a bucket.
const HEADER: &str = "x-amz-bucket-region";

/// How many buckets a client remembers the region of.
const CAPACITY: usize = 1000;

/// Sends a call to the region its bucket is in, if S3 says that it is not in the client's, and remembers it for the
/// next calls of the client. What one region or endpoint URL says does not hold for a client of another one: partitions
/// and servers that are not AWS may have buckets of the same name.
pub(crate) struct Regions;

/// The regions of buckets that are not where the client thought.
#[derive(Default)]
struct Known(Mutex<HashMap<Arc<str>, String>>);

impl Known {
    fn get(&self, bucket: &str) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(bucket).cloned()
    }

    fn insert(&self, bucket: &Arc<str>, region: String) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= CAPACITY {
            known.clear();
        }
        known.insert(Arc::clone(bucket), region);
    }
}

impl Interceptor for Regions {
    fn before_serialize(&self, context: &mut Context, _: &mut dyn Shape) -> Result<(), Error> {
        // The ARN of an access point says itself where it is.
        if context.extensions.get().is_some_and(|Bucket(bucket)| !bucket.starts_with("arn:")) {
            context.allow_redirect();
        }
        Ok(())
    }

    fn before_endpoint(&self, context: &Context, params: &mut Params<'_>) -> Result<(), Error> {
        if let Some(Bucket(bucket)) = context.extensions.get()
            && let Some(region) = context.kept::<Known>().get(bucket)
            && let Some(parameter) = params.rules().parameter("Region")
        {
            params.set_string(parameter, region);
        }
        Ok(())
    }

    fn redirect<'a>(
        &'a self,
        context: &'a Context,
        choice: &'a AuthChoice,
        failure: &'a Error,
    ) -> Option<BoxFuture<'a, Result<bool, Error>>> {
        let Bucket(bucket) = context.extensions.get()?;
        let metadata = failure.metadata()?;
        is_misplaced(context.operation().name, failure, metadata)
            .then(|| -> BoxFuture<'a, _> { Box::pin(learn(context, bucket, choice.region(), failure)) })
    }
}

/// Whether the failure may be one of a bucket in another region.
fn is_misplaced(operation: &str, failure: &Error, metadata: &ResponseMetadata) -> bool {
    let (status, code) = (metadata.status(), failure.code().unwrap_or_default());
    // A response to HEAD has no body to tell a code.
    let without_code = match operation {
        "HeadObject" => matches!(status, 301 | 400),
        "HeadBucket" => matches!(status, 301 | 400) && metadata.headers().contains_key(HEADER),
        _ => false,
    };
    without_code
        || matches!(status, 301 | 302 | 307)
        || code == "PermanentRedirect"
        || (code == "AuthorizationHeaderMalformed" && region_in_body(failure).is_some())
        || (code == "IllegalLocationConstraintException" && operation != "CreateBucket")
}

/// Finds where the bucket is. Says whether that is not where it was looked for, in the region `before`.
async fn learn(
    context: &Context,
    bucket: &Arc<str>,
    before: Option<&str>,
    failure: &Error,
) -> Result<bool, Error> {
    let told = failure.metadata().and_then(region_in_headers).or_else(|| region_in_body(failure));
    let region = match told {
        Some(region) => Some(region.to_owned()),
        None if context.operation().name == "HeadBucket" => None,
        None => ask(context, bucket).await,
    };
    let Some(region) = region.filter(|region| is_region(region)) else { return Ok(false) };
    let elsewhere = before != Some(&*region);
    if elsewhere {
        context.kept::<Known>().insert(bucket, region);
    }
    Ok(elsewhere)
}

fn region_in_headers(metadata: &ResponseMetadata) -> Option<&str> {
    metadata.headers().get(HEADER)?.to_str().ok()
}

/// The `Region` in the document of an error.
fn region_in_body(failure: &Error) -> Option<&str> {
    let body = std::str::from_utf8(failure.response()?.body()).ok()?;
    let (_, rest) = body.split_once("<Region>")?;
    Some(rest.split_once("</Region>")?.0)
}

/// Asks for the bucket itself: whatever the answer, its headers tell. What goes wrong here does not matter, since the
/// failure that led here is the one to show.
async fn ask(context: &Context, bucket: &Arc<str>) -> Option<String> {
    let mut call = Call::<HeadBucket>::new(&context.core());
    call.input.bucket = Some(bucket.as_ref().into());
    match call.send_with_metadata().await {
        Ok((_, metadata)) => region_in_headers(&metadata).map(str::to_owned),
        Err(error) => region_in_headers(error.metadata()?).map(str::to_owned),
    }
}

/// Whether a region has the form of one: it becomes part of a host name.
fn is_region(region: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    (1..=63).contains(&region.len()) && region.bytes().all(allowed) && !region.starts_with('-')
}
