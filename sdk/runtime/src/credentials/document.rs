//! JSON documents with credentials, as programs print them and local endpoints serve them.

use super::Credentials;
use super::chain::expiration;
use serde_json::{Map, Value};
use std::fmt;
use zeroize::Zeroize;

/// A JSON object; its strings are wiped from memory when it is dropped.
#[derive(Clone)]
pub(super) struct Document(Map<String, Value>);

impl Document {
    /// Reads a document. What is wrong with it is told without showing it: it holds secrets.
    pub fn parse(text: &[u8]) -> Result<Self, String> {
        serde_json::from_slice(text)
            .map(Self)
            .map_err(|cause| format!("is no JSON object (line {}, column {})", cause.line(), cause.column()))
    }

    /// Any value.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.0.get(key)
    }

    /// The object at `key`.
    #[cfg(feature = "login")]
    pub fn object(&self, key: &str) -> Option<Self> {
        self.get(key).and_then(Value::as_object).cloned().map(Self)
    }

    /// Puts a value in, in place of one that is there.
    #[cfg(any(feature = "sso", feature = "login"))]
    pub fn set(&mut self, key: &str, value: impl Into<Value>) {
        if let Some(mut old) = self.0.insert(key.to_owned(), value.into()) {
            wipe(&mut old);
        }
    }

    /// The document as JSON.
    #[cfg(any(feature = "sso", feature = "login"))]
    pub fn to_text(&self) -> zeroize::Zeroizing<String> {
        serde_json::to_string(&self.0).unwrap_or_default().into()
    }

    /// A string, if it is there and not blank.
    pub fn optional(&self, key: &str) -> Option<String> {
        self.get(key).and_then(Value::as_str).filter(|text| !text.trim().is_empty()).map(str::to_owned)
    }

    /// A string that has to be there.
    pub fn required(&self, key: &str) -> Result<String, String> {
        self.optional(key).ok_or_else(|| format!("has no {key}"))
    }

    /// A string, if it is there; anything else in its place is not passed over, as it means something.
    fn text(&self, key: &str) -> Result<Option<String>, String> {
        match self.get(key) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(_) => Err(format!("has something else than a text as {key}")),
        }
    }

    /// `AccessKeyId`, `SecretAccessKey`, `Expiration` and the token, which has different names.
    pub fn credentials(&self, token: &str, account: Option<String>) -> Result<Credentials, String> {
        let end = self.text("Expiration")?.map(|text| expiration(&text, "Expiration"));
        let end = end.transpose().map_err(|error| format!("is wrong: {error}"))?;
        Ok(Credentials::builder(self.required("AccessKeyId")?, self.required("SecretAccessKey")?)
            .session_token(self.text(token)?.unwrap_or_default())
            .expiration(end)
            .account_id(self.optional("AccountId").or(account).unwrap_or_default())
            .build())
    }
}

impl Drop for Document {
    fn drop(&mut self) {
        self.0.values_mut().for_each(wipe);
    }
}

/// Names only.
impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

fn wipe(value: &mut Value) {
    match value {
        Value::String(text) => text.zeroize(),
        Value::Array(items) => items.iter_mut().for_each(wipe),
        Value::Object(members) => members.values_mut().for_each(wipe),
        _ => {}
    }
}
