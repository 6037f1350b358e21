//! The call benchmark on aws-sdk-rust: `bench-peer ADDRESS SECONDS` prints `work<TAB>CPU µs per call`.

use aws_config::{BehaviorVersion, Region};
use aws_sdk_dynamodb::config::Credentials;
use aws_sdk_dynamodb::types::AttributeValue;
use aws_sdk_s3::primitives::ByteStream;
use bench_kit::measure;
use std::time::Duration;
use tokio::task::JoinSet;

type Failure = Box<dyn std::error::Error>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let (address, budget) = bench_kit::arguments()?;
    let config = aws_config::defaults(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .endpoint_url(format!("http://{address}"))
        .credentials_provider(Credentials::new("AKIDEXAMPLE", "secret", None, None, "bench"))
        .load()
        .await;
    dynamodb(&aws_sdk_dynamodb::Client::new(&config), budget).await;
    s3(&config, budget).await;
    ec2(&aws_sdk_ec2::Client::new(&config), budget).await;
    Ok(())
}

async fn dynamodb(client: &aws_sdk_dynamodb::Client, budget: Duration) {
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
            .expression_attribute_values(":pk", AttributeValue::S("customer#000007".into()))
            .send()
            .await
            .expect("Query");
        assert_eq!(output.items().len(), 100);
    })
    .await;
}

async fn get_item(client: aws_sdk_dynamodb::Client) {
    let output = client
        .get_item()
        .table_name("orders")
        .key("pk", AttributeValue::S("customer#000007".into()))
        .key("sk", AttributeValue::S("order#1".into()))
        .send()
        .await
        .expect("GetItem");
    assert_eq!(output.item().expect("an item").len(), 20);
}

async fn s3(config: &aws_config::SdkConfig, budget: Duration) {
    let config = aws_sdk_s3::config::Builder::from(config).force_path_style(true).build();
    let client = aws_sdk_s3::Client::from_conf(config);
    measure::calls("PutObject, 1 KiB", budget, async || {
        let body = ByteStream::from(bytes::Bytes::from_static(&[b'x'; 1024]));
        client.put_object().bucket("bucket").key("key").body(body).send().await.expect("PutObject");
    })
    .await;
    measure::calls("GetObject, 1 KiB", budget, async || {
        let output = client.get_object().bucket("bucket").key("key").send().await.expect("GetObject");
        assert_eq!(output.body.collect().await.expect("body").into_bytes().len(), 1024);
    })
    .await;
    measure::calls("ListObjectsV2, 1,000 keys", budget, async || {
        let output = client.list_objects_v2().bucket("bucket").send().await.expect("ListObjectsV2");
        assert_eq!(output.contents().len(), 1000);
    })
    .await;
    measure::rounds("GetObject, 256 MiB", 1, budget, async || {
        let mut output = client.get_object().bucket("bucket").key("large").send().await.expect("GetObject");
        let mut length = 0;
        while let Some(chunk) = output.body.try_next().await.expect("body") {
            length += chunk.len();
        }
        assert_eq!(length, 256 << 20);
    })
    .await;
}

async fn ec2(client: &aws_sdk_ec2::Client, budget: Duration) {
    measure::calls("DescribeInstances, 1,000", budget, async || {
        let output = client.describe_instances().send().await.expect("DescribeInstances");
        assert_eq!(output.reservations().iter().map(|r| r.instances().len()).sum::<usize>(), 1000);
    })
    .await;
}
