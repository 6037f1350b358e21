//! [`Place`]: where a client's calls go.

/// The settings that choose among the endpoints of a service.
///
/// Clients customised from one another share what they learn only where these are equal: what holds of a region, or of
/// an endpoint URL, says nothing of another one.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Place {
    pub(crate) region: Option<String>,
    pub(crate) endpoint_url: Option<String>,
    pub(crate) use_fips: bool,
    pub(crate) use_dual_stack: bool,
    pub(crate) client_context: Vec<(String, bool)>,
}
