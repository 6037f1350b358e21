//! docs/guide/presigned.md

use std::time::Duration;

use guide::{Outcome, replay};
use tucuxi_s3::{Client, PostCondition};

#[tokio::test]
async fn a_request() -> Outcome {
    let (http, session) = replay([])?;
    let s3 = Client::new(&session);

    let get = s3.get_object().bucket("docs").key("plan.txt").presigned(Duration::from_secs(600)).await?;
    println!("{} {}", get.method(), get.url());

    assert_eq!(get.method(), "GET");
    assert!(get.url().starts_with("https://docs.s3.amazonaws.com/plan.txt?"), "{}", get.url());
    assert!(get.headers().is_empty() && http.requests().is_empty());

    let put = s3.put_object().bucket("docs").key("plan.txt").content_type("text/plain");
    let put = put.presigned(Duration::from_secs(600)).await?;
    for (name, value) in put.headers() {
        println!("{name}: {value:?}"); // content-type: "text/plain"
    }

    assert_eq!(put.headers().len(), 1);
    assert_eq!(put.headers()["content-type"], "text/plain");
    Ok(())
}

#[tokio::test]
async fn a_form() -> Outcome {
    let (_, session) = replay([])?;
    let s3 = Client::new(&session);

    let post = s3
        .presigned_post("docs", "uploads/${filename}")
        .field("acl", "private")
        .condition(PostCondition::content_length_range(1, 10_000_000))
        .condition(PostCondition::starts_with("Content-Type", "image/"))
        .expires_in(Duration::from_secs(600))
        .await?;
    println!("{}", post.url());
    for (name, value) in post.fields() {
        println!("{name}: {value}");
    }

    assert_eq!(post.url(), "https://docs.s3.amazonaws.com/");
    assert_eq!(post.field("key"), Some("uploads/${filename}"));
    assert_eq!(post.field("acl"), Some("private"));
    Ok(())
}
