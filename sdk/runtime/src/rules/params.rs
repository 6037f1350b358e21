//! [`Params`]: the values of a rule set's parameters for one call.

use super::table::{BuiltIn, Parameter, ParameterType, RuleSet};
use super::value::Value;
use crate::error::{Error, ErrorKind};
use crate::layout::ContextValue;
use std::borrow::Cow;
use std::fmt::Write;

/// The values of a rule set's parameters for one call. Those never set have their defaults.
#[derive(Clone, Debug)]
pub struct Params<'a> {
    pub(crate) rules: &'static RuleSet,
    pub(crate) values: Vec<Value<'a>>,
    /// The service, and where its region was looked for; for the error when there is none.
    pub(crate) client: Option<(&'static str, &'a str)>,
}

impl<'a> Params<'a> {
    /// No values yet but the defaults.
    pub fn new(rules: &'static RuleSet) -> Self {
        let mut params = Self::empty(rules);
        params.fill_defaults();
        params
    }

    /// No values at all.
    pub(crate) fn empty(rules: &'static RuleSet) -> Self {
        Self { rules, values: vec![Value::Null; rules.parameters.len()], client: None }
    }

    /// Gives every parameter without a value its default.
    pub(crate) fn fill_defaults(&mut self) {
        for index in 0..self.values.len() {
            if self.is_unset(index) {
                self.reset(index);
            }
        }
    }

    /// Sets parameter `index` to a string. Other indexes than those of parameters are ignored.
    pub fn set_string(&mut self, index: usize, value: impl Into<Cow<'a, str>>) {
        self.set(index, Value::String(value.into()));
    }

    /// Sets parameter `index` to a boolean.
    pub fn set_boolean(&mut self, index: usize, value: bool) {
        self.set(index, Value::Boolean(value));
    }

    /// Sets parameter `index` to a list of strings.
    pub fn set_strings(&mut self, index: usize, values: impl IntoIterator<Item = impl Into<Cow<'a, str>>>) {
        self.set(index, Value::Strings(values.into_iter().map(Into::into).collect()));
    }

    /// Gives parameter `index` its default, or no value if it has none.
    pub fn reset(&mut self, index: usize) {
        if let Some(parameter) = self.rules.parameters.get(index) {
            self.set(index, parameter.default.map_or(Value::Null, constant));
        }
    }

    pub(crate) fn set(&mut self, index: usize, value: Value<'a>) {
        if let Some(place) = self.values.get_mut(index) {
            *place = value;
        }
    }

    pub(crate) fn is_unset(&self, index: usize) -> bool {
        self.values.get(index).is_some_and(|value| *value == Value::Null)
    }

    /// The same values, borrowed from nothing. Errors will not tell where a region was looked for.
    pub(crate) fn detached(&self) -> Params<'static> {
        Params { rules: self.rules, values: self.values.iter().map(Value::detached).collect(), client: None }
    }

    /// The rule set they are for.
    pub fn rules(&self) -> &'static RuleSet {
        self.rules
    }

    /// The string parameter `index` has, if it has one.
    pub fn string(&self, index: usize) -> Option<&str> {
        match self.values.get(index) {
            Some(Value::String(text)) => Some(text),
            _ => None,
        }
    }

    /// The boolean parameter `index` has, if it has one.
    pub fn boolean(&self, index: usize) -> Option<bool> {
        match self.values.get(index) {
            Some(Value::Boolean(value)) => Some(*value),
            _ => None,
        }
    }

    /// Parameters with their values.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'static Parameter, &Value<'a>)> {
        self.rules.parameters.iter().zip(&self.values)
    }

    /// Whether required parameters have values, and all values are of the right type.
    pub(crate) fn check(&self) -> Result<(), Error> {
        for (parameter, value) in self.iter() {
            match (parameter.ty, value) {
                (_, Value::Null) if !parameter.required => {}
                (ParameterType::String, Value::String(_))
                | (ParameterType::Boolean, Value::Boolean(_))
                | (ParameterType::StringArray, Value::Strings(_)) => {}
                (_, Value::Null) if parameter.built_in == Some(BuiltIn::Region) => {
                    return Err(self.explain(Error::new(ErrorKind::Endpoint, "a region is required")));
                }
                (_, Value::Null) => {
                    let message =
                        format!("endpoint parameter {} is required and has no value", parameter.name);
                    return Err(Error::new(ErrorKind::Endpoint, message));
                }
                (ty, other) => {
                    let message =
                        format!("endpoint parameter {} is {ty:?}, not {}", parameter.name, other.kind());
                    return Err(Error::new(ErrorKind::Endpoint, message));
                }
            }
        }
        Ok(())
    }

    /// Adds the parameters to an error of the rules; or tells how to set a region if it is that which is missing.
    pub(crate) fn explain(&self, error: Error) -> Error {
        let region = self.iter().find(|(parameter, _)| parameter.built_in == Some(BuiltIn::Region));
        if let (Some((_, Value::Null)), Some((service, searched))) = (region, self.client) {
            let message = format!(
                "no region is set for {service}; looked at: {searched}. Set one of these, or give one in code with \
                 `Session::builder().region(…)`"
            );
            return Error::new(ErrorKind::Configuration, message);
        }
        let mut message = error.to_string();
        let mut separator = " (endpoint parameters: ";
        for (parameter, value) in self.iter() {
            // Writing to a string cannot fail.
            let _ = match value {
                Value::String(text) => write!(message, "{separator}{}={text}", parameter.name),
                Value::Boolean(value) => write!(message, "{separator}{}={value}", parameter.name),
                Value::Strings(texts) => {
                    write!(message, "{separator}{}=[{}]", parameter.name, texts.join(", "))
                }
                _ => continue,
            };
            separator = ", ";
        }
        if separator == ", " {
            message.push(')');
        }
        Error::new(error.kind(), message)
    }
}

/// A constant of the model.
pub(crate) fn constant(value: ContextValue) -> Value<'static> {
    match value {
        ContextValue::String(text) => Value::String(Cow::Borrowed(text)),
        ContextValue::Boolean(value) => Value::Boolean(value),
        ContextValue::StringArray(texts) => {
            Value::Strings(texts.iter().map(|text| Cow::Borrowed(*text)).collect())
        }
    }
}
