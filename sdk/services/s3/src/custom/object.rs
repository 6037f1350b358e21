//! Objects: customer keys, the source of a copy, metadata, large bodies.

use super::bucket::is_access_point;
use tucuxi::Error;
use tucuxi::client::{Context, Interceptor, PartRequested, Rangeable, ResponseMetadata};
use tucuxi::external::http::{HeaderValue, Method, header};
use tucuxi::external::percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use tucuxi::http::{Body, Request};
use tucuxi::internal::hooks::{CustomerKey, decoded_words, set_text, text};
use tucuxi::reflect::{Shape, Slot, View};

/// What may stand in `x-amz-copy-source` as it is.
const COPY_SOURCE: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// The keys of objects, and of the sources of copies.
const KEYS: [CustomerKey; 2] = [
    CustomerKey {
        key: "x-amz-server-side-encryption-customer-key",
        md5: "x-amz-server-side-encryption-customer-key-md5",
    },
    CustomerKey {
        key: "x-amz-copy-source-server-side-encryption-customer-key",
        md5: "x-amz-copy-source-server-side-encryption-customer-key-md5",
    },
];

/// Writes the parts of an object's input as S3 wants them, and reads its metadata.
pub(crate) struct Objects;

impl Interceptor for Objects {
    fn before_serialize(&self, context: &mut Context, input: &mut dyn Shape) -> Result<(), Error> {
        let operation = context.operation().name;
        if matches!(operation, "CopyObject" | "UploadPartCopy") {
            quote_copy_source(input);
        }
        if matches!(operation, "CopyObject" | "PutObject" | "CreateMultipartUpload") {
            check_metadata(input)?;
        }
        if operation == "GetObject" {
            match has(input, "PartNumber") {
                true => drop(context.extensions.insert(PartRequested)),
                false if context.config().s3.disable_continued_bodies => {}
                false => drop(context.extensions.insert(Rangeable)),
            }
        }
        Ok(())
    }

    fn after_serialize(&self, context: &mut Context, request: &mut Request) -> Result<(), Error> {
        for key in KEYS {
            key.after_serialize(context, request)?;
        }
        let uploads = matches!(context.operation().name, "PutObject" | "UploadPart");
        let in_memory = match &request.body {
            Body::Stream(stream) => stream.as_bytes().is_some(),
            _ => true,
        };
        let streams = !in_memory && [Method::PUT, Method::POST].contains(&request.method);
        let has_body = !matches!(request.body, Body::Empty);
        if streams || (uploads && has_body) {
            request.headers.insert(header::EXPECT, HeaderValue::from_static("100-continue"));
        }
        if matches!(context.operation().name, "DeleteObjects" | "PutBucketLifecycleConfiguration") {
            escape_line_breaks(&mut request.body);
        }
        Ok(())
    }

    fn after_parse(
        &self,
        context: &mut Context,
        _: &ResponseMetadata,
        output: &mut dyn Shape,
    ) -> Result<(), Error> {
        if matches!(context.operation().name, "GetObject" | "HeadObject") && has(output, "Metadata") {
            decode_metadata(output);
        }
        Ok(())
    }
}

/// Decodes metadata that is not ASCII. S3 sends it as encoded words; what cannot be decoded stays as it came.
fn decode_metadata(output: &mut dyn Shape) {
    let Some(index) = output.schema().member("Metadata") else { return };
    let Slot::Map(metadata) = output.get_mut(index).slot() else { return };
    let decoded: Vec<(String, String)> = (0..metadata.len())
        .filter_map(|index| {
            let (key, value) = metadata.entry(index);
            let View::String(value) = value.view() else { return None };
            Some((key.to_owned(), decoded_words(value)?))
        })
        .collect();
    for (key, value) in decoded {
        if let Some(Slot::String(slot)) = metadata.find_mut(&key).map(|value| value.slot()) {
            *slot = value;
        }
    }
}

/// Whether member `name` is given.
fn has(input: &dyn Shape, name: &str) -> bool {
    input.schema().member(name).is_some_and(|index| !input.get(index).view().is_null())
}

/// Percent-encodes `bucket/key` in `bucket/key?versionId=id`.
fn quote_copy_source(input: &mut dyn Shape) {
    let Some(source) = text(input, "CopySource") else { return };
    let version = source.rfind("?versionId=").filter(|at| !source[*at..].contains(char::is_whitespace));
    let (object, version) = source.split_at(version.unwrap_or(source.len()));
    let quoted = format!("{}{version}", utf8_percent_encode(object, COPY_SOURCE));
    set_text(input, "CopySource", &quoted);
}

/// Makes the value of `copy_source` for CopyObject and UploadPartCopy: `bucket/key`, for an access point
/// `ARN/object/key`, with `?versionId=…` behind it for a version. Give the parts as they are: the call encodes the value.
///
/// ```
/// assert_eq!(tucuxi_s3::copy_source("films", "a b.mkv", Some("v1")), "films/a b.mkv?versionId=v1");
/// ```
pub fn copy_source(bucket: &str, key: &str, version_id: Option<&str>) -> String {
    let between = if is_access_point(bucket) { "/object/" } else { "/" };
    let version = version_id.map(|id| format!("?versionId={id}")).unwrap_or_default();
    format!("{bucket}{between}{key}{version}")
}

/// Metadata becomes headers, and headers are ASCII.
fn check_metadata(input: &dyn Shape) -> Result<(), Error> {
    let Some(index) = input.schema().member("Metadata") else { return Ok(()) };
    let View::Map(metadata) = input.get(index).view() else { return Ok(()) };
    for index in 0..metadata.len() {
        let (key, value) = metadata.entry(index);
        let View::String(value) = value.view() else { continue };
        if !key.is_ascii() || !value.is_ascii() {
            let message =
                format!("Metadata `{key}`: key and value must be ASCII; encode them, for example as base64");
            return Err(Error::validation(message));
        }
    }
    Ok(())
}

/// Keys with line breaks must survive the service's XML parser, which turns them into spaces and line feeds.
fn escape_line_breaks(body: &mut Body) {
    if let Body::Bytes(bytes) = body
        && bytes.iter().any(|byte| matches!(byte, b'\r' | b'\n'))
    {
        let escaped = String::from_utf8_lossy(bytes).replace('\r', "&#xD;").replace('\n', "&#xA;");
        *bytes = escaped.into();
    }
}
