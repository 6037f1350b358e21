//! Requests and responses of smithy-rpc-v2-cbor.
#![allow(clippy::unwrap_used)]

use crate::error::Origin;
use crate::http::{Body, Request, ResponseHead};
use crate::protocol::CBOR;
use crate::reflect::Shape;
use crate::schema::{OperationSchema, ServiceSchema};
use crate::testing::{Choice, Everything, Nothing, Refused, operation, service};
use crate::types::{Blob, Document, Map, Timestamp};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

static SERVICE: ServiceSchema = service(CBOR);
static ACT: OperationSchema = operation(&SERVICE);

fn written(operation: &'static OperationSchema, mut input: impl Shape) -> Request {
    let mut request = Request::default();
    CBOR.serialize(operation, &mut input, &mut request).unwrap();
    request
}

fn body(input: impl Shape) -> Vec<u8> {
    match written(&ACT, input).body {
        Body::Bytes(bytes) => bytes.to_vec(),
        _ => Vec::new(),
    }
}

fn read<T: Shape + Default>(body: &[u8]) -> Result<T, String> {
    let mut output = T::default();
    let parsed = CBOR.parse(&ACT, &head("rpc-v2-cbor"), body, &mut output);
    parsed.map_err(|error| error.to_string()).map(|_| output)
}

fn head(protocol: &'static str) -> ResponseHead {
    let header = (HeaderName::from_static("smithy-protocol"), HeaderValue::from_static(protocol));
    ResponseHead { headers: HeaderMap::from_iter([header]), ..ResponseHead::default() }
}

fn everything() -> Everything {
    Everything {
        text: Some("é".into()),
        flag: Some(true),
        number: Some(-1),
        long: Some(i64::MIN),
        float: Some(1.5),
        double: Some(0.1),
        blob: Some(Blob::from(vec![0; 300])),
        time: Some(Timestamp::new(1, 500_000_000)),
        iso_time: Some(Timestamp::new(70_000, 0)),
        document: Some(Document::Map(Map::from([
            ("a", Document::List(vec![Document::Null, true.into(), 24.into(), 1.5.into()])),
            ("b", "x".into()),
        ]))),
        strings: Some(vec!["a".into()]),
        sparse: Some(vec![Some("a".into()), None]),
        children: Some(vec![Everything { flag: Some(false), ..Everything::default() }]),
        map: Some(Map::from([("k", 256)])),
        choice: Some(Choice::Many(vec![])),
        ..Everything::default()
    }
}

#[test]
fn takes_back_what_it_writes() {
    assert_eq!(read(&body(everything())), Ok(everything()));
}

#[test]
fn whole_numbers_of_documents_have_64_bits_beside_the_sign() {
    let written = |number: i128| {
        let input = Everything { document: Some(number.into()), ..Default::default() };
        let mut request = Request::default();
        let sent = CBOR.serialize(&ACT, &mut { input }, &mut request);
        sent.map_err(|error| error.to_string()).map(|()| match request.body {
            Body::Bytes(bytes) => bytes.to_vec(),
            _ => Vec::new(),
        })
    };
    for number in [u64::MAX.into(), -1 - i128::from(u64::MAX), 9_007_199_254_740_993] {
        let output: Everything = read(&written(number).unwrap()).unwrap();
        assert_eq!(output.document, Some(number.into()));
    }
    let error = written(1 << 64).unwrap_err();
    assert!(error.contains("18446744073709551616 has more than the 64 bits"), "{error}");
}

#[test]
fn writes_the_shortest_forms() {
    let number = |value| body(Everything { long: Some(value), ..Default::default() })[6..].to_vec();
    assert_eq!(number(0), [0x00]);
    assert_eq!(number(23), [0x17]);
    assert_eq!(number(24), [0x18, 24]);
    assert_eq!(number(256), [0x19, 1, 0]);
    assert_eq!(number(65_536), [0x1a, 0, 1, 0, 0]);
    assert_eq!(number(-1), [0x20]);
    assert_eq!(number(-257), [0x39, 1, 0]);
    assert_eq!(number(i64::MIN), [0x3b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);
    let double = |value| body(Everything { double: Some(value), ..Default::default() })[8..].to_vec();
    assert_eq!(double(1.0), [0xfb, 0x3f, 0xf0, 0, 0, 0, 0, 0, 0]);
    assert_eq!(double(f64::NAN), [0xf9, 0x7e, 0]);
    assert_eq!(double(f64::NEG_INFINITY), [0xf9, 0xfc, 0]);
    let float = body(Everything { float: Some(1.0), ..Default::default() });
    assert_eq!(float, b"\xa1\x65Float\xfa\x3f\x80\0\0");
    let time = body(Everything { time: Some(Timestamp::new(1, 0)), ..Default::default() });
    assert_eq!(time, b"\xa1\x64Time\xc1\x01");
    assert_eq!(body(Nothing::default()), [0xa0]);
}

#[test]
fn names_the_operation_in_the_path() {
    let request = written(&ACT, Nothing::default());
    assert_eq!(request.path, "/service/Test_20260101/operation/Act");
    let header = |name: &str| request.headers[name].to_str().unwrap();
    assert_eq!(header("smithy-protocol"), "rpc-v2-cbor");
    assert_eq!((header("accept"), header("content-type")), ("application/cbor", "application/cbor"));

    static NO_INPUT: OperationSchema = OperationSchema { has_input: false, ..operation(&SERVICE) };
    let request = written(&NO_INPUT, Nothing::default());
    assert!(matches!(request.body, Body::Empty));
    assert!(!request.headers.contains_key("content-type"));
}

#[test]
fn reads_all_forms() {
    let indefinite =
        b"\xbf\x67Strings\x9f\x61a\x7f\x61b\x61c\xff\xff\x64Blob\x5f\x41a\x42bc\xff\x63New\xc2\x41\x01\xff";
    let expected = Everything {
        strings: Some(vec!["a".into(), "bc".into()]),
        blob: Some(Blob::from("abc")),
        ..Default::default()
    };
    assert_eq!(read(indefinite), Ok(expected));
    let double = |bytes: &[u8]| {
        read::<Everything>(&[b"\xa1\x66Double", bytes].concat()).map(|output| output.double.unwrap())
    };
    assert_eq!(double(b"\xf9\x00\x50"), Ok(4.76837158203125e-06));
    assert_eq!(double(b"\xf9\x3c\x00"), Ok(1.0));
    assert_eq!(double(b"\xf9\xc4\x00"), Ok(-4.0));
    assert_eq!(double(b"\xf9\x7c\x00"), Ok(f64::INFINITY));
    assert!(double(b"\xf9\x7c\x01").unwrap().is_nan());
    assert_eq!(double(b"\xfa\x3f\xc0\0\0"), Ok(1.5));
    assert_eq!(double(b"\x38\x18"), Ok(-25.0));
    let number = read::<Everything>(b"\xa1\x66Number\xf9\x3c\x00").unwrap();
    assert_eq!(number.number, Some(1));
    // 2^64 - 1 is a number for a float and for a document, not for 64 bits with a sign.
    assert_eq!(double(b"\x1b\xff\xff\xff\xff\xff\xff\xff\xff"), Ok(18_446_744_073_709_551_616.0));
    let time = read::<Everything>(b"\xa1\x64Time\xc1\x1b\x00\x00\x01\x9d\x78\x17\xd5\x62").unwrap();
    assert_eq!(time.time, Some(Timestamp::new(1_775_836_321_122, 0)));
    let time = read::<Everything>(b"\xa1\x64Time\xfb\x41\xcc\x37\xdb\x38\x0f\xbe\x77").unwrap();
    assert_eq!(time.time, Some(Timestamp::new(946_845_296, 123_000_000)));
    for nulls in [&b"\xa2\x64Text\xf6\x64Flag\xf7"[..], b"\xbf\xff", b"\xa0", b""] {
        assert_eq!(read(nulls), Ok(Everything::default()));
    }
}

#[test]
fn says_where_a_body_is_wrong() {
    for (body, message) in [
        (&b"\xa1\x64Flag\x01"[..], "Flag: expected a boolean, found a whole number (at byte 6)"),
        (b"\xa1\x64text\x81\x01", "Text: expected text, found a list (at byte 6)"),
        (b"\xa1\x64Time\xc2\x01", "Time: expected a timestamp, found another tag (at byte 6)"),
        (
            b"\xa1\x64Long\x1b\xff\xff\xff\xff\xff\xff\xff\xff",
            "Long: a number of more than 64 bits (at byte 6)",
        ),
        (b"\xa1\x01\x01", "expected text, found a whole number (at byte 1)"),
        (b"\xbb\xff\xff\xff\xff\xff\xff\xff\xff", "the CBOR ends too early (at byte 9)"),
        (b"\xa1\x64text\x7b\xff\xff\xff\xff\xff\xff\xff\xff", "Text: the CBOR ends too early (at byte 15)"),
        (b"\xa1\x64text\x62\xff\xff", "Text: this text is not UTF-8 (at byte 6)"),
        (b"\xa1\x64Long\x1c", "Long: this is no CBOR: a reserved length (at byte 6)"),
        (b"\xa0\xa0", "the CBOR ends here, but more follows (at byte 1)"),
        (b"<html>", "expected a map, found a whole number (at byte 0)"),
        (b"{}", "expected a map, found text (at byte 0)"),
    ] {
        assert_eq!(read::<Everything>(body).unwrap_err(), message);
    }
}

#[test]
fn every_truncated_body_is_an_error() {
    let body = body(everything());
    for length in 1..body.len() {
        assert!(read::<Everything>(&body[..length]).is_err(), "{length}");
    }
}

#[test]
fn limits_the_depth() {
    for deep in [
        [&b"\xa1\x63New"[..], &[0x81; 100_000]].concat(),
        b"\xa1\x65Child".repeat(1_000),
        [0x9f; 1000].to_vec(),
    ] {
        let error = read::<Everything>(&deep).unwrap_err();
        assert!(error.contains("nested deeper than 250 levels") || error.contains("found a list"), "{error}");
    }
}

#[test]
fn reads_errors() {
    let body = b"\xa3\x66__type\x70aws.test#Refused\x67Message\x62no\x67details\x81\x61a";
    let head = ResponseHead { status: StatusCode::BAD_REQUEST, ..Default::default() };
    let document = CBOR.parse_error(&SERVICE, &head, body);
    assert_eq!((&*document.code, &*document.message), ("Refused", "no"));
    let mut exception = Refused::default();
    CBOR.parse_exception(&head, body, &mut exception).unwrap();
    let expected =
        Refused { message: Some("no".into()), details: Some(vec!["a".into()]), ..Default::default() };
    assert_eq!(exception, expected);
    assert_eq!(CBOR.parse_error(&SERVICE, &head, b"garbage").code, "400");
    // what the model has no member for
    let more = b"\xa3\x66__type\x67Refused\x63Key\x61k\x64More\xa1\x61a\x61b";
    let document = CBOR.parse_error(&SERVICE, &head, more);
    assert_eq!(
        (&*document.code, document.details.iter().collect::<Vec<_>>()),
        ("Refused", vec![("Key", "k")])
    );
    // the beginning of a long one
    let start = &b"\xa3\x66__type\x70aws.test#Refused\x67details\x5a\x7f\xff\xff\xff"[..];
    let document = CBOR.parse_error(&SERVICE, &head, &[start, &vec![0; 1 << 20]].concat());
    assert_eq!((&*document.code, &*document.message), ("Refused", "Bad Request"));
    assert_eq!(CBOR.parse_error(&SERVICE, &head, start).code, "400");
}

#[test]
fn a_response_of_another_protocol_is_foreign() {
    let origin = |head: &ResponseHead, body: &[u8]| {
        CBOR.parse(&ACT, head, body, &mut Everything::default()).err().map(|error| error.origin())
    };
    let (cbor, other) = (head("rpc-v2-cbor"), head("rpc-v2-json"));
    assert_eq!(origin(&cbor, b"\xa0"), None);
    for head in [&other, &ResponseHead::default()] {
        assert_eq!(origin(head, b"\xa0"), Some(Origin::Foreign));
        assert_eq!(origin(head, b""), Some(Origin::Foreign));
    }
    for body in [&b"<html></html>"[..], b"{}", b"\x80", b"\xa1\x64Text", b"\xa0\xa0"] {
        assert_eq!(origin(&cbor, body), Some(Origin::Foreign), "{body:?}");
    }
    assert_eq!(origin(&cbor, b"\xa1\x66Number\x80"), Some(Origin::Service));
}
