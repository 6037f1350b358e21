//! Whether an upload was completed though nobody said so: the response to the request that completes it can be lost, and then another
//! attempt finds no upload any longer.

use super::members::share;
use super::upload::FinishedPart;
use crate::Client;
use crate::types::{CompleteMultipartUploadOutput, CompleteMultipartUploadRequest, HeadObjectRequest};
use tucuxi::Error;
use tucuxi::error::ErrorKind;
use tucuxi::internal::base64;
use tucuxi::internal::checksum::Checksum;
use tucuxi::internal::resource::copy_members;

/// Completes an upload, once more if no response comes. `is_resumed` says whether another transfer may have completed it.
///
/// # Errors
/// When the server refuses it, and has not made the object before.
pub(super) async fn complete(
    client: &Client,
    input: &CompleteMultipartUploadRequest,
    parts: &[FinishedPart],
    is_resumed: bool,
) -> Result<CompleteMultipartUploadOutput, Error> {
    let send = || client.complete_multipart_upload().with_input(input.clone());
    let mut result = send().await;
    let mut may_be_made = is_resumed || result.as_ref().is_err_and(|error| error.attempts() > 1);
    if result.as_ref().is_err_and(|error| error.kind() == ErrorKind::Transport) {
        // The server may have heard the first: then there is no upload any longer.
        (result, may_be_made) = (send().await, true);
    }
    match result {
        Err(error) if may_be_made && error.code() == Some("NoSuchUpload") => {
            object(client, input, parts).await.ok_or(error)
        }
        result => result,
    }
}

/// The object of these parts: only one whose entity tag is theirs is it.
async fn object(
    client: &Client,
    completion: &CompleteMultipartUploadRequest,
    parts: &[FinishedPart],
) -> Option<CompleteMultipartUploadOutput> {
    let mut head = HeadObjectRequest::default();
    share(completion, &mut head);
    let object = client.head_object().with_input(head).await.ok()?;
    if !is_of(object.e_tag.as_deref()?, parts) {
        return None;
    }
    let mut output = CompleteMultipartUploadOutput::default();
    copy_members(&object, &mut output);
    Some(output)
}

/// Whether an entity tag is that of an object of these parts: the MD5 of their MD5s, which are their own entity tags unless they are
/// encrypted with keys of KMS or of the customer.
fn is_of(e_tag: &str, parts: &[FinishedPart]) -> bool {
    let check = || {
        let (sum, count) = e_tag.trim_matches('"').split_once('-')?;
        let mut whole = Checksum::new("md5").ok()?;
        for part in parts {
            whole.update(&md5(part.e_tag.trim_matches('"'))?);
        }
        let is_it = count.parse() == Ok(parts.len()) && base64::encode(&md5(sum)?) == whole.finish();
        Some(is_it)
    };
    check().unwrap_or(false)
}

/// The bytes of an MD5 in hexadecimal digits.
fn md5(text: &str) -> Option<[u8; 16]> {
    let is_md5 = text.len() == 32 && text.bytes().all(|digit| digit.is_ascii_hexdigit());
    let number = u128::from_str_radix(text, 16).ok().filter(|_| is_md5)?;
    Some(number.to_be_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(e_tag: &str) -> FinishedPart {
        FinishedPart { number: 1, size: 5, e_tag: e_tag.to_owned(), checksum: None }
    }

    #[test]
    fn an_object_is_known_by_the_tags_of_its_parts() {
        // The MD5s of `hello` and `world`, and that of the two.
        let parts = [part("\"5d41402abc4b2a76b9719d911017c592\""), part("7d793037a0760186574b0282f2f435e7")];
        let right = "\"065947336a2f2a95ba8899f3675c3be6-2\"";
        let wrong = "\"065947336a2f2a95ba8899f3675c3be6-3\"";
        assert!(!is_of(wrong, &parts) && !is_of("\"5d41402abc4b2a76b9719d911017c592\"", &parts));
        assert!(!is_of(right, &[part("not an MD5"), part("nor this")]));
        assert!(is_of(right, &parts));
    }
}
