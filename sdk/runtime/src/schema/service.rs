//! [`ServiceSchema`]: one service.

use super::{AuthScheme, ContextValue, DynOperation, Identity, Protocol};
use crate::rules::RuleSet;
use std::any::Any;

/// Whether an error may be retried, by the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retryable {
    /// Not by the model's word.
    No,
    /// Yes.
    Transient,
    /// Yes, as throttling.
    Throttling,
}

/// An exception of the service.
#[derive(Clone, Copy, Debug)]
pub struct ErrorSchema {
    /// The shape's name: the class in boto3.
    pub shape: &'static str,
    /// The code on the wire; the shape's name unless the model gives another.
    pub code: &'static str,
    /// Whether it may be retried.
    pub retryable: Retryable,
}

/// Where a service departs from the standard retry rules (`services.toml`).
#[derive(Clone, Copy, Debug)]
pub struct RetryTraits {
    /// Attempts in standard mode.
    pub max_attempts: u32,
    /// Scale of the back-off in milliseconds.
    pub backoff_scale_ms: u32,
    /// Further codes to retry.
    pub codes: &'static [&'static str],
    /// Whether a response is checked against its `x-amz-crc32` header.
    pub crc32: bool,
    /// The rules of the legacy mode.
    pub legacy: LegacyRetry,
}

impl RetryTraits {
    /// The standard rules.
    pub const STANDARD: RetryTraits = RetryTraits {
        max_attempts: 3,
        backoff_scale_ms: 50,
        codes: &[],
        crc32: false,
        legacy: LegacyRetry::STANDARD,
    };
}

/// Where a service departs from the rules of the legacy retry mode.
#[derive(Clone, Copy, Debug)]
pub struct LegacyRetry {
    /// Attempts.
    pub max_attempts: u32,
    /// The first delay in milliseconds; 0 for a random part of a second.
    pub backoff_scale_ms: u32,
    /// Further codes to retry, each with its HTTP status.
    pub codes: &'static [(&'static str, u16)],
}

impl LegacyRetry {
    /// The rules of most services.
    pub const STANDARD: LegacyRetry = LegacyRetry { max_attempts: 5, backoff_scale_ms: 0, codes: &[] };
}

/// How a service tells where to send its operations (`endpointoperation`, `endpointdiscovery`).
#[derive(Clone, Copy, Debug)]
pub struct EndpointDiscovery {
    /// The operation that tells endpoints.
    pub operation: fn() -> DynOperation,
    /// Operations that have to be sent to an endpoint it tells, sorted.
    pub required: &'static [&'static str],
    /// Operations that can be sent to one, sorted.
    pub optional: &'static [&'static str],
}

/// An endpoint parameter that client configuration sets (`clientContextParams`).
#[derive(Clone, Copy, Debug)]
pub struct ClientContext {
    /// Index of the parameter in the rule set.
    pub parameter: usize,
    /// Its name in configuration, snake case.
    pub name: &'static str,
    /// A default of `services.toml`, if any.
    pub default: Option<ContextValue>,
}

/// Hand-written behaviour of a service: every [`Interceptor`](crate::client::Interceptor) is one. Tables do not know what
/// interceptors do, so that they stay below the client, which asks for them.
pub trait Behaviour: Send + Sync {
    /// Puts the interceptor into `place`, an `Option` of it.
    fn put(&'static self, place: &mut dyn Any);
}

/// What the service model says of a service.
pub struct ServiceSchema {
    /// boto3's name: the folder of the model, `cognito-idp`.
    pub name: &'static str,
    /// `serviceId`: `Cognito Identity Provider`.
    pub id: &'static str,
    /// `apiVersion`.
    pub api_version: &'static str,
    /// `endpointPrefix`.
    pub endpoint_prefix: &'static str,
    /// `signingName`, else the endpoint prefix.
    pub signing_name: &'static str,
    /// The protocol it speaks.
    pub protocol: &'static dyn Protocol,
    /// `jsonVersion`; empty for other protocols.
    pub json_version: &'static str,
    /// `targetPrefix`; empty for none.
    pub target_prefix: &'static str,
    /// Whether errors carry the codes of the query protocol (`awsQueryCompatible`).
    pub query_compatible: bool,
    /// Auth schemes, best first.
    pub auth: &'static [AuthScheme],
    /// Whether `signatureVersion` is `s3` or `s3v4`: requests are signed by S3's rules where the endpoint rules name no scheme,
    /// and dual-stack endpoints can be switched on in the map `s3` of a profile.
    pub s3_signature: bool,
    /// Whether a bearer token in the environment is used before all other schemes (`services.toml`).
    pub environment_token: bool,
    /// The exceptions of the service, sorted by code.
    pub errors: &'static [ErrorSchema],
    /// Errors that say by their message, and not by their code, that something is not there (`services.toml`): the code,
    /// and the end of the message.
    pub not_found: &'static [(&'static str, &'static str)],
    /// Endpoint rules.
    pub rules: &'static RuleSet,
    /// How endpoints are discovered, if they can be.
    pub discovery: Option<&'static EndpointDiscovery>,
    /// Endpoint parameters that client configuration sets.
    pub client_context: &'static [ClientContext],
    /// Retry rules.
    pub retry: RetryTraits,
    /// Hand-written behaviour of this service, run before the user's interceptors.
    pub interceptors: &'static [&'static dyn Behaviour],
    /// The operations that credentials may have to be fetched by, if the service crate brings them.
    pub identity: Option<&'static Identity>,
}

impl std::fmt::Debug for ServiceSchema {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ServiceSchema({})", self.name)
    }
}
