//! What one program does with its sessions: several that do not affect each other, and many calls on one.

mod apart;
mod home;
mod many;
mod peer;
mod roles;
mod sts;

type Outcome = Result<(), Box<dyn std::error::Error>>;

/// The access key and the region of a signature.
fn signer(authorization: &str) -> Option<(&str, &str)> {
    let (_, scope) = authorization.split_once("Credential=")?;
    let mut parts = scope.split('/');
    let key = parts.next()?;
    Some((key, parts.nth(1)?))
}
