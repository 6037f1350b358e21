//! The HTTP layer: what a request and a response are, and the trait that sends them.

mod connections;
#[cfg(feature = "hyper")]
mod hyper;
mod options;
pub(crate) mod range;
mod request;
#[cfg(feature = "reqwest")]
mod reqwest;
mod response;
pub mod test;
#[cfg(any(feature = "hyper", feature = "reqwest"))]
mod transfer;

#[cfg(feature = "hyper")]
pub use self::hyper::HyperClient;
#[cfg(feature = "reqwest")]
pub use self::reqwest::ReqwestClient;
pub(crate) use connections::{Connections, Layer};
pub(crate) use options::default_client;
pub use options::{ClientCertificate, HttpOptions, HttpOptionsBuilder, ProxyOptions, ProxyOptionsBuilder};
pub(crate) use range::{ContentRange, is_partial};
pub(crate) use request::is_form;
pub use request::{Body, Request};
pub use response::{Response, ResponseHead};

use crate::error::TransportError;
use std::fmt;
use std::future::Future;
use std::pin::Pin;

/// A boxed future that can cross threads.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Sends requests. The default is hyper with rustls; implement it for another stack or a test double.
///
/// An implementation follows no redirects, decodes no content encoding and does not retry: the SDK does what AWS
/// services need of these. It fails if it cannot send the whole body, and gives the headers of a response as they came:
/// the SDK checks the body against the length and the range that they announce.
pub trait HttpClient: Send + Sync + fmt::Debug {
    /// Sends `request` and gives back status, headers and a body to read.
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'static, Result<Response, TransportError>>;
}

/// An HTTP layer shared with others.
impl<T: HttpClient + ?Sized> HttpClient for std::sync::Arc<T> {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'static, Result<Response, TransportError>> {
        T::send(self, request)
    }
}
