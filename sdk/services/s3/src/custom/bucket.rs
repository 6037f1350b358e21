//! Buckets: their names, and their place in the URL.

use std::sync::Arc;
use tucuxi::Error;
use tucuxi::client::{Context, Interceptor};
use tucuxi::external::bytes::Bytes;
use tucuxi::hooks::text;
use tucuxi::http::{Request, ResponseHead};
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
                "`{bucket}` is no name of a bucket: 1 to 255 letters, digits, `.`, `-` and `_`, or the ARN of an \
                 access point"
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

    /// The model has the region of a bucket as an element in the root; it is the text of the root itself.
    fn before_parse(
        &self,
        context: &mut Context,
        head: &mut ResponseHead,
        body: &mut Bytes,
    ) -> Result<(), Error> {
        if context.operation().name == "GetBucketLocation" && head.status.is_success() {
            let text = String::from_utf8_lossy(body);
            if let Some(root) = text.find("<LocationConstraint").and_then(|at| text.get(at..)) {
                match is_without_text(root) {
                    // us-east-1, which has no name here
                    true => *body = "<Output/>".into(),
                    false => *body = format!("<Output>{root}</Output>").into(),
                }
            }
        }
        Ok(())
    }
}

/// Whether an element is all there, and nothing in it.
fn is_without_text(element: &str) -> bool {
    let Some((tag, content)) = element.split_once('>') else { return false };
    let content = content.trim();
    if tag.ends_with('/') { content.is_empty() } else { content.starts_with("</") && content.ends_with('>') }
}

/// Whether the model's path starts with the bucket.
fn has_bucket_in_path(context: &Context) -> bool {
    use tucuxi::schema::TemplatePart::{Label, Text};
    matches!(context.operation().path, [Text("/"), Label { .. }, ..])
}

fn is_bucket_name(name: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    (1..=255).contains(&name.len()) && name.bytes().all(allowed)
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
    fn half_an_element_is_not_an_empty_one() {
        for whole in ["<L/>", "<L xmlns='u'/>\n", "<L></L>", "<L>\n</L>"] {
            assert!(is_without_text(whole), "{whole}");
        }
        for other in ["<L", "<L>", "<L></", "<L></L", "<L>eu-west-1</L>", "<L/><"] {
            assert!(!is_without_text(other), "{other}");
        }
    }

    #[test]
    fn names_and_access_points_are_buckets() {
        for name in ["b", "My_Bucket.1-x", &"a".repeat(255)] {
            assert!(is_bucket_name(name), "{name}");
        }
        for name in ["", "a/b", "a b", "bücket", &"a".repeat(256)] {
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
