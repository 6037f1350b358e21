//! `service.json`: operations and shapes.
//!
//! Every key botocore's models use is listed here. One that is not is an error: a trait nobody has read about
//! may change what goes over the wire. Keys that botocore itself does not act on are read and dropped.

mod operation;
mod shape;

pub use operation::*;
pub use shape::*;

use crate::Error;
use indexmap::IndexMap;
use serde::Deserialize;
use serde::de::IgnoredAny;

/// A service model.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Service {
    /// Facts about the service as a whole.
    pub metadata: Metadata,
    /// Operations by name.
    pub operations: IndexMap<String, Operation>,
    /// Shapes by name.
    pub shapes: IndexMap<String, Shape>,
    /// What the service is, HTML.
    #[serde(default)]
    pub documentation: String,
    /// Endpoint parameters that client configuration sets.
    #[serde(default)]
    pub client_context_params: IndexMap<String, ClientContextParam>,
    /// Whether the service should not be used any more.
    #[serde(default)]
    pub deprecated: bool,
    /// What to use instead.
    #[serde(default)]
    pub deprecated_message: String,
    #[serde(default, rename = "version")]
    _version: IgnoredAny,
    #[serde(default, rename = "examples")]
    _examples: IgnoredAny,
}

impl Service {
    /// Reads the text of a service model. `file` names it in errors.
    pub fn parse(file: &str, text: &str) -> Result<Self, Error> {
        if let Ok(service) = serde_json::from_str(text) {
            return Ok(service);
        }
        // the second, slower reading finds the place of the error
        let mut json = serde_json::Deserializer::from_str(text);
        serde_path_to_error::deserialize(&mut json).map_err(|error| {
            let place = error.path().to_string();
            Error::new(file, if place == "." { String::new() } else { place }, error.into_inner().to_string())
        })
    }
}

/// Facts about the service as a whole.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Metadata {
    /// The date that names the version of the API.
    pub api_version: String,
    /// The host's first part, and the default signing name.
    pub endpoint_prefix: String,
    /// The protocol where there is no list.
    pub protocol: String,
    /// Protocols the service speaks.
    #[serde(default)]
    pub protocols: Vec<String>,
    /// The service's name in configuration.
    pub service_id: String,
    /// The signature where there is no list of auth schemes.
    #[serde(default)]
    pub signature_version: String,
    /// Auth schemes, best first.
    #[serde(default)]
    pub auth: Vec<String>,
    /// The name requests are signed for.
    pub signing_name: Option<String>,
    /// Version of the JSON protocol.
    #[serde(default)]
    pub json_version: String,
    /// What stands before the operation in `X-Amz-Target`.
    #[serde(default)]
    pub target_prefix: String,
    /// There for services that once spoke the query protocol.
    pub aws_query_compatible: Option<IgnoredAny>,
    /// The service's name for people.
    #[serde(default)]
    pub service_full_name: String,
    /// The service's short name for people.
    #[serde(default)]
    pub service_abbreviation: String,
    #[serde(default, rename = "xmlNamespace")]
    _xml_namespace: IgnoredAny,
    #[serde(default, rename = "globalEndpoint")]
    _global_endpoint: IgnoredAny,
    #[serde(default, rename = "uid")]
    _uid: IgnoredAny,
    #[serde(default, rename = "protocolSettings")]
    _protocol_settings: IgnoredAny,
    #[serde(default, rename = "checksumFormat")]
    _checksum_format: IgnoredAny,
    #[serde(default, rename = "ripServiceName")]
    _rip_service_name: IgnoredAny,
    #[serde(default, rename = "timestampFormat")]
    _timestamp_format: IgnoredAny,
}

/// An endpoint parameter that client configuration sets.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClientContextParam {
    /// What it does.
    #[serde(default)]
    pub documentation: String,
    #[serde(default, rename = "type")]
    _type: IgnoredAny,
}
