//! The role of a profile, and of the profiles whose credentials assume it.

use super::assume::{Role, RoleRequest};
use super::session_name;
use crate::credentials::chain::{Chain, Link};
use crate::credentials::configured::Configured;
use crate::credentials::{ProvideCredentials, Refreshing};
use crate::error::Error;
use crate::features::Features;
use crate::settings::base::Base;
use crate::settings::profiles::Profile;
use std::sync::Arc;

/// The role of a profile as a place of the chain.
pub(in crate::credentials) fn role(base: &Arc<Base>, profile: &str) -> impl Link + use<> {
    let section = base.profiles.profile(profile);
    let asked = section.is_some_and(has_role);
    Configured {
        source: asked.then(|| source(base, profile, &mut vec![profile.to_owned()])).transpose(),
        place: format!("`role_arn` of profile `{profile}`"),
        features: match section.and_then(|section| text(section, "source_profile")) {
            Some(_) => Features::SOURCE_PROFILE,
            None => Features::CREDENTIAL_SOURCE,
        },
    }
}

fn text(profile: &Profile, key: &str) -> Option<String> {
    profile.get(key).map(|resolved| resolved.value).filter(|value| !value.is_empty())
}

/// Whether a profile has a role for other credentials; one with a token file is web identity's.
fn has_role(profile: &Profile) -> bool {
    text(profile, "role_arn").is_some() && text(profile, "web_identity_token_file").is_none()
}

fn has_keys(profile: &Profile) -> bool {
    ["aws_access_key_id", "aws_secret_access_key"].iter().any(|key| text(profile, key).is_some())
}

/// The role of the profile `name`. `visited` are the profiles on the way here, this one among them.
fn source(base: &Arc<Base>, name: &str, visited: &mut Vec<String>) -> Result<RoleRequest, Error> {
    let error = |what: String| Error::configuration(format!("profile `{name}` has a role, but {what}"));
    let profile = base.profiles.profile(name).ok_or_else(|| error("is not there".to_owned()))?;
    let own = |key: &str| text(profile, key);
    let (source, from) = match (own("source_profile"), own("credential_source")) {
        (Some(other), None) => {
            (of_profile(base, name, &other, visited)?, format!("of its `source_profile`, `{other}`"))
        }
        (None, Some(place)) => {
            let provider = Chain::of_place(base, &place).ok_or_else(|| {
                error(format!(
                    "its `credential_source` is `{place}`; it can be Environment, Ec2InstanceMetadata or EcsContainer"
                ))
            })?;
            let provider: Arc<dyn ProvideCredentials> = Arc::new(provider);
            (provider, format!("of its `credential_source`, {place}"))
        }
        (Some(_), Some(_)) => {
            return Err(error("both `source_profile` and `credential_source` to assume it with".to_owned()));
        }
        (None, None) => {
            return Err(error(
                "neither `source_profile` nor `credential_source` to assume it with".to_owned(),
            ));
        }
    };
    let role = Role {
        arn: own("role_arn").unwrap_or_default(),
        session_name: own("role_session_name").unwrap_or_else(session_name),
        external_id: own("external_id"),
        // as for botocore, one that is no number is none
        duration: own("duration_seconds").and_then(|seconds| seconds.trim().parse().ok()),
        mfa_serial: own("mfa_serial"),
        ..Role::default()
    };
    Ok(RoleRequest { base: base.clone(), role, source, from, mfa: base.mfa.clone() })
}

/// The credentials of the profile `other`, which assume the role of the profile `name`: its keys go before its role.
fn of_profile(
    base: &Arc<Base>,
    name: &str,
    other: &str,
    visited: &mut Vec<String>,
) -> Result<Arc<dyn ProvideCredentials>, Error> {
    let Some(profile) = base.profiles.profile(other) else {
        return Err(Error::configuration(format!(
            "profile `{name}` has the `source_profile` `{other}`, which is not there"
        )));
    };
    // A profile may be its own source, if it has keys.
    let is_itself = other == name && has_keys(profile);
    if visited.iter().any(|visited| visited == other) && !is_itself {
        return Err(Error::configuration(format!(
            "profiles assume roles in a circle by `source_profile`: {}, {other}",
            visited.join(", ")
        )));
    }
    visited.push(other.to_owned());
    if has_role(profile) && !has_keys(profile) {
        return Ok(Arc::new(Refreshing::new(source(base, other, visited)?)));
    }
    Ok(Arc::new(Chain::of_profile(base, other)))
}
