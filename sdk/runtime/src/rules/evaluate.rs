//! The interpreter of rule sets.

use super::functions::{is_valid_host_label, is_virtual_hostable_bucket, substring};
use super::table::{Condition, EndpointTemplate, Expression, Function, Piece, Rule, RuleSet};
use super::url::encode;
use super::value::Value;
use super::{Arn, Endpoint, EndpointAuth, Partition, Url};
use crate::error::{Error, ErrorKind};
use std::borrow::Cow;

/// The endpoint that `rules` give for these values of their parameters.
///
/// # Errors
/// The message of the rule that refuses them, or that no rule fits.
pub(super) fn evaluate(rules: &'static RuleSet, values: &[Value<'_>]) -> Result<Endpoint, Error> {
    let mut slots = Vec::with_capacity(rules.slots);
    slots.extend(values.iter().map(Value::borrow));
    slots.resize(rules.slots.max(slots.len()), Value::Null);
    let mut evaluation = Evaluation { rules, slots };
    let mut at = 0;
    while let Some(rule) = rules.rules.get(at) {
        match *rule {
            Rule::Tree { conditions, end } => match evaluation.hold(conditions)? {
                true => at += 1,
                // Never back: a rule set that says so would never end.
                false => at = usize::from(end).max(at + 1),
            },
            Rule::Endpoint { conditions, endpoint } => {
                if evaluation.hold(conditions)? {
                    return evaluation.endpoint(usize::from(endpoint));
                }
                at += 1;
            }
            Rule::Error { conditions, error } => {
                if evaluation.hold(conditions)? {
                    let message = rules.errors.get(usize::from(error)).unwrap_or(&Expression::Text(""));
                    return Err(refuse(evaluation.string(message)?));
                }
                at += 1;
            }
        }
    }
    Err(refuse("no rule gives an endpoint"))
}

fn refuse(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Endpoint, message.into())
}

struct Evaluation<'a> {
    rules: &'static RuleSet,
    /// Parameters first, then the variables of the rules that hold.
    slots: Vec<Value<'a>>,
}

impl<'a> Evaluation<'a> {
    /// Whether all conditions hold: none gives false or nothing.
    fn hold(&mut self, conditions: &[u16]) -> Result<bool, Error> {
        for &index in conditions {
            let Some(Condition { function, assign }) = self.rules.conditions.get(usize::from(index)) else {
                return Ok(false);
            };
            let value = self.call(function)?;
            if matches!(value, Value::Null | Value::Boolean(false)) {
                return Ok(false);
            }
            if let Some(slot) = assign.and_then(|slot| self.slots.get_mut(usize::from(slot))) {
                *slot = value;
            }
        }
        Ok(true)
    }

    fn call(&self, function: &'static Function) -> Result<Value<'a>, Error> {
        Ok(match function {
            Function::IsSet(value) => Value::Boolean(self.value(value)? != Value::Null),
            Function::Not(value) => {
                Value::Boolean(matches!(self.value(value)?, Value::Null | Value::Boolean(false)))
            }
            Function::GetAttribute(Expression::Slot(slot), attribute) => match self.slot(*slot) {
                Some(value) => value.attribute(*attribute),
                None => Value::Null,
            },
            Function::GetAttribute(value, attribute) => self.value(value)?.attribute(*attribute),
            Function::StringEquals(left, right) => Value::Boolean(self.string(left)? == self.string(right)?),
            Function::BooleanEquals(left, right) => {
                Value::Boolean(self.boolean(left)? == self.boolean(right)?)
            }
            Function::Substring { input, start, stop, reverse } => {
                Value::text(substring(&self.string(input)?, *start, *stop, *reverse))
            }
            Function::UriEncode(value) => {
                Value::text(self.optional_string(value)?.map(|text| Cow::Owned(encode(&text))))
            }
            Function::ParseUrl(value) => {
                self.optional_string(value)?.and_then(Url::parse).map_or(Value::Null, Value::Url)
            }
            Function::ParseArn(value) => {
                self.optional_string(value)?.and_then(Arn::parse).map_or(Value::Null, Value::Arn)
            }
            Function::Partition(value) => {
                let region = self.optional_string(value)?.unwrap_or_default();
                Partition::of(self.rules.partitions, &region).map_or(Value::Null, Value::Partition)
            }
            Function::IsValidHostLabel(value, dots) => {
                let label = self.optional_string(value)?;
                Value::Boolean(label.is_some_and(|label| is_valid_host_label(&label, *dots)))
            }
            Function::IsVirtualHostableBucket(value, dots) => {
                let bucket = self.optional_string(value)?;
                Value::Boolean(bucket.is_some_and(|bucket| is_virtual_hostable_bucket(&bucket, *dots)))
            }
        })
    }

    fn slot(&self, slot: u8) -> Option<&Value<'a>> {
        self.slots.get(usize::from(slot))
    }

    fn value(&self, expression: &'static Expression) -> Result<Value<'a>, Error> {
        Ok(match expression {
            Expression::Slot(slot) => self.slot(*slot).cloned().unwrap_or(Value::Null),
            Expression::Boolean(value) => Value::Boolean(*value),
            Expression::Text(text) => Value::String(Cow::Borrowed(text)),
            Expression::Template(pieces) => Value::String(Cow::Owned(self.template(pieces)?)),
            Expression::Call(function) => self.call(function)?,
        })
    }

    fn boolean(&self, expression: &'static Expression) -> Result<bool, Error> {
        match self.value(expression)? {
            Value::Boolean(value) => Ok(value),
            other => Err(refuse(format!("the rules compare {} as a boolean", other.kind()))),
        }
    }

    fn string(&self, expression: &'static Expression) -> Result<Cow<'a, str>, Error> {
        match self.value(expression)? {
            Value::String(text) => Ok(text),
            other => Err(refuse(format!("the rules use {} as a string", other.kind()))),
        }
    }

    fn optional_string(&self, expression: &'static Expression) -> Result<Option<Cow<'a, str>>, Error> {
        match self.value(expression)? {
            Value::Null => Ok(None),
            Value::String(text) => Ok(Some(text)),
            other => Err(refuse(format!("the rules use {} as a string", other.kind()))),
        }
    }

    fn template(&self, pieces: &[Piece]) -> Result<String, Error> {
        let mut text = String::with_capacity(64);
        for piece in pieces {
            match *piece {
                Piece::Text(literal) => text.push_str(literal),
                Piece::Slot(slot) => push(&mut text, self.slot(slot).unwrap_or(&Value::Null))?,
                Piece::Attribute(slot, attribute) => {
                    let value = self.slot(slot).map_or(Value::Null, |value| value.attribute(attribute));
                    push(&mut text, &value)?;
                }
            }
        }
        Ok(text)
    }

    fn endpoint(&self, index: usize) -> Result<Endpoint, Error> {
        let Some(template) = self.rules.endpoints.get(index) else {
            return Err(refuse("no rule gives an endpoint"));
        };
        let EndpointTemplate { url, headers, auth_schemes, backend, metric_values } = template;
        let header = |(name, value): &'static (&'static str, Expression)| -> Result<_, Error> {
            Ok(((*name).to_owned(), self.string(value)?.into_owned()))
        };
        Ok(Endpoint {
            url: self.string(url)?.into_owned(),
            headers: headers.iter().map(header).collect::<Result<_, _>>()?,
            auth_schemes: auth_schemes
                .iter()
                .map(|scheme| self.auth_scheme(scheme))
                .collect::<Result<_, _>>()?,
            backend: match backend {
                Some(backend) => Some(self.string(backend)?.into_owned()),
                None => None,
            },
            metric_values: metric_values.iter().map(|value| (*value).to_owned()).collect(),
        })
    }

    fn auth_scheme(&self, scheme: &'static super::AuthTemplate) -> Result<EndpointAuth, Error> {
        let mut signing_region: Option<String> = None;
        for region in scheme.signing_regions {
            let region = self.string(region)?;
            match &mut signing_region {
                Some(regions) => {
                    regions.push(',');
                    regions.push_str(&region);
                }
                None => signing_region = Some(region.into_owned()),
            }
        }
        Ok(EndpointAuth {
            scheme: scheme.scheme,
            signing_name: match &scheme.signing_name {
                Some(name) => Some(self.string(name)?.into_owned()),
                None => None,
            },
            signing_region,
            disable_double_encoding: scheme.disable_double_encoding,
        })
    }
}

fn push(text: &mut String, value: &Value<'_>) -> Result<(), Error> {
    match value {
        Value::String(value) => text.push_str(value),
        other => return Err(refuse(format!("the rules put {} into a text", other.kind()))),
    }
    Ok(())
}
