//! What boto3 sees of objects, and that two of them look the same.

use scenarios::{Emulator, Value, json};
use std::collections::BTreeMap;

/// What differs between objects that are otherwise the same, and why: `HeadObject.ChecksumType`. A name stands for all below it.
pub type Listed = &'static [(&'static str, &'static str)];

/// All that the server tells of an object, a line for each value.
fn look(emulator: &Emulator, bucket: &str, key: &str) -> BTreeMap<String, Value> {
    let object = json!({"Bucket": bucket, "Key": key});
    let with = |name: &str, value: Value| {
        let mut params = object.clone();
        params[name] = value;
        params
    };
    let attributes = json!(["ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize"]);
    let mut lines = BTreeMap::new();
    for (operation, params) in [
        ("HeadObject", with("ChecksumMode", json!("ENABLED"))),
        ("GetObjectAttributes", with("ObjectAttributes", attributes)),
        ("GetObjectTagging", object.clone()),
        ("GetObjectAcl", object.clone()),
    ] {
        // moto has no ACL of some objects, and fails
        let output = emulator.boto3("s3", operation, &params);
        let mut output = output.unwrap_or_else(|code| json!({"Code": code}));
        if let Some(members) = output.as_object_mut() {
            members.remove("LastModified");
            members.remove("VersionId");
        }
        flatten(operation, &output, &mut lines);
    }
    lines
}

fn flatten(path: &str, value: &Value, lines: &mut BTreeMap<String, Value>) {
    match value {
        Value::Object(members) if !members.is_empty() => {
            members.iter().for_each(|(name, value)| flatten(&format!("{path}.{name}"), value, lines));
        }
        Value::Array(items) if !items.is_empty() => {
            items
                .iter()
                .zip(0..)
                .for_each(|(item, at): (_, u32)| flatten(&format!("{path}.{at}"), item, lines));
        }
        other => drop(lines.insert(path.to_owned(), other.clone())),
    }
}

/// Requires that the objects `ours` and `theirs` look the same to boto3, but for what is `listed`; and that they have the same
/// bytes.
pub fn assert_alike(
    emulator: &Emulator,
    bucket: &str,
    [ours, theirs]: [&str; 2],
    listed: Listed,
    what: &str,
) {
    let (our_lines, their_lines) = (look(emulator, bucket, ours), look(emulator, bucket, theirs));
    let names: Vec<_> = our_lines.keys().chain(their_lines.keys()).collect();
    let mut unused: Vec<_> = listed.iter().map(|(name, _)| *name).collect();
    let mut different = BTreeMap::new();
    for name in names {
        let pair = (our_lines.get(name), their_lines.get(name));
        let is_below = |listed: &&str| {
            name.strip_prefix(*listed).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        if pair.0 == pair.1 {
            continue;
        }
        match listed.iter().map(|(name, _)| *name).find(|it| is_below(it)) {
            Some(found) => unused.retain(|it| *it != found),
            None => drop(different.insert(name, pair)),
        }
    }
    assert!(different.is_empty(), "{what}: what differs, ours and boto3's: {different:#?}");
    assert!(unused.is_empty(), "{what}: listed, and the same: {unused:?}");
}
