//! The call benchmark on Tucuxi: `bench-ours ADDRESS SECONDS` prints `work<TAB>CPU µs per call`, and as
//! `bare work` what the HTTP client alone takes for the same answer. With a level in the variable `BENCH_LOG` it writes a log, to
//! nowhere.

use bench_kit::measure;
use std::time::Duration;
use tokio::task::JoinSet;
use tucuxi::Session;
use tucuxi::config::{AddressingStyle, ChecksumMode};
use tucuxi::credentials::Credentials;
use tucuxi_dynamodb::types::AttributeValue;

type Failure = Box<dyn std::error::Error>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    if let Ok(level) = std::env::var("BENCH_LOG") {
        let level: tracing::Level = level.parse()?;
        tracing_subscriber::fmt().with_max_level(level).with_writer(std::io::sink).init();
    }
    let (address, budget) = bench_kit::arguments()?;
    bare(&address, budget).await?;
    let session = Session::builder()
        .region("us-east-1")
        .endpoint_url(format!("http://{address}"))
        .credentials(Credentials::from_keys("AKIDEXAMPLE", "secret"))
        .build()?;
    dynamodb(&tucuxi_dynamodb::Client::new(&session), budget).await;
    s3(&session, budget).await;
    ec2(&tucuxi_ec2::Client::new(&session), budget).await;
    Ok(())
}

async fn dynamodb(client: &tucuxi_dynamodb::Client, budget: Duration) {
    measure::calls("GetItem", budget, async || get_item(client.clone()).await).await;
    measure::rounds("GetItem, 32 in flight", 32, budget, async || {
        let mut calls = JoinSet::new();
        for _ in 0..32 {
            calls.spawn(get_item(client.clone()));
        }
        calls.join_all().await;
    })
    .await;
    measure::calls("Query, 100 items", budget, async || {
        let output = client
            .query()
            .table_name("orders")
            .key_condition_expression("pk = :pk")
            .expression_attribute_values([(":pk", AttributeValue::S("customer#000007".into()))])
            .await
            .expect("Query");
        assert_eq!(output.items().len(), 100);
    })
    .await;
}

async fn get_item(client: tucuxi_dynamodb::Client) {
    let output = client
        .get_item()
        .table_name("orders")
        .key([
            ("pk", AttributeValue::S("customer#000007".into())),
            ("sk", AttributeValue::S("order#1".into())),
        ])
        .await
        .expect("GetItem");
    assert_eq!(output.item.expect("an item").len(), 20);
}

async fn s3(session: &Session, budget: Duration) {
    let client = tucuxi_s3::Client::builder(session)
        .configure(|config| config.s3.addressing_style = AddressingStyle::Path)
        // as the peer
        .request_checksums(ChecksumMode::WhenSupported)
        .response_checksums(ChecksumMode::WhenSupported)
        .build();
    measure::calls("PutObject, 1 KiB", budget, async || {
        let body = bytes::Bytes::from_static(&[b'x'; 1024]);
        client.put_object().bucket("bucket").key("key").body(body).await.expect("PutObject");
    })
    .await;
    measure::calls("GetObject, 1 KiB", budget, async || {
        let output = client.get_object().bucket("bucket").key("key").await.expect("GetObject");
        let body = output.body.collect().await.expect("body");
        assert_eq!(body.len(), 1024);
    })
    .await;
    measure::calls("ListObjectsV2, 1,000 keys", budget, async || {
        let output = client.list_objects_v2().bucket("bucket").await.expect("ListObjectsV2");
        assert_eq!(output.contents().len(), 1000);
    })
    .await;
    measure::rounds("GetObject, 256 MiB", 1, budget, async || {
        let output = client.get_object().bucket("bucket").key("large").await.expect("GetObject");
        let mut body = output.body;
        let mut length = 0;
        while let Some(chunk) = body.next_chunk().await {
            length += chunk.expect("body").len();
        }
        assert_eq!(length, 256 << 20);
    })
    .await;
}

async fn ec2(client: &tucuxi_ec2::Client, budget: Duration) {
    measure::calls("DescribeInstances, 1,000", budget, async || {
        let output = client.describe_instances().await.expect("DescribeInstances");
        assert_eq!(output.reservations().iter().map(|r| r.instances().len()).sum::<usize>(), 1000);
    })
    .await;
}

/// What reqwest alone takes for the same answers, discarded: the floor for a client built on it.
async fn bare(address: &str, budget: Duration) -> Result<(), Failure> {
    let client = reqwest::Client::builder().no_proxy().build()?;
    let dynamodb = |target: &'static str| {
        let request = client.post(format!("http://{address}/")).header("x-amz-target", target);
        request.body(bytes::Bytes::from_static(&[b' '; 160]))
    };
    let s3 = |path: &str| client.get(format!("http://{address}/bucket{path}"));
    let ec2 =
        || client.post(format!("http://{address}/")).body("Action=DescribeInstances&Version=2016-11-15");
    let put =
        || client.put(format!("http://{address}/bucket/key")).body(bytes::Bytes::from_static(&[b'x'; 1024]));
    measure::calls("bare GetItem", budget, async || discard(dynamodb("x.GetItem")).await).await;
    measure::calls("bare Query, 100 items", budget, async || discard(dynamodb("x.Query")).await).await;
    measure::calls("bare PutObject, 1 KiB", budget, async || discard(put()).await).await;
    measure::calls("bare GetObject, 1 KiB", budget, async || discard(s3("/key")).await).await;
    measure::calls("bare ListObjectsV2, 1,000 keys", budget, async || discard(s3("?list-type=2")).await)
        .await;
    measure::rounds("bare GetObject, 256 MiB", 1, budget, async || discard(s3("/large")).await).await;
    measure::calls("bare DescribeInstances, 1,000", budget, async || discard(ec2()).await).await;
    Ok(())
}

async fn discard(request: reqwest::RequestBuilder) {
    let mut response = request.send().await.expect("an answer");
    while response.chunk().await.expect("a body").is_some() {}
}
