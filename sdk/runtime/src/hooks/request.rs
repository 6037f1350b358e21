//! Hooks that change how a request is sent.

use super::{Operations, applies, text};
use crate::client::{Context, Interceptor};
use crate::error::Error;
use crate::http::{Body, Request};
use crate::reflect::Shape;
use crate::target::Host;
use http::{HeaderName, HeaderValue, Method, header};
#[cfg(feature = "checksums")]
use zeroize::Zeroizing;

/// Whether a hook shapes what is sent by the call. Presigned requests are without such hooks, as in botocore: whoever sends
/// them would have to know of the header, and has the body.
fn shapes(operations: Operations, context: &Context) -> bool {
    applies(operations, context) && !context.is_presigned()
}

/// A header the service wants and its model does not mention, unless it is there.
#[derive(Clone, Copy, Debug)]
pub struct MissingHeader {
    /// The operations.
    pub operations: Operations,
    /// Its name, in lower case.
    pub name: &'static str,
    /// Its value.
    pub value: &'static str,
}

impl Interceptor for MissingHeader {
    fn after_serialize(&self, context: &mut Context, request: &mut Request) -> Result<(), Error> {
        if shapes(self.operations, context) {
            let name = HeaderName::from_static(self.name);
            request.headers.entry(name).or_insert(HeaderValue::from_static(self.value));
        }
        Ok(())
    }
}

/// Sends the query string of a GET request, which can get long, as the form of a POST request.
#[derive(Clone, Copy, Debug)]
pub struct PostForm {
    /// The operations.
    pub operations: Operations,
}

impl Interceptor for PostForm {
    fn after_serialize(&self, context: &mut Context, request: &mut Request) -> Result<(), Error> {
        if shapes(self.operations, context) && request.method == Method::GET && !request.query.is_empty() {
            request.method = Method::POST;
            request.body = Body::Bytes(std::mem::take(&mut request.query).into());
            let form = HeaderValue::from_static("application/x-www-form-urlencoded");
            request.headers.insert(header::CONTENT_TYPE, form);
        }
        Ok(())
    }
}

/// Sends the request to the host a member names: Amazon Machine Learning's `PredictEndpoint`.
#[derive(Clone, Copy, Debug)]
pub struct HostFromMember {
    /// The operations.
    pub operations: Operations,
    /// The member that holds the URL.
    pub member: &'static str,
}

impl Interceptor for HostFromMember {
    fn before_serialize(&self, context: &mut Context, input: &mut dyn Shape) -> Result<(), Error> {
        if applies(self.operations, context)
            && let Some(url) = text(input, self.member)
        {
            let host = Host::parse(url)
                .ok_or_else(|| Error::validation(format!("{} is not a URL: `{url}`", self.member)))?;
            context.host = Some(host);
        }
        Ok(())
    }
}

/// Sends the MD5 of a customer's encryption key with the key: S3's `SSECustomerKey`, a blob in a header, and so base64 there.
/// If the caller gives the MD5, the key is taken as base64 already.
#[derive(Clone, Copy, Debug)]
pub struct CustomerKey {
    /// The header that holds the key, in lower case.
    pub key: &'static str,
    /// The header that holds its MD5, in lower case.
    pub md5: &'static str,
}

#[cfg(feature = "checksums")]
impl Interceptor for CustomerKey {
    fn after_serialize(&self, _: &mut Context, request: &mut Request) -> Result<(), Error> {
        use base64_simd::STANDARD;
        use md5::{Digest, Md5};
        let headers = &mut request.headers;
        let encoded = headers.get(self.key).and_then(|value| STANDARD.decode_to_vec(value).ok());
        let Some(key) = encoded.map(Zeroizing::new) else { return Ok(()) };
        let (name, value) = match headers.contains_key(self.md5) {
            true => (self.key, HeaderValue::from_bytes(&key)),
            false => (self.md5, HeaderValue::try_from(STANDARD.encode_to_string(Md5::digest(&key)))),
        };
        let value = value.map_err(|error| {
            let message = format!("invalid input: {name} must be base64 where its MD5 is given");
            Error::validation(message)
                .with_hint("give the bytes of the key, without the MD5")
                .with_cause(error)
        })?;
        headers.insert(HeaderName::from_static(name), value);
        Ok(())
    }
}

/// Gives an upload the checksums Amazon Glacier wants: the SHA-256 of the body, and the one of the tree of hashes over
/// its mebibytes. Bodies that are not in memory must come with theirs.
#[derive(Clone, Copy, Debug)]
pub struct TreeHash {
    /// The operations.
    pub operations: Operations,
}

#[cfg(feature = "checksums")]
impl Interceptor for TreeHash {
    fn after_serialize(&self, context: &mut Context, request: &mut Request) -> Result<(), Error> {
        const WHOLE: HeaderName = HeaderName::from_static("x-amz-content-sha256");
        const TREE: HeaderName = HeaderName::from_static("x-amz-sha256-tree-hash");
        if !shapes(self.operations, context) {
            return Ok(());
        }
        let bytes = match &request.body {
            Body::Empty => Some(&[][..]),
            Body::Bytes(bytes) => Some(&bytes[..]),
            Body::Stream(stream) => stream.as_bytes().map(|bytes| &bytes[..]),
        };
        let Some(bytes) = bytes else {
            return match request.headers.contains_key(TREE) {
                true => Ok(()),
                false => Err(Error::validation("checksum is required for a body that is not in memory")),
            };
        };
        let (whole, tree) = (tree::hex(&tree::sha256(&[bytes])), tree::hex(&tree::hash(bytes)));
        request.headers.entry(WHOLE).or_insert(whole);
        request.headers.entry(TREE).or_insert(tree);
        Ok(())
    }
}

#[cfg(feature = "checksums")]
mod tree {
    use http::HeaderValue;
    use sha2::{Digest, Sha256};

    pub(super) fn sha256(parts: &[&[u8]]) -> [u8; 32] {
        parts.iter().fold(Sha256::new(), |hasher, part| hasher.chain_update(part)).finalize().into()
    }

    /// The hash of the tree whose leaves are the hashes of each mebibyte. An odd one out moves up as it is.
    pub(super) fn hash(bytes: &[u8]) -> [u8; 32] {
        let mut level: Vec<[u8; 32]> = bytes.chunks(1 << 20).map(|chunk| sha256(&[chunk])).collect();
        while level.len() > 1 {
            let pairs = level.chunks(2);
            level = pairs
                .map(|pair| if let [left, right] = pair { sha256(&[left, right]) } else { pair[0] })
                .collect();
        }
        level.first().copied().unwrap_or_else(|| sha256(&[]))
    }

    pub(super) fn hex(hash: &[u8]) -> HeaderValue {
        let text: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static(""))
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn trees_are_hashed_in_pairs() {
            let body = vec![1u8; (2 << 20) + 5];
            let leaf = |range: std::ops::Range<usize>| sha256(&[&body[range]]);
            let pair = sha256(&[&leaf(0..1 << 20), &leaf(1 << 20..2 << 20)]);
            assert_eq!(hash(&body), sha256(&[&pair, &leaf(2 << 20..body.len())]));
            assert_eq!(hash(b"x"), sha256(&[b"x"]));
            assert_eq!(hash(b""), sha256(&[]));
        }
    }
}
