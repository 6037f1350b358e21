//! Batches of DynamoDB on a table that leaves items unprocessed, throttles and fails: nothing is lost, nothing is given twice.

use faults::{Connection, Head, Server, Transport, settings};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};
use tucuxi_dynamodb::table::TypedTable;
use tucuxi_dynamodb::{Client, Key};

#[derive(Debug, Deserialize, PartialEq, Serialize)]
struct Row {
    id: u64,
    text: String,
}

fn row(id: u64, text: &str) -> Row {
    Row { id, text: text.to_owned() }
}

/// What the server does with a request before it is good again.
#[derive(Clone, Copy)]
enum Fault {
    /// Leaves so many of its items.
    Leave(usize),
    /// Refuses it for want of capacity.
    Throttle,
    /// Fails, when the items have been written.
    Fail,
}

/// A table in memory, by id.
#[derive(Default)]
struct Table {
    rows: BTreeMap<u64, Value>,
    /// For the next requests, the last one first.
    faults: Vec<Fault>,
    /// How many items requests had.
    requests: Vec<usize>,
    wrong: Vec<String>,
}

impl Table {
    fn answer(&mut self, head: &Head, body: &[u8]) -> (u16, Value) {
        let request: Value = serde_json::from_slice(body).expect("JSON");
        let target = head.header("x-amz-target").unwrap_or_default();
        let fault = self.faults.pop();
        if let Some(Fault::Throttle) = fault {
            return (
                400,
                json!({"__type": "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException"}),
            );
        }
        let answer = match target.rsplit('.').next() {
            Some("BatchWriteItem") => self.write(&request["RequestItems"]["rows"], fault),
            Some("BatchGetItem") => self.get(&request["RequestItems"]["rows"], fault),
            other => panic!("{other:?} is not expected"),
        };
        match fault {
            Some(Fault::Fail) => (500, json!({"__type": "InternalServerError"})),
            _ => (200, answer),
        }
    }

    /// How many of `ids` are processed; a limit that is broken is remembered.
    fn processed(&mut self, ids: &[u64], limit: usize, fault: Option<Fault>) -> usize {
        self.requests.push(ids.len());
        if ids.is_empty() || ids.len() > limit || ids.iter().collect::<BTreeSet<_>>().len() < ids.len() {
            self.wrong.push(format!("{ids:?}"));
        }
        match fault {
            Some(Fault::Leave(count)) => ids.len().saturating_sub(count),
            _ => ids.len(),
        }
    }

    fn write(&mut self, writes: &Value, fault: Option<Fault>) -> Value {
        let writes = writes.as_array().expect("a list");
        let id_of =
            |write: &Value| id(write.pointer("/PutRequest/Item").unwrap_or(&write["DeleteRequest"]["Key"]));
        let ids: Vec<u64> = writes.iter().map(id_of).collect();
        let processed = self.processed(&ids, 25, fault);
        for (write, id) in writes.iter().zip(&ids).take(processed) {
            match write.pointer("/PutRequest/Item") {
                Some(item) => drop(self.rows.insert(*id, item.clone())),
                None => drop(self.rows.remove(id)),
            }
        }
        left("UnprocessedItems", json!(writes[processed..]))
    }

    fn get(&mut self, request: &Value, fault: Option<Fault>) -> Value {
        let keys = request["Keys"].as_array().expect("a list");
        let ids: Vec<u64> = keys.iter().map(id).collect();
        let processed = self.processed(&ids, 100, fault);
        let found: Vec<_> = ids[..processed].iter().filter_map(|id| self.rows.get(id)).collect();
        let mut answer = left("UnprocessedKeys", json!(keys[processed..]));
        if answer["UnprocessedKeys"] != json!({}) {
            answer["UnprocessedKeys"]["rows"] = json!({"Keys": keys[processed..]});
        }
        answer["Responses"] = json!({"rows": found});
        answer
    }
}

fn left(name: &str, left: Value) -> Value {
    match left.as_array().is_some_and(Vec::is_empty) {
        true => json!({name: {}}),
        false => json!({name: {"rows": left}}),
    }
}

fn id(item: &Value) -> u64 {
    item["id"]["N"].as_str().and_then(|id| id.parse().ok()).expect("an id")
}

/// A server with a table, whose handle knows its key.
async fn start(faults: impl IntoIterator<Item = Fault>) -> (TypedTable<Row>, Arc<Mutex<Table>>) {
    let mut faults: Vec<Fault> = faults.into_iter().collect();
    faults.reverse();
    let table = Arc::new(Mutex::new(Table { faults, ..Table::default() }));
    let shared = Arc::clone(&table);
    let server =
        Server::start(Transport::Http, move |connection, _| serve(connection, Arc::clone(&shared))).await;
    let client = Client::new(&settings(&server).build().expect("a session"));
    (client.items("rows").keys(["id"]), table)
}

async fn serve(mut connection: Connection, table: Arc<Mutex<Table>>) {
    while let Some((head, body)) = connection.request().await {
        let (status, answer) = table.lock().expect("no panic").answer(&head, &body);
        let answer = answer.to_string();
        let length = answer.len();
        let kind = "content-type: application/x-amz-json-1.0";
        let response = format!("HTTP/1.1 {status} x\r\n{kind}\r\ncontent-length: {length}\r\n\r\n{answer}");
        if connection.send(response).await.is_err() {
            return;
        }
    }
}

#[tokio::test]
async fn what_is_left_unprocessed_is_written_in_the_end() {
    use Fault::{Fail, Leave, Throttle};
    let faults =
        [Leave(25), Leave(10), Throttle, Leave(1), Fail, Leave(24), Leave(0), Throttle, Leave(25), Leave(3)];
    let (rows, table) = start(faults).await;
    let mut writer = rows.batch_writer();
    for id in 0..200 {
        writer.put(&row(id, "first")).await.expect("a put");
        assert!(writer.waiting() <= 25, "memory is bounded");
    }
    for id in 190..210 {
        writer.put(&row(id, "second")).await.expect("a put");
    }
    writer.delete(Key("id").eq(0)).await.expect("a deletion");
    let written = writer.finish().await.expect("everything is written");
    let table = table.lock().expect("no panic");
    assert_eq!(table.wrong, [""; 0]);
    let expected: Vec<_> = (1..210).map(|id| (id, if id < 190 { "first" } else { "second" })).collect();
    let found: Vec<_> =
        table.rows.iter().map(|(id, item)| (*id, item["text"]["S"].as_str().unwrap_or_default())).collect();
    assert_eq!(found, expected);
    assert_eq!(written.puts + written.replaced, 220);
    assert_eq!(written.deletes, 1);
    assert_eq!(written.unprocessed, 25 + 10 + 1 + 24 + 25 + 3);
}

#[tokio::test]
async fn a_writer_keeps_its_items_when_a_request_fails() {
    let (rows, table) = start([Fault::Fail; 4]).await;
    let mut writer = rows.batch_writer();
    for id in 0..3 {
        writer.put(&row(id, "kept")).await.expect("a put");
    }
    let error = writer.finish().await.expect_err("the server fails");
    assert_eq!((error.status(), writer.waiting()), (Some(500), 3));
    assert_eq!(writer.finish().await.expect("the server is well again").puts, 3);
    assert_eq!(table.lock().expect("no panic").rows.len(), 3);
}

#[tokio::test]
async fn keys_that_are_left_unprocessed_are_read_in_the_end() {
    let (rows, table) = start([]).await;
    let mut writer = rows.batch_writer();
    for id in 0..250 {
        writer.put(&row(id, "x")).await.expect("a put");
    }
    writer.finish().await.expect("everything is written");
    table.lock().expect("no panic").faults =
        vec![Fault::Leave(1), Fault::Throttle, Fault::Leave(100), Fault::Leave(60)];
    // Equal keys, however they are written, are asked for once: DynamoDB refuses a request with both.
    let numbers = (0..250).map(|id| format!("{id}"));
    let spelt = (0..9).map(|id| format!("{id}.0"));
    let number = |text: String| text.parse::<tucuxi_dynamodb::items::Number>().expect("a number");
    let keys = numbers.chain(spelt).map(|id| Key("id").eq(number(id)));
    let mut found = rows.batch_get(keys).await.expect("all items");
    found.sort_by_key(|row| row.id);
    assert_eq!(found, (0..250).map(|id| row(id, "x")).collect::<Vec<_>>());
    assert_eq!(table.lock().expect("no panic").wrong, [""; 0]);
}

#[tokio::test]
async fn a_writer_that_is_dropped_with_items_says_so() {
    let (rows, _table) = start([]).await;
    let (log, guard) = crate::log::Log::start(tracing::Level::WARN);
    let mut writer = rows.batch_writer();
    writer.put(&row(1, "a secret")).await.expect("a put");
    drop(writer);
    let mut finished = rows.batch_writer();
    finished.put(&row(2, "x")).await.expect("a put");
    finished.finish().await.expect("it is written");
    drop(finished);
    drop(guard);
    let text = log.text();
    assert_eq!(text.lines().count(), 1, "{text}");
    assert!(
        text.contains("tucuxi::unfinished") && text.contains("1 items") && text.contains("`rows`"),
        "{text}"
    );
    assert!(!text.contains("secret"), "{text}");
}
