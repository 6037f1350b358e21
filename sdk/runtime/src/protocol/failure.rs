//! [`Failure`]: why a body cannot be read or written, and where.

use crate::error::{Error, Origin};
use std::borrow::Cow;
use std::fmt;

/// What went wrong, at which member and which byte: `Table.Items[3].S: expected a string (at byte 210)`.
///
/// The path is put together while the error travels up, so that a body without errors pays nothing for it.
#[derive(Debug)]
pub(crate) struct Failure(Box<Repr>);

#[derive(Debug)]
struct Repr {
    message: Cow<'static, str>,
    offset: Option<usize>,
    /// Innermost step first.
    path: Vec<Step>,
    origin: Origin,
}

#[derive(Debug)]
enum Step {
    Member(&'static str),
    Item(usize),
    Key(String),
}

impl Failure {
    /// A failure with no place yet.
    #[cold]
    pub(crate) fn new(message: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Repr {
            message: message.into(),
            offset: None,
            path: Vec::new(),
            origin: Origin::Service,
        }))
    }

    /// A failure of a body that is not the service's.
    #[cold]
    pub(crate) fn foreign(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(message).with_origin(Origin::Foreign)
    }

    /// Of a body that comes from `origin`.
    pub(crate) fn with_origin(mut self, origin: Origin) -> Self {
        self.0.origin = origin;
        self
    }

    /// Foreign, unless the body `is_whole`: a whole document of the protocol.
    pub(crate) fn unless(self, is_whole: impl FnOnce() -> bool) -> Self {
        match self.0.origin == Origin::Service && !is_whole() {
            true => self.with_origin(Origin::Foreign),
            false => self,
        }
    }

    /// With the offset in the body, unless an inner place gave one.
    pub(crate) fn at(mut self, offset: usize) -> Self {
        self.0.offset.get_or_insert(offset);
        self
    }

    /// Inside of member `name`, as the model calls it.
    pub(crate) fn in_member(mut self, name: &'static str) -> Self {
        self.0.path.push(Step::Member(name));
        self
    }

    /// Inside of item `index` of a list.
    pub(crate) fn in_item(mut self, index: usize) -> Self {
        self.0.path.push(Step::Item(index));
        self
    }

    /// Inside of the value at `key` of a map.
    pub(crate) fn in_key(mut self, key: &str) -> Self {
        self.0.path.push(Step::Key(key.to_owned()));
        self
    }

    /// As the error of a request that cannot be written.
    pub(crate) fn serialize(self) -> Error {
        Error::serialize(self.to_string())
    }

    /// As the error of a response that cannot be read.
    pub(crate) fn parse(self) -> Error {
        Error::parse(self.to_string()).with_origin(self.0.origin)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Repr { message, offset, path, .. } = &*self.0;
        for (depth, step) in path.iter().rev().enumerate() {
            match step {
                Step::Member(name) if depth == 0 => f.write_str(name)?,
                Step::Member(name) => write!(f, ".{name}")?,
                Step::Item(index) => write!(f, "[{index}]")?,
                Step::Key(key) => write!(f, "[{key:?}]")?,
            }
        }
        if !path.is_empty() {
            f.write_str(": ")?;
        }
        f.write_str(message)?;
        match offset {
            Some(offset) => write!(f, " (at byte {offset})"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_place() {
        let inner = Failure::new("expected a string").at(210).in_member("S").in_item(3);
        let failure = inner.at(0).in_member("Items").in_key("a \"b\"").in_member("Table");
        assert_eq!(failure.to_string(), r#"Table["a \"b\""].Items[3].S: expected a string (at byte 210)"#);
        assert_eq!(Failure::new("empty").to_string(), "empty");
    }
}
