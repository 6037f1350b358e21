//! The endpoint of a call: what operation, input and settings say to the [rules](crate::rules) of the service.

mod built_in;
mod from_call;

pub use crate::rules::*;
pub use built_in::signing_region;
pub(crate) use from_call::client_params;
pub use from_call::params;
