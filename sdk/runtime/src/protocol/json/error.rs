//! Error responses in JSON.

use super::Reader;
use crate::http::ResponseHead;
use crate::protocol::ErrorDocument;
use crate::protocol::error_fields::ErrorFields;

/// Which field of the body holds the code, if both do.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::protocol) enum CodeField {
    /// `__type`: the protocol json.
    Type,
    /// `code`: rest-json.
    Code,
}

/// Reads an error response. The header `x-amzn-errortype` goes before the body, and a body that is not JSON is the
/// message.
pub(in crate::protocol) fn read_error(head: &ResponseHead, body: &[u8], first: CodeField) -> ErrorDocument {
    let mut fields = match Reader::of_body(body) {
        Ok(Some(mut reader)) => ErrorFields::read(&mut reader).unwrap_or_else(|_| ErrorFields {
            message: Some(String::from_utf8_lossy(body).into_owned()),
            ..ErrorFields::default()
        }),
        Ok(None) => ErrorFields::default(),
        Err(_) => ErrorFields {
            message: Some(String::from_utf8_lossy(body).into_owned()),
            ..ErrorFields::default()
        },
    };
    let (kind, code) = (fields.kind.take(), fields.code.take());
    let code = head.header("x-amzn-errortype").map(str::to_owned).or(match first {
        CodeField::Type => kind.or(code),
        CodeField::Code => code.or(kind),
    });
    fields.document(head, code)
}
