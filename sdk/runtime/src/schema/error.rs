//! [`ErrorDocument`]: what an error response says.

/// What an error response says.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct ErrorDocument {
    /// The error code, cleaned: what boto3 has at `Error.Code`.
    pub code: String,
    /// The message; empty if there is none.
    pub message: String,
    /// The code of the shape, where a query-compatible service sends a different `code`; boto3's `QueryErrorCode`.
    pub query_error_code: Option<String>,
    /// `Sender` or `Receiver`, where the response says.
    pub fault: Option<String>,
    /// The request id, where the body carries it.
    pub request_id: Option<String>,
    /// The host id, where the body carries it (S3).
    pub host_id: Option<String>,
    /// What else it says, such as the key that S3 did not find.
    pub details: Details,
}

use std::fmt;

/// How many details of an error are kept.
const MOST: usize = 32;
/// How many bytes the names and values of an error's details may take together.
const LARGEST: usize = 16 << 10;

/// The texts that an error response holds beside code, message and ids, whether the model has members for them or not: S3
/// tells `Key` and `BucketName`. They are kept in the order of the response: at most 32, and 16 KiB of names and values. What
/// is beyond that is left out, and so are lists and structures. `Debug` shows the names alone: after a wrong signature S3
/// sends the signed request back, session token included.
#[derive(Clone, Default, PartialEq)]
pub struct Details {
    entries: Vec<(String, String)>,
    size: usize,
}

impl Details {
    /// The text under this name. Where the name in the response differs in the case of letters only, it counts as well.
    pub fn get(&self, name: &str) -> Option<&str> {
        let exact = self.iter().find(|(other, _)| *other == name);
        exact
            .or_else(|| self.iter().find(|(other, _)| other.eq_ignore_ascii_case(name)))
            .map(|(_, text)| text)
    }

    /// All of them, in the order of the response.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.entries.iter().map(|(name, text)| (name.as_str(), text.as_str()))
    }

    /// Adds one, if there is room for it.
    pub(crate) fn add(&mut self, name: &str, text: &str) {
        let size = self.size + name.len() + text.len();
        if self.entries.len() < MOST && size <= LARGEST && !text.is_empty() {
            self.size = size;
            self.entries.push((name.to_owned(), text.to_owned()));
        }
    }

    /// Whether another one may be added.
    pub(crate) fn has_room(&self) -> bool {
        self.entries.len() < MOST && self.size < LARGEST
    }
}

/// Without the texts.
impl fmt::Debug for Details {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter().map(|(name, _)| name)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_no_text_which_may_hold_a_session_token() {
        let mut details = Details::default();
        details.add("CanonicalRequest", "GET\n/\nx-amz-security-token:secret");
        assert_eq!(format!("{details:?}"), "[\"CanonicalRequest\"]");
        assert!(details.get("canonicalrequest").is_some_and(|text| text.contains("secret")));
    }
}
