//! What signs for the tests: Tucuxi with fixed keys and a fixed clock.

use std::sync::Arc;
use std::time::{Duration, SystemTime};
use tucuxi::credentials::Credentials;
use tucuxi::http::Body;
use tucuxi::internal::auth::{self, AuthChoice, PayloadHash};
use tucuxi::{Error, Session};

/// The keys of the AWS test suite.
pub const KEY_ID: &str = "AKIDEXAMPLE";
/// The secret of [`KEY_ID`].
pub const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
/// The moment of the AWS test suite, 2015-08-30T12:36:00Z, in seconds of Unix time.
pub const NOW: u64 = 1_440_938_160;

/// Where a signature goes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Place {
    /// The header `Authorization`.
    Headers,
    /// The query string, for this many seconds.
    Query(u64),
}

/// Signs `request` as `choice` says.
///
/// # Errors
/// When the runtime cannot.
pub fn sign(
    choice: &AuthChoice,
    token: Option<&str>,
    request: &mut http::Request<Body>,
    payload: PayloadHash,
    place: Place,
) -> Result<(), Error> {
    let credentials = Credentials::builder(KEY_ID, SECRET).session_token(token.unwrap_or_default()).build();
    let session = Session::builder().env([("", ""); 0]).credentials(credentials).build()?;
    let mut config = session.client_config(&tucuxi_sts::service::SERVICE)?;
    config.clock = Arc::new(|| SystemTime::UNIX_EPOCH + Duration::from_secs(NOW));
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    let runtime = runtime.map_err(|error| Error::configuration(error.to_string()))?;
    match place {
        Place::Headers => runtime.block_on(auth::sign(choice, &config, None, request, payload)).map(|_| ()),
        Place::Query(seconds) => {
            let expires = Duration::from_secs(seconds);
            let presigned = auth::presign(choice, &config, None, request, config.now(), expires);
            runtime.block_on(presigned).map(|_| ())
        }
    }
}
