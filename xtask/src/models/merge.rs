//! botocore's sdk-extras: additions of the SDK to a model, in a file beside it.

use serde_json::{Map, Value};

/// Merges the extras file `extras` into `model`: objects are merged key by key, anything else is replaced.
/// Only the part under `merge` counts, as in botocore.
pub fn apply_extras(model: &mut Value, extras: Value) {
    if let (Value::Object(model), Value::Object(mut extras)) = (model, extras)
        && let Some(Value::Object(merge)) = extras.remove("merge")
    {
        deep_merge(model, merge);
    }
}

fn deep_merge(base: &mut Map<String, Value>, extra: Map<String, Value>) {
    for (key, value) in extra {
        match (base.get_mut(&key), value) {
            (Some(Value::Object(old)), Value::Object(new)) => deep_merge(old, new),
            (_, value) => {
                base.insert(key, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn objects_merge_and_the_rest_is_replaced() {
        let mut model =
            json!({"shapes": {"A": {"type": "structure", "members": {"X": {"shape": "S"}}}}, "l": [1]});
        apply_extras(
            &mut model,
            json!({"version": 1.0, "merge": {
                "shapes": {"A": {"members": {"Y": {"shape": "T"}}}, "B": {"type": "string"}},
                "l": [2, 3],
            }}),
        );
        assert_eq!(
            model,
            json!({
                "shapes": {
                    "A": {"type": "structure", "members": {"X": {"shape": "S"}, "Y": {"shape": "T"}}},
                    "B": {"type": "string"},
                },
                "l": [2, 3],
            })
        );
    }

    #[test]
    fn an_object_replaces_what_is_none() {
        let mut model = json!({"a": "text"});
        apply_extras(&mut model, json!({"merge": {"a": {"b": 1}}}));
        assert_eq!(model, json!({"a": {"b": 1}}));
    }

    #[test]
    fn extras_without_merge_change_nothing() {
        let mut model = json!({"a": 1});
        apply_extras(&mut model, json!({"version": 1.0, "a": 2}));
        assert_eq!(model, json!({"a": 1}));
    }
}
