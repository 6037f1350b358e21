//! How a request is authenticated: which scheme, and the signature.

use crate::config::ClientConfig;
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::http::Body;
use crate::schema::{AuthScheme, OperationSchema, ServiceSchema};

/// The scheme chosen for a call.
#[derive(Clone, Debug)]
pub(crate) struct AuthChoice {
    pub(crate) scheme: AuthScheme,
}

/// What a signature covers of the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PayloadHash {
    /// Its bytes.
    Bytes,
    /// Nothing.
    Unsigned,
    /// Nothing; a trailer follows it.
    UnsignedTrailer,
}

/// Chooses the scheme.
pub(crate) fn choose(
    _service: &'static ServiceSchema,
    _operation: &'static OperationSchema,
    _endpoint: &Endpoint,
    _config: &ClientConfig,
) -> Result<AuthChoice, Error> {
    Ok(AuthChoice { scheme: AuthScheme::Anonymous })
}

/// Signs `request`.
pub(crate) async fn sign(
    choice: &AuthChoice,
    _config: &ClientConfig,
    _request: &mut http::Request<Body>,
    _payload: PayloadHash,
) -> Result<(), Error> {
    match choice.scheme {
        AuthScheme::Anonymous => Ok(()),
        _ => Err(Error::configuration("signing is not there yet")),
    }
}
