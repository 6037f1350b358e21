//! Use S3 through the crate [`object_store`], with the sessions and credentials of Tucuxi.
//!
//! DataFusion, Polars, delta-rs and Lance read and write objects through the trait [`ObjectStore`](object_store::ObjectStore). [`S3Store`]
//! implements it for a bucket and a [`Client`](tucuxi_s3::Client) of Tucuxi, so that they find credentials wherever boto3 does: profiles,
//! single sign-on, roles, containers and instances.
//!
//! ```no_run
//! use object_store::ObjectStoreExt;
//! use object_store::path::Path;
//! use std::sync::Arc;
//! use tucuxi_object_store::S3Store;
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let session = tucuxi::Session::builder().profile("analytics").build()?;
//! let s3 = tucuxi_s3::Client::new(&session);
//! let store = Arc::new(S3Store::new(&s3, "lake"));
//!
//! store.put(&Path::from("2026/plan.txt"), "hello".into()).await?;
//! let plan = store.get(&Path::from("2026/plan.txt")).await?.bytes().await?;
//! assert_eq!(plan, "hello");
//! # Ok(())
//! # }
//! ```
//!
//! Hand the store to the library that uses it, for example `context.register_object_store(&Url::parse("s3://lake")?, store)` of
//! DataFusion.
//!
//! # Paths and keys
//!
//! The key of an object is the text of its [`Path`](object_store::path::Path), unchanged: `Path::from("a b%")` makes the path `a b%25`, and
//! that is the key. A key that no path can name, such as `a//b` or `/a`, is an error of the listing that comes to it; the listing goes on
//! behind it. Empty objects whose key ends in `/`, by which consoles show folders, are left out.
//!
//! # Conditions
//!
//! [`PutMode::Create`](object_store::PutMode::Create), [`PutMode::Update`](object_store::PutMode::Update) and copies that must not replace
//! anything are conditional requests. Table formats rely on them for commits, so they fail where they cannot be sure:
//!
//! - If an attempt of a conditional request may have been carried out although its response was lost, and a later attempt is refused, the
//!   error is [`Generic`](object_store::Error::Generic): the object may be the caller's own.
//! - `copy_if_not_exists` and `rename_if_not_exists` return [`NotImplemented`](object_store::Error::NotImplemented) if the client has an
//!   endpoint URL, because many servers ignore the condition. [`S3Store::with_copy_if_not_exists`] says that a server honors it.
//!
//! # Errors
//!
//! The source of an [`object_store::Error`] is a [`tucuxi::Error`] with code, message and request id. Retries, time-outs, checksums and
//! broken downloads are the client's matter: see its builder.
//!
//! # Features
//!
//! - `signer`: presigned URLs, by the trait `object_store::signer::Signer`. It switches on the feature `cloud-base` of `object_store`.
//! - `http`, `credentials` and `tracing`, all on by default, are those of [`tucuxi_s3`].
#![forbid(unsafe_code)]

mod attributes;
mod condition;
mod copy;
mod delete;
mod errors;
mod get;
mod list;
mod multipart;
mod paths;
mod put;
#[cfg(feature = "signer")]
mod sign;
mod store;

pub use store::{CopyIfNotExists, S3Store};
