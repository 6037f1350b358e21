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
        let item = [("author", text("Achebe")), ("year", number(year)), ("title", text(title))];
        dynamodb.put_item().table_name(TABLE).item(item).await?;
    }

    let found = dynamodb
        .query()
        .table_name(TABLE)
        .key_condition_expression("author = :author AND #year >= :since")
        .expression_attribute_names([("#year", "year")])
        .expression_attribute_values([(":author", text("Achebe")), (":since", number(1960))])
        .await?;
    for item in found.items() {
        if let (Some(AttributeValue::N(year)), Some(AttributeValue::S(title))) =
            (item.get("year"), item.get("title"))
        {
            println!("{year} {title}");
        }
    }

    let again = dynamodb
        .put_item()
        .table_name(TABLE)
        .item([("author", text("Achebe")), ("year", number(1958))])
        .condition_expression("attribute_not_exists(author)")
        .await;
    if let Err(error) = again {
        println!("{}: {}", error.code().unwrap_or("?"), error.message());
    }

    dynamodb.delete_table().table_name(TABLE).await?;
    Ok(())
}

fn text(value: &str) -> AttributeValue {
    AttributeValue::S(value.to_owned())
}

fn number(value: i32) -> AttributeValue {
    AttributeValue::N(value.to_string())
}
