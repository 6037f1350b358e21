//! Collections and batch actions.

use super::*;
use crate::jmespath::Expression::Field;

/// A page of things `from..to` in two groups, and whether others follow.
fn page(from: usize, to: usize, more: bool) -> Answer {
    let things = |range: std::ops::Range<usize>| {
        range.map(|n| format!(r#"{{"Id": "t-{n}", "Name": "n{n}"}}"#)).collect::<Vec<_>>().join(",")
    };
    let middle = from.midpoint(to);
    let token = if more { format!(r#", "Token": "at-{to}""#) } else { String::new() };
    json(&format!(
        r#"{{"Groups": [{{"Things": [{}]}}, {{}}, {{"Things": [{}]}}]{token}}}"#,
        things(from..middle),
        things(middle..to)
    ))
}

fn ids(things: &[Thing]) -> Vec<&str> {
    things.iter().map(|thing| thing.0.identifier(0)).collect()
}

const BIG: &str = r#"{"Name":"kind","Values":["big"]}"#;

#[tokio::test]
async fn all_resources_of_all_pages_come_in_order_with_their_data() {
    let http = TestClient::replay([page(0, 3, true), page(3, 5, false)]);
    let things = root(&http).things().try_collect().await.unwrap();
    assert_eq!(ids(&things), ["t-0", "t-1", "t-2", "t-3", "t-4"]);
    assert_eq!(things[4].name().await.unwrap().as_deref(), Some("n4"));
    assert_eq!(
        sent(&http),
        [format!(r#"{{"Filters":[{BIG}]}}"#), format!(r#"{{"Filters":[{BIG}],"Token":"at-3"}}"#)]
    );
}

#[tokio::test]
async fn filters_accumulate_and_the_collection_they_come_from_stays_as_it_is() {
    let http = TestClient::always(page(0, 1, false));
    let filter = |name: &str| Filter { name: Some(name.to_owned()), values: None };
    let mut base = root(&http).things();
    base.input().filters.get_or_insert_default().push(filter("a"));
    merge(&mut base.input().options, Options { deep: Some(true), order: None });
    let mut more = base.clone();
    more.input().filters.get_or_insert_default().push(filter("b"));
    merge(&mut more.input().options, Options { deep: None, order: Some("up".to_owned()) });
    more.try_collect().await.unwrap();
    base.try_collect().await.unwrap();
    assert_eq!(
        sent(&http),
        [
            format!(
                r#"{{"Filters":[{BIG},{{"Name":"a"}},{{"Name":"b"}}],"Options":{{"Deep":true,"Order":"up"}}}}"#
            ),
            format!(r#"{{"Filters":[{BIG},{{"Name":"a"}}],"Options":{{"Deep":true}}}}"#),
        ]
    );
}

#[tokio::test]
async fn a_limit_ends_the_listing_and_a_page_size_is_asked_for() {
    let http = TestClient::replay([page(0, 3, true), page(3, 6, true)]);
    let things = root(&http).things().limit(5).page_size(3);
    assert_eq!(things.try_collect().await.unwrap().len(), 5);
    assert_eq!(http.requests().len(), 2);
    assert!(sent(&http)[0].ends_with(r#""Max":3}"#));
    assert!(root(&TestClient::replay([])).things().limit(0).try_collect().await.unwrap().is_empty());

    let http = TestClient::replay([page(0, 3, true)]);
    let mut pages = root(&http).things().limit(2).pages();
    assert_eq!(ids(&pages.next().await.unwrap().unwrap()), ["t-0", "t-1"]);
    assert!(pages.next().await.is_none());
}

#[tokio::test]
async fn ten_thousand_resources_are_requested_page_by_page_as_they_are_read() {
    let pages = (0..100).map(|n| page(n * 100, (n + 1) * 100, n < 99));
    let http = TestClient::replay(pages);
    let mut things = root(&http).things().all();
    let mut count = 0;
    while let Some(thing) = things.next().await {
        assert_eq!(thing.unwrap().0.identifier(0), format!("t-{count}"));
        // Nothing is requested ahead, so that no more than a page is ever kept.
        assert_eq!(http.requests().len(), count / 100 + 1);
        count += 1;
    }
    assert_eq!((count, http.remaining()), (10_000, 0));
}

#[tokio::test]
async fn a_page_may_be_empty_and_an_error_ends_the_listing() {
    let http = TestClient::replay([page(0, 0, true), page(0, 1, true), failure(400, "Busy")]);
    let mut pages = root(&http).things().pages();
    assert!(pages.next().await.unwrap().unwrap().is_empty());
    assert_eq!(pages.next().await.unwrap().unwrap().len(), 1);
    assert_eq!(pages.next().await.unwrap().unwrap_err().code(), Some("Busy"));
    assert!(pages.next().await.is_none());
}

#[tokio::test]
async fn dropped_midway_nothing_is_left_running_and_giving_up_a_wait_loses_nothing() {
    let gate = Gate::new([page(0, 2, true), page(2, 3, false)]);
    let root = Root::from(Handle::new(&core(gate.clone()), Root::schema(), Vec::new()));
    let mut things = root.things().all();
    // Polled once, given up, and taken up again.
    tokio::select! {
        biased;
        _ = things.next() => unreachable!("the gate is shut"),
        () = settle() => {}
    }
    assert_eq!(gate.waiting(), 1);
    gate.open.add_permits(1);
    assert_eq!(things.next().await.unwrap().unwrap().0.identifier(0), "t-0");
    assert_eq!(things.next().await.unwrap().unwrap().0.identifier(0), "t-1");
    assert_eq!(gate.http.requests().len(), 1);
    tokio::select! {
        biased;
        _ = things.next() => unreachable!("the gate is shut"),
        () = settle() => {}
    }
    assert_eq!(gate.waiting(), 1);
    drop(things);
    assert_eq!(gate.waiting(), 0);
}

#[tokio::test]
async fn an_operation_without_paginator_is_called_once() {
    let http = TestClient::replay([json(r#"{"Added": [{"Id": "a"}, {"Id": "b"}], "Token": "more"}"#)]);
    let things: Collection<Change, Thing> = Collection::new(
        &thing(http.clone()).0,
        const { &[Param { target: &[Step::Member(0)], source: Source::Identifier(0) }] },
        const { &ResultSchema { identifiers: &[IdentifierSource::Response(&CHANGED)], path: None } },
        None,
    );
    let things = things.page_size(7).try_collect().await.unwrap();
    assert_eq!(ids(&things), ["a", "b"]);
    // Without a path they have no data yet.
    assert_eq!(things[0].0.known(), None);
    assert_eq!(sent(&http), [r#"{"Id":"t-1"}"#]);
}

const EACH: &[Param] = &[
    Param { target: &[Step::Member(3), Step::Each, Step::Member(0)], source: Source::Identifier(0) },
    Param {
        target: &[Step::Member(3), Step::Each, Step::Member(1), Step::Append],
        source: Source::Data(&Field("Name")),
    },
    Param { target: &[Step::Member(1)], source: Source::Text("all") },
];

#[tokio::test]
async fn a_batch_makes_one_call_a_page_and_stops_at_an_empty_one() {
    let http = TestClient::replay([
        page(0, 2, true),
        json(r#"{"Thing": {"Id": "1"}}"#),
        page(2, 3, true),
        json(r#"{"Thing": {"Id": "2"}}"#),
        page(0, 0, true),
    ]);
    let outputs = Batch::<Change>::new(&root(&http).things(), EACH).send().await.unwrap();
    let ids = outputs.into_iter().map(|output| output.thing.unwrap().id.unwrap());
    assert_eq!(ids.collect::<Vec<_>>(), ["1", "2"]);
    let sent = sent(&http);
    assert_eq!(
        sent[1],
        r#"{"Name":"all","Filters":[{"Name":"t-0","Values":["n0"]},{"Name":"t-1","Values":["n1"]}]}"#
    );
    assert_eq!(sent[3], r#"{"Name":"all","Filters":[{"Name":"t-2","Values":["n2"]}]}"#);
    assert_eq!(sent.len(), 5);
}

#[tokio::test]
async fn a_collection_can_be_read_and_acted_on_again_and_again() {
    let answers = [page(0, 1, false), json("{}"), page(0, 1, false), page(0, 1, false), page(0, 1, false)];
    let http = TestClient::replay(answers);
    let things = root(&http).things();
    Batch::<Change>::new(&things, EACH).send().await.unwrap();
    assert_eq!(things.try_collect().await.unwrap().len(), 1);
    assert!(things.all().next().await.unwrap().is_ok());
    assert_eq!(things.pages().next().await.unwrap().unwrap().len(), 1);
    assert_eq!(http.remaining(), 0);
}

#[tokio::test]
async fn arguments_of_a_batch_replace_what_the_resources_fill_in() {
    let http = TestClient::replay([page(0, 2, false), json("{}")]);
    let mut batch = Batch::<Change>::new(&root(&http).things().limit(1), EACH);
    batch.input().name = Some("mine".to_owned());
    batch.input().strict = Some(true);
    batch.send().await.unwrap();
    assert_eq!(sent(&http)[1], r#"{"Name":"mine","Filters":[{"Name":"t-0","Values":["n0"]}],"Strict":true}"#);

    let http = TestClient::replay([page(0, 2, false), json("{}")]);
    let mut batch = Batch::<Change>::new(&root(&http).things(), EACH);
    batch.input().filters = Some(Vec::new());
    batch.send().await.unwrap();
    assert_eq!(sent(&http)[1], r#"{"Name":"all","Filters":[]}"#);
}
