//! [`Element`]: the start of an element.

use super::entities;
use crate::protocol::failure::Failure;
use std::borrow::Cow;

/// The start tag of an element.
#[derive(Clone, Copy)]
pub(in crate::protocol) struct Element<'a> {
    /// The name without its namespace prefix.
    pub(super) name: &'a str,
    /// What stands behind the name.
    pub(super) attributes: &'a str,
}

impl<'a> Element<'a> {
    /// The name without its namespace prefix.
    #[inline]
    pub(in crate::protocol) fn name(&self) -> &'a str {
        self.name
    }

    /// The value of the attribute `name`. Prefixes are left aside: a document may choose its own.
    pub(in crate::protocol) fn attribute(&self, name: &str) -> Result<Option<Cow<'a, str>>, Failure> {
        let wanted = local(name);
        let mut rest = self.attributes.trim_ascii();
        while !rest.is_empty() {
            let (name, value, behind) = split(rest)
                .ok_or_else(|| Failure::new(format!("the attributes of `<{}>` are no XML", self.name)))?;
            if local(name) == wanted && !name.starts_with("xmlns:") {
                return entities::resolve(value).map(Some);
            }
            rest = behind.trim_ascii_start();
        }
        Ok(None)
    }
}

/// Splits `name="value" rest`.
fn split(text: &str) -> Option<(&str, &str, &str)> {
    let (name, behind) = text.split_once('=')?;
    let behind = behind.trim_ascii_start();
    let quote = behind.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let (value, rest) = behind.get(1..)?.split_once(quote)?;
    Some((name.trim_ascii_end(), value, rest))
}

/// `name` without its prefix.
fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}
