//! Buckets: their names, and their place in the URL.

use std::sync::Arc;
use tucuxi::Error;
use tucuxi::client::{Context, Interceptor, ResponseMetadata};
use tucuxi::external::bytes::Bytes;
use tucuxi::http::{Request, ResponseHead};
use tucuxi::internal::hooks::text;
use tucuxi::reflect::Shape;

/// Checks the name of a bucket and takes it out of the path: the endpoint rules have put it into the endpoint's URL,
/// as host or path. Also reads where a bucket is.
pub(crate) struct Buckets;

/// The bucket of a call, for the hooks that follow: its name or the ARN of an access point.
#[derive(Clone)]
pub(super) struct Bucket(pub(super) Arc<str>);

impl Interceptor for Buckets {
    fn before_serialize(&self, context: &mut Context, input: &mut dyn Shape) -> Result<(), Error> {
        let Some(bucket) = text(input, "Bucket") else { return Ok(()) };
        if !is_bucket_name(bucket) && !is_access_point(bucket) {
            return Err(Error::validation(format!(
                "invalid input: Bucket `{bucket}` is no name of a bucket: 1 to 255 letters, digits, `.`, `-` and `_`, \
                 other than `.` and `..`, or the ARN of an access point"
            )));
        }
        context.extensions.insert(Bucket(bucket.into()));
        Ok(())
    }

    fn after_serialize(&self, context: &mut Context, request: &mut Request) -> Result<(), Error> {
        if has_bucket_in_path(context) {
            let end = request.path.get(1..).and_then(|rest| rest.find('/'));
            match end {
                Some(end) => {
                    request.path.drain(..=end);
                }
                None => "/".clone_into(&mut request.path),
            }
        }
        Ok(())
    }

    /// The model has the region of a bucket as an element in the root; S3 sends it as the text of the root itself.
    fn before_parse(
        &self,
        context: &mut Context,
        head: &mut ResponseHead,
        body: &mut Bytes,
    ) -> Result<(), Error> {
        if context.operation().name == "GetBucketLocation" && head.status.is_success() {
            let root = std::str::from_utf8(body).ok().and_then(root);
            if let Some(root) = root.filter(|root| is_region(root)) {
                *body = format!("<Output>{root}</Output>").into();
            }
        }
        Ok(())
    }

    /// us-east-1 has no name here: an element without text.
    fn after_parse(
        &self,
        context: &mut Context,
        _: &ResponseMetadata,
        output: &mut dyn Shape,
    ) -> Result<(), Error> {
        if context.operation().name == "GetBucketLocation"
            && let Some(index) = output.schema().member(REGION)
            && text(output, REGION).is_some_and(|region| region.trim().is_empty())
        {
            output.get_mut(index).clear();
        }
        Ok(())
    }
}

/// The member with the region of a bucket, and its element.
const REGION: &str = "LocationConstraint";

/// XML from its root element on.
fn root(document: &str) -> Option<&str> {
    let mut rest = document.trim_start_matches('\u{feff}');
    loop {
        rest = rest.trim_start();
        let end = match rest {
            _ if rest.starts_with("<?") => "?>",
            _ if rest.starts_with("<!--") => "-->",
            _ => return rest.starts_with('<').then_some(rest),
        };
        rest = rest.split_once(end)?.1;
    }
}

/// Whether the element at the start of `xml` is a region itself, with any prefix, rather than has one in it.
fn is_region(xml: &str) -> bool {
    let Some((tag, content)) = xml.strip_prefix('<').and_then(|xml| xml.split_once('>')) else {
        return false;
    };
    let name = tag.split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or_default();
    let is_named = name.rsplit(':').next() == Some(REGION);
    let has_child = root(content).is_some_and(|first| !first.starts_with("</") && !first.starts_with("<!"));
    is_named && (tag.ends_with('/') || !has_child)
}

/// Whether the model's path starts with the bucket.
fn has_bucket_in_path(context: &Context) -> bool {
    use tucuxi::internal::schema::TemplatePart::{Label, Text};
    matches!(context.operation().path, [Text("/"), Label { .. }, ..])
}

/// What can be part of a URL, as host or path. In a path, `.` and `..` would stand for other places.
fn is_bucket_name(name: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    (1..=255).contains(&name.len()) && name.bytes().all(allowed) && !matches!(name, "." | "..")
}

/// Whether this is the name of a directory bucket, or of an access point of one.
pub(super) fn is_directory_bucket(name: &str) -> bool {
    name.ends_with("--x-s3") || name.ends_with("--xa-s3")
}

/// Whether this is `arn:PARTITION:SERVICE:REGION:ACCOUNT:accesspoint/NAME`, or such a one of an outpost.
pub(super) fn is_access_point(name: &str) -> bool {
    let mut parts = name.splitn(6, ':');
    let mut part = || parts.next().unwrap_or_default();
    let (arn, partition, service, region, account) = (part(), part(), part(), part(), part());
    let resource: Vec<&str> = part().split(['/', ':']).collect();
    let is_region =
        region.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    let is_account = account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit());
    let is_label = |label: &str, dots: bool| {
        (1..=63).contains(&label.len())
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || (dots && byte == b'.'))
    };
    let is_resource = match (service, &resource[..]) {
        ("s3" | "s3-object-lambda", ["accesspoint", name]) => is_label(name, true),
        ("s3-outposts", ["outpost", outpost, "accesspoint", name]) => {
            !region.is_empty() && is_label(outpost, false) && is_label(name, false)
        }
        _ => false,
    };
    arn == "arn" && partition.starts_with("aws") && is_region && is_account && is_resource
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_root_that_is_the_region_is_told_from_one_that_has_it() {
        let is_region = |document| root(document).is_some_and(is_region);
        for region in [
            "\u{feff}<?xml version='1.0'?>\n<!-- <Output> -->\n<LocationConstraint xmlns='u'>eu-west-1</LocationConstraint>",
            "<LocationConstraint/>",
            "<a:LocationConstraint xmlns:a='u' />",
            "<a:LocationConstraint xmlns:a='u'><![CDATA[EU]]></a:LocationConstraint>",
            "<LocationConstraint> <!-- none --> </LocationConstraint>",
        ] {
            assert!(is_region(region), "{region}");
        }
        for other in [
            "",
            "eu-west-1",
            "<LocationConstraint",
            "<Output><LocationConstraint>EU</LocationConstraint></Output>",
            "<LocationConstraint>\n<a:LocationConstraint>EU</a:LocationConstraint></LocationConstraint>",
            "<LocationConstraints>EU</LocationConstraints>",
            "<!-- <LocationConstraint/> --><html/>",
        ] {
            assert!(!is_region(other), "{other}");
        }
    }

    #[test]
    fn names_and_access_points_are_buckets() {
        for name in ["b", "My_Bucket.1-x", "a..b", "...", &"a".repeat(255)] {
            assert!(is_bucket_name(name), "{name}");
        }
        for name in ["", ".", "..", "a/b", "a b", "bücket", &"a".repeat(256)] {
            assert!(!is_bucket_name(name), "{name}");
        }
        for arn in [
            "arn:aws:s3:us-west-2:123456789012:accesspoint/my-point",
            "arn:aws-cn:s3:cn-north-1:123456789012:accesspoint:my.point",
            "arn:aws:s3::123456789012:accesspoint/global.mrap",
            "arn:aws:s3-object-lambda:us-east-1:123456789012:accesspoint/x",
            "arn:aws:s3-outposts:us-west-2:123456789012:outpost/op-1/accesspoint/x",
        ] {
            assert!(is_access_point(arn), "{arn}");
        }
        for arn in [
            "arn:aws:s3:us-west-2:12345:accesspoint/x",
            "arn:aws:sqs:us-west-2:123456789012:accesspoint/x",
            "arn:aws:s3:us-west-2:123456789012:bucket/x",
            "arn:aws:s3-outposts:us-west-2:123456789012:outpost/op-1",
            "arn",
        ] {
            assert!(!is_access_point(arn), "{arn}");
        }
    }
}
