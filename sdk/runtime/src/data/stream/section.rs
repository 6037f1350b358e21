//! Sections of a body, which are bodies of their own.

use super::{ByteStream, Inner};
use bytes::Bytes;
use std::io;

impl ByteStream {
    /// Returns the `length` bytes from byte `offset` on, the first byte being 0, of bytes or a regular file.
    ///
    /// The section is a body of its own, which can be sent again; what has been read of this one does not matter. Bytes are
    /// not copied. A file is opened for each section when that is read, so that several can be sent at the same time.
    ///
    /// A file must not change before its sections are sent: reading a section fails if the size of the file, or the time of
    /// its last change, is not what it was when [`from_path`](Self::from_path) found it.
    ///
    /// # Errors
    /// Of kind [`InvalidInput`](io::ErrorKind::InvalidInput) when the body has fewer bytes, and when it can be read only
    /// once.
    pub fn section(&self, offset: u64, length: u64) -> io::Result<Self> {
        let whole = match &self.0 {
            Inner::Absent => Some(0),
            Inner::Bytes { all, .. } => Some(all.len() as u64),
            Inner::File(file) => file.length(),
            Inner::Once(_) | Inner::Lost { .. } => None,
        };
        let end = offset.checked_add(length);
        if let Some(whole) = whole.filter(|whole| end.is_none_or(|end| end > *whole)) {
            let message =
                format!("{length} bytes from byte {offset} on are out of range: there are {whole} bytes");
            return Err(self.refusal(&message));
        }
        let section = match &self.0 {
            Inner::Absent => Some(Bytes::new().into()),
            Inner::Bytes { all, .. } => slice(all, offset, length).map(Self::from),
            Inner::File(file) => file.section(offset, length).map(|file| Self(Inner::File(file))),
            Inner::Once(_) | Inner::Lost { .. } => None,
        };
        let none = "a body that can be read only once has no sections: use bytes or a regular file";
        section.ok_or_else(|| self.refusal(none))
    }

    fn refusal(&self, message: &str) -> io::Error {
        let error = io::Error::new(io::ErrorKind::InvalidInput, message);
        match &self.0 {
            Inner::File(file) => file.naming(error),
            _ => error,
        }
    }
}

fn slice(bytes: &Bytes, offset: u64, length: u64) -> Option<Bytes> {
    let start = usize::try_from(offset).ok()?;
    let end = start.checked_add(usize::try_from(length).ok()?)?;
    (end <= bytes.len()).then(|| bytes.slice(start..end))
}
