//! One attempt: sign, send, receive.

use super::framing::Asked;
use super::prepare::Prepared;
use super::{length, observe, out_of_time, receive};
use crate::auth::{self, AuthChoice};
use crate::client::discovery;
use crate::client::{Context, Features, ResponseMetadata};
use crate::config::ClientConfig;
use crate::context::Stopwatch;
use crate::context::interceptor::{self, run_hooks};
use crate::credentials::Credentials;
use crate::error::{Error, ErrorKind, TransportError, TransportErrorKind};
use crate::http::{Body, Response};
use crate::reflect::Shape;
use crate::retry::{Decision, Policy, RetryReason};
use crate::trace;
use crate::types::{Timestamp, TimestampFormat};
use http::{HeaderMap, HeaderName, HeaderValue, Uri, header};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::env;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

/// A failed attempt.
pub(super) struct Failure {
    pub(super) error: Error,
    /// Why another attempt may help; `None` if it will not.
    pub(super) reason: Option<RetryReason>,
    /// What was wrong has been put right since: it is tried again at once, and costs nothing.
    pub(super) corrected: bool,
    /// How long the service asks to wait.
    pub(super) retry_after: Option<Duration>,
}

impl Failure {
    /// One that another attempt would not help against.
    pub(super) fn for_good(error: Error) -> Self {
        Self { error, reason: None, corrected: false, retry_after: None }
    }

    /// What to do after this was the failure of attempt `attempt`.
    pub(super) fn decide(&self, policy: &mut Policy<'_>, attempt: u32, config: &ClientConfig) -> Decision {
        match self.corrected {
            true => policy.decide_corrected(attempt),
            false => policy.decide(attempt, self.reason, self.retry_after, (config.jitter)()),
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let reason = match error.transport_kind() {
            Some(TransportErrorKind::Connect | TransportErrorKind::Timeout | TransportErrorKind::Broken) => {
                Some(RetryReason::Transient)
            }
            _ => None,
        };
        Self { error, reason, corrected: false, retry_after: None }
    }
}

/// Makes one attempt; `output` is filled if it succeeds.
pub(super) async fn attempt(
    context: &mut Context,
    prepared: &mut Prepared,
    output: &mut dyn Shape,
) -> Result<ResponseMetadata, Failure> {
    context.next_attempt();
    // What keeps a request from being made, credentials that cannot be fetched above all, has had attempts of its own.
    let request = build(context, prepared).await.map_err(Failure::for_good)?;
    let limit = context.config().attempt_timeout;
    let exchange = exchange(context, prepared, request, output);
    within(limit, exchange).await
}

/// Gives an exchange up when it takes longer than `limit`.
pub(super) async fn within<T>(
    limit: Option<Duration>,
    exchange: impl Future<Output = Result<T, Failure>>,
) -> Result<T, Failure> {
    match limit {
        None => exchange.await,
        Some(limit) => match tokio::time::timeout(limit, exchange).await {
            Ok(result) => result,
            Err(_) => Err(out_of_time("the attempt", limit).into()),
        },
    }
}

/// The request of an attempt, signed.
pub(super) async fn build(
    context: &mut Context,
    prepared: &mut Prepared,
) -> Result<http::Request<Body>, Error> {
    let mut request = http::Request::new(prepared.body.next());
    *request.method_mut() = prepared.method.clone();
    *request.uri_mut() = discovery::redirect(context, prepared.target.clone()).await?.into_uri();
    *request.headers_mut() = prepared.headers.clone();
    add_retry_headers(context, prepared, request.headers_mut());
    run_hooks!(context, before_sign, &mut request);
    check_length(&mut request)?;
    let payload = prepared.body.payload_hash();
    let features = {
        let _stopped = context.stopwatch.as_ref().map(Stopwatch::stop);
        let identity = identity(context, &prepared.auth).await?;
        auth::sign(&prepared.auth, context.config(), identity.as_ref(), &mut request, payload).await?
    };
    add_unsigned_headers(context, &mut request, features);
    run_hooks!(context, before_send, &mut request);
    check_length(&mut request)?;
    Ok(request)
}

/// Hooks may have changed the body or what is said of it.
fn check_length(request: &mut http::Request<Body>) -> Result<(), Error> {
    let body = std::mem::take(request.body_mut());
    *request.body_mut() = length::check(request.headers_mut(), body)?;
    Ok(())
}

/// The credentials a hook gives for this attempt, in place of the client's.
pub(super) async fn identity(context: &Context, choice: &AuthChoice) -> Result<Option<Credentials>, Error> {
    for interceptor in interceptor::all(context.live(), context.service()) {
        if let Some(credentials) = interceptor.identity(context, choice) {
            return credentials.await.map(Some);
        }
    }
    Ok(None)
}

/// Which call this is an attempt of, and which attempt; for a further one also until when an answer is waited for, by
/// the clock of the service. Signed, as botocore does it.
fn add_retry_headers(context: &Context, prepared: &Prepared, headers: &mut HeaderMap) {
    headers.insert("amz-sdk-invocation-id", prepared.invocation_id.clone());
    let mut attempt = format!("attempt={}; max={}", context.attempt(), prepared.max_attempts);
    if let Some(ahead) = prepared.ahead.filter(|_| !prepared.body.is_stream()) {
        attempt = format!("ttl={}; {attempt}", end(context.config(), ahead));
    }
    if let Ok(attempt) = HeaderValue::try_from(attempt) {
        headers.insert("amz-sdk-request", attempt);
    }
}

/// When an attempt that begins now is over, by a clock that is `ahead` by so many seconds.
fn end(config: &ClientConfig, ahead: i64) -> String {
    let limit = config.attempt_timeout.map_or(config.read_timeout, |limit| limit.min(config.read_timeout));
    let limit = i64::try_from(limit.as_secs()).unwrap_or(i64::MAX);
    let now = Timestamp::from((config.clock)()).seconds();
    let end = Timestamp::new(now.saturating_add(limit).saturating_add(ahead), 0);
    end.format(TimestampFormat::Iso8601).replace(['-', ':'], "")
}

/// What the network layer or proxies may change: none of it is signed. `features` are those of the signer.
fn add_unsigned_headers(context: &Context, request: &mut http::Request<Body>, features: Features) {
    let length = match request.body() {
        Body::Stream(stream) => stream.length(),
        _ => None,
    };
    let headers = request.headers_mut();
    if let Some(length) = length
        && !headers.contains_key(header::TRANSFER_ENCODING)
    {
        headers.insert(header::CONTENT_LENGTH, length.into());
    }
    if let Some(trace) = lambda_trace() {
        headers.entry(HeaderName::from_static("x-amzn-trace-id")).or_insert(trace);
    }
    if let Some(add) = &context.config().trace_context {
        add(headers);
    }
    let features = context.features.and(features);
    headers.entry(header::USER_AGENT).or_insert_with(|| context.live().user_agent.header(features));
}

/// What may stand in the trace header as it is.
const TRACE: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'=')
    .remove(b';')
    .remove(b':')
    .remove(b'+')
    .remove(b'&')
    .remove(b'[')
    .remove(b']')
    .remove(b'{')
    .remove(b'}')
    .remove(b'"')
    .remove(b'\'')
    .remove(b',')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Inside AWS Lambda, the trace of the current invocation: by it the service notices functions that call themselves.
fn lambda_trace() -> Option<HeaderValue> {
    static IN_LAMBDA: LazyLock<bool> = LazyLock::new(|| env::var_os("AWS_LAMBDA_FUNCTION_NAME").is_some());
    if !*IN_LAMBDA {
        return None;
    }
    let trace = env::var("_X_AMZN_TRACE_ID").ok().filter(|trace| !trace.is_empty())?;
    HeaderValue::try_from(utf8_percent_encode(&trace, TRACE).to_string()).ok()
}

async fn exchange(
    context: &mut Context,
    prepared: &Prepared,
    request: http::Request<Body>,
    output: &mut dyn Shape,
) -> Result<ResponseMetadata, Failure> {
    let asked = Asked::by(&request);
    let response = send(context, request).await?;
    receive::receive(context, prepared, &asked, response, output).await
}

/// Sends a request and waits for the head of its response.
pub(super) async fn send(context: &mut Context, request: http::Request<Body>) -> Result<Response, Error> {
    let http = Arc::clone(&context.config().http);
    let uri = request.uri().clone();
    context.count_sent();
    observe::request(&request);
    let start = trace::start();
    match http.send(request).await {
        Ok(response) => {
            observe::response(context, &response.head, start);
            Ok(response)
        }
        Err(error) => Err(unanswered(error, &uri, context)),
    }
}

/// Names the host that did not answer, and what may be the reason.
fn unanswered(error: TransportError, uri: &Uri, context: &Context) -> Error {
    let kind = error.kind;
    let host = uri.authority().map_or("", |authority| authority.as_str());
    let message = format!("{host}: {}", error.message);
    let error = Error::from(TransportError { message, ..error });
    debug_assert_eq!(error.kind(), ErrorKind::Transport);
    match (kind, &context.config().region) {
        (TransportErrorKind::Connect, _) if context.config().endpoint_url.is_some() => {
            error.with_hint("is a server listening at the endpoint URL?")
        }
        (TransportErrorKind::Connect, Some(region)) => error.with_hint(format!(
            "check the network and any proxy, and whether the service is there in region `{region}`"
        )),
        (TransportErrorKind::Connect, None) => error.with_hint("check the network and any proxy"),
        _ => error,
    }
}
