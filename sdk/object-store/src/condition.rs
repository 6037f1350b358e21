//! Whether a conditional request that is refused at last may have been carried out before.
//!
//! A client sends a request again if the response to it is lost. The server may have carried it out, and refuses it then since the object
//! is there: its caller would take his own object for another's.

use crate::errors::{self, generic};
use object_store::path::Path;
use object_store::{Error, Result};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tucuxi::client::{Context, Interceptor};
use tucuxi::external::http::Request;
use tucuxi::external::tokio::time::sleep;
use tucuxi::http::{Body, ResponseHead};

/// How often a request is made that S3 refuses since another for the same key is under way.
const CONFLICTS: u32 = 8;

/// The wait after the first conflict; it doubles with each.
const WAIT: Duration = Duration::from_millis(50);

/// Notes, for the attempts of a call, whether one before the last may have been carried out.
#[derive(Clone, Default)]
pub(crate) struct Attempts(Arc<Noted>);

#[derive(Default)]
struct Noted {
    /// The latest attempt has no response that says it was refused.
    is_open: AtomicBool,
    /// So had an attempt before it.
    is_in_doubt: AtomicBool,
}

impl Interceptor for Attempts {
    fn before_send(&self, _: &mut Context, _: &mut Request<Body>) -> Result<(), tucuxi::Error> {
        if self.0.is_open.swap(true, Ordering::Relaxed) {
            self.0.is_in_doubt.store(true, Ordering::Relaxed);
        }
        Ok(())
    }

    fn after_send(&self, _: &mut Context, head: &mut ResponseHead) -> Result<(), tucuxi::Error> {
        // redirects and client errors refuse a request, and 503 is how S3 slows clients down
        if matches!(head.status.as_u16(), 300..=499 | 503) {
            self.0.is_open.store(false, Ordering::Relaxed);
        }
        Ok(())
    }
}

impl Attempts {
    /// The error of a conditional call for `location`.
    fn error(&self, location: &Path, error: tucuxi::Error) -> Error {
        let is_refusal = matches!(error.status(), Some(404 | 409 | 412));
        if is_refusal && self.0.is_in_doubt.load(Ordering::Relaxed) {
            return generic(error.with_hint(
                "the condition does not hold, but the response to an earlier attempt was lost, so that the object may be the one of this \
                 call",
            ));
        }
        errors::at(location, error)
    }
}

/// Makes a conditional call, again while another for the same key is under way. `call` gets what notes its attempts.
///
/// # Errors
/// [`Error::Precondition`] if the condition does not hold; [`Error::Generic`] if it may be the call itself that changed the object.
pub(crate) async fn send<T, F>(location: &Path, call: impl Fn(Attempts) -> F) -> Result<T>
where
    F: Future<Output = Result<T, tucuxi::Error>>,
{
    let attempts = Attempts::default();
    let mut wait = WAIT;
    for _ in 1..CONFLICTS {
        match call(attempts.clone()).await {
            Err(error) if error.status() == Some(409) => {}
            result => return result.map_err(|error| attempts.error(location, error)),
        }
        sleep(wait).await;
        wait *= 2;
    }
    call(attempts.clone()).await.map_err(|error| attempts.error(location, error))
}

/// The error of a call that creates an object: [`Error::AlreadyExists`] if there is one.
pub(crate) fn already_exists(error: Error) -> Error {
    match error {
        // some servers say "not modified"
        Error::Precondition { path, source } | Error::NotModified { path, source } => {
            Error::AlreadyExists { path, source }
        }
        other => other,
    }
}
