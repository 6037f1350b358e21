//! Suites of botocore's older data, in the form that models have had since.

use serde_json::{Map, Value, json};

/// Brings an operation into that form. `shapes` are those of its suite.
pub fn operation(operation: &mut Value, shapes: &mut Map<String, Value>) {
    let Some(operation) = operation.as_object_mut() else { return };
    // where a protocol has one for all operations, it is left out
    let http = operation.entry("http").or_insert_with(|| json!({}));
    if let Some(http) = http.as_object_mut() {
        http.entry("method").or_insert_with(|| "POST".into());
        http.entry("requestUri").or_insert_with(|| "/".into());
    }
    // the payload is a trait of the shape now
    if let Some((shape, payload)) = taken(operation, "input", "payload")
        && let Some(shape) = shapes.get_mut(&shape).and_then(Value::as_object_mut)
    {
        shape.entry("payload").or_insert(payload);
    }
    // the wrapper of a result is one of the reference to the output
    if let Some(output) = operation.get_mut("output").and_then(Value::as_object_mut)
        && let Some(shape) = output.get("shape").and_then(Value::as_str)
        && let Some(shape) = shapes.get_mut(shape).and_then(Value::as_object_mut)
        && let Some(wrapper) = shape.remove("resultWrapper")
    {
        output.entry("resultWrapper").or_insert(wrapper);
    }
}

/// A trait of a reference to a shape, which is taken out, and the shape's name.
fn taken(operation: &mut Map<String, Value>, reference: &str, name: &str) -> Option<(String, Value)> {
    let reference = operation.get_mut(reference)?.as_object_mut()?;
    let value = reference.remove(name)?;
    Some((reference.get("shape")?.as_str()?.to_owned(), value))
}

/// Brings shapes into that form: where members go is said of the members, characters are strings, and references leave out
/// what means nothing to anybody.
pub fn shapes(shapes: &mut Map<String, Value>) {
    let mut locations = Map::new();
    for (name, shape) in shapes.iter_mut() {
        let Some(shape) = shape.as_object_mut() else { continue };
        if let Some(location) = shape.remove("location") {
            locations.insert(name.clone(), location);
        }
        if shape.get("type").is_some_and(|kind| kind == "character") {
            shape.insert("type".to_owned(), "string".into());
        }
    }
    for shape in shapes.values_mut().filter_map(Value::as_object_mut) {
        let members = shape.get_mut("members").and_then(Value::as_object_mut);
        for member in members.into_iter().flat_map(Map::values_mut).filter_map(Value::as_object_mut) {
            let of = |member: &Map<String, Value>| locations.get(member.get("shape")?.as_str()?).cloned();
            if let Some(location) = of(member) {
                member.entry("location").or_insert(location);
            }
        }
        for name in ["member", "key", "value"] {
            if let Some(reference) = shape.get_mut(name).and_then(Value::as_object_mut) {
                reference.remove("LocationName");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn older_traits_move_to_where_models_have_them() {
        let mut given = json!({
            "name": "Put", "http": { "method": "PUT" },
            "input": { "shape": "In", "payload": "Body" }, "output": { "shape": "Out" },
        });
        let mut all = json!({
            "In": { "type": "structure" },
            "Out": { "type": "structure", "resultWrapper": "PutResult" },
            "Header": { "type": "character", "location": "header" },
            "Headers": { "type": "structure", "members": { "A": { "shape": "Header" } } },
            "List": { "type": "list", "member": { "shape": "In", "LocationName": "item" } },
        });
        if let Some(all) = all.as_object_mut() {
            operation(&mut given, all);
            shapes(all);
        }
        assert_eq!(given["http"], json!({ "method": "PUT", "requestUri": "/" }));
        assert_eq!(given["input"], json!({ "shape": "In" }));
        assert_eq!(given["output"], json!({ "shape": "Out", "resultWrapper": "PutResult" }));
        assert_eq!(all["In"], json!({ "type": "structure", "payload": "Body" }));
        assert_eq!(all["Out"], json!({ "type": "structure" }));
        assert_eq!(all["Header"], json!({ "type": "string" }));
        assert_eq!(all["Headers"]["members"]["A"], json!({ "shape": "Header", "location": "header" }));
        assert_eq!(all["List"]["member"], json!({ "shape": "In" }));
    }
}
