#![allow(clippy::unwrap_used)]
use super::*;
use crate::ir::endpoint::{Attribute, Condition, Function, Piece};
use serde_json::{Value, json};

/// The parameters as text: as a `Value` they would lose their order.
const PARAMETERS: &str = r#"{
    "Region": {"type": "String", "builtIn": "AWS::Region"},
    "UseFIPS": {"type": "boolean", "builtIn": "AWS::UseFIPS", "default": false, "required": true},
    "Key": {"type": "string"},
    "Tables": {"type": "stringArray"}
}"#;

fn lower(rules: Value) -> Result<RuleSet, String> {
    let text = format!(r#"{{"version": "1.0", "parameters": {PARAMETERS}, "rules": {rules}}}"#);
    rule_set("rules.json", &text).map_err(|error| error.to_string())
}

fn call(name: &str, arguments: Value) -> Value {
    json!({"fn": name, "argv": arguments})
}

fn assign(variable: &str, name: &str, arguments: Value) -> Value {
    json!({"fn": name, "argv": arguments, "assign": variable})
}

fn reference(name: &str) -> Value {
    json!({"ref": name})
}

fn error(conditions: Value, message: &str) -> Value {
    json!({"type": "error", "conditions": conditions, "error": message})
}

fn tree(conditions: Value, rules: Value) -> Value {
    json!({"type": "tree", "conditions": conditions, "rules": rules})
}

/// The message of a rule set whose only condition is `condition`.
fn refused(condition: Value) -> String {
    lower(json!([error(json!([condition]), "x")])).unwrap_err()
}

#[test]
fn trees_become_flat_and_equal_conditions_are_kept_once() {
    let fips = call("booleanEquals", json!([reference("UseFIPS"), true]));
    let set = lower(json!([
        tree(json!([fips]), json!([error(json!([fips]), "one"), error(json!([]), "two")])),
        error(json!([fips]), "one"),
    ]))
    .unwrap();
    assert_eq!((set.conditions.len(), set.errors.len(), set.rules.len()), (1, 2, 4));
    let outcomes: Vec<_> =
        set.rules.iter().map(|rule| format!("{:?} {:?}", rule.conditions, rule.outcome)).collect();
    assert_eq!(outcomes, ["[0] Tree(3)", "[0] Error(0)", "[] Error(1)", "[0] Error(0)"]);
}

#[test]
fn variables_live_in_their_rule_and_share_slots_with_others() {
    let partition = assign("p", "aws.partition", json!([reference("Region")]));
    let arn = assign("a", "aws.parseArn", json!([reference("Key")]));
    let set = lower(json!([
        tree(json!([partition]), json!([error(json!([]), "in {p#dnsSuffix}")])),
        error(json!([arn]), "{a#region}"),
    ]))
    .unwrap();
    assert_eq!(
        set.conditions.iter().map(|condition| condition.assign).collect::<Vec<_>>(),
        [Some(4), Some(4)]
    );
    assert_eq!(set.slots, 5);
    let suffix = Attribute::DnsSuffix;
    let template = Expression::Template(vec![Piece::Text("in ".into()), Piece::Attribute(4, suffix)]);
    let region = Attribute::Region;
    let region = Expression::Call(Box::new(Function::GetAttribute(Expression::Slot(4), region)));
    assert_eq!(set.errors, [template, region]);
}

#[test]
fn a_parameter_no_rule_looks_at_is_told() {
    let item = call("getAttr", json!([reference("Tables"), "[0]"]));
    let set = lower(json!([error(json!([item]), "{Region}")])).unwrap();
    let used: Vec<_> =
        set.parameters.iter().map(|parameter| (parameter.name.as_str(), parameter.used)).collect();
    assert_eq!(used, [("Region", true), ("UseFIPS", false), ("Key", false), ("Tables", true)]);
    let first = Attribute::Item(0);
    let function = Function::GetAttribute(Expression::Slot(3), first);
    assert_eq!(set.conditions, [Condition { function, assign: None }]);
}

#[test]
fn schemes_nobody_knows_are_left_out_unless_there_is_no_other() {
    let rule = |names: &[&str]| {
        let schemes: Vec<_> =
            names.iter().map(|name| json!({"name": name, "signingRegionSet": ["*"]})).collect();
        let endpoint = json!({"url": "https://x", "properties": {"authSchemes": schemes}});
        json!([{"type": "endpoint", "conditions": [], "endpoint": endpoint}])
    };
    let set = lower(rule(&["sigv9", "sigv4a"])).unwrap();
    let schemes: Vec<_> = set.endpoints[0].auth_schemes.iter().map(|scheme| scheme.scheme).collect();
    assert_eq!(schemes, [crate::ir::AuthScheme::SigV4a]);
    let error = lower(rule(&["sigv9"])).unwrap_err();
    assert_eq!(error, "rules.json: rules[0].endpoint.properties.authSchemes: no known scheme among sigv9");
}

fn with_properties(properties: Value) -> Result<Vec<crate::ir::endpoint::Endpoint>, String> {
    let endpoint = json!({"url": "https://x", "properties": properties, "headers": {}, "notes": []});
    let rule = json!({"type": "endpoint", "conditions": [], "endpoint": endpoint, "documentation": "one"});
    lower(json!([rule])).map(|set| set.endpoints)
}

#[test]
fn properties_that_the_runtime_does_not_read_are_left_out() {
    let schemes = json!([
        {"name": "sigv9", "signingName": {"any": ["thing"]}},
        {"name": "sigv4", "signingName": "river", "zone": "{Nowhere}", "nested": {"a": [true, null, 1.5]}},
    ]);
    let plain = with_properties(json!({"authSchemes": [{"name": "sigv4", "signingName": "river"}]})).unwrap();
    for free in [
        json!({"a": {"b": [1, "{Nowhere}", {"c": null}]}}),
        json!(["{Unknown#attribute}", "{", {"fn": "noSuch", "argv": []}]),
        json!("{Region"),
        json!(null),
        json!(-0.5),
        json!(true),
    ] {
        assert_eq!(with_properties(json!({"meta": free, "authSchemes": schemes})).unwrap(), plain);
    }
    let other = with_properties(json!({"backend": "{Region}", "metricValues": ["O"], "x": 1})).unwrap();
    assert_eq!(
        (&other[0].backend, &other[0].metric_values[..]),
        (&Some(Expression::Slot(0)), &["O".to_owned()][..])
    );
}

#[test]
fn properties_that_it_reads_have_to_be_right() {
    for (properties, message) in [
        (json!({"authSchemes": {}}), "authSchemes: invalid type: map, expected a sequence"),
        (json!({"authSchemes": null}), "authSchemes: invalid type: null, expected a sequence"),
        (json!({"authSchemes": ["sigv4"]}), "authSchemes[0]: "),
        (json!({"authSchemes": [{"signingName": "x"}]}), "authSchemes[0]: missing field `name`"),
        (json!({"authSchemes": [{"name": "sigv4", "signingName": {"any": 1}}]}), "authSchemes[0]: "),
        (
            json!({"authSchemes": [{"name": "sigv4", "signingName": true}]}),
            "authSchemes[0].signingName: String is needed, this is Boolean",
        ),
        (
            json!({"authSchemes": [{"name": "sigv4", "signingRegion": "{Nowhere}"}]}),
            "authSchemes[0].signingRegion: `Nowhere` is neither",
        ),
        (json!({"authSchemes": [{"name": "sigv4a", "signingRegionSet": "*"}]}), "authSchemes[0]: "),
        (json!({"authSchemes": [{"name": "sigv4", "disableDoubleEncoding": "no"}]}), "authSchemes[0]: "),
        (json!({"metricValues": "O"}), "metricValues: "),
    ] {
        let error = with_properties(properties).unwrap_err();
        let expected = format!("rules.json: rules[0].endpoint.properties.{message}");
        assert!(error.starts_with(&expected), "{error}");
    }
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    let place = "rules.json: rules[0].conditions[0]";
    for (condition, message) in [
        (
            call("isSet", json!([reference("Regio")])),
            "isSet: `Regio` is neither a parameter nor a variable in scope",
        ),
        (call("isSat", json!([true])), "isSat: no such function with these 1 arguments"),
        (
            call("booleanEquals", json!([reference("Region"), true])),
            "booleanEquals: Boolean is needed, this is String",
        ),
        (call("getAttr", json!([reference("Region"), "name"])), "getAttr: String has no attribute `name`"),
        (
            call("stringEquals", json!(["{UseFIPS}", "true"])),
            "stringEquals: `{UseFIPS}` is Boolean, not String",
        ),
        (call("stringEquals", json!(["{Region}{", "x"])), "stringEquals: no `}` in `{Region}{`"),
    ] {
        assert_eq!(refused(condition), format!("{place}.{message}"));
    }
    let again = assign("Region", "uriEncode", json!([reference("Key")]));
    assert_eq!(refused(again), format!("{place}: `Region` is assigned a second time"));
    assert!(rule_set("rules.json", "{").unwrap_err().to_string().starts_with("rules.json: "));
}
