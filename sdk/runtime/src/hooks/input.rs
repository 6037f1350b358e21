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

/// Takes the account from the ARN of something on an outpost, where S3 Control wants both: `AccountId` is filled if it is
/// absent. What other ARNs mean is for the endpoint rules to say.
#[derive(Clone, Copy, Debug)]
pub struct AccountOfArn {
    /// The member that may be an ARN.
    pub member: &'static str,
    /// The operations that have no such ARNs.
    pub except: Operations,
}

impl Interceptor for AccountOfArn {
    fn before_serialize(&self, context: &mut Context, input: &mut dyn Shape) -> Result<(), Error> {
        match self.except.contains(&context.operation().name) {
            true => Ok(()),
            false => fill_account(self.member, input),
        }
    }
}

fn fill_account(member: &str, input: &mut dyn Shape) -> Result<(), Error> {
    const ACCOUNT: &str = "AccountId";
    let Some(arn) = text(input, member) else { return Ok(()) };
    // arn:PARTITION:s3-outposts:REGION:ACCOUNT:outpost/…
    let parts: Vec<_> = arn.splitn(6, ':').collect();
    let ["arn", _, "s3-outposts", _, account, _] = parts[..] else { return Ok(()) };
    match text(input, ACCOUNT) {
        Some(given) if given != account => {
            let message =
                format!("{ACCOUNT} is `{given}`, and the account in the ARN of {member} is `{account}`");
            Err(Error::validation(message))
        }
        _ => {
            let account = account.to_owned();
            set_text(input, ACCOUNT, &account);
            Ok(())
        }
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::reflect::{NO_VALUE, Value};
    use crate::schema::{Member, StructSchema, Type};
    use crate::testing::structure;

    structure! {
        GetBucket() {
            account: Option<String> => Member::new("AccountId", "x-amz-account-id", Type::String),
            bucket: Option<String> => Member::new("Bucket", "name", Type::String),
        }
    }

    fn account(given: Option<&str>, bucket: &str) -> Result<Option<String>, String> {
        let mut input = GetBucket { account: given.map(str::to_owned), bucket: Some(bucket.to_owned()) };
        fill_account("Bucket", &mut input).map_err(|error| error.to_string())?;
        Ok(input.account)
    }

    #[test]
    fn the_account_is_that_of_the_arn_and_another_is_an_error() {
        let arn = "arn:aws:s3-outposts:us-west-2:123456789012:outpost/op-1/bucket/b";
        for given in [None, Some("123456789012")] {
            assert_eq!(account(given, arn).unwrap().as_deref(), Some("123456789012"));
        }
        let error = account(Some("210987654321"), arn).unwrap_err();
        assert!(error.contains("210987654321") && error.contains("123456789012"), "{error}");
        for other in ["b", "arn:aws:s3:us-west-2:123456789012:accesspoint/x", "arn:"] {
            assert_eq!(account(None, other).unwrap(), None);
        }
    }
}
