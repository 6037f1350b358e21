//! Members that several requests of a transfer have: whoever sets one on the first means all.

use tucuxi::Error;
use tucuxi::internal::hooks::set_text;
use tucuxi::internal::resource::copy_members;
use tucuxi::reflect::{Shape, View};

/// Members that belong to one request alone: they speak of its own bytes, or of what there is before it.
const OWN: &[&str] = &[
    "Body",
    "ContentLength",
    "ContentMD5",
    "IfMatch",
    "IfModifiedSince",
    "IfNoneMatch",
    "IfUnmodifiedSince",
    "PartNumber",
    "Range",
];

fn is_own(name: &str) -> bool {
    // `ChecksumAlgorithm`, `ChecksumMode` and `ChecksumType` choose checksums, and are none.
    let is_choice = ["ChecksumAlgorithm", "ChecksumMode", "ChecksumType"].contains(&name);
    OWN.contains(&name) || (name.starts_with("Checksum") && !is_choice)
}

/// Gives `to` the members that it has in common with `from`, but for those that belong to one request alone.
pub(super) fn share(from: &dyn Shape, to: &mut dyn Shape) {
    copy_members(from, to);
    for (index, member) in to.schema().members.iter().enumerate() {
        if is_own(member.name) {
            to.get_mut(index).clear();
        }
    }
}

/// The place of the member with the checksum by an algorithm: `ChecksumCRC32` for `crc32`.
fn checksum_member(shape: &dyn Shape, algorithm: &str) -> Option<usize> {
    let is_it =
        |name: &str| name.strip_prefix("Checksum").is_some_and(|other| other.eq_ignore_ascii_case(algorithm));
    shape.schema().members.iter().position(|member| is_it(member.name))
}

/// The checksum by an algorithm, if it is given.
pub(super) fn checksum<'a>(shape: &'a dyn Shape, algorithm: &str) -> Option<&'a str> {
    match shape.get(checksum_member(shape, algorithm)?).view() {
        View::String(text) => Some(text),
        _ => None,
    }
}

/// Sets the checksum by an algorithm.
pub(super) fn set_checksum(shape: &mut dyn Shape, algorithm: &str, value: &str) {
    if let Some(index) = checksum_member(shape, algorithm) {
        let name = shape.schema().members.get(index).map_or("", |member| member.name);
        set_text(shape, name, value);
    }
}

/// Refuses an input with a member that no other request of a transfer in parts has: it would be lost.
///
/// # Errors
/// Names the first such member.
pub(super) fn refuse_unshared(input: &dyn Shape, others: &[&dyn Shape]) -> Result<(), Error> {
    for (index, member) in input.schema().members.iter().enumerate() {
        let is_set = match input.get(index).view() {
            View::Stream(_) => false,
            view => !view.is_null(),
        };
        if is_set && !others.iter().any(|other| other.schema().member(member.name).is_some()) {
            return Err(unsendable(member.name));
        }
    }
    Ok(())
}

/// The error of a member that has no meaning for an object in parts.
pub(super) fn unsendable(member: &str) -> Error {
    let message = format!("invalid input: an object that is sent in parts cannot have `{member}`");
    let hint = "raise `multipart_threshold` above its length, or leave the member out";
    Error::validation(message).with_hint(hint)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::{
        ChecksumAlgorithm, GetObjectRequest, PutObjectRequest, RequestPayer, UploadPartRequest,
    };

    #[test]
    fn members_of_the_same_name_are_shared_unless_they_are_of_one_request() {
        let put = PutObjectRequest {
            bucket: Some("b".into()),
            request_payer: Some(RequestPayer::Requester),
            checksum_algorithm: Some(ChecksumAlgorithm::Crc32c),
            checksum_crc32_c: Some("AAAAAA==".into()),
            content_md5: Some("x".into()),
            content_length: Some(5),
            ..PutObjectRequest::default()
        };
        let mut part = UploadPartRequest::default();
        share(&put, &mut part);
        assert_eq!(part.bucket.as_deref(), Some("b"));
        assert_eq!(part.request_payer, Some(RequestPayer::Requester));
        assert_eq!(part.checksum_algorithm, Some(ChecksumAlgorithm::Crc32c));
        assert_eq!((part.checksum_crc32_c, part.content_md5, part.content_length), (None, None, None));
        let get = GetObjectRequest {
            range: Some("bytes=0-1".into()),
            version_id: Some("v".into()),
            ..GetObjectRequest::default()
        };
        let mut other = GetObjectRequest::default();
        share(&get, &mut other);
        assert_eq!((other.range, other.version_id.as_deref()), (None, Some("v")));
    }

    #[test]
    fn checksums_are_found_by_their_algorithm() {
        let mut put = PutObjectRequest::default();
        set_checksum(&mut put, "crc64nvme", "AAAAAAAAAAA=");
        assert_eq!(put.checksum_crc64_nvme.as_deref(), Some("AAAAAAAAAAA="));
        assert_eq!(checksum(&put, "CRC64NVME"), Some("AAAAAAAAAAA="));
        assert_eq!(checksum(&put, "crc32"), None);
    }

    #[test]
    fn a_member_that_would_be_lost_is_refused_by_name() {
        let put = PutObjectRequest { write_offset_bytes: Some(1), ..PutObjectRequest::default() };
        let error = refuse_unshared(&put, &[&UploadPartRequest::default()]).unwrap_err();
        assert!(error.message().contains("`WriteOffsetBytes`"), "{error}");
    }
}
