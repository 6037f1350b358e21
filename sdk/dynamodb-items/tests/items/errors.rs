//! Errors say where, what was expected, and what was found.

use super::value::{Value, b, bs, l, m, n, s};
use super::{unreadable, unwritable};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use tucuxi::error::ErrorKind;
use tucuxi::types::Map;
use tucuxi_dynamodb_items::{from_item, to_item};

#[derive(Debug, Serialize, Deserialize)]
struct Order {
    price: f64,
}

#[derive(Debug, Serialize, Deserialize)]
struct Customer {
    orders: Vec<Order>,
}

#[test]
fn the_path_is_named() {
    let good = || m([("price", n(1))]);
    let bad = m([("orders", l([good(), good(), good(), m([("price", s("1"))])]))]);
    unreadable::<Customer>(bad.clone(), "orders[3].price: expected a number, found S");
    unreadable::<HashMap<String, Vec<Customer>>>(
        m([("all", l([bad]))]),
        "all[0].orders[3].price: expected a number, found S",
    );
    unreadable::<Customer>(m([("orders", l([m([])]))]), "orders[0]: missing field `price`");
    let price = |price| Order { price };
    let wrong = "orders[1].price: `NaN` is not a number that DynamoDB takes";
    unwritable(Customer { orders: vec![price(1.0), price(f64::NAN)] }, wrong);
}

#[test]
fn what_was_found_is_named_as_dynamodb_names_it() {
    unreadable::<String>(n(1), "expected a string, found N");
    unreadable::<i64>(Value::Null, "expected a number, found NULL");
    unreadable::<bool>(b(b""), "expected a bool, found B");
    unreadable::<Customer>(l([]), "expected a map, found L");
    unreadable::<Vec<u8>>(b(b"a"), "expected a list, found B; for bytes, use `Blob` or `serde_bytes`");
    unreadable::<Vec<u8>>(bs([b"a"]), "[0]: invalid type: byte array, expected u8");
    unreadable::<(u8, u8)>(m([]), "expected a list of 2, found M");
    unreadable::<(u8, u8)>(l([n(1), n(2), n(3)]), "expected 2 elements, found 3");
    unreadable::<(u8, u8)>(l([n(1)]), "invalid length 1, expected a tuple of size 2");
    unreadable::<()>(s(""), "expected NULL, found S");
    unreadable::<tucuxi::types::Blob>(s("a"), "expected bytes, found S");
    unreadable::<String>(
        Value::Unknown("X".to_owned()),
        "expected a string, found a type that this version does not know",
    );
    unreadable::<Value>(
        Value::Unknown("X".to_owned()),
        "the type `X` of attribute values is not known to this version",
    );
    unreadable::<HashMap<u8, ()>>(m([("x", Value::Null)]), "`x` is not a number");
    #[derive(Debug, Deserialize)]
    enum Size {
        #[allow(dead_code)]
        Of(u8),
    }
    unreadable::<Size>(s("Of"), "expected a map, which has the data of the variant, found S");
    unreadable::<Size>(m([("Of", s("a"))]), "Of: expected a number, found S");
    unreadable::<Size>(m([]), "expected a string or a map with one entry, found M with 0 entries");
    unreadable::<Size>(s("Off"), "unknown variant `Off`, expected `Of`");
}

#[test]
fn keys_without_a_text_are_refused() {
    let wrong = "a key of a map has to be a string, a number, a bool, or a variant without data";
    unwritable(HashMap::from([((1, 2), 1)]), wrong);
    unwritable(HashMap::from([((), 1)]), wrong);
}

#[test]
fn an_item_is_a_map() {
    let error = to_item::<Value, _>(&[1]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Serialize);
    assert_eq!(error.to_string(), "an item has to be a structure or a map, but the value is written as L");
    let error = from_item::<Value, Order>(Map::new()).unwrap_err();
    assert_eq!((error.kind(), error.to_string().as_str()), (ErrorKind::Parse, "missing field `price`"));
}
