//! What the tests of this crate share: [shapes](shapes) written by hand, a [protocol](plain) of plain text with clients
//! whose server follows a script, and a [home](home) directory for sign-ins.

#[cfg(feature = "sso")]
pub(crate) mod home;
pub(crate) mod plain;
mod shapes;

pub(crate) use shapes::*;
