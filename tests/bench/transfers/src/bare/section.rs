//! A section of a file as the body of a request.

use bytes::{Bytes, BytesMut};
use crc32fast::Hasher;
use hyper::body::{Body, Frame, SizeHint};
use std::fs::File;
use std::io;
use std::ops::Range;
use std::os::unix::fs::FileExt as _;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

/// How much of a file is read at once.
const AT_ONCE: u64 = 256 << 10;

/// Bytes of a file. What is read adds to a checksum.
pub(super) struct Section {
    pub(super) file: Arc<File>,
    pub(super) range: Range<u64>,
    pub(super) checksum: Arc<Mutex<Hasher>>,
}

impl Body for Section {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let length = AT_ONCE.min(self.range.end - self.range.start);
        if length == 0 {
            return Poll::Ready(None);
        }
        let mut piece = BytesMut::zeroed(length as usize);
        if let Err(error) = self.file.read_exact_at(&mut piece, self.range.start) {
            return Poll::Ready(Some(Err(error)));
        }
        self.range.start += length;
        self.checksum.lock().expect("no thread panics").update(&piece);
        Poll::Ready(Some(Ok(Frame::data(piece.freeze()))))
    }

    fn is_end_stream(&self) -> bool {
        self.range.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.range.end - self.range.start)
    }
}
