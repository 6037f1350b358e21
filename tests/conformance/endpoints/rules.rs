//! Cases that ask the rules directly.

use crate::expected::Expected;
use serde_json::{Map, Value};
use tucuxi::internal::endpoint::{Params, Resolver, RuleSet};

/// How what `rules` say to `values` differs from `expected`, if it does.
pub fn difference(
    rules: &'static RuleSet,
    values: &Map<String, Value>,
    expected: &Expected,
) -> Option<String> {
    let mut params = Params::new(rules);
    for (name, value) in values {
        match rules.parameter(name) {
            Some(index) => set(&mut params, index, value),
            None => return Some(format!("the rules have no parameter {name}")),
        }
    }
    let result = Resolver::new(rules).resolve(&params);
    expected.difference(result.as_deref())
}

/// Sets a parameter to a value of JSON.
pub fn set(params: &mut Params<'_>, index: usize, value: &Value) {
    match value {
        Value::Bool(value) => params.set_boolean(index, *value),
        Value::String(text) => params.set_string(index, text.clone()),
        Value::Array(items) => {
            params.set_strings(index, items.iter().filter_map(Value::as_str).map(str::to_owned));
        }
        _ => params.reset(index),
    }
}
