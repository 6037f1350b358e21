//! The words that service models and endpoint rules share.

/// How a request is authenticated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AuthScheme {
    /// AWS Signature Version 4.
    SigV4,
    /// AWS Signature Version 2, in parameters of a form: SimpleDB's.
    SigV2,
    /// Signature Version 4A: asymmetric, for several regions.
    SigV4a,
    /// Signature Version 4 with an S3 Express session.
    SigV4S3Express,
    /// An `Authorization: Bearer` token.
    Bearer,
    /// Not at all.
    Anonymous,
}

/// A constant for an endpoint parameter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ContextValue {
    /// A string.
    String(&'static str),
    /// A boolean.
    Boolean(bool),
    /// A list of strings.
    StringArray(&'static [&'static str]),
}
