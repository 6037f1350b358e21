//! docs/guide/errors.md

use guide::{Outcome, replay};
use tucuxi::Error;
use tucuxi::error::ErrorKind;
use tucuxi::http::test::Answer;
use tucuxi::prelude::*;
use tucuxi::types::Map;
use tucuxi_dynamodb::errors::{ConditionalCheckFailedException, ResourceNotFoundException};
use tucuxi_dynamodb::types::AttributeValue;
use tucuxi_s3::errors::{NoSuchBucket, NoSuchKey};

const NO_SUCH_KEY: &str = "<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message>\
                           <Key>plan.txt</Key><RequestId>4442587FB7D0A2F9</RequestId></Error>";

fn no_such_key() -> Answer {
    Answer::new(404).body(NO_SUCH_KEY)
}

async fn read(s3: &tucuxi_s3::Client) -> Result<Option<String>, Error> {
    match s3.get_object().bucket("docs").key("plan.txt").await {
        Ok(object) => {
            let body = object.body.collect().await?;
            Ok(Some(String::from_utf8_lossy(&body).into_owned()))
        }
        Err(error) if error.is::<NoSuchKey>() || error.is::<NoSuchBucket>() => Ok(None),
        Err(error) => Err(error),
    }
}

#[tokio::test]
async fn an_exception_without_its_fields() -> Outcome {
    let (_, session) = replay([no_such_key(), Answer::new(200).body("the plan"), denied()])?;
    let s3 = tucuxi_s3::Client::new(&session);
    assert_eq!(read(&s3).await?, None);
    assert_eq!(read(&s3).await?.as_deref(), Some("the plan"));
    assert_eq!(read(&s3).await.expect_err("refused").code(), Some("AccessDenied"));
    Ok(())
}

fn denied() -> Answer {
    Answer::new(403).body("<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>")
}

#[tokio::test]
async fn one_line_tells_all() -> Outcome {
    let (_, session) = replay([no_such_key()])?;
    let s3 = tucuxi_s3::Client::new(&session);
    let error = s3.get_object().bucket("docs").key("plan.txt").await.expect_err("no such key");

    println!("{error}");

    let page = include_str!("../../../../docs/guide/errors.md");
    assert!(page.contains(&format!("```text\n{error}\n```")), "the page shows another line than\n{error}");
    Ok(())
}

#[tokio::test]
async fn codes_and_details() -> Outcome {
    let (_, session) = replay([no_such_key()])?;
    let s3 = tucuxi_s3::Client::new(&session);
    let error = s3.get_object().bucket("docs").key("plan.txt").await.expect_err("no such key");

    match error.code() {
        Some("NoSuchKey") => println!("no object {}", error.detail("Key").unwrap_or_default()),
        Some("SlowDown") => println!("later"),
        _ => println!("{error}"),
    }

    assert_eq!((error.code(), error.detail("Key")), (Some("NoSuchKey"), Some("plan.txt")));
    assert!(error.is_not_found() && !error.is_throttling());
    Ok(())
}

type Item = Map<AttributeValue>;

/// Stores the book unless there is one of that title, which is then returned.
async fn store(dynamodb: &tucuxi_dynamodb::Client, book: Item) -> Result<Option<Item>, Error> {
    let stored = dynamodb
        .put_item()
        .table_name("books")
        .item(book)
        .condition_expression("attribute_not_exists(title)")
        .return_values_on_condition_check_failure("ALL_OLD")
        .await;
    match stored {
        Ok(_) => Ok(None),
        Err(error) => match error.exception::<ConditionalCheckFailedException>() {
            Some(exception) => Ok(exception.item),
            None => Err(error),
        },
    }
}

#[tokio::test]
async fn an_exception_with_its_fields() -> Outcome {
    let failed = r#"{"__type": "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException",
                     "message": "The conditional request failed", "Item": {"year": {"N": "1964"}}}"#;
    let (_, session) = replay([Answer::new(400).body(failed), Answer::new(200).body("{}")])?;
    let dynamodb = tucuxi_dynamodb::Client::new(&session);
    let book: Item = [("title", AttributeValue::S("Arrow of God".to_owned()))].into_iter().collect();
    let there = store(&dynamodb, book.clone()).await?.ok_or("a book")?;
    assert_eq!(there.get("year"), Some(&AttributeValue::N("1964".to_owned())));
    assert_eq!(store(&dynamodb, book).await?, None);
    Ok(())
}

/// What the program does about an error.
fn advice(error: &Error) -> &'static str {
    match error.kind() {
        ErrorKind::Credentials | ErrorKind::Configuration => "check the settings",
        ErrorKind::Transport if error.is_timeout() => "the service is slow, or the network",
        ErrorKind::Transport => "check the network",
        ErrorKind::Service if error.is_throttling() => "send less",
        ErrorKind::Service if error.is_not_found() => "create it first",
        _ => "give up",
    }
}

#[tokio::test]
async fn kinds() -> Outcome {
    let (_, session) = replay([no_such_key(), denied()])?;
    let s3 = tucuxi_s3::Client::new(&session);
    let call = || s3.get_object().bucket("docs").key("plan.txt").customize(|call| call.max_attempts(1));
    assert_eq!(advice(&call().await.expect_err("not found")), "create it first");
    assert_eq!(advice(&call().await.expect_err("denied")), "give up");
    assert_eq!(advice(&Error::configuration("no region")), "check the settings");
    Ok(())
}

async fn owner(s3: &tucuxi_s3::Client) -> Result<String, Error> {
    let listed = s3.list_buckets().await?;
    let owner = listed.owner.required("owner")?;
    owner.id.required("owner.id")
}

#[tokio::test]
async fn what_may_be_absent() -> Outcome {
    let whole = "<ListAllMyBucketsResult><Owner><ID>me</ID></Owner></ListAllMyBucketsResult>";
    let (_, session) = replay([whole, "<ListAllMyBucketsResult/>"].map(|body| Answer::new(200).body(body)))?;
    let s3 = tucuxi_s3::Client::new(&session);
    assert_eq!(owner(&s3).await?, "me");
    assert_eq!(owner(&s3).await.expect_err("absent").to_string(), "the response has no `owner`");
    Ok(())
}

#[tokio::test]
async fn what_is_behind_an_error() -> Outcome {
    let config = "/no/such/config";

    let policy = std::fs::read_to_string(config).map_err(Error::from);
    if let Err(error) = policy {
        let cause = error.cause().and_then(|cause| cause.downcast_ref::<std::io::Error>());
        println!("{:?}", cause.map(|cause| cause.kind())); // Some(NotFound)
    }

    Ok(())
}

#[tokio::test]
async fn exceptions_are_of_one_service() -> Outcome {
    let (_, session) = replay([no_such_key()])?;
    let s3 = tucuxi_s3::Client::new(&session);
    let error = s3.get_object().bucket("docs").key("plan.txt").await.expect_err("no such key");
    assert!(!error.is::<ResourceNotFoundException>());
    Ok(())
}
