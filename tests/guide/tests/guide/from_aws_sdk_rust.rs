//! docs/from-aws-sdk-rust.md: our side of it.

use std::sync::Arc;
use std::time::Duration;

use guide::{Outcome, listing, replay, role, signer};
use tucuxi::client::{Context, Interceptor};
use tucuxi::config::{AddressingStyle, RetryMode};
use tucuxi::credentials::{AssumeRole, Credentials, ProvideCredentials};
use tucuxi::external::http::{self, HeaderValue};
use tucuxi::http::test::{Answer, TestClient};
use tucuxi::http::{Body, BoxFuture};
use tucuxi::types::ByteStream;
use tucuxi::{Error, Session};
use tucuxi_s3::errors::NoSuchKey;

fn running() -> Answer {
    Answer::new(200).body(
        "<DescribeInstancesResponse><reservationSet><item><instancesSet><item><instanceId>i-1</instanceId>\
         <instanceState><name>running</name></instanceState></item></instancesSet></item></reservationSet>\
         </DescribeInstancesResponse>",
    )
}

#[tokio::test]
async fn config_loading() -> Outcome {
    let session = Session::builder().region("eu-west-1").profile("default").build();
    if session.is_err() {
        // this machine has shared files without a profile of that name
        println!("no profile `default`");
    }

    let session = Session::builder().region("eu-west-1").build()?;
    let s3 = tucuxi_s3::Client::new(&session);

    assert_eq!(s3.config().region(), Some("eu-west-1"));
    Ok(())
}

#[tokio::test]
async fn client_settings() -> Outcome {
    let (_, session) = replay([])?;

    let s3 = tucuxi_s3::Client::builder(&session)
        .retry_mode(RetryMode::Adaptive)
        .max_attempts(5)
        .operation_timeout(Duration::from_secs(30))
        .build();

    assert_eq!(s3.config().max_attempts(), 5);
    Ok(())
}

#[tokio::test]
async fn a_call() -> Outcome {
    let (_, session) = replay([listing(&["a"])])?;
    let s3 = tucuxi_s3::Client::new(&session);

    let listed = s3.list_objects_v2().bucket("docs").prefix("2026/").await?;
    for object in listed.contents() {
        println!("{:?} {:?}", object.key, object.size);
    }

    assert_eq!(listed.contents().len(), 1);
    Ok(())
}

#[tokio::test]
async fn lists() -> Outcome {
    let (http, session) = replay([running()])?;
    let ec2 = tucuxi_ec2::Client::new(&session);
    let ids = ["i-1", "i-2"];

    let described = ec2.describe_instances().instance_ids(ids).instance_ids(["i-3"]).await?;

    assert_eq!(described.reservations().len(), 1);
    let sent = String::from_utf8_lossy(&http.requests()[0].body).into_owned();
    assert!(sent.contains("InstanceId.1=i-1&InstanceId.2=i-2&InstanceId.3=i-3"), "{sent}");
    Ok(())
}

fn no_such_key() -> Answer {
    Answer::new(404).body("<Error><Code>NoSuchKey</Code><Message>none</Message></Error>")
}

#[tokio::test]
async fn errors() -> Outcome {
    let (_, session) = replay([no_such_key(), no_such_key()])?;
    let s3 = tucuxi_s3::Client::new(&session);

    match s3.get_object().bucket("docs").key("plan.txt").await {
        Ok(object) => println!("{:?}", object.content_length),
        Err(error) if error.is::<NoSuchKey>() => println!("no such key"),
        Err(error) => println!("{:?}: {}", error.code(), error.message()),
    }

    let error = s3.get_object().bucket("docs").key("plan.txt").await.expect_err("no such key");
    let exception: Option<NoSuchKey> = error.exception();
    println!("{exception:?}, request {:?}", error.request_id());

    assert!(exception.is_some());
    Ok(())
}

#[tokio::test]
async fn pages() -> Outcome {
    let (_, session) = replay([listing(&["a", "b"]), listing(&["a", "b"])])?;
    let s3 = tucuxi_s3::Client::new(&session);

    let mut objects = s3.list_objects_v2().bucket("docs").items().page_size(100);
    while let Some(object) = objects.next().await {
        println!("{:?}", object?.key);
    }

    let all: Vec<_> = s3.list_objects_v2().bucket("docs").items().try_collect().await?;

    assert_eq!(all.len(), 2);
    Ok(())
}

#[tokio::test]
async fn credentials() -> Outcome {
    let (http, session) = replay([listing(&[])])?;

    let keys = Credentials::from_keys("AKIDOTHER", "secret");
    let s3 = tucuxi_s3::Client::builder(&session).credentials(keys).build();

    s3.list_objects_v2().bucket("docs").await?;
    assert_eq!(signer(&http.requests()[0]), Some("AKIDOTHER"));
    Ok(())
}

#[derive(Debug)]
struct Vault;

impl ProvideCredentials for Vault {
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, Error>> {
        Box::pin(async {
            let keys = Credentials::builder("ASIAVAULT", "secret").session_token("token");
            Ok(keys.build())
        })
    }
}

#[tokio::test]
async fn a_provider() -> Outcome {
    let (http, session) = replay([listing(&[])])?;

    let session = session.to_builder().credentials_provider(Vault).build()?;

    tucuxi_s3::Client::new(&session).list_objects_v2().bucket("docs").await?;
    assert_eq!(signer(&http.requests()[0]), Some("ASIAVAULT"));
    Ok(())
}

#[tokio::test]
async fn roles() -> Outcome {
    let (http, session) = replay([role("AKIDROLE"), listing(&[])])?;

    let auditor = AssumeRole::builder("arn:aws:iam::210987654321:role/auditor")
        .session_name("nightly-report")
        .build(&session);
    let s3 = tucuxi_s3::Client::builder(&session).credentials_provider(auditor).build();

    s3.list_objects_v2().bucket("docs").await?;
    assert_eq!(http.requests().iter().filter_map(signer).collect::<Vec<_>>(), ["AKIDEXAMPLE", "AKIDROLE"]);
    Ok(())
}

#[tokio::test]
async fn one_call_elsewhere() -> Outcome {
    let (http, session) = replay([Answer::new(200).body("{}")])?;
    let dynamodb = tucuxi_dynamodb::Client::new(&session);

    let tables = dynamodb.list_tables().customize(|call| call.region("us-west-2").max_attempts(1)).await?;

    assert!(tables.table_names().is_empty());
    assert_eq!(http.requests()[0].uri.host(), Some("dynamodb.us-west-2.amazonaws.com"));
    Ok(())
}

#[tokio::test]
async fn endpoints() -> Outcome {
    let (http, session) = replay([Answer::new(200)])?;

    let s3 = tucuxi_s3::Client::builder(&session)
        .endpoint_url("http://127.0.0.1:9000")
        .s3(|s3| s3.addressing_style = AddressingStyle::Path)
        .build();

    s3.delete_object().bucket("docs").key("a").await?;
    assert_eq!(http.requests()[0].uri, "http://127.0.0.1:9000/docs/a");
    Ok(())
}

#[tokio::test]
async fn waiters() -> Outcome {
    let (_, session) = replay([running()])?;
    let ec2 = tucuxi_ec2::Client::new(&session);

    let ready =
        ec2.wait_until_instance_running().instance_ids(["i-1"]).timeout(Duration::from_secs(300)).await?;

    assert_eq!(ready.reservations().len(), 1);
    Ok(())
}

#[tokio::test]
async fn streams() -> Outcome {
    let path = std::env::temp_dir().join(format!("tucuxi-guide-plan-{}", std::process::id()));
    std::fs::write(&path, "the plan")?;
    let (_, session) = replay([Answer::new(200), Answer::new(200).body("the plan")])?;
    let s3 = tucuxi_s3::Client::new(&session);

    let body = ByteStream::from_path(&path).await?;
    s3.put_object().bucket("docs").key("plan.txt").body(body).await?;
    let bytes = s3.get_object().bucket("docs").key("plan.txt").await?.body.collect().await?;

    std::fs::remove_file(&path)?;
    assert_eq!(bytes, "the plan");
    Ok(())
}

#[tokio::test]
async fn presigned_requests() -> Outcome {
    let (http, session) = replay([])?;
    let s3 = tucuxi_s3::Client::new(&session);

    let ten_minutes = Duration::from_secs(600);
    let presigned = s3.get_object().bucket("docs").key("plan.txt").presigned(ten_minutes).await?;
    println!("{} {}", presigned.method(), presigned.url());

    assert!(presigned.url().contains("X-Amz-Expires=600"));
    assert!(http.requests().is_empty());
    Ok(())
}

#[derive(Debug)]
struct Tenant;

impl Interceptor for Tenant {
    fn before_sign(&self, _: &mut Context, request: &mut http::Request<Body>) -> Result<(), Error> {
        request.headers_mut().insert("x-tenant", HeaderValue::from_static("blue"));
        Ok(())
    }
}

#[tokio::test]
async fn interceptors() -> Outcome {
    let (http, session) = replay([Answer::new(200)])?;

    let s3 = tucuxi_s3::Client::builder(&session).interceptor(Tenant).build();

    s3.delete_object().bucket("docs").key("a").await?;
    assert_eq!(http.requests()[0].headers["x-tenant"], "blue");
    Ok(())
}

#[tokio::test]
async fn tests_without_aws() -> Outcome {
    let http = TestClient::replay([Answer::new(503), Answer::new(200).body(r#"{"TableNames": ["books"]}"#)]);
    let session = Session::builder()
        .region("eu-west-1")
        .credentials(Credentials::from_keys("AKIDEXAMPLE", "secret"))
        .http_client(http.clone())
        .build()?;
    let tables = tucuxi_dynamodb::Client::new(&session).list_tables().await?;
    assert_eq!(tables.table_names(), ["books"]);
    assert_eq!(http.requests().len(), 2);

    Ok(())
}

#[tokio::test]
async fn many_tasks() -> Outcome {
    let session = Session::builder()
        .region("eu-west-1")
        .credentials(Credentials::from_keys("AKIDEXAMPLE", "secret"))
        .http_client(TestClient::always(Answer::new(200).body("{}")))
        .build()?;
    let dynamodb = Arc::new(tucuxi_dynamodb::Client::new(&session));
    let calls = (0..8).map(|_| tokio::spawn(dynamodb.list_tables().send()));
    for call in calls.collect::<Vec<_>>() {
        call.await??;
    }
    Ok(())
}
