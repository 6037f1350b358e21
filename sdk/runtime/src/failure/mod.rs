//! Error responses: [`ServiceFailure`], [`ResponseMetadata`], [`Exception`], and what an error says by them.

mod error;
mod exception;
mod metadata;
mod service;

pub use exception::Exception;
pub use metadata::ResponseMetadata;
pub use service::ServiceFailure;
