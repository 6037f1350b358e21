//! [`Settings`]: what `services.toml` says of a service.

use crate::model::service::StaticValue;
use crate::{Error, Fixup};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// The settings of all services: a table for each that needs one, named like the folder of its model.
#[derive(Clone, Debug, Default)]
pub struct Services {
    tables: BTreeMap<String, Settings>,
}

impl Services {
    /// Reads the text of `services.toml`. `file` names it in errors.
    pub fn parse(file: &str, text: &str) -> Result<Self, Error> {
        let tables = toml::from_str(text).map_err(|error| Error::new(file, "", error.to_string()))?;
        Ok(Self { tables })
    }

    /// The settings of `service`; the defaults where there are none.
    pub fn get(&self, service: &str) -> Settings {
        self.tables.get(service).cloned().unwrap_or_default()
    }

    /// The services of which `tucuxi-identity` holds something.
    pub fn identity(&self) -> impl Iterator<Item = &str> {
        self.tables.iter().filter(|(_, table)| table.identity.is_some()).map(|(name, _)| name.as_str())
    }

    /// The services that have settings.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.tables.keys().map(String::as_str)
    }
}

/// The settings of one service.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Name of the crate; `tucuxi-` and the service's name without it.
    #[serde(rename = "crate")]
    pub crate_name: Option<String>,
    /// Whether nothing is generated for it.
    pub skip: bool,
    /// The protocol, where it is not the one botocore would choose.
    pub protocol: Option<String>,
    /// The auth schemes, where they are not the model's, by the names that models have for them.
    pub auth: Vec<String>,
    /// Constant expressions of type `&'static dyn Interceptor`: the service's own behaviour.
    pub interceptors: Vec<String>,
    /// Whether the crate has a hand-written module `custom`.
    pub custom: bool,
    /// Operations that the module `custom` calls: a crate with a choice of operations holds them beside those chosen.
    pub needs: Vec<String>,
    /// Parts of the module `custom` behind features of the crate, by name.
    pub custom_features: BTreeMap<String, CustomFeature>,
    /// The operation that the first program on the crate's front page calls; the generator chooses one without it.
    pub first: Option<String>,
    /// Corrections of the model.
    pub fixups: Vec<Fixup>,
    /// Retry rules.
    pub retry: Option<Retry>,
    /// Whether a bearer token in the environment is used before all other schemes.
    pub environment_token: bool,
    /// Errors that say by their message, and not by their code, that something is not there: the code, and the end of the
    /// message.
    pub not_found: BTreeMap<String, String>,
    /// Operations whose response may take long.
    pub long_poll: Vec<String>,
    /// Features of the runtime the crate needs beside that of its protocol.
    pub features: Vec<String>,
    /// Defaults of endpoint parameters that client configuration sets, by snake-case name.
    pub context: BTreeMap<String, StaticValue>,
    /// What the crate `tucuxi-identity` holds of it.
    pub identity: Option<IdentitySettings>,
    /// Structures that hold an access key, and convert into credentials of the runtime.
    pub credentials: BTreeSet<String>,
    /// What is special about types of resources, by their names.
    pub resources: BTreeMap<String, ResourceSettings>,
}

/// A part of the module `custom` that a program has to switch on.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CustomFeature {
    /// What it gives, in Markdown, for the front page of the crate.
    pub docs: String,
    /// Features of the runtime that it needs.
    #[serde(default)]
    pub runtime: Vec<String>,
    /// Hand-written crates of the workspace that it needs.
    #[serde(default)]
    pub crates: Vec<String>,
    /// Crates, listed in the workspace, that its tests and the examples in its documentation need.
    #[serde(default)]
    pub examples: Vec<String>,
    /// Features of this kind that it switches on too, where the crate has them.
    #[serde(default)]
    pub brings: Vec<String>,
    /// Operations that it calls: a crate that lacks one of them lacks the feature.
    #[serde(default)]
    pub needs: BTreeSet<String>,
}

/// What `tucuxi-identity` holds of a service: that by which credentials are fetched.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdentitySettings {
    /// The feature of that crate, and of the runtime, that needs it; several services may share one.
    pub feature: String,
    /// Whether few need it, so that programs have to switch the feature on.
    #[serde(default)]
    pub rare: bool,
    /// The operations.
    pub operations: BTreeSet<String>,
}

/// What is special about a type of resources.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ResourceSettings {
    /// The path of a function that loads its data, in place of what its definition says. It is generic over the
    /// operation it calls and the data.
    pub load: Option<String>,
    /// The operation that this function calls: without it there is no load.
    pub operation: Option<String>,
    /// The shape of its data, where its definition names one that its load does not bring.
    pub shape: Option<String>,
}

/// Where a service departs from the standard retry rules.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Retry {
    /// Attempts in standard mode.
    pub max_attempts: u32,
    /// Scale of the back-off in milliseconds.
    pub backoff_scale_ms: u32,
    /// Further codes to retry.
    pub codes: Vec<String>,
    /// Whether a response is checked against its `x-amz-crc32` header.
    pub crc32: bool,
    /// The rules of the legacy mode.
    pub legacy: LegacyRetry,
}

impl Default for Retry {
    fn default() -> Self {
        Self {
            max_attempts: 3,
            backoff_scale_ms: 50,
            codes: Vec::new(),
            crc32: false,
            legacy: LegacyRetry::default(),
        }
    }
}

/// Where a service departs from the rules of the legacy retry mode.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LegacyRetry {
    /// Attempts.
    pub max_attempts: u32,
    /// The first delay in milliseconds; 0 for a random part of a second.
    pub backoff_scale_ms: u32,
    /// Further codes to retry, each with its HTTP status.
    pub codes: BTreeMap<String, u16>,
}

impl Default for LegacyRetry {
    fn default() -> Self {
        Self { max_attempts: 5, backoff_scale_ms: 0, codes: BTreeMap::new() }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_service_has_its_table_or_the_defaults() {
        let text = "[dynamodb]\nretry = { max_attempts = 4, crc32 = true }\nlong_poll = [\"X\"]";
        let services = Services::parse("services.toml", text).unwrap();
        let retry = services.get("dynamodb").retry.unwrap();
        assert_eq!((retry.max_attempts, retry.backoff_scale_ms, retry.crc32), (4, 50, true));
        assert!(services.get("sqs").retry.is_none());
    }

    #[test]
    fn an_unknown_setting_is_an_error() {
        let error = Services::parse("services.toml", "[sqs]\nretries = 3").unwrap_err().to_string();
        assert!(error.contains("services.toml") && error.contains("retries"), "{error}");
    }
}
