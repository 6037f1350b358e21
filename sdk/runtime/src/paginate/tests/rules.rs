//! The rules, one test each.

use super::*;

#[tokio::test]
async fn each_page_is_asked_for_with_the_token_of_the_one_before() {
    let http =
        server([json!({"Names": ["a"], "Next": "1"}), json!({"Next": "2"}), json!({"Names": ["b", "c"]})]);
    assert_eq!(items::<List>(&http).await, ["a", "b", "c"]);
    assert_eq!(sent(&http), [json!({}), json!({"Next": "1"}), json!({"Next": "2"})]);
    assert!(http.requests()[2].headers["user-agent"].to_str().unwrap().contains(" m/C,"));
}

#[tokio::test]
async fn several_tokens_go_together_and_what_has_none_is_left_out() {
    let http = server([
        json!({"Names": ["a"], "More": true, "Next": "k", "Part": 3}),
        json!({"Names": ["b"], "More": true, "Next": "l"}),
        json!({"Names": ["c"]}),
    ]);
    assert_eq!(items::<Parts>(&http).await, ["a", "b", "c"]);
    assert_eq!(sent(&http), [json!({}), json!({"Next": "k", "Part": 3}), json!({"Next": "l"})]);
}

#[tokio::test]
async fn without_more_results_tokens_do_not_count() {
    for more in [json!({"More": false}), json!({})] {
        let mut page = json!({"Names": ["a"], "Next": "k", "Part": 3});
        page.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let http = server([page]);
        assert_eq!(items::<Parts>(&http).await, ["a"]);
    }
}

#[tokio::test]
async fn empty_texts_zeros_and_empty_maps_are_no_tokens() {
    assert_eq!(items::<List>(&server([json!({"Names": ["a"], "Next": ""})])).await, ["a"]);
    assert_eq!(items::<Keys>(&server([json!({"Names": ["a"], "Last": {}})])).await, ["a"]);
}

#[tokio::test]
async fn a_token_can_be_what_an_expression_finds() {
    let http = server([json!({"Names": ["a", "b"]}), json!({"Names": ["c"], "Next": "n"}), json!({})]);
    assert_eq!(items::<Last>(&http).await, ["a", "b", "c"]);
    assert_eq!(sent(&http), [json!({}), json!({"Next": "b"}), json!({"Next": "n"})]);
}

#[tokio::test]
async fn the_same_token_twice_is_an_error_behind_its_page() {
    let http = server([json!({"Next": "1"}), json!({"Names": ["a"], "Next": "1"})]);
    let mut items = pages::<List>(&http).items();
    assert_eq!(items.next().await.unwrap().unwrap(), "a");
    let error = items.next().await.unwrap().unwrap_err();
    let expected = "test Act: the service gave the same token twice (`Next`): the listing would never end";
    assert_eq!((error.kind(), error.to_string().as_str()), (ErrorKind::Parse, expected));
    assert!(items.next().await.is_none());
}

#[tokio::test]
async fn tokens_that_come_round_again_are_an_error() {
    let page = |token: &str| Answer::new(200).body(json!({"Names": ["a"], "Next": token}).to_string());
    for (tokens, most) in [(vec!["A", "B"], 6), (vec!["A", "B", "C"], 9), (vec!["1", "2", "A", "B"], 12)] {
        let answers = tokens.iter().cycle().take(20).map(|token| page(token));
        let http = TestClient::replay(answers);
        let error = pages::<List>(&http).items().try_collect::<Vec<_>>().await.unwrap_err();
        let expected =
            "test Act: the service gave the same token twice (`Next`): the listing would never end";
        assert_eq!((error.kind(), error.to_string().as_str()), (ErrorKind::Parse, expected));
        assert!(http.requests().len() <= most, "{tokens:?}: {} requests", http.requests().len());
    }
}

#[tokio::test]
async fn of_several_tokens_all_have_to_come_again() {
    let page = |next: &str, part: i64| json!({"Names": ["a"], "More": true, "Next": next, "Part": part});
    let pages_of = [page("k", 1), page("k", 2), page("l", 1), page("k", 3), json!({"Names": ["a"]})];
    assert_eq!(items::<Parts>(&server(pages_of)).await.len(), 5);
    let http = server([page("k", 1), page("l", 2), page("k", 1), page("l", 2)]);
    let error = pages::<Parts>(&http).items().try_collect::<Vec<_>>().await.unwrap_err();
    let expected =
        "test Act: the service gave the same token twice (`Next`, `Part`): the listing would never end";
    assert_eq!(error.to_string(), expected);
}

#[tokio::test]
async fn more_results_without_a_token_are_an_error_behind_their_page() {
    for page in
        [json!({"Names": ["a"], "More": true, "Next": "", "Part": 0}), json!({"Names": ["a"], "More": true})]
    {
        let http = server([page.clone(), page]);
        let mut items = pages::<Parts>(&http).items();
        assert_eq!(items.next().await.unwrap().unwrap(), "a");
        let error = items.next().await.unwrap().unwrap_err();
        let expected = "test Act: the service says that more pages follow, but gives no token for the next one \
                        (`Next`, `Part`)";
        assert_eq!((error.kind(), error.to_string().as_str()), (ErrorKind::Parse, expected));
        assert!(items.next().await.is_none());
        // who wants no more than there is is not concerned
        assert_eq!(pages::<Parts>(&http).max_items(1).items().try_collect::<Vec<_>>().await.unwrap(), ["a"]);
    }
}

#[tokio::test]
async fn the_size_of_a_page_goes_into_its_member() {
    let http = server([json!({"Next": "1"}), json!({}), json!({})]);
    all(&mut pages::<List>(&http).page_size(7)).await;
    all(&mut pages::<Parts>(&http).page_size(7)).await;
    let expected = [json!({"Size": 7}), json!({"Size": 7, "Next": "1"}), json!({"SizeText": "7"})];
    assert_eq!(sent(&http), expected);
}

#[tokio::test]
async fn a_size_where_there_is_none_is_an_error() {
    let error = pages::<Log>(&server([])).page_size(7).next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Validation);
    let expected = "test Act: the operation has no setting for the size of a page; leave out `page_size`";
    assert_eq!(error.to_string(), expected);
}

#[tokio::test]
async fn max_items_cuts_the_items_alone() {
    let http = server([
        json!({"Names": ["a", "b"], "Next": "1"}),
        json!({"Names": ["c", "d"], "Others": ["x", "y"], "Next": "2"}),
    ]);
    let mut pages = pages::<List>(&http).max_items(3);
    let got = all(&mut pages).await;
    assert_eq!(got[1].names, Some(vec!["c".to_owned()]));
    assert_eq!(got[1].others.as_ref().map(Vec::len), Some(2));
    assert_eq!(text(pages.resume_token()), r#"{"Next": "1", "boto_truncate_amount": 1}"#);
}

#[tokio::test]
async fn max_items_at_the_end_of_a_page_resumes_at_the_next() {
    let http = server([json!({"Names": ["a", "b"], "Next": "1"})]);
    let mut pages = pages::<List>(&http).max_items(2);
    assert_eq!(all(&mut pages).await.len(), 1);
    assert_eq!(text(pages.resume_token()), r#"{"Next": "1"}"#);
}

#[tokio::test]
async fn a_listing_cut_on_its_first_page_resumes_there() {
    let http = server([json!({"Names": ["a", "b", "c"]})]);
    let mut pages = pages::<List>(&http).max_items(1);
    all(&mut pages).await;
    assert_eq!(text(pages.resume_token()), r#"{"Next": null, "boto_truncate_amount": 1}"#);
}

#[tokio::test]
async fn a_listing_at_its_end_has_no_token() {
    let http = server([json!({"Names": ["a"]}), json!({"Names": ["a"]})]);
    let mut whole = pages::<List>(&http);
    all(&mut whole).await;
    assert_eq!(whole.resume_token(), None);
    let mut cut = pages::<List>(&http).max_items(1);
    all(&mut cut).await;
    assert_eq!(cut.resume_token(), None);
}

#[tokio::test]
async fn resuming_skips_what_was_given_and_empties_other_results() {
    let page = json!({"Names": ["a", "b", "c"], "Others": ["x"], "Count": 3, "Next": "2"});
    let http = server([page, json!({"Names": ["d"], "Others": ["y"]})]);
    let start = token(r#"{"Next": "1", "boto_truncate_amount": 1}"#);
    let got = all(&mut pages::<List>(&http).starting_token(start)).await;
    let expected = Out {
        names: Some(vec!["b".to_owned(), "c".to_owned()]),
        others: Some(vec![]),
        count: Some(3),
        next: Some("2".to_owned()),
        ..Out::default()
    };
    assert_eq!(got[0], expected);
    assert_eq!(got[1].others, Some(vec!["y".to_owned()]));
    assert_eq!(sent(&http), [json!({"Next": "1"}), json!({"Next": "2"})]);
}

#[tokio::test]
async fn resuming_and_cutting_the_same_page_counts_from_its_beginning() {
    let http = server([json!({"Names": ["a", "b", "c", "d"]})]);
    let start = token(r#"{"Next": null, "boto_truncate_amount": 1}"#);
    let mut pages = pages::<List>(&http).starting_token(start).max_items(1);
    assert_eq!(all(&mut pages).await[0].names, Some(vec!["b".to_owned()]));
    assert_eq!(text(pages.resume_token()), r#"{"Next": null, "boto_truncate_amount": 2}"#);
}

#[tokio::test]
async fn resuming_at_a_page_gives_all_of_it() {
    let http = server([json!({"Names": ["a"], "Others": ["x"]})]);
    let got = all(&mut pages::<List>(&http).starting_token(token(r#"{"Next": "1"}"#))).await;
    assert_eq!(got[0].others, Some(vec!["x".to_owned()]));
}

#[tokio::test]
async fn a_start_without_token_takes_it_out_of_the_input() {
    for start in [token(r#"{"Next": null}"#), token(r#"{"Next": "None"}"#), "None___0".to_owned()] {
        let http = server([json!({})]);
        let input = In { next: Some("mine".to_owned()), ..In::default() };
        all(&mut Pages::<List>::new(call(&http).with_input(input)).starting_token(start)).await;
        assert_eq!(sent(&http), [json!({})]);
    }
}

#[tokio::test]
async fn older_tokens_and_those_of_the_service_start_a_listing() {
    let http = server([json!({"Names": ["a", "b"]}), json!({})]);
    let mut older = pages::<Parts>(&http).starting_token("key___5___1");
    assert_eq!(all(&mut older).await[0].names, Some(vec!["b".to_owned()]));
    all(&mut pages::<List>(&http).starting_token("opaque==")).await;
    assert_eq!(sent(&http), [json!({"Next": "key", "Part": 5}), json!({"Next": "opaque=="})]);
}

#[tokio::test]
async fn a_token_that_does_not_fit_is_an_error() {
    for start in ["a___b___c".to_owned(), token(r#"{"Next": 5}"#)] {
        let error = pages::<List>(&server([])).starting_token(&start).next().await.unwrap().unwrap_err();
        let expected = format!(
            "test Act: `{start}` is no token to start with; `starting_token` takes what `resume_token` gave for \
             this operation"
        );
        assert_eq!(error.to_string(), expected);
    }
}

#[tokio::test]
async fn tokens_with_bytes_come_and_go() {
    let http = server([
        json!({"Names": ["a"], "Last": {"id": "/wA="}}),
        json!({"Names": ["b", "c"]}),
        json!({"Names": ["b", "c"]}),
    ]);
    let mut listing = pages::<Keys>(&http).max_items(2);
    all(&mut listing).await;
    let expected =
        r#"{"Start": {"id": "/wA="}, "boto_truncate_amount": 1, "boto_encoded_keys": [["Start", "id"]]}"#;
    assert_eq!(text(listing.resume_token()), expected);
    let again = pages::<Keys>(&http).starting_token(token(expected)).items();
    assert_eq!(again.try_collect::<Vec<_>>().await.unwrap(), ["c"]);
    assert_eq!(sent(&http)[2], json!({"Start": {"id": "/wA="}}));
}

#[tokio::test]
async fn text_is_cut_by_characters() {
    let http = server([json!({"Log": "äöü", "Next": "1"}), json!({"Log": "äöü"})]);
    let mut cut = pages::<Log>(&http).max_items(2);
    assert_eq!(all(&mut cut).await[0].log.as_deref(), Some("äö"));
    let rest = pages::<Log>(&http).starting_token(cut.resume_token().unwrap()).items();
    assert_eq!(rest.try_collect::<Vec<_>>().await.unwrap(), ["ü"]);
}

#[tokio::test]
async fn maps_are_cut_by_entries() {
    let page = json!({"Marks": {"a": "1", "b": "2", "c": "3"}});
    let http = server([page.clone(), page]);
    let mut cut = pages::<Marks>(&http).max_items(1);
    assert_eq!(all(&mut cut).await[0].marks, Some(Map::from([("a", "1".to_owned())])));
    let rest = pages::<Marks>(&http).starting_token(cut.resume_token().unwrap()).items();
    let rest: Vec<(String, String)> = rest.try_collect().await.unwrap();
    assert_eq!(rest, [("b".to_owned(), "2".to_owned()), ("c".to_owned(), "3".to_owned())]);
}

#[tokio::test]
async fn each_result_has_a_stream() {
    let http = server([json!({"Names": ["a"], "Others": ["x"], "Next": "1"}), json!({"Others": ["y"]})]);
    let others: Vec<_> = pages::<List>(&http).items_of::<Others>().try_collect().await.unwrap();
    assert_eq!(others, ["x", "y"]);
}

#[tokio::test]
async fn all_pages_in_one() {
    let page = |name: &str, owner: &str, next: &str| {
        json!({"Inner": {"Names": [name], "Owner": owner}, "Count": 2, "Log": name, "Marks": {name: name},
            "Names": ["left out"], "Next": next})
    };
    let http = server([page("a", "first", "1"), page("b", "second", "2"), json!({"Count": 1})]);
    let full = pages::<Nested>(&http).full().await.unwrap();
    let inner = Inner { names: Some(vec!["a".to_owned(), "b".to_owned()]), owner: Some("first".to_owned()) };
    let expected = Out {
        inner: Some(inner),
        count: Some(5),
        log: Some("ab".to_owned()),
        marks: Some(Map::from([("a", "a".to_owned()), ("b", "b".to_owned())])),
        ..Out::default()
    };
    assert_eq!((full.output, full.resume_token), (expected, None));
    let cut = pages::<List>(&server([json!({"Names": ["a", "b"]})])).max_items(1).full().await.unwrap();
    assert_eq!(cut.output.names, Some(vec!["a".to_owned()]));
    assert_eq!(text(cut.resume_token), r#"{"Next": null, "boto_truncate_amount": 1}"#);
}

#[tokio::test]
async fn items_resume_within_a_page() {
    let page = json!({"Names": ["a", "b", "c"], "Next": "1"});
    let http = server([page.clone(), page, json!({})]);
    let mut items = pages::<List>(&http).items();
    assert_eq!(items.resume_token(), None);
    items.next().await.unwrap().unwrap();
    assert_eq!(text(items.resume_token()), r#"{"Next": null, "boto_truncate_amount": 1}"#);
    let rest = pages::<List>(&http).starting_token(items.resume_token().unwrap()).items();
    assert_eq!(rest.try_collect::<Vec<_>>().await.unwrap(), ["b", "c"]);
    items.next().await.unwrap().unwrap();
    items.next().await.unwrap().unwrap();
    assert_eq!(text(items.resume_token()), r#"{"Next": "1"}"#);
}

#[tokio::test]
async fn an_error_ends_the_listing_and_tells_where_to_try_again() {
    let first = Answer::new(200).body(json!({"Next": "1"}).to_string());
    let http = TestClient::replay([first, Answer::new(400).body(r#"{"__type": "Refused"}"#)]);
    let mut pages = pages::<List>(&http);
    pages.next().await.unwrap().unwrap();
    assert_eq!(pages.next().await.unwrap().unwrap_err().code(), Some("Refused"));
    assert_eq!(text(pages.resume_token()), r#"{"Next": "1"}"#);
    assert!(pages.next().await.is_none());
}
