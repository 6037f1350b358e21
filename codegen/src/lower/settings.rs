//! What `services.toml` says of a service and the model does not: its crate, its retry rules, its interceptors. All of it
//! is checked, so that a mistake is an error here and not in the generated crate.

use super::Model;
use super::operations::no_operation;
use crate::Error;
use crate::ir::{AuthScheme, CustomFeature, LegacyRetry, Package, Protocol, Retry};
use crate::settings::{self, Settings};
use proc_macro2::TokenStream;
use std::collections::BTreeSet;
use syn::ext::IdentExt as _;
use syn::parse::Parser as _;

/// An error in `key` of the table of `service`.
pub(super) fn error(service: &str, key: &str, message: impl Into<String>) -> Error {
    Error::new("services.toml", format!("{service}.{key}"), message)
}

/// The crate of the service called `name`.
///
/// `has` says whether the crate has an operation.
pub(super) fn package(
    name: &str,
    protocol: Protocol,
    auth: &[AuthScheme],
    settings: &Settings,
    has: impl Fn(&str) -> bool,
) -> Result<Package, Error> {
    let of_protocol = match protocol {
        Protocol::Json | Protocol::RestJson => None,
        Protocol::RestXml | Protocol::Query | Protocol::Ec2 => Some("xml"),
        Protocol::Cbor => Some("cbor"),
    };
    let of_signature = auth.contains(&AuthScheme::SigV2).then_some("sigv2");
    let own = settings.features.iter().map(|feature| cargo_name(name, "features", feature));
    let own = own.collect::<Result<Vec<_>, Error>>()?;
    Ok(Package {
        name: match &settings.crate_name {
            Some(own) => cargo_name(name, "crate", own)?,
            None => format!("tucuxi-{name}"),
        },
        custom: settings.custom,
        features: of_protocol.into_iter().chain(of_signature).map(str::to_owned).chain(own).collect(),
        custom_features: custom_features(name, settings, has)?,
    })
}

/// The features that all crates of services have.
const OWN_FEATURES: [&str; 5] = ["credentials", "default", "http", "json", "tracing"];

/// The features of the hand-written code of the service called `name`, but for those that call an operation that is not there.
fn custom_features(
    name: &str,
    settings: &Settings,
    has: impl Fn(&str) -> bool,
) -> Result<Vec<CustomFeature>, Error> {
    let mut features = Vec::new();
    for (feature, given) in &settings.custom_features {
        let key = format!("custom_features.{feature}");
        if !settings.custom {
            return Err(error(name, &key, "there is no hand-written code: `custom` is not true"));
        }
        if OWN_FEATURES.contains(&feature.as_str()) {
            return Err(error(name, &key, "every crate has a feature of that name"));
        }
        let names = |names: &[String]| -> Result<Vec<String>, Error> {
            names.iter().map(|needed| cargo_name(name, &key, needed)).collect()
        };
        let feature = CustomFeature {
            name: cargo_name(name, &key, feature)?,
            docs: given.docs.trim().to_owned(),
            runtime: names(&given.runtime)?,
            crates: names(&given.crates)?,
            examples: names(&given.examples)?,
            brings: given.brings.clone(),
        };
        if let Some(unknown) =
            given.brings.iter().find(|other| !settings.custom_features.contains_key(*other))
        {
            return Err(error(name, &key, format!("it brings `{unknown}`, which is not a feature")));
        }
        if given.needs.iter().all(|operation| has(operation)) {
            features.push(feature);
        }
    }
    let there: BTreeSet<String> = features.iter().map(|feature| feature.name.clone()).collect();
    for feature in &mut features {
        feature.brings.retain(|other| there.contains(other));
    }
    Ok(features)
}

/// `text`, which `key` gives as the name of a package or of a feature.
pub(super) fn cargo_name(service: &str, key: &str, text: &str) -> Result<String, Error> {
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if text.is_empty() || !text.chars().all(fits) {
        let message = format!("`{text}` is not a name that Cargo takes: letters, digits, `-` and `_`");
        return Err(error(service, key, message));
    }
    Ok(text.to_owned())
}

/// The retry rules of the service called `name`, if it departs from the standard ones.
pub(super) fn retry(name: &str, settings: &Settings) -> Result<Option<Retry>, Error> {
    let Some(retry) = &settings.retry else { return Ok(None) };
    let settings::Retry { max_attempts, backoff_scale_ms, codes, crc32, legacy } = retry.clone();
    if max_attempts == 0 || legacy.max_attempts == 0 {
        return Err(error(name, "retry", "`max_attempts` is 0, but a call is attempted once at least"));
    }
    if let Some((code, status)) = legacy.codes.iter().find(|(_, status)| !(100..600).contains(*status)) {
        return Err(error(
            name,
            "retry.legacy.codes",
            format!("{status}, for `{code}`, is not an HTTP status"),
        ));
    }
    Ok(Some(Retry {
        max_attempts,
        backoff_scale_ms,
        codes,
        crc32,
        legacy: LegacyRetry {
            max_attempts: legacy.max_attempts,
            backoff_scale_ms: legacy.backoff_scale_ms,
            codes: legacy.codes.into_iter().collect(),
        },
    }))
}

/// The interceptors of the service called `name`, as expressions.
pub(super) fn interceptors(name: &str, settings: &Settings) -> Result<Vec<TokenStream>, Error> {
    let parse = |(index, text): (usize, &String)| {
        let wrong = |what: String| {
            let message = format!("`{}` is not an expression: {what}", text.trim());
            error(name, &format!("interceptors[{index}]"), message)
        };
        let tokens: TokenStream =
            text.parse().map_err(|error: proc_macro2::LexError| wrong(error.to_string()))?;
        syn::parse2::<syn::Expr>(tokens.clone()).map_err(|error| wrong(error.to_string()))?;
        Ok(tokens)
    };
    settings.interceptors.iter().enumerate().map(parse).collect()
}

/// Whether the model has the operations that are named: those whose response may take long, the one that is shown first, and
/// those that features call.
pub(super) fn check_operations(name: &str, model: Model<'_>, settings: &Settings) -> Result<(), Error> {
    let long_poll = settings.long_poll.iter().map(|operation| ("long_poll", operation));
    let first = settings.first.iter().map(|operation| ("first", operation));
    let called = settings.custom_features.values().flat_map(|feature| &feature.needs);
    let mut named = long_poll.chain(first).chain(called.map(|operation| ("custom_features", operation)));
    match named.find(|(_, operation)| !model.service.operations.contains_key(*operation)) {
        Some((key, operation)) => Err(error(name, key, no_operation(model, operation))),
        None => Ok(()),
    }
}

/// The names in the path of a hand-written function; what is wrong with it, if it is not a path.
pub(super) fn function_path(text: &str) -> Result<Vec<String>, String> {
    match syn::Path::parse_mod_style.parse_str(text) {
        Ok(path) if path.leading_colon.is_none() => {
            Ok(path.segments.iter().map(|segment| segment.ident.unraw().to_string()).collect())
        }
        _ => Err(format!("`{text}` in services.toml is not the path of a function")),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::Services;

    fn settings(text: &str) -> Settings {
        Services::parse("services.toml", &format!("[lake]\n{text}")).unwrap().get("lake")
    }

    #[test]
    fn what_is_wrong_with_a_setting_is_named_with_its_place() {
        let package =
            |text: &str| package("lake", Protocol::Json, &[], &settings(text), |_| true).unwrap_err();
        for (error, expected) in [
            (package("crate = 'tucuxi lake'"), "crate: `tucuxi lake` is not a name that Cargo takes"),
            (package("features = ['gzip', '']"), "features: `` is not a name that Cargo takes"),
            (
                package("custom = true\ncustom_features = { 'a b' = { docs = '', needs = [] } }"),
                "custom_features.a b: `a b` is not a name that Cargo takes",
            ),
            (
                package("custom = true\ncustom_features = { json = { docs = '', needs = [] } }"),
                "custom_features.json: every crate has a feature of that name",
            ),
            (
                package("custom = true\ncustom_features = { ice = { docs = '', crates = ['a/b'] } }"),
                "custom_features.ice: `a/b` is not a name that Cargo takes",
            ),
            (
                package("custom_features = { ice = { docs = '', needs = [] } }"),
                "custom_features.ice: there is no hand-written code",
            ),
            (retry("lake", &settings("retry.max_attempts = 0")).unwrap_err(), "retry: `max_attempts` is 0"),
            (
                retry("lake", &settings("retry.legacy.codes = { Slow = 40 }")).unwrap_err(),
                "retry.legacy.codes: 40, for `Slow`, is not an HTTP status",
            ),
            (
                interceptors("lake", &settings("interceptors = ['&A', '&B {']")).unwrap_err(),
                "interceptors[1]: `&B {` is not an expression: ",
            ),
            (
                interceptors("lake", &settings("interceptors = ['&A B']")).unwrap_err(),
                "interceptors[0]: `&A B` is not an expression: ",
            ),
        ] {
            let message = error.to_string();
            assert!(message.starts_with(&format!("services.toml: lake.{expected}")), "{message}");
        }
    }

    #[test]
    fn a_crate_has_the_features_of_protocol_and_signature_and_its_own() {
        let auth = [AuthScheme::SigV2];
        let package =
            package("lake", Protocol::Query, &auth, &settings("features = ['gzip']"), |_| true).unwrap();
        assert_eq!(
            (package.name.as_str(), package.features.join(" ").as_str()),
            ("tucuxi-lake", "xml sigv2 gzip")
        );
        assert_eq!(package.library(), "tucuxi_lake");
    }

    #[test]
    fn a_load_is_a_path() {
        assert_eq!(
            function_path("crate::custom::load"),
            Ok(["crate", "custom", "load"].map(str::to_owned).into())
        );
        for text in ["", "crate::", "load()", "load::<T>", "::load", "a b"] {
            assert!(function_path(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_crate_without_an_operation_lacks_the_features_that_call_it() {
        let settings = settings(
            "custom = true\n[lake.custom_features.ice]\ndocs = 'Ice.'\nruntime = ['cold']\ncrates = ['ice']\nneeds = ['Freeze', 'Melt']",
        );
        let features = |has: &[&str]| {
            let features = custom_features("lake", &settings, |name| has.contains(&name)).unwrap();
            let parts = |feature: CustomFeature| (feature.name, feature.runtime, feature.crates);
            features.into_iter().map(parts).collect::<Vec<_>>()
        };
        let texts = |text: &str| vec![text.to_owned()];
        assert_eq!(features(&["Freeze", "Melt"]), [("ice".to_owned(), texts("cold"), texts("ice"))]);
        assert!(features(&["Freeze"]).is_empty());
    }
}
