//! Endpoint rules with every name resolved. They are written down as constants of `tucuxi::internal::endpoint`, whose
//! types these mirror.

use super::AuthScheme;

/// A rule set, flat: each tree stands before its children.
#[derive(Debug, Default)]
pub struct RuleSet {
    /// The parameters, in the order of the file. Parameter `n` is slot `n`.
    pub parameters: Vec<Parameter>,
    /// The distinct conditions.
    pub conditions: Vec<Condition>,
    /// The distinct endpoints.
    pub endpoints: Vec<Endpoint>,
    /// The distinct error messages.
    pub errors: Vec<Expression>,
    /// The rules.
    pub rules: Vec<Rule>,
    /// How many slots parameters and variables need.
    pub slots: usize,
}

impl RuleSet {
    /// The index of the parameter called `name`.
    pub fn parameter(&self, name: &str) -> Option<usize> {
        self.parameters.iter().position(|parameter| parameter.name == name)
    }
}

/// What `endpoints.json` adds to the rules of a service.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Legacy {
    /// The pseudo region of a global service: `aws-global`.
    pub global_region: Option<String>,
    /// Regions whose calls are signed for another region where the rules do not say: region, signing region.
    pub signing_regions: Vec<(String, String)>,
}

/// A parameter.
#[derive(Debug)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub ty: Type,
    /// The setting that fills it.
    pub built_in: Option<BuiltIn>,
    /// Its value when nothing sets it.
    pub default: Option<ContextValue>,
    /// Whether evaluation fails without a value.
    pub required: bool,
    /// Whether any rule looks at it.
    pub used: bool,
}

/// A constant for a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContextValue {
    /// A string.
    String(String),
    /// A boolean.
    Boolean(bool),
    /// A list of strings.
    StringArray(Vec<String>),
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

/// What a parameter, a variable or a function gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// A string.
    String,
    /// A boolean.
    Boolean,
    /// A list of strings.
    StringArray,
    /// What `aws.partition` gives.
    Partition,
    /// What `parseURL` gives.
    Url,
    /// What `aws.parseArn` gives.
    Arn,
}

/// A rule; `conditions` are indexes.
#[derive(Debug)]
pub struct Rule {
    /// What must hold.
    pub conditions: Vec<u16>,
    /// What happens then.
    pub outcome: Outcome,
}

/// What a rule does when its conditions hold.
#[derive(Debug)]
pub enum Outcome {
    /// Children are tried; the index of the first rule that is no child.
    Tree(u16),
    /// An answer, by index.
    Endpoint(u16),
    /// A refusal, by index.
    Error(u16),
}

/// A condition.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Condition {
    /// What it evaluates.
    pub function: Function,
    /// The slot that keeps the result.
    pub assign: Option<u8>,
}

/// A function with its arguments.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Function {
    /// `isSet`
    IsSet(Expression),
    /// `not`
    Not(Expression),
    /// `uriEncode`
    UriEncode(Expression),
    /// `parseURL`
    ParseUrl(Expression),
    /// `aws.partition`
    Partition(Expression),
    /// `aws.parseArn`
    ParseArn(Expression),
    /// `stringEquals`
    StringEquals(Expression, Expression),
    /// `booleanEquals`
    BooleanEquals(Expression, Expression),
    /// `isValidHostLabel`: a label, and whether dots may divide it.
    IsValidHostLabel(Expression, bool),
    /// `aws.isVirtualHostableS3Bucket`: likewise.
    IsVirtualHostableBucket(Expression, bool),
    /// `getAttr`
    GetAttribute(Expression, Attribute),
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
}

/// Anything that has a value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Expression {
    /// A parameter or variable.
    Slot(u8),
    /// A boolean.
    Boolean(bool),
    /// A string.
    Text(String),
    /// A string with values in it.
    Template(Vec<Piece>),
    /// The result of a function.
    Call(Box<Function>),
}

/// A piece of a template.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Piece {
    /// Literal text.
    Text(String),
    /// `{name}`
    Slot(u8),
    /// `{name#attribute}`
    Attribute(u8, Attribute),
}

/// An attribute of what a function gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
    /// `resourceId` of an ARN.
    ResourceId,
    /// `resourceId[2]` of an ARN.
    ResourcePart(u8),
    /// `[2]` of a list.
    Item(u8),
}

/// The endpoint of a rule.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Endpoint {
    /// Its URL.
    pub url: Expression,
    /// Headers, one entry a value.
    pub headers: Vec<(String, Expression)>,
    /// How to sign, best first.
    pub auth_schemes: Vec<AuthTemplate>,
    /// `backend`
    pub backend: Option<Expression>,
    /// `metricValues`
    pub metric_values: Vec<String>,
}

/// One way to sign.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AuthTemplate {
    /// The scheme.
    pub scheme: AuthScheme,
    /// `signingName`
    pub signing_name: Option<Expression>,
    /// `signingRegion`, or `signingRegionSet`.
    pub signing_regions: Vec<Expression>,
    /// `disableDoubleEncoding`
    pub disable_double_encoding: bool,
}

/// A partition.
#[derive(Debug)]
pub struct Partition {
    /// Its name.
    pub name: String,
    /// Its regions, sorted.
    pub regions: Vec<String>,
    /// What the names of its regions look like.
    pub region_pattern: Vec<RegionPart>,
    /// Its domain.
    pub dns_suffix: String,
    /// Its domain with IPv6.
    pub dual_stack_dns_suffix: String,
    /// The region of its global services.
    pub implicit_global_region: String,
    /// Whether it has FIPS endpoints.
    pub supports_fips: bool,
    /// Whether it has endpoints with IPv6.
    pub supports_dual_stack: bool,
}

/// A piece of a region name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RegionPart {
    /// This text.
    Text(String),
    /// One of these texts.
    OneOf(Vec<String>),
    /// `\w+`
    Word,
    /// `\d+`
    Digits,
}
