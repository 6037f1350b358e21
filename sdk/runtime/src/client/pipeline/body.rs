//! Reading the body of a response into memory: no more than a program can expect.

use crate::client::{Context, ResponseMetadata};
use crate::error::{Error, TransportError};
use crate::http::ResponseHead;
use crate::protocol::LARGEST_ERROR;
use crate::types::{Beginning, ByteStream};

/// How long the body of a success may be that is read as a whole, in bytes. `ResponseMetadata` documents it.
const LARGEST_OUTPUT: usize = 1 << 30;

/// Reads the body of a response: of an error the first [`LARGEST_ERROR`] bytes, of a success all.
///
/// The rest of an error is not read, and its connection is closed.
///
/// # Errors
/// When the transfer breaks off, or a success is longer than [`LARGEST_OUTPUT`].
pub(super) async fn read(
    context: &Context,
    head: &ResponseHead,
    body: ByteStream,
) -> Result<Beginning, Error> {
    if head.status.as_u16() >= 300 {
        return Ok(body.read_at_most(LARGEST_ERROR).await.map_err(TransportError::from_body)?);
    }
    match output(body, LARGEST_OUTPUT).await? {
        Some(read) => Ok(read),
        None => {
            let message =
                "the response is longer than 1 GiB (1,073,741,824 bytes), the most that is read into memory";
            let error = Error::parse(message).with_hint("ask for less at a time, or check the endpoint");
            Err(error.with_unread(ResponseMetadata::new(head.clone(), context.attempt())))
        }
    }
}

/// Reads a whole body, unless it is longer than `limit`.
async fn output(body: ByteStream, limit: usize) -> Result<Option<Beginning>, TransportError> {
    if body.length().is_some_and(|length| length > limit as u64) {
        return Ok(None);
    }
    let read = body.read_at_most(limit).await.map_err(TransportError::from_body)?;
    Ok(Some(read).filter(|read| read.is_whole))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn stream(text: &'static str, length: Option<u64>) -> ByteStream {
        ByteStream::from_stream(ByteStream::from(text), length)
    }

    #[tokio::test]
    async fn an_output_is_read_whole_or_not_at_all() {
        for length in [Some(4), None] {
            assert_eq!(output(stream("1234", length), 4).await.unwrap().unwrap().bytes, "1234");
        }
        for body in [stream("12345", Some(5)), stream("12345", None), ByteStream::from("12345")] {
            assert!(output(body, 4).await.unwrap().is_none());
        }
    }
}
