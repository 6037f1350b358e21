//! [`OperationSchema`]: one operation of a service.

use super::{AuthScheme, ContextValue, ServiceSchema, XmlNamespace};
use crate::jmespath::Expression;

/// A piece of a path or host-prefix template.
#[derive(Clone, Copy, Debug)]
pub enum TemplatePart {
    /// Literal text.
    Text(&'static str),
    /// The value of an input member, percent-encoded in paths.
    Label {
        /// Index of the member in the input.
        member: usize,
        /// `{name+}`: slashes stay.
        greedy: bool,
    },
}

/// The model's `httpChecksum` and `httpChecksumRequired`.
#[derive(Clone, Copy, Debug)]
pub struct Checksum {
    /// A request without a checksum is refused.
    pub required: bool,
    /// Index of the input member that chooses the algorithm.
    pub algorithm_member: Option<usize>,
    /// Index of the input member that asks for validation of the response (`ENABLED`).
    pub mode_member: Option<usize>,
    /// Algorithms a response may carry, as the model lists them.
    pub response_algorithms: &'static [&'static str],
}

/// Where an operation gets the value of an endpoint parameter.
#[derive(Clone, Copy, Debug)]
pub enum ContextSource {
    /// `staticContextParams`
    Static(ContextValue),
    /// An input member with `contextParam`, by index.
    Member(usize),
    /// `operationContextParams`: an expression over the input.
    Path(&'static Expression),
}

/// One endpoint parameter an operation sets. The first binding with a value wins.
#[derive(Clone, Copy, Debug)]
pub struct ContextBinding {
    /// Index of the parameter in the service's rule set.
    pub parameter: usize,
    /// Where the value comes from.
    pub source: ContextSource,
}

/// What the service model says of an operation.
#[derive(Debug)]
pub struct OperationSchema {
    /// The operation's name in the model.
    pub name: &'static str,
    /// Its service.
    pub service: &'static ServiceSchema,
    /// HTTP method.
    pub method: &'static str,
    /// The path of the request, `/` first.
    pub path: &'static [TemplatePart],
    /// Constant query parameters of the request URI; a value is `None` for `?name`.
    pub query: &'static [(&'static str, Option<&'static str>)],
    /// Put before the host; empty for none.
    pub host_prefix: &'static [TemplatePart],
    /// Whether the model gives the operation an input at all.
    pub has_input: bool,
    /// `locationName` of the input: the root element of an XML body. Empty without one.
    pub input_wire: &'static str,
    /// XML namespace of that root element.
    pub input_xml_namespace: Option<XmlNamespace>,
    /// Whether the model gives the operation an output at all.
    pub has_output: bool,
    /// `resultWrapper` of the output (query). Empty without one.
    pub result_wrapper: &'static str,
    /// The operation's own auth schemes; empty to use the service's.
    pub auth: &'static [AuthScheme],
    /// Whether the payload goes unsigned (`authtype: v4-unsigned-body`, `unsignedPayload`).
    pub unsigned_payload: bool,
    /// Checksums, if the operation has any.
    pub checksum: Option<&'static Checksum>,
    /// Content encodings a request may be compressed with (`requestcompression`).
    pub compression: &'static [&'static str],
    /// Endpoint parameters the operation sets.
    pub context: &'static [ContextBinding],
    /// A response may take long and an exhausted retry quota must not fail at once (`services.toml`).
    pub long_poll: bool,
}
