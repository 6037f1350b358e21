//! What happens between a call and its result, one file a stage: [prepare] the request, [address](locate) it,
//! give its [body](outgoing) checksum and compression, make [attempts](attempt), [receive] the response.

mod attempt;
mod body;
mod framing;
mod lease;
mod length;
mod locate;
mod observe;
mod outgoing;
mod prepare;
mod presign;
mod receive;
mod redirect;
mod rest;
#[cfg(feature = "tracing")]
mod shown;

use super::{Context, Features, ResponseMetadata};
use crate::config::RetryMode;
use crate::context::Learnt;
use crate::context::Live;
use crate::context::interceptor::run_hooks;
use crate::error::{Error, NO_RUNTIME, TransportError, TransportErrorKind};
use crate::reflect::Shape;
use crate::retry::{Decision, Policy, RetryReason};
use crate::schema::OperationSchema;
use crate::trace::{self, Instrument};
use crate::types::Timestamp;
use attempt::Failure;
pub use framing::PartRequested;
use http::{StatusCode, header};
use prepare::Prepared;
pub(crate) use presign::{presign, presign_in, text_signer};
pub use rest::Rangeable;
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use tokio::runtime::Handle;

/// A call that succeeded.
pub(crate) struct Done {
    pub(crate) output: Box<dyn Shape>,
    pub(crate) metadata: ResponseMetadata,
}

/// Carries out a call.
pub(super) async fn run(
    live: Arc<Live>,
    operation: &'static OperationSchema,
    input: Box<dyn Shape>,
    output: Box<dyn Shape>,
    features: Features,
) -> Result<Done, Error> {
    if Handle::try_current().is_err() {
        return Err(Error::configuration(NO_RUNTIME).in_operation(operation));
    }
    let limit = live.config.operation_timeout;
    let mut context = Context::new(live, operation);
    context.features = features;
    let (span, start) = (observe::call(&context), trace::start());
    let stopwatch = context.stopwatch.clone();
    let call = carry_out(&mut context, input, output).instrument(span.clone());
    let result = match limit.zip(stopwatch) {
        None => call.await,
        Some((limit, stopwatch)) => {
            stopwatch.within(limit, call).await.unwrap_or_else(|| Err(out_of_time("the call", limit)))
        }
    };
    let result = result.map_err(|error| error.in_call(operation, context.sent()));
    observe::called(&span, &context, start, &result);
    result
}

async fn carry_out(
    context: &mut Context,
    mut input: Box<dyn Shape>,
    mut output: Box<dyn Shape>,
) -> Result<Done, Error> {
    observe::input(&*input);
    let mut prepared = prepare::prepare(context, &mut *input).await?;
    drop(input);
    let mut metadata = attempts(context, &mut prepared, &mut *output).await?;
    if let Some(body) = receive::streamed(&mut *output) {
        rest::bind(context, prepared, &mut metadata, body);
    }
    run_hooks!(context, after_parse, &metadata, &mut *output);
    Ok(Done { output, metadata })
}

/// Makes attempts until one succeeds or there is no point in another.
async fn attempts(
    context: &mut Context,
    prepared: &mut Prepared,
    output: &mut dyn Shape,
) -> Result<ResponseMetadata, Error> {
    let live = Arc::clone(context.live());
    let config = &live.config;
    let mut policy =
        Policy::new(&live.learnt.quota, context.operation(), config.retry_mode, config.max_attempts);
    prepared.max_attempts = policy.max_attempts();
    loop {
        let result = limited(&live, attempted(context, prepared, output)).await;
        let failure = match result {
            Ok(metadata) => {
                policy.succeeded();
                return Ok(metadata);
            }
            Err(failure) => failure,
        };
        let repeatable = prepared.body.is_repeatable();
        if repeatable && without_expectation(prepared, &failure.error) {
            observe::without_expectation();
            continue;
        }
        if repeatable && redirect::redirect(context, prepared, &failure.error).await? {
            observe::redirected(prepared, &failure.error);
            continue;
        }
        if (failure.corrected || failure.reason.is_some()) && !repeatable {
            let hint = "not tried again: the body is a stream that cannot be read a second time";
            return Err(failure.error.with_hint(hint));
        }
        prepared.ahead = failure.error.metadata().and_then(|metadata| ahead(metadata, (config.clock)()));
        match failure.decide(&mut policy, context.attempt(), config) {
            Decision::Retry(delay) => {
                observe::retried(context, &failure, delay, policy.max_attempts());
                tokio::time::sleep(delay).await;
            }
            Decision::Stop { max_attempts_reached, retry_quota_reached, pause } => {
                observe::gave_up(context, &failure, retry_quota_reached);
                if !pause.is_zero() {
                    tokio::time::sleep(pause).await;
                }
                return Err(failure.error.after_giving_up(max_attempts_reached, retry_quota_reached));
            }
        }
    }
}

/// Makes one attempt, in a span of its own.
async fn attempted(
    context: &mut Context,
    prepared: &mut Prepared,
    output: &mut dyn Shape,
) -> Result<ResponseMetadata, Failure> {
    let (span, start) = (observe::attempt(context, prepared), trace::start());
    let result = attempt::attempt(context, prepared, output).instrument(span.clone()).await;
    observe::attempted(&span, start, result.as_ref());
    result
}

/// Whether a server or proxy does not know `Expect: 100-continue` and the request goes without it now: RFC 9110 section
/// 10.1.1.
fn without_expectation(prepared: &mut Prepared, failure: &Error) -> bool {
    failure.status() == Some(StatusCode::EXPECTATION_FAILED.as_u16())
        && prepared.headers.remove(header::EXPECT).is_some()
}

/// How many seconds after `now` it is for the service that answered.
fn ahead(metadata: &ResponseMetadata, now: SystemTime) -> Option<i64> {
    let date: Timestamp = metadata.headers().get("date")?.to_str().ok()?.parse().ok()?;
    Some(date.seconds().saturating_sub(Timestamp::from(now).seconds()))
}

/// Makes the attempt no sooner than the limit of the adaptive mode allows, and lets the limit learn from it.
async fn limited<T>(live: &Live, attempt: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    if live.config.retry_mode != RetryMode::Adaptive {
        return attempt.await;
    }
    let Learnt { limiter, start, .. } = &*live.learnt;
    while let Err(wait) = limiter.acquire(start.elapsed().as_secs_f64()) {
        observe::held_up(wait);
        tokio::time::sleep(wait).await;
    }
    let result = attempt.await;
    let throttled = result.as_ref().is_err_and(|failure| failure.reason == Some(RetryReason::Throttling));
    limiter.record(start.elapsed().as_secs_f64(), throttled);
    result
}

fn out_of_time(what: &str, limit: Duration) -> Error {
    let message = format!("{what} took longer than the limit of {limit:?}");
    TransportError::new(TransportErrorKind::Timeout, message).into()
}

#[cfg(test)]
mod tests;
