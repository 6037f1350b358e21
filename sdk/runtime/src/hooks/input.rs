//! Hooks that complete or convert an input.

use super::{Operations, applies, set_text, text};
use crate::client::{Context, Interceptor};
use crate::error::Error;
use crate::reflect::Shape;
use base64_simd::STANDARD;

/// Fills an absent member: Glacier's `accountId` with `-`, the account of the credentials.
#[derive(Clone, Copy, Debug)]
pub struct DefaultText {
    /// The member's name in the model.
    pub member: &'static str,
    /// What it becomes.
    pub value: &'static str,
}

impl Interceptor for DefaultText {
    fn before_serialize(&self, _: &mut Context, input: &mut dyn Shape) -> Result<(), Error> {
        if text(input, self.member).is_none() {
            set_text(input, self.member, self.value);
        }
        Ok(())
    }
}

/// Encodes a text member as base64, which the service expects and its model does not say: EC2's `UserData`.
#[derive(Clone, Copy, Debug)]
pub struct Base64Text {
    /// The operations.
    pub operations: Operations,
    /// The member's name in the model.
    pub member: &'static str,
}

impl Interceptor for Base64Text {
    fn before_serialize(&self, context: &mut Context, input: &mut dyn Shape) -> Result<(), Error> {
        if applies(self.operations, context)
            && let Some(plain) = text(input, self.member)
        {
            let encoded = STANDARD.encode_to_string(plain);
            set_text(input, self.member, &encoded);
        }
        Ok(())
    }
}

/// Cuts an identifier after its last slash: Route 53 gives out `/hostedzone/Z1` and takes `Z1`.
#[derive(Clone, Copy, Debug)]
pub struct LastSegment {
    /// The operations.
    pub operations: Operations,
    /// The members' names in the model.
    pub members: &'static [&'static str],
}

impl Interceptor for LastSegment {
    fn before_serialize(&self, context: &mut Context, input: &mut dyn Shape) -> Result<(), Error> {
        if applies(self.operations, context) {
            for member in self.members {
                if let Some((_, last)) = text(input, member).and_then(|id| id.rsplit_once('/')) {
                    let last = last.to_owned();
                    set_text(input, member, &last);
                }
            }
        }
        Ok(())
    }
}

/// Sends a customer's encryption key as base64, with its MD5: S3's `SSECustomerKey`. If the MD5 is given, the key is
/// taken as encoded already.
#[derive(Clone, Copy, Debug)]
pub struct CustomerKey {
    /// The member that holds the key.
    pub key: &'static str,
    /// The member that holds its MD5.
    pub md5: &'static str,
}

#[cfg(feature = "checksums")]
impl Interceptor for CustomerKey {
    fn before_serialize(&self, _: &mut Context, input: &mut dyn Shape) -> Result<(), Error> {
        use md5::{Digest, Md5};
        let has_md5 = input.schema().member(self.md5).map(|index| !input.get(index).view().is_null());
        if has_md5 == Some(false)
            && let Some(key) = text(input, self.key)
        {
            let (encoded, md5) = (STANDARD.encode_to_string(key), Md5::digest(key));
            set_text(input, self.key, &encoded);
            set_text(input, self.md5, &STANDARD.encode_to_string(md5));
        }
        Ok(())
    }
}
