//! Another place for a request that went to the wrong one.

use super::locate;
use super::prepare::Prepared;
use crate::auth::AuthChoice;
use crate::client::Context;
use crate::context::interceptor;
use crate::error::{Error, ErrorKind};
use crate::target::Host;

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
    let host = Host::parse(&endpoint.url).ok_or_else(|| {
        Error::new(ErrorKind::Endpoint, format!("`{}` is not a valid endpoint URL", endpoint.url))
    })?;
    prepared.target.move_to(&host)?;
    prepared.auth = locate::auth(context, &endpoint)?;
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
