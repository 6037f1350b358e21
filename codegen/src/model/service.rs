//! `service.json`: operations and shapes.
//!
//! Every key botocore's models use is listed here. One that is not is an error: a trait nobody has read about
//! may change what goes over the wire. Keys that botocore itself does not act on are read and dropped.

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

/// The kind of a shape.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum ShapeType {
    /// `structure`
    Structure,
    /// `list`
    List,
    /// `map`
    Map,
    /// `string`
    String,
    /// `boolean`
    Boolean,
    /// `integer`
    Integer,
    /// `long`
    Long,
    /// `float`
    Float,
    /// `double`
    Double,
    /// `timestamp`
    Timestamp,
    /// `blob`
    Blob,
}

/// A shape.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Shape {
    /// Its kind.
    #[serde(rename = "type")]
    pub kind: ShapeType,
    /// What it is, HTML.
    #[serde(default)]
    pub documentation: String,
    /// Members of a structure.
    #[serde(default)]
    pub members: IndexMap<String, Member>,
    /// Members that must be given.
    #[serde(default)]
    pub required: Vec<String>,
    /// The item of a list.
    pub member: Option<ItemRef>,
    /// The key of a map.
    pub key: Option<ItemRef>,
    /// The value of a map.
    pub value: Option<ItemRef>,
    /// Known values of a string.
    #[serde(rename = "enum")]
    pub values: Option<Vec<String>>,
    /// Smallest length or number.
    pub min: Option<f64>,
    /// Whether exactly one member is given.
    #[serde(default)]
    pub union: bool,
    /// Whether it is arbitrary JSON.
    #[serde(default)]
    pub document: bool,
    /// Whether it is an exception.
    #[serde(default)]
    pub exception: bool,
    /// How an exception is told on the wire.
    pub error: Option<ErrorTrait>,
    /// Whether an exception may be retried.
    pub retryable: Option<RetryableTrait>,
    /// The member that is the whole body.
    pub payload: Option<String>,
    /// How a timestamp is written.
    pub timestamp_format: Option<TimestampFormat>,
    /// Whether the items of a list or map stand in its parent.
    #[serde(default)]
    pub flattened: bool,
    /// Whether a list or map may hold nulls.
    #[serde(default)]
    pub sparse: bool,
    /// Whether it must not be shown in logs.
    #[serde(default)]
    pub sensitive: bool,
    /// Whether a blob may be of any length.
    #[serde(default)]
    pub streaming: bool,
    /// Whether the length of a streaming blob must be known.
    #[serde(default)]
    pub requires_length: bool,
    /// Whether it is a stream of events, one member for each kind.
    #[serde(default)]
    pub eventstream: bool,
    /// Its element where it is the root of XML, and the name on the wire of members and items that have none.
    pub location_name: Option<String>,
    /// Its XML namespace.
    pub xml_namespace: Option<XmlNamespace>,
    /// Whether it should not be used any more.
    #[serde(default)]
    pub deprecated: bool,
    /// What to use instead.
    #[serde(default)]
    pub deprecated_message: String,
    #[serde(default, rename = "event")]
    _event: IgnoredAny,
    #[serde(default, rename = "max")]
    _max: IgnoredAny,
    #[serde(default, rename = "pattern")]
    _pattern: IgnoredAny,
    #[serde(default, rename = "box")]
    _box: IgnoredAny,
    #[serde(default, rename = "fault")]
    _fault: IgnoredAny,
    #[serde(default, rename = "wrapper")]
    _wrapper: IgnoredAny,
    #[serde(default, rename = "deprecatedSince")]
    _deprecated_since: IgnoredAny,
    #[serde(default, rename = "synthetic")]
    _synthetic: IgnoredAny,
    #[serde(default, rename = "xmlOrder")]
    _xml_order: IgnoredAny,
}

/// How an exception is told on the wire.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ErrorTrait {
    /// Its code, where that is not the shape's name.
    pub code: Option<String>,
    #[serde(default, rename = "httpStatusCode")]
    _http_status_code: IgnoredAny,
    #[serde(default, rename = "senderFault")]
    _sender_fault: IgnoredAny,
    #[serde(default, rename = "fault")]
    _fault: IgnoredAny,
}

/// Whether an exception may be retried.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RetryableTrait {
    /// As throttling.
    #[serde(default)]
    pub throttling: bool,
}

/// How a timestamp is written.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Hash)]
#[serde(rename_all = "camelCase")]
pub enum TimestampFormat {
    /// `iso8601`
    Iso8601,
    /// `unixTimestamp`
    UnixTimestamp,
    /// `rfc822`
    Rfc822,
}

/// An XML namespace declaration.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Hash)]
#[serde(from = "XmlNamespaceForm")]
pub struct XmlNamespace {
    /// The URI.
    pub uri: String,
    /// The prefix; empty for the default namespace.
    pub prefix: String,
}

/// The two forms in which models write it: as an object, and as the URI alone.
#[derive(Deserialize)]
#[serde(untagged)]
enum XmlNamespaceForm {
    Uri(String),
    Object(XmlNamespaceObject),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct XmlNamespaceObject {
    uri: String,
    #[serde(default)]
    prefix: String,
}

impl From<XmlNamespaceForm> for XmlNamespace {
    fn from(form: XmlNamespaceForm) -> Self {
        match form {
            XmlNamespaceForm::Uri(uri) => Self { uri, prefix: String::new() },
            XmlNamespaceForm::Object(XmlNamespaceObject { uri, prefix }) => Self { uri, prefix },
        }
    }
}

/// Where a member goes.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub enum Location {
    /// `uri`
    Uri,
    /// `querystring`
    #[serde(rename = "querystring")]
    Query,
    /// `header`
    Header,
    /// `headers`
    Headers,
    /// `statusCode`
    StatusCode,
}

/// A member of a structure.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Member {
    /// Its shape.
    pub shape: String,
    /// What it is, HTML.
    #[serde(default)]
    pub documentation: String,
    /// The name on the wire.
    pub location_name: Option<String>,
    /// Where it goes.
    pub location: Option<Location>,
    /// Whether it is filled with a random UUID when absent.
    #[serde(default)]
    pub idempotency_token: bool,
    /// The endpoint parameter it sets.
    pub context_param: Option<ContextParam>,
    /// Whether it is a label of the host prefix.
    #[serde(default)]
    pub host_label: bool,
    /// Whether the service is asked for its endpoints with the value of this.
    #[serde(default, rename = "endpointdiscoveryid")]
    pub endpoint_discovery_id: bool,
    /// The namespace of its element.
    pub xml_namespace: Option<XmlNamespace>,
    /// Whether it is a string that holds JSON.
    #[serde(default)]
    pub jsonvalue: bool,
    /// Like that of the shape.
    pub flattened: Option<bool>,
    /// Like that of the shape.
    pub min: Option<f64>,
    /// Like that of the shape.
    pub timestamp_format: Option<TimestampFormat>,
    /// Like that of the shape.
    #[serde(default)]
    pub sensitive: bool,
    /// Whether it is the payload of an event.
    #[serde(default)]
    pub eventpayload: bool,
    /// Whether it is a header of an event.
    #[serde(default)]
    pub eventheader: bool,
    /// Like that of the shape.
    #[serde(default)]
    pub streaming: bool,
    /// Like that of the shape.
    #[serde(default)]
    pub requires_length: bool,
    /// The name in an ec2 request.
    #[serde(default)]
    pub query_name: String,
    /// Whether it is an attribute of its structure's element.
    #[serde(default)]
    pub xml_attribute: bool,
    /// Whether it should not be used any more.
    #[serde(default)]
    pub deprecated: bool,
    /// What to use instead.
    #[serde(default)]
    pub deprecated_message: String,
    #[serde(default, rename = "enum")]
    _values: IgnoredAny,
    #[serde(default, rename = "max")]
    _max: IgnoredAny,
    #[serde(default, rename = "pattern")]
    _pattern: IgnoredAny,
    #[serde(default, rename = "box")]
    _box: IgnoredAny,
    #[serde(default, rename = "deprecatedSince")]
    _deprecated_since: IgnoredAny,
}

/// The endpoint parameter a member sets.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContextParam {
    /// Its name.
    pub name: String,
}

/// The item of a list, the key or the value of a map.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ItemRef {
    /// Its shape.
    pub shape: String,
    /// The name on the wire.
    #[serde(default)]
    pub location_name: String,
    /// The namespace of its element.
    pub xml_namespace: Option<XmlNamespace>,
    #[serde(default, rename = "documentation")]
    _documentation: IgnoredAny,
    #[serde(default, rename = "jsonvalue")]
    _jsonvalue: IgnoredAny,
}
