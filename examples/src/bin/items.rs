//! DynamoDB: a table, items in it, a query, and a condition that does not hold.

use tucuxi_dynamodb::Client;
use tucuxi_dynamodb::types::{AttributeDefinition, AttributeValue, KeySchemaElement};

const TABLE: &str = "tucuxi-example";

#[tokio::main]
async fn main() -> Result<(), tucuxi::Error> {
    let session = tucuxi::Session::new()?;
    let dynamodb = Client::new(&session);
    let attribute = |name: &str, kind: &str| {
        AttributeDefinition::default().with_attribute_name(name).with_attribute_type(kind)
    };
    let key =
        |name: &str, kind: &str| KeySchemaElement::default().with_attribute_name(name).with_key_type(kind);
    dynamodb
        .create_table()
        .table_name(TABLE)
        .attribute_definitions([attribute("author", "S"), attribute("year", "N")])
        .key_schema([key("author", "HASH"), key("year", "RANGE")])
        .billing_mode("PAY_PER_REQUEST")
        .await?;

    for (year, title) in [(1958, "Things Fall Apart"), (1960, "No Longer at Ease"), (1964, "Arrow of God")] {
        let item =
            [("author", AttributeValue::from("Achebe")), ("year", year.into()), ("title", title.into())];
        dynamodb.put_item().table_name(TABLE).item(item).await?;
    }

    let found = dynamodb
        .query()
        .table_name(TABLE)
        .key_condition_expression("author = :author AND #year >= :since")
        .expression_attribute_names([("#year", "year")])
        .expression_attribute_values([(":author", AttributeValue::from("Achebe")), (":since", 1960.into())])
        .await?;
    for item in found.items() {
        let year = item.get("year").and_then(AttributeValue::as_n);
        let title = item.get("title").and_then(AttributeValue::as_s);
        println!("{} {}", year.unwrap_or("?"), title.unwrap_or("?"));
    }

    let again = dynamodb
        .put_item()
        .table_name(TABLE)
        .item([("author", AttributeValue::from("Achebe")), ("year", 1958.into())])
        .condition_expression("attribute_not_exists(author)")
        .await;
    if let Err(error) = again {
        println!("{}: {}", error.code().unwrap_or("?"), error.message());
    }

    dynamodb.delete_table().table_name(TABLE).await?;
    Ok(())
}
