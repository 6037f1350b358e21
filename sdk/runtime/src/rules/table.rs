//! [`RuleSet`]: the endpoint rules of a service, as constant data.
//!
//! The generator has resolved everything there is to resolve: variables are slots, attributes are an enum, templates
//! are split. A rule set is flat: its rules stand in the order in which a reader meets them, each tree before its
//! children, so that evaluating them is one walk from the first rule to the last. A rule whose conditions hold
//! either answers or, a tree, lets the walk go on with its first child; one whose conditions do not hold sends the
//! walk past its children. Conditions, endpoints and messages stand once each in tables of their own, since rules
//! repeat them often.

use super::Partition;
use crate::layout::{AuthScheme, ContextValue};

/// A rule set of a service.
#[derive(Debug)]
pub struct RuleSet {
    /// What the rules want to know. Parameter `n` is slot `n`.
    pub parameters: &'static [Parameter],
    /// The distinct conditions.
    pub conditions: &'static [Condition],
    /// The distinct endpoints.
    pub endpoints: &'static [EndpointTemplate],
    /// The distinct error messages.
    pub errors: &'static [Expression],
    /// The rules, each tree before its children.
    pub rules: &'static [Rule],
    /// How many slots parameters and variables need.
    pub slots: usize,
    /// The partitions `aws.partition` looks at.
    pub partitions: &'static [Partition],
    /// What `endpoints.json` adds.
    pub legacy: Legacy,
}

impl RuleSet {
    /// Whether a call needs the account id of its credentials.
    pub fn wants_account_id(&self) -> bool {
        self.parameters.iter().any(|parameter| parameter.built_in == Some(BuiltIn::AccountId))
    }

    /// The index of the parameter called `name`.
    pub fn parameter(&self, name: &str) -> Option<usize> {
        self.parameters.iter().position(|parameter| parameter.name == name)
    }

    /// The region a call is signed for where the rules do not say: that of the client, but for a few services.
    pub fn signing_region<'a>(&self, region: &'a str) -> &'a str {
        let legacy = self.legacy.signing_regions.iter().find(|(name, _)| *name == region);
        legacy.map_or(region, |(_, signing_region)| signing_region)
    }
}

/// The two facts of botocore's older `endpoints.json` that rule sets do not tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Legacy {
    /// The pseudo region of a global service, used when no region is set: `aws-global`.
    pub global_region: Option<&'static str>,
    /// Regions whose calls are signed for another region, where the rules do not say: region, signing region.
    pub signing_regions: &'static [(&'static str, &'static str)],
}

impl Legacy {
    /// Nothing to add: nearly all services.
    pub const NONE: Legacy = Legacy { global_region: None, signing_regions: &[] };
}

/// A parameter of a rule set.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub ty: ParameterType,
    /// The setting that fills it.
    pub built_in: Option<BuiltIn>,
    /// Its value when nothing sets it.
    pub default: Option<ContextValue>,
    /// Whether evaluation fails without a value.
    pub required: bool,
    /// Whether it tells results apart. S3's rules never look at `Key`, `Prefix` and `CopySource`, and the cache
    /// would be useless if it did.
    pub cached: bool,
}

/// What a parameter holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterType {
    /// A string.
    String,
    /// A boolean.
    Boolean,
    /// A list of strings.
    StringArray,
}

/// A setting that fills a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BuiltIn {
    /// `AWS::Region`
    Region,
    /// `AWS::UseFIPS`
    UseFips,
    /// `AWS::UseDualStack`
    UseDualStack,
    /// `SDK::Endpoint`
    Endpoint,
    /// `AWS::Auth::AccountId`
    AccountId,
    /// `AWS::Auth::AccountIdEndpointMode`
    AccountIdEndpointMode,
    /// `AWS::STS::UseGlobalEndpoint`
    StsUseGlobalEndpoint,
    /// `AWS::S3::UseGlobalEndpoint`
    S3UseGlobalEndpoint,
    /// `AWS::S3::Accelerate`
    S3Accelerate,
    /// `AWS::S3::ForcePathStyle`
    S3ForcePathStyle,
    /// `AWS::S3::UseArnRegion`
    S3UseArnRegion,
    /// `AWS::S3::DisableMultiRegionAccessPoints`
    S3DisableMultiRegionAccessPoints,
    /// `AWS::S3::DisableS3ExpressSessionAuth`
    S3DisableExpressSessionAuth,
    /// `AWS::S3Control::UseArnRegion`
    S3ControlUseArnRegion,
}

/// A rule. `conditions` are indexes into [`RuleSet::conditions`], all of which must hold.
#[derive(Clone, Copy, Debug)]
pub enum Rule {
    /// Children that are tried in turn. Without a result the walk goes on behind them.
    Tree {
        /// Its conditions.
        conditions: &'static [u16],
        /// The index of the first rule that is no child of this one.
        end: u16,
    },
    /// An answer: index into [`RuleSet::endpoints`].
    Endpoint {
        /// Its conditions.
        conditions: &'static [u16],
        /// The endpoint.
        endpoint: u16,
    },
    /// A refusal: index into [`RuleSet::errors`].
    Error {
        /// Its conditions.
        conditions: &'static [u16],
        /// The message.
        error: u16,
    },
}

/// A condition: holds unless its function gives false or nothing.
#[derive(Clone, Copy, Debug)]
pub struct Condition {
    /// What it evaluates.
    pub function: Function,
    /// The slot that keeps the result.
    pub assign: Option<u8>,
}

impl Condition {
    /// A condition whose result nothing refers to.
    pub const fn new(function: Function) -> Self {
        Self { function, assign: None }
    }

    /// A condition whose result is kept in `slot`.
    pub const fn assign(slot: u8, function: Function) -> Self {
        Self { function, assign: Some(slot) }
    }
}

/// A function of the rules language, with its arguments.
#[derive(Clone, Copy, Debug)]
pub enum Function {
    /// `isSet`
    IsSet(Expression),
    /// `not`
    Not(Expression),
    /// `getAttr`
    GetAttribute(Expression, Attribute),
    /// `stringEquals`
    StringEquals(Expression, Expression),
    /// `booleanEquals`
    BooleanEquals(Expression, Expression),
    /// `substring`
    Substring {
        /// The string.
        input: Expression,
        /// The first byte.
        start: usize,
        /// The first byte after it.
        stop: usize,
        /// Whether both count from the end.
        reverse: bool,
    },
    /// `uriEncode`
    UriEncode(Expression),
    /// `parseURL`
    ParseUrl(Expression),
    /// `isValidHostLabel`: the label, and whether dots may divide it.
    IsValidHostLabel(Expression, bool),
    /// `aws.partition`
    Partition(Expression),
    /// `aws.parseArn`
    ParseArn(Expression),
    /// `aws.isVirtualHostableS3Bucket`: the bucket, and whether dots may divide it.
    IsVirtualHostableBucket(Expression, bool),
}

/// Anything that has a value.
#[derive(Clone, Copy, Debug)]
pub enum Expression {
    /// A parameter or variable.
    Slot(u8),
    /// A boolean.
    Boolean(bool),
    /// A string.
    Text(&'static str),
    /// A string with values in it.
    Template(&'static [Piece]),
    /// The result of a function.
    Call(&'static Function),
}

/// A piece of a template.
#[derive(Clone, Copy, Debug)]
pub enum Piece {
    /// Literal text.
    Text(&'static str),
    /// `{name}`
    Slot(u8),
    /// `{name#attribute}`
    Attribute(u8, Attribute),
}

/// An attribute of a value: of a partition, of a URL, of an ARN, of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attribute {
    /// `name` of a partition.
    Name,
    /// `dnsSuffix` of a partition.
    DnsSuffix,
    /// `dualStackDnsSuffix` of a partition.
    DualStackDnsSuffix,
    /// `implicitGlobalRegion` of a partition.
    ImplicitGlobalRegion,
    /// `supportsFIPS` of a partition.
    SupportsFips,
    /// `supportsDualStack` of a partition.
    SupportsDualStack,
    /// `scheme` of a URL.
    Scheme,
    /// `authority` of a URL.
    Authority,
    /// `path` of a URL.
    Path,
    /// `normalizedPath` of a URL.
    NormalizedPath,
    /// `isIp` of a URL.
    IsIp,
    /// `partition` of an ARN.
    Partition,
    /// `service` of an ARN.
    Service,
    /// `region` of an ARN.
    Region,
    /// `accountId` of an ARN.
    AccountId,
    /// `resourceId` of an ARN: all its parts.
    ResourceId,
    /// `resourceId[n]` of an ARN.
    ResourcePart(u8),
    /// `[n]` of a list.
    Item(u8),
}

/// The endpoint of a rule.
#[derive(Clone, Copy, Debug)]
pub struct EndpointTemplate {
    /// Its URL.
    pub url: Expression,
    /// Headers for the request, one entry a value.
    pub headers: &'static [(&'static str, Expression)],
    /// `authSchemes`, best first, without those this crate does not know.
    pub auth_schemes: &'static [AuthTemplate],
    /// `backend`
    pub backend: Option<Expression>,
    /// `metricValues`
    pub metric_values: &'static [&'static str],
}

impl EndpointTemplate {
    /// An endpoint with nothing but a URL.
    pub const fn new(url: Expression) -> Self {
        Self { url, headers: &[], auth_schemes: &[], backend: None, metric_values: &[] }
    }

    /// With these headers.
    pub const fn headers(mut self, headers: &'static [(&'static str, Expression)]) -> Self {
        self.headers = headers;
        self
    }

    /// With these auth schemes.
    pub const fn auth(mut self, auth_schemes: &'static [AuthTemplate]) -> Self {
        self.auth_schemes = auth_schemes;
        self
    }

    /// With this backend.
    pub const fn backend(mut self, backend: Expression) -> Self {
        self.backend = Some(backend);
        self
    }

    /// With these metric values.
    pub const fn metric_values(mut self, values: &'static [&'static str]) -> Self {
        self.metric_values = values;
        self
    }
}

/// One of the `authSchemes` of an endpoint.
#[derive(Clone, Copy, Debug)]
pub struct AuthTemplate {
    /// The scheme.
    pub scheme: AuthScheme,
    /// `signingName`
    pub signing_name: Option<Expression>,
    /// `signingRegion`, or the items of `signingRegionSet`.
    pub signing_regions: &'static [Expression],
    /// `disableDoubleEncoding`
    pub disable_double_encoding: bool,
}
