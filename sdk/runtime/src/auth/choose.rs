//! The choice among the auth schemes a call may use.

use crate::config::ClientConfig;
use crate::endpoint::{self, AuthChoice, Endpoint, EndpointAuth};
use crate::error::{Error, ErrorKind};
use crate::schema::{AuthScheme, OperationSchema, ServiceSchema};

/// Chooses the scheme of a call.
///
/// The endpoint rules go first, then the operation, then the service; of each, the first scheme this build can do, in
/// the user's order of preference if there is one. `signature_version` goes before that order, and holds too where the
/// endpoint rules do not offer it; not where an operation has schemes of its own. An operation without authentication
/// stays without, whatever is said elsewhere, and so does everything for an anonymous client.
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
    let offer = |scheme: AuthScheme| endpoint.auth_schemes.iter().find(|auth| auth.scheme == scheme);
    let configured = config.signature_version;
    let configured = configured.filter(|scheme| offer(*scheme).is_some() || operation.auth.is_empty());
    let preferred = config.auth_scheme_preference.iter().filter(|scheme| offered.contains(scheme));
    let first = || preferred.chain(&offered).copied().find(|scheme| can_do(*scheme));
    let scheme = configured.or_else(first).ok_or_else(|| unsupported(operation, &offered))?;
    let properties = offer(scheme);
    let region = match scheme {
        AuthScheme::SigV4a => config.sigv4a_region_set.as_deref().or(region(properties)).or(Some("*")),
        _ => region(properties).or_else(|| endpoint::signing_region(service, config)),
    };
    let name = name(properties).unwrap_or(service.signing_name);
    let s3 = properties.map_or(service.s3_signature, |properties| properties.disable_double_encoding);
    Ok(AuthChoice::new(scheme, name, region.map(str::to_owned)).with_s3_rules(s3))
}

fn name(properties: Option<&EndpointAuth>) -> Option<&str> {
    properties?.signing_name.as_deref()
}

fn region(properties: Option<&EndpointAuth>) -> Option<&str> {
    properties?.signing_region.as_deref()
}

/// Whether this build has the scheme. Asymmetric signatures are in a feature; where they are offered, SigV4 nearly always
/// is too. The crate of a service that is signed by SigV2 switches its feature on.
pub(crate) fn can_do(scheme: AuthScheme) -> bool {
    (scheme != AuthScheme::SigV2 || cfg!(feature = "sigv2"))
        && (scheme != AuthScheme::SigV4a || cfg!(feature = "sigv4a"))
}

/// The error where a scheme is wanted of a build without its feature, which has the scheme's name.
pub(crate) fn without(scheme: AuthScheme, message: impl Into<String>) -> Error {
    let hint = format!("switch on the feature `{}` of the crate `tucuxi`", scheme_name(scheme));
    Error::configuration(message.into()).with_hint(hint)
}

fn unsupported(operation: &OperationSchema, offered: &[AuthScheme]) -> Error {
    let names: Vec<_> = offered.iter().map(|scheme| scheme_name(*scheme)).collect();
    let message = format!(
        "{} can only be called with auth schemes not in this build: {}",
        operation.name,
        names.join(", ")
    );
    match offered.iter().find(|scheme| !can_do(**scheme)) {
        Some(missing) => without(*missing, message),
        None => Error::new(ErrorKind::Configuration, message),
    }
}

const NAMES: [(AuthScheme, &str); 6] = [
    (AuthScheme::SigV2, "sigv2"),
    (AuthScheme::SigV4, "sigv4"),
    (AuthScheme::SigV4a, "sigv4a"),
    (AuthScheme::SigV4S3Express, "sigv4-s3express"),
    (AuthScheme::Bearer, "httpBearerAuth"),
    (AuthScheme::Anonymous, "noAuth"),
];

fn scheme_name(scheme: AuthScheme) -> &'static str {
    NAMES.iter().find(|(known, _)| *known == scheme).map_or("unknown", |(_, name)| name)
}

/// A scheme by the name it has in `auth_scheme_preference`; a service that is signed by SigV2 has no others to prefer.
pub(crate) fn scheme_named(name: &str) -> Option<AuthScheme> {
    NAMES.iter().find(|(_, known)| *known == name).map(|(scheme, _)| *scheme)
}

/// A scheme by the name it has in `signature_version`, which is older.
pub(crate) fn signature_version(name: &str) -> Option<AuthScheme> {
    match name {
        "v2" => Some(AuthScheme::SigV2),
        "v4" | "s3v4" => Some(AuthScheme::SigV4),
        "v4a" | "s3v4a" => Some(AuthScheme::SigV4a),
        "bearer" => Some(AuthScheme::Bearer),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::Session;
    use crate::protocol::JSON;
    use crate::testing;
    use AuthScheme::{Anonymous, Bearer, SigV4, SigV4a};
    use std::sync::atomic::{AtomicU32, Ordering};

    static SERVICE: ServiceSchema = ServiceSchema { auth: &[SigV4, Bearer], ..testing::service(JSON) };

    fn config(preference: &str) -> ClientConfig {
        let env = [("AWS_REGION", "eu-west-1"), ("AWS_AUTH_SCHEME_PREFERENCE", preference)];
        Session::builder().env(env).build().unwrap().client_config(&SERVICE).unwrap()
    }

    /// A client with these keys in its profile, or the error there is none by.
    fn profile(keys: &str) -> Result<ClientConfig, String> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let file = std::env::temp_dir().join(format!("tucuxi-choose-{}-{count}", std::process::id()));
        std::fs::write(&file, format!("[default]\n{keys}\n")).unwrap();
        let session = Session::builder().env([("AWS_REGION", "eu-west-1")]).config_file(&file).build();
        std::fs::remove_file(&file).unwrap();
        session.unwrap().client_config(&SERVICE).map_err(|error| error.to_string())
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
    fn sessions_of_s3_express_are_wanted_where_the_rules_say_so() {
        assert_eq!(scheme(&[], &[AuthScheme::SigV4S3Express, SigV4], ""), AuthScheme::SigV4S3Express);
    }

    #[cfg(not(feature = "sigv4a"))]
    #[test]
    fn without_its_feature_sigv4a_is_passed_over_and_alone_is_an_error() {
        assert_eq!(scheme(&[], &[SigV4a, SigV4], ""), SigV4);
        let error = chosen(&[], &[SigV4a], &config("")).unwrap_err().to_string();
        assert!(error.contains("sigv4a") && error.contains("feature"), "{error}");
        let error = profile("test =\n  signature_version = v4a").err().unwrap();
        assert!(error.contains("line 2") && error.contains("feature"), "{error}");
    }

    #[cfg(feature = "sigv4a")]
    #[test]
    fn sigv4a_is_for_the_regions_of_the_setting_else_of_the_rules_else_all() {
        let regions = |rules: &[AuthScheme], config: &ClientConfig| {
            let choice = chosen(&[SigV4a], rules, config).unwrap();
            assert_eq!(choice.scheme(), SigV4a);
            choice.region().unwrap().to_owned()
        };
        assert_eq!(regions(&[], &config("")), "*");
        assert_eq!(regions(&[SigV4a, SigV4], &config("")), "us-east-1");
        let set = profile("sigv4a_signing_region_set = us-east-1, eu-*").unwrap();
        assert_eq!(regions(&[SigV4a], &set), "us-east-1,eu-*");
        assert_eq!(
            regions(&[SigV4, SigV4a], &profile("test =\n  signature_version = v4a").unwrap()),
            "us-east-1"
        );
    }

    #[test]
    fn a_signature_version_is_taken_where_offered_and_else_with_the_names_of_the_service() {
        let config = profile("test =\n  signature_version = s3v4").unwrap();
        let offered = chosen(&[], &[Bearer, SigV4], &config).unwrap();
        assert_eq!((offered.scheme(), offered.name()), (SigV4, "other"));
        let unknown = chosen(&[], &[Bearer], &config).unwrap();
        assert_eq!((unknown.scheme(), unknown.name(), unknown.region()), (SigV4, "test", Some("eu-west-1")));
        assert_eq!(chosen(&[Bearer], &[], &config).unwrap().scheme(), Bearer);
        assert_eq!(chosen(&[Anonymous], &[SigV4], &config).unwrap().scheme(), Anonymous);
        let other = profile("s3 =\n  signature_version = v4").unwrap();
        assert_eq!(chosen(&[], &[Bearer, SigV4], &other).unwrap().scheme(), Bearer);
    }

    #[test]
    fn a_signature_version_that_is_not_there_is_an_error() {
        let error = profile("test =\n  signature_version = v3").err().unwrap();
        assert!(error.contains("`v3`") && error.contains("line 2"), "{error}");
    }

    #[cfg(not(feature = "sigv2"))]
    #[test]
    fn without_its_feature_sigv2_is_an_error() {
        let error = profile("test =\n  signature_version = v2").err().unwrap();
        assert!(error.contains("line 2") && error.contains("feature `sigv2`"), "{error}");
        let error = chosen(&[AuthScheme::SigV2], &[], &config("")).unwrap_err().to_string();
        assert!(error.contains("feature `sigv2`"), "{error}");
    }

    #[cfg(feature = "sigv2")]
    #[test]
    fn a_service_of_sigv2_is_signed_so_unless_the_user_says_otherwise() {
        assert_eq!(scheme(&[AuthScheme::SigV2], &[], "sigv4"), AuthScheme::SigV2);
        let config = profile("test =\n  signature_version = v4").unwrap();
        assert_eq!(chosen(&[], &[], &config).unwrap().scheme(), SigV4);
        let config = profile("test =\n  signature_version = v2").unwrap();
        assert_eq!(chosen(&[], &[], &config).unwrap().scheme(), AuthScheme::SigV2);
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
