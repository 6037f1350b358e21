//! The benchmark of items on Tucuxi: `bench-items SECONDS` prints `work<TAB>CPU µs` for 1,000 structures of 20 members, which
//! come in one response and go in requests of 25. Calls are whole ones of the client, with responses out of memory.

use bench_kit::items::{BATCH, Row, WRITTEN, response, rows};
use bench_kit::measure::rounds;
use std::time::Duration;
use tucuxi::Session;
use tucuxi::credentials::Credentials;
use tucuxi::http::test::{Answer, TestClient};
use tucuxi_dynamodb::Client;
use tucuxi_dynamodb::items::{Item, from_item, from_item_ref, to_item};
use tucuxi_dynamodb::types::{PutRequest, WriteRequest};

type Failure = Box<dyn std::error::Error>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let seconds = std::env::args().nth(1).ok_or("usage: PROGRAM SECONDS")?;
    let budget = Duration::from_secs_f64(seconds.parse()?);
    let expected = rows();

    let (reader, http) = client(response())?;
    rounds("bytes to structures", 1, budget, async || {
        let output = reader.query().table_name("orders").await.expect("Query");
        let items = output.items.expect("items").into_iter();
        let rows: Vec<Row> = items.map(|item| from_item(item).expect("a row")).collect();
        assert_eq!(rows.len(), expected.len());
        http.take_requests();
    })
    .await;
    let output = reader.query().table_name("orders").await?;
    rounds("attribute values to structures, by reference", 1, budget, async || {
        let rows: Vec<Row> = output.items().iter().map(|item| from_item_ref(item).expect("a row")).collect();
        assert_eq!(rows.len(), expected.len());
    })
    .await;
    let rows: Vec<Row> = output.items().iter().map(from_item_ref).collect::<Result<_, _>>()?;
    assert_eq!(rows, expected);

    let (writer, http) = client(WRITTEN.to_owned())?;
    rounds("structures to bytes", 1, budget, async || {
        for batch in expected.chunks(BATCH) {
            let requests = batch.iter().map(|row| {
                let mut put = PutRequest::default();
                put.item = Some(to_item(row).expect("an item"));
                WriteRequest::default().with_put_request(put)
            });
            let call = writer.batch_write_item().request_items([("orders", requests.collect::<Vec<_>>())]);
            call.await.expect("BatchWriteItem");
        }
        http.take_requests();
    })
    .await;
    rounds("structures to attribute values", 1, budget, async || {
        let items: Vec<Item> = expected.iter().map(|row| to_item(row).expect("an item")).collect();
        assert_eq!(items.len(), expected.len());
    })
    .await;
    Ok(())
}

/// A client whose requests are all answered by `body`.
fn client(body: String) -> Result<(Client, TestClient), Failure> {
    let answer = Answer::new(200).header("content-type", "application/x-amz-json-1.0").body(body);
    let http = TestClient::always(answer);
    let session = Session::builder()
        .region("us-east-1")
        .credentials(Credentials::from_keys("AKIDEXAMPLE", "secret"))
        .http_client(http.clone())
        .build()?;
    Ok((Client::new(&session), http))
}
