//! [`Service`]: all there is to know of a service.

use super::endpoint::{ContextValue, Legacy, RuleSet};
use super::paginator::Paginator;
use super::resource::Resources;
use super::{Enum, EnumId, List, ListId, Map, MapId, Operation, Package, Structure, StructureId, Waiter};
use proc_macro2::TokenStream;
use std::collections::BTreeMap;
use std::ops::Index;

/// A service.
#[derive(Debug)]
pub struct Service {
    /// boto3's name: the folder of the model.
    pub name: String,
    /// Its crate.
    pub package: Package,
    /// The service's name for people.
    pub title: String,
    /// What it is, Markdown.
    pub docs: String,
    /// `serviceId`
    pub id: String,
    /// `apiVersion`
    pub api_version: String,
    /// `endpointPrefix`
    pub endpoint_prefix: String,
    /// The name requests are signed for.
    pub signing_name: String,
    /// The protocol it speaks.
    pub protocol: Protocol,
    /// `jsonVersion`
    pub json_version: String,
    /// `targetPrefix`
    pub target_prefix: String,
    /// Whether errors carry codes of the query protocol.
    pub query_compatible: bool,
    /// Auth schemes, best first.
    pub auth: Vec<AuthScheme>,
    /// Whether requests are signed by S3's rules where the endpoint rules name no scheme.
    pub s3_signature: bool,
    /// Whether a bearer token in the environment is used before all other schemes.
    pub environment_token: bool,
    /// Errors that say by the end of their message that something is not there, by code.
    pub not_found: BTreeMap<String, String>,
    /// Exceptions, sorted by code.
    pub errors: Vec<ErrorRow>,
    /// Endpoint rules, and what `endpoints.json` adds.
    pub rules: RuleSet,
    /// What `endpoints.json` adds to them.
    pub legacy: Legacy,
    /// How endpoints are discovered.
    pub discovery: Option<Discovery>,
    /// Endpoint parameters that client configuration sets.
    pub client_context: Vec<ClientContext>,
    /// Retry rules, where they are not the standard ones.
    pub retry: Option<Retry>,
    /// Behaviour of its own: constant expressions of type `&'static dyn Behaviour`.
    pub interceptors: Vec<TokenStream>,
    /// Operations, sorted by name.
    pub operations: Vec<Operation>,
    /// The operation that the first program on the front page calls, where one is named for it.
    pub first: Option<usize>,
    /// Operations of the model that this generator does not know how to call, by name.
    pub left_out: Vec<String>,
    /// Waiters, sorted by name.
    pub waiters: Vec<Waiter>,
    /// What the service keeps, as objects.
    pub resources: Resources,
    /// Paginators, in the order of their operations.
    pub paginators: Vec<Paginator>,
    /// Structures, unions, exceptions, sorted by name.
    pub structures: Vec<Structure>,
    /// Strings with known values, sorted by name.
    pub enums: Vec<Enum>,
    /// Lists, sorted by name.
    pub lists: Vec<List>,
    /// Maps, sorted by name.
    pub maps: Vec<Map>,
}

impl Index<StructureId> for Service {
    type Output = Structure;
    fn index(&self, id: StructureId) -> &Structure {
        &self.structures[id.0]
    }
}

impl Index<EnumId> for Service {
    type Output = Enum;
    fn index(&self, id: EnumId) -> &Enum {
        &self.enums[id.0]
    }
}

impl Index<ListId> for Service {
    type Output = List;
    fn index(&self, id: ListId) -> &List {
        &self.lists[id.0]
    }
}

impl Index<MapId> for Service {
    type Output = Map;
    fn index(&self, id: MapId) -> &Map {
        &self.maps[id.0]
    }
}

/// A protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// `json`, 1.0 or 1.1.
    Json,
    /// `rest-json`
    RestJson,
    /// `rest-xml`
    RestXml,
    /// `smithy-rpc-v2-cbor`
    Cbor,
    /// `query`
    Query,
    /// `ec2`
    Ec2,
}

impl Protocol {
    /// All of them, in the order botocore prefers them.
    pub const ALL: [Protocol; 6] =
        [Self::Json, Self::RestJson, Self::RestXml, Self::Cbor, Self::Query, Self::Ec2];

    /// The name in the models.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::RestJson => "rest-json",
            Self::RestXml => "rest-xml",
            Self::Cbor => "smithy-rpc-v2-cbor",
            Self::Query => "query",
            Self::Ec2 => "ec2",
        }
    }

    /// Whether the place of members in path, query string and headers counts.
    pub const fn is_rest(self) -> bool {
        matches!(self, Self::RestJson | Self::RestXml)
    }
}

/// How a service tells where to send its operations.
#[derive(Debug)]
pub struct Discovery {
    /// The operation that tells it, an index.
    pub operation: usize,
    /// Operations that have to be sent there, sorted by name.
    pub required: Vec<String>,
    /// Operations that can be, sorted by name.
    pub optional: Vec<String>,
}

/// A way to authenticate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AuthScheme {
    /// Signature Version 4.
    SigV4,
    /// Signature Version 2.
    SigV2,
    /// Signature Version 4A.
    SigV4a,
    /// Signature Version 4 with a session of S3 Express.
    SigV4S3Express,
    /// A bearer token.
    Bearer,
    /// None.
    Anonymous,
}

/// Whether an exception may be retried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retryable {
    /// No.
    No,
    /// Yes.
    Transient,
    /// Yes, as throttling.
    Throttling,
}

/// A row of the table of exceptions.
#[derive(Debug)]
pub struct ErrorRow {
    /// The code on the wire.
    pub code: String,
    /// The exception.
    pub structure: StructureId,
    /// Whether it may be retried.
    pub retryable: Retryable,
}

/// An endpoint parameter that client configuration sets.
#[derive(Debug)]
pub struct ClientContext {
    /// Its index in the rule set.
    pub parameter: usize,
    /// Its name in configuration.
    pub name: String,
    /// Its default, if any.
    pub default: Option<ContextValue>,
}

/// Retry rules of the standard mode, and those of the legacy mode.
#[derive(Debug)]
pub struct Retry {
    /// Attempts in standard mode; one at least.
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

/// Retry rules of the legacy mode.
#[derive(Debug)]
pub struct LegacyRetry {
    /// Attempts; one at least.
    pub max_attempts: u32,
    /// The first delay in milliseconds; 0 for a random part of a second.
    pub backoff_scale_ms: u32,
    /// Further codes to retry, each with its HTTP status, sorted.
    pub codes: Vec<(String, u16)>,
}
