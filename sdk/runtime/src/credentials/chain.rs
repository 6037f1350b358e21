//! [`Chain`]: the places where credentials are looked for, in order.

use super::Refreshing;
#[cfg(feature = "container")]
use super::container::Container;
use super::environment::EnvironmentKeys;
use super::files::{File, FileKeys};
#[cfg(feature = "imds")]
use super::instance::Instance;
use super::older::{BotoFiles, Ec2File};
use super::process::Process;
use super::{Credentials, Identity, ProvideCredentials};
use crate::error::{Error, ErrorKind};
use crate::features::Features;
use crate::http::BoxFuture;
use crate::settings::base::Base;
#[cfg(not(all(feature = "roles", feature = "sso", feature = "login")))]
use crate::settings::profiles::Profiles;
use crate::types::Timestamp;
use std::fmt;
#[cfg(not(all(feature = "roles", feature = "sso", feature = "login")))]
use std::future::ready;
use std::sync::{Arc, OnceLock};
use std::time::SystemTime;

/// One place of the chain.
pub(super) trait Link: Send + Sync + fmt::Debug {
    /// The credentials there; `None` if the place has none, so that the next one is asked.
    ///
    /// # Errors
    /// When the place has credentials that are not usable: the chain ends here, as in botocore.
    fn load(&self) -> BoxFuture<'_, Result<Option<Credentials>, Error>>;

    /// What the user agent tells of credentials from here, beside what their provider says itself.
    fn features(&self) -> Features {
        Features::NONE
    }

    /// The place in words, for the error when none has credentials.
    fn place(&self) -> String;

    /// What in the place is almost credentials, for the same error.
    fn remark(&self) -> Option<String> {
        None
    }

    /// See [`ProvideCredentials::offer_identity`].
    fn offer_identity(&self, _identity: &'static Identity) {}
}

/// Looks for credentials in one place after the other; the first that has some is the one that refreshes them.
///
/// The order is botocore's: environment variables (not if the profile was named in code), the role of the profile, web
/// identity, single sign-on, the credentials file, console login, the process of the profile, the config file, files of
/// older tools (`AWS_CREDENTIAL_FILE`, boto's), the endpoint of the container, the metadata service of the EC2 instance.
pub struct Chain(Refreshing);

#[derive(Debug)]
struct Links {
    links: Vec<Box<dyn Link>>,
    /// Which place has them, once it is known.
    found: OnceLock<usize>,
}

impl Chain {
    /// The chain of a session.
    pub(crate) fn standard(base: &Arc<Base>, environment: bool) -> Self {
        let (env, profile) = (&base.env, base.profile.value.as_str());
        let mut links: Vec<Box<dyn Link>> = Vec::new();
        if environment {
            links.push(Box::new(EnvironmentKeys(env.clone())));
        }
        #[cfg(feature = "roles")]
        links.push(Box::new(super::roles::role(base, profile)));
        links.extend(profile_links(base, profile, environment));
        links.push(Box::new(Ec2File(env.clone())));
        links.push(Box::new(BotoFiles(env.clone())));
        #[cfg(feature = "container")]
        links.push(Box::new(Container::new(env.clone(), base.given_http.clone())));
        #[cfg(feature = "imds")]
        links.push(Box::new(Instance::new(&base.settings, base.given_http.clone())));
        Self::new(links)
    }

    /// What a profile has, but for its role: the source of another's role.
    #[cfg(feature = "roles")]
    pub(super) fn of_profile(base: &Arc<Base>, profile: &str) -> Self {
        Self::new(profile_links(base, profile, false))
    }

    /// The place with this name of `credential_source`, if there is one of it in this build.
    #[cfg(feature = "roles")]
    pub(super) fn of_place(base: &Base, name: &str) -> Option<Self> {
        let link: Box<dyn Link> = match name {
            "Environment" => Box::new(EnvironmentKeys(base.env.clone())),
            #[cfg(feature = "container")]
            "EcsContainer" => Box::new(Container::new(base.env.clone(), base.given_http.clone())),
            #[cfg(feature = "imds")]
            "Ec2InstanceMetadata" => Box::new(Instance::new(&base.settings, base.given_http.clone())),
            _ => return None,
        };
        Some(Self::new(vec![link]))
    }

    pub(super) fn new(links: Vec<Box<dyn Link>>) -> Self {
        Self(Refreshing::new(Links { links, found: OnceLock::new() }))
    }
}

/// The places that belong to a profile, in order; `environment` tells whether variables count for web identity.
fn profile_links(base: &Arc<Base>, profile: &str, environment: bool) -> Vec<Box<dyn Link>> {
    let profiles = &base.profiles;
    let file = |file| FileKeys { file, profiles: profiles.clone(), profile: profile.to_owned() };
    #[cfg(not(all(feature = "roles", feature = "sso", feature = "login")))]
    let elsewhere = |keys| Elsewhere { keys, profiles: profiles.clone(), profile: profile.to_owned() };
    vec![
        #[cfg(feature = "roles")]
        Box::new(super::roles::web_identity(base, profile, environment)),
        #[cfg(not(feature = "roles"))]
        Box::new(NoWebIdentity(environment.then(|| base.env.clone()))),
        #[cfg(not(feature = "roles"))]
        Box::new(elsewhere(ROLES)),
        #[cfg(feature = "sso")]
        Box::new(super::sso::link(base, profile)),
        #[cfg(not(feature = "sso"))]
        Box::new(elsewhere(SSO)),
        Box::new(file(File::Credentials)),
        #[cfg(feature = "login")]
        Box::new(super::login::link(base, profile)),
        #[cfg(not(feature = "login"))]
        Box::new(elsewhere(LOGIN)),
        Box::new(Process { profiles: profiles.clone(), profile: profile.to_owned() }),
        Box::new(file(File::Config)),
    ]
}

impl ProvideCredentials for Chain {
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, Error>> {
        self.0.credentials()
    }
    fn origin(&self) -> Option<String> {
        self.0.origin()
    }
    fn keeps(&self) -> bool {
        self.0.keeps()
    }
    fn offer_identity(&self, identity: &'static Identity) {
        self.0.offer_identity(identity);
    }
}

impl fmt::Debug for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Chain({:?})", self.0)
    }
}

impl Links {
    async fn load(&self) -> Result<Credentials, Error> {
        let start = self.found.get().copied();
        for (index, link) in self.links.iter().enumerate().skip(start.unwrap_or(0)) {
            if let Some(credentials) = link.load().await? {
                let _ = self.found.set(index);
                return Ok(credentials.of_feature(link.features()));
            }
            if start.is_some() {
                let message = format!("credentials are gone from {}", link.place());
                return Err(Error::new(ErrorKind::Credentials, message));
            }
        }
        Err(self.missing())
    }

    fn missing(&self) -> Error {
        let places = self.links.iter().filter_map(|link| {
            let place = Some(link.place()).filter(|place| !place.is_empty())?;
            Some(match link.remark() {
                Some(remark) => format!("{place}: {remark}"),
                None => place,
            })
        });
        let mut lines: Vec<_> = places.collect();
        if !NOT_BUILT.is_empty() {
            let features = NOT_BUILT.join(", ");
            lines.push(format!("nowhere else: these features of `tucuxi` are off: {features}"));
        }
        Error::in_lines(ErrorKind::Credentials, "no credentials; looked at:", lines).with_hint(
            "set the environment variables, write the keys into the profile (`aws configure` does), name another \
             profile by AWS_PROFILE, or give credentials in code with `Session::builder().credentials(…)`",
        )
    }
}

impl ProvideCredentials for Links {
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, Error>> {
        Box::pin(self.load())
    }
    fn origin(&self) -> Option<String> {
        self.links.get(*self.found.get()?).map(|link| link.place())
    }
    fn offer_identity(&self, identity: &'static Identity) {
        self.links.iter().for_each(|link| link.offer_identity(identity));
    }
}

/// The features for places at the end of the chain that this build was made without.
const NOT_BUILT: &[&str] = &[
    #[cfg(not(feature = "container"))]
    "`container`",
    #[cfg(not(feature = "imds"))]
    "`imds`",
];

/// Ways to get credentials that a profile may ask for and this build does not have. Going on to other keys of the
/// profile would call AWS as somebody else.
#[cfg(not(all(feature = "roles", feature = "sso", feature = "login")))]
#[derive(Debug)]
struct Elsewhere {
    /// A key of the profile, what it asks for, and the feature that brings it.
    keys: &'static [(&'static str, &'static str, &'static str)],
    profiles: Arc<Profiles>,
    profile: String,
}

/// These go before the keys of the credentials file.
#[cfg(not(feature = "roles"))]
const ROLES: &[(&str, &str, &str)] =
    &[("role_arn", "assuming a role", "roles"), ("web_identity_token_file", "web identity", "roles")];
#[cfg(not(feature = "sso"))]
const SSO: &[(&str, &str, &str)] =
    &[("sso_account_id", "single sign-on", "sso"), ("sso_role_name", "single sign-on", "sso")];
/// This goes after them.
#[cfg(not(feature = "login"))]
const LOGIN: &[(&str, &str, &str)] = &[("login_session", "console login", "login")];

#[cfg(not(all(feature = "roles", feature = "sso", feature = "login")))]
impl Link for Elsewhere {
    fn load(&self) -> BoxFuture<'_, Result<Option<Credentials>, Error>> {
        let profile = self.profiles.profile(&self.profile);
        let asked =
            profile.and_then(|profile| self.keys.iter().find(|(key, _, _)| profile.get(key).is_some()));
        Box::pin(ready(match asked {
            None => Ok(None),
            Some((key, what, feature)) => {
                let message =
                    format!("profile `{}` has `{key}`, but {what} is not in this build", self.profile);
                Err(Error::new(ErrorKind::Credentials, message).with_hint(format!(
                    "switch on the feature `{feature}` of the crate `tucuxi-identity`; or `aws configure \
                     export-credentials --profile {} --format env` gives keys for the environment",
                    self.profile
                )))
            }
        }))
    }

    fn place(&self) -> String {
        String::new()
    }
}

/// Variables that ask for web identity, if they count, in a build without it.
#[cfg(not(feature = "roles"))]
#[derive(Debug)]
struct NoWebIdentity(Option<crate::settings::env::Env>);

#[cfg(not(feature = "roles"))]
impl Link for NoWebIdentity {
    fn load(&self) -> BoxFuture<'_, Result<Option<Credentials>, Error>> {
        let variable = "AWS_WEB_IDENTITY_TOKEN_FILE";
        let asked = self.0.as_ref().is_some_and(|env| env.get(variable).is_some());
        Box::pin(ready(if asked {
            let message =
                format!("environment variable {variable} is set, but web identity is not in this build");
            let hint =
                "switch on the feature `roles` of the crate `tucuxi-identity`, or take the variable away";
            Err(Error::new(ErrorKind::Credentials, message).with_hint(hint))
        } else {
            Ok(None)
        }))
    }

    fn place(&self) -> String {
        String::new()
    }
}

/// The instant credentials end, as a provider writes it.
pub(super) fn expiration(text: &str, name: &str) -> Result<SystemTime, Error> {
    let time = text.trim().parse::<Timestamp>().ok().and_then(|time| time.try_into().ok());
    time.ok_or_else(|| {
        let shown = shortened(text);
        Error::new(ErrorKind::Credentials, format!("{name} is `{shown}`, which is not a timestamp"))
    })
}

/// The start of a text that somebody else wrote, for a message.
pub(super) fn shortened(text: &str) -> String {
    const SHOWN: usize = 40;
    match text.char_indices().nth(SHOWN).and_then(|(end, _)| text.get(..end)) {
        Some(start) => format!("{start}…"),
        None => text.to_owned(),
    }
}
