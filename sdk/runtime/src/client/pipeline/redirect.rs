//! Another place for a request that went to the wrong one.

use super::locate;
use super::prepare::Prepared;
use crate::auth::{self, AuthChoice};
use crate::client::Context;
use crate::context::interceptor;
use crate::endpoint::Endpoint;
use crate::error::{Error, ErrorKind};
use http::Uri;

/// Points the next attempt elsewhere, if a hook finds in the failure that it should go there. Once a call.
pub(super) async fn redirect(
    context: &Context,
    prepared: &mut Prepared,
    failure: &Error,
) -> Result<bool, Error> {
    if prepared.params.is_none() || !wanted(context, &prepared.auth, failure).await? {
        return Ok(false);
    }
    let Some(params) = prepared.params.take() else { return Ok(false) };
    let endpoint = locate::resolve_again(context, params)?;
    prepared.uri = moved(&prepared.uri, &endpoint)?;
    prepared.auth = auth::choose(context.service(), context.operation(), &endpoint, context.config())?;
    Ok(true)
}

async fn wanted(context: &Context, choice: &AuthChoice, failure: &Error) -> Result<bool, Error> {
    for interceptor in interceptor::all(context.live(), context.service()) {
        if let Some(answer) = interceptor.redirect(context, choice, failure)
            && answer.await?
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// `uri` at the host of `endpoint`. Scheme, path and query stay, as in botocore.
fn moved(uri: &Uri, endpoint: &Endpoint) -> Result<Uri, Error> {
    let bad = || Error::new(ErrorKind::Endpoint, format!("`{}` is not a valid endpoint URL", endpoint.url));
    let elsewhere: Uri = endpoint.url.parse().map_err(|error| bad().with_cause(error))?;
    let mut parts = uri.clone().into_parts();
    parts.authority = Some(elsewhere.into_parts().authority.ok_or_else(bad)?);
    Uri::from_parts(parts).map_err(|error| bad().with_cause(error))
}
