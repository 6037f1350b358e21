//! Where a request goes: the endpoint, the host prefix and the whole URL.

use crate::auth::{self, AuthChoice};
use crate::client::Context;
use crate::config::AccountIdEndpointMode;
use crate::context::Stopwatch;
use crate::context::interceptor::run_hooks;
use crate::context::user_agent::account_features;
use crate::endpoint::{self, Endpoint, Params};
use crate::error::Error;
use crate::http::Request;
use crate::reflect::{Shape, View};
use crate::schema::{OperationSchema, TemplatePart};
use crate::target::Target;
use std::sync::Arc;

/// Where a call goes.
pub(super) struct Location {
    pub(super) endpoint: Arc<Endpoint>,
    /// What the rules were asked with, where they may be asked again.
    pub(super) params: Option<Params<'static>>,
}

/// What the endpoint rules say for this call.
pub(super) async fn resolve(context: &mut Context, input: &dyn Shape) -> Result<Location, Error> {
    let (service, config) = (context.service(), context.config());
    let account_id = if service.rules.wants_account_id()
        && config.account_id_endpoint_mode != AccountIdEndpointMode::Disabled
        && !config.anonymous
    {
        let _stopped = context.stopwatch.as_ref().map(Stopwatch::stop);
        let credentials = config.credentials.credentials().await?;
        credentials.account_id().map(str::to_owned)
    } else {
        None
    };
    if service.rules.wants_account_id() {
        context.use_feature(account_features(context.config(), account_id.is_some()));
    }
    let (service, config) = (context.service(), context.config());
    let mut params = endpoint::params(service, context.operation(), input, config, account_id.as_deref());
    let kept = context.may_redirect().then(|| params.detached());
    run_hooks!(context, before_endpoint, &mut params);
    Ok(Location { endpoint: context.live().shared.resolver.resolve(&params)?, params: kept })
}

/// What the rules say when they are asked again.
pub(super) fn resolve_again(context: &Context, mut params: Params<'static>) -> Result<Arc<Endpoint>, Error> {
    run_hooks!(context, before_endpoint, &mut params);
    context.live().shared.resolver.resolve(&params)
}

/// How the call is signed at `endpoint`, by its rules and by what hooks make of them.
pub(super) fn auth(context: &Context, endpoint: &Endpoint) -> Result<AuthChoice, Error> {
    let mut choice = auth::choose(context.service(), context.operation(), endpoint, context.config())?;
    run_hooks!(context, after_auth_choice, &mut choice);
    Ok(choice)
}

/// The URL: host prefix and path of the operation joined to the endpoint.
pub(super) fn target(
    endpoint: &Endpoint,
    context: &Context,
    input: &dyn Shape,
    request: &Request,
) -> Result<Target, Error> {
    let prefix = match context.config().inject_host_prefix {
        true => host_prefix(context.operation(), input)?,
        false => String::new(),
    };
    let mut target = Target::new(&endpoint.url, &prefix, &request.path, &request.query)?;
    if let Some(host) = &context.host {
        target.move_to(host)?;
    }
    Ok(target)
}

fn host_prefix(operation: &OperationSchema, input: &dyn Shape) -> Result<String, Error> {
    let mut prefix = String::new();
    for part in operation.host_prefix {
        match part {
            TemplatePart::Text(text) => prefix.push_str(text),
            TemplatePart::Label { member, .. } => match input.get(*member).view() {
                View::String(value) if is_host_label(value) => prefix.push_str(value),
                _ => {
                    let name = input.schema().members.get(*member).map_or("", |member| member.name);
                    let message = format!(
                        "{name} becomes part of the host name: it must consist of letters, digits, `.` and `-`"
                    );
                    return Err(Error::validation(message));
                }
            },
        }
    }
    Ok(prefix)
}

fn is_host_label(value: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.';
    !value.is_empty() && value.bytes().all(allowed)
}
