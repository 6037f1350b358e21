//! [`Operation`]: one operation.

use super::endpoint::ContextValue;
use super::jmespath::Expression;
use super::{AuthScheme, StructureId, XmlNamespace};

/// An operation.
#[derive(Debug)]
pub struct Operation {
    /// The name in the model: what boto3 users and filters say.
    pub name: String,
    /// The builder's type name.
    pub type_name: String,
    /// The client's method.
    pub method_name: String,
    /// What it does, Markdown.
    pub docs: String,
    /// The input.
    pub input: StructureId,
    /// Whether the model gives it an input.
    pub has_input: bool,
    /// The output.
    pub output: StructureId,
    /// Whether the model gives it an output.
    pub has_output: bool,
    /// The exceptions the model lists for it, sorted by name.
    pub errors: Vec<StructureId>,
    /// The names of the builder's setters, one for each member of the input.
    pub setters: Vec<String>,
    /// HTTP method.
    pub http_method: String,
    /// Path.
    pub path: Vec<TemplatePart>,
    /// Constant query parameters.
    pub query: Vec<(String, Option<String>)>,
    /// Prefix of the host.
    pub host_prefix: Vec<TemplatePart>,
    /// Root element of the input.
    pub input_wire: String,
    /// Namespace of the root element.
    pub input_xml_namespace: Option<XmlNamespace>,
    /// Element around the output.
    pub result_wrapper: String,
    /// Own auth schemes.
    pub auth: Vec<AuthScheme>,
    /// Whether the payload goes unsigned.
    pub unsigned_payload: bool,
    /// Checksums.
    pub checksum: Option<Checksum>,
    /// Encodings the request may be compressed with.
    pub compression: Vec<String>,
    /// Endpoint parameters it sets.
    pub context: Vec<ContextBinding>,
    /// Whether a response may take long.
    pub long_poll: bool,
}

/// A piece of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TemplatePart {
    /// Literal text.
    Text(String),
    /// The value of a member.
    Label {
        /// Its index in the input.
        member: usize,
        /// Whether slashes stay.
        greedy: bool,
    },
}

/// Checksums of request and response.
#[derive(Debug)]
pub struct Checksum {
    /// Whether a request without one is refused.
    pub required: bool,
    /// The member that chooses the algorithm.
    pub algorithm_member: Option<usize>,
    /// The member that asks for validation.
    pub mode_member: Option<usize>,
    /// Algorithms a response may carry.
    pub response_algorithms: Vec<String>,
}

/// An endpoint parameter an operation sets.
#[derive(Debug)]
pub struct ContextBinding {
    /// Its index in the rule set.
    pub parameter: usize,
    /// Where the value comes from.
    pub source: ContextSource,
}

/// Where an endpoint parameter comes from.
#[derive(Debug)]
pub enum ContextSource {
    /// A constant.
    Static(ContextValue),
    /// A member of the input.
    Member(usize),
    /// What an expression finds in the input.
    Path(Expression),
}
