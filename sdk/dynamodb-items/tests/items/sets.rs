//! Sets by `#[serde(with = "…")]`.

use super::value::{Value, b, bs, l, m, n, ns, s, ss};
use super::{reads, same, unwritable};
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;
use std::collections::{BTreeSet, HashSet};
use tucuxi::types::Blob;
use tucuxi_dynamodb_items::{Number, binary_set, number_set, string_set};

#[derive(Debug, PartialEq, Serialize, Deserialize, Default)]
struct Sets {
    #[serde(with = "string_set")]
    strings: BTreeSet<String>,
    #[serde(with = "number_set")]
    numbers: Vec<i128>,
    #[serde(with = "binary_set")]
    bytes: BTreeSet<Vec<u8>>,
    #[serde(default, with = "string_set", skip_serializing_if = "HashSet::is_empty")]
    maybe: HashSet<String>,
    #[serde(default, with = "number_set")]
    none: Option<HashSet<Number>>,
}

fn sets() -> Sets {
    Sets {
        strings: ["b", "a"].map(str::to_owned).into(),
        numbers: vec![7, -1],
        bytes: [vec![1], vec![]].into(),
        ..Sets::default()
    }
}

#[test]
fn collections_are_sets_where_the_type_says_so() {
    let expected = m([
        ("strings", ss(["a", "b"])),
        ("numbers", ns(["7", "-1"])),
        ("bytes", bs([b"", b"\x01"])),
        ("none", Value::Null),
    ]);
    same(sets(), expected);
    let full =
        Sets { maybe: ["x".to_owned()].into(), none: Some(["1.50".parse().unwrap()].into()), ..sets() };
    let expected = m([
        ("strings", ss(["a", "b"])),
        ("numbers", ns(["7", "-1"])),
        ("bytes", bs([b"", b"\x01"])),
        ("maybe", ss(["x"])),
        ("none", ns(["1.50"])),
    ]);
    same(full, expected);
}

#[test]
fn binary_sets_take_all_types_of_bytes() {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Of<T: Serialize + for<'a> Deserialize<'a>> {
        #[serde(with = "binary_set")]
        of: Vec<T>,
    }
    same(Of { of: vec![Blob::from("a")] }, m([("of", bs([b"a"]))]));
    same(Of { of: vec![ByteBuf::from("a")] }, m([("of", bs([b"a"]))]));
    same(Of { of: vec![*b"ab"] }, m([("of", bs([b"ab"]))]));
}

#[test]
fn sets_are_read_as_lists_and_lists_as_sets() {
    reads(ss(["a", "b"]), vec!["a".to_owned(), "b".to_owned()]);
    reads(ns(["1"]), HashSet::from([1_u8]));
    let lists = m([("strings", l([s("a")])), ("numbers", l([n(1)])), ("bytes", l([b(b"x")]))]);
    #[derive(Debug, PartialEq, Deserialize)]
    struct Loose {
        #[serde(with = "string_set")]
        strings: Vec<String>,
        #[serde(with = "number_set")]
        numbers: Vec<u8>,
        #[serde(with = "binary_set")]
        bytes: Vec<Blob>,
    }
    let loose = Loose { strings: vec!["a".to_owned()], numbers: vec![1], bytes: vec!["x".into()] };
    reads(lists, loose);
}

#[test]
fn sets_survive_flattened_and_in_tagged_enums() {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Tags {
        #[serde(with = "string_set")]
        tags: BTreeSet<String>,
    }
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Outer {
        #[serde(flatten)]
        tags: Tags,
    }
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(tag = "type")]
    enum Tagged {
        Tags(Tags),
    }
    let tags = || Tags { tags: ["a".to_owned()].into() };
    same(Outer { tags: tags() }, m([("tags", ss(["a"]))]));
    same(Tagged::Tags(tags()), m([("type", s("Tags")), ("tags", ss(["a"]))]));
}

#[test]
fn what_cannot_be_in_a_set_is_refused() {
    let empty = "DynamoDB has no empty sets; leave the attribute out with `skip_serializing_if`";
    unwritable(Sets { numbers: Vec::new(), ..sets() }, &format!("numbers: {empty}"));
    #[derive(Serialize)]
    struct Mixed {
        #[serde(with = "string_set")]
        set: Vec<serde_json::Value>,
    }
    unwritable(Mixed { set: vec!["a".into(), 1.into()] }, "set[1]: expected a string, found N");
    #[derive(Serialize)]
    struct NoSet {
        #[serde(with = "string_set")]
        set: String,
    }
    unwritable(NoSet { set: "a".to_owned() }, "set: expected elements of a set, found S");
}
