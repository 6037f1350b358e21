//! Endpoint rules with every name resolved: what [`emit::endpoints`](crate::emit::endpoints) writes down as the
//! constants of `tucuxi::internal::endpoint`, whose types these mirror.

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
    /// The variant of `tucuxi::internal::endpoint::BuiltIn` for the setting that fills it.
    pub built_in: Option<&'static str>,
    /// Its value when nothing sets it.
    pub default: Option<Default>,
    /// Whether evaluation fails without a value.
    pub required: bool,
    /// Whether any rule looks at it.
    pub used: bool,
}

/// The default of a parameter.
#[derive(Debug)]
pub enum Default {
    /// Of a string.
    String(String),
    /// Of a boolean.
    Boolean(bool),
    /// Of a list.
    StringArray(Vec<String>),
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
    /// A function of one value, by the variant of `tucuxi::internal::endpoint::Function`.
    Unary(&'static str, Expression),
    /// A comparison of two values, likewise.
    Binary(&'static str, Expression, Expression),
    /// A check of a label which dots may divide, likewise.
    Label(&'static str, Expression, bool),
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

/// An attribute: a variant of `tucuxi::internal::endpoint::Attribute`, with its index if it has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Attribute {
    /// The variant.
    pub variant: &'static str,
    /// The index.
    pub index: Option<u8>,
}

/// The endpoint of a rule.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Endpoint {
    /// Its URL.
    pub url: Expression,
    /// Headers, one entry a value.
    pub headers: Vec<(String, Expression)>,
    /// How to sign, best first.
    pub auth_schemes: Vec<AuthScheme>,
    /// `backend`
    pub backend: Option<Expression>,
    /// `metricValues`
    pub metric_values: Vec<String>,
}

/// One way to sign.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AuthScheme {
    /// The variant of `tucuxi::internal::schema::AuthScheme`.
    pub scheme: &'static str,
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
