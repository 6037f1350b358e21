//! Calls whose answers come out of memory: what is left of a call without a network, which is mostly the reading of the
//! answer. `bench-answers SECONDS [WORK]` prints `work<TAB>CPU µs per call`.

use bench_kit::answers::{Answers, Work};
use bench_kit::measure;
use std::time::Duration;
use tucuxi::Session;
use tucuxi::config::{AddressingStyle, ChecksumMode};
use tucuxi::credentials::Credentials;
use tucuxi::http::test::{Answer, TestClient};
use tucuxi_dynamodb::types::AttributeValue;

type Failure = Box<dyn std::error::Error>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    let seconds = arguments.next().ok_or("usage: PROGRAM SECONDS [WORK]")?;
    let budget = Duration::from_secs_f64(seconds.parse()?);
    let wanted = arguments.next().unwrap_or_default();
    for work in [Work::GetItem, Work::Query, Work::ListObjects, Work::DescribeInstances] {
        let name = format!("{work:?}");
        if name.contains(&wanted) {
            measure(&name, work, budget).await?;
        }
    }
    Ok(())
}

async fn measure(name: &str, work: Work, budget: Duration) -> Result<(), Failure> {
    let http = TestClient::always(answer(work)?);
    let session = Session::builder()
        .region("us-east-1")
        .endpoint_url("http://localhost")
        .credentials(Credentials::from_keys("AKIDEXAMPLE", "secret"))
        .http_client(http.clone())
        .build()?;
    let dynamodb = tucuxi_dynamodb::Client::new(&session);
    let ec2 = tucuxi_ec2::Client::new(&session);
    let s3 = tucuxi_s3::Client::builder(&session)
        .configure(|config| config.s3.addressing_style = AddressingStyle::Path)
        .response_checksums(ChecksumMode::WhenSupported)
        .build();
    measure::calls(name, budget, async || {
        match work {
            Work::GetItem => drop(
                dynamodb
                    .get_item()
                    .table_name("orders")
                    .key([("pk", AttributeValue::S("a".into()))])
                    .await
                    .expect("GetItem"),
            ),
            Work::Query => drop(dynamodb.query().table_name("orders").await.expect("Query")),
            Work::ListObjects => drop(s3.list_objects_v2().bucket("bucket").await.expect("ListObjectsV2")),
            _ => drop(ec2.describe_instances().await.expect("DescribeInstances")),
        }
        http.take_requests();
    })
    .await;
    Ok(())
}

/// The answer that the server of the other benchmark gives to `work`.
fn answer(work: Work) -> Result<Answer, Failure> {
    let answers = Answers::new();
    let given = answers.of(work);
    let head = std::str::from_utf8(&given.head)?;
    let headers = head.lines().skip(1).filter_map(|line| line.split_once(": "));
    let answer = headers.fold(Answer::new(200), |answer, (name, value)| answer.header(name, value));
    Ok(answer.body(given.body.clone()))
}
