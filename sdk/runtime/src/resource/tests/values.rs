//! Values carried from one structure to another.

use super::super::convert::merge_members;
use super::*;
use crate::reflect::copy_members;
use crate::testing::{Choice, Color, Everything};
use crate::types::{Blob, Boxed, Map, Timestamp};

fn everything() -> Everything {
    Everything {
        text: Some("t".to_owned()),
        flag: Some(true),
        number: Some(1),
        long: Some(2),
        float: Some(0.5),
        double: Some(1.5),
        blob: Some(Blob::from(&b"b"[..])),
        time: Some(Timestamp::new(3, 0)),
        color: Some(Color::Unknown("blue".to_owned())),
        document: Some(Document::from("d")),
        sparse: Some(vec![None, Some("s".to_owned())]),
        nested_list: Some(vec![vec![1], Vec::new()]),
        map: Some(Map::from([("k", 4)])),
        child: Some(Boxed::new(Everything {
            choice: Some(Choice::Text("c".to_owned())),
            ..Everything::default()
        })),
        choice: Some(Choice::Unknown("New".to_owned())),
        ..Everything::default()
    }
}

#[test]
fn a_copy_of_the_same_shape_is_equal() {
    let mut copy = Everything::default();
    copy_members(&everything(), &mut copy);
    assert_eq!(copy, everything());
}

#[test]
fn merging_appends_lists_and_replaces_the_rest() {
    let mut target = everything();
    let given = Everything {
        text: Some("new".to_owned()),
        sparse: Some(vec![Some("more".to_owned())]),
        map: Some(Map::from([("k", 5), ("l", 6)])),
        child: Some(Boxed::new(Everything { number: Some(7), ..Everything::default() })),
        ..Everything::default()
    };
    merge_members(&given, &mut target);
    assert_eq!(target.text.as_deref(), Some("new"));
    assert_eq!(target.sparse, Some(vec![None, Some("s".to_owned()), Some("more".to_owned())]));
    assert_eq!(target.map, Some(Map::from([("k", 5), ("l", 6)])));
    let child = target.child.unwrap();
    assert_eq!((child.number, &child.choice), (Some(7), &Some(Choice::Text("c".to_owned()))));
    assert_eq!(target.number, Some(1));
}
