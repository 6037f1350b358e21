//! [`Source`]: the bytes of an upload, part by part.

use super::From;
use crate::custom::transfer::config::KIB;
use std::collections::VecDeque;
use std::path::PathBuf;
use std::time::SystemTime;
use tucuxi::Error;
use tucuxi::external::bytes::{Bytes, BytesMut};
use tucuxi::external::tokio;
use tucuxi::internal::stream::whole;
use tucuxi::types::ByteStream;

/// Where the bytes of an upload come from.
pub(super) struct Source {
    kind: Kind,
    /// How many bytes there are, if that is known.
    pub(super) length: Option<u64>,
    /// When the file was changed last, if it is a file and the system knows.
    pub(super) modified: Option<SystemTime>,
}

enum Kind {
    /// Bytes or a file, of which sections can be sent side by side and again; and where the next part begins.
    Sections { body: ByteStream, at: u64 },
    /// What can be read only once.
    Stream(Reader),
}

impl Source {
    /// `length` is how many bytes the program says there are.
    ///
    /// # Errors
    /// When the file cannot be read, or bytes of the body are missing.
    pub(super) async fn open(from: From, length: Option<u64>) -> Result<Self, Error> {
        let (body, modified) = match from {
            From::File(path) => file(path).await?,
            From::Body(body) => (whole(body)?, None),
        };
        let body = match length {
            Some(length) => body.with_length(length),
            None => body,
        };
        let length = body.length();
        let kind = match length.is_some() && body.is_repeatable() {
            true => Kind::Sections { body, at: 0 },
            false => Kind::Stream(Reader::new(body)),
        };
        Ok(Self { kind, length, modified })
    }

    /// All bytes, if there are fewer than `threshold`. A stream is read for that, of which no more than `memory` bytes may be held.
    pub(super) async fn in_one(&mut self, threshold: u64, memory: u64) -> Result<Option<ByteStream>, Error> {
        let limit = match self.kind {
            Kind::Sections { .. } => threshold,
            Kind::Stream(_) => threshold.min(memory),
        };
        let limit = limit.max(1);
        if self.length.is_some_and(|length| length >= limit) {
            return Ok(None);
        }
        match &mut self.kind {
            Kind::Sections { body, .. } => Ok(Some(body.section(0, self.length.unwrap_or_default()))),
            Kind::Stream(reader) => {
                reader.fill(limit).await?;
                Ok((reader.held < limit).then(|| reader.take(limit).into()))
            }
        }
    }

    /// Whether parts are in memory before they are sent.
    pub(super) fn is_read_into_memory(&self) -> bool {
        matches!(self.kind, Kind::Stream(_))
    }

    /// The next part, of `size` bytes unless it is the last one, and how many it has. `None` at the end. May be dropped and called
    /// again without a loss.
    pub(super) async fn next(&mut self, size: u64) -> Result<Option<(ByteStream, u64)>, Error> {
        match &mut self.kind {
            Kind::Sections { body, at } => {
                let length = self.length.unwrap_or_default().saturating_sub(*at).min(size);
                let part = (length > 0).then(|| (body.section(*at, length), length));
                *at += length;
                Ok(part)
            }
            Kind::Stream(reader) => {
                reader.fill(size).await?;
                let length = reader.held.min(size);
                Ok((length > 0).then(|| (reader.take(length).into(), length)))
            }
        }
    }
}

/// A file of at most so many bytes is read at once: each turn in a thread that may block costs as much as a small request.
const SHORT: u64 = 256 * KIB;

/// The content of the file at `path`, and when it was changed last.
async fn file(path: PathBuf) -> Result<(ByteStream, Option<SystemTime>), Error> {
    let place = path.clone();
    let look = move || {
        let metadata = std::fs::metadata(&place)?;
        let bytes = match metadata.is_file() && (1..=SHORT).contains(&metadata.len()) {
            true => Some(std::fs::read(&place)?).filter(|bytes| bytes.len() as u64 == metadata.len()),
            false => None,
        };
        std::io::Result::Ok((bytes, metadata.modified().ok()))
    };
    match tokio::task::spawn_blocking(look).await {
        Ok(Ok((Some(bytes), modified))) => Ok((bytes.into(), modified)),
        Ok(Ok((None, modified))) => Ok((ByteStream::from_path(&path).await?, modified)),
        // It says what is wrong.
        _ => Ok((ByteStream::from_path(&path).await?, None)),
    }
}

/// A stream, and what has been read of it and not been taken.
struct Reader {
    stream: ByteStream,
    chunks: VecDeque<Bytes>,
    /// The bytes in `chunks`.
    held: u64,
    has_ended: bool,
}

impl Reader {
    fn new(stream: ByteStream) -> Self {
        Self { stream, chunks: VecDeque::new(), held: 0, has_ended: false }
    }

    /// Reads until at least `size` bytes are held, or the stream ends.
    async fn fill(&mut self, size: u64) -> Result<(), Error> {
        while self.held < size && !self.has_ended {
            match self.stream.next_chunk().await.transpose()? {
                Some(chunk) => {
                    self.held += chunk.len() as u64;
                    self.chunks.push_back(chunk);
                }
                None => self.has_ended = true,
            }
        }
        Ok(())
    }

    /// Takes the first `size` bytes, or all if there are fewer.
    fn take(&mut self, size: u64) -> Bytes {
        let size = usize::try_from(size.min(self.held)).unwrap_or(usize::MAX);
        self.held -= size as u64;
        if let Some(first) = self.chunks.front_mut().filter(|first| first.len() > size) {
            return first.split_to(size);
        }
        if self.chunks.front().is_some_and(|first| first.len() == size) {
            return self.chunks.pop_front().unwrap_or_default();
        }
        let mut all = BytesMut::with_capacity(size);
        while all.len() < size {
            let Some(mut chunk) = self.chunks.pop_front() else { break };
            let rest = chunk.split_off(chunk.len().min(size - all.len()));
            all.extend_from_slice(&chunk);
            if !rest.is_empty() {
                self.chunks.push_front(rest);
            }
        }
        all.freeze()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunks(sizes: &[usize]) -> ByteStream {
        let bytes: Vec<u8> = (0..sizes.iter().sum::<usize>()).map(|at| at as u8).collect();
        let mut rest = Bytes::from(bytes);
        let chunks: Vec<_> = sizes.iter().map(|size| Ok(rest.split_to(*size))).collect();
        ByteStream::from_stream(Chunks(chunks.into()), None)
    }

    struct Chunks(VecDeque<std::io::Result<Bytes>>);

    impl tucuxi::external::futures_core::Stream for Chunks {
        type Item = std::io::Result<Bytes>;

        fn poll_next(
            mut self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Self::Item>> {
            std::task::Poll::Ready(self.0.pop_front())
        }
    }

    #[tokio::test]
    async fn parts_of_a_stream_are_equal_whatever_its_chunks() -> Result<(), Error> {
        for sizes in [&[10, 10, 5][..], &[25], &[1; 25], &[3, 20, 2], &[9, 2, 9, 2, 3]] {
            let mut source = Source::open(From::Body(chunks(sizes)), None).await?;
            assert!(source.in_one(20, 100).await?.is_none(), "{sizes:?}");
            let mut all = Vec::new();
            let mut lengths = Vec::new();
            while let Some((part, length)) = source.next(10).await? {
                lengths.push(length);
                all.extend_from_slice(&part.collect().await?);
            }
            assert_eq!(lengths, [10, 10, 5], "{sizes:?}");
            assert_eq!(all, (0..25).collect::<Vec<u8>>(), "{sizes:?}");
        }
        Ok(())
    }

    #[tokio::test]
    async fn a_short_body_is_sent_in_one() -> Result<(), Error> {
        for (body, expected) in [
            (ByteStream::default(), 0),
            (ByteStream::from("abc"), 3),
            (chunks(&[]), 0),
            (chunks(&[4, 5]), 9),
            (chunks(&[4, 5]).with_length(9), 9),
        ] {
            let mut source = Source::open(From::Body(body), None).await?;
            let body = source.in_one(10, 100).await?.map(|body| body.length());
            assert_eq!(body, Some(Some(expected)));
        }
        for body in [ByteStream::from("0123456789"), chunks(&[10]), chunks(&[10]).with_length(10)] {
            let mut source = Source::open(From::Body(body), None).await?;
            assert!(source.in_one(10, 100).await?.is_none());
        }
        let mut wrong = Source::open(From::Body("abc".into()), Some(4)).await?;
        assert!(wrong.in_one(10, 100).await.is_err(), "the program said 4 bytes");
        Ok(())
    }
}
