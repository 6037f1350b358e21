//! A section of a file as the body of a request.

use bytes::Bytes;
use crc32fast::Hasher;
use hyper::body::{Body, Frame, SizeHint};
use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::ops::Range;
use std::path::Path;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

/// How much of a file is read at once.
const AT_ONCE: u64 = 256 << 10;

/// Bytes of a file. What is read adds to a checksum.
pub(super) struct Section {
    file: File,
    left: u64,
    checksum: Arc<Mutex<Hasher>>,
}

impl Section {
    pub(super) fn open(path: &Path, range: Range<u64>, checksum: Arc<Mutex<Hasher>>) -> io::Result<Self> {
        let mut file = File::open(path)?;
        file.seek(SeekFrom::Start(range.start))?;
        Ok(Self { file, left: range.end - range.start, checksum })
    }

    fn read(&mut self) -> io::Result<Bytes> {
        let length = AT_ONCE.min(self.left);
        let mut piece = Vec::with_capacity(length as usize);
        (&self.file).take(length).read_to_end(&mut piece)?;
        if piece.len() as u64 != length {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.left -= length;
        self.checksum.lock().expect("no thread panics").update(&piece);
        Ok(piece.into())
    }
}

impl Body for Section {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        Poll::Ready(Some(self.read().map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}
