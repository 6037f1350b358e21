//! [`TextSigner`]: signatures of texts that are not requests.

use super::sigv4::{self, Algorithm, Signer};
use crate::error::Error;
use crate::identity::Credentials;
use std::fmt;
use std::time::{Duration, SystemTime};

/// Signs texts, such as the policy of a form, by Signature Version 4. What receives the text has to be told
/// [`algorithm`](Self::algorithm), [`credential`](Self::credential), [`date`](Self::date) and the session token.
pub struct TextSigner {
    credentials: Credentials,
    region: String,
    name: String,
    start: SystemTime,
}

impl TextSigner {
    pub(super) fn new(credentials: Credentials, region: String, name: String, start: SystemTime) -> Self {
        Self { credentials, region, name, start }
    }

    /// `AWS4-HMAC-SHA256`.
    pub fn algorithm(&self) -> &'static str {
        Algorithm::Hmac.name()
    }

    /// The access key and what the signature is for: `AKID/20260101/eu-west-1/s3/aws4_request`.
    pub fn credential(&self) -> String {
        self.signer().credential(&self.date())
    }

    /// When the text is signed: `20260101T000000Z`.
    pub fn date(&self) -> String {
        sigv4::amz_date(self.start)
    }

    /// The session token of short-lived credentials.
    pub fn session_token(&self) -> Option<&str> {
        self.credentials.session_token()
    }

    /// When a text ends that is to be valid for `lifetime` from the date of the signature on. Parts of a second do not count.
    ///
    /// # Errors
    /// When `lifetime` is less than a second or more than seven days, or ends beyond the times of this system.
    pub fn end(&self, lifetime: Duration) -> Result<SystemTime, Error> {
        sigv4::check_lifetime(lifetime)?;
        let end = self.start.checked_add(Duration::from_secs(lifetime.as_secs()));
        end.ok_or_else(|| Error::configuration("a presigned request cannot end that late"))
    }

    /// When the credentials cease to be valid, and so the signature.
    pub fn expiration(&self) -> Option<SystemTime> {
        self.credentials.expiration()
    }

    /// The signature of `text`, in hexadecimal digits.
    pub fn sign(&self, text: &str) -> String {
        self.signer().hmac(text, &self.date())
    }

    fn signer(&self) -> Signer<'_> {
        Signer {
            credentials: &self.credentials,
            algorithm: Algorithm::Hmac,
            region: &self.region,
            name: &self.name,
            s3: false,
            time: self.start,
        }
    }
}

/// Without the keys.
impl fmt::Debug for TextSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TextSigner")
            .field("region", &self.region)
            .field("name", &self.name)
            .field("start", &self.start)
            .finish_non_exhaustive()
    }
}
