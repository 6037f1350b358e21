//! Waiters that are wrong, and what is said of them.

#![allow(clippy::unwrap_used)]

use crate::ir::{Comparison, Matcher, Waiter};
use crate::{Error, Filter, Input, Settings, lower};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The waiters of a service whose operation `Get` gives `Items`, each with a `State`, and a `Count`.
fn lower(waiters: &Value, filter: &Filter) -> Result<Vec<Waiter>, Error> {
    let operation = |name: &str, http: Value| json!({ "name": name, "http": http, "input": { "shape": "In" }, "output": { "shape": "Out" } });
    let http = json!({ "method": "POST", "requestUri": "/" });
    let model = json!({
        "metadata": {
            "apiVersion": "2026-01-01", "endpointPrefix": "x", "protocol": "json", "serviceId": "X",
            "signatureVersion": "v4",
        },
        "operations": { "Get": operation("Get", http.clone()), "Other": operation("Other", http) },
        "shapes": {
            "In": { "type": "structure", "members": {
                "Delay": { "shape": "Text" }, "Timeout": { "shape": "Text" }, "Id": { "shape": "Text" } } },
            "Out": { "type": "structure", "members": {
                "Items": { "shape": "Items" }, "Count": { "shape": "Number" }, "Free": { "shape": "Free" } } },
            "Items": { "type": "list", "member": { "shape": "Item" } },
            "Item": { "type": "structure", "members": { "State": { "shape": "Text" } } },
            "Text": { "type": "string" },
            "Number": { "type": "integer" },
            "Free": { "type": "structure", "members": {}, "document": true },
        },
    });
    let (model, waiters) = (model.to_string(), waiters.to_string());
    let files = BTreeMap::from([("service.json", model.as_str()), ("waiters.json", waiters.as_str())]);
    Ok(lower::service(&Input { name: "x", files }, &Settings::default(), filter)?.waiters)
}

/// A waiter `ItemReady` of `Get` with one acceptor.
fn with(acceptor: Value) -> Value {
    let waiter = json!({ "operation": "Get", "delay": 5, "maxAttempts": 3, "acceptors": [acceptor] });
    json!({ "version": 2, "waiters": { "ItemReady": waiter } })
}

fn path(matcher: &str, argument: &str) -> Value {
    with(json!({ "state": "success", "matcher": matcher, "argument": argument, "expected": "up" }))
}

fn error(waiters: &Value) -> String {
    lower(waiters, &Filter::All).unwrap_err().to_string()
}

#[test]
fn expressions_that_fit_are_taken() {
    for argument in [
        "Items[].State",
        "Items[0].State",
        "Items[*].[State][]",
        "Items[?State == 'up'].State | [0]",
        "length(Items[?!(State == 'up')]) == `0` || Count > `1`",
        "Free.anything[].goes",
        "{a: Count, b: Items[-1]}.b.State",
        "keys(@)",
    ] {
        assert!(lower(&path("pathAll", argument), &Filter::All).is_ok(), "{argument}");
    }
}

#[test]
fn a_member_that_does_not_exist_is_named_with_its_place() {
    assert_eq!(
        error(&path("pathAny", "Items[].Status")),
        "x/waiters.json: waiters.ItemReady.acceptors[0].argument: `Items[].Status`: `Status` is no member of `Item`"
    );
    assert!(error(&path("path", "Items.State")).ends_with("`State` is no member of a list"));
    assert!(error(&path("path", "Count[0]")).ends_with("a number is no list"));
    assert!(error(&path("path", "length(Items[?Gone == 'x'])")).ends_with("`Gone` is no member of `Item`"));
}

#[test]
fn an_expression_that_cannot_be_parsed_is_an_error_with_its_place() {
    let message = error(&path("path", "Items["));
    let start = "x/waiters.json: waiters.ItemReady.acceptors[0].argument: `Items[`: ";
    assert!(message.starts_with(start), "{message}");
}

#[test]
fn newer_forms_see_the_input_too() {
    let waiters = lower(&path("inputOutputPathList", "output.Items[].State"), &Filter::All).unwrap();
    let Matcher::Path(path) = &waiters[0].acceptors[0].matcher else { panic!("no expression") };
    assert!(path.with_input);
    assert_eq!(path.comparison, Comparison::All);
    let message = error(&self::path("inputOutput", "input.Gone"));
    assert!(message.ends_with("`Gone` is no member of `In`"), "{message}");
    let message = error(&self::path("inputOutput", "Items[].State"));
    assert!(message.ends_with("`Items` is no member of what is made here"), "{message}");
}

#[test]
fn an_operation_that_does_not_exist_is_an_error() {
    let mut waiters = with(json!({ "state": "success", "matcher": "status", "expected": 200 }));
    waiters["waiters"]["ItemReady"]["operation"] = json!("Gone");
    assert_eq!(error(&waiters), "x/waiters.json: waiters.ItemReady.operation: there is no operation `Gone`");
}

#[test]
fn unknown_words_are_errors_with_their_place() {
    let message = |state: &str, matcher: &str, expected: Value| {
        let acceptor = json!({ "state": state, "matcher": matcher, "expected": expected });
        error(&with(acceptor)).replace("x/waiters.json: waiters.ItemReady.acceptors[0].", "")
    };
    assert_eq!(message("done", "status", json!(200)), "state: `done` is no state this generator knows");
    assert_eq!(message("retry", "stat", json!(200)), "matcher: `stat` is no matcher this generator knows");
    assert_eq!(message("retry", "status", json!("ok")), "expected: \"ok\" is not an HTTP status");
    assert_eq!(message("retry", "error", json!(404)), "expected: 404 is not an error code, true or false");
    assert_eq!(message("retry", "path", json!("x")), "argument: `path` needs an expression");
}

#[test]
fn another_version_is_an_error() {
    let message = error(&json!({ "version": 3, "waiters": {} }));
    assert_eq!(message, "x/waiters.json: version: 3 is no version this generator knows");
}

#[test]
fn inputs_named_like_settings_of_waiters_get_other_names() {
    let waiters = lower(&path("pathAll", "Items[].State"), &Filter::All).unwrap();
    let mut setters = waiters[0].setters.clone();
    setters.sort();
    assert_eq!(setters, ["delay_", "id", "timeout_"]);
    assert_eq!(waiters[0].method_name, "wait_until_item_ready");
}

#[test]
fn waiters_of_operations_that_are_left_out_are_left_out() {
    let filter = Filter::Operations(["Other".to_owned()].into());
    assert!(lower(&path("pathAll", "Items[].State"), &filter).unwrap().is_empty());
}

#[test]
fn waiting_for_an_error_may_end_without_an_output() {
    let ends = |matcher: &str, state: &str, expected: Value| {
        let acceptor = json!({ "state": state, "matcher": matcher, "expected": expected });
        lower(&with(acceptor), &Filter::All).unwrap()[0].may_end_with_error()
    };
    assert!(ends("status", "success", json!(404)));
    assert!(!ends("status", "success", json!(200)));
    assert!(ends("error", "success", json!("Gone")));
    assert!(ends("error", "success", json!(true)));
    assert!(!ends("error", "success", json!(false)));
    assert!(!ends("error", "retry", json!("Gone")));
}
