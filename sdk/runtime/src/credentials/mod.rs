//! Credentials and bearer tokens, and the traits of what provides them.
//!
//! A session looks for credentials in a [chain](Chain) of places, the first that has some wins. Credentials that end
//! are fetched anew ahead of their end, one fetch at a time however many calls wait.

mod alone;
mod chain;
#[cfg(any(feature = "roles", feature = "sso", feature = "login"))]
mod configured;
#[cfg(feature = "container")]
mod container;
mod document;
mod environment;
mod files;
mod identity;
#[cfg(feature = "imds")]
mod instance;
#[cfg(any(feature = "roles", feature = "sso", feature = "login", feature = "container", feature = "imds"))]
mod limit;
#[cfg(any(feature = "container", feature = "imds"))]
mod local;
#[cfg(feature = "login")]
mod login;
mod older;
mod process;
#[cfg(feature = "roles")]
mod roles;
pub(crate) mod shape;
#[cfg(feature = "sso")]
mod sso;
mod token;

pub use crate::identity::{Credentials, CredentialsBuilder, ProvideCredentials, ProvideToken, Refreshing};
pub(crate) use crate::identity::{Unsigned, kept};
pub use crate::schema::Identity;
#[cfg(feature = "roles")]
pub(crate) use crate::settings::base::AskMfa;
pub use chain::Chain;
#[cfg(feature = "login")]
pub use login::Login;
#[cfg(feature = "roles")]
pub use roles::{AssumeRole, AssumeRoleBuilder, WebIdentity, WebIdentityBuilder};
#[cfg(feature = "sso")]
pub use sso::{Sso, SsoBuilder};
pub use token::EnvironmentToken;
#[cfg(feature = "sso")]
pub use token::SsoToken;
pub(crate) use token::TokenChain;
