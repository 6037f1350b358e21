//! Where a request goes: the endpoint, the host prefix and the whole URL.

use crate::client::Context;
use crate::config::{AccountIdEndpointMode, ClientConfig};
use crate::context::Stopwatch;
use crate::context::interceptor::run_hooks;
use crate::context::user_agent::account_features;
use crate::endpoint::{self, Endpoint, Params};
use crate::error::{Error, ErrorKind};
use crate::http::Request;
use crate::reflect::{Shape, View};
use crate::schema::{OperationSchema, TemplatePart};
use http::Uri;
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

/// The URL: host prefix and path of the operation joined to the endpoint.
pub(super) fn join(
    endpoint: &Endpoint,
    operation: &OperationSchema,
    input: &dyn Shape,
    request: &Request,
    config: &ClientConfig,
) -> Result<Uri, Error> {
    let bad = || Error::new(ErrorKind::Endpoint, format!("`{}` is not a valid endpoint URL", endpoint.url));
    let (scheme, rest) = endpoint.url.split_once("://").ok_or_else(bad)?;
    let (location, endpoint_query) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, base) = location.split_at(location.find('/').unwrap_or(location.len()));
    let mut url = String::with_capacity(endpoint.url.len() + request.path.len() + request.query.len() + 32);
    url.push_str(scheme);
    url.push_str("://");
    if config.inject_host_prefix {
        push_host_prefix(&mut url, operation, input)?;
    }
    url.push_str(host);
    if request.path.is_empty() || request.path == "/" {
        url.push_str(if base.is_empty() { "/" } else { base });
    } else {
        url.push_str(base.strip_suffix('/').unwrap_or(base));
        url.push_str(&request.path);
    }
    let mut separator = '?';
    for query in [endpoint_query, &request.query] {
        if !query.is_empty() {
            url.push(separator);
            url.push_str(query);
            separator = '&';
        }
    }
    Uri::try_from(url).map_err(|error| bad().with_cause(error))
}

fn push_host_prefix(url: &mut String, operation: &OperationSchema, input: &dyn Shape) -> Result<(), Error> {
    for part in operation.host_prefix {
        match part {
            TemplatePart::Text(text) => url.push_str(text),
            TemplatePart::Label { member, .. } => match input.get(*member).view() {
                View::String(value) if is_host_label(value) => url.push_str(value),
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
    Ok(())
}

fn is_host_label(value: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.';
    !value.is_empty() && value.bytes().all(allowed)
}
