//! Answers to ListObjectsV2: the objects of a [tree](super::tree).

use super::request::Request;
use super::tree;
use std::fmt::Write;

/// The objects of a page.
const PAGE: usize = 1000;

/// The page that a request asks for; `None` if there are no such objects.
pub(super) fn page(request: &Request) -> Option<String> {
    let prefix = request.parameter("prefix")?.replace("%2F", "/");
    let files = tree::files(tree::count(&prefix)?);
    let first: usize = request.parameter("continuation-token").unwrap_or("0").parse().ok()?;
    let page = files.get(first..)?;
    let (page, is_truncated) = (page.get(..PAGE).unwrap_or(page), page.len() > PAGE);
    let mut body = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">\
         <Name>bucket</Name><Prefix>{prefix}</Prefix><KeyCount>{}</KeyCount><MaxKeys>{PAGE}</MaxKeys>\
         <IsTruncated>{is_truncated}</IsTruncated>",
        page.len()
    );
    if is_truncated {
        body += &format!("<NextContinuationToken>{}</NextContinuationToken>", first + PAGE);
    }
    for (name, size) in page {
        let _infallible = write!(
            body,
            "<Contents><Key>{prefix}{name}</Key><LastModified>2026-01-05T12:00:00.000Z</LastModified>\
             <ETag>&quot;0123456789abcdef0123456789abcdef&quot;</ETag><Size>{size}</Size>\
             <StorageClass>STANDARD</StorageClass></Contents>"
        );
    }
    body += "</ListBucketResult>";
    Some(body)
}
