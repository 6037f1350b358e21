//! What programs import at once, `use tucuxi::prelude::*;`: the methods of members that may be absent, and of
//! structures to be built.

pub use super::{OrEmpty, Required, With};
