//! Endpoint rule sets: constant data, one interpreter, results cached per client.

/// A rule set of a service, as constant data.
#[derive(Debug)]
pub struct RuleSet {}
