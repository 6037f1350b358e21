//! The settings of a client that fill endpoint parameters by themselves.

use crate::config::{AccountIdEndpointMode, AddressingStyle, ClientConfig};
use crate::rules::{Arn, BuiltIn, Params, Value};
use crate::schema::ServiceSchema;
use std::borrow::Cow;

/// The operation whose answer tells a bucket's region. A bucket in the host could lead to a server that refuses the
/// signature for the region the caller guessed, so the bucket goes into the path.
const ASKS_FOR_REGION: &str = "GetBucketLocation";

/// The regions whose calls went to the global endpoint of STS before regions had endpoints of their own, and still do
/// with `sts_regional_endpoints = legacy`.
const OLD_STS_REGIONS: [&str; 16] = [
    "ap-northeast-1",
    "ap-south-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "aws-global",
    "ca-central-1",
    "eu-central-1",
    "eu-north-1",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "sa-east-1",
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
];

/// What a client's settings say of the call that `params` is filled for.
pub(super) struct BuiltIns<'a> {
    pub(super) service: &'static ServiceSchema,
    /// The name of the operation; empty for none in particular.
    pub(super) operation: &'static str,
    pub(super) config: &'a ClientConfig,
    pub(super) account_id: Option<&'a str>,
}

impl<'a> BuiltIns<'a> {
    /// The value of `built_in`. The parameters that input fills must be set already.
    pub(super) fn value(&self, built_in: BuiltIn, params: &Params<'_>) -> Value<'a> {
        let config = self.config;
        let s3 = &config.s3;
        // An endpoint of the user's own is what it is: the rules refuse to combine it with these two.
        let own_endpoint = config.endpoint_url.is_some();
        match built_in {
            BuiltIn::Region => Value::text(region(self.service, config).map(Cow::Borrowed)),
            BuiltIn::UseFips => Value::Boolean(!own_endpoint && config.use_fips),
            BuiltIn::UseDualStack => Value::Boolean(!own_endpoint && config.use_dual_stack),
            BuiltIn::Endpoint => Value::text(config.endpoint_url.as_deref().map(Cow::Borrowed)),
            BuiltIn::AccountId => Value::text(self.account_id.map(Cow::Borrowed)),
            BuiltIn::AccountIdEndpointMode => {
                let mode = match config.anonymous {
                    true => AccountIdEndpointMode::Disabled,
                    false => config.account_id_endpoint_mode,
                };
                Value::String(Cow::Borrowed(mode.as_str()))
            }
            BuiltIn::StsUseGlobalEndpoint => {
                let region = region(self.service, config).unwrap_or_default();
                Value::Boolean(config.sts_global_endpoint && OLD_STS_REGIONS.contains(&region))
            }
            BuiltIn::S3UseGlobalEndpoint => Value::Boolean(uses_s3_global_endpoint(config)),
            BuiltIn::S3Accelerate => Value::Boolean(s3.use_accelerate_endpoint),
            BuiltIn::S3ForcePathStyle => Value::Boolean(self.path_style(params)),
            BuiltIn::S3UseArnRegion => Value::Boolean(s3.use_arn_region.unwrap_or(true)),
            BuiltIn::S3ControlUseArnRegion => Value::Boolean(s3.use_arn_region.unwrap_or(false)),
            BuiltIn::S3DisableMultiRegionAccessPoints => {
                Value::Boolean(s3.disable_multi_region_access_points)
            }
            BuiltIn::S3DisableExpressSessionAuth => Value::Boolean(s3.disable_express_session_auth),
        }
    }

    /// Whether a bucket goes into the path.
    fn path_style(&self, params: &Params<'_>) -> bool {
        if self.operation == ASKS_FOR_REGION {
            return true;
        }
        let bucket = params.rules.parameter("Bucket").and_then(|index| params.string(index));
        if bucket.is_some_and(Arn::looks_like_one) || self.config.s3.use_accelerate_endpoint {
            return false;
        }
        let style = self.config.s3.addressing_style;
        match self.config.endpoint_url.as_deref() {
            Some(url) if !is_accelerate_url(url) => style != AddressingStyle::Virtual,
            _ => style == AddressingStyle::Path,
        }
    }
}

/// The region that endpoints of `service` are resolved for: the client's, else the pseudo region of a global service.
///
/// S3 goes by `us-east-1` where it uses its global endpoint.
fn region<'a>(service: &ServiceSchema, config: &'a ClientConfig) -> Option<&'a str> {
    let is_s3 = service.rules.parameters.iter().any(|p| p.built_in == Some(BuiltIn::S3UseGlobalEndpoint));
    match config.region.as_deref() {
        None if is_s3 && uses_s3_global_endpoint(config) => Some("us-east-1"),
        None => service.rules.legacy.global_region,
        region => region,
    }
}

/// The region that calls of a client are signed for where the endpoint rules do not say: that which endpoints are
/// resolved for, but for a few services.
pub fn signing_region<'a>(service: &ServiceSchema, config: &'a ClientConfig) -> Option<&'a str> {
    let region = region(service, config)?;
    // With an endpoint URL of the user's own, the region is the user's word too.
    Some(if config.endpoint_url.is_some() { region } else { service.rules.signing_region(region) })
}

/// Whether S3 uses the host without a region, as it does by default in us-east-1 and without a region.
fn uses_s3_global_endpoint(config: &ClientConfig) -> bool {
    !config.s3.us_east_1_regional && matches!(config.region.as_deref(), None | Some("us-east-1"))
}

/// Whether an endpoint URL is one of S3 Transfer Acceleration, without a bucket.
fn is_accelerate_url(url: &str) -> bool {
    let Some(("http" | "https", rest)) = url.split_once("://") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    host == "s3-accelerate.amazonaws.com" || host == "s3-accelerate.dualstack.amazonaws.com"
}
