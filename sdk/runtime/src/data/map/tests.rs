//! What a user of a map sees, short and long.

use super::{LOOKED_THROUGH, Map};

fn key(n: usize) -> String {
    if n.is_multiple_of(2) {
        format!("k{n}")
    } else {
        format!("a key that is too long to be kept in place, {n}")
    }
}

#[test]
fn holds_any_number_of_entries_in_order() {
    for length in [0, 1, LOOKED_THROUGH, LOOKED_THROUGH + 1, 1_000] {
        let mut map: Map<usize> = (0..length).map(|n| (key(n), n)).collect();
        assert_eq!((map.len(), map.is_empty()), (length, length == 0));
        assert!(map.iter().enumerate().all(|(n, (found, value))| found == key(n) && *value == n));
        assert!((0..length).all(|n| map.get(&key(n)) == Some(&n)));
        assert!(!map.contains_key(&key(length)) && !map.contains_key(""));
        for n in 0..length {
            assert_eq!(map.insert(key(n), n + 1), Some(n));
        }
        assert_eq!(map.values().sum::<usize>(), length * (length + 1) / 2);
        let keys: Vec<String> = map.clone().into_iter().map(|(key, _)| key).collect();
        assert!(keys.iter().map(String::as_str).eq(map.keys()));
        map.clear();
        assert_eq!(map, Map::new());
        assert_eq!(map.get(&key(0)), None);
    }
}

#[test]
fn what_is_taken_out_is_gone_and_the_rest_keeps_its_order() {
    let mut map: Map<usize> = (0..100).map(|n| (key(n), n)).collect();
    for n in (0..100).step_by(3) {
        assert_eq!(map.remove(&key(n)), Some(n));
        assert_eq!(map.remove(&key(n)), None);
    }
    assert!(map.values().copied().eq((0..100).filter(|n| n % 3 != 0)));
    assert!((0..100).all(|n| map.contains_key(&key(n)) == (n % 3 != 0)));
    map.insert("new", 7);
    assert_eq!(map.keys().next_back(), Some("new"));
}

#[test]
fn equal_in_any_order() {
    let map = Map::from([("a", 1), ("b", 2)]);
    assert_eq!(map, Map::from([("b", 2), ("a", 1)]));
    assert_ne!(map, Map::from([("a", 1)]));
    assert_ne!(map, Map::from([("a", 1), ("b", 3)]));
    assert_ne!(map, Map::from([("a", 1), ("c", 2)]));
    assert_eq!(map["b"], 2);
    assert_eq!(format!("{map:?}"), r#"{"a": 1, "b": 2}"#);
}

#[test]
fn a_key_given_twice_has_the_later_value_in_the_earlier_place() {
    let map = Map::from([("ü", 1), ("b", 2), ("ü", 3)]);
    assert_eq!(map.iter().collect::<Vec<_>>(), [("ü", &3), ("b", &2)]);
}
