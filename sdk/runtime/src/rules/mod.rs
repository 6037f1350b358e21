//! Endpoint rule sets: constant data, one interpreter, results cached per client; and how the rules want calls signed.

mod arn;
mod auth;
mod available;
mod evaluate;
mod functions;
mod params;
mod partition;
mod resolver;
mod table;
mod url;
mod value;

pub(crate) use arn::Arn;
pub use auth::{AuthChoice, EndpointAuth};
pub use available::Available;
pub use functions::is_valid_host_label;
pub use params::Params;
pub(crate) use params::constant;
pub use partition::{Partition, RegionPart};
pub use resolver::Resolver;
pub use table::{
    Attribute, AuthTemplate, BuiltIn, Condition, EndpointTemplate, Expression, Function, Legacy, Parameter,
    ParameterType, Piece, Rule, RuleSet,
};
pub(crate) use url::host;
pub(crate) use value::Value;

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

#[cfg(test)]
mod tests;
