//! What programs import at once, `use tucuxi::prelude::*;`: the methods of members that may be absent.

pub use super::{OrEmpty, Required};
