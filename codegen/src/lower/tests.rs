//! Models that are wrong, and what is said of them.

use super::{part, service};
use crate::ir::{Module, Type};
use crate::{Error, Filter, Input, Services, Settings, ir};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A model with one operation that takes `Input`, and these shapes.
fn model(shapes: Value) -> Value {
    json!({
        "metadata": {
            "apiVersion": "2026-01-01", "endpointPrefix": "x", "protocol": "rest-json", "serviceId": "X",
            "signatureVersion": "v4",
        },
        "operations": {
            "Do": {
                "name": "Do", "http": { "method": "POST", "requestUri": "/{Id}" }, "input": { "shape": "Input" },
            },
        },
        "shapes": shapes,
    })
}

fn lower(model: &Value) -> Result<ir::Service, Error> {
    let text = model.to_string();
    let input = Input { name: "x", files: BTreeMap::from([("service.json", text.as_str())]) };
    service(&input, &Settings::default(), &Filter::All)
}

fn error(model: &Value) -> String {
    lower(model).unwrap_err().to_string()
}

fn input(members: Value) -> Value {
    json!({
        "Input": { "type": "structure", "members": members },
        "String": { "type": "string" },
        "List": { "type": "list", "member": { "shape": "List" } },
    })
}

fn id() -> Value {
    json!({ "shape": "String", "location": "uri", "locationName": "Id" })
}

#[test]
fn a_missing_shape_is_named_with_its_place() {
    let model = model(input(json!({ "Id": id(), "Other": { "shape": "Nowhere" } })));
    let expected =
        "x/service.json: shapes.Input.members.Other: refers to the shape `Nowhere`, which does not exist";
    assert_eq!(error(&model), expected);
}

#[test]
fn an_unknown_trait_is_named_with_its_place() {
    let model = model(input(json!({ "Id": { "shape": "String", "newTrait": true } })));
    let message = error(&model);
    assert!(message.starts_with("x/service.json: shapes.Input.members.Id"), "{message}");
    assert!(message.contains("unknown field `newTrait`"), "{message}");
}

#[test]
fn text_that_is_no_json_is_an_error_with_its_line() {
    let input = Input { name: "x", files: BTreeMap::from([("service.json", "{\n  nonsense")]) };
    let message = service(&input, &Settings::default(), &Filter::All).unwrap_err().to_string();
    assert!(message.starts_with("x/service.json: ") && message.contains("line 2"), "{message}");
}

#[test]
fn a_service_without_its_model_is_an_error() {
    let input = Input { name: "x", files: BTreeMap::new() };
    let message = service(&input, &Settings::default(), &Filter::All).unwrap_err().to_string();
    assert_eq!(message, "x: there is no service.json");
}

#[test]
fn a_label_without_a_member_is_an_error() {
    let message = error(&model(input(json!({}))));
    assert_eq!(
        message,
        "x/service.json: operations.Do.http.requestUri: the label `{Id}` is no member of the input"
    );
}

#[test]
fn a_required_member_must_exist() {
    let mut model = model(input(json!({ "Id": id() })));
    model["shapes"]["Input"]["required"] = json!(["Gone"]);
    assert_eq!(error(&model), "x/service.json: shapes.Input: requires `Gone`, which is no member of it");
}

#[test]
fn a_list_of_itself_has_no_type() {
    let model = model(input(json!({ "Id": id(), "Deep": { "shape": "List" } })));
    assert_eq!(
        error(&model),
        "x/service.json: shapes.List: holds itself with nothing but lists and maps between"
    );
}

#[test]
fn an_unknown_protocol_is_an_error() {
    let mut model = model(input(json!({ "Id": id() })));
    model["metadata"]["protocol"] = json!("soap");
    assert_eq!(
        error(&model),
        "x/service.json: metadata.protocol: `soap` is no protocol this generator knows"
    );
}

#[test]
fn members_that_would_be_one_name_in_rust_stay_apart() {
    let members = json!({ "FooBar": { "shape": "String" }, "Id": id(), "fooBar": { "shape": "String" } });
    let service = lower(&model(input(members))).unwrap();
    let names: Vec<_> =
        service.structures[0].members.iter().map(|member| member.rust_name.as_str()).collect();
    assert_eq!(names, ["foo_bar", "id", "foo_bar_"]);
}

#[test]
fn shapes_that_hide_names_of_rust_get_other_names() {
    let mut shapes = input(json!({ "Id": id(), "A": { "shape": "Option" }, "B": { "shape": "lower_case" } }));
    shapes["Option"] = json!({ "type": "structure", "members": {} });
    shapes["lower_case"] = json!({ "type": "structure", "members": {}, "exception": true });
    let service = lower(&model(shapes)).unwrap();
    let names: Vec<_> = service.structures.iter().map(|s| (s.type_name.as_str(), s.module)).collect();
    let expected = [
        ("Input", Module::Types),
        ("Option_", Module::Types),
        ("LowerCase", Module::Errors),
        ("DoOutput", Module::Types),
    ];
    assert_eq!(names, expected);
}

#[test]
fn what_no_operation_reaches_is_left_out() {
    let mut shapes = input(json!({ "Id": id() }));
    shapes["Alone"] = json!({ "type": "structure", "members": {} });
    let service = lower(&model(shapes)).unwrap();
    assert!(service.structures.iter().all(|structure| structure.name != "Alone"));
}

#[test]
fn a_member_may_change_what_its_shape_says() {
    let mut shapes = input(json!({ "At": { "shape": "Time", "timestampFormat": "rfc822" }, "Id": id() }));
    shapes["Time"] = json!({ "type": "timestamp", "timestampFormat": "iso8601" });
    let service = lower(&model(shapes)).unwrap();
    let expected = Type::Timestamp(Some(ir::TimestampFormat::Rfc822));
    assert_eq!(service.structures[0].members[0].ty, expected);
}

#[test]
fn the_name_of_a_shape_on_the_wire_is_that_of_its_nameless_members() {
    let members = json!({
        "Id": id(), "Other": { "shape": "Names" }, "Own": { "shape": "Names", "locationName": "own" },
    });
    let mut shapes = input(members);
    shapes["Names"] = json!({ "type": "list", "member": { "shape": "Name" }, "locationName": "Pending" });
    shapes["Name"] = json!({ "type": "string", "locationName": "Name" });
    let service = lower(&model(shapes)).unwrap();
    let wires: Vec<_> = service.structures[0].members.iter().map(|member| member.wire.as_str()).collect();
    assert_eq!(wires, ["Id", "Pending", "own"]);
    assert!(service.lists.iter().any(|list| list.item_wire == "Name"));
}

/// What is said of a part with these lines in `services.toml`; the names of its structures if nothing is.
fn lower_part(model: &Value, settings: &str) -> Result<Vec<String>, String> {
    let text = model.to_string();
    let input = Input { name: "x", files: BTreeMap::from([("service.json", text.as_str())]) };
    let settings = Services::parse("services.toml", &format!("[x]\n{settings}")).unwrap().get("x");
    let part = part(&input, &settings).map_err(|error| error.to_string())?;
    Ok(part.service.structures.into_iter().map(|structure| structure.name).collect())
}

#[test]
fn a_part_has_the_operations_it_names_and_exceptions_without_fields() {
    let mut model = model(input(json!({ "Id": id() })));
    let oops = json!({ "type": "structure", "exception": true, "members": { "why": { "shape": "Detail" } } });
    model["shapes"]["Oops"] = oops;
    model["shapes"]["Detail"] = json!({ "type": "structure", "members": { "x": { "shape": "String" } } });
    model["operations"]["Do"]["errors"] = json!([{ "shape": "Oops" }]);
    let names = lower_part(&model, "identity = { feature = \"f\", operations = [\"Do\"] }").unwrap();
    assert_eq!(names, ["Input", "Oops", "DoOutput"]);
}

#[test]
fn a_part_that_cannot_be_is_refused() {
    let model = model(input(json!({ "Id": id() })));
    let refused = |settings| lower_part(&model, settings).unwrap_err();
    assert!(refused("").starts_with("services.toml: x.identity: is missing"));
    let unknown = refused("identity = { feature = \"f\", operations = [\"Undo\"] }");
    assert!(unknown.contains("there is no operation `Undo`"), "{unknown}");
    let custom = refused("custom = true\nidentity = { feature = \"f\", operations = [\"Do\"] }");
    assert!(custom.contains("hand-written code"), "{custom}");
    let feature = refused("identity = { feature = \"f g\", operations = [\"Do\"] }");
    assert!(feature.starts_with("services.toml: x.identity.feature: `f g` is not a name"), "{feature}");
    let long_poll = refused("long_poll = [\"Redo\"]\nidentity = { feature = \"f\", operations = [\"Do\"] }");
    assert_eq!(long_poll, "services.toml: x.long_poll: there is no operation `Redo`");
    let first = refused("first = \"Redo\"\nidentity = { feature = \"f\", operations = [\"Do\"] }");
    assert_eq!(first, "services.toml: x.first: there is no operation `Redo`");
}

#[test]
fn an_output_holds_the_text_of_its_header_expires() {
    let header = |shape: &str| json!({ "shape": shape, "location": "header", "locationName": "Expires" });
    let mut model = model(json!({
        "Input": { "type": "structure", "members": { "Id": id(), "Expires": header("Time") } },
        "Output": {
            "type": "structure",
            "payload": "Body",
            "members": { "Body": { "shape": "Blob" }, "Expires": header("Time") },
        },
        "Blob": { "type": "blob" }, "String": { "type": "string" }, "Time": { "type": "timestamp" },
    }));
    model["operations"]["Do"]["output"] = json!({ "shape": "Output" });
    let members = |model: &Value, name: &str| {
        let service = lower(model).unwrap();
        let structure = service.structures.into_iter().find(|structure| structure.name == name).unwrap();
        let payload = structure.payload.map(|index| structure.members[index].name.clone());
        let members = structure.members.into_iter();
        let members = members.map(|member| (member.name, member.wire, member.ty, member.held_as_text));
        (members.collect::<Vec<_>>(), payload)
    };
    let (output, payload) = members(&model, "Output");
    assert_eq!((output[0].2, payload.as_deref()), (Type::Stream, Some("Body")));
    assert_eq!(output[1], ("Expires".to_owned(), "Expires".to_owned(), Type::Timestamp(None), true));
    assert_eq!(output[2], ("ExpiresString".to_owned(), "Expires".to_owned(), Type::String, false));
    assert_eq!(members(&model, "Input").0.len(), 2, "what is sent is a date");

    model["shapes"]["Output"]["members"]["Expires"] = header("String");
    assert_eq!(members(&model, "Output").0.len(), 2, "the member is a text by itself");
    model["shapes"]["Output"]["members"]["Expires"] = json!({ "shape": "Time" });
    assert_eq!(members(&model, "Output").0.len(), 2, "the member is not a header");
    model["shapes"]["Output"]["members"]["Expires"] = header("Time");
    model["shapes"]["ExpiresString"] = json!({ "type": "blob" });
    assert_eq!(error(&model), "x/service.json: shapes.ExpiresString: is not the string that outputs need");
}
