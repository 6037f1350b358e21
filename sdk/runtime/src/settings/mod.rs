//! Settings with where they came from: environment, shared files, the table of settings, and what a session knows by them.

pub(crate) mod base;
pub(crate) mod env;
pub(crate) mod ini;
pub(crate) mod misspelt;
pub(crate) mod profiles;
pub(crate) mod shell;
pub(crate) mod table;

pub(crate) use base::Base;
pub(crate) use env::Env;
pub(crate) use profiles::Profiles;
pub(crate) use table::{Id, Settings, without_secrets};
pub use table::{Resolved, SETTINGS, Setting, SettingKind, SettingSource};
