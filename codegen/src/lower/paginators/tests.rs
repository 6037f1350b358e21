//! Paginators that are wrong, and what is said of them.

#![allow(clippy::unwrap_used)]

use crate::ir::{Service, Type};
use crate::{Error, Filter, Input, Settings, lower};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

fn lower(paginators: &Value, filter: &Filter) -> Result<Service, Error> {
    let http = json!({ "method": "POST", "requestUri": "/" });
    let operation = |name: &str| json!({ "name": name, "http": http, "input": { "shape": "In" }, "output": { "shape": "Out" } });
    let model = json!({
        "metadata": {
            "apiVersion": "2026-01-01", "endpointPrefix": "x", "protocol": "json", "serviceId": "X",
            "signatureVersion": "v4",
        },
        "operations": { "List": operation("List"), "Other": operation("Other") },
        "shapes": {
            "In": { "type": "structure", "members": {
                "Next": { "shape": "Text" }, "Size": { "shape": "Number" }, "Pages": { "shape": "Text" },
                "Items": { "shape": "Text" }, "Time": { "shape": "Time" } } },
            "Out": { "type": "structure", "members": {
                "Next": { "shape": "Text" }, "Things": { "shape": "Things" }, "Page": { "shape": "Page" },
                "Either": { "shape": "Either" } } },
            "Page": { "type": "structure", "members": { "Things": { "shape": "Things" }, "More": { "shape": "Flag" } } },
            "Either": { "type": "structure", "union": true, "members": { "Things": { "shape": "Things" } } },
            "Things": { "type": "list", "member": { "shape": "Text" } },
            "Text": { "type": "string" }, "Number": { "type": "integer" }, "Flag": { "type": "boolean" },
            "Time": { "type": "timestamp" },
        },
    });
    let (model, paginators) = (model.to_string(), paginators.to_string());
    let files = BTreeMap::from([("service.json", model.as_str()), ("paginators.json", paginators.as_str())]);
    lower::service(&Input { name: "x", files }, &Settings::default(), filter)
}

/// A paginator of `List` that is right, but for `change`.
fn with(change: Value) -> Value {
    let mut paginator = json!({ "input_token": "Next", "output_token": "Next", "result_key": "Things" });
    for (key, value) in change.as_object().unwrap() {
        paginator[key] = value.clone();
    }
    json!({ "pagination": { "List": paginator } })
}

fn error(change: Value) -> String {
    lower(&with(change), &Filter::All).unwrap_err().to_string()
}

#[test]
fn paths_are_resolved_to_members() {
    let change = json!({ "result_key": ["Page.Things", "Things"], "non_aggregate_keys": ["Page.More"],
        "limit_key": "Size", "more_results": "Page.More", "output_token": "Next || Page.Things[-1]" });
    let service = lower(&with(change), &Filter::All).unwrap();
    let [paginator] = service.paginators.as_slice() else { panic!("one paginator") };
    let names: Vec<_> = paginator.results.iter().map(|key| key.type_name.as_str()).collect();
    assert_eq!(names, ["PageThings", "Things"]);
    let operation = &service.operations[0];
    let named = |path: &[usize]| {
        let mut structure = operation.output;
        let names = path.iter().map(|index| {
            let member = &service[structure].members[*index];
            if let Type::Structure(id) = member.ty {
                structure = id;
            }
            member.name.as_str()
        });
        names.collect::<Vec<_>>().join(".")
    };
    let steps: Vec<_> = paginator.results[0].steps.iter().map(|step| step.index).collect();
    assert_eq!((named(&steps), named(&paginator.constant[0])), ("Page.Things".into(), "Page.More".into()));
    let limit = paginator.limit.map(|index| service[operation.input].members[index].name.as_str());
    assert_eq!(limit, Some("Size"));
}

#[test]
fn the_methods_of_listings_go_before_members_of_their_names() {
    let service = lower(&with(json!({})), &Filter::All).unwrap();
    let mut setters = service.operations[0].setters.clone();
    setters.sort();
    assert_eq!(setters, ["items_", "next", "pages_", "size", "time"]);
}

#[test]
fn paginators_go_with_their_operations() {
    let only = |name: &str| Filter::Operations(BTreeSet::from([name.to_owned()]));
    assert_eq!(lower(&with(json!({})), &only("List")).unwrap().paginators.len(), 1);
    assert_eq!(lower(&with(json!({})), &only("Other")).unwrap().paginators.len(), 0);
}

#[test]
fn an_operation_that_does_not_exist_is_an_error() {
    let mut paginators = with(json!({}));
    paginators["pagination"]["Lst"] = paginators["pagination"]["List"].clone();
    let error = lower(&paginators, &Filter::All).unwrap_err().to_string();
    assert_eq!(error, "x/paginators.json: pagination.Lst: there is no operation `Lst`");
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    for (change, expected) in [
        (json!({ "input_token": "Nxt" }), "input_token: `Nxt` is no member of `In`"),
        (json!({ "input_token": "Time" }), "input_token: `Time` is of a type no token can have"),
        (json!({ "output_token": "Nxt" }), "output_token: `Nxt`: `Nxt` is no member of `Out`"),
        (json!({ "output_token": ["Next", "Next"] }), "output_token: 1 tokens of the input, 2 of the output"),
        (json!({ "more_results": "Page.Mor" }), "more_results: `Page.Mor`: `Mor` is no member of `Page`"),
        (json!({ "limit_key": "Sze" }), "limit_key: `Sze` is no member of `In`"),
        (json!({ "limit_key": "Time" }), "limit_key: `Time` is neither a number nor a string"),
        (json!({ "result_key": "Page.Thngs" }), "result_key: `Page.Thngs`: `Thngs` is no member of `Page`"),
        (
            json!({ "result_key": "Either.Things" }),
            "result_key: `Either.Things`: there is no structure around `Things`",
        ),
        (json!({ "result_key": [] }), "result_key: there is none"),
        (
            json!({ "non_aggregate_keys": ["Things.Page"] }),
            "non_aggregate_keys: `Things.Page`: there is no structure around `Page`",
        ),
    ] {
        assert_eq!(error(change), format!("x/paginators.json: pagination.List.{expected}"));
    }
    let unknown = error(json!({ "moar": 1 }));
    assert!(unknown.starts_with("x/paginators.json: unknown field `moar`"), "{unknown}");
}
