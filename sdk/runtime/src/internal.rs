//! What generated crates are made of. **Not for programs: no item here is stable.**
//!
//! A generated crate and this module belong together: both come from one checkout, and a release of the runtime may
//! change anything here without notice. After an update of the runtime, generate the crates again
//! (`cargo xtask codegen`). Everything outside this module follows semantic versioning.

/// Strings in JSON as Python writes them, for hand-written code of services.
pub mod ascii_json {
    pub use crate::ascii_json::string;
}

/// Authentication: how a call chooses its scheme, and how requests are signed.
pub mod auth {
    pub use crate::auth::*;
}

/// Base64, for hand-written code of services.
pub mod base64 {
    pub use crate::protocol::base64::encode;
}

/// Checksums of bodies and of their parts, for hand-written code of services.
pub mod checksum {
    pub use crate::digest::{Checksum, combine, combines, names};
}

/// What generated setters and accessors do with lists and maps.
pub mod collect {
    pub use crate::types::collect::*;
}

/// The conversion of structures with an access key into [`Credentials`](crate::credentials::Credentials).
pub mod credentials {
    pub use crate::credentials::shape::from_shape;
}

/// Endpoint rule sets and partitions as constant data, and what evaluates them.
pub mod endpoint {
    pub use crate::endpoint::*;
}

/// Values that hand-written code of services attaches to an [`Error`](crate::Error), and finds again.
pub mod error {
    use crate::Error;
    use std::any::Any;

    /// The error with a value, in place of one attached before.
    pub fn attach<T: Any + Send + Sync>(error: Error, value: T) -> Error {
        error.with_attachment(value)
    }

    /// The value that was attached, if it is a `T`.
    pub fn attached<T: Any + Send + Sync>(error: &Error) -> Option<&T> {
        error.attachment()
    }
}

/// Parts of HTTP that hand-written code of services reads.
pub mod http {
    pub use crate::http::range::ContentRange;
}

/// What a service does differently from its model, as data for `services.toml`.
pub mod hooks {
    pub use crate::hooks::*;
}

/// JMESPath expressions as constant data, and what evaluates them.
pub mod jmespath {
    pub use crate::jmespath::*;
}

/// Tables of paginators, beside the public types of [`paginate`](crate::paginate).
pub mod paginate {
    pub use crate::paginate::schema::*;
    #[doc(no_inline)]
    pub use crate::paginate::*;
}

/// The protocols of AWS.
pub mod protocol {
    pub use crate::protocol::*;
}

/// Random numbers, for hand-written code of services.
pub mod random {
    /// A random number.
    ///
    /// # Errors
    /// When the operating system has no random bytes to give.
    pub fn next() -> Result<u64, crate::Error> {
        crate::random::next()
    }
}

/// What implementations of [`Shape`](crate::reflect::Shape) call, beside the public types of
/// [`reflect`](crate::reflect).
pub mod reflect {
    pub use crate::reflect::compare::eq;
    pub use crate::reflect::copy::clone;
    pub use crate::reflect::debug::debug;
    pub use crate::reflect::enums::find_enum;
    pub use crate::reflect::value::{NO_VALUE, no_value_mut};
    #[doc(no_inline)]
    pub use crate::reflect::*;
}

/// Tables of resources and what they are made of, beside the public types of [`resource`](crate::resource).
pub mod resource {
    pub use crate::reflect::copy::copy_members;
    pub use crate::resource::action::Act;
    pub use crate::resource::batch::ActOnPage;
    pub use crate::resource::collection::Collect;
    pub use crate::resource::convert::merge;
    pub use crate::resource::handle::ChildSource;
    pub use crate::resource::schema::*;
    #[doc(no_inline)]
    pub use crate::resource::*;
}

/// Pauses between requests, for hand-written code of services.
pub mod retry {
    pub use crate::retry::pause;
}

/// Tokens that are signed requests, for hand-written code of services.
pub mod signing {
    pub use crate::signing::token::{base64_url, connect};
}

/// Bodies in parts, for hand-written code of services.
pub mod stream {
    use crate::Error;
    use crate::types::ByteStream;

    /// The body from its first byte on, to be sent.
    ///
    /// # Errors
    /// When bytes are missing that belong to it.
    pub fn whole(body: ByteStream) -> Result<ByteStream, Error> {
        body.whole_as("the body")
    }
}

/// Tasks of tokio, for hand-written code of services.
pub mod tasks {
    use crate::Error;
    use crate::error::ErrorKind;
    use tokio::runtime::Handle;
    use tokio::task::JoinError;

    /// # Errors
    /// When there is no runtime, which tasks need.
    pub fn check_runtime() -> Result<(), Error> {
        Handle::try_current().map(drop).map_err(|_| Error::configuration(crate::fault::NO_RUNTIME))
    }

    /// The error of a task that did not come to its end: the runtime stopped `what` it did. A panic goes on where the task is
    /// awaited.
    pub fn stopped(error: JoinError, what: &str) -> Error {
        match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_) => Error::new(ErrorKind::Cancelled, format!("the runtime stopped {what}")),
        }
    }
}

/// Spans, for hand-written code of services.
pub mod trace {
    use crate::trace::{Instrument as _, Span};
    use std::fmt;

    /// The work within the current span, wherever it is carried out.
    pub fn in_current_span<F: Future>(work: F) -> impl Future<Output = F::Output> {
        work.instrument(Span::current())
    }

    /// Warns of work that a program dropped before it was done.
    #[cfg_attr(not(feature = "tracing"), allow(unused_variables, reason = "nobody listens"))]
    pub fn warn_unfinished(message: fmt::Arguments<'_>) {
        crate::trace::event!(WARN, UNFINISHED, "{message}");
    }
}

/// What a service model says, as constant data.
pub mod schema {
    pub use crate::schema::*;
}

/// Tables of waiters, beside the public types of [`wait`](crate::wait).
pub mod wait {
    pub use crate::wait::last::{End, Last};
    pub use crate::wait::schema::*;
    #[doc(no_inline)]
    pub use crate::wait::*;
}
