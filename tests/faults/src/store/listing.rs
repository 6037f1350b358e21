//! Lists of keys, and deletions of many.

use super::{Object, Response, State};
use std::collections::BTreeMap;
use std::time::{Duration, UNIX_EPOCH};
use tucuxi::external::percent_encoding::percent_decode_str;
use tucuxi::types::{Timestamp, TimestampFormat};

/// What goes wrong with lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ListFault {
    /// Nothing.
    #[default]
    None,
    /// This page is refused, again and again; the first is 0.
    Refused(usize),
    /// This page is the last one though it says that there are more.
    NoToken(usize),
    /// Pages do not say whether there are more.
    Mute,
    /// Keys come in no order.
    Unsorted,
}

impl State {
    /// A page of the keys of a bucket, in URL encoding.
    pub(super) fn list(&mut self, bucket: &str, query: &BTreeMap<&str, &str>) -> Response {
        let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        let prefix = query.get("prefix").map(|prefix| decoded(prefix)).unwrap_or_default();
        let page: usize = query.get("continuation-token").and_then(|token| token.parse().ok()).unwrap_or(0);
        if self.list_fault == ListFault::Refused(page) {
            return Response::error(403, "AccessDenied");
        }
        let objects = self.listed(bucket, &prefix);
        let start = page * self.page_size;
        let is_truncated = objects.len() > start + self.page_size;
        let mut text = "<ListBucketResult>".to_owned();
        if self.list_fault != ListFault::Mute {
            text += &format!("<IsTruncated>{is_truncated}</IsTruncated>");
        }
        if is_truncated && self.list_fault != ListFault::NoToken(page) {
            text += &format!("<NextContinuationToken>{}</NextContinuationToken>", page + 1);
        }
        text += "<EncodingType>url</EncodingType>";
        for (key, object) in objects.iter().skip(start).take(self.page_size) {
            let modified = Timestamp::from(UNIX_EPOCH + Duration::from_secs(object.modified));
            text += &format!(
                "<Contents><Key>{key}</Key><Size>{}</Size><LastModified>{}</LastModified>\
                 <StorageClass>{}</StorageClass></Contents>",
                object.bytes.len(),
                modified.format(TimestampFormat::Iso8601),
                if object.is_archived { "GLACIER" } else { "STANDARD" },
            );
        }
        Response::ok(text + "</ListBucketResult>")
    }

    /// The keys of a bucket in their order, as they stand in URLs.
    fn listed(&self, bucket: &str, prefix: &str) -> Vec<(&str, &Object)> {
        let below = format!("{bucket}/");
        let mut objects: Vec<_> = self
            .objects
            .iter()
            .filter_map(|(path, object)| {
                let encoded = path.strip_prefix(&below)?;
                let key = percent_decode_str(encoded).collect::<Vec<u8>>();
                key.starts_with(prefix.as_bytes()).then_some((key, encoded, object))
            })
            .collect();
        objects.sort_by(|a, b| a.0.cmp(&b.0));
        if self.list_fault == ListFault::Unsorted {
            objects.reverse();
        }
        objects.into_iter().map(|(_, encoded, object)| (encoded, object)).collect()
    }

    pub(super) fn remove(&mut self, path: &str) -> Response {
        self.objects.remove(path);
        Response { status: 204, ..Response::default() }
    }

    /// Deletes the objects that a request names, but for those that are locked.
    pub(super) fn delete(&mut self, bucket: &str, body: &[u8]) -> Response {
        let body = String::from_utf8_lossy(body);
        let mut text = "<DeleteResult>".to_owned();
        let keys: Vec<&str> = body
            .split("<Key>")
            .skip(1)
            .filter_map(|rest| rest.split_once("</Key>").map(|(key, _)| key))
            .collect();
        if keys.len() > 1000 {
            return Response::error(400, "MalformedXML");
        }
        let below = format!("{bucket}/");
        let paths: BTreeMap<String, String> = self
            .objects
            .keys()
            .filter_map(|path| {
                let key = percent_decode_str(path.strip_prefix(&below)?).decode_utf8_lossy().into_owned();
                Some((key, path.clone()))
            })
            .collect();
        for key in keys {
            if self.locked.contains(key) {
                text += &format!(
                    "<Error><Key>{key}</Key><Code>AccessDenied</Code><Message>locked</Message></Error>"
                );
            } else if !self.forgotten.contains(key) {
                if let Some(path) = paths.get(key) {
                    self.objects.remove(path);
                }
                text += &format!("<Deleted><Key>{key}</Key></Deleted>");
            }
        }
        Response::ok(text + "</DeleteResult>")
    }
}
