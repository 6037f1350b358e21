//! [`Local`]: requests to endpoints of the machine itself, which serve credentials.

use super::limit::limited;
use crate::error::{TransportError, TransportErrorKind};
use crate::http::{Body, HttpClient, HttpOptions, default_client};
use http::{HeaderName, HeaderValue, Method};
use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use zeroize::Zeroizing;

/// Sends small requests within a time limit, through no proxy: these endpoints are reached directly or not at all.
pub(super) struct Local {
    given: Option<Arc<dyn HttpClient>>,
    own: OnceLock<Result<Arc<dyn HttpClient>, String>>,
    limit: Duration,
}

/// Status and body.
pub(super) struct Answer {
    pub status: u16,
    /// Wiped from memory when it is dropped: it may hold keys.
    pub body: Zeroizing<String>,
}

/// Why there is no answer.
#[derive(Debug)]
#[cfg_attr(
    not(all(feature = "container", feature = "imds")),
    allow(dead_code, reason = "containers tell the message, instances go by the kind")
)]
pub(super) struct Failure {
    pub kind: FailureKind,
    pub message: String,
}

/// What kept an answer from coming.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum FailureKind {
    /// The request cannot be sent, or nobody is there: the connection is refused, there is no route.
    Unreachable,
    /// No connection came about within the limit. Seen only of requests that go through no HTTP layer of the program's.
    NotConnected,
    /// Time ran out, or the transfer broke off: somebody is there, and may be busy.
    Lost,
}

impl Local {
    /// Requests by the HTTP layer a program gave, else by one of their own, which is made when it is first needed.
    pub fn new(given: Option<Arc<dyn HttpClient>>, limit: Duration) -> Self {
        Self { given, own: OnceLock::new(), limit }
    }

    /// The HTTP layer for these requests. It has no proxy, as its options have none.
    fn http(&self) -> Result<&dyn HttpClient, String> {
        if let Some(given) = &self.given {
            return Ok(&**given);
        }
        let make = || {
            let options = HttpOptions {
                // Shorter than the limit of the whole, and the only one that is, so that the two can be told apart.
                connect_timeout: self.limit.mul_f64(0.9),
                read_timeout: self.limit * 2,
                ..HttpOptions::default()
            };
            default_client(&options).map_err(|error| error.to_string())
        };
        self.own.get_or_init(make).as_deref().map_err(Clone::clone)
    }

    /// Sends a request without a body.
    ///
    /// # Errors
    /// When nothing whole of at most 1 MiB comes within the limit. Any status is an answer.
    pub async fn send(
        &self,
        method: Method,
        url: &str,
        headers: &[(&'static str, &str)],
    ) -> Result<Answer, Failure> {
        let refused = |message: String| Failure { kind: FailureKind::Unreachable, message };
        let http = self.http().map_err(refused)?;
        let mut request = http::Request::builder().method(method).uri(url);
        for (name, value) in headers {
            let mut value = HeaderValue::from_str(value)
                .map_err(|_| refused(format!("the value of `{name}` is not one of a header")))?;
            value.set_sensitive(true);
            request = request.header(HeaderName::from_static(name), value);
        }
        let request = request.body(Body::Empty).map_err(|error| refused(format!("`{url}`: {error}")))?;
        let exchange = async {
            let response = http.send(request).await?;
            let status = response.head.status.as_u16();
            let body = limited(response.body).read_all().await?;
            Ok(Answer { status, body: Zeroizing::new(String::from_utf8_lossy(&body).into_owned()) })
        };
        match tokio::time::timeout(self.limit, exchange).await {
            Ok(result) => result.map_err(|error| self.failure(&error)),
            Err(_) => {
                let message = format!("no response within {:?}", self.limit);
                Err(Failure { kind: FailureKind::Lost, message })
            }
        }
    }

    fn failure(&self, error: &TransportError) -> Failure {
        let kind = match error.kind {
            TransportErrorKind::Connect | TransportErrorKind::Request => FailureKind::Unreachable,
            // Of the limits of an HTTP layer of our own, that for connecting is the only one shorter than ours.
            TransportErrorKind::Timeout if self.given.is_none() => FailureKind::NotConnected,
            TransportErrorKind::Timeout | TransportErrorKind::Broken => FailureKind::Lost,
        };
        let message = match &error.cause {
            Some(cause) => format!("{error}: {cause}"),
            None => error.to_string(),
        };
        Failure { kind, message }
    }
}

impl fmt::Debug for Local {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Local").field("limit", &self.limit).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::test::TestClient;

    #[test]
    fn a_connection_that_does_not_come_about_is_told_from_a_slow_response() {
        let kind = |given: Option<Arc<dyn HttpClient>>, kind| {
            Local::new(given, Duration::from_secs(1)).failure(&TransportError::new(kind, "failed")).kind
        };
        let given: Arc<dyn HttpClient> = Arc::new(TestClient::capture());
        assert_eq!(kind(None, TransportErrorKind::Timeout), FailureKind::NotConnected);
        assert_eq!(kind(Some(given.clone()), TransportErrorKind::Timeout), FailureKind::Lost);
        assert_eq!(kind(Some(given), TransportErrorKind::Connect), FailureKind::Unreachable);
        assert_eq!(kind(None, TransportErrorKind::Broken), FailureKind::Lost);
    }
}
