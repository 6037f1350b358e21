//! [`params`]: the endpoint parameters of a call, from all places that may set them; [`client_params`]: those that need
//! no call.

use super::built_in::BuiltIns;
use crate::config::ClientConfig;
use crate::jmespath::{self, Found};
use crate::reflect::{Shape, View};
use crate::rules::{Params, Value, constant};
use crate::schema::{ClientContext, ContextSource, OperationSchema, ServiceSchema};

/// The endpoint parameters of a call.
///
/// The first of these that has a value counts: a constant of the operation, the input member bound to the parameter,
/// an expression over the input, client configuration made for the parameter, the setting built into it, a default
/// of `services.toml`, the default of the rule set.
///
/// `account_id` matters only where [`RuleSet::wants_account_id`](super::RuleSet::wants_account_id).
pub fn params<'a>(
    service: &'static ServiceSchema,
    operation: &'static OperationSchema,
    input: &'a dyn Shape,
    config: &'a ClientConfig,
    account_id: Option<&'a str>,
) -> Params<'a> {
    let mut params = Params::empty(service.rules);
    params.client = Some((service.id, &config.region_searched));
    for binding in operation.context {
        if params.is_unset(binding.parameter) {
            let value = match binding.source {
                ContextSource::Static(value) => constant(value),
                ContextSource::Member(index) => from_found(Found::View(input.get(index).view())),
                ContextSource::Path(expression) => from_found(jmespath::search(expression, input)),
            };
            params.set(binding.parameter, value);
        }
    }
    fill_from_config(&mut params, service, operation.name, config, account_id);
    params
}

/// The endpoint parameters that a client's settings say, whatever it calls.
pub(crate) fn client_params<'a>(service: &'static ServiceSchema, config: &'a ClientConfig) -> Params<'a> {
    let mut params = Params::empty(service.rules);
    params.client = Some((service.id, &config.region_searched));
    fill_from_config(&mut params, service, "", config, None);
    params
}

/// Gives the parameters that have no value yet those of `config`, and their defaults.
fn fill_from_config<'a>(
    params: &mut Params<'a>,
    service: &'static ServiceSchema,
    operation: &'static str,
    config: &'a ClientConfig,
    account_id: Option<&'a str>,
) {
    for context in service.client_context {
        if params.is_unset(context.parameter)
            && let Some(value) = configured(context, config)
        {
            params.set_boolean(context.parameter, value);
        }
    }
    let built_ins = BuiltIns { service, operation, config, account_id };
    for (index, parameter) in service.rules.parameters.iter().enumerate() {
        if let (true, Some(built_in)) = (params.is_unset(index), parameter.built_in) {
            let value = built_ins.value(built_in, params);
            params.set(index, value);
        }
    }
    for context in service.client_context {
        if let (true, Some(default)) = (params.is_unset(context.parameter), context.default) {
            params.set(context.parameter, constant(default));
        }
    }
    params.fill_defaults();
}

/// What configuration says for a client context parameter. S3's own settings come first.
fn configured(context: &ClientContext, config: &ClientConfig) -> Option<bool> {
    let s3 = match context.name {
        "use_arn_region" => config.s3.use_arn_region,
        "disable_s3_express_session_auth" => config.s3.disable_express_session_auth.then_some(true),
        _ => None,
    };
    s3.or_else(|| {
        config.client_context.iter().find(|(name, _)| name == context.name).map(|(_, value)| *value)
    })
}

fn from_found(found: Found<'_>) -> Value<'_> {
    if let Some(items) = found.items() {
        return Value::Strings(items.filter_map(Found::into_text).collect());
    }
    match found {
        Found::View(View::Boolean(value)) => Value::Boolean(value),
        other => Value::text(other.into_text()),
    }
}

#[cfg(test)]
mod tests;
