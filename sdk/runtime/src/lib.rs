//! The runtime of Tucuxi, boto3 for Rust: sessions, signing, protocols, endpoints and retries for generated
//! service crates.
//!
//! # For programs
//!
//! - [`Session`]: region, credentials and settings, as `boto3.Session`. Every client is made from one.
//! - [`Error`]: what a call failed with. Its code, its modelled exception, and whether a retry may help.
//! - [`types`]: timestamps, blobs, documents and streams, which inputs and outputs are made of.
//! - [`prelude`]: the traits with `required`, `or_empty` and `with`.
//! - [`client`]: the builder of a client, interceptors, and what the response said beside its output.
//! - [`config`]: the settings of a client, and their values.
//! - [`credentials`]: keys, tokens, and where they come from.
//! - [`session`]: the builder of a session, and the list of its settings.
//! - [`signing`]: signatures of requests of your own, for any service.
//! - [`http`]: the HTTP layer, its options, and a client for tests.
//! - [`paginate`]: listings page by page or item by item, as streams.
//! - [`wait`]: waiters, which call again and again until a resource is ready.
//! - [`resource`]: boto3's resources: attributes, actions and collections.
//! - [`error`]: kinds of errors and their details.
#![cfg_attr(
    feature = "json",
    doc = "- [`json`]: inputs and outputs as JSON with boto3's names, and calls by name."
)]
//! - [`reflect`]: reads and writes the members of any input or output by name, for interceptors.
//! - [`external`]: the crates whose types occur in this interface.
//!
//! These modules follow semantic versioning.
//!
//! # For generated crates
//!
//! [`internal`] holds the tables and functions that generated crates are made of. It changes without notice, together
//! with the generator.

#![cfg_attr(not(test), forbid(unsafe_code))]

mod ascii_json;
mod auth;
mod checksum;
pub mod client;
mod context;
pub mod credentials;
mod data;
mod digest;
// Each of the two features has its own form of keys and signatures.
#[cfg(feature = "ecdsa")]
#[cfg_attr(not(all(feature = "login", feature = "sigv4a")), allow(dead_code))]
mod ecdsa;
mod endpoint;
mod event_stream;
mod failure;
mod fault;
mod features;
mod file;
mod hooks;
pub mod http;
mod identity;
pub mod internal;
mod jmespath;
#[cfg(feature = "json")]
pub mod json;
mod layout;
mod modes;
pub mod paginate;
mod percent;
mod place;
mod protocol;
mod random;
mod recent;
pub mod reflect;
pub mod resource;
mod retry;
mod rules;
mod schema;
pub mod session;
mod settings;
pub mod signing;
mod target;
#[cfg(test)]
mod testing;
mod trace;
pub mod wait;

/// The settings of a client, and their values.
pub mod config {
    pub use crate::context::{ClientConfig, TraceContext};
    pub use crate::modes::*;
}

/// [`Error`]: everything a call can fail with.
pub mod error {
    pub use crate::failure::{Exception, ServiceFailure};
    pub use crate::fault::*;
    pub use crate::schema::Details;
}

/// The types that stand in generated structures beside Rust's own.
pub mod types {
    pub use crate::data::*;
    pub use crate::reflect::{EventSource, EventStream, EventStreamSlot, With};

    /// What programs import at once, `use tucuxi::prelude::*;`: the methods of members that may be absent, and of
    /// structures to be built.
    pub mod prelude {
        pub use super::{OrEmpty, Required, With};
    }
}

/// The crates whose types occur in this interface, for interceptors and HTTP layers.
pub mod external {
    pub use bytes;
    pub use futures_core;
    pub use http;
    pub use percent_encoding;
    pub use serde;
    pub use tokio;
}

pub use error::Error;
pub use session::Session;
pub use types::prelude;
