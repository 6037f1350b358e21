//! Sections of a body, which are bodies of their own.

use super::{ByteStream, Inner, Lost};
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
    /// A section that is out of range, or one of a body that can be read only once, is an error when it is read, and a call with
    /// it as input fails before it sends anything.
    pub fn section(&self, offset: u64, length: u64) -> Self {
        self.find(offset, length).unwrap_or_else(|problem| Self::lost(Lost::Section(problem.into())))
    }

    /// The section, or why there is none.
    fn find(&self, offset: u64, length: u64) -> Result<Self, String> {
        let whole = match &self.0 {
            Inner::Absent => Some(0),
            Inner::Bytes { all, .. } => Some(all.len() as u64),
            Inner::File(file) => file.length(),
            Inner::Lost { why, .. } => return Err(why.message().to_owned()),
            Inner::Once(_) => None,
        };
        let end = offset.checked_add(length);
        if let Some(whole) = whole.filter(|whole| end.is_none_or(|end| end > *whole)) {
            let message =
                format!("{length} bytes from byte {offset} on are out of range: there are {whole} bytes");
            return Err(self.naming(&message));
        }
        let section = match &self.0 {
            Inner::Absent => Some(Bytes::new().into()),
            Inner::Bytes { all, .. } => slice(all, offset, length).map(Self::from),
            Inner::File(file) => file.section(offset, length).map(|file| Self(Inner::File(file))),
            Inner::Once(_) | Inner::Lost { .. } => None,
        };
        let none = "a body that can be read only once has no sections: use bytes or a regular file";
        section.ok_or_else(|| self.naming(none))
    }

    /// What is wrong, with the name of the file.
    fn naming(&self, problem: &str) -> String {
        match &self.0 {
            Inner::File(file) => file.naming(io::Error::other(problem)).to_string(),
            _ => problem.to_owned(),
        }
    }
}

fn slice(bytes: &Bytes, offset: u64, length: u64) -> Option<Bytes> {
    let start = usize::try_from(offset).ok()?;
    let end = start.checked_add(usize::try_from(length).ok()?)?;
    (end <= bytes.len()).then(|| bytes.slice(start..end))
}
