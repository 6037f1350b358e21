//! From the input to a request that only lacks what changes with each attempt.

use super::locate::{self, Location};
use super::observe;
use super::outgoing::{self, Outgoing};
use crate::auth::AuthChoice;
use crate::client::{Context, Features};
use crate::config::ChecksumMode;
use crate::context::interceptor::{self, run_hooks};
use crate::endpoint::{Endpoint, Params};
use crate::error::Error;
use crate::http::Request;
use crate::random;
use crate::reflect::{Shape, Slot, validate};
use crate::schema::{AuthScheme, Flags};
use crate::target::Target;
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use std::sync::Arc;

/// A request that only lacks what changes with each attempt.
pub(super) struct Prepared {
    pub(super) method: Method,
    pub(super) target: Target,
    pub(super) headers: HeaderMap,
    pub(super) body: Outgoing,
    pub(super) auth: AuthChoice,
    /// What the endpoint is asked for with once more, if the call is redirected.
    pub(super) params: Option<Params<'static>>,
    pub(super) invocation_id: HeaderValue,
    pub(super) max_attempts: u32,
    /// Seconds that the service was ahead of the clock of this machine when it last answered.
    pub(super) ahead: Option<i64>,
    /// Algorithms a checksum of the response is verified by; empty for none.
    pub(super) response_checksums: &'static [&'static str],
}

/// A request that is written, with its endpoint, but without what sending adds.
pub(super) struct Serialized {
    pub(super) request: Request,
    pub(super) target: Target,
    pub(super) auth: AuthChoice,
    params: Option<Params<'static>>,
    response_checksums: &'static [&'static str],
}

pub(super) async fn prepare(context: &mut Context, input: &mut dyn Shape) -> Result<Prepared, Error> {
    let Serialized { mut request, target, auth, params, response_checksums } =
        serialize(context, input).await?;
    complete(context, input, &mut request).await?;
    let body = outgoing::prepare(context, input, &target, &mut request).await?;
    Ok(Prepared {
        method: request.method,
        target,
        headers: request.headers,
        body,
        auth,
        params,
        invocation_id: invocation_id()?,
        max_attempts: 1,
        ahead: None,
        response_checksums,
    })
}

/// Checks the input and writes it as a request.
pub(super) async fn serialize(context: &mut Context, input: &mut dyn Shape) -> Result<Serialized, Error> {
    let operation = context.operation();
    fill_idempotency_tokens(context, input)?;
    let response_checksums = enable_response_checksums(context, input);
    run_hooks!(context, before_serialize, input);
    if context.config().validate && operation.has_input {
        validate::check(input)?;
    }
    let Location { endpoint, params } = locate::resolve(context, input).await?;
    let mut request = Request::default();
    operation.service.protocol.serialize(operation, input, &mut request)?;
    context.use_feature(operation.service.protocol.features());
    run_hooks!(context, after_serialize, &mut request);
    let (target, auth) = address(context, &endpoint, input, &mut request)?;
    Ok(Serialized { request, target, auth, params, response_checksums })
}

/// Where the request goes, and how it is signed.
fn address(
    context: &mut Context,
    endpoint: &Arc<Endpoint>,
    input: &dyn Shape,
    request: &mut Request,
) -> Result<(Target, AuthChoice), Error> {
    let target = locate::target(endpoint, context, input, request)?;
    observe::addressed(input, &target);
    add_endpoint_headers(endpoint, request)?;
    let auth = locate::auth(context, endpoint)?;
    if auth.scheme() == AuthScheme::SigV4a {
        context.use_feature(Features::SIGV4A);
    }
    Ok((target, auth))
}

/// Gives a request that is written already the endpoint and signing of `context`.
pub(super) async fn locate(
    context: &mut Context,
    input: &dyn Shape,
    mut request: Request,
) -> Result<Serialized, Error> {
    let Location { endpoint, params } = locate::resolve(context, input).await?;
    let (target, auth) = address(context, &endpoint, input, &mut request)?;
    Ok(Serialized { request, target, auth, params, response_checksums: &[] })
}

/// Adds what hooks have to wait for.
async fn complete(context: &Context, input: &dyn Shape, request: &mut Request) -> Result<(), Error> {
    for interceptor in interceptor::all(context.live(), context.service()) {
        if let Some(completed) = interceptor.complete(context, input, request) {
            completed.await?;
        }
    }
    Ok(())
}

/// The number that all attempts of the call carry.
fn invocation_id() -> Result<HeaderValue, Error> {
    HeaderValue::try_from(random::uuid()?)
        .map_err(|error| Error::serialize("the id of the call is not a valid header").with_cause(error))
}

/// Gives each absent idempotency token a value of its own, once for all attempts.
fn fill_idempotency_tokens(context: &Context, input: &mut dyn Shape) -> Result<(), Error> {
    for (index, member) in input.schema().members.iter().enumerate() {
        if member.is(Flags::IDEMPOTENCY_TOKEN)
            && input.get(index).view().is_null()
            && let Slot::String(token) = input.get_mut(index).slot()
        {
            *token = (context.config().idempotency_token)()?;
        }
    }
    Ok(())
}

/// Asks for checksums in the response where the operation can and the settings want it, and says which may come.
fn enable_response_checksums(context: &Context, input: &mut dyn Shape) -> &'static [&'static str] {
    let Some(checksum) = context.operation().checksum else { return &[] };
    let Some(index) = checksum.mode_member else { return &[] };
    // Whoever sends a presigned request would have to know of the header, and to verify.
    if !context.is_presigned()
        && context.live().checksums.responses == ChecksumMode::WhenSupported
        && input.get(index).view().is_null()
        && let Slot::Enum(mode) = input.get_mut(index).slot()
    {
        mode.set("ENABLED");
    }
    if input.get(index).view().is_null() { &[] } else { checksum.response_algorithms }
}

fn add_endpoint_headers(endpoint: &Arc<Endpoint>, request: &mut Request) -> Result<(), Error> {
    for (name, value) in &endpoint.headers {
        let header = (name.parse::<HeaderName>(), HeaderValue::from_str(value));
        let (Ok(name), Ok(value)) = header else {
            return Err(Error::configuration(format!("the endpoint rules give a malformed header `{name}`")));
        };
        request.headers.insert(name, value);
    }
    Ok(())
}
