//! Hooks that turn what a service sends into what its model promises.

use super::{Operations, applies, set_text, text};
use crate::client::{Context, Interceptor, ResponseMetadata};
use crate::error::Error;
use crate::http::ResponseHead;
use crate::reflect::{Shape, Slot};
use base64_simd::STANDARD;
use bytes::Bytes;
use percent_encoding::percent_decode_str;
use serde_json::Value;

/// Decodes a text member that comes as base64: EC2's console output. Bytes that are not UTF-8 are replaced.
#[derive(Clone, Copy, Debug)]
pub struct DecodedText {
    /// The operations.
    pub operations: Operations,
    /// The member's name in the model.
    pub member: &'static str,
}

impl Interceptor for DecodedText {
    fn after_parse(
        &self,
        context: &mut Context,
        _: &ResponseMetadata,
        output: &mut dyn Shape,
    ) -> Result<(), Error> {
        if applies(self.operations, context)
            && let Some(encoded) = text(output, self.member)
        {
            let encoded: String = encoded.split_ascii_whitespace().collect();
            if let Ok(bytes) = STANDARD.decode_to_vec(encoded) {
                set_text(output, self.member, &String::from_utf8_lossy(&bytes));
            }
        }
        Ok(())
    }
}

/// Percent-decodes the policy documents in an output, at any depth: IAM sends JSON in URL encoding.
#[derive(Clone, Copy, Debug)]
pub struct PlainPolicies {
    /// The names of the members that hold policies.
    pub members: &'static [&'static str],
}

impl Interceptor for PlainPolicies {
    fn after_parse(
        &self,
        _: &mut Context,
        _: &ResponseMetadata,
        output: &mut dyn Shape,
    ) -> Result<(), Error> {
        self.decode(output);
        Ok(())
    }
}

impl PlainPolicies {
    fn decode(&self, shape: &mut dyn Shape) {
        for (index, member) in shape.schema().members.iter().enumerate() {
            if shape.get(index).view().is_null() {
                continue;
            }
            match shape.get_mut(index).slot() {
                Slot::String(policy) if self.members.contains(&member.name) => {
                    let plain = percent_decode_str(policy).decode_utf8().ok();
                    if let Some(plain) = plain.filter(|plain| is_json(plain)) {
                        *policy = plain.into_owned();
                    }
                }
                Slot::Structure(inner) => self.decode(inner),
                Slot::List(list) => {
                    for index in 0..list.len() {
                        if let Slot::Structure(inner) = list.item_mut(index).slot() {
                            self.decode(inner);
                        }
                    }
                }
                _ => {}
            }
        }
    }
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}

/// Takes the message of an error from `error_description`, where OAuth puts it.
#[derive(Clone, Copy, Debug)]
pub struct ErrorDescription;

impl Interceptor for ErrorDescription {
    fn before_parse(&self, _: &mut Context, head: &mut ResponseHead, body: &mut Bytes) -> Result<(), Error> {
        if head.status.as_u16() < 400 {
            return Ok(());
        }
        if let Ok(Value::Object(mut error)) = serde_json::from_slice(body)
            && !["message", "Message"].iter().any(|name| error.contains_key(*name))
            && let Some(message) = error.remove("error_description")
        {
            error.insert("message".to_owned(), message);
            *body = Value::Object(error).to_string().into();
        }
        Ok(())
    }
}
