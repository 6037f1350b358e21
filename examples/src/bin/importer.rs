//! DynamoDB: a CSV file into a table, as typed rows in batches, with progress. `importer.py` is the same by boto3.
//!
//!   cargo run --manifest-path examples/Cargo.toml --bin importer -- orders.csv

use serde::{Deserialize, Serialize};
use tucuxi_dynamodb::types::{AttributeDefinition, KeySchemaElement};
use tucuxi_dynamodb::{DynamoDb, Key};

const TABLE: &str = "tucuxi-importer";
const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/orders.csv");

#[derive(Deserialize, Serialize)]
struct Order {
    customer: String,
    date: String,
    total: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let dynamodb = DynamoDb::new(&tucuxi::Session::new()?);
    create(&dynamodb).await?;
    let orders = dynamodb.items::<Order>(TABLE);

    let path = std::env::args().nth(1).unwrap_or_else(|| SAMPLE.to_owned());
    let mut writer = orders.batch_writer();
    for (line, row) in csv::Reader::from_path(path)?.deserialize().enumerate() {
        writer.put(&row?).await?;
        if line % 1000 == 999 {
            eprintln!("{} rows written", writer.written().puts);
        }
    }
    let written = writer.finish().await?;
    println!("{} rows written, {} replaced by later ones", written.puts, written.replaced);

    let latest = orders.query(Key("customer").eq("c-2")).descending().first().await?;
    if let Some(order) = latest {
        println!("{} of {}: {} {}", order.date, order.customer, order.total, order.note.unwrap_or_default());
    }
    dynamodb.table(TABLE).delete().await?;
    Ok(())
}

async fn create(dynamodb: &DynamoDb) -> Result<(), tucuxi::Error> {
    let names = ["customer", "date"];
    let attribute = |name| AttributeDefinition::default().with_attribute_name(name).with_attribute_type("S");
    let key = |(name, kind)| KeySchemaElement::default().with_attribute_name(name).with_key_type(kind);
    let create = dynamodb.create_table().table_name(TABLE).billing_mode("PAY_PER_REQUEST");
    let create = create.attribute_definitions(names.map(attribute));
    let table = create.key_schema([(names[0], "HASH"), (names[1], "RANGE")].map(key)).await?;
    table.wait_until_exists().await?;
    Ok(())
}
