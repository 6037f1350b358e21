use crate::transcript::{Outcome, Transcript, compare, values};
use serde_json::{Value, json};
use tucuxi::Session;
use tucuxi::types::Map;
use tucuxi_dynamodb::DynamoDb;
use tucuxi_dynamodb::types::{
    AttributeDefinition, AttributeValue, KeySchemaElement, KeysAndAttributes, PutRequest,
    StreamSpecification, WriteRequest,
};

#[tokio::test]
async fn dynamodb() -> Outcome {
    compare("dynamodb", scenario).await
}

async fn scenario(session: &Session, t: &mut Transcript) -> Outcome {
    let dynamodb = DynamoDb::new(session);
    let attribute = |name: &str, kind: &str| {
        AttributeDefinition::default().with_attribute_name(name).with_attribute_type(kind)
    };
    let part =
        |name: &str, kind: &str| KeySchemaElement::default().with_attribute_name(name).with_key_type(kind);
    let table = dynamodb
        .create_table()
        .table_name("books")
        .attribute_definitions([attribute("author", "S"), attribute("year", "N")])
        .key_schema([part("author", "HASH"), part("year", "RANGE")])
        .billing_mode("PAY_PER_REQUEST")
        .await?;
    t.one("create_table", &table);
    table.wait_until_exists().await?;
    table.load().await?;
    t.one("load", &table);
    let schema = table.key_schema().await?.unwrap_or_default();
    let status = table.table_status().await?.map(|status| status.as_str().to_owned());
    t.value("attributes", json!([status, table.item_count().await?, values(&schema)]));
    for (year, name) in [(1958, "Things Fall Apart"), (1960, "No Longer at Ease"), (1964, "Arrow of God")] {
        table.put_item().item(book("Achebe", year, name)).await?;
    }
    t.one("cleared by an action", &table);
    let got = table.get_item().key(key("Achebe", 1958)).await?;
    t.value("get_item", title(&got.item.unwrap_or_default()));
    t.value("scan", titles(table.scan().await?.items()));
    let query = table.query().key_condition_expression("author = :a").scan_index_forward(false);
    let found = query.expression_attribute_values([(":a", text("Achebe"))]).await?;
    t.value("query", titles(found.items()));
    let update = table.update_item().key(key("Achebe", 1960)).update_expression("SET title = :t");
    let update = update.expression_attribute_values([(":t", text("Another"))]).return_values("ALL_NEW");
    t.value("update_item", title(&update.await?.attributes.unwrap_or_default()));
    table.delete_item().key(key("Achebe", 1964)).await?;
    t.value("item_count", table.item_count().await?);
    let put = PutRequest::default().with_item(key("Head", 1968));
    let writes = [("books", vec![WriteRequest::default().with_put_request(put)])];
    dynamodb.batch_write_item().request_items(writes).await?;
    let keys = KeysAndAttributes::default().with_keys([key("Head", 1968)]);
    let got = dynamodb.batch_get_item().request_items([("books", keys)]).await?;
    t.value("batch_get_item", got.responses.unwrap_or_default()["books"].len());
    let stream = StreamSpecification::default().with_stream_enabled(true).with_stream_view_type("NEW_IMAGE");
    t.one("update", &table.update().stream_specification(stream).await?);
    t.all("tables", &dynamodb.tables().try_collect().await?);
    t.one("by identifier", &dynamodb.table("books"));
    table.delete().await?;
    table.wait_until_not_exists().await?;
    t.all("after delete", &dynamodb.tables().try_collect().await?);
    t.error("a table that is gone", table.load().await);
    Ok(())
}

fn text(value: &str) -> AttributeValue {
    AttributeValue::S(value.to_owned())
}

fn key(author: &str, year: i32) -> [(&'static str, AttributeValue); 2] {
    [("author", text(author)), ("year", AttributeValue::N(year.to_string()))]
}

fn book(author: &str, year: i32, name: &str) -> [(&'static str, AttributeValue); 3] {
    let [author, year] = key(author, year);
    [author, year, ("title", text(name))]
}

fn title(item: &Map<AttributeValue>) -> Value {
    match item.get("title") {
        Some(AttributeValue::S(title)) => json!(title),
        _ => Value::Null,
    }
}

fn titles(items: &[Map<AttributeValue>]) -> Value {
    items.iter().map(title).collect()
}
