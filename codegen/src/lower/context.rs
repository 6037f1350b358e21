//! Endpoint parameters that operations and client configuration set.

use super::{Model, jmespath};
use crate::Error;
use crate::ir::endpoint::RuleSet;
use crate::ir::{ClientContext, ContextBinding, ContextSource};
use crate::model::service::{Operation, Shape};
use crate::names;
use crate::settings::Settings;

/// The parameters that `operation` sets, those that win first.
pub(crate) fn bindings(
    model: Model<'_>,
    rules: &RuleSet,
    name: &str,
    operation: &Operation,
    input: Option<(&str, &Shape)>,
) -> Result<Vec<ContextBinding>, Error> {
    let mut bindings = Vec::new();
    for (parameter, constant) in &operation.static_context_params {
        let place = || format!("operations.{name}.staticContextParams.{parameter}");
        let parameter = find(model, rules, parameter, place)?;
        bindings.push(ContextBinding { parameter, source: ContextSource::Static((&constant.value).into()) });
    }
    if let Some((input_name, input)) = input {
        for (index, (member_name, member)) in input.members.iter().enumerate() {
            if let Some(context) = &member.context_param {
                let place = || format!("shapes.{input_name}.members.{member_name}.contextParam");
                let parameter = find(model, rules, &context.name, place)?;
                bindings.push(ContextBinding { parameter, source: ContextSource::Member(index) });
            }
        }
    }
    for (parameter, context) in &operation.operation_context_params {
        let place = || format!("operations.{name}.operationContextParams.{parameter}");
        let parameter = find(model, rules, parameter, place)?;
        let path = jmespath::expression(model.file, &place(), &context.path)?;
        bindings.push(ContextBinding { parameter, source: ContextSource::Path(path) });
    }
    Ok(bindings)
}

/// The parameters that client configuration sets.
pub(crate) fn client(
    model: Model<'_>,
    rules: &RuleSet,
    settings: &Settings,
) -> Result<Vec<ClientContext>, Error> {
    let names = model.service.client_context_params.keys();
    let known: Vec<_> = names.clone().map(|name| names::snake(name)).collect();
    if let Some(name) = settings.context.keys().find(|name| !known.contains(name)) {
        let message = format!("the model has no client context parameter `{name}`");
        return Err(model.error("context in services.toml", message));
    }
    let parameters = names.map(|name| {
        let parameter = find(model, rules, name, || format!("clientContextParams.{name}"))?;
        let name = names::snake(name);
        Ok(ClientContext { parameter, default: settings.context.get(&name).map(Into::into), name })
    });
    parameters.collect()
}

fn find(
    model: Model<'_>,
    rules: &RuleSet,
    parameter: &str,
    place: impl Fn() -> String,
) -> Result<usize, Error> {
    let message = || format!("the endpoint rules have no parameter `{parameter}`");
    rules.parameter(parameter).ok_or_else(|| model.error(place(), message()))
}
