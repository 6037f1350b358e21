//! Requests and responses of the protocols json and rest-json.
#![allow(clippy::unwrap_used)]

use crate::error::Origin;
use crate::http::{Body, Request, ResponseHead};
use crate::protocol::{ErrorDocument, JSON, Protocol, REST_JSON, generic_error};
use crate::reflect::Shape;
use crate::schema::{OperationSchema, ServiceSchema};
use crate::testing::{
    Choice, Color, DocumentPayload, Everything, Items, Nothing, Places, Refused, StructurePayload, operation,
    service,
};
use crate::types::{Blob, Boxed, Document, Map, Timestamp};
use http::{HeaderMap, HeaderName, StatusCode};

static SERVICE: ServiceSchema = service(JSON);
static ACT: OperationSchema = operation(&SERVICE);
static REST_SERVICE: ServiceSchema = service(REST_JSON);
static REST_ACT: OperationSchema = operation(&REST_SERVICE);

fn written(operation: &'static OperationSchema, mut input: impl Shape) -> (Request, String) {
    let mut request = Request::default();
    operation.service.protocol.serialize(operation, &mut input, &mut request).unwrap();
    let body = match &request.body {
        Body::Bytes(bytes) => String::from_utf8(bytes.to_vec()).unwrap(),
        _ => String::new(),
    };
    (request, body)
}

fn read<T: Shape + Default>(operation: &'static OperationSchema, body: &str) -> Result<T, String> {
    let mut output = T::default();
    let head = ResponseHead::default();
    match operation.service.protocol.parse(operation, &head, body.as_bytes(), &mut output) {
        Ok(_) => Ok(output),
        Err(error) => Err(error.to_string()),
    }
}

fn everything() -> Everything {
    Everything {
        text: Some("a \"b\"\\\n\u{1}é".into()),
        flag: Some(true),
        number: Some(-1),
        long: Some(i64::MAX),
        float: Some(0.1),
        double: Some(1e300),
        blob: Some(Blob::from("foo")),
        time: Some(Timestamp::new(1, 500_000_000)),
        iso_time: Some(Timestamp::new(1, 0)),
        http_time: Some(Timestamp::new(1, 0)),
        unix_time: Some(Timestamp::new(1, 0)),
        color: Some(Color::Unknown("blue".into())),
        document: Some(Document::Map(Map::from([
            ("a", Document::List(vec![Document::Null, true.into(), 1.into(), 1.5.into()])),
            ("b", "x".into()),
        ]))),
        strings: Some(vec!["a".into(), String::new()]),
        sparse: Some(vec![Some("a".into()), None]),
        nested_list: Some(vec![vec![1, 2], vec![]]),
        children: Some(vec![Everything { flag: Some(false), ..Everything::default() }]),
        map: Some(Map::from([("k", 1), ("\"", 2)])),
        child: Some(Boxed::new(Everything::default())),
        choice: Some(Choice::Many(vec!["x".into()])),
        ..Everything::default()
    }
}

const EVERYTHING: &str = concat!(
    r#"{"text":"a \"b\"\\\n\u0001é","Flag":true,"Number":-1,"Long":9223372036854775807,"Float":0.1,"#,
    r#""Double":1e300,"Blob":"Zm9v","Time":1.5,"IsoTime":"1970-01-01T00:00:01Z","#,
    r#""HttpTime":"Thu, 01 Jan 1970 00:00:01 GMT","UnixTime":1,"Color":"blue","#,
    r#""Document":{"a":[null,true,1,1.5],"b":"x"},"Strings":["a",""],"Sparse":["a",null],"#,
    r#""NestedList":[[1,2],[]],"Children":[{"Flag":false}],"Map":{"k":1,"\"":2},"Child":{},"#,
    r#""Choice":{"Many":["x"]}}"#,
);

#[test]
fn writes_and_reads_every_type() {
    let (_, body) = written(&ACT, everything());
    assert_eq!(body, EVERYTHING);
    assert_eq!(read(&ACT, EVERYTHING), Ok(everything()));
}

#[test]
fn names_the_operation_in_a_header() {
    let (request, body) = written(&ACT, Nothing::default());
    assert_eq!((request.method.as_str(), &*request.path, &*body), ("POST", "/", "{}"));
    assert_eq!(request.headers["x-amz-target"], "Test_20260101.Act");
    assert_eq!(request.headers["content-type"], "application/x-amz-json-1.1");
    assert!(!request.headers.contains_key("x-amzn-query-mode"));

    static COMPATIBLE: ServiceSchema = ServiceSchema { query_compatible: true, ..service(JSON) };
    static COMPATIBLE_ACT: OperationSchema = operation(&COMPATIBLE);
    let (request, _) = written(&COMPATIBLE_ACT, Nothing::default());
    assert_eq!(request.headers["x-amzn-query-mode"], "true");
}

#[test]
fn writes_what_is_no_number_as_words() {
    let input = Everything { float: Some(f32::NAN), double: Some(f64::NEG_INFINITY), ..Default::default() };
    assert_eq!(written(&ACT, input).1, r#"{"Float":"NaN","Double":"-Infinity"}"#);
    let output: Everything = read(&ACT, r#"{"Float":"NaN","Double":"-Infinity"}"#).unwrap();
    assert!(output.float.unwrap().is_nan());
    assert_eq!(output.double, Some(f64::NEG_INFINITY));
}

#[test]
fn reads_the_words_of_other_json_libraries_for_what_is_no_number() {
    let body = r#"{"New":[NaN,Infinity,{"a":-Infinity}],"Float":NaN,"Double":-Infinity,"text":NaN,
        "Document":{"a":NaN,"b":[Infinity,-Infinity],"c":"NaN"},"Flag":true}"#;
    let output: Everything = read(&ACT, body).unwrap();
    assert!(output.float.unwrap().is_nan());
    assert_eq!(output.double, Some(f64::NEG_INFINITY));
    assert_eq!((output.text.as_deref(), output.flag), (Some("NaN"), Some(true)));
    let Some(Document::Map(document)) = &output.document else { panic!("{output:?}") };
    assert!(matches!(document.get("a"), Some(Document::Double(value)) if value.is_nan()));
    let infinities = Document::List(vec![f64::INFINITY.into(), f64::NEG_INFINITY.into()]);
    assert_eq!(document.get("b"), Some(&infinities));
    assert_eq!(document.get("c"), Some(&"NaN".into()));
    let (_, body) = written(&ACT, Everything { document: output.document, ..Default::default() });
    assert_eq!(body, r#"{"Document":{"a":"NaN","b":["Infinity","-Infinity"],"c":"NaN"}}"#);
}

#[test]
fn numbers_keep_all_digits() {
    // What services send for an `integer`, seconds in milliseconds, and numbers beside which floats have gaps.
    let body = concat!(
        r#"{"Number":4294967296,"Long":9007199254740993,"Float":0.1,"Double":123456789.12345679,"#,
        r#""Time":1775836321122,"Document":[18446744073709551615,-170141183460469231731687303715884105728,"#,
        r#"123456789.12345679,9007199254740993],"Map":{"k":-2147483649}}"#,
    );
    let output: Everything = read(&ACT, body).unwrap();
    assert_eq!((output.number, output.long), (Some(4_294_967_296), Some(9_007_199_254_740_993)));
    assert_eq!(output.time, Some(Timestamp::new(1_775_836_321_122, 0)));
    assert_eq!(written(&ACT, output).1, body);
    // Rounded once from the text: by way of a double it is 1.0.
    let output: Everything = read(&ACT, r#"{"Float":1.00000005960464477540}"#).unwrap();
    assert_eq!(output.float, Some(1.000_000_1));
    let output: Everything =
        read(&ACT, r#"{"Long":9007199254740993.0,"Number":"9.007199254740993E15"}"#).unwrap();
    assert_eq!((output.long, output.number), (Some(9_007_199_254_740_993), Some(9_007_199_254_740_993)));
}

#[test]
fn refuses_to_send_a_union_it_does_not_know() {
    let mut input = Everything { choice: Some(Choice::Unknown("New".into())), ..Default::default() };
    let error = JSON.serialize(&ACT, &mut input, &mut Request::default()).unwrap_err();
    assert_eq!(error.to_string(), "Choice: a `Choice` without a known member (`New`)");
}

#[test]
fn leaves_out_nulls_and_what_it_does_not_know() {
    let body = r#" { "New" : [ { "a" : [ 1.5e3 , "\"" , true , false , null ] } ] , "text" : null ,
        "Flag" : true , "Strings" : [ "a" , null ] , "Map" : { "a" : null , "b" : 1 } } "#;
    let expected = Everything {
        flag: Some(true),
        strings: Some(vec!["a".into()]),
        map: Some(Map::from([("b", 1)])),
        ..Default::default()
    };
    assert_eq!(read(&ACT, body), Ok(expected));
    for body in ["", " \n", "null", "{}"] {
        assert_eq!(read(&ACT, body), Ok(Everything::default()), "{body}");
    }
    assert_eq!(read(&ACT, "<not JSON>"), Ok(Nothing::default()), "nothing is expected");
}

#[test]
fn reads_maps_in_a_list_whatever_keys_the_one_before_had() {
    let body = r#"{"Items":[
        {"a":1,"b\"":2,"c":3},{"a":1,"b":2,"c":3},{"a":4,"b":5,"c":6},{"a" : 7 , "b":8,"c":9},{"a":1,"c":2,"b":3},
        {"a":1},{},{"a":1,"b":2,"a":3},{"a":1,"b":2,"b":4},{"a":null,"b":5},{"a":1,"b":2,"c":3,"d":4},
        {"a":1,"b":2,"c":3,"d":5}]}"#;
    let output: Items = read(&ACT, body).unwrap();
    let items: Vec<_> = output.items.unwrap();
    let read: Vec<String> = items.iter().map(|item| format!("{item:?}")).collect();
    let expected = [
        r#"{"a": 1, "b\"": 2, "c": 3}"#,
        r#"{"a": 1, "b": 2, "c": 3}"#,
        r#"{"a": 4, "b": 5, "c": 6}"#,
        r#"{"a": 7, "b": 8, "c": 9}"#,
        r#"{"a": 1, "c": 2, "b": 3}"#,
        r#"{"a": 1}"#,
        "{}",
        r#"{"a": 3, "b": 2}"#,
        r#"{"a": 1, "b": 4}"#,
        r#"{"b": 5}"#,
        r#"{"a": 1, "b": 2, "c": 3, "d": 4}"#,
        r#"{"a": 1, "b": 2, "c": 3, "d": 5}"#,
    ];
    assert_eq!(read, expected);
    let cut = r#"{"Items":[{"a":1},{"a":1"#;
    assert!(self::read::<Items>(&ACT, cut).is_err());
}

#[test]
fn finds_members_in_any_order() {
    let body = r#"{"Choice":{"text":"a"},"Long":1,"text":"b","Number":2,"Flag":false}"#;
    let expected = Everything {
        text: Some("b".into()),
        flag: Some(false),
        number: Some(2),
        long: Some(1),
        choice: Some(Choice::Text("a".into())),
        ..Default::default()
    };
    assert_eq!(read(&ACT, body), Ok(expected));
}

#[test]
fn takes_what_services_send_for_other_types() {
    let body = r#"{"text":1.50,"Flag":"True","Number":1.0,"Long":"12","Double":"1.5","Float":2,"Time":"1e3",
        "IsoTime":5,"Secret":true}"#;
    let expected = Everything {
        text: Some("1.50".into()),
        flag: Some(true),
        number: Some(1),
        long: Some(12),
        float: Some(2.0),
        double: Some(1.5),
        time: Some(Timestamp::new(1_000, 0)),
        iso_time: Some(Timestamp::new(5, 0)),
        secret: Some("true".into()),
        ..Default::default()
    };
    assert_eq!(read(&ACT, body), Ok(expected));
}

#[test]
fn reads_unions() {
    let choice = |body: &str| {
        read::<Everything>(&ACT, &format!(r#"{{"Choice":{body}}}"#)).map(|output| output.choice.unwrap())
    };
    assert_eq!(choice(r#"{"__type":"a#b","Many":null,"text":"a"}"#), Ok(Choice::Text("a".into())));
    assert_eq!(choice(r#"{"New":{"a":1}}"#), Ok(Choice::Unknown("New".into())));
    for (body, count) in [("{}", 0), (r#"{"text":null}"#, 0), (r#"{"text":"a","Many":[]}"#, 2)] {
        let message = format!("Choice: a `Choice` must have one member, it has {count}");
        assert!(choice(body).unwrap_err().starts_with(&message), "{body}");
    }
}

#[test]
fn reads_escapes() {
    let text =
        |body: &str| read::<Everything>(&ACT, &format!(r#"{{"text":"{body}"}}"#)).map(|o| o.text.unwrap());
    assert_eq!(text(r#"\"\\\/\b\f\n\r\t\u00e9"#).unwrap(), "\"\\/\u{8}\u{c}\n\r\té");
    assert_eq!(text(r"plain, then \ud83d\ude39 and plain again").unwrap(), "plain, then 😹 and plain again");
    assert_eq!(text(r"\ud83d, \ude39 and \ud83d\u0041").unwrap(), "\u{fffd}, \u{fffd} and \u{fffd}A");
    for bad in [r"\x", r"\u12", r"\u+123", "\n", "0123456789\u{1f}", "tab\t"] {
        assert!(text(bad).is_err(), "{bad}");
    }
}

#[test]
fn says_where_a_body_is_wrong() {
    for (body, message) in [
        (
            r#"{"Children":[{},{"text":{}}]}"#,
            "Children[1].Text: expected a string, found an object (at byte 24)",
        ),
        (
            r#"{"ChildMap":{"a":{"Number":1.5}}}"#,
            "ChildMap[\"a\"].Number: expected a whole number of 64 bits, found `1.5`",
        ),
        (
            r#"{"Number":9223372036854775808}"#,
            "Number: expected a whole number of 64 bits, found `9223372036854775808` (at byte 10)",
        ),
        (r#"{"Number":NaN}"#, "Number: expected a whole number of 64 bits, found `NaN` (at byte 10)"),
        (r#"{"Time":NaN}"#, "Time: `NaN` is not a timestamp (at byte 8)"),
        (r#"{"Flag":NaN}"#, "Flag: expected a boolean, found a number (at byte 8)"),
        (r#"{"Double":Nan}"#, "Double: expected a number, found `` (at byte 10)"),
        (r#"{"Double":-NaN}"#, "Double: expected a number, found `-` (at byte 10)"),
        (r#"{"Double":NaNs}"#, "expected `,` or `}`, found something else (at byte 13)"),
        (r#"{"text":1-2}"#, "Text: expected a number, found `1-2` (at byte 8)"),
        (r#"{"New":1-2}"#, "expected a number, found `1-2` (at byte 7)"),
        (r#"{"Blob":"?"}"#, "Blob: this is not base64 (at byte 8)"),
        (r#"{"Time":"soon"}"#, "Time: `soon` is not a timestamp (at byte 8)"),
        (r#"{"Strings":"a"}"#, "Strings: expected a list, found a string (at byte 11)"),
        (r#"{"Flag":1}"#, "Flag: expected a boolean, found a number (at byte 8)"),
        (r#"{"Flag":tru}"#, "Flag: expected `true` (at byte 8)"),
        (r#"{"text":"a" "b"}"#, "expected `,` or `}`, found a string (at byte 12)"),
        (r#"{"text":"#, "Text: expected a string, found the end (at byte 8)"),
        (r#"{"text":"a"#, "Text: the JSON ends within a string (at byte 10)"),
        (r#"{"text" "a"}"#, "expected `:`, found a string (at byte 8)"),
        (r#"{} x"#, "the JSON ends here, but more follows (at byte 3)"),
        (r#"[]"#, "expected an object, found a list (at byte 0)"),
        ("<html>", "expected an object, found something else (at byte 0)"),
    ] {
        let error = read::<Everything>(&ACT, body).unwrap_err();
        assert!(error.starts_with(message), "{body}\n {error}\n {message}");
    }
    let mut output = Everything::default();
    let error = JSON.parse(&ACT, &ResponseHead::default(), b"{\"text\":\"\xff\"}", &mut output).unwrap_err();
    assert_eq!(error.to_string(), "this is not UTF-8 (at byte 9)");
}

#[test]
fn every_truncated_body_is_an_error() {
    for length in 1..EVERYTHING.len() {
        if let Some(body) = EVERYTHING.get(..length) {
            assert!(read::<Everything>(&ACT, body).is_err(), "{body}");
        }
    }
}

#[test]
fn limits_the_depth() {
    let body = |depth: usize| format!("{}{}", r#"{"Child":"#.repeat(depth), "{}") + &"}".repeat(depth);
    assert!(read::<Everything>(&ACT, &body(200)).is_ok());
    for deep in [
        body(300),
        r#"{"New":"#.to_owned() + &"[".repeat(100_000),
        r#"{"Document":"#.to_owned() + &"[".repeat(100_000),
    ] {
        assert!(read::<Everything>(&ACT, &deep).unwrap_err().contains("nested deeper than 250 levels"));
    }
}

#[test]
fn rest_bodies_hold_body_members_only() {
    let input = Places { header: Some("h".into()), body: Some("b".into()), ..Places::default() };
    let (request, body) = written(&REST_ACT, input);
    assert_eq!(body, r#"{"body":"b"}"#);
    assert_eq!(request.headers["content-type"], "application/json");
    assert_eq!(written(&REST_ACT, Places::default()).1, "{}");
    let (request, body) = written(&REST_ACT, Nothing::default());
    assert!(body.is_empty() && request.headers.is_empty());

    let output: Places = read(&REST_ACT, r#"{"X-Text":"no header","body":"b"}"#).unwrap();
    assert_eq!((output.header, output.body), (None, Some("b".into())));
}

#[test]
fn rest_payloads() {
    assert_eq!(written(&REST_ACT, StructurePayload::default()).1, "{}");
    let flag = || Everything { flag: Some(true), ..Default::default() };
    assert_eq!(
        written(&REST_ACT, StructurePayload { header: None, body: Some(flag()) }).1,
        r#"{"Flag":true}"#
    );
    assert_eq!(
        read(&REST_ACT, r#"{"Flag":true}"#),
        Ok(StructurePayload { header: None, body: Some(flag()) })
    );
    let empty = StructurePayload { header: None, body: Some(Everything::default()) };
    assert_eq!(read(&REST_ACT, ""), Ok(empty));
    assert_eq!(read(&REST_ACT, "null"), Ok(StructurePayload::default()));

    assert_eq!(written(&REST_ACT, DocumentPayload { body: Some("hello".into()) }).1, r#""hello""#);
    assert_eq!(read(&REST_ACT, r#""hello""#), Ok(DocumentPayload { body: Some("hello".into()) }));
    assert_eq!(read(&REST_ACT, ""), Ok(DocumentPayload { body: Some(Document::Map(Map::new())) }));
}

fn failed(protocol: &dyn Protocol, status: u16, headers: &[(&str, &str)], body: &str) -> ErrorDocument {
    protocol.parse_error(&SERVICE, &head(status, headers), body.as_bytes())
}

fn head(status: u16, headers: &[(&str, &str)]) -> ResponseHead {
    let pairs =
        headers.iter().map(|(name, value)| (name.parse::<HeaderName>().unwrap(), value.parse().unwrap()));
    ResponseHead { status: StatusCode::from_u16(status).unwrap(), headers: HeaderMap::from_iter(pairs) }
}

#[test]
fn reads_code_and_message_of_errors() {
    let uri = "aws.test#Refused:http://internal.example.com/";
    for (headers, body, json, rest) in [
        (&[][..], r#"{"__type":"aws.test#Refused"}"#, "Refused", "Refused"),
        (&[], r#"{"code":"aws.test#Refused:http://a/b#c"}"#, "Refused", "Refused"),
        (&[], r#"{"__type":"A","code":"B","Code":"C"}"#, "A", "B"),
        (&[], r#"{"Code":"C","code":"B","message":"m"}"#, "B", "B"),
        (&[("X-Amzn-Errortype", uri)], "", "Refused", "Refused"),
        (&[("X-Amzn-Errortype", "H")], r#"{"__type":"A","code":"B"}"#, "H", "H"),
        (&[], "{}", "500", "500"),
        (&[], "plain text", "500", "500"),
    ] {
        assert_eq!(failed(JSON, 500, headers, body).code, json, "{body}");
        assert_eq!(failed(REST_JSON, 500, headers, body).code, rest, "{body}");
    }
    for (body, message) in [
        (r#"{"message":"a","Message":"b"}"#, "a"),
        (r#"{"Message":"b"}"#, "b"),
        (r#"{"message":null,"Message":"b"}"#, "b"),
        (r#"{"message":{"a":1}}"#, ""),
        ("access denied", "access denied"),
        (r#"{"message":"a"#, r#"{"message":"a"#),
        ("", ""),
    ] {
        assert_eq!(failed(JSON, 403, &[], body).message, message, "{body}");
    }
}

#[test]
fn errors_keep_what_the_model_has_no_member_for() {
    let body = r#"{"__type":"a#Refused","message":"m","Key":"k\u00e9y","tries":3,"final":true,"rate":0.5,"none":null,
        "list":["x"],"map":{"a":"b"}}"#;
    let expected = [("Key", "kéy"), ("tries", "3"), ("final", "true"), ("rate", "0.5")];
    for protocol in [JSON, REST_JSON] {
        let document = failed(protocol, 400, &[], body);
        assert_eq!(document.details.iter().collect::<Vec<_>>(), expected);
        assert_eq!((&*document.code, &*document.message), ("Refused", "m"));
    }
    assert_eq!(failed(JSON, 400, &[], "plain text").details.iter().count(), 0);
}

#[test]
fn answers_of_proxies_are_errors_by_status() {
    for body in ["", " ", "<html><body>503</body></html>"] {
        let document = generic_error(&head(503, &[]), body.as_bytes()).unwrap();
        assert_eq!((&*document.code, &*document.message), ("503", "Service Unavailable"));
    }
    assert_eq!(generic_error(&head(503, &[("x-amzn-errortype", "Busy")]), b""), None);
    assert_eq!(generic_error(&head(503, &[]), b"{}"), None);
    assert_eq!(generic_error(&head(404, &[]), b""), None);
}

#[test]
fn reads_codes_of_the_query_protocol() {
    let body = r#"{"__type":"aws.test#Refused","message":"no"}"#;
    let document = failed(JSON, 400, &[("x-amzn-query-error", "Old.Refused;Sender")], body);
    let expected = ErrorDocument {
        code: "Old.Refused".into(),
        message: "no".into(),
        query_error_code: Some("Refused".into()),
        fault: Some("Sender".into()),
        ..Default::default()
    };
    assert_eq!(document, expected);
    for odd in ["Old", ";Sender", "a;b;c"] {
        assert_eq!(failed(JSON, 400, &[("x-amzn-query-error", odd)], body).code, "Refused");
    }
}

#[test]
fn reads_the_fields_of_exceptions() {
    let body = br#"{"__type":"Refused","Message":"no","details":["a"],"X-Reason":"not here"}"#;
    let head = head(400, &[("x-reason", "because")]);
    let mut exception = Refused::default();
    REST_JSON.parse_exception(&head, body, &mut exception).unwrap();
    let expected = Refused {
        message: Some("no".into()),
        reason: Some("because".into()),
        details: Some(vec!["a".into()]),
    };
    assert_eq!(exception, expected);

    let mut exception = Refused::default();
    JSON.parse_exception(&head, b"", &mut exception).unwrap();
    assert_eq!(exception, Refused::default());
}

#[test]
fn reads_events() {
    let mut event = Everything::default();
    REST_JSON.parse_event(br#"{"Flag":true}"#, &mut event).unwrap();
    assert_eq!(event.flag, Some(true));
}

#[test]
fn what_is_no_object_is_foreign() {
    let origin = |operation: &'static OperationSchema, body: &str| {
        let head = ResponseHead::default();
        let parsed =
            operation.service.protocol.parse(operation, &head, body.as_bytes(), &mut Everything::default());
        parsed.err().map(|error| error.origin())
    };
    for operation in [&ACT, &REST_ACT] {
        for body in ["<html></html>", "[]", "\"text\"", "12", "{\"Number\": 1", "{} x", "\u{0}"] {
            assert_eq!(origin(operation, body), Some(Origin::Foreign), "{body}");
        }
        assert_eq!(origin(operation, "{\"Number\": []}"), Some(Origin::Service));
        for body in ["", "null", "{}", " {\"New\": 1} "] {
            assert_eq!(origin(operation, body), None, "{body}");
        }
    }
    let mut payload = StructurePayload::default();
    let error = REST_JSON.parse(&REST_ACT, &ResponseHead::default(), b"[]", &mut payload).unwrap_err();
    assert_eq!(error.origin(), Origin::Foreign);
    let none = |body: &str| {
        JSON.parse(&ACT, &ResponseHead::default(), body.as_bytes(), &mut Nothing::default()).err()
    };
    assert_eq!(none(" <html>").map(|error| error.origin()), Some(Origin::Foreign));
    assert!(none("").is_none() && none("{}").is_none() && none("nothing").is_none());
}

#[test]
fn the_beginning_of_a_long_error_counts() {
    let long = "x".repeat(1 << 20);
    let read = |start: &str| {
        let body = format!("{start}{long}");
        let document = failed(JSON, 400, &[], &body[..1 << 20]);
        (document.code, document.message)
    };
    let pair = |code: &str, message: &str| (code.to_owned(), message.to_owned());
    assert_eq!(read(r#"{"__type":"a#Refused","message":"no","more":""#), pair("Refused", "no"));
    assert_eq!(read(r#"{"__type":"a#Refused","message":""#), pair("Refused", "Bad Request"));
    assert_eq!(read(r#"{"more":""#), pair("400", "Bad Request"));
    assert_eq!(read("garbage"), pair("400", "Bad Request"));
    assert_eq!(failed(JSON, 400, &[], "garbage").message, "garbage");
    let text = failed(JSON, 400, &[], &"ä".repeat(40_000)).message;
    assert_eq!(text, "ä".repeat(32 << 10));
    let text = failed(JSON, 400, &[], &format!("x{}", "ä".repeat(40_000))).message;
    assert_eq!(text.len(), (64 << 10) - 1);
}
