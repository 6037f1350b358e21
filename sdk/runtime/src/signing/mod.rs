//! [`RequestSigner`]: signs requests that no client makes, for any service.

#[cfg(test)]
mod tests;
pub(crate) mod token;

use crate::Session;
use crate::auth::{self, AuthChoice, Own};
use crate::client::{Config, PresignedRequest};
use crate::credentials::{Credentials, ProvideCredentials};
use crate::error::Error;
use crate::schema::AuthScheme;
use bytes::Bytes;
use http::Request;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

pub use crate::auth::Payload;

/// Signs requests of your own by Signature Version 4, with the credentials of a session or a client: for API Gateway, AppSync,
/// OpenSearch, or any service that has no crate. [`Session::signer`] makes one. Cheap to clone; credentials that end are
/// fetched anew.
///
/// Path and query of a request are signed as they stand in its URL, so they must be percent-encoded already, all but
/// `A-Za-z0-9-._~`. Do not change the request after it is signed; headers that HTTP clients add do no harm.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), tucuxi::Error> {
/// # let keys = tucuxi::credentials::Credentials::from_keys("AKIDEXAMPLE", "secret");
/// # let session = tucuxi::Session::builder().env([("", ""); 0]).region("eu-west-1").credentials(keys).build()?;
/// let signer = session.signer("execute-api");
/// let mut request = tucuxi::external::http::Request::new(r#"{"name": "tea"}"#);
/// *request.method_mut() = "POST".parse().unwrap();
/// *request.uri_mut() = "https://abc123.execute-api.eu-west-1.amazonaws.com/prod/orders".parse().unwrap();
/// signer.sign(&mut request).await?;
/// assert!(request.headers().contains_key("authorization"));
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct RequestSigner {
    credentials: Arc<dyn ProvideCredentials>,
    anonymous: bool,
    choice: AuthChoice,
    region_searched: Arc<str>,
    clock: Arc<dyn Fn() -> SystemTime + Send + Sync>,
}

impl Session {
    /// Signs requests of your own for the service of this name, in the region of the session: `"execute-api"`, `"appsync"`,
    /// `"es"`, `"aoss"`, `"lambda"`. It is the name that signatures have, which the service's documentation gives.
    pub fn signer(&self, name: impl Into<String>) -> RequestSigner {
        RequestSigner {
            credentials: Arc::clone(self.credentials()),
            anonymous: self.is_anonymous(),
            choice: AuthChoice::new(AuthScheme::SigV4, name, self.region().map(str::to_owned)),
            region_searched: self.base().region_searched().into(),
            clock: Arc::new(SystemTime::now),
        }
    }
}

impl Config<'_> {
    /// Signs requests of your own as [`Session::signer`], with credentials, region and clock of the client.
    ///
    /// # Errors
    /// The error that the client's calls fail with, when its settings contradict each other.
    pub fn signer(&self, name: impl Into<String>) -> Result<RequestSigner, Error> {
        let config = self.all()?;
        let clock = config.clone();
        Ok(RequestSigner {
            credentials: Arc::clone(&config.credentials),
            anonymous: config.anonymous,
            choice: AuthChoice::new(AuthScheme::SigV4, name, config.region.clone()),
            region_searched: Arc::clone(&config.region_searched),
            clock: Arc::new(move || clock.now()),
        })
    }
}

impl RequestSigner {
    /// Signs for another region.
    #[must_use]
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.choice.set_region(region);
        self
    }

    /// Signs by the rules of S3 and its relatives: the path is not encoded a second time, and the header
    /// `x-amz-content-sha256` is always there. Clients of S3 do so by themselves.
    #[must_use]
    pub fn s3_rules(mut self) -> Self {
        self.choice = self.choice.with_s3_rules(true);
        self
    }

    /// Signs for several regions, with commas, or `*` for all, by Signature Version 4a.
    #[cfg(feature = "sigv4a")]
    #[must_use]
    pub fn regions(mut self, regions: impl Into<String>) -> Self {
        let s3 = self.choice.is_s3();
        let name = self.choice.name().to_owned();
        self.choice = AuthChoice::new(AuthScheme::SigV4a, name, Some(regions.into())).with_s3_rules(s3);
        self
    }

    /// Signs as of `time` rather than now: equal requests get equal signatures.
    #[must_use]
    pub fn at(mut self, time: SystemTime) -> Self {
        self.clock = Arc::new(move || time);
        self
    }

    /// Signs a request whose body is in memory: adds the headers `Authorization`, `X-Amz-Date` and, with short-lived
    /// credentials, `X-Amz-Security-Token`. May be repeated, for a retry. The host of the URL becomes lower case, and the
    /// port of the scheme is left out, as HTTP clients send it.
    ///
    /// # Errors
    /// When the session is anonymous, has no credentials or no region, or the request has no host.
    pub async fn sign<B: AsRef<[u8]>>(&self, request: &mut Request<B>) -> Result<(), Error> {
        let (credentials, time) = self.ready().await?;
        let mut head = head_of(request);
        let signed = self
            .own(&credentials, time)
            .and_then(|own| own.sign(&mut head, Payload::Bytes(request.body().as_ref())));
        give_back(head, request);
        signed
    }

    /// Like [`sign`](Self::sign), for a body of any type: `payload` says what it will be.
    ///
    /// # Errors
    /// As of [`sign`](Self::sign).
    pub async fn sign_payload<B>(&self, request: &mut Request<B>, payload: Payload<'_>) -> Result<(), Error> {
        let (credentials, time) = self.ready().await?;
        let mut head = head_of(request);
        let signed = self.own(&credentials, time).and_then(|own| own.sign(&mut head, payload));
        give_back(head, request);
        signed
    }

    /// Puts the signature into the query string, so that anyone can send the request within `lifetime`: from a second to seven
    /// days, and no longer than the credentials hold. Parts of a second do not count. By [S3's rules](Self::s3_rules) the
    /// body is not signed.
    ///
    /// # Errors
    /// As of [`sign`](Self::sign), and when `lifetime` is out of its bounds.
    pub async fn presign<B: Into<Bytes>>(
        &self,
        request: Request<B>,
        lifetime: Duration,
    ) -> Result<PresignedRequest, Error> {
        let (head, body) = request.into_parts();
        let body: Bytes = body.into();
        let payload = if self.choice.is_s3() { Payload::Unsigned } else { Payload::Bytes(&body) };
        let mut head = Request::from_parts(head, ());
        let (credentials, time) = self.ready().await?;
        self.own(&credentials, time)?.presign(&mut head, payload, lifetime)?;
        let wish = time.checked_add(Duration::from_secs(lifetime.as_secs())).unwrap_or(time);
        let valid_until = credentials.expiration().map_or(wish, |end| end.min(wish));
        Ok(PresignedRequest::new(head.map(|()| body), valid_until))
    }

    /// The credentials, and the second to sign in.
    async fn ready(&self) -> Result<(Credentials, SystemTime), Error> {
        if self.anonymous {
            return Err(Error::configuration("an anonymous session signs nothing"));
        }
        let credentials = self.credentials.credentials().await?;
        let since = (self.clock)().duration_since(UNIX_EPOCH);
        let since = since.map_err(|_| Error::configuration("a signature cannot be from before 1970"))?;
        Ok((credentials, UNIX_EPOCH + Duration::from_secs(since.as_secs())))
    }

    fn own<'a>(&'a self, credentials: &'a Credentials, time: SystemTime) -> Result<Own<'a>, Error> {
        let region = self.choice.region().ok_or_else(|| auth::no_region(&self.region_searched))?;
        Ok(Own { choice: &self.choice, region, credentials, time })
    }
}

/// Without the keys.
impl fmt::Debug for RequestSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestSigner")
            .field("name", &self.choice.name())
            .field("region", &self.choice.region())
            .field("credentials", &self.credentials)
            .finish_non_exhaustive()
    }
}

/// Method, URL and headers, taken out of a request. So the signature is compiled for one type of bodies.
fn head_of<B>(request: &mut Request<B>) -> Request<()> {
    let mut head = Request::new(());
    *head.method_mut() = request.method().clone();
    *head.uri_mut() = request.uri().clone();
    *head.headers_mut() = std::mem::take(request.headers_mut());
    head
}

fn give_back<B>(mut head: Request<()>, request: &mut Request<B>) {
    *request.uri_mut() = std::mem::take(head.uri_mut());
    *request.headers_mut() = std::mem::take(head.headers_mut());
}
