//! [`PresignedPost`]: a signed form.

use std::fmt;
use std::time::SystemTime;

/// Fields that are as good as credentials: who has them can upload.
const SECRET: [&str; 3] = ["policy", "x-amz-signature", "x-amz-security-token"];

/// A signed form by which anyone can upload an object, without credentials, until [`valid_until`](Self::valid_until).
///
/// To use it, send a POST with a body of the type `multipart/form-data` to [`url`](Self::url): first all
/// [`fields`](Self::fields), then those that a condition leaves to the uploader, and last the file, in a field called `file`.
///
/// Treat it as a secret. `Debug` shows neither policy nor signature nor session token.
#[derive(Clone, PartialEq, Eq)]
pub struct PresignedPost {
    url: String,
    fields: Vec<(String, String)>,
    valid_until: SystemTime,
}

impl PresignedPost {
    pub(super) fn new(url: String, valid_until: SystemTime) -> Self {
        Self { url, fields: Vec::new(), valid_until }
    }

    /// Sets a field: at the place that it has, or at the end.
    pub(super) fn set(&mut self, name: &str, value: String) {
        match self.fields.iter_mut().find(|(other, _)| other.eq_ignore_ascii_case(name)) {
            Some((_, other)) => *other = value,
            None => self.fields.push((name.to_owned(), value)),
        }
    }

    /// The URL to send the form to.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Names and values of the fields to send before the file, in boto3's order.
    pub fn fields(&self) -> &[(String, String)] {
        &self.fields
    }

    /// The value of a field.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    /// When the form ceases to be valid: after its lifetime, and no later than the credentials it was signed by. Those of a
    /// role end after an hour or so.
    pub fn valid_until(&self) -> SystemTime {
        self.valid_until
    }

    /// URL and fields, without a copy.
    pub fn into_parts(self) -> (String, Vec<(String, String)>) {
        (self.url, self.fields)
    }
}

impl fmt::Debug for PresignedPost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |(name, value): &(String, String)| match SECRET.contains(&name.as_str()) {
            true => (name.clone(), "[redacted]".to_owned()),
            false => (name.clone(), value.clone()),
        };
        f.debug_struct("PresignedPost")
            .field("url", &self.url)
            .field("fields", &self.fields.iter().map(shown).collect::<Vec<_>>())
            .field("valid_until", &self.valid_until)
            .finish()
    }
}
