//! Error responses in JSON.

use super::JsonReader;
use crate::http::ResponseHead;
use crate::protocol::error_fields::ErrorFields;
use crate::protocol::{ErrorDocument, complete, is_cut};

/// Which field of the body holds the code, if both do.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::protocol) enum CodeField {
    /// `__type`: the protocol json.
    Type,
    /// `code`: rest-json.
    Code,
}

/// How much of a body that is not JSON is the message, in bytes.
const LONGEST_TEXT: usize = 64 << 10;

/// Reads an error response. The header `x-amzn-errortype` goes before the body, and of a body that is not JSON
/// the first 64 KiB are the message. Of a body that is longer than what is read of it, the fields at its beginning count.
pub(in crate::protocol) fn read_error(head: &ResponseHead, body: &[u8], first: CodeField) -> ErrorDocument {
    let mut fields = ErrorFields::default();
    let read = match JsonReader::of_body(body) {
        Ok(Some(mut reader)) => fields.read(&mut reader),
        Ok(None) => Ok(()),
        Err(failure) => Err(failure),
    };
    if read.is_err() && !is_cut(body) {
        fields = ErrorFields { message: Some(text(body)), ..ErrorFields::default() };
    }
    let (kind, code) = (fields.kind.take(), fields.code.take());
    let code = head.header("x-amzn-errortype").map(str::to_owned).or(match first {
        CodeField::Type => kind.or(code),
        CodeField::Code => code.or(kind),
    });
    let mut document = fields.document(head, code);
    complete(&mut document, head, body);
    document
}

/// The beginning of a body as text.
fn text(body: &[u8]) -> String {
    match body.get(..LONGEST_TEXT) {
        // A character that is cut is left out.
        Some(start) if body.len() > LONGEST_TEXT => {
            String::from_utf8_lossy(start).trim_end_matches(char::REPLACEMENT_CHARACTER).to_owned()
        }
        _ => String::from_utf8_lossy(body).into_owned(),
    }
}
