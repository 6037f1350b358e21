//! `aws-chunked`: the body in chunks of a mebibyte, the checksum in a trailer behind them.

use crate::digest::{Algorithm, Hasher};
use crate::types::ByteStream;
use bytes::{BufMut, Bytes, BytesMut};
use futures_core::Stream;
use std::collections::VecDeque;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

const CHUNK: usize = 1024 * 1024;

/// Pieces of a body that are shorter than this are joined; longer ones are sent as they are, since copying costs more.
const SHORT: usize = 16 * 1024;

/// `body` in `aws-chunked` form, ending with the trailer that carries its checksum.
pub(crate) fn chunked(body: ByteStream, algorithm: Algorithm) -> ByteStream {
    if let Some(bytes) = body.as_bytes().filter(|bytes| bytes.len() <= CHUNK) {
        return encode_whole(bytes, algorithm).into();
    }
    let chunked = Chunked {
        body,
        piece: Bytes::new(),
        pieces: Vec::new(),
        short: BytesMut::new(),
        length: 0,
        ready: VecDeque::new(),
        hasher: Some(algorithm.hasher()),
        header: algorithm.header(),
    };
    ByteStream::from_stream(chunked, None)
}

fn encode_whole(bytes: &Bytes, algorithm: Algorithm) -> Bytes {
    let mut out = BytesMut::with_capacity(bytes.len() + 96);
    let mut hasher = algorithm.hasher();
    if !bytes.is_empty() {
        hasher.update(bytes);
        write_chunk(&mut out, bytes);
    }
    write_trailer(&mut out, algorithm.header(), hasher);
    out.freeze()
}

fn write_chunk(out: &mut BytesMut, bytes: &[u8]) {
    out.put_slice(format!("{:x}\r\n", bytes.len()).as_bytes());
    out.put_slice(bytes);
    out.put_slice(b"\r\n");
}

fn write_trailer(out: &mut BytesMut, header: &str, hasher: Hasher) {
    for part in ["0\r\n", header, ":", &hasher.finish(), "\r\n\r\n"] {
        out.put_slice(part.as_bytes());
    }
}

struct Chunked {
    body: ByteStream,
    /// What has come of the body and goes into further chunks.
    piece: Bytes,
    /// The chunk being filled.
    pieces: Vec<Bytes>,
    /// Its last, short pieces.
    short: BytesMut,
    /// How long it is.
    length: usize,
    /// What can be sent.
    ready: VecDeque<Bytes>,
    /// Taken when the trailer is written.
    hasher: Option<Hasher>,
    header: &'static str,
}

impl Chunked {
    /// Moves into the chunk what has room in it.
    fn fill(&mut self) {
        let room = CHUNK.saturating_sub(self.length);
        let part = self.piece.split_to(room.min(self.piece.len()));
        self.length += part.len();
        if let Some(hasher) = &mut self.hasher {
            hasher.update(&part);
        }
        if part.len() < SHORT {
            self.short.extend_from_slice(&part);
        } else {
            self.join();
            self.pieces.push(part);
        }
    }

    /// Makes one piece of the short ones.
    fn join(&mut self) {
        if !self.short.is_empty() {
            self.pieces.push(self.short.split().freeze());
        }
    }

    /// Lets the chunk be sent.
    fn end_chunk(&mut self) {
        self.join();
        self.ready.push_back(format!("{:x}\r\n", std::mem::take(&mut self.length)).into());
        self.ready.extend(self.pieces.drain(..));
        self.ready.push_back(Bytes::from_static(b"\r\n"));
    }
}

impl Stream for Chunked {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(bytes) = self.ready.pop_front() {
                return Poll::Ready(Some(Ok(bytes)));
            }
            self.fill();
            if self.length >= CHUNK {
                self.end_chunk();
                continue;
            }
            match ready!(Pin::new(&mut self.body).poll_next(context)) {
                Some(Ok(bytes)) => self.piece = bytes,
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None if self.length > 0 => self.end_chunk(),
                None => {
                    let Some(hasher) = self.hasher.take() else { return Poll::Ready(None) };
                    let mut out = BytesMut::new();
                    write_trailer(&mut out, self.header, hasher);
                    return Poll::Ready(Some(Ok(out.freeze())));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[tokio::test]
    async fn a_small_body_is_one_chunk_and_a_trailer() {
        let body = chunked("hello".into(), Algorithm::Crc32).read_all().await.unwrap();
        assert_eq!(&body[..], b"5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n");
        let empty = chunked("".into(), Algorithm::Crc32).read_all().await.unwrap();
        assert_eq!(&empty[..], b"0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n");
    }

    #[tokio::test]
    async fn a_large_body_is_cut_at_each_mebibyte() {
        let large = vec![7u8; 2 * CHUNK + 3];
        let body = chunked(large.clone().into(), Algorithm::Crc32).read_all().await.unwrap();
        let mut expected = BytesMut::new();
        for chunk in large.chunks(CHUNK) {
            write_chunk(&mut expected, chunk);
        }
        let mut hasher = Algorithm::Crc32.hasher();
        hasher.update(&large);
        write_trailer(&mut expected, "x-amz-checksum-crc32", hasher);
        assert!(body == expected.freeze());
    }

    #[tokio::test]
    async fn chunks_do_not_depend_on_the_pieces_of_the_body() {
        let whole: Vec<u8> = (0..2 * CHUNK + 3).map(|at| (at / 7) as u8).collect();
        let expected = chunked(whole.clone().into(), Algorithm::Crc32).read_all().await.unwrap();
        for sizes in [&[1000][..], &[SHORT], &[3 * SHORT, 5, 7], &[CHUNK - 1, 2]] {
            let mut rest = Bytes::from(whole.clone());
            let pieces: VecDeque<_> = sizes
                .iter()
                .cycle()
                .map_while(|size| (!rest.is_empty()).then(|| rest.split_to(rest.len().min(*size))))
                .collect();
            let body = ByteStream::from_stream(Pieces(pieces), Some(whole.len() as u64));
            let body = chunked(body, Algorithm::Crc32).read_all().await.unwrap();
            assert!(body == expected, "pieces of {sizes:?}");
        }
    }

    struct Pieces(VecDeque<Bytes>);

    impl Stream for Pieces {
        type Item = io::Result<Bytes>;

        fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
            Poll::Ready(self.0.pop_front().map(Ok))
        }
    }
}
