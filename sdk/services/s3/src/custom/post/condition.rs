//! [`PostCondition`]: what the policy of a form requires.

use super::text::quoted;
use std::fmt;

/// What the policy of a [presigned POST](crate::Client::presigned_post) requires of the form that is uploaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostCondition {
    /// The field it is about; none for the length of the file.
    field: Option<String>,
    /// The condition in JSON.
    json: String,
}

impl PostCondition {
    /// The field must have this value: `{"acl": "private"}`.
    pub fn equals(field: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        let field = plain(field.as_ref());
        let json = format!("{{{}: {}}}", quoted(field), quoted(value.as_ref()));
        Self { field: Some(field.to_owned()), json }
    }

    /// The value of the field must begin like this: `["starts-with", "$Content-Type", "image/"]`. Any value begins with an
    /// empty text.
    pub fn starts_with(field: impl AsRef<str>, prefix: impl AsRef<str>) -> Self {
        let field = plain(field.as_ref());
        let json =
            format!("[\"starts-with\", {}, {}]", quoted(&format!("${field}")), quoted(prefix.as_ref()));
        Self { field: Some(field.to_owned()), json }
    }

    /// The file must have at least `min` and at most `max` bytes: `["content-length-range", 1, 1000]`.
    pub fn content_length_range(min: u64, max: u64) -> Self {
        Self { field: None, json: format!("[\"content-length-range\", {min}, {max}]") }
    }

    /// A condition as boto3's `Conditions` have it: `{"acl": "private"}`, `["eq", "$acl", "private"]`.
    ///
    /// # Errors
    /// When it is not an object with one member, or a list of three items that begins with a text; or when it holds a number
    /// that is not whole.
    #[cfg(feature = "json")]
    pub fn from_json(condition: &tucuxi::json::Value) -> Result<Self, tucuxi::Error> {
        use tucuxi::json::Value;
        let bad = || {
            let message = format!("`{condition}` is not a condition of a policy");
            tucuxi::Error::validation(message)
                .with_hint("conditions are {\"field\": ..} or [\"operator\", .., ..]")
        };
        let field = match condition {
            Value::Object(members) if members.len() == 1 => members.keys().next().cloned(),
            Value::Array(items) => match items.as_slice() {
                [Value::String(_), Value::String(field), _] => Some(plain(field).to_owned()),
                [Value::String(_), _, _] => None,
                _ => return Err(bad()),
            },
            _ => return Err(bad()),
        };
        let json = super::text::json(condition).ok_or_else(bad)?;
        Ok(Self { field, json })
    }

    /// The field it is about.
    pub(super) fn field(&self) -> Option<&str> {
        self.field.as_deref()
    }
}

/// The condition in JSON.
impl fmt::Display for PostCondition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.json)
    }
}

/// The name of a field without the `$` that it has in a list.
fn plain(field: &str) -> &str {
    field.strip_prefix('$').unwrap_or(field)
}
