//! Structures, options, maps, bytes, and attribute values within them.

use super::value::{Value, b, bs, l, m, n, ns, s, ss};
use super::{reads, same};
use serde::{Deserialize, Serialize};
use serde_bytes::{ByteBuf, Bytes};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use tucuxi::types::{Blob, Map};
use tucuxi_dynamodb_items::{from_item, from_item_ref, from_value_ref, to_item, to_value};

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Empty;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Metres(f64);

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Pair(i32, String);

#[derive(Debug, PartialEq, Serialize, Deserialize, Default)]
struct Inner {
    name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    rest: Option<bool>,
}

#[test]
fn plain_values() {
    same("".to_owned(), s(""));
    same("ü\u{0}".to_owned(), s("ü\u{0}"));
    same('ü', s("ü"));
    same(true, Value::Bool(true));
    same((), Value::Null);
    same(Empty, Value::Null);
    same(None::<String>, Value::Null);
    same(Some("a".to_owned()), s("a"));
    same(Metres(1.5), n("1.5"));
    same(Pair(1, "a".to_owned()), l([n(1), s("a")]));
    same((1, true, ()), l([n(1), Value::Bool(true), Value::Null]));
    same([1_u8, 2], l([n(1), n(2)]));
    same(Vec::<i64>::new(), l([]));
    same(vec![1_u8, 2], l([n(1), n(2)]));
    same(Box::new(vec![Some(1), None]), l([n(1), Value::Null]));
}

#[test]
fn structures_keep_the_order_of_their_members_and_ignore_others() {
    let inner = || Inner { name: "a".to_owned(), ..Default::default() };
    same(inner(), m([("name", s("a")), ("rest", Value::Null)]));
    reads(m([("more", bs([b"x"])), ("name", s("a"))]), inner());
    let item: Map<Value> = to_item(&inner()).unwrap();
    assert_eq!(item.keys().collect::<Vec<_>>(), ["name", "rest"]);
    assert_eq!(from_item_ref::<_, Inner>(&item).unwrap(), inner());
    assert_eq!(from_item::<_, Inner>(item).unwrap(), inner());
}

#[test]
fn maps_have_keys_of_any_type_with_a_text() {
    #[derive(Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
    enum Size {
        #[serde(rename = "s")]
        Small,
    }
    #[derive(Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
    struct Id(u64);

    same(BTreeMap::from([("a".to_owned(), 1), ("".to_owned(), 2)]), m([("", n(2)), ("a", n(1))]));
    same(HashMap::from([('c', ())]), m([("c", Value::Null)]));
    same(HashMap::from([(-7_i128, ())]), m([("-7", Value::Null)]));
    same(HashMap::from([(true, ())]), m([("true", Value::Null)]));
    same(HashMap::from([(Size::Small, ())]), m([("s", Value::Null)]));
    same(HashMap::from([(Id(7), ())]), m([("7", Value::Null)]));
    same(HashMap::from([(Cow::Borrowed("c"), ())]), m([("c", Value::Null)]));
    same(Map::from([("k", 1)]), m([("k", n(1))]));
}

#[test]
fn bytes_are_bytes_by_their_type() {
    same(Blob::from("ab"), b(b"ab"));
    same(Blob::default(), b(b""));
    same(ByteBuf::from("ab"), b(b"ab"));
    same(vec![Blob::from("a"), Blob::from("b")], l([b(b"a"), b(b"b")]));
    reads(bs([b"a"]), vec![Blob::from("a")]);
}

#[test]
fn strings_and_bytes_can_be_borrowed() {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Borrowed<'a> {
        text: &'a str,
        #[serde(borrow)]
        cow: Cow<'a, str>,
        #[serde(borrow)]
        bytes: &'a Bytes,
    }
    let value = Borrowed { text: "t", cow: "c".into(), bytes: Bytes::new(b"b") };
    let written: Value = to_value(&value).unwrap();
    let read: Borrowed = from_value_ref(&written).unwrap();
    assert!(matches!(read.cow, Cow::Borrowed("c")));
    assert_eq!(read, value);
}

#[test]
fn what_is_flattened_stands_beside_the_rest() {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Outer {
        id: u64,
        #[serde(flatten)]
        inner: Inner,
        #[serde(flatten)]
        rest: BTreeMap<String, Value>,
    }
    let inner = Inner { name: "a".to_owned(), note: None, rest: Some(true) };
    let rest = [("count", n(u64::MAX)), ("list", l([b(b"x"), Value::Null]))];
    let rest = rest.map(|(key, value)| (key.to_owned(), value)).into();
    same(
        Outer { id: 7, inner, rest },
        m([
            ("id", n(7)),
            ("name", s("a")),
            ("rest", Value::Bool(true)),
            ("count", n(u64::MAX)),
            ("list", l([b(b"x"), Value::Null])),
        ]),
    );
}

#[test]
fn attribute_values_within_structures_stay_as_they_are() {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Row {
        any: Value,
        map: Map<Value>,
    }
    let values = [
        s("a"),
        n("1.50"),
        b(b"\xff"),
        ss(["a"]),
        ns(["1", "2.0"]),
        bs([b"a", b""]),
        Value::Null,
        Value::Bool(false),
        l([m([("k", ss(["x"]))])]),
    ];
    for any in values {
        let row = Row { any: any.clone(), map: Map::from([("k", any.clone())]) };
        same(row, m([("any", any.clone()), ("map", m([("k", any)]))]));
    }
}

#[test]
fn attribute_values_are_read_from_other_formats() {
    let value: Value =
        serde_json::from_str(r#"{"a": [1, -2.5, "x", null, true, 12345678901234567890]}"#).unwrap();
    let list = l([n(1), n("-2.5"), s("x"), Value::Null, Value::Bool(true), n(12345678901234567890_u64)]);
    assert_eq!(value, m([("a", list)]));
}
