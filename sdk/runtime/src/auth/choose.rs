//! The choice among the auth schemes a call may use.

use crate::config::ClientConfig;
use crate::endpoint::{self, Endpoint, EndpointAuth};
use crate::error::{Error, ErrorKind};
use crate::schema::{AuthScheme, OperationSchema, ServiceSchema};

/// The scheme of a call, and what the signature is made for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthChoice {
    scheme: AuthScheme,
    name: String,
    region: Option<String>,
}

impl AuthChoice {
    /// A choice of the caller's own.
    pub fn new(scheme: AuthScheme, signing_name: impl Into<String>, region: Option<String>) -> Self {
        Self { scheme, name: signing_name.into(), region }
    }

    /// The scheme.
    pub fn scheme(&self) -> AuthScheme {
        self.scheme
    }

    /// The service name signed for.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The region signed for.
    pub fn region(&self) -> Option<&str> {
        self.region.as_deref()
    }

    /// Whether S3's own rules hold: the path is signed as it is, and the payload hash is always sent.
    pub fn is_s3(&self) -> bool {
        matches!(self.name.as_str(), "s3" | "s3-outposts" | "s3-object-lambda" | "s3express")
    }
}

/// Chooses the scheme of a call.
///
/// The endpoint rules go first, then the operation, then the service; of each, the first scheme this build can do, in
/// the user's order of preference if there is one. An operation without authentication stays without, whatever the
/// endpoint rules say, and so does everything for an anonymous client.
///
/// # Errors
/// When no scheme offered can be done.
pub fn choose(
    service: &ServiceSchema,
    operation: &OperationSchema,
    endpoint: &Endpoint,
    config: &ClientConfig,
) -> Result<AuthChoice, Error> {
    if config.anonymous || operation.auth.first() == Some(&AuthScheme::Anonymous) {
        return Ok(AuthChoice::new(AuthScheme::Anonymous, service.signing_name, None));
    }
    let modelled = if operation.auth.is_empty() { service.auth } else { operation.auth };
    let offered: Vec<AuthScheme> = match endpoint.auth_schemes.as_slice() {
        [] => modelled.to_vec(),
        schemes => schemes.iter().map(|auth| auth.scheme).collect(),
    };
    let preferred = config.auth_scheme_preference.iter().filter(|scheme| offered.contains(scheme));
    let Some(&scheme) = preferred.chain(&offered).find(|scheme| can_do(**scheme)) else {
        return Err(unsupported(operation, &offered));
    };
    let properties = endpoint.auth_schemes.iter().find(|auth| auth.scheme == scheme);
    Ok(AuthChoice {
        scheme,
        name: name(properties).unwrap_or(service.signing_name).to_owned(),
        region: region(properties).or_else(|| endpoint::signing_region(service, config)).map(str::to_owned),
    })
}

fn name(properties: Option<&EndpointAuth>) -> Option<&str> {
    properties?.signing_name.as_deref()
}

fn region(properties: Option<&EndpointAuth>) -> Option<&str> {
    properties?.signing_region.as_deref()
}

/// Asymmetric signatures are for a later feature; where they are offered, SigV4 nearly always is too. S3 Express wants
/// a session per bucket, which nothing makes yet.
fn can_do(scheme: AuthScheme) -> bool {
    !matches!(scheme, AuthScheme::SigV4a | AuthScheme::SigV4S3Express)
}

fn unsupported(operation: &OperationSchema, offered: &[AuthScheme]) -> Error {
    let names: Vec<_> = offered.iter().map(|scheme| scheme_name(*scheme)).collect();
    let message = format!(
        "{} can only be called with auth schemes not supported yet: {}",
        operation.name,
        names.join(", ")
    );
    let error = Error::new(ErrorKind::Configuration, message);
    match offered.contains(&AuthScheme::SigV4S3Express) {
        true => {
            error.with_hint("with `s3_disable_express_session_auth = true` such buckets are called by SigV4")
        }
        false => error,
    }
}

const NAMES: [(AuthScheme, &str); 5] = [
    (AuthScheme::SigV4, "sigv4"),
    (AuthScheme::SigV4a, "sigv4a"),
    (AuthScheme::SigV4S3Express, "sigv4-s3express"),
    (AuthScheme::Bearer, "httpBearerAuth"),
    (AuthScheme::Anonymous, "noAuth"),
];

fn scheme_name(scheme: AuthScheme) -> &'static str {
    NAMES.iter().find(|(known, _)| *known == scheme).map_or("unknown", |(_, name)| name)
}

/// A scheme by the name it has in `auth_scheme_preference`.
pub(crate) fn scheme_named(name: &str) -> Option<AuthScheme> {
    NAMES.iter().find(|(_, known)| *known == name).map(|(scheme, _)| *scheme)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::Session;
    use crate::protocol::JSON;
    use crate::testing;
    use AuthScheme::{Anonymous, Bearer, SigV4, SigV4a};

    static SERVICE: ServiceSchema = ServiceSchema { auth: &[SigV4, Bearer], ..testing::service(JSON) };

    fn config(preference: &str) -> ClientConfig {
        let env = [("AWS_REGION", "eu-west-1"), ("AWS_AUTH_SCHEME_PREFERENCE", preference)];
        Session::builder().env(env).build().unwrap().client_config(&SERVICE).unwrap()
    }

    fn endpoint(schemes: &[AuthScheme]) -> Endpoint {
        let auth = |scheme: &AuthScheme| EndpointAuth {
            scheme: *scheme,
            signing_name: Some("other".to_owned()),
            signing_region: Some("us-east-1".to_owned()),
            disable_double_encoding: false,
        };
        Endpoint { auth_schemes: schemes.iter().map(auth).collect(), ..Endpoint::default() }
    }

    fn chosen(
        operation: &'static [AuthScheme],
        rules: &[AuthScheme],
        config: &ClientConfig,
    ) -> Result<AuthChoice, Error> {
        let operation = OperationSchema { auth: operation, ..testing::operation(&SERVICE) };
        choose(&SERVICE, &operation, &endpoint(rules), config)
    }

    fn scheme(operation: &'static [AuthScheme], rules: &[AuthScheme], preference: &str) -> AuthScheme {
        chosen(operation, rules, &config(preference)).unwrap().scheme()
    }

    #[test]
    fn rules_go_before_operation_before_service() {
        assert_eq!(scheme(&[], &[], ""), SigV4);
        assert_eq!(scheme(&[Bearer], &[], ""), Bearer);
        assert_eq!(scheme(&[Bearer], &[SigV4], ""), SigV4);
        assert_eq!(scheme(&[Anonymous], &[SigV4], ""), Anonymous);
    }

    #[test]
    fn preference_orders_what_is_offered() {
        assert_eq!(scheme(&[], &[], "httpBearerAuth, sigv4"), Bearer);
        assert_eq!(scheme(&[], &[SigV4], "httpBearerAuth"), SigV4);
        assert_eq!(scheme(&[], &[], "unheard-of,noAuth"), SigV4);
    }

    #[test]
    fn what_cannot_be_done_is_passed_over_and_alone_is_an_error() {
        assert_eq!(scheme(&[], &[SigV4a, SigV4], ""), SigV4);
        let error = chosen(&[], &[SigV4a], &config("")).unwrap_err().to_string();
        assert!(error.contains("sigv4a"), "{error}");
    }

    #[test]
    fn name_and_region_are_of_the_rules_else_of_service_and_client() {
        let config = config("");
        let of_rules = chosen(&[], &[SigV4], &config).unwrap();
        assert_eq!((of_rules.name(), of_rules.region()), ("other", Some("us-east-1")));
        let of_service = chosen(&[], &[], &config).unwrap();
        assert_eq!((of_service.name(), of_service.region()), ("test", Some("eu-west-1")));
    }

    #[test]
    fn an_anonymous_client_never_signs() {
        let mut config = config("");
        config.anonymous = true;
        assert_eq!(chosen(&[], &[SigV4], &config).unwrap().scheme(), Anonymous);
    }
}
