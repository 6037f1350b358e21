//! Operations: what goes in and out, and what the model says of the way.

use super::XmlNamespace;
use indexmap::IndexMap;
use serde::Deserialize;
use serde::de::IgnoredAny;

/// An operation.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Operation {
    /// The name on the wire.
    pub name: String,
    /// Method and path.
    pub http: Http,
    /// The input structure.
    pub input: Option<InputRef>,
    /// The output structure.
    pub output: Option<OutputRef>,
    /// Exceptions it is known to throw.
    #[serde(default)]
    pub errors: Vec<ErrorRef>,
    /// What it does, HTML.
    #[serde(default)]
    pub documentation: String,
    /// A prefix for the host.
    pub endpoint: Option<HostPrefix>,
    /// Constant endpoint parameters.
    #[serde(default)]
    pub static_context_params: IndexMap<String, StaticContextParam>,
    /// Endpoint parameters taken from the input by an expression.
    #[serde(default)]
    pub operation_context_params: IndexMap<String, OperationContextParam>,
    /// How it is authenticated: older form.
    pub authtype: Option<String>,
    /// How it is authenticated: auth schemes, best first.
    #[serde(default)]
    pub auth: Vec<String>,
    /// Whether the payload is left out of the signature.
    #[serde(default)]
    pub unsigned_payload: bool,
    /// Whether a checksum is required.
    #[serde(default)]
    pub http_checksum_required: bool,
    /// Checksums of request and response.
    pub http_checksum: Option<HttpChecksum>,
    /// Encodings the request may be compressed with.
    pub requestcompression: Option<RequestCompression>,
    /// Whether it can be sent to an endpoint that the service tells.
    #[serde(rename = "endpointdiscovery")]
    pub endpoint_discovery: Option<EndpointDiscovery>,
    /// Whether it is by this one that the service tells endpoints.
    #[serde(default, rename = "endpointoperation")]
    pub endpoint_operation: bool,
    /// Whether it should not be used any more.
    #[serde(default)]
    pub deprecated: bool,
    /// What to use instead.
    #[serde(default)]
    pub deprecated_message: String,
    #[serde(default, rename = "deprecatedSince")]
    _deprecated_since: IgnoredAny,
    #[serde(default, rename = "idempotent")]
    _idempotent: IgnoredAny,
    #[serde(default, rename = "readonly")]
    _readonly: IgnoredAny,
}

/// Method and path of an operation.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Http {
    /// The method.
    pub method: String,
    /// Path and constant query string, with labels.
    pub request_uri: String,
    #[serde(default, rename = "responseCode")]
    _response_code: IgnoredAny,
}

/// An operation's reference to its input.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct InputRef {
    /// The structure.
    pub shape: String,
    /// The root element of an XML body.
    #[serde(default)]
    pub location_name: String,
    /// The namespace of the root element.
    pub xml_namespace: Option<XmlNamespace>,
    #[serde(default, rename = "documentation")]
    _documentation: IgnoredAny,
}

/// An operation's reference to its output.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OutputRef {
    /// The structure.
    pub shape: String,
    /// The element around the output (query).
    #[serde(default)]
    pub result_wrapper: String,
    #[serde(default, rename = "locationName")]
    _location_name: IgnoredAny,
    #[serde(default, rename = "documentation")]
    _documentation: IgnoredAny,
}

/// An operation's reference to an exception.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ErrorRef {
    /// The exception.
    pub shape: String,
    #[serde(default, rename = "documentation")]
    _documentation: IgnoredAny,
    #[serde(default, rename = "exception")]
    _exception: IgnoredAny,
    #[serde(default, rename = "error")]
    _error: IgnoredAny,
}

/// A prefix for the host.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HostPrefix {
    /// Text with labels.
    #[serde(default)]
    pub host_prefix: String,
}

/// A constant endpoint parameter.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StaticContextParam {
    /// Its value.
    pub value: StaticValue,
}

/// The value of a constant endpoint parameter.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum StaticValue {
    /// A boolean.
    Boolean(bool),
    /// A string.
    String(String),
    /// A list of strings.
    StringArray(Vec<String>),
}

/// An endpoint parameter taken from the input.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OperationContextParam {
    /// A JMESPath expression.
    pub path: String,
}

/// Checksums of request and response.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HttpChecksum {
    /// Whether a request without one is refused.
    #[serde(default)]
    pub request_checksum_required: bool,
    /// The input member that chooses the algorithm.
    pub request_algorithm_member: Option<String>,
    /// The input member that asks for validation of the response.
    pub request_validation_mode_member: Option<String>,
    /// Algorithms a response may carry.
    #[serde(default)]
    pub response_algorithms: Vec<String>,
}

/// Whether an operation has to be sent to an endpoint that the service tells.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EndpointDiscovery {
    /// Otherwise it may.
    #[serde(default)]
    pub required: bool,
}

/// Encodings a request may be compressed with.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequestCompression {
    /// The encodings.
    pub encodings: Vec<String>,
}
