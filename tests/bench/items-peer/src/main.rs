//! The benchmark of items on aws-sdk-dynamodb and serde_dynamo, as described in `items/src/main.rs`.

use aws_config::{BehaviorVersion, Region};
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::Credentials;

use aws_sdk_dynamodb::types::{AttributeValue, PutRequest, WriteRequest};
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_types::body::SdkBody;
use bench_kit::items::{BATCH, Row, WRITTEN, response, rows};
use bench_kit::measure::rounds;
use serde_dynamo::{from_items, to_item};
use std::collections::HashMap;
use std::time::Duration;

type Failure = Box<dyn std::error::Error>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let seconds = std::env::args().nth(1).ok_or("usage: PROGRAM SECONDS")?;
    let budget = Duration::from_secs_f64(seconds.parse()?);
    let expected = rows();

    let reader = client(response()).await;
    rounds("bytes to structures", 1, budget, async || {
        let output = reader.query().table_name("orders").send().await.expect("Query");
        let rows: Vec<Row> = from_items(output.items.expect("items")).expect("rows");
        assert_eq!(rows.len(), expected.len());
    })
    .await;
    let output = reader.query().table_name("orders").send().await?;
    assert_eq!(from_items::<_, Row>(output.items.clone().expect("items"))?, expected);
    rounds("attribute values to structures, by reference", 1, budget, async || {
        let rows: Vec<Row> =
            output.items().iter().map(|item| serde_dynamo::from_item(item.clone()).expect("row")).collect();
        assert_eq!(rows.len(), expected.len());
    })
    .await;

    let writer = client(WRITTEN.to_owned()).await;
    rounds("structures to bytes", 1, budget, async || {
        for batch in expected.chunks(BATCH) {
            let puts = batch.iter().map(|row| {
                let put = PutRequest::builder().set_item(Some(to_item(row).expect("an item"))).build();
                WriteRequest::builder().put_request(put.expect("a put")).build()
            });
            let call = writer.batch_write_item().request_items("orders", puts.collect());
            call.send().await.expect("BatchWriteItem");
        }
    })
    .await;
    rounds("structures to attribute values", 1, budget, async || {
        let item = |row| to_item::<_, HashMap<String, AttributeValue>>(row).expect("an item");
        assert_eq!(expected.iter().map(item).collect::<Vec<_>>().len(), expected.len());
    })
    .await;
    Ok(())
}

/// A client whose requests are all answered by `body`.
async fn client(body: String) -> Client {
    let memory = SharedHttpConnector::new(Memory(bytes(body)));
    let config = aws_config::defaults(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .http_client(http_client_fn(move |_, _| memory.clone()))
        .credentials_provider(Credentials::new("AKIDEXAMPLE", "secret", None, None, "bench"))
        .load()
        .await;
    Client::new(&config)
}

fn bytes(body: String) -> &'static [u8] {
    body.leak().as_bytes()
}

/// What answers.
#[derive(Debug)]
struct Memory(&'static [u8]);

impl HttpConnector for Memory {
    fn call(&self, _: HttpRequest) -> HttpConnectorFuture {
        let mut response = HttpResponse::new(200.try_into().expect("a status"), SdkBody::from(self.0));
        response.headers_mut().insert("content-type", "application/x-amz-json-1.0");
        HttpConnectorFuture::ready(Ok(response))
    }
}
