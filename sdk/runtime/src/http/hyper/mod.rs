//! [`HyperClient`]: the default HTTP layer, hyper with rustls.
//!
//! hyper rather than reqwest, by measurement: a call costs a fifth to a third less CPU time, compiling what it brings
//! takes a fifth of the time (4 CPU seconds against 18), for a quarter of the crates (20 against 83). And hyper sends a
//! path as it is: reqwest's URL type takes `.` and `..` segments out, so that an S3 key such as `a/../b` could not be
//! reached.

mod connect;
mod counted;
mod hold;
mod pools;
mod proxy;
#[cfg(test)]
mod tests;
mod tls;
mod transport;
mod upload;

use super::transfer::{incoming, is_head_too_large};
use super::{Body, BoxFuture, HttpClient, HttpOptions, Response, ResponseHead};
use crate::error::{Error, TransportError, TransportErrorKind};
use connect::Connector;
use hold::{Held, Hold, RefuseOnDrop};
use http::header::{CONTENT_LENGTH, EXPECT};
use http::{HeaderValue, Method, StatusCode};
use hyper::body::Incoming;
use hyper_util::client::legacy::{Client, Error as ClientError, ResponseFuture};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use pools::Pools;
use proxy::Proxies;
use std::error::Error as _;
use std::fmt;
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;
use upload::{Progress, Upload};

/// HTTP/2 shares one connection among all calls: one that is dead must not keep all of them waiting.
#[cfg(feature = "http2")]
const PING_EVERY: Duration = Duration::from_secs(20);
#[cfg(feature = "http2")]
const PING_ANSWER: Duration = Duration::from_secs(10);

type Pool = Client<Connector, Upload>;

/// How many headers a response may have. S3 sends a header for each entry of an object's metadata, which may have 2 KB:
/// a thousand entries with names of two bytes and empty values, and some fifty other headers.
///
/// Beyond 100, hyper allocates room for all of them for each response: measured, 2 allocations of 35 KB and 1.6 µs. With
/// 2048 it would be 8 µs, since the memory is then fetched from the kernel each time.
const MAX_HEADERS: usize = 1100;

/// How long the head of a response may be, in bytes. hyper notices between two reads, so that somewhat more may pass.
const MAX_HEAD: u32 = 512 * 1024;

/// The default HTTP layer: hyper with rustls and a pool of kept-alive connections. Cheap to clone; clones share the
/// pool. It speaks HTTP/1.1, and with the feature `http2` HTTP/2 where the server offers it.
///
/// A client may be used by several tokio runtimes, one after the other or at the same time: each has a pool of its own.
///
/// A response may have 1,100 headers, and about 512 KiB of them.
#[derive(Clone)]
pub struct HyperClient(Arc<Inner>);

struct Inner {
    connector: Connector,
    pools: Pools<Pool>,
    proxies: Proxies,
    read_timeout: Duration,
    idle_timeout: Duration,
    max_pool_connections: Option<usize>,
}

impl HyperClient {
    /// A client with a pool of its own.
    ///
    /// # Errors
    /// Of the kind [`Configuration`](crate::error::ErrorKind::Configuration): when a time-out is zero, a file with certificates
    /// or keys cannot be used, the operating system has no certificate authorities that were asked for, or the URL of a
    /// proxy is not valid. That this build has no TLS for this processor shows only in https calls.
    pub fn new(options: &HttpOptions) -> Result<Self, Error> {
        options.check()?;
        let tls = tls::for_servers(options).map_err(Error::configuration)?;
        let proxies = Proxies::new(options).map_err(Error::configuration)?;
        let connector = Connector::new(tls, proxies.clone(), options.connect_timeout, options.tcp_keepalive);
        Ok(Self::over(connector, proxies, options))
    }

    fn over(connector: Connector, proxies: Proxies, options: &HttpOptions) -> Self {
        Self(Arc::new(Inner {
            connector,
            pools: Pools::new(),
            proxies,
            read_timeout: options.read_timeout,
            idle_timeout: options.idle_timeout,
            max_pool_connections: options.max_pool_connections,
        }))
    }
}

impl Inner {
    /// A pool for the runtime at hand.
    fn pool(&self) -> Pool {
        let mut builder = Client::builder(TokioExecutor::new());
        builder
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(self.idle_timeout)
            .pool_max_idle_per_host(self.max_pool_connections.unwrap_or(usize::MAX))
            .http1_max_headers(MAX_HEADERS)
            .http1_max_buf_size(MAX_HEAD as usize);
        #[cfg(feature = "http2")]
        builder
            .timer(TokioTimer::new())
            .http2_max_header_list_size(MAX_HEAD)
            .http2_adaptive_window(true)
            .http2_keep_alive_interval(PING_EVERY)
            .http2_keep_alive_timeout(PING_ANSWER);
        builder.build(self.connector.clone())
    }

    async fn send(&self, request: http::Request<Body>) -> Result<Response, TransportError> {
        let pool = self.pools.get(|| self.pool())?;
        let counted = counted::request();
        let (mut parts, body) = request.into_parts();
        self.proxies.authorize(&parts.uri, &mut parts.headers);
        let reads = matches!(parts.method, Method::GET | Method::HEAD | Method::OPTIONS);
        let empty = body.length() == Some(0);
        if empty && !reads {
            // S3 insists on it; hyper leaves it out
            parts.headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        if empty {
            parts.headers.remove(EXPECT);
        }
        let hold = expects_continue(&parts.headers).then(Hold::default);
        let limit = hold::LIMIT.min(self.read_timeout / 2);
        let body = Upload::new(body, hold.clone().map(|hold| Held::new(hold, limit)));
        let progress = body.progress();
        let mut request = http::Request::from_parts(parts, body);
        if let Some(hold) = hold.clone() {
            hyper::ext::on_informational(&mut request, move |response| {
                if response.status() == StatusCode::CONTINUE {
                    hold.release();
                }
            });
        }
        let response = pool.request(request);
        let response = wait(response, self.read_timeout, progress.as_deref()).await?;
        let refuse = hold.map(RefuseOnDrop);
        let (parts, body) = response.into_parts();
        check_whole(parts.status, progress.as_deref())?;
        let head = ResponseHead { status: parts.status, headers: parts.headers };
        Ok(Response { head, body: incoming(body, Some(self.read_timeout), (refuse, counted)) })
    }
}

impl HttpClient for HyperClient {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'static, Result<Response, TransportError>> {
        let inner = Arc::clone(&self.0);
        Box::pin(async move { inner.send(request).await })
    }
}

fn expects_continue(headers: &http::HeaderMap) -> bool {
    headers.get(EXPECT).is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"100-continue"))
}

/// A server that says it succeeded before it has been sent the whole body cannot have done what it was asked for.
fn check_whole(status: StatusCode, progress: Option<&Progress>) -> Result<(), TransportError> {
    if !status.is_success() || progress.is_none_or(Progress::is_whole) {
        return Ok(());
    }
    let message = format!("the server responded with status {status} before the whole body was sent");
    Err(TransportError::new(TransportErrorKind::Broken, message))
}

/// Waits for the head of the response, for as long as there is progress in sending the request's body.
async fn wait(
    mut response: ResponseFuture,
    limit: Duration,
    progress: Option<&Progress>,
) -> Result<http::Response<Incoming>, TransportError> {
    // a limit beyond the end of time is none
    let mut deadline = Instant::now().checked_add(limit);
    loop {
        let Some(end) = deadline else { return response.await.map_err(describe) };
        match tokio::time::timeout_at(end, &mut response).await {
            Ok(result) => return result.map_err(describe),
            Err(_) => match progress.map(|progress| progress.last().checked_add(limit)) {
                Some(later) if later.is_none_or(|later| later > end) => deadline = later,
                _ => {
                    let message = format!("no response within {limit:?}");
                    return Err(TransportError::new(TransportErrorKind::Timeout, message));
                }
            },
        }
    }
}

/// Takes out our own connector's error, or names hyper's.
fn describe(error: ClientError) -> TransportError {
    if let Some(ours) = error.source().and_then(|source| source.downcast_ref::<TransportError>()) {
        return ours.clone();
    }
    let Some(hyper) = error.source().and_then(|source| source.downcast_ref::<hyper::Error>()) else {
        return TransportError::new(TransportErrorKind::Broken, "the connection broke off").with_cause(error);
    };
    if is_head_too_large(hyper) {
        let message = format!(
            "the response has more than {MAX_HEADERS} headers, or more than {MAX_HEAD} bytes of them"
        );
        return TransportError::new(TransportErrorKind::Broken, message);
    }
    let (kind, message) = match hyper {
        _ if hyper.source().is_some_and(|cause| cause.is::<io::Error>()) && hyper.is_user() => {
            (TransportErrorKind::Request, "the body of the request could not be read")
        }
        _ if hyper.is_parse() => (TransportErrorKind::Broken, "the answer is not HTTP"),
        _ if hyper.is_incomplete_message() => {
            (TransportErrorKind::Broken, "the connection was closed before an answer came")
        }
        _ => (TransportErrorKind::Broken, "the connection broke off"),
    };
    // hyper says the same in other words; what is behind it says more.
    let cause = hyper.source().map_or_else(|| hyper.to_string(), ToString::to_string);
    TransportError::new(kind, message).with_cause(cause)
}

impl fmt::Debug for HyperClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HyperClient")
    }
}
