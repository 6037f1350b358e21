//! Endpoint rules: from a tree with names to a flat table without.
//!
//! Every reference becomes a slot number. A variable lives in the rule that assigns it and in its children; rules
//! that do not see each other share slots. Equal conditions, endpoints and messages are kept once.

mod available;
mod conditions;
mod legacy;
mod partitions;
mod properties;
mod scope;
mod shared;
mod template;

pub use available::available;
pub use legacy::legacy;
pub use partitions::partitions;
pub use shared::world;

use crate::Error;
use crate::ir::endpoint::{
    BuiltIn, ContextValue, Endpoint, Expression, Outcome, Parameter, Rule, RuleSet, Type,
};
use crate::model::endpoint as model;
use indexmap::IndexSet;
use properties::Properties;
use scope::Scope;

/// Lowers the text of a rule set. `file` names it in errors.
pub fn rule_set(file: &str, text: &str) -> Result<RuleSet, Error> {
    let set: model::RuleSet = serde_json::from_str(text).map_err(|error| Error::json(file, &error))?;
    let mut lowering = Lowering {
        scope: Scope::new(file),
        conditions: IndexSet::new(),
        endpoints: IndexSet::new(),
        errors: IndexSet::new(),
        rules: Vec::new(),
    };
    let mut parameters = Vec::with_capacity(set.parameters.len());
    for (name, parameter) in &set.parameters {
        let lowered = lower_parameter(file, name, parameter)?;
        lowering.scope.declare(name, lowered.ty, &format!("parameters.{name}"))?;
        parameters.push(lowered);
    }
    for (index, rule) in set.rules.iter().enumerate() {
        lowering.rule(rule, &format!("rules[{index}]"))?;
    }
    for (slot, parameter) in parameters.iter_mut().enumerate() {
        parameter.used = lowering.scope.is_used(slot);
    }
    Ok(RuleSet {
        parameters,
        slots: lowering.scope.most_slots(),
        conditions: lowering.conditions.into_iter().collect(),
        endpoints: lowering.endpoints.into_iter().collect(),
        errors: lowering.errors.into_iter().collect(),
        rules: lowering.rules,
    })
}

fn lower_parameter(file: &str, name: &str, parameter: &model::Parameter) -> Result<Parameter, Error> {
    let error = |message: String| Error::new(file, format!("parameters.{name}"), message);
    let ty = match parameter.ty.to_ascii_lowercase().as_str() {
        "string" => Type::String,
        "boolean" => Type::Boolean,
        "stringarray" => Type::StringArray,
        other => return Err(error(format!("unknown type `{other}`"))),
    };
    let default = match (&parameter.default, ty) {
        (None | Some(serde_json::Value::Null), _) => None,
        (Some(value), Type::String) => value.as_str().map(|text| ContextValue::String(text.to_owned())),
        (Some(value), Type::Boolean) => value.as_bool().map(ContextValue::Boolean),
        (Some(value), _) => serde_json::from_value(value.clone()).ok().map(ContextValue::StringArray),
    };
    if default.is_none() && parameter.default.as_ref().is_some_and(|value| !value.is_null()) {
        return Err(error("the default is of another type".into()));
    }
    let built_in = match &parameter.built_in {
        None => None,
        Some(name) => Some(built_in(name).ok_or_else(|| error(format!("unknown built-in `{name}`")))?),
    };
    Ok(Parameter { name: name.to_owned(), ty, built_in, default, required: parameter.required, used: false })
}

/// The setting that models call `name`.
fn built_in(name: &str) -> Option<BuiltIn> {
    Some(match name {
        "AWS::Region" => BuiltIn::Region,
        "AWS::UseFIPS" => BuiltIn::UseFips,
        "AWS::UseDualStack" => BuiltIn::UseDualStack,
        "SDK::Endpoint" => BuiltIn::Endpoint,
        "AWS::Auth::AccountId" => BuiltIn::AccountId,
        "AWS::Auth::AccountIdEndpointMode" => BuiltIn::AccountIdEndpointMode,
        "AWS::STS::UseGlobalEndpoint" => BuiltIn::StsUseGlobalEndpoint,
        "AWS::S3::UseGlobalEndpoint" => BuiltIn::S3UseGlobalEndpoint,
        "AWS::S3::Accelerate" => BuiltIn::S3Accelerate,
        "AWS::S3::ForcePathStyle" => BuiltIn::S3ForcePathStyle,
        "AWS::S3::UseArnRegion" => BuiltIn::S3UseArnRegion,
        "AWS::S3::DisableMultiRegionAccessPoints" => BuiltIn::S3DisableMultiRegionAccessPoints,
        "AWS::S3::DisableS3ExpressSessionAuth" => BuiltIn::S3DisableExpressSessionAuth,
        "AWS::S3Control::UseArnRegion" => BuiltIn::S3ControlUseArnRegion,
        _ => return None,
    })
}

struct Lowering<'a> {
    scope: Scope<'a>,
    conditions: IndexSet<crate::ir::endpoint::Condition>,
    endpoints: IndexSet<Endpoint>,
    errors: IndexSet<Expression>,
    rules: Vec<Rule>,
}

impl Lowering<'_> {
    fn rule(&mut self, rule: &model::Rule, place: &str) -> Result<(), Error> {
        let outer = self.scope.depth();
        let (model::Rule::Tree { conditions, .. }
        | model::Rule::Endpoint { conditions, .. }
        | model::Rule::Error { conditions, .. }) = rule;
        let conditions = self.lower_conditions(conditions, place)?;
        match rule {
            model::Rule::Tree { rules, .. } => {
                let at = self.rules.len();
                self.rules.push(Rule { conditions, outcome: Outcome::Tree(0) });
                for (index, child) in rules.iter().enumerate() {
                    self.rule(child, &format!("{place}.rules[{index}]"))?;
                }
                self.rules[at].outcome = Outcome::Tree(self.index(self.rules.len(), place)?);
            }
            model::Rule::Endpoint { endpoint, .. } => {
                let endpoint = self.endpoint(endpoint, &format!("{place}.endpoint"))?;
                let at = self.endpoints.insert_full(endpoint).0;
                let outcome = Outcome::Endpoint(self.index(at, place)?);
                self.rules.push(Rule { conditions, outcome });
            }
            model::Rule::Error { error, .. } => {
                let error = self.scope.string(error, &format!("{place}.error"))?;
                let at = self.errors.insert_full(error).0;
                let outcome = Outcome::Error(self.index(at, place)?);
                self.rules.push(Rule { conditions, outcome });
            }
        }
        self.scope.leave(outer);
        Ok(())
    }

    fn lower_conditions(&mut self, conditions: &[model::Call], place: &str) -> Result<Vec<u16>, Error> {
        let mut lowered = Vec::with_capacity(conditions.len());
        for (index, call) in conditions.iter().enumerate() {
            let condition = self.scope.condition(call, &format!("{place}.conditions[{index}]"))?;
            let at = self.conditions.insert_full(condition).0;
            lowered.push(self.index(at, place)?);
        }
        Ok(lowered)
    }

    fn endpoint(&mut self, endpoint: &model::Endpoint, place: &str) -> Result<Endpoint, Error> {
        let mut headers = Vec::new();
        for (name, values) in &endpoint.headers {
            for value in values {
                let value = self.scope.string(value, &format!("{place}.headers.{name}"))?;
                headers.push((name.to_ascii_lowercase(), value));
            }
        }
        let Properties { auth_schemes, backend, metric_values } =
            self.scope.properties(&endpoint.properties, &format!("{place}.properties"))?;
        let url = self.scope.string(&endpoint.url, &format!("{place}.url"))?;
        Ok(Endpoint { url, headers, auth_schemes, backend, metric_values })
    }

    fn index(&self, index: usize, place: &str) -> Result<u16, Error> {
        u16::try_from(index).map_err(|_| self.scope.error(place, "more than 65,535 entries".into()))
    }
}

#[cfg(test)]
mod tests;
