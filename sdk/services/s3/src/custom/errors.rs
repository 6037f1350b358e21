//! Errors that come with status 200: S3 starts to answer a long copy before it knows how it ends.

use tucuxi::Error;
use tucuxi::client::{Context, Interceptor};
use tucuxi::external::bytes::Bytes;
use tucuxi::external::http::StatusCode;
use tucuxi::http::ResponseHead;

/// Makes an error document, and a document that breaks off, with status 200 the server error it is, so that the call
/// is tried again.
pub(crate) struct Errors;

impl Interceptor for Errors {
    fn before_parse(
        &self,
        context: &mut Context,
        head: &mut ResponseHead,
        body: &mut Bytes,
    ) -> Result<(), Error> {
        let is_document = context.operation().has_output && !has_raw_body(context.operation().name);
        if is_document && head.status == StatusCode::OK && !body.is_empty() && is_failure(body) {
            head.status = StatusCode::INTERNAL_SERVER_ERROR;
        }
        Ok(())
    }
}

/// Operations whose output is text of another kind.
fn has_raw_body(operation: &str) -> bool {
    operation == "GetBucketPolicy"
}

/// Whether the root of the document is an error, or has no end.
fn is_failure(body: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(body) else { return true };
    let Some(root) = root_name(text) else { return true };
    let text = text.trim_end();
    let closed = text.strip_suffix('>').map(str::trim_end).is_some_and(|text| {
        text.strip_suffix(root).is_some_and(|text| text.ends_with("</")) || text.ends_with('/')
    });
    root == "Error" || !closed
}

/// The name of the first element.
fn root_name(text: &str) -> Option<&str> {
    let mut rest = text;
    loop {
        rest = rest.get(rest.find('<')? + 1..)?;
        if !rest.starts_with(['?', '!']) {
            let end = rest.find(|c: char| c == '>' || c == '/' || c.is_whitespace())?;
            return rest.get(..end);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_and_broken_documents_are_failures() {
        for body in [
            "<?xml version=\"1.0\"?>\n  <Error><Code>SlowDown</Code></Error>",
            "<Error/>",
            "<CopyObjectResult><ETag>x</ETag>",
            "<CopyObjectResult xmlns='u'><ETag>x</ET",
            "not xml",
            "   ",
        ] {
            assert!(is_failure(body.as_bytes()), "{body}");
        }
        for body in [
            "<?xml version=\"1.0\"?>\n<CopyObjectResult xmlns='u'><Error>x</Error></CopyObjectResult>\n",
            "\n\n<ListBucketResult></ListBucketResult >",
            "<LocationConstraint xmlns=\"u\"/>",
        ] {
            assert!(!is_failure(body.as_bytes()), "{body}");
        }
    }
}
