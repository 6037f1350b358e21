//! The runtime of Tucuxi, boto3 for Rust: sessions, signing, protocols, endpoints and retries for generated
//! service crates.
//!
//! Programs use [`Session`], [`Error`] and the types of [`types`]; the other modules are what service crates are
//! made of.

#![cfg_attr(not(test), forbid(unsafe_code))]

pub mod auth;
mod checksum;
pub mod client;
pub mod config;
pub mod credentials;
// Each of the two features has its own form of keys and signatures.
#[cfg(feature = "ecdsa")]
#[cfg_attr(not(all(feature = "login", feature = "sigv4a")), allow(dead_code))]
mod ecdsa;
pub mod endpoint;
pub mod error;
mod event_stream;
pub mod hooks;
pub mod http;
pub mod jmespath;
#[cfg(feature = "json")]
pub mod json;
pub mod paginate;
mod percent;
pub mod protocol;
mod random;
mod recent;
pub mod reflect;
pub mod resource;
mod retry;
pub mod schema;
pub mod session;
#[cfg(test)]
mod testing;
pub mod types;
pub mod wait;

/// The crates whose types stand in this one's interface, for service crates and interceptors.
pub mod external {
    pub use bytes;
    pub use http;
    pub use percent_encoding;
}

pub use error::Error;
pub use session::Session;
pub use types::prelude;
