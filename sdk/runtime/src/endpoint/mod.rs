//! Endpoint rule sets: constant data, one interpreter, results cached per client.

mod arn;
mod available;
mod built_in;
mod evaluate;
mod from_call;
mod functions;
mod params;
mod partition;
mod resolver;
mod rules;
mod url;
mod value;

pub use available::Available;
pub use built_in::signing_region;
pub(crate) use from_call::client_params;
pub use from_call::params;
pub use params::Params;
pub use partition::{Partition, RegionPart};
pub use resolver::Resolver;
pub use rules::{
    Attribute, AuthTemplate, BuiltIn, Condition, EndpointTemplate, Expression, Function, Legacy, Parameter,
    ParameterType, Piece, Rule, RuleSet,
};

use crate::schema::AuthScheme;
use arn::Arn;
use url::Url;

/// Where a call goes: what the rules of a service, or an endpoint URL of the user, say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Endpoint {
    /// Scheme, host, port and path.
    pub url: String,
    /// Headers to add to the request.
    pub headers: Vec<(String, String)>,
    /// `authSchemes` of the rules, best first; empty if they say nothing.
    pub auth_schemes: Vec<EndpointAuth>,
    /// `backend`: `S3Express` or nothing.
    pub backend: Option<String>,
    /// `metricValues`: what the rules want counted in the user agent.
    pub metric_values: Vec<String>,
}

/// How the rules want a call signed.
#[derive(Clone, Debug, PartialEq)]
pub struct EndpointAuth {
    /// The scheme.
    pub scheme: AuthScheme,
    /// `signingName`
    pub signing_name: Option<String>,
    /// `signingRegion`, or `signingRegionSet` joined by commas.
    pub signing_region: Option<String>,
    /// `disableDoubleEncoding`
    pub disable_double_encoding: bool,
}

#[cfg(test)]
mod tests;
