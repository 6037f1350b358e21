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
    let left = body.length();
    let chunked = Chunked {
        body,
        left,
        piece: Bytes::new(),
        pieces: Vec::new(),
        room: 0,
        short: BytesMut::new(),
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
    /// How many bytes of the body are in no chunk yet, if its length is known. Then chunks are sent as they are filled; else each is
    /// filled first, since its length goes before it.
    left: Option<u64>,
    /// What has come of the body and is in no chunk yet.
    piece: Bytes,
    /// How much is missing in the chunk being filled; 0 if there is none.
    room: usize,
    /// What is in it and cannot be sent yet.
    pieces: Vec<Bytes>,
    /// Short pieces behind these.
    short: BytesMut,
    /// What can be sent.
    ready: VecDeque<Bytes>,
    /// Taken when the trailer is written.
    hasher: Option<Hasher>,
    header: &'static str,
}

impl Chunked {
    /// Moves into a chunk what has room in it.
    fn fill(&mut self) -> io::Result<()> {
        if self.piece.is_empty() {
            return Ok(());
        }
        if self.room == 0 {
            self.begin_chunk()?;
        }
        let part = self.piece.split_to(self.room.min(self.piece.len()));
        self.room -= part.len();
        if let Some(hasher) = &mut self.hasher {
            hasher.update(&part);
        }
        if part.len() < SHORT {
            self.short.extend_from_slice(&part);
        } else {
            self.join();
            self.pieces.push(part);
        }
        if self.short.len() >= SHORT {
            self.join();
        }
        if self.left.is_some() {
            self.ready.extend(self.pieces.drain(..));
        }
        if self.room == 0 {
            self.end_chunk();
        }
        Ok(())
    }

    fn begin_chunk(&mut self) -> io::Result<()> {
        self.room = CHUNK;
        if let Some(left) = &mut self.left {
            self.room = usize::try_from(*left).unwrap_or(CHUNK).min(CHUNK);
            *left -= self.room as u64;
            if self.room == 0 {
                return Err(io::Error::new(io::ErrorKind::InvalidData, "the body is longer than announced"));
            }
            self.ready.push_back(size_line(self.room));
        }
        Ok(())
    }

    /// Makes one piece of the short ones.
    fn join(&mut self) {
        if !self.short.is_empty() {
            self.pieces.push(self.short.split().freeze());
        }
    }

    fn end_chunk(&mut self) {
        self.join();
        if self.left.is_none() {
            self.ready.push_back(size_line(CHUNK - self.room));
        }
        self.ready.extend(self.pieces.drain(..));
        self.ready.push_back(Bytes::from_static(b"\r\n"));
        self.room = 0;
    }

    /// Ends the last chunk, and lets the trailer be sent.
    fn end(&mut self) -> io::Result<()> {
        match self.left {
            Some(left) if left > 0 || self.room > 0 => {
                return Err(io::Error::new(
                    io::ErrorKind::UnexpectedEof,
                    "the body is shorter than announced",
                ));
            }
            None if self.room > 0 => self.end_chunk(),
            _ => {}
        }
        if let Some(hasher) = self.hasher.take() {
            let mut out = BytesMut::new();
            write_trailer(&mut out, self.header, hasher);
            self.ready.push_back(out.freeze());
        }
        Ok(())
    }
}

/// What goes before a chunk.
fn size_line(size: usize) -> Bytes {
    format!("{size:x}\r\n").into()
}

impl Stream for Chunked {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            self.fill()?;
            if let Some(bytes) = self.ready.pop_front() {
                return Poll::Ready(Some(Ok(bytes)));
            }
            if self.hasher.is_none() {
                return Poll::Ready(None);
            }
            if self.piece.is_empty() {
                match ready!(Pin::new(&mut self.body).poll_next(context)) {
                    Some(bytes) => self.piece = bytes?,
                    None => self.end()?,
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
            for length in [Some(whole.len() as u64), None] {
                let body = ByteStream::from_stream(Pieces(pieces.clone()), length);
                let body = chunked(body, Algorithm::Crc32).read_all().await.unwrap();
                assert!(body == expected, "pieces of {sizes:?}, length {length:?}");
            }
        }
    }

    #[tokio::test]
    async fn a_body_of_another_length_than_announced_is_an_error() {
        for length in [CHUNK as u64 - 1, CHUNK as u64 + 1] {
            let body = ByteStream::from_stream(Pieces(vec![vec![0; CHUNK].into()].into()), Some(length));
            assert!(chunked(body, Algorithm::Crc32).read_all().await.is_err(), "{length}");
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
