//! Reading requests. Bodies are thrown away as they come.

use std::io::{self, BufRead, Write};

/// A header that the server looks at; its value is empty if a request has none.
#[derive(Clone, Copy)]
pub(super) enum Header {
    ContentLength,
    DecodedLength,
    Range,
    Checksum,
    ChecksumAlgorithm,
    ChecksumMode,
    ChecksumType,
    Expect,
    TransferEncoding,
}

const NAMES: [&str; 9] = [
    "content-length",
    "x-amz-decoded-content-length",
    "range",
    "x-amz-checksum-crc32",
    "x-amz-checksum-algorithm",
    "x-amz-checksum-mode",
    "x-amz-checksum-type",
    "expect",
    "transfer-encoding",
];

/// How much of the end of a body is kept: the checksum may be there.
const END: usize = 256;

/// A request whose body has been read.
#[derive(Default)]
pub(super) struct Request {
    pub(super) method: String,
    path: String,
    query: String,
    headers: [String; NAMES.len()],
    /// How many bytes the body has, with its frames.
    come: u64,
    end: Vec<u8>,
}

impl Request {
    /// Reads one; `None` at the end of the connection.
    pub(super) fn read(stream: &mut (impl BufRead + Write)) -> io::Result<Option<Self>> {
        let mut line = String::new();
        if stream.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        let mut words = line.split(' ');
        let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let (method, path, query) = (method.to_owned(), path.to_owned(), query.to_owned());
        let mut request = Self { method, path, query, ..Self::default() };
        loop {
            line.clear();
            if stream.read_line(&mut line)? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            let Some((name, value)) = line.trim_end().split_once(':') else { break };
            if let Some(at) = NAMES.iter().position(|known| known.eq_ignore_ascii_case(name)) {
                request.headers[at] = value.trim().to_owned();
            }
        }
        if !request.header(Header::Expect).is_empty() {
            stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
            stream.flush()?;
        }
        request.discard_body(stream)?;
        Ok(Some(request))
    }

    fn discard_body(&mut self, stream: &mut impl BufRead) -> io::Result<()> {
        if self.header(Header::TransferEncoding).is_empty() {
            return self.discard(self.header(Header::ContentLength).parse().unwrap_or(0), stream);
        }
        loop {
            let mut line = String::new();
            stream.read_line(&mut line)?;
            let length = u64::from_str_radix(line.trim_end(), 16).map_err(io::Error::other)?;
            self.discard(length, stream)?;
            // the end of the line
            stream.read_line(&mut line)?;
            if length == 0 {
                return Ok(());
            }
        }
    }

    /// Reads so many bytes, and keeps the last ones.
    fn discard(&mut self, mut left: u64, stream: &mut impl BufRead) -> io::Result<()> {
        while left > 0 {
            let come = stream.fill_buf()?;
            let length = come.len().min(left as usize);
            if length == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            self.end.extend_from_slice(&come[length.saturating_sub(END)..length]);
            self.end.drain(..self.end.len().saturating_sub(END));
            stream.consume(length);
            left -= length as u64;
            self.come += length as u64;
        }
        Ok(())
    }

    pub(super) fn header(&self, header: Header) -> &str {
        &self.headers[header as usize]
    }

    /// A parameter of the query; empty if it has no value.
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        let mut parameters = self.query.split('&').map(|one| one.split_once('=').unwrap_or((one, "")));
        parameters.find(|(other, _)| *other == name).map(|(_, value)| value)
    }

    /// The size of the object, which its key begins with.
    pub(super) fn size(&self) -> Option<u64> {
        let key = self.path.rsplit('/').next()?;
        key.split('-').next()?.parse().ok()
    }

    /// How many bytes of an object the body has. Of a framed body a header says it.
    pub(super) fn length(&self) -> u64 {
        self.header(Header::DecodedLength).parse().map_or(self.come, |decoded: u64| decoded.min(self.come))
    }

    /// The checksum that came with the body, before it or behind it.
    pub(super) fn checksum(&self) -> Option<String> {
        let before = self.header(Header::Checksum);
        if !before.is_empty() {
            return Some(before.to_owned());
        }
        let end = String::from_utf8_lossy(&self.end);
        let (_, checksum) = end.split_once("x-amz-checksum-crc32:")?;
        checksum.lines().next().map(|line| line.trim().to_owned())
    }
}
