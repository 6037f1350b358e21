//! [`Value`]: what parameters, variables and functions of the rules language hold.

use super::table::Attribute;
use super::{Arn, Partition, Url};
use std::borrow::Cow;

/// A value while rules are evaluated. Text is borrowed from the parameters wherever it can be.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value<'a> {
    /// Nothing.
    Null,
    /// A boolean.
    Boolean(bool),
    /// A string.
    String(Cow<'a, str>),
    /// A list of strings.
    Strings(Vec<Cow<'a, str>>),
    /// A partition.
    Partition(&'static Partition),
    /// The parts of a URL.
    Url(Url<'a>),
    /// The parts of an ARN.
    Arn(Arn<'a>),
}

impl<'a> Value<'a> {
    /// The same value, borrowing from this one.
    pub(crate) fn borrow(&'a self) -> Value<'a> {
        match self {
            Value::String(text) => Value::String(Cow::Borrowed(text)),
            Value::Strings(texts) => {
                Value::Strings(texts.iter().map(|text| Cow::Borrowed(&**text)).collect())
            }
            other => other.clone(),
        }
    }

    /// The value of a parameter, borrowing from nothing.
    pub(crate) fn detached(&self) -> Value<'static> {
        let text = |text: &Cow<'_, str>| Cow::Owned(text.clone().into_owned());
        match self {
            Value::String(value) => Value::String(text(value)),
            Value::Boolean(value) => Value::Boolean(*value),
            Value::Strings(values) => Value::Strings(values.iter().map(text).collect()),
            // Parameters hold nothing else.
            _ => Value::Null,
        }
    }

    /// An attribute; nothing where there is none.
    pub(crate) fn attribute(&self, attribute: Attribute) -> Value<'a> {
        match self {
            Value::Partition(partition) => partition_attribute(partition, attribute),
            Value::Url(url) => url.attribute(attribute),
            Value::Arn(arn) => arn.attribute(attribute),
            Value::Strings(texts) => match attribute {
                Attribute::Item(index) => Value::text(texts.get(usize::from(index)).cloned()),
                _ => Value::Null,
            },
            _ => Value::Null,
        }
    }

    /// A string, or nothing.
    pub(crate) fn text(text: Option<Cow<'a, str>>) -> Value<'a> {
        text.map_or(Value::Null, Value::String)
    }

    /// What kind of value this is, for errors.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Value::Null => "nothing",
            Value::Boolean(_) => "a boolean",
            Value::String(_) => "a string",
            Value::Strings(_) => "a list",
            Value::Partition(_) => "a partition",
            Value::Url(_) => "a URL",
            Value::Arn(_) => "an ARN",
        }
    }
}

fn partition_attribute(partition: &'static Partition, attribute: Attribute) -> Value<'static> {
    let text = |text| Value::String(Cow::Borrowed(text));
    match attribute {
        Attribute::Name => text(partition.name),
        Attribute::DnsSuffix => text(partition.dns_suffix),
        Attribute::DualStackDnsSuffix => text(partition.dual_stack_dns_suffix),
        Attribute::ImplicitGlobalRegion => text(partition.implicit_global_region),
        Attribute::SupportsFips => Value::Boolean(partition.supports_fips),
        Attribute::SupportsDualStack => Value::Boolean(partition.supports_dual_stack),
        _ => Value::Null,
    }
}

/// A part of `text`, borrowed if `text` is. Nothing if `range` is not one of its parts.
pub(crate) fn part<'a>(text: &Cow<'a, str>, range: std::ops::Range<usize>) -> Option<Cow<'a, str>> {
    match text {
        Cow::Borrowed(text) => text.get(range).map(Cow::Borrowed),
        Cow::Owned(text) => text.get(range).map(|part| Cow::Owned(part.to_owned())),
    }
}
