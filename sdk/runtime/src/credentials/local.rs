//! [`Local`]: requests to endpoints of the machine itself, which serve credentials.

use crate::error::{TransportError, TransportErrorKind};
use crate::http::{Body, HttpClient, HttpOptions, default_client};
use http::{HeaderName, HeaderValue, Method};
use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use zeroize::Zeroizing;

/// Sends small requests within a time limit, through no proxy: these endpoints are reached directly or not at all.
pub(super) struct Local {
    http: OnceLock<Result<Arc<dyn HttpClient>, String>>,
    limit: Duration,
}

/// Status and body.
pub(super) struct Answer {
    pub status: u16,
    /// Wiped from memory when it is dropped: it may hold keys.
    pub body: Zeroizing<String>,
}

impl Local {
    /// Requests by the HTTP layer a program gave, else by one of their own, which is made when it is first needed.
    pub fn new(given: Option<Arc<dyn HttpClient>>, limit: Duration) -> Self {
        Self { http: given.map(|http| OnceLock::from(Ok(http))).unwrap_or_default(), limit }
    }

    /// Sends a request without a body.
    ///
    /// # Errors
    /// When nothing whole comes within the limit. Any status is an answer.
    pub async fn send(
        &self,
        method: Method,
        url: &str,
        headers: &[(&'static str, &str)],
    ) -> Result<Answer, TransportError> {
        let refused = |message: String| TransportError::new(TransportErrorKind::Request, message);
        let make = || {
            let options = HttpOptions {
                connect_timeout: self.limit,
                read_timeout: self.limit,
                ..HttpOptions::default()
            };
            default_client(&options)
        };
        let http = self.http.get_or_init(make).as_ref().map_err(|error| refused(error.clone()))?;
        let mut request = http::Request::builder().method(method).uri(url);
        for (name, value) in headers {
            let mut value =
                HeaderValue::from_str(value).map_err(|_| refused(format!("`{name}` is no legal header")))?;
            value.set_sensitive(true);
            request = request.header(HeaderName::from_static(name), value);
        }
        let request = request.body(Body::Empty).map_err(|error| refused(format!("`{url}`: {error}")))?;
        let exchange = async {
            let response = http.send(request).await?;
            let status = response.head.status.as_u16();
            let body = response.body.collect().await.map_err(|error| {
                TransportError::new(TransportErrorKind::Broken, "the body broke off").with_cause(error)
            })?;
            Ok(Answer { status, body: Zeroizing::new(String::from_utf8_lossy(&body).into_owned()) })
        };
        let late = |_| {
            TransportError::new(TransportErrorKind::Timeout, format!("no answer within {:?}", self.limit))
        };
        tokio::time::timeout(self.limit, exchange).await.map_err(late)?
    }
}

impl fmt::Debug for Local {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Local").field("limit", &self.limit).finish_non_exhaustive()
    }
}
