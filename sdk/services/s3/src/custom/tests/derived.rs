//! Clients made from one another, and what errors tell beside the model.

use super::client;
use crate::errors::NoSuchKey;
use tucuxi::http::test::Answer;

#[tokio::test]
async fn an_error_tells_the_key_that_the_model_has_no_member_for() {
    let body = "<Error><Code>NoSuchKey</Code><Message>gone</Message><Key>a/b.txt</Key><BucketName>b</BucketName></Error>";
    let (client, _) = client([Answer::new(404).body(body)]);
    let error = client.get_object().bucket("b").key("a/b.txt").await.unwrap_err();
    assert!(error.is::<NoSuchKey>());
    assert_eq!((error.detail("Key"), error.detail("BucketName")), (Some("a/b.txt"), Some("b")));
    assert_eq!(error.detail("Absent"), None);
}

#[tokio::test]
async fn a_client_of_another_region_calls_there() {
    let (client, http) = client([Answer::new(200), Answer::new(200)]);
    let there = client.customize(|b| b.region("eu-west-1"));
    assert_eq!((client.config().region(), there.config().region()), (Some("us-west-2"), Some("eu-west-1")));
    assert_eq!(there.config().endpoint().unwrap(), "https://s3.eu-west-1.amazonaws.com");
    for client in [&there, &client] {
        client.head_object().bucket("bucket").key("k").await.unwrap();
    }
    let hosts: Vec<_> = http.requests().iter().map(|sent| sent.uri.host().unwrap().to_owned()).collect();
    assert_eq!(hosts, ["bucket.s3.eu-west-1.amazonaws.com", "bucket.s3.us-west-2.amazonaws.com"]);
}

#[tokio::test]
async fn a_misspelt_setting_names_the_known_ones() {
    let (client, http) = client([]);
    let error =
        client.customize(|b| b.client_context("use_arn_regoin", true)).list_buckets().await.unwrap_err();
    let line = error.to_string();
    assert!(line.contains("`accelerate`") && line.ends_with("is `use_arn_region` meant?"), "{line}");
    assert!(http.requests().is_empty());
}
