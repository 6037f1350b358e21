//! S3 Express: sessions with directory buckets.

use super::bucket::Bucket;
use crate::operations::of::CreateSession;
use std::sync::Arc;
use std::time::SystemTime;
use tucuxi::Error;
use tucuxi::client::{Call, Context, Core, Interceptor};
use tucuxi::credentials::Credentials;
use tucuxi::http::BoxFuture;
use tucuxi::internal::auth::{AuthChoice, Identities};
use tucuxi::internal::schema::AuthScheme;

/// Signs calls of directory buckets with the credentials of a session: one for each bucket and each credentials, kept as
/// long as it holds. Clients of other regions and endpoints have sessions of their own.
pub(crate) struct Sessions;

impl Interceptor for Sessions {
    fn identity<'a>(
        &'a self,
        context: &'a Context,
        choice: &'a AuthChoice,
    ) -> Option<BoxFuture<'a, Result<Credentials, Error>>> {
        if choice.scheme() != AuthScheme::SigV4S3Express {
            return None;
        }
        let Bucket(bucket) = context.extensions.get::<Bucket>()?;
        Some(Box::pin(session(context, bucket)))
    }
}

async fn session(context: &Context, bucket: &Arc<str>) -> Result<Credentials, Error> {
    let config = context.config();
    // Clients that share sessions may have different credentials.
    let credentials = config.credentials.credentials().await?;
    let create = || -> BoxFuture<'static, Result<Credentials, Error>> {
        Box::pin(create(context.core(), Arc::clone(bucket)))
    };
    context.kept::<Identities>().get(bucket, &credentials, &config.clock, create).await
}

async fn create(core: Core, bucket: Arc<str>) -> Result<Credentials, Error> {
    let mut call = Call::<CreateSession>::new(&core);
    call.input.bucket = Some(bucket.as_ref().into());
    let session = call.send().await?.credentials.unwrap_or_default();
    match (session.access_key_id, session.secret_access_key, session.session_token) {
        (Some(key), Some(secret), Some(token)) => {
            let end = session.expiration.map(SystemTime::try_from).transpose();
            let end = end.map_err(|error| {
                Error::parse(format!("the session with the bucket expires at no time: {error}"))
            })?;
            Ok(Credentials::builder(key, secret).session_token(token).expiration(end).build())
        }
        _ => Err(Error::parse("the session with the bucket has no key, secret or token")),
    }
}
