//! Numbers without loss, and those that DynamoDB refuses.

use super::value::{Value, l, m, n};
use super::{reads, same, unreadable, unwritable};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use tucuxi_dynamodb_items::{Number, number_text};

const NINES: &str = "99999999999999999999999999999999999999";

fn number(text: &str) -> Number {
    text.parse().unwrap()
}

#[test]
fn whole_numbers() {
    same(i8::MIN, n("-128"));
    same(u64::MAX, n("18446744073709551615"));
    same(i64::MIN, n("-9223372036854775808"));
    same(NINES.parse::<u128>().unwrap(), n(NINES));
    same(-NINES.parse::<i128>().unwrap(), n(format!("-{NINES}")));
    // one significant digit, which DynamoDB takes
    same(10_u128.pow(38), n("100000000000000000000000000000000000000"));
    let wrong = "is out of range: DynamoDB keeps 38 significant digits";
    unwritable(u128::MAX, &format!("`{}` {wrong}", u128::MAX));
    unwritable(i128::MIN, &format!("`{}` {wrong}", i128::MIN));
}

#[test]
fn whole_numbers_are_read_however_they_are_written() {
    for text in ["1200", "1200.0", "1.2e3", "1.2E+3", "12000e-1", "+1200"] {
        reads(n(text), 1200_i64);
        reads(n(text), 1200_u128);
    }
    reads(n("-0"), 0_u8);
    reads(n("0e5"), 0_i64);
    unreadable::<u8>(n("300"), "expected a number that fits u8, found 300");
    unreadable::<u8>(n("-1"), "expected a number that fits u8, found -1");
    unreadable::<i64>(n("1.5"), "expected a number that fits i64, found 1.5");
    unreadable::<u128>(n("1e125"), "expected a number that fits u128, found 1e125");
    unreadable::<i64>(n("x"), "`x` is not a number");
}

#[test]
fn floats_by_their_shortest_text() {
    same(0.1_f64, n("0.1"));
    same(0.1_f32, n("0.1"));
    same(1e21, n("1e21"));
    same(-1.5e-9, n("-1.5e-9"));
    same(0.0, n("0"));
    same(9.9e125, n("9.9e125"));
    same(1e-130, n("1e-130"));
    reads(n(NINES), 1e38);
    unwritable(f64::NAN, "`NaN` is not a number that DynamoDB takes");
    unwritable(f32::NEG_INFINITY, "`-inf` is not a number that DynamoDB takes");
    let wrong = "is out of range: DynamoDB takes magnitudes from 1E-130 to 9.99E+125, and 0";
    unwritable(1e126, &format!("`1e126` {wrong}"));
    unwritable(9.9e-131, &format!("`9.9e-131` {wrong}"));
    unreadable::<f32>(n("1e39"), "expected a number that fits f32, found 1e39");
}

#[test]
fn numbers_keep_their_text() {
    for text in ["0", "-0", "1.50", "1E+125", NINES, "0.00000000000000000000000000000000000001"] {
        same(number(text), n(text));
        assert_eq!(number(text).to_string(), text);
    }
    for text in ["", "-", ".", "1e", "1e5.0", "0x1", "NaN", "Infinity", " 1", "1_000", "١"] {
        let error = Number::new(text).unwrap_err();
        assert_eq!(error.to_string(), format!("`{text}` is not a number"));
    }
    assert!(Number::new(format!("{NINES}.9")).unwrap_err().to_string().contains("38 significant digits"));
    assert!(Number::new("1e126").unwrap_err().to_string().contains("magnitudes"));
    assert!(Number::new("-1e-131").unwrap_err().to_string().contains("magnitudes"));
}

#[test]
fn numbers_are_equal_and_ordered_by_value() {
    let same = ["1", "1.0", "10e-1", "0.001E3", "+1"].map(number);
    assert!(same.iter().all(|number| *number == same[0]));
    assert_eq!(HashSet::from(same).len(), 1);
    assert_eq!(HashSet::from(["0", "-0", "0e9", "0.00"].map(number)).len(), 1);
    let ordered = ["-2e5", "-2", "-1.5", "-0.1", "0", "1e-130", "0.1", "0.11", "2", "11", "1e20"].map(number);
    assert!(ordered.is_sorted_by(|a, b| a < b));
}

#[test]
fn numbers_convert() {
    assert_eq!(i64::try_from(&number("1.2e3")).unwrap(), 1200);
    assert_eq!(u128::try_from(&number(NINES)).unwrap().to_string(), NINES);
    let error = u8::try_from(&number("-1")).unwrap_err();
    assert_eq!(error.to_string(), "-1 is not a number that fits u8");
    assert_eq!(number("0.1").to_f64(), 0.1);
    assert_eq!(Number::try_from(0.1_f32).unwrap(), number("0.1"));
    assert!(Number::try_from(u128::MAX).is_err());
}

#[test]
fn decimal_types_go_by_their_text() {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Order {
        #[serde(with = "number_text")]
        price: f64,
        #[serde(default, with = "number_text::option")]
        discount: Option<f64>,
    }
    same(Order { price: 1.5, discount: Some(0.25) }, m([("price", n("1.5")), ("discount", n("0.25"))]));
    same(Order { price: 1.5, discount: None }, m([("price", n("1.5")), ("discount", Value::Null)]));
    reads(m([("price", n("1.5"))]), Order { price: 1.5, discount: None });
    unwritable(Order { price: f64::NAN, discount: None }, "price: `NaN` is not a number");
}

#[test]
fn json_values_take_numbers_that_they_can_hold() {
    let values = l([n(1), n(-1), n("1.5"), n(NINES)]);
    reads(values, serde_json::json!([1, -1, 1.5, NINES]));
}
