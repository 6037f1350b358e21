//! Endpoint rule sets and partitions, as their JSON has them.

use indexmap::IndexMap;
use serde::Deserialize;

/// `endpoint-rule-set-1.json` of a service.
#[derive(Debug, Deserialize)]
pub struct RuleSet {
    /// What the rules want to know, by name.
    pub parameters: IndexMap<String, Parameter>,
    /// The rules.
    pub rules: Vec<Rule>,
}

/// A parameter.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Parameter {
    /// `string`, `boolean` or `stringArray`, in any case.
    #[serde(rename = "type")]
    pub ty: String,
    /// The setting that fills it: `AWS::Region`.
    pub built_in: Option<String>,
    /// Its value when nothing sets it.
    pub default: Option<serde_json::Value>,
    /// Whether evaluation fails without a value.
    #[serde(default)]
    pub required: bool,
}

/// A rule.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum Rule {
    /// Children that are tried in turn.
    Tree {
        /// What must hold.
        conditions: Vec<Call>,
        /// The children.
        rules: Vec<Rule>,
    },
    /// An answer.
    Endpoint {
        /// What must hold.
        conditions: Vec<Call>,
        /// The answer.
        endpoint: Endpoint,
    },
    /// A refusal.
    Error {
        /// What must hold.
        conditions: Vec<Call>,
        /// The message.
        error: Argument,
    },
}

/// A call of a function.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Call {
    /// The function.
    #[serde(rename = "fn")]
    pub function: String,
    /// Its arguments.
    pub argv: Vec<Argument>,
    /// The variable that takes the result.
    pub assign: Option<String>,
}

/// A value.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Argument {
    /// A boolean.
    Boolean(bool),
    /// A number.
    Integer(usize),
    /// A string or template.
    String(String),
    /// A parameter or variable.
    Reference(Reference),
    /// The result of a function.
    Call(Call),
}

/// A reference to a parameter or variable.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// Its name.
    #[serde(rename = "ref")]
    pub name: String,
}

/// The endpoint of a rule.
#[derive(Debug, Deserialize)]
pub struct Endpoint {
    /// Its URL.
    pub url: Argument,
    /// Facts for whoever signs and sends, by name. They are free-form.
    #[serde(default)]
    pub properties: IndexMap<String, serde_json::Value>,
    /// Headers for the request.
    #[serde(default)]
    pub headers: IndexMap<String, Vec<Argument>>,
}

/// One way to sign, of the schemes named `sigv4` and the like. Other keys than these are the service's own.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AuthScheme {
    /// The service to sign for.
    pub signing_name: Option<Argument>,
    /// The region to sign for.
    pub signing_region: Option<Argument>,
    /// The regions to sign for.
    #[serde(default)]
    pub signing_region_set: Vec<Argument>,
    /// Whether a path stays encoded once.
    #[serde(default)]
    pub disable_double_encoding: bool,
}

/// `partitions.json`.
#[derive(Debug, Deserialize)]
pub struct Partitions {
    /// The partitions.
    pub partitions: Vec<Partition>,
}

/// A partition.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Partition {
    /// `aws-cn`
    pub id: String,
    /// What its regions look like.
    pub region_regex: String,
    /// Its regions; what is said of them does not matter here.
    pub regions: IndexMap<String, serde::de::IgnoredAny>,
    /// What `aws.partition` tells of it.
    pub outputs: PartitionOutputs,
}

/// What `aws.partition` tells of a partition.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PartitionOutputs {
    /// `amazonaws.com`
    pub dns_suffix: String,
    /// `api.aws`
    pub dual_stack_dns_suffix: String,
    /// `us-east-1`
    pub implicit_global_region: String,
    /// Whether it has FIPS endpoints.
    #[serde(rename = "supportsFIPS")]
    pub supports_fips: bool,
    /// Whether it has endpoints with IPv6.
    pub supports_dual_stack: bool,
}

/// `endpoints.json`: what rule sets replaced, but for two facts.
#[derive(Debug, Deserialize)]
pub struct Endpoints {
    /// The partitions.
    pub partitions: Vec<EndpointsPartition>,
}

/// A partition of `endpoints.json`.
#[derive(Debug, Deserialize)]
pub struct EndpointsPartition {
    /// Its name.
    #[serde(default)]
    pub partition: String,
    /// Its regions.
    pub regions: IndexMap<String, serde::de::IgnoredAny>,
    /// Its services, by endpoint prefix.
    pub services: IndexMap<String, EndpointsService>,
}

/// A service of a partition of `endpoints.json`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EndpointsService {
    /// The pseudo region of the endpoint that serves the whole partition.
    pub partition_endpoint: Option<String>,
    /// Its endpoints, by region.
    #[serde(default)]
    pub endpoints: IndexMap<String, LegacyEndpoint>,
}

/// An endpoint of `endpoints.json`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LegacyEndpoint {
    /// What to sign for, where that is not the region itself.
    pub credential_scope: Option<CredentialScope>,
}

/// What to sign for.
#[derive(Debug, Deserialize)]
pub struct CredentialScope {
    /// The region.
    pub region: Option<String>,
}
