//! A call that is signed for somebody else to send, and what is signed in place of one.

use super::attempt;
use super::observe;
use super::prepare::{self, Serialized};
use crate::auth::{self, TextSigner};
use crate::client::{Context, PresignedRequest};
use crate::context::Live;
use crate::context::interceptor::run_hooks;
use crate::error::Error;
use crate::http::{Body, Request, is_form};
use crate::reflect::Shape;
use crate::schema::OperationSchema;
use crate::target;
use crate::trace::Instrument;
use bytes::Bytes;
use http::{Uri, header};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Signs the request of a call in its query string, for `lifetime` from `start` or from now.
pub(crate) async fn presign(
    live: Arc<Live>,
    operation: &'static OperationSchema,
    mut input: Box<dyn Shape>,
    start: Option<SystemTime>,
    lifetime: Duration,
) -> Result<PresignedRequest, Error> {
    let mut context = Context::new(live, operation);
    context.presign();
    let span = observe::presign(&context);
    let presigned = async {
        let serialized = prepare::serialize(&mut context, &mut *input).await?;
        signed(&mut context, serialized, start, lifetime).await
    };
    presigned.instrument(span).await.map_err(|error| error.in_operation(operation))
}

/// Signs a request that is written already, made of `input`, as the client of the call would sign it in `region`.
pub(crate) async fn presign_in(
    context: &Context,
    region: &str,
    input: &dyn Shape,
    request: Request,
    lifetime: Duration,
) -> Result<PresignedRequest, Error> {
    let live = context.core().customize(|client| client.region(region)).live?;
    let mut context = Context::new(live, context.operation());
    context.presign();
    let serialized = prepare::locate(&mut context, input, request).await?;
    signed(&mut context, serialized, None, lifetime).await
}

/// Where the request of a call would go, and what signs texts as it would be signed, from `start` or from now on.
pub(crate) async fn text_signer(
    live: Arc<Live>,
    operation: &'static OperationSchema,
    mut input: Box<dyn Shape>,
    start: Option<SystemTime>,
) -> Result<(Uri, TextSigner), Error> {
    let mut context = Context::new(live, operation);
    context.presign();
    let found = located(&mut context, &mut *input, start).await;
    found.map_err(|error| error.in_operation(operation))
}

async fn located(
    context: &mut Context,
    input: &mut dyn Shape,
    start: Option<SystemTime>,
) -> Result<(Uri, TextSigner), Error> {
    let Serialized { target, auth, .. } = prepare::serialize(context, input).await?;
    let mut uri = target.into_uri();
    target::settle(&mut uri)?;
    let identity = attempt::identity(context, &auth).await?;
    let start = start_of(context, start)?;
    let signer = auth::text_signer(&auth, context.config(), identity.as_ref(), start).await?;
    Ok((uri, signer))
}

async fn signed(
    context: &mut Context,
    serialized: Serialized,
    start: Option<SystemTime>,
    lifetime: Duration,
) -> Result<PresignedRequest, Error> {
    let Serialized { mut request, target, auth, .. } = serialized;
    let mut body = body(&mut request)?;
    let mut uri = target.into_uri();
    // The query string can hold a form as well.
    if is_form(&request.headers) && !body.is_empty() {
        let form = String::from_utf8_lossy(&body);
        let query = uri.query().map_or_else(|| form.to_string(), |query| format!("{query}&{form}"));
        target::set_query(&mut uri, &query)?;
        body = Bytes::new();
    }
    // Whoever sends the request decides whether to wait for an answer before the body.
    request.headers.remove(header::EXPECT);
    let mut signed = http::Request::new(Body::Bytes(body.clone()));
    *signed.method_mut() = request.method;
    *signed.uri_mut() = uri;
    *signed.headers_mut() = request.headers;
    run_hooks!(context, before_sign, &mut signed);
    let identity = attempt::identity(context, &auth).await?;
    let start = start_of(context, start)?;
    let end = auth::presign(&auth, context.config(), identity.as_ref(), &mut signed, start, lifetime).await?;
    let wish = start.checked_add(Duration::from_secs(lifetime.as_secs())).unwrap_or(start);
    let valid_until = end.map_or(wish, |end| end.min(wish));
    Ok(PresignedRequest::new(signed.map(|_| body), valid_until))
}

/// The second that `start`, or the time that it is, is in: signatures know no parts of one.
fn start_of(context: &Context, start: Option<SystemTime>) -> Result<SystemTime, Error> {
    let start = start.unwrap_or_else(|| context.config().now());
    let since = start.duration_since(UNIX_EPOCH);
    let since = since.map_err(|_| Error::configuration("a presigned request cannot begin before 1970"))?;
    Ok(UNIX_EPOCH + Duration::from_secs(since.as_secs()))
}

/// The body of the request. A stream is for whoever sends it.
fn body(request: &mut Request) -> Result<Bytes, Error> {
    match std::mem::take(&mut request.body) {
        Body::Empty => Ok(Bytes::new()),
        Body::Bytes(bytes) => Ok(bytes),
        Body::Stream(stream) if stream.is_absent() => Ok(Bytes::new()),
        Body::Stream(_) => {
            let hint = "leave it out: whoever has the request sends the bytes with it";
            Err(Error::validation("a presigned request cannot hold a streaming body").with_hint(hint))
        }
    }
}
