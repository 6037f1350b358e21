//! What a call goes by: the settings of its client, what the client shares and has learnt, and the hooks around the call,
//! which are lent all of it. These name one another, and the client above carries them out.

mod config;
mod core;
pub(crate) mod interceptor;
mod learnt;
mod stopwatch;
pub(crate) mod user_agent;

pub use config::{ClientConfig, TraceContext};
pub use core::Core;
pub(crate) use core::{Live, Shared};
pub(crate) use interceptor::own;
pub use interceptor::{Context, Interceptor};
pub(crate) use learnt::Learnt;
pub(crate) use stopwatch::Stopwatch;
