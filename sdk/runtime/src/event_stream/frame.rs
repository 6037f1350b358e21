//! The frames event streams are cut into: lengths, checksums, headers and a payload.

use crate::error::Error;
use bytes::{Buf, Bytes, BytesMut};

/// Two lengths and the checksum over them.
const PRELUDE: usize = 12;
/// The checksum at the end.
const TRAILER: usize = 4;
/// The longest headers, in bytes. `EventStream` documents this and the next limit.
const MAX_HEADERS: usize = 128 * 1024;
/// The longest payload, in bytes, as in botocore.
const MAX_PAYLOAD: usize = 24 * 1024 * 1024;

/// One message of a stream.
#[derive(Clone, Debug, Default)]
pub(super) struct Frame {
    pub(super) headers: Vec<(String, HeaderValue)>,
    pub(super) payload: Bytes,
}

/// The value of a message header.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum HeaderValue {
    /// A boolean.
    Boolean(bool),
    /// A byte, short, integer or long.
    Integer(i64),
    /// Bytes; a UUID too.
    Bytes(Bytes),
    /// A string.
    String(String),
    /// Milliseconds since the epoch.
    Timestamp(i64),
}

impl Frame {
    /// The value of header `name`.
    pub(super) fn header(&self, name: &str) -> Option<&HeaderValue> {
        self.headers.iter().find(|(other, _)| other == name).map(|(_, value)| value)
    }

    /// The value of header `name`, if it is a string.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        match self.header(name)? {
            HeaderValue::String(text) => Some(text),
            _ => None,
        }
    }
}

/// Takes the first whole frame out of `buffer`; `None` while it is incomplete.
pub(super) fn decode(buffer: &mut BytesMut) -> Result<Option<Frame>, Error> {
    let Some(&prelude) = buffer.first_chunk::<PRELUDE>() else { return Ok(None) };
    let mut fields = &prelude[..];
    let total = fields.get_u32() as usize;
    let headers = fields.get_u32() as usize;
    if fields.get_u32() != crc32fast::hash(&prelude[..8]) {
        return Err(Error::parse("event stream: the checksum of a message's prelude is wrong"));
    }
    let payload = total.checked_sub(PRELUDE + TRAILER).and_then(|rest| rest.checked_sub(headers));
    let Some(payload) = payload else {
        return Err(Error::parse("event stream: a message is shorter than its headers"));
    };
    if headers > MAX_HEADERS || payload > MAX_PAYLOAD {
        let message = format!(
            "event stream: a message has {headers} bytes of headers and {payload} bytes of payload; the most are \
             {MAX_HEADERS} and {MAX_PAYLOAD}"
        );
        return Err(Error::parse(message));
    }
    if buffer.len() < total {
        buffer.reserve(total - buffer.len());
        return Ok(None);
    }
    let mut message = buffer.split_to(total).freeze();
    let mut checksum = message.split_off(total - TRAILER);
    if checksum.get_u32() != crc32fast::hash(&message) {
        return Err(Error::parse("event stream: the checksum of a message is wrong"));
    }
    message.advance(PRELUDE);
    let head = message.split_to(headers);
    debug_assert_eq!(message.len(), payload);
    Ok(Some(Frame { headers: decode_headers(head)?, payload: message }))
}

fn decode_headers(mut bytes: Bytes) -> Result<Vec<(String, HeaderValue)>, Error> {
    let mut headers: Vec<(String, HeaderValue)> = Vec::new();
    while bytes.has_remaining() {
        let header = decode_header(&mut bytes)
            .ok_or_else(|| Error::parse("event stream: a message has a malformed header"))?;
        if headers.iter().any(|(name, _)| *name == header.0) {
            return Err(Error::parse(format!("event stream: a message has header {} twice", header.0)));
        }
        headers.push(header);
    }
    Ok(headers)
}

fn decode_header(bytes: &mut Bytes) -> Option<(String, HeaderValue)> {
    let length = bytes.try_get_u8().ok()?;
    let name = text(bytes, usize::from(length))?;
    let value = match bytes.try_get_u8().ok()? {
        0 => HeaderValue::Boolean(true),
        1 => HeaderValue::Boolean(false),
        2 => HeaderValue::Integer(bytes.try_get_i8().ok()?.into()),
        3 => HeaderValue::Integer(bytes.try_get_i16().ok()?.into()),
        4 => HeaderValue::Integer(bytes.try_get_i32().ok()?.into()),
        5 => HeaderValue::Integer(bytes.try_get_i64().ok()?),
        6 => {
            let length = bytes.try_get_u16().ok()?;
            HeaderValue::Bytes(take(bytes, usize::from(length))?)
        }
        7 => {
            let length = bytes.try_get_u16().ok()?;
            HeaderValue::String(text(bytes, usize::from(length))?)
        }
        8 => HeaderValue::Timestamp(bytes.try_get_i64().ok()?),
        9 => HeaderValue::Bytes(take(bytes, 16)?),
        _ => return None,
    };
    Some((name, value))
}

fn take(bytes: &mut Bytes, length: usize) -> Option<Bytes> {
    (bytes.len() >= length).then(|| bytes.split_to(length))
}

fn text(bytes: &mut Bytes, length: usize) -> Option<String> {
    String::from_utf8(take(bytes, length)?.into()).ok()
}

#[cfg(test)]
pub(super) mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use bytes::BufMut;

    /// A frame with string headers, as a service would write it.
    pub(in crate::event_stream) fn encode(headers: &[(&str, &str)], payload: &[u8]) -> Vec<u8> {
        let mut head = Vec::new();
        for (name, value) in headers {
            head.put_u8(name.len() as u8);
            head.put_slice(name.as_bytes());
            head.put_u8(7);
            head.put_u16(value.len() as u16);
            head.put_slice(value.as_bytes());
        }
        frame(&head, payload)
    }

    fn frame(head: &[u8], payload: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        out.put_u32((PRELUDE + head.len() + payload.len() + TRAILER) as u32);
        out.put_u32(head.len() as u32);
        out.put_u32(crc32fast::hash(&out));
        out.put_slice(head);
        out.put_slice(payload);
        out.put_u32(crc32fast::hash(&out));
        out
    }

    fn decode_all(bytes: &[u8]) -> Result<Option<Frame>, Error> {
        decode(&mut BytesMut::from(bytes))
    }

    #[test]
    fn a_frame_is_read_only_when_it_is_whole() {
        let bytes = encode(&[(":event-type", "Records")], b"a,b\n");
        for end in 0..bytes.len() {
            assert!(decode_all(&bytes[..end]).unwrap().is_none(), "{end} bytes");
        }
        let frame = decode_all(&bytes).unwrap().unwrap();
        assert_eq!(frame.text(":event-type"), Some("Records"));
        assert_eq!(&frame.payload[..], b"a,b\n");
    }

    #[test]
    fn every_type_of_header_is_read() {
        let mut head = Vec::new();
        let values: [(u8, &[u8]); 10] = [
            (0, &[]),
            (1, &[]),
            (2, &[0xff]),
            (3, &[0, 2]),
            (4, &[0, 0, 0, 3]),
            (5, &[0, 0, 0, 0, 0, 0, 0, 4]),
            (6, &[0, 1, 9]),
            (7, &[0, 1, b'x']),
            (8, &[0, 0, 0, 0, 0, 0, 0, 5]),
            (9, &[7; 16]),
        ];
        for (kind, value) in values {
            head.extend([1, b'a' + kind, kind]);
            head.extend(value);
        }
        let frame = decode_all(&frame(&head, b"")).unwrap().unwrap();
        let found: Vec<&HeaderValue> = frame.headers.iter().map(|(_, value)| value).collect();
        use HeaderValue::*;
        let expected = [
            Boolean(true),
            Boolean(false),
            Integer(-1),
            Integer(2),
            Integer(3),
            Integer(4),
            Bytes(bytes::Bytes::from_static(&[9])),
            String("x".into()),
            Timestamp(5),
            Bytes(bytes::Bytes::from_static(&[7; 16])),
        ];
        assert!(found.into_iter().eq(expected.iter()));
    }

    #[test]
    fn damage_is_an_error_and_never_a_panic() {
        let good = encode(&[(":event-type", "Records"), ("x", "y")], b"payload");
        for at in 0..good.len() {
            let mut bad = good.clone();
            bad[at] ^= 0x41;
            assert!(decode_all(&bad).is_err(), "byte {at}");
        }
        let lengths = |total: u32, headers: u32| {
            let mut prelude = Vec::new();
            prelude.put_u32(total);
            prelude.put_u32(headers);
            prelude.put_u32(crc32fast::hash(&prelude));
            decode_all(&prelude).map(|frame| frame.is_some()).map_err(|error| error.to_string())
        };
        let (headers, payload) = (MAX_HEADERS as u32, MAX_PAYLOAD as u32);
        assert_eq!(lengths(16 + headers + payload, headers), Ok(false));
        let longest = "the most are 131072 and 25165824";
        assert!(lengths(16 + payload + 1, 0).unwrap_err().ends_with(longest));
        assert!(lengths(16 + headers + 1, headers + 1).unwrap_err().ends_with(longest));
        assert!(lengths(u32::MAX, 0).unwrap_err().ends_with(longest));
        assert!(lengths(20, 5).unwrap_err().ends_with("shorter than its headers"));
        assert!(lengths(0, 0).unwrap_err().ends_with("shorter than its headers"));
        let twice = encode(&[("x", "1"), ("x", "2")], b"");
        assert!(decode_all(&twice).unwrap_err().to_string().contains("header x twice"));
        assert!(decode_all(&frame(&[5, b'a'], b"")).is_err());
        assert!(decode_all(&frame(&[1, b'a', 10], b"")).is_err());
    }
}
