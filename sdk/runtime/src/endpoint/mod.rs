//! Endpoint rule sets: constant data, one interpreter, results cached per client.

mod partition;
mod rules;

pub use partition::{Partition, RegionPart};
pub use rules::{
    Attribute, AuthTemplate, BuiltIn, Condition, EndpointTemplate, Expression, Function, Legacy, Parameter,
    ParameterType, Piece, Rule, RuleSet,
};

use crate::config::ClientConfig;
use crate::error::{Error, ErrorKind};
use crate::reflect::Shape;
use crate::schema::{AuthScheme, OperationSchema, ServiceSchema};
use std::sync::Arc;

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

/// Evaluates the rules of a service.
pub(crate) struct Resolver {}

/// The parameters of a rule set.
pub(crate) struct Params {
    endpoint_url: Option<String>,
}

impl Resolver {
    /// A resolver of these rules.
    pub(crate) fn new(_rules: &'static RuleSet) -> Self {
        Self {}
    }

    /// The endpoint for these parameters.
    pub(crate) fn resolve(&self, params: &Params) -> Result<Arc<Endpoint>, Error> {
        let url = params.endpoint_url.clone();
        let url = url.ok_or_else(|| Error::new(ErrorKind::Endpoint, "no endpoint URL is set"))?;
        Ok(Arc::new(Endpoint { url, ..Endpoint::default() }))
    }
}

/// The parameters for a call.
pub(crate) fn params(
    _service: &'static ServiceSchema,
    _operation: &'static OperationSchema,
    _input: &dyn Shape,
    config: &ClientConfig,
    _account_id: Option<&str>,
) -> Params {
    Params { endpoint_url: config.endpoint_url.clone() }
}
