//! The values of settings.

/// `retry_mode`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum RetryMode {
    /// The rules all AWS SDKs share: three attempts, back-off with jitter, a quota.
    #[default]
    Standard,
    /// These, and a limit on the rate of calls after throttling.
    Adaptive,
    /// The rules boto3 had before.
    Legacy,
}

impl RetryMode {
    /// As settings and the user agent write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Adaptive => "adaptive",
            Self::Legacy => "legacy",
        }
    }
}

/// `account_id_endpoint_mode`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum AccountIdEndpointMode {
    /// If the credentials tell the account.
    #[default]
    Preferred,
    /// Never.
    Disabled,
    /// Always: an error without an account id.
    Required,
}

impl AccountIdEndpointMode {
    /// As the endpoint rules write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Preferred => "preferred",
            Self::Disabled => "disabled",
            Self::Required => "required",
        }
    }
}

/// `endpoint_discovery_enabled`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum EndpointDiscovery {
    /// Where an operation cannot be called otherwise.
    #[default]
    Auto,
    /// Wherever an operation can be called so.
    Enabled,
    /// Never: an error where an operation cannot be called otherwise.
    Disabled,
}

/// `request_checksum_calculation` and `response_checksum_validation`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ChecksumMode {
    /// Wherever the operation can.
    WhenSupported,
    /// Only where the operation must.
    WhenRequired,
}

/// The nested `s3` settings, changed by [`Builder::s3`](crate::client::Builder::s3):
/// `.s3(|s3| s3.addressing_style = AddressingStyle::Path)`.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct S3Config {
    /// Where the bucket goes.
    pub addressing_style: AddressingStyle,
    /// S3 Transfer Acceleration.
    pub use_accelerate_endpoint: bool,
    /// `use_arn_region`; `None` for the service's default.
    pub use_arn_region: Option<bool>,
    /// Whether us-east-1 has its own host rather than the global one.
    pub us_east_1_regional: bool,
    /// No multi-region access points.
    pub disable_multi_region_access_points: bool,
    /// No S3 Express sessions.
    pub disable_express_session_auth: bool,
    /// Whether a body of `GetObject` that breaks off ends with an error, rather than going on with the rest, which is asked for
    /// by its range and `ETag` within the attempts of the client.
    pub disable_continued_bodies: bool,
    /// `payload_signing_enabled`.
    pub payload_signing: Option<bool>,
}

/// `addressing_style`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum AddressingStyle {
    /// In the host where it can be there; in the path with an endpoint URL.
    #[default]
    Auto,
    /// In the host.
    Virtual,
    /// In the path.
    Path,
}
