//! docs/guide/retries.md

use std::sync::Arc;
use std::time::Duration;

use faults::{Server, Transport};
use guide::{Outcome, replay, settings};
use tokio::sync::Notify;
use tucuxi::config::RetryMode;
use tucuxi::http::test::{Answer, TestClient};
use tucuxi::{Error, Session};
use tucuxi_dynamodb::types::AttributeValue;

fn found() -> Answer {
    Answer::new(200).body("{}")
}

#[tokio::test]
async fn settings_of_a_session() -> Outcome {
    let session = Session::builder()
        .connect_timeout(Duration::from_secs(3))
        .read_timeout(Duration::from_secs(10))
        .retry_mode(RetryMode::Adaptive)
        .max_attempts(5)
        .build()?;

    let http =
        TestClient::replay([Answer::new(503), Answer::new(503), Answer::new(503), Answer::new(503), found()]);
    let session = session.to_builder().region("eu-west-1").credentials(keys()).build()?;
    let dynamodb = tucuxi_dynamodb::Client::builder(&session).http_client(http).build();
    let call = dynamodb.list_tables();
    let (_, metadata) = call.send_with_metadata().await?;
    println!("answered after {} attempts", metadata.attempts());
    assert_eq!((metadata.attempts(), dynamodb.config().retry_mode()), (5, RetryMode::Adaptive));
    Ok(())
}

fn keys() -> tucuxi::credentials::Credentials {
    tucuxi::credentials::Credentials::from_keys("AKIDEXAMPLE", "secret")
}

#[tokio::test]
async fn limits_of_a_client() -> Outcome {
    let server = Server::always(Transport::Http, "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}").await;
    let session = settings().endpoint_url(&server.url).build()?;

    let dynamodb = tucuxi_dynamodb::Client::builder(&session)
        .read_timeout(Duration::from_secs(1))
        .attempt_timeout(Duration::from_secs(2))
        .operation_timeout(Duration::from_secs(8))
        .build();

    assert_eq!(dynamodb.config().operation_timeout(), Some(Duration::from_secs(8)));
    dynamodb.list_tables().await?;
    Ok(())
}

/// A session that calls a server which reads requests and never answers.
async fn silent() -> Result<(Server, Session), Error> {
    let server = Server::start(Transport::Http, |mut connection, _| async move {
        connection.until_closed().await;
    })
    .await;
    let session = settings().endpoint_url(&server.url).build()?;
    Ok((server, session))
}

#[tokio::test]
async fn limits_of_a_call() -> Outcome {
    let (_server, session) = silent().await?;
    let dynamodb = tucuxi_dynamodb::Client::new(&session);

    let found = dynamodb
        .get_item()
        .table_name("books")
        .key([("title", AttributeValue::S("Arrow of God".to_owned()))])
        .customize(|call| call.max_attempts(1).operation_timeout(Duration::from_millis(200)))
        .await;

    let error = found.expect_err("nobody answers");
    assert!(error.is_timeout(), "{error}");
    assert_eq!(error.to_string(), "dynamodb GetItem: the call took longer than the limit of 200ms");
    Ok(())
}

#[tokio::test]
async fn what_was_tried() -> Outcome {
    let (_, session) = replay([Answer::new(503), found()])?;
    let dynamodb = tucuxi_dynamodb::Client::new(&session);

    let (tables, metadata) = dynamodb.list_tables().send_with_metadata().await?;
    println!("{:?}, {} attempts", tables.table_names(), metadata.attempts());

    assert_eq!(metadata.attempts(), 2);
    Ok(())
}

async fn download(s3: &tucuxi_s3::Client, stop: &Notify) -> Result<Option<i64>, Error> {
    tokio::select! {
        object = s3.get_object().bucket("films").key("long.mkv").send() => Ok(object?.content_length),
        () = stop.notified() => Ok(None),
    }
}

#[tokio::test]
async fn a_dropped_call_is_cancelled() -> Outcome {
    let stop = Arc::new(Notify::new());
    let told = Arc::clone(&stop);
    let closed = Arc::new(Notify::new());
    let seen = Arc::clone(&closed);
    let server = Server::start(Transport::Http, move |mut connection, _| {
        let (told, seen) = (Arc::clone(&told), Arc::clone(&seen));
        async move {
            connection.head().await;
            told.notify_one();
            connection.until_closed().await;
            seen.notify_one();
        }
    })
    .await;
    let s3 = tucuxi_s3::Client::new(&settings().endpoint_url(&server.url).build()?);
    assert_eq!(download(&s3, &stop).await?, None);
    tokio::time::timeout(Duration::from_secs(10), closed.notified()).await?;
    Ok(())
}

#[tokio::test]
async fn a_token_makes_a_call_safe_to_repeat() -> Outcome {
    let answer = Answer::new(200).body("<RunInstancesResponse/>");
    let (http, session) = replay([answer.clone(), answer])?;
    let ec2 = tucuxi_ec2::Client::new(&session);

    let start =
        ec2.run_instances().image_id("ami-12c6146b").min_count(1).max_count(1).client_token("order-4711");
    let first = tokio::time::timeout(Duration::from_secs(30), start.clone().send()).await;
    if first.is_err() {
        start.await?; // the same server, not a second one
    }

    assert!(String::from_utf8_lossy(&http.requests()[0].body).contains("ClientToken=order-4711"));
    Ok(())
}
