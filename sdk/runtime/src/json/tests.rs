#![allow(clippy::unwrap_used)]

use super::{call, read, to_value, write};
use crate::client::DynOperation;
use crate::http::test::TestClient;
use crate::protocol::{JSON, REST_JSON};
use crate::reflect::Shape;
use crate::schema::{OperationSchema, ServiceSchema};
use crate::testing::plain::{client, response};
use crate::testing::{Choice, Color, Everything, Places, StreamPayload, operation, service};
use crate::types::{Blob, Boxed, Document, Map, Timestamp};
use serde_json::{Value, json};

fn parsed<T: Shape + Default>(value: Value) -> Result<T, String> {
    let mut shape = T::default();
    read(&mut shape, &value).map_err(|error| error.to_string()).map(|()| shape)
}

#[test]
fn writes_and_reads_every_type() {
    let shape = Everything {
        text: Some("a".into()),
        flag: Some(false),
        number: Some(-1),
        long: Some(i64::MAX),
        float: Some(0.1),
        double: Some(f64::INFINITY),
        blob: Some(Blob::from("foo")),
        time: Some(Timestamp::new(1, 500_000_000)),
        color: Some(Color::Unknown("blue".into())),
        document: Some(Document::Map(Map::from([(
            "a",
            Document::List(vec![Document::Null, 1.into(), 1.5.into()]),
        )]))),
        sparse: Some(vec![Some("a".into()), None]),
        map: Some(Map::from([("k", 1)])),
        child: Some(Boxed::new(Everything {
            choice: Some(Choice::Unknown("New".into())),
            ..Default::default()
        })),
        choice: Some(Choice::Text("a".into())),
        ..Everything::default()
    };
    let value = json!({
        "Text": "a", "Flag": false, "Number": -1, "Long": i64::MAX, "Float": 0.1, "Double": "Infinity",
        "Blob": "Zm9v", "Time": "1970-01-01T00:00:01.500000Z", "Color": "blue",
        "Document": {"a": [null, 1, 1.5]}, "Sparse": ["a", null], "Map": {"k": 1},
        "Child": {"Choice": {"SDK_UNKNOWN_MEMBER": {"name": "New"}}}, "Choice": {"Text": "a"},
    });
    assert_eq!(write(&shape), value);
    assert_eq!(parsed(value), Ok(shape));
}

#[test]
fn streams_are_base64() {
    let shape: StreamPayload = parsed(json!({"Body": "Zm9v"})).unwrap();
    assert_eq!(write(&shape), json!({"Body": "Zm9v"}));
    assert_eq!(write(&StreamPayload::default()), json!({}));
    let error = parsed::<StreamPayload>(json!({"Body": "plain"})).map(|_| ()).unwrap_err();
    assert!(error.starts_with("invalid input: Body: this is not base64"), "{error}");
    let shape: StreamPayload = parsed(json!({"Body": "Zm9v\r\nZg==\n"})).unwrap();
    assert_eq!(to_value(&shape), json!({"Body": "Zm9vZg=="}));
}

#[test]
fn headers_that_hold_json_are_values() {
    let mut shape = Places::default();
    let value = json!({"HeaderJson": {"a": [1, null]}});
    read(&mut shape, &value).unwrap();
    assert_eq!(shape.header_json.as_deref(), Some(r#"{"a":[1,null]}"#));
    assert_eq!(write(&shape), value);
    let shape = Places { header_json: Some("no JSON".into()), ..Places::default() };
    assert_eq!(write(&shape), json!({"HeaderJson": "no JSON"}));
}

#[test]
fn takes_numbers_for_timestamps_and_null_for_nothing() {
    let shape: Everything = parsed(json!({"Time": 1.5, "Number": 2.0, "Text": null})).unwrap();
    assert_eq!(shape.time, Some(Timestamp::new(1, 500_000_000)));
    assert_eq!((shape.number, shape.text), (Some(2), None));
}

#[test]
fn numbers_keep_all_digits_from_text_to_text() {
    let text = concat!(
        r#"{"Number":4294967296,"Long":-9223372036854775808,"Float":0.1,"Double":123456789.12345679,"#,
        r#""Document":[9007199254740993,-9223372036854775808,18446744073709551615,123456789.12345679,1e300,5e-324]}"#,
    );
    let shape: Everything = parsed(text.parse().unwrap()).unwrap();
    assert_eq!((shape.number, shape.double), (Some(4_294_967_296), Some(123_456_789.123_456_79)));
    let read: Value = text.parse().unwrap();
    assert_eq!(write(&shape), read);
    for digits in
        ["9007199254740993", "-9223372036854775808", "18446744073709551615", "123456789.12345679", "5e-324"]
    {
        assert!(write(&shape).to_string().contains(digits), "{digits}");
    }
}

#[test]
fn floats_that_are_no_numbers_are_words() {
    let document = Document::List(vec![f64::NAN.into(), f64::NEG_INFINITY.into()]);
    let shape = Everything { double: Some(f64::NAN), document: Some(document), ..Everything::default() };
    assert_eq!(write(&shape), json!({"Double": "NaN", "Document": ["NaN", "-Infinity"]}));
}

#[test]
fn says_what_is_wrong_and_where() {
    for (value, message) in [
        (
            json!({"Children": [{}, {"Txt": "a"}]}),
            "Children[1]: there is no member `Txt`, but Text, Flag, Number",
        ),
        (json!({"Map": {"k": "1"}}), "Map[\"k\"]: expected a whole number of 64 bits, found a string"),
        (
            json!({"Number": u64::MAX}),
            "Number: expected a whole number of 64 bits, found 18446744073709551615",
        ),
        (json!({"Long": 1.5}), "Long: expected a whole number of 64 bits, found 1.5"),
        (json!({"Double": "one"}), "Double: expected a number, found a string"),
        (json!({"Blob": "?"}), "Blob: this is not base64: bytes are given in base64"),
        (json!({"Children": [{"Blob": "Zg"}]}), "Children[0].Blob: this is not base64"),
        (json!({"Blob": "hello world!"}), "Blob: this is not base64"),
        (json!({"Blob": "some text"}), "Blob: this is not base64"),
        (json!({"Blob": "Zm 9v AAA"}), "Blob: this is not base64"),
        (json!({"Time": true}), "Time: expected a timestamp, found a boolean"),
        (json!({"Time": "soon"}), "Time: `soon` is not a timestamp"),
        (json!({"Text": 1}), "Text: expected a string, found 1"),
        (json!({"Choice": {}}), "Choice: a union must have exactly one of Text, Many, Nested"),
        (json!({"Choice": {"Text": "a", "Many": []}}), "Choice: a union must have exactly one of"),
        (json!([]), "expected an object, found a list"),
    ] {
        let error = parsed::<Everything>(value).unwrap_err();
        assert!(error.starts_with(&format!("invalid input: {message}")), "{error}");
    }
}

static SERVICE: ServiceSchema = service(JSON);
static ACT: OperationSchema = operation(&SERVICE);
static REST_SERVICE: ServiceSchema = service(REST_JSON);
static FETCH: OperationSchema = operation(&REST_SERVICE);

const OPERATIONS: &[&str] =
    &["Act", "BatchGetItem", "DescribeTable", "DescribeTableReplicas", "GetItem", "Query"];

fn act() -> Option<DynOperation> {
    Some(DynOperation {
        schema: &ACT,
        input: || Box::<Everything>::default(),
        output: || Box::<Everything>::default(),
    })
}

#[tokio::test]
async fn calls_by_name() {
    let script = TestClient::replay([response(200, r#"{"Flag":true,"Blob":"Zm9v"}"#)]);
    let core = client(&script, &SERVICE, |_| {});
    let output = call(&core, "Act", act(), OPERATIONS, json!({"Text": "a"})).await.unwrap();
    assert_eq!(output, json!({"Flag": true, "Blob": "Zm9v"}));
    assert_eq!(script.requests()[0].body, r#"{"text":"a"}"#);

    let error = call(&core, "Act", act(), OPERATIONS, json!({"Txt": "a"})).await.unwrap_err().to_string();
    assert!(error.contains("Act") && error.contains("there is no member `Txt`"), "{error}");
}

#[tokio::test]
async fn misspelt_operations_get_a_suggestion() {
    let core = client(&TestClient::replay([]), &SERVICE, |_| {});
    for (name, expected) in [
        ("GetItm", Some("GetItem")),
        ("getitem", Some("GetItem")),
        ("get-item", Some("GetItem")),
        ("GETITEMS", Some("GetItem")),
        ("desribe_tables", Some("DescribeTable")),
        ("BatchGetItme", Some("BatchGetItem")),
        ("QueryTable", Some("Query")),
        ("BatchGet", Some("BatchGetItem")),
        ("Describe", Some("DescribeTable")),
        ("AssumeRole", None),
        ("Get", None),
        ("", None),
    ] {
        let error = call(&core, name, None, OPERATIONS, json!({})).await.unwrap_err().to_string();
        assert!(error.contains(&format!("test has no operation `{name}` in this crate")), "{error}");
        match expected {
            Some(expected) => {
                assert!(error.contains(&format!("did you mean `{expected}`?")), "{name}: {error}")
            }
            None => assert!(!error.contains("did you mean"), "{name}: {error}"),
        }
    }
}

#[tokio::test]
async fn streamed_bodies_are_read() {
    let core = client(&TestClient::replay([response(200, "foo")]), &REST_SERVICE, |_| {});
    let fetch = DynOperation {
        schema: &FETCH,
        input: || Box::<Everything>::default(),
        output: || Box::<StreamPayload>::default(),
    };
    assert_eq!(call(&core, "Fetch", Some(fetch), &[], json!({})).await.unwrap(), json!({"Body": "Zm9v"}));
}
