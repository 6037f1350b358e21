//! Loading: when, how often, and what becomes of failures.

use super::*;
use crate::internal::wait::{Acceptor, Last, Matcher, State, Wait, WaiterSchema};
use std::collections::HashSet;

#[tokio::test]
async fn an_attribute_loads_once_and_all_clones_have_it() {
    let http = TestClient::replay([described("one")]);
    let thing = thing(http.clone());
    let clone = thing.clone();
    assert_eq!(thing.0.known(), None);
    assert_eq!(thing.name().await.unwrap().as_deref(), Some("one"));
    assert_eq!(clone.name().await.unwrap().as_deref(), Some("one"));
    assert_eq!(clone.0.data().await.unwrap().owner_id.as_deref(), Some("o-7"));
    assert_eq!(thing.0.known().unwrap().name.as_deref(), Some("one"));
    assert_eq!(sent(&http), [r#"{"Ids":["t-1"]}"#]);
}

#[tokio::test]
async fn a_thousand_tasks_share_one_load() {
    let gate = Gate::new([described("one")]);
    let thing = thing(gate.clone());
    let tasks: Vec<_> = (0..1000)
        .map(|_| {
            let thing = thing.clone();
            tokio::spawn(async move { thing.name().await.unwrap() })
        })
        .collect();
    settle().await;
    assert_eq!(gate.waiting(), 1);
    gate.open.add_permits(1000);
    for task in tasks {
        assert_eq!(task.await.unwrap().as_deref(), Some("one"));
    }
    assert_eq!(gate.http.requests().len(), 1);
}

/// boto3 keeps what it has until `reload` is called; but what was waited for shows in the attributes.
#[tokio::test]
async fn a_wait_makes_attributes_load_again() {
    const ANSWERED: WaiterSchema = WaiterSchema {
        name: "ThingThere",
        delay: 1,
        max_attempts: 1,
        acceptors: &[Acceptor { state: State::Success, matcher: Matcher::NoError }],
    };
    let http = TestClient::replay([described("one"), described("two"), described("three")]);
    let thing = thing(http.clone());
    assert_eq!(thing.name().await.unwrap().as_deref(), Some("one"));
    let wait =
        Wait::<DescribeThings>::new(thing.0.call(&[]), const { &ANSWERED }, Some(thing.0.forgetting()));
    wait.send::<Last<DescribeThingsOutput>>().await.unwrap();
    assert_eq!(thing.name().await.unwrap().as_deref(), Some("three"));
}

#[tokio::test]
async fn a_failing_load_fails_all_who_wait_and_the_next_tries_again() {
    let gate = Gate::new([failure(400, "Busy"), described("two")]);
    let thing = thing(gate.clone());
    let tasks: Vec<_> = (0..3)
        .map(|_| {
            let thing = thing.clone();
            tokio::spawn(async move { thing.name().await.unwrap_err() })
        })
        .collect();
    settle().await;
    gate.open.add_permits(9);
    for task in tasks {
        assert_eq!(task.await.unwrap().code(), Some("Busy"));
    }
    assert_eq!(gate.http.requests().len(), 1);
    assert_eq!(thing.name().await.unwrap().as_deref(), Some("two"));
}

#[tokio::test]
async fn a_load_goes_on_without_the_one_who_started_it() {
    let gate = Gate::new([described("one")]);
    let thing = thing(gate.clone());
    let (first, second) = (thing.clone(), thing.clone());
    let first = tokio::spawn(async move { first.name().await });
    settle().await;
    let second = tokio::spawn(async move { second.name().await });
    settle().await;
    first.abort();
    assert!(first.await.unwrap_err().is_cancelled());
    gate.open.add_permits(1);
    assert_eq!(second.await.unwrap().unwrap().as_deref(), Some("one"));
    assert_eq!(gate.http.requests().len(), 1);
}

#[tokio::test]
async fn a_load_that_no_one_waits_for_ends() {
    let gate = Gate::new([described("one")]);
    let thing = thing(gate.clone());
    let waiter = thing.clone();
    let task = tokio::spawn(async move { waiter.name().await });
    settle().await;
    assert_eq!(gate.waiting(), 1);
    task.abort();
    assert!(task.await.unwrap_err().is_cancelled());
    assert_eq!(gate.waiting(), 0);
    gate.open.add_permits(1);
    assert_eq!(thing.name().await.unwrap().as_deref(), Some("one"));
}

#[tokio::test]
async fn load_asks_again_and_an_older_load_never_replaces_a_newer_one() {
    let http = TestClient::replay([described("one"), described("two")]);
    let thing = thing(http.clone());
    thing.0.load().await.unwrap();
    thing.0.load().await.unwrap();
    assert_eq!(thing.name().await.unwrap().as_deref(), Some("two"));

    let gate = Gate::new([described("old"), described("new")]);
    let thing = super::thing(gate.clone());
    let old = thing.clone();
    let old = tokio::spawn(async move { old.0.load().await });
    settle().await;
    let new = thing.clone();
    let new = tokio::spawn(async move { new.0.load().await });
    settle().await;
    assert_eq!(gate.waiting(), 2);
    gate.open.add_permits(2);
    old.await.unwrap().unwrap();
    new.await.unwrap().unwrap();
    assert_eq!(thing.name().await.unwrap().as_deref(), Some("new"));
}

#[tokio::test]
async fn what_does_not_exist_is_named() {
    for (answer, expected) in [
        (
            json(r#"{"Groups": []}"#),
            "test.Thing(id=\"t-1\") does not exist; it was deleted, or is in another region or account than the \
             client's",
        ),
        (
            failure(400, "InvalidThingID.NotFound"),
            "test DescribeThings: InvalidThingID.NotFound: no (status 400); test.Thing(id=\"t-1\") does not exist: it \
             was deleted, or is in another region or account than the client's",
        ),
    ] {
        let error = thing(TestClient::replay([answer])).name().await.unwrap_err();
        assert!(error.is_not_found());
        assert_eq!(error.to_string(), expected);
    }
}

#[tokio::test]
async fn exists_tells_not_found_from_other_failures() {
    let http = TestClient::replay([
        described("one"),
        json("{}"),
        failure(404, "Any"),
        failure(400, "ThingDoesNotExist"),
        failure(400, "AccessDenied"),
    ]);
    let thing = thing(http);
    assert!(thing.0.exists().await.unwrap());
    for _ in 0..3 {
        assert!(!thing.0.exists().await.unwrap());
    }
    assert_eq!(thing.0.exists().await.unwrap_err().code(), Some("AccessDenied"));
}

#[tokio::test]
async fn exists_knows_a_service_that_says_it_by_the_message() {
    let refused = |message: &str| {
        Answer::new(400).body(format!(r#"{{"__type": "ValidationError", "message": "{message}"}}"#))
    };
    let http = TestClient::replay([
        refused("Stack with id never does not exist"),
        refused("1 validation error detected"),
    ]);
    let thing = thing(http);
    assert!(!thing.0.exists().await.unwrap());
    assert_eq!(thing.0.exists().await.unwrap_err().code(), Some("ValidationError"));
}

#[tokio::test]
async fn a_hand_written_load_and_an_operation_that_tells_whether_it_exists() {
    let http = TestClient::replay([json("{}"), failure(404, "NoSuchBox")]);
    let core = core(http.clone());
    let full = Box_::from(Handle::new(&core, Box_::schema(), vec!["full".to_owned()]));
    assert_eq!(full.0.data().await.unwrap().size, Some(9));
    let empty = Box_::from(Handle::new(&core, Box_::schema(), vec!["empty".to_owned()]));
    assert_eq!(empty.0.data().await.unwrap_err().kind(), ErrorKind::NotFound);
    assert!(full.0.exists().await.unwrap());
    assert!(!full.0.exists().await.unwrap());
    assert_eq!(sent(&http), [r#"{"Name":"full"}"#; 2]);
}

#[tokio::test]
async fn data_that_cannot_be_loaded_is_an_error_that_says_where_to_get_it() {
    let core = core(TestClient::capture());
    let part = Part::from(Handle::new(&core, Part::schema(), vec!["t-1".to_owned(), "p-1".to_owned()]));
    assert_eq!(
        part.0.given().unwrap_err().to_string(),
        "test.Part(thing_id=\"t-1\", id=[redacted]) has no data, and Test has no call that would load it; what gives \
         it with its data: Thing.parts"
    );
}

#[test]
fn equality_is_by_type_and_identifiers() {
    let http = TestClient::capture();
    let (a, b) = (root(&http).thing("t-1"), thing(TestClient::capture()));
    assert_eq!(a, b);
    assert_ne!(a, root(&http).thing("t-2"));
    assert_eq!(HashSet::from([a.clone(), b]).len(), 1);
    assert_eq!(format!("{:?}", a.handle()), "test.Thing(id=\"t-1\")");
    assert_eq!(a.0.identifier(0), "t-1");
    assert_eq!(format!("{:?}", root(&http).handle()), "test.ServiceResource()");
}

#[test]
fn a_service_tells_in_the_user_agent_that_resources_call() {
    let session = crate::Session::builder().region("eu-west-1").anonymous(true).build().unwrap();
    let root = Root::from(Handle::service(&session, Root::schema()));
    assert!(root.0.core().config().unwrap().resources);
}
