//! Responses with status 200 that are not what they seem, and where a bucket is.

use super::{client, client_with};
use tucuxi::error::ErrorKind;
use tucuxi::http::test::Answer;

const ONCE: [(&str, &str); 1] = [("AWS_MAX_ATTEMPTS", "1")];

const LIST: &str = "<ListBucketResult><Contents><Key>a</Key></Contents><Contents><Key>b</Key></Contents>\
                    <KeyCount>2</KeyCount></ListBucketResult>";

#[tokio::test]
async fn half_a_list_is_not_part_of_the_next_one() {
    for half in
        ["<ListBucketResult><Contents><Key>a</Key></Contents><Contents><Ke", "<html>sign in</html>", ""]
    {
        let (client, http) = client([Answer::new(200).body(half), Answer::new(200).body(LIST)]);
        let list = client.list_objects_v2().bucket("bucket").await.unwrap();
        let keys: Vec<_> = list.contents().iter().filter_map(|object| object.key.as_deref()).collect();
        assert_eq!(keys, ["a", "b"], "{half}");
        assert_eq!(http.remaining(), 0);
    }
}

#[tokio::test]
async fn what_s3_did_not_send_is_no_success() {
    let page = || Answer::new(200).header("content-type", "text/html").body("<html><p>sign in</p></html>");
    let once = |answer| client_with(&ONCE, [answer]).0;
    let errors = [
        once(page()).list_objects_v2().bucket("b").await.unwrap_err(),
        once(page()).create_multipart_upload().bucket("b").key("k").await.unwrap_err(),
        once(page()).complete_multipart_upload().bucket("b").key("k").upload_id("u").await.unwrap_err(),
        once(page()).get_bucket_policy_status().bucket("b").await.unwrap_err(),
        once(page()).get_bucket_location().bucket("b").await.unwrap_err(),
    ];
    for error in errors {
        assert_eq!((error.kind(), error.status()), (ErrorKind::Parse, Some(200)));
        let line = error.to_string();
        assert!(line.contains("of text/html, 27 bytes") && line.contains("(status 200)"), "{line}");
    }
}

#[tokio::test]
async fn an_error_after_a_long_copy_keeps_its_code_and_the_status_that_came() {
    let error =
        "<?xml version=\"1.0\"?>\n\n <Error><Code>InternalError</Code><Message>again</Message></Error>";
    let copied = "<CopyObjectResult><ETag>\"e\"</ETag></CopyObjectResult>";
    let (client, _) = client([Answer::new(200).body(error), Answer::new(200).body(copied)]);
    let copy = || client.copy_object().bucket("b").key("k").copy_source("b/j");
    let copied = copy().await.unwrap();
    assert_eq!(copied.copy_object_result.unwrap().e_tag.as_deref(), Some("\"e\""));

    let (client, _) = client_with(&ONCE, [Answer::new(200).body(error)]);
    let failure = client.copy_object().bucket("b").key("k").copy_source("b/j").await.unwrap_err();
    assert_eq!((failure.code(), failure.status()), (Some("InternalError"), Some(200)));
}

#[tokio::test]
async fn the_region_of_a_bucket_is_the_root_or_in_it() {
    for (body, region) in [
        ("<LocationConstraint xmlns='u'>eu-west-1</LocationConstraint>", Some("eu-west-1")),
        ("<n:LocationConstraint xmlns:n='u'>eu-west-1</n:LocationConstraint><!-- end -->", Some("eu-west-1")),
        ("<Output><LocationConstraint>eu-west-1</LocationConstraint></Output>", Some("eu-west-1")),
        (
            "<n:Output xmlns:n='u'><n:LocationConstraint>eu-west-1</n:LocationConstraint></n:Output>",
            Some("eu-west-1"),
        ),
        ("<LocationConstraint><LocationConstraint>EU</LocationConstraint></LocationConstraint>", Some("EU")),
        ("<?xml version='1.0'?>\n<LocationConstraint xmlns='u'/>", None),
        ("<LocationConstraint></LocationConstraint>", None),
        ("<Output><LocationConstraint/></Output>", None),
    ] {
        let (client, _) = client([Answer::new(200).body(body)]);
        let location = client.get_bucket_location().bucket("b").await.unwrap();
        assert_eq!(location.location_constraint.as_ref().map(|region| region.as_str()), region, "{body}");
    }
}
