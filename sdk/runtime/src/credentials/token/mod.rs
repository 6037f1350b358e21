//! Bearer tokens: of the environment, and of IAM Identity Center; and the files that sign-ins are kept in.

mod chain;
mod environment;
#[cfg(any(feature = "sso", feature = "login"))]
mod file;
#[cfg(feature = "sso")]
mod refresh;
#[cfg(feature = "sso")]
mod sso;

pub(crate) use chain::TokenChain;
pub use environment::EnvironmentToken;
#[cfg(any(feature = "sso", feature = "login"))]
pub(super) use file::{CacheFile, SignIn, sign_in_again};
#[cfg(feature = "login")]
pub(super) use file::{instant, written};
#[cfg(feature = "sso")]
pub use sso::SsoToken;
#[cfg(feature = "sso")]
pub(super) use sso::{SsoSession, SsoSignIn, cache_file};
