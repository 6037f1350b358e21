//! What definitions become, and what is said of those that are wrong.

use crate::ir::resource::{ChildSource, IdentifierSource, PathStep, Resource, Resources, Source, Step};
use crate::{Error, Filter, Input, Settings, lower};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A service of notes in boxes. Members stand in the order of their names, which JSON objects may have or not keep.
fn model() -> Value {
    let operation = |name: &str, output: Option<&str>| {
        let mut operation = json!({
            "name": name, "http": { "method": "POST", "requestUri": "/" }, "input": { "shape": "Input" },
        });
        if let Some(output) = output {
            operation["output"] = json!({ "shape": output });
        }
        operation
    };
    json!({
        "metadata": {
            "apiVersion": "2026-01-01", "endpointPrefix": "x", "protocol": "json", "serviceId": "Note Boxes",
            "signatureVersion": "v4",
        },
        "operations": {
            "Get": operation("Get", Some("Output")), "List": operation("List", Some("Output")),
            "Drop": operation("Drop", None),
        },
        "shapes": {
            "Input": { "type": "structure", "members": {
                "Box": { "shape": "String" }, "Count": { "shape": "Integer" }, "Filters": { "shape": "Filters" },
                "Names": { "shape": "Strings" },
            } },
            "Filters": { "type": "list", "member": { "shape": "Filter" } },
            "Filter": { "type": "structure", "members": { "Values": { "shape": "Strings" } } },
            "Output": { "type": "structure", "members": {
                "Dead": { "shape": "Notes" }, "Note": { "shape": "Note" }, "Notes": { "shape": "Notes" },
            } },
            "Notes": { "type": "list", "member": { "shape": "Note" } },
            "Note": { "type": "structure", "members": {
                "Meta": { "shape": "String" }, "Name": { "shape": "String" }, "Replies": { "shape": "Strings" },
                "Reply": { "shape": "String" }, "Text": { "shape": "String" },
            } },
            "Strings": { "type": "list", "member": { "shape": "String" } },
            "String": { "type": "string" },
            "Integer": { "type": "integer" },
        },
    })
}

/// Definitions with nothing wrong.
fn definitions() -> Value {
    json!({
        "service": {
            "hasMany": { "Notes": {
                "request": { "operation": "List" },
                "resource": {
                    "type": "Note", "path": "[Notes,Dead]|[]",
                    "identifiers": [
                        { "target": "Box", "source": "requestParameter", "path": "Box" },
                        { "target": "Id", "source": "response", "path": "[Notes,Dead]|[].Name" },
                    ],
                },
            } },
        },
        "resources": {
            "Note": {
                "identifiers": [{ "name": "Box" }, { "name": "Id", "memberName": "Name" }],
                "shape": "Note",
                "load": {
                    "request": { "operation": "Get", "params": [
                        { "target": "Names[0]", "source": "identifier", "name": "Id" },
                        { "target": "Filters[].Values[1]", "source": "string", "value": "x" },
                    ] },
                    "path": "Notes[0]",
                },
                "actions": { "Drop": { "request": { "operation": "Drop", "params": [
                    { "target": "Box", "source": "data", "path": "Text" },
                ] } } },
                "batchActions": { "Drop": { "request": { "operation": "Drop", "params": [
                    { "target": "Filters[*].Values[]", "source": "identifier", "name": "Id" },
                ] } } },
                "has": {
                    "Reply": { "resource": { "type": "Note", "identifiers": [
                        { "target": "Box", "source": "identifier", "name": "Box" },
                        { "target": "Id", "source": "data", "path": "Reply" },
                    ] } },
                    "Sibling": { "resource": { "type": "Note", "identifiers": [
                        { "target": "NoteId", "source": "input" },
                        { "target": "Box", "source": "identifier", "name": "Box" },
                    ] } },
                },
            },
        },
    })
}

fn parts(definitions: &Value, filter: &Filter) -> (Result<Resources, Error>, Vec<Error>) {
    let (model, definitions) = (model().to_string(), definitions.to_string());
    let waiters = json!({ "version": 2, "waiters": { "NoteRead": {
        "operation": "Get", "delay": 1, "maxAttempts": 2,
        "acceptors": [{ "state": "success", "matcher": "status", "expected": 200 }],
    } } });
    let waiters = waiters.to_string();
    let files = BTreeMap::from([
        ("service.json", model.as_str()),
        ("resources.json", definitions.as_str()),
        ("waiters.json", waiters.as_str()),
    ]);
    let input = Input { name: "x", files };
    let settings = Settings::default();
    let resources = lower::service(&input, &settings, filter).map(|service| service.resources);
    (resources, crate::lint_resources(&input, &settings))
}

fn good() -> Resources {
    parts(&definitions(), &Filter::All).0.unwrap()
}

fn note(resources: &Resources) -> &Resource {
    &resources.types[1]
}

/// What is wrong with the definitions after `change`.
fn wrong(change: impl FnOnce(&mut Value)) -> Vec<String> {
    let mut definitions = definitions();
    change(&mut definitions);
    parts(&definitions, &Filter::All).1.iter().map(Error::to_string).collect()
}

#[test]
fn names_are_given_in_boto3s_order() {
    let resources = good();
    let note = note(&resources);
    assert_eq!(resources.types[0].type_name, "NoteBoxes");
    assert_eq!(note.identifiers[1].method, "id");
    // the member that is the identifier is no attribute but another name of it
    assert_eq!(note.identifiers[1].alias.as_deref(), Some("name"));
    let attributes: Vec<_> = note.attributes.iter().map(|attribute| attribute.method.as_str()).collect();
    assert_eq!(attributes, ["meta_attribute", "replies", "reply_attribute", "text"]);
    assert_eq!(note.references[0].method, "reply");
}

#[test]
fn paths_and_targets_become_indices() {
    let resources = good();
    let note = note(&resources);
    let Some(crate::ir::resource::Load::Call { request, path }) = &note.load else { panic!("no load") };
    assert_eq!(path, &[PathStep::Member(2), PathStep::At(0)]);
    assert_eq!(request.params[0].target, [Step::Member(3), Step::At(0)]);
    assert_eq!(request.params[0].source, Source::Identifier(1));
    assert_eq!(request.params[1].target, [Step::Member(2), Step::Append, Step::Member(0), Step::At(1)]);
    let batch = &note.batch_actions[0].request.params[0];
    assert_eq!(batch.target, [Step::Member(2), Step::Each, Step::Member(0), Step::Append]);
    let notes = &resources.types[0].collections[0];
    assert_eq!(notes.produced.path, Some(vec![PathStep::ItemsOf(vec![2, 0])]));
    assert!(notes.produced.many && !note.references[0].produced.many);
    assert_eq!(note.references[0].produced.identifiers[0], IdentifierSource::Parent(0));
    assert_eq!(notes.batches[0].type_name, "NotesDrop");
}

#[test]
fn a_child_takes_what_the_parent_has_and_asks_for_the_rest() {
    let resources = good();
    let expected = [ChildSource::Parent(0), ChildSource::Argument("id".to_owned())];
    assert_eq!(note(&resources).children[0].identifiers, expected);
    // a service has every type, listed or not
    let all = &resources.types[0].children[0];
    assert_eq!((all.method.as_str(), all.listed, all.identifiers.len()), ("note", false, 2));
}

#[test]
fn what_needs_operations_that_are_left_out_is_left_out() {
    let only = |name: &str| parts(&definitions(), &Filter::Operations([name.to_owned()].into())).0.unwrap();
    let list = only("List");
    assert!(list.types[0].collections.len() == 1 && note(&list).load.is_none());
    assert!(note(&list).actions.is_empty());
    assert_eq!(note(&list).given_by, ["NoteBoxes.notes"]);
    // the notes of the list come with their data
    let all = good();
    let attributes =
        |resource: &Resource| resource.attributes.iter().map(|a| a.method.clone()).collect::<Vec<_>>();
    assert_eq!(attributes(note(&list)), attributes(note(&all)));
    let drop = only("Drop");
    assert!(drop.types[0].collections.is_empty() && note(&drop).has_no_data());
    assert!(note(&drop).attributes.is_empty() && note(&drop).references.is_empty());
    // the type of its data is that of the whole service
    assert!(note(&drop).shape.is_some());
}

#[test]
fn everything_wrong_is_told_with_its_place() {
    let told = wrong(|definitions| {
        let note = &mut definitions["resources"]["Note"];
        note["load"]["path"] = json!("Notes[0].Nothing");
        note["load"]["request"]["params"][0]["name"] = json!("Key");
        note["actions"]["Drop"]["request"]["operation"] = json!("Throw");
        note["batchActions"]["Drop"]["request"]["params"][0]["target"] = json!("Box[*]");
        note["has"]["Reply"]["resource"]["type"] = json!("Letter");
        definitions["service"]["hasMany"]["Notes"]["resource"]["identifiers"][1]["path"] =
            json!("Gone[].Name");
    });
    let expected = [
        "service.hasMany.Notes.resource.identifiers[1].path: `Gone[].Name`: `Gone` is no member of `Output`",
        "resources.Note.actions.Drop.request.operation: there is no operation `Throw`",
        "resources.Note.has.Reply.resource.type: there is no type `Letter`",
        "resources.Note.load.request.params[0].name: `Key` is no identifier of the type",
        "resources.Note.load.path: `Notes[0].Nothing`: `Nothing` is no member of `Note`",
        "resources.Note.batchActions.Drop.request.params[0].target: `Box[*]`: `Box` is no list",
    ];
    assert_eq!(told, expected.map(|text| format!("x/resources.json: {text}")));
}

#[test]
fn a_waiter_takes_nothing_from_data() {
    let waiter = |source: Value| {
        wrong(|definitions| {
            definitions["resources"]["Note"]["waiters"] =
                json!({ "Read": { "waiterName": "NoteRead", "params": [source] } });
        })
    };
    assert!(waiter(json!({ "target": "Box", "source": "identifier", "name": "Box" })).is_empty());
    let told = waiter(json!({ "target": "Box", "source": "data", "path": "Text" }));
    let expected = "resources.Note.waiters.Read.params: a parameter of a waiter cannot come from data";
    assert_eq!(told, [format!("x/resources.json: {expected}")]);
}

#[test]
fn values_must_fit_their_targets() {
    let told = wrong(|definitions| {
        let params = &mut definitions["resources"]["Note"]["load"]["request"]["params"];
        params[0]["target"] = json!("Names");
        params[1] = json!({ "target": "Box", "source": "integer", "value": 1 });
        let action = &mut definitions["resources"]["Note"]["actions"]["Drop"]["request"]["params"][0];
        action["path"] = json!("Replies");
    });
    let place = "x/resources.json: resources.Note";
    let expected = [
        format!("{place}.actions.Drop.request.params[0]: a list does not fit the target"),
        format!("{place}.load.request.params[0]: an identifier does not fit the target"),
        format!("{place}.load.request.params[1]: a whole number does not fit the target"),
    ];
    assert_eq!(told, expected);
}

#[test]
fn every_identifier_must_come_from_somewhere() {
    let told = wrong(|definitions| {
        definitions["service"]["hasMany"]["Notes"]["resource"]["identifiers"]
            .as_array_mut()
            .unwrap()
            .remove(0);
    });
    let expected =
        "x/resources.json: service.hasMany.Notes.resource.identifiers: the identifier `Box` is missing";
    assert_eq!(told, [expected]);
}

#[test]
fn a_name_is_renamed_once() {
    let told = wrong(|definitions| {
        let note = &mut definitions["resources"]["Note"];
        note["actions"]["Text"] = note["actions"]["Drop"].clone();
        note["actions"]["TextAttribute"] = note["actions"]["Drop"].clone();
    });
    let expected = "x/resources.json: resources.Note.shape: `text` and `text_attribute` are taken";
    assert_eq!(told, [expected]);
}

#[test]
fn a_key_nobody_knows_is_an_error() {
    let told = wrong(|definitions| definitions["resources"]["Note"]["belongs"] = json!({}));
    assert!(told[0].starts_with("x/resources.json: resources.Note.belongs: unknown field"), "{told:?}");
}
