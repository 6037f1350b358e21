//! Actions: what they send, and what they give.

use super::*;
use crate::jmespath::Expression::{self, Field, Projection};

const NEW: &ResultSchema = &ResultSchema {
    identifiers: &[IdentifierSource::Response(&Expression::Then(&Field("Thing"), &Field("Id")))],
    path: Some(&[PathStep::Member(0)]),
};

#[tokio::test]
async fn identifiers_and_data_fill_the_input_and_arguments_replace_them() {
    let http = TestClient::replay([described("one"), json("{}"), json("{}")]);
    let thing = thing(http.clone());
    let mut action = thing.change();
    assert_eq!(action.input().id.as_deref(), Some("t-1"));
    action.input().name = Some("n".to_owned());
    action.send().await.unwrap();

    let mut action = thing.change();
    action.input().id = Some("other".to_owned());
    action.input().owner = Some("me".to_owned());
    action.send().await.unwrap();
    assert_eq!(
        sent(&http),
        [r#"{"Ids":["t-1"]}"#, r#"{"Id":"t-1","Name":"n","Owner":"o-7"}"#, r#"{"Id":"other","Owner":"me"}"#]
    );
}

#[tokio::test]
async fn success_clears_the_data_and_failure_keeps_them() {
    let http = TestClient::replay([described("one"), failure(400, "Refused"), json("{}"), described("two")]);
    let thing = thing(http.clone());
    thing.0.load().await.unwrap();
    assert_eq!(thing.change().send().await.unwrap_err().code(), Some("Refused"));
    assert_eq!(thing.0.known().unwrap().name.as_deref(), Some("one"));
    thing.change().send().await.unwrap();
    assert_eq!(thing.0.known(), None);
    assert_eq!(thing.name().await.unwrap().as_deref(), Some("two"));
}

#[tokio::test]
async fn an_action_outdates_a_load_under_way() {
    let gate = Gate::new([json("{}"), described("old"), described("new")]);
    let thing = thing(gate.clone());
    let mut action = thing.change();
    action.input().owner = Some("me".to_owned());
    let action = tokio::spawn(action.send());
    settle().await;
    let reader = thing.clone();
    let reader = tokio::spawn(async move { reader.name().await });
    settle().await;
    gate.open.add_permits(1);
    action.await.unwrap().unwrap();
    gate.open.add_permits(1);
    assert_eq!(reader.await.unwrap().unwrap().as_deref(), Some("old"));
    gate.open.add_permits(1);
    assert_eq!(thing.name().await.unwrap().as_deref(), Some("new"));
}

#[tokio::test]
async fn the_resource_of_an_answer_has_its_data() {
    let http = TestClient::replay([json(r#"{"Thing": {"Id": "t-9", "Name": "nine"}}"#)]);
    let action = Action::<Change>::new(&root(&http).0, &[]);
    let new: Thing = action.send_one(NEW).await.unwrap();
    assert_eq!(new.0.identifier(0), "t-9");
    assert_eq!(new.name().await.unwrap().as_deref(), Some("nine"));
    assert_eq!(http.requests().len(), 1);
}

#[tokio::test]
async fn data_of_another_shape_are_copied_by_the_names_of_members() {
    let answer =
        r#"{"Description": {"Note": "x", "Name": "nine", "Id": 9, "Parts": [{"Id": "p", "Size": 4}]}}"#;
    let http = TestClient::replay([json(answer)]);
    let action = Action::<Change>::new(&root(&http).0, &[]);
    let new: Thing = action
        .send_one(
            const {
                &ResultSchema {
                    // a number
                    identifiers: &[IdentifierSource::Response(&Expression::Then(
                        &Field("Description"),
                        &Field("Id"),
                    ))],
                    path: Some(&[PathStep::Member(1)]),
                }
            },
        )
        .await
        .unwrap();
    assert_eq!(new.0.identifier(0), "9");
    let data = new.0.known().unwrap();
    assert_eq!((data.name.as_deref(), &data.id), (Some("nine"), &None));
    assert_eq!(data.parts, Some(vec![PartData { id: Some("p".to_owned()), size: Some(4) }]));
}

#[tokio::test]
async fn an_answer_without_identifier_is_an_error_that_says_so() {
    let http = TestClient::replay([json("{}")]);
    let error = Action::<Change>::new(&root(&http).0, &[]).send_one::<Thing>(NEW).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "test Change: the call succeeded, but its answer to test.ServiceResource() does not tell the id of a \
         test.Thing"
    );
}

#[tokio::test]
async fn lists_of_an_answer_make_a_resource_each_and_scalars_are_shared() {
    let answer = r#"{"Removed": [{"Id": "a", "Size": 1}, {"Size": 2}], "Added": [{"Id": "b", "Size": 3}]}"#;
    let http = TestClient::replay([json(answer), json(r#"{"Added": [{"Id": "c"}]}"#), json("{}")]);
    let schema = const {
        &ResultSchema {
            identifiers: &[IdentifierSource::Parent(0), IdentifierSource::Response(&CHANGED)],
            path: Some(&[PathStep::ItemsOf(&[2, 3])]),
        }
    };
    let thing = thing(http);
    let action = || Action::<Change>::new(&thing.0, &[]);
    let parts: Vec<Part> = action().send_many(schema).await.unwrap();
    let all: Vec<_> = parts
        .iter()
        .map(|part| (part.0.identifier(0), part.0.identifier(1), part.0.given().unwrap().size))
        .collect();
    assert_eq!(all, [("t-1", "a", Some(1)), ("t-1", "b", Some(3))]);
    assert_eq!(action().send_many::<Part>(schema).await.unwrap().len(), 1);
    assert!(action().send_many::<Part>(schema).await.unwrap().is_empty());
}

#[tokio::test]
async fn identifiers_come_from_the_request() {
    let http = TestClient::always(json("{}"));
    let thing = thing(http);
    let named =
        const { &ResultSchema { identifiers: &[IdentifierSource::Request(&Field("Name"))], path: None } };
    let mut action = Action::<Change>::new(&thing.0, &[]);
    action.input().name = Some("new".to_owned());
    assert_eq!(action.send_one::<Thing>(named).await.unwrap().0.identifier(0), "new");
    // An update that names nothing new is of the same thing.
    let same: Thing = Action::<Change>::new(&thing.0, &[]).send_one(named).await.unwrap();
    assert_eq!(same, thing);

    let filters = const {
        &ResultSchema {
            identifiers: &[
                IdentifierSource::Parent(0),
                IdentifierSource::Request(&Projection(
                    &Expression::Flatten(&Field("Filters")),
                    &Field("Name"),
                )),
            ],
            path: None,
        }
    };
    let mut action = Action::<Change>::new(&thing.0, &[]);
    let filter = |name: &str| Filter { name: Some(name.to_owned()), values: None };
    action.input().filters = Some(vec![filter("x"), filter("y")]);
    let parts: Vec<Part> = action.send_many(filters).await.unwrap();
    assert_eq!(parts.iter().map(|part| part.0.identifier(1)).collect::<Vec<_>>(), ["x", "y"]);
}

#[tokio::test]
async fn parameters_reach_into_structures_and_lists() {
    let http = TestClient::always(json("{}"));
    let params = const {
        &[
            Param {
                target: &[Step::Member(3), Step::At(1), Step::Member(0)],
                source: Source::Text("second"),
            },
            Param {
                target: &[Step::Member(3), Step::Append, Step::Member(0)],
                source: Source::Text("third"),
            },
            Param {
                target: &[Step::Member(3), Step::At(0), Step::Member(1), Step::Append],
                source: Source::Identifier(0),
            },
            Param { target: &[Step::Member(4)], source: Source::Integer(5) },
            Param { target: &[Step::Member(5)], source: Source::Boolean(true) },
        ]
    };
    Action::<Change>::new(&thing(http.clone()).0, params).send().await.unwrap();
    assert_eq!(
        sent(&http),
        [r#"{"Filters":[{"Values":["t-1"]},{"Name":"second"},{"Name":"third"}],"Size":5,"Strict":true}"#]
    );
}

#[tokio::test]
async fn an_identifier_goes_where_a_number_is_wanted_if_it_is_one() {
    let http = TestClient::always(json("{}"));
    let root = root(&http);
    let params = const { &[Param { target: &[Step::Member(4)], source: Source::Identifier(0) }] };
    Action::<Change>::new(&root.thing("12").0, params).send().await.unwrap();
    let error = Action::<Change>::new(&root.thing("a").0, params).send().await.unwrap_err();
    assert_eq!(sent(&http), [r#"{"Size":12}"#]);
    assert_eq!(error.to_string(), "test Change: test.Thing(id=\"a\") does not fit `Size`");
}

#[tokio::test]
async fn references_load_the_data_they_stand_in() {
    let http = TestClient::replay([described("one")]);
    let thing = thing(http.clone());
    assert_eq!(thing.owner().await.unwrap().unwrap().0.identifier(0), "o-7");
    let parts = thing.parts().await.unwrap();
    let sizes = parts.iter().map(|part| (part.0.identifier(1), part.0.given().unwrap().size));
    // The second has no id; the data of the third are its own.
    assert_eq!(sizes.collect::<Vec<_>>(), [("p-1", Some(1)), ("p-3", Some(3))]);
    assert_eq!(http.requests().len(), 1);

    let bare = super::thing(TestClient::always(json(r#"{"Groups": [{"Things": [{"Id": "t-1"}]}]}"#)));
    assert_eq!(bare.owner().await.unwrap(), None);
    assert!(bare.parts().await.unwrap().is_empty());
}
