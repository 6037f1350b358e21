//! Requests and responses of [`Places`] and the payload shapes, with a body format of plain text.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::http::Body;
use crate::protocol::{ErrorDocument, Parsed, Protocol};
use crate::reflect::Slot;
use crate::schema::{ServiceSchema, TemplatePart};
use crate::testing::{BlobPayload, Nothing, Places, StreamPayload, StructurePayload, operation, service};
use crate::types::{ByteStream, Map, Timestamp};
use http::HeaderMap;
use http::header::CONTENT_TYPE;

/// Bodies that only tell which method wrote them.
struct Plain;

impl BodyFormat for Plain {
    const CONTENT_TYPE: Option<&'static str> = Some("text/plain");
    const ABSENT_PAYLOAD: &'static [u8] = b"absent";

    fn write_members(
        &self,
        _: &'static OperationSchema,
        _: &dyn Shape,
        out: &mut Vec<u8>,
    ) -> Result<(), Failure> {
        out.extend_from_slice(b"members");
        Ok(())
    }
    fn write_payload(&self, member: &Member, _: View<'_>, out: &mut Vec<u8>) -> Result<(), Failure> {
        out.extend_from_slice(member.name.as_bytes());
        Ok(())
    }
    fn read_members(&self, body: &[u8], output: &mut dyn Shape) -> Result<(), Failure> {
        let index = output.schema().member("Body").unwrap();
        if let Slot::String(slot) = output.get_mut(index).slot() {
            *slot = String::from_utf8(body.to_vec()).unwrap();
        }
        Ok(())
    }
    fn read_payload(&self, _: &[u8], _: &Member, _: &mut dyn Value) -> Result<(), Failure> {
        Err(Failure::new("unreadable"))
    }
}

/// A protocol that is never asked.
struct NoProtocol;

impl Protocol for NoProtocol {
    fn serialize(
        &self,
        _: &'static OperationSchema,
        _: &mut dyn Shape,
        _: &mut Request,
    ) -> Result<(), Error> {
        Ok(())
    }
    fn parse(
        &self,
        _: &'static OperationSchema,
        _: &ResponseHead,
        _: &[u8],
        _: &mut dyn Shape,
    ) -> Result<Parsed, Error> {
        Ok(Parsed::default())
    }
    fn parse_error(&self, _: &ServiceSchema, _: &ResponseHead, _: &[u8]) -> ErrorDocument {
        ErrorDocument::default()
    }
    fn parse_exception(&self, _: &ResponseHead, _: &[u8], _: &mut dyn Shape) -> Result<(), Error> {
        Ok(())
    }
    fn parse_event(&self, _: &[u8], _: &mut dyn Shape) -> Result<(), Error> {
        Ok(())
    }
}

static SERVICE: ServiceSchema = service(&NoProtocol);
static ACT: OperationSchema = operation(&SERVICE);
static ACT_ON: OperationSchema = OperationSchema {
    path: &[
        TemplatePart::Text("/things/"),
        TemplatePart::Label { member: 0, greedy: false },
        TemplatePart::Text("/"),
        TemplatePart::Label { member: 1, greedy: true },
    ],
    query: &[("x-id", Some("ActOn")), ("acl", None)],
    ..operation(&SERVICE)
};

fn places() -> Places {
    Places { label: Some("a".into()), greedy: Some("b".into()), ..Places::default() }
}

fn written(operation: &'static OperationSchema, mut input: impl Shape) -> Request {
    let mut request = Request::default();
    serialize(&Plain, operation, &mut input, &mut request).unwrap();
    request
}

fn refused(input: Places) -> String {
    let mut input = input;
    serialize(&Plain, &ACT_ON, &mut input, &mut Request::default()).unwrap_err().to_string()
}

fn header<'a>(request: &'a Request, name: &str) -> Option<&'a str> {
    request.headers.get(name).map(|value| value.to_str().unwrap())
}

fn body(request: &Request) -> &[u8] {
    match &request.body {
        Body::Bytes(bytes) => bytes,
        _ => b"",
    }
}

fn read<T: Shape + Default>(headers: &[(&'static str, &'static str)], body: &str) -> Result<T, String> {
    let mut head = ResponseHead { headers: HeaderMap::new(), ..ResponseHead::default() };
    for (name, value) in headers {
        head.headers.append(*name, value.parse().unwrap());
    }
    let mut output = T::default();
    parse(&Plain, &head, body.as_bytes(), &mut output).map_err(|error| error.to_string()).map(|()| output)
}

#[test]
fn fills_the_path() {
    let input = Places { label: Some("a/b c~é".into()), greedy: Some("x/y?z+".into()), ..places() };
    let request = written(&ACT_ON, input);
    assert_eq!(request.path, "/things/a%2Fb%20c~%C3%A9/x/y%3Fz%2B");
    assert_eq!(request.method, http::Method::POST);
    // what stands for other places in a path is a name here, as in botocore
    for (label, greedy) in [("..", ".."), (".", "../x/./y"), ("a", "/")] {
        let input = Places { label: Some(label.into()), greedy: Some(greedy.into()), ..places() };
        assert_eq!(written(&ACT_ON, input).path, format!("/things/{label}/{greedy}"));
    }
    let message = "Label: it is part of the path and must be given and not be empty";
    assert_eq!(refused(Places { label: None, ..places() }), message);
    assert_eq!(refused(Places { label: Some(String::new()), ..places() }), message);
}

#[test]
fn writes_the_query_string() {
    let input = Places {
        query: Some("a&b".into()),
        query_list: Some(vec![Timestamp::new(1, 0), Timestamp::new(2, 0)]),
        query_map: Some(Map::from([
            ("q", vec!["hidden by the member".to_owned()]),
            ("k", vec!["1".to_owned(), "2".to_owned()]),
        ])),
        ..places()
    };
    let expected =
        "x-id=ActOn&acl&q=a%26b&list=1970-01-01T00%3A00%3A01Z&list=1970-01-01T00%3A00%3A02Z&k=1&k=2";
    assert_eq!(written(&ACT_ON, input).query, expected);
    assert_eq!(written(&ACT, Nothing::default()).query, "");
}

#[test]
fn writes_headers() {
    let input = Places {
        header: Some(String::new()),
        header_list: Some(vec!["a".into(), "b,c".into(), "say \"d\"".into()]),
        header_numbers: Some(vec![]),
        header_time: Some(Timestamp::new(0, 999_000_000)),
        header_flag: Some(false),
        header_json: Some("{\"a\":1}".into()),
        metadata: Some(Map::from([("k", "v"), ("K2", "w")].map(|(key, value)| (key, value.to_owned())))),
        ..places()
    };
    let request = written(&ACT_ON, input);
    assert_eq!(header(&request, "x-text"), Some(""));
    assert_eq!(header(&request, "x-list"), Some("a,\"b,c\",\"say \\\"d\\\"\""));
    assert_eq!(header(&request, "x-numbers"), None);
    assert_eq!(header(&request, "x-time"), Some("Thu, 01 Jan 1970 00:00:00 GMT"));
    assert_eq!(header(&request, "x-flag"), Some("false"));
    assert_eq!(header(&request, "x-json"), Some("eyJhIjoxfQ=="));
    assert_eq!(header(&request, "x-meta-k"), Some("v"));
    assert_eq!(header(&request, "x-meta-k2"), Some("w"));

    let split = Places { header: Some("a\r\nb".into()), ..places() };
    assert_eq!(refused(split), "Header: it goes into a header and holds control characters");
    let strange = Places { metadata: Some(Map::from([("a b", "v".to_owned())])), ..places() };
    assert_eq!(refused(strange), "Metadata[\"a b\"]: `x-meta-a b` cannot be the name of a header");
}

#[test]
fn chooses_the_body() {
    let request = written(&ACT_ON, places());
    assert_eq!((body(&request), header(&request, "content-type")), (&b"members"[..], Some("text/plain")));

    let request = written(&ACT, Nothing::default());
    assert!(matches!(request.body, Body::Empty) && request.headers.is_empty());

    let request = written(&ACT, StructurePayload::default());
    assert_eq!(body(&request), b"absent");
    let request = written(&ACT, StructurePayload { body: Some(Default::default()), header: None });
    assert_eq!(body(&request), b"Body");

    let input = BlobPayload { content_type: None, body: Some("\0raw".into()) };
    let request = written(&ACT, input);
    assert_eq!((body(&request), header(&request, "content-type")), (&b"\0raw"[..], None));
    let request = written(&ACT, BlobPayload { content_type: Some("image/jpg".into()), body: None });
    assert!(matches!(request.body, Body::Empty));
    assert_eq!(request.headers[CONTENT_TYPE], "image/jpg");
}

#[test]
fn takes_the_stream_out_of_the_input() {
    let mut input = StreamPayload::default();
    let mut request = Request::default();
    serialize(&Plain, &ACT, &mut input, &mut request).unwrap();
    assert!(matches!(request.body, Body::Empty));

    input.body = ByteStream::from("streamed");
    serialize(&Plain, &ACT, &mut input, &mut request).unwrap();
    assert!(matches!(&request.body, Body::Stream(stream) if stream.length() == Some(8)));
    assert!(input.body.is_absent());
}

#[test]
fn reads_headers_and_status() {
    let output: Places = read(
        &[
            ("x-text", " as it is"),
            ("x-list", "a, \"b,c\" ,\"say \\\"d\\\"\",e"),
            ("x-list", "f"),
            ("x-times", "Mon, 16 Dec 2019 23:48:18 GMT, Mon, 16 Dec 2019 23:48:18 GMT"),
            ("x-numbers", "1,2 , 3"),
            ("x-time", "1970-01-01T00:00:01Z"),
            ("x-flag", "TRUE"),
            ("x-json", "eyJhIjoxfQ=="),
            ("x-meta-k", "v"),
        ],
        "text",
    )
    .unwrap();
    let expected = Places {
        header: Some(" as it is".into()),
        header_list: Some(["a", "b,c", "say \"d\"", "e", "f"].map(String::from).into()),
        header_times: Some(vec![Timestamp::new(1_576_540_098, 0); 2]),
        header_numbers: Some(vec![1, 2, 3]),
        header_time: Some(Timestamp::new(1, 0)),
        header_flag: Some(true),
        header_json: Some("{\"a\":1}".into()),
        metadata: Some(Map::from([("k", "v".to_owned())])),
        status: Some(200),
        body: Some("text".into()),
        ..Places::default()
    };
    assert_eq!(output, expected);
}

#[test]
fn lists_of_dates_may_have_commas_or_none() {
    let date = Timestamp::new(784_111_777, 0);
    for (header, count) in [
        ("Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT", 2),
        ("Sunday, 06-Nov-94 08:49:37 GMT,Sunday, 06-Nov-94 08:49:37 GMT", 2),
        ("Sun Nov  6 08:49:37 1994, Sun Nov  6 08:49:37 1994", 2),
        ("Sun 06 Nov 1994 08:49:37 GMT, 06 Nov 1994 08:49:37 GMT", 2),
        ("1994-11-06T08:49:37Z, Sunday, 06-Nov-94 08:49:37 GMT, 784111777, Sun Nov  6 08:49:37 1994", 4),
        ("\"Sun, 06 Nov 1994 08:49:37 GMT\"", 1),
        ("Sun Nov  6 08:49:37 1994", 1),
    ] {
        let output: Places = read(&[("x-times", header)], "").unwrap();
        assert_eq!(output.header_times, Some(vec![date; count]), "{header}");
    }
    for header in ["Sun,", "Sun, 06 Nov 1994 08:49:37 GMT,, x", ", Sun"] {
        assert!(read::<Places>(&[("x-times", header)], "").is_err(), "{header}");
    }
}

#[test]
fn a_header_that_is_held_as_text_need_not_be_a_date() {
    for (text, seconds) in [
        ("Thu, 01 Jan 1970 00:00:05 GMT", Some(5)),
        ("Thu 01 Jan 1970 00:00:05 GMT", Some(5)),
        ("5d", None),
        ("0", Some(0)),
        ("-1", Some(-1)),
        ("Fri, 30 Feb 2018 09:05:03 GMT", None),
        ("", None),
    ] {
        let output: Places = read(&[("expires", text)], "text").unwrap();
        assert_eq!(output.expires.map(Timestamp::seconds), seconds, "{text}");
        assert_eq!((output.expires_string.as_deref(), output.body.as_deref()), (Some(text), Some("text")));
    }
    let error = read::<Places>(&[("x-time", "5d")], "").unwrap_err();
    assert_eq!(error, "HeaderTime: `5d` is not a timestamp");
}

#[test]
fn names_the_member_that_cannot_be_read() {
    let error = read::<Places>(&[("x-numbers", "1,x")], "").unwrap_err();
    assert_eq!(error, "HeaderNumbers[1]: expected a whole number of 64 bits, found `x`");
    assert_eq!(read::<StructurePayload>(&[], "x").unwrap_err(), "Body: unreadable");
}

#[test]
fn reads_raw_payloads() {
    let output: BlobPayload = read(&[("content-type", "image/jpg")], "raw").unwrap();
    assert_eq!(output, BlobPayload { content_type: Some("image/jpg".into()), body: Some("raw".into()) });
    let output: StreamPayload = read(&[], "left to the caller").unwrap();
    assert!(output.body.is_absent());
}
