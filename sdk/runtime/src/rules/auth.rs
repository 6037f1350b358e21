//! [`EndpointAuth`]: how endpoint rules want a call signed; [`AuthChoice`]: how it is signed.

use crate::layout::AuthScheme;

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

/// The scheme of a call, and what the signature is made for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthChoice {
    scheme: AuthScheme,
    name: String,
    region: Option<String>,
    s3: bool,
}

impl AuthChoice {
    /// A choice of the caller's own.
    pub fn new(scheme: AuthScheme, signing_name: impl Into<String>, region: Option<String>) -> Self {
        Self { scheme, name: signing_name.into(), region, s3: false }
    }

    /// Signs for another region.
    pub fn set_region(&mut self, region: impl Into<String>) {
        self.region = Some(region.into());
    }

    /// The same by [S3's rules](Self::is_s3), or not.
    pub fn with_s3_rules(mut self, s3: bool) -> Self {
        self.s3 = s3;
        self
    }

    /// The scheme.
    pub fn scheme(&self) -> AuthScheme {
        self.scheme
    }

    /// The service name signed for.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The region signed for; for SigV4a the set of regions with commas, `*` for all.
    pub fn region(&self) -> Option<&str> {
        self.region.as_deref()
    }

    /// Whether S3's rules hold: the path is signed as it is, and the payload hash is always sent. They hold for schemes
    /// of the endpoint rules with `disableDoubleEncoding`, which are S3's and S3 Control's, and without such rules for
    /// services whose model says so (`signatureVersion`).
    pub fn is_s3(&self) -> bool {
        self.s3
    }
}
