//! All representations of enums.

use super::same;
use super::value::{Value, b, l, m, n, s};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use tucuxi::types::Blob;
use tucuxi_dynamodb_items::{Number, to_item};

macro_rules! shapes {
    ($name:ident $(, $attribute:meta)?) => {
        #[derive(Debug, PartialEq, Serialize, Deserialize)]
        $(#[$attribute])?
        enum $name {
            Nothing,
            Circle { radius: f64, data: Blob, big: Number },
            Other(BTreeMap<String, i64>),
        }
    };
}

shapes!(External);
shapes!(Internal, serde(tag = "type"));
shapes!(Adjacent, serde(tag = "type", content = "value"));
shapes!(Untagged, serde(untagged));

const BIG: &str = "12345678901234567890123456789012345678";

fn big() -> Number {
    BIG.parse().unwrap()
}

fn circle() -> [(&'static str, Value); 3] {
    [("radius", n("1.5")), ("data", b(b"\xff")), ("big", n(BIG))]
}

#[test]
fn external() {
    same(External::Nothing, s("Nothing"));
    same(External::Circle { radius: 1.5, data: Blob::from([255]), big: big() }, m([("Circle", m(circle()))]));
    same(External::Other([("a".to_owned(), 1)].into()), m([("Other", m([("a", n(1))]))]));

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    enum Tuples {
        One(u128),
        Two(i8, String),
    }
    same(Tuples::One(u128::MAX / 10), m([("One", n(u128::MAX / 10))]));
    same(Tuples::Two(1, "a".to_owned()), m([("Two", l([n(1), s("a")]))]));
}

#[test]
fn internal() {
    let [radius, data, number] = circle();
    same(Internal::Nothing, m([("type", s("Nothing"))]));
    let value = || Internal::Circle { radius: 1.5, data: Blob::from([255]), big: big() };
    same(value(), m([("type", s("Circle")), radius, data, number]));
    same(Internal::Other([("a".to_owned(), 1)].into()), m([("type", s("Other")), ("a", n(1))]));
    assert!(to_item::<Value, _>(&value()).unwrap().contains_key("type"));
}

#[test]
fn adjacent() {
    same(Adjacent::Nothing, m([("type", s("Nothing"))]));
    let value = Adjacent::Circle { radius: 1.5, data: Blob::from([255]), big: big() };
    same(value, m([("type", s("Circle")), ("value", m(circle()))]));
    let other = Adjacent::Other([("a".to_owned(), 1)].into());
    same(other, m([("type", s("Other")), ("value", m([("a", n(1))]))]));
}

#[test]
fn untagged() {
    same(Untagged::Nothing, Value::Null);
    same(Untagged::Circle { radius: 1.5, data: Blob::from([255]), big: big() }, m(circle()));
    same(Untagged::Other([("a".to_owned(), 1)].into()), m([("a", n(1))]));

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(untagged)]
    enum Id {
        Signed(i64),
        Unsigned(u64),
        Float(f64),
        Long(Number),
        Text(String),
    }
    same(Id::Signed(-7), n(-7));
    same(Id::Unsigned(u64::MAX), n(u64::MAX));
    same(Id::Float(0.1), n("0.1"));
    same(Id::Long(BIG.parse().unwrap()), n(BIG));
    same(Id::Text("a".to_owned()), s("a"));
}

#[test]
fn variants_are_found_whatever_their_number_looks_like() {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum State {
        InStock,
        #[serde(other)]
        Unknown,
    }
    same(State::InStock, s("in_stock"));
    super::reads(s("new_in_a_later_version"), State::Unknown);
    super::reads(m([("in_stock", Value::Null)]), State::InStock);
}
