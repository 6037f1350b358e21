//! Presigned POST. URLs, policies and signatures are those of botocore 1.44.8, but for the cases that it gets wrong.

use super::*;
use crate::{PostCondition, PresignedPost};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tucuxi::credentials::Credentials;

fn start() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_767_225_600)
}

async fn post(variables: &[(&str, &str)], bucket: &str, key: &str) -> Result<PresignedPost, tucuxi::Error> {
    let (client, http) = client_with(variables, []);
    let post = client.presigned_post(bucket, key).starts_at(start()).await;
    assert!(http.requests().is_empty(), "nothing is sent");
    post
}

/// The policy that botocore encodes to base64.
fn same_policy(post: &PresignedPost, json: &str) {
    assert_eq!(post.field("policy"), Some(tucuxi::internal::base64::encode(json.as_bytes()).as_str()));
}

#[tokio::test]
async fn a_form_is_signed_as_by_botocore() {
    let (client, _) = client_with(&[("AWS_SESSION_TOKEN", "to/ken+")], []);
    let post = client
        .presigned_post("data", "uploads/ü/${filename}")
        .field("acl", "private")
        .field("Content-Type", "image/png")
        .condition(PostCondition::content_length_range(1, 10_000_000))
        .condition(PostCondition::starts_with("Content-Type", "image/"))
        .expires_in(Duration::from_secs(600))
        .starts_at(start())
        .await
        .unwrap();
    assert_eq!(post.url(), "https://data.s3.amazonaws.com/");
    let names: Vec<_> = post.fields().iter().map(|(name, _)| name.as_str()).collect();
    let expected = [
        "acl",
        "Content-Type",
        "key",
        "x-amz-algorithm",
        "x-amz-credential",
        "x-amz-date",
        "x-amz-security-token",
        "policy",
        "x-amz-signature",
    ];
    assert_eq!(names, expected);
    assert_eq!(post.field("key"), Some("uploads/ü/${filename}"));
    same_policy(
        &post,
        r#"{"expiration": "2026-01-01T00:10:00Z", "conditions": [["content-length-range", 1, 10000000], ["starts-with", "$Content-Type", "image/"], {"acl": "private"}, {"bucket": "data"}, ["starts-with", "$key", "uploads/\u00fc/"], {"x-amz-algorithm": "AWS4-HMAC-SHA256"}, {"x-amz-credential": "AKID/20260101/us-west-2/s3/aws4_request"}, {"x-amz-date": "20260101T000000Z"}, {"x-amz-security-token": "to/ken+"}]}"#,
    );
    let signature = "d665e6dcf6c29ebfc9565800ef68a3ee3c8341e4218ea3a22610d179fdeb82ca";
    assert_eq!(post.field("x-amz-signature"), Some(signature));
    assert_eq!(post.valid_until(), start() + Duration::from_secs(600));
    let shown = format!("{post:?}");
    assert!(shown.contains("image/png") && shown.contains("https://data.s3.amazonaws.com/"), "{shown}");
    for secret in [signature, "to/ken+", post.field("policy").unwrap()] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

#[tokio::test]
async fn it_goes_where_presigned_requests_go() {
    let own = [("AWS_ENDPOINT_URL", "http://127.0.0.1:9000")];
    let east = [("AWS_REGION", "us-east-1")];
    let china = [("AWS_REGION", "cn-north-1")];
    for (variables, bucket, url, region) in [
        (&[][..], "data", "https://data.s3.amazonaws.com/", "us-west-2"),
        (&east, "data", "https://data.s3.amazonaws.com/", "us-east-1"),
        (&china, "data", "https://data.s3.cn-north-1.amazonaws.com.cn/", "cn-north-1"),
        (&[], "a.b", "https://s3.us-west-2.amazonaws.com/a.b", "us-west-2"),
        (&own, "data", "http://127.0.0.1:9000/data", "us-west-2"),
        (&[], "point-abcd-s3alias", "https://point-abcd-s3alias.s3.amazonaws.com/", "us-west-2"),
    ] {
        let post = post(variables, bucket, "k").await.unwrap();
        assert_eq!(post.url(), url);
        let credential = format!("AKID/20260101/{region}/s3/aws4_request");
        assert_eq!(post.field("x-amz-credential"), Some(credential.as_str()));
    }
}

#[tokio::test]
async fn a_field_has_the_condition_it_needs_once() {
    let (client, _) = client([]);
    let post = client
        .presigned_post("data", "a \"b\"\\\n\u{7f}😀")
        .field("acl", "public-read")
        .field("acl", "private")
        .field("x-amz-meta-who", "me")
        .field("key", "another")
        .unchecked_field("x-ignore-this", "x")
        .condition(PostCondition::starts_with("$X-Amz-Meta-Who", ""))
        .starts_at(start())
        .await
        .unwrap();
    assert_eq!(post.field("acl"), Some("private"));
    assert_eq!(post.field("x-ignore-this"), Some("x"));
    assert_eq!(post.field("key"), Some("a \"b\"\\\n\u{7f}😀"));
    same_policy(
        &post,
        r#"{"expiration": "2026-01-01T01:00:00Z", "conditions": [["starts-with", "$X-Amz-Meta-Who", ""], {"acl": "private"}, {"bucket": "data"}, {"key": "a \"b\"\\\n\u007f\ud83d\ude00"}, {"x-amz-algorithm": "AWS4-HMAC-SHA256"}, {"x-amz-credential": "AKID/20260101/us-west-2/s3/aws4_request"}, {"x-amz-date": "20260101T000000Z"}]}"#,
    );
}

#[tokio::test]
async fn it_is_valid_no_longer_than_the_credentials() {
    let (client, _) = client([]);
    let minutes = |count: u32| Duration::from_secs(60) * count;
    let ending = Credentials::builder("AKID", "secret").expiration(start() + minutes(30)).build();
    let form = client.presigned_post("data", "k").starts_at(start()).customize(|b| b.credentials(ending));
    let valid_until = async |lifetime| form.clone().expires_in(lifetime).await.unwrap().valid_until();
    assert_eq!(valid_until(minutes(10)).await, start() + minutes(10));
    assert_eq!(valid_until(minutes(60)).await, start() + minutes(30));
}

#[tokio::test]
async fn what_has_no_form_says_why() {
    let error = async |bucket| post(&[], bucket, "k").await.unwrap_err().to_string();
    let directory = error("data--usw2-az1--x-s3").await;
    assert!(
        directory.contains("no forms for directory buckets") && directory.contains("put_object"),
        "{directory}"
    );
    let point = error("arn:aws:s3:eu-west-1:123456789012:accesspoint/point").await;
    assert!(point.contains("give its alias"), "{point}");
    let multi_region = error("arn:aws:s3::123456789012:accesspoint/x.mrap").await;
    assert!(multi_region.contains("SigV4a"), "{multi_region}");
    let bad = error("a/b").await;
    assert!(bad.starts_with("s3 PostObject: invalid input: Bucket `a/b`"), "{bad}");

    let (client, _) = client([]);
    let form = client.presigned_post("data", "k");
    let anonymous = form.clone().customize(|b| b.anonymous(true)).await.unwrap_err().to_string();
    assert!(anonymous.contains("anonymous"), "{anonymous}");
    for lifetime in [Duration::ZERO, Duration::from_secs(7 * 24 * 3600 + 1)] {
        let error = form.clone().expires_in(lifetime).await.unwrap_err().to_string();
        assert!(error.contains("at least a second and at most seven days"), "{error}");
    }
}

#[cfg(feature = "json")]
#[test]
fn conditions_can_be_written_as_in_boto3() {
    let condition = |text: &str| {
        let value: tucuxi::json::Value = text.parse().unwrap();
        PostCondition::from_json(&value).map(|condition| condition.to_string())
    };
    for text in [
        r#"{"acl": "\u00fc"}"#,
        r#"["eq", "$acl", "private"]"#,
        r#"["starts-with", "$key", ""]"#,
        r#"["content-length-range", 1, 9]"#,
    ] {
        assert_eq!(condition(text).unwrap(), text);
    }
    for text in
        ["1", "{}", r#"{"a": "b", "c": "d"}"#, r#"["eq", "$acl"]"#, r#"["content-length-range", 1, 9.5]"#]
    {
        assert!(condition(text).unwrap_err().to_string().contains("not a condition"), "{text}");
    }
}
