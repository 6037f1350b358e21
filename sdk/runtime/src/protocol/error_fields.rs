//! Code and message of an error response in JSON or CBOR.

use super::failure::Failure;
use super::read::ValueReader;
use super::{Details, ErrorDocument};
use crate::http::ResponseHead;
use crate::types::Document;
use std::borrow::Cow;

/// What the body of an error says at its top level.
#[derive(Debug, Default)]
pub(super) struct ErrorFields {
    /// `__type`
    pub(super) kind: Option<String>,
    /// `code`, else `Code`
    pub(super) code: Option<String>,
    /// `message`, else `Message`
    pub(super) message: Option<String>,
    /// The other texts, numbers and booleans.
    pub(super) details: Details,
}

impl ErrorFields {
    /// Reads the fields of a map. After a failure the fields before it are there.
    pub(super) fn read<'a, S: ValueReader<'a> + Clone>(&mut self, source: &mut S) -> Result<(), Failure> {
        let fields = self;
        let mut open = source.open_map()?;
        while let Some(key) = source.next_key(&mut open)? {
            let (field, replace) = match &*key {
                "__type" => (&mut fields.kind, true),
                "code" => (&mut fields.code, true),
                "Code" => (&mut fields.code, false),
                "message" => (&mut fields.message, true),
                "Message" => (&mut fields.message, false),
                _ => {
                    fields.detail(&key, source)?;
                    continue;
                }
            };
            let value = scalar(source.document()?);
            if replace || field.is_none() {
                *field = value.or(field.take());
            }
        }
        Ok(())
    }

    /// Keeps a field that is none of those above, if it is a text or the like.
    fn detail<'a, S: ValueReader<'a> + Clone>(&mut self, name: &str, source: &mut S) -> Result<(), Failure> {
        let here = source.clone();
        source.skip()?;
        if self.details.has_room()
            && let Some(text) = text(here)
        {
            self.details.add(name, &text);
        }
        Ok(())
    }

    /// The error document: `code` from the body or, if that has none, from the status.
    pub(super) fn document(self, head: &ResponseHead, code: Option<String>) -> ErrorDocument {
        let code = code.unwrap_or_else(|| head.status.as_str().to_owned());
        let mut document = ErrorDocument {
            code: clean(&code).to_owned(),
            message: self.message.unwrap_or_default(),
            details: self.details,
            ..ErrorDocument::default()
        };
        // A service that used to speak the query protocol tells its old code beside the new one: `Code;Fault`.
        if let Some((code, fault)) = head.header("x-amzn-query-error").and_then(|value| value.split_once(';'))
            && !code.is_empty()
            && !fault.contains(';')
        {
            document.query_error_code = Some(std::mem::replace(&mut document.code, code.to_owned()));
            document.fault = Some(fault.to_owned());
        }
        document
    }
}

/// The name in `namespace#Name:http://url`.
fn clean(code: &str) -> &str {
    let code = code.split(':').next().unwrap_or(code);
    code.rsplit('#').next().unwrap_or(code).trim()
}

/// The value that comes next, unless it is a list, a map or null. Unlike a whole document this takes no memory for those.
fn text<'a, S: ValueReader<'a> + Clone>(source: S) -> Option<Cow<'a, str>> {
    let string = source.clone().string().ok();
    let boolean = || source.clone().boolean().ok().map(|value| value.to_string().into());
    let integer = || source.clone().integer().ok().map(|number| number.to_string().into());
    let double = || source.clone().double().ok().map(|number| number.to_string().into());
    string.or_else(boolean).or_else(integer).or_else(double)
}

fn scalar(value: Document) -> Option<String> {
    match value {
        Document::String(text) => Some(text),
        Document::Integer(number) => Some(number.to_string()),
        Document::Double(number) => Some(number.to_string()),
        Document::Boolean(value) => Some(value.to_string()),
        Document::Null | Document::List(_) | Document::Map(_) => None,
    }
}
