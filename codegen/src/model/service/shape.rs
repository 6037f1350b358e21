//! Shapes and their members.

use indexmap::IndexMap;
use serde::Deserialize;
use serde::de::IgnoredAny;

/// The kind of a shape.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum ShapeType {
    /// `structure`
    Structure,
    /// `list`
    List,
    /// `map`
    Map,
    /// `string`
    #[default]
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
#[derive(Debug, Default, Deserialize)]
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
#[derive(Debug, Default, Deserialize)]
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
    /// Whether another member holds the text of this header. Models do not say so; `lower/header_texts.rs` does.
    #[serde(skip)]
    pub held_as_text: bool,
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
