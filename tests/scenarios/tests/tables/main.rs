//! Typed tables of DynamoDB, on moto and on dynalite. What dynalite does not have, transactions and PartiQL, is on moto alone.

mod batches;
mod expressions;
mod guide;
mod items;
mod locking;
mod scans;
mod statements;
mod transactions;

use scenarios::{Emulator, dynalite};
use serde::{Deserialize, Serialize};
use std::sync::atomic::{AtomicU32, Ordering};
use tucuxi_dynamodb::types::{AttributeDefinition, GlobalSecondaryIndex, KeySchemaElement, Projection};
use tucuxi_dynamodb::{Client, DynamoDb};

/// The error type of the scenarios: any failure ends one with its message.
type Outcome = Result<(), Box<dyn std::error::Error>>;

#[derive(Clone, Debug, Serialize, Deserialize, PartialEq)]
struct Order {
    customer: String,
    date: String,
    total: u64,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    lines: Vec<Line>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    version: Option<u64>,
}

#[derive(Clone, Debug, Serialize, Deserialize, PartialEq)]
struct Line {
    #[serde(rename = "unit.price")]
    price: u64,
    count: u32,
}

fn order(customer: &str, date: &str, total: u64) -> Order {
    let (customer, date) = (customer.to_owned(), date.to_owned());
    Order { customer, date, total, lines: Vec::new(), note: None, version: None }
}

/// moto, if it runs.
fn moto() -> Option<DynamoDb> {
    Emulator::connect().map(|emulator| DynamoDb::new(&emulator.session))
}

/// All servers that run.
fn servers() -> Vec<DynamoDb> {
    moto().into_iter().chain(dynalite().map(|session| DynamoDb::new(&session))).collect()
}

/// A new table of orders, with an index by total. Its name.
async fn table(client: &Client) -> Result<String, tucuxi::Error> {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let name = format!("orders-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    table_named(client, &name).await?;
    Ok(name)
}

async fn table_named(client: &Client, name: &str) -> Result<(), tucuxi::Error> {
    let attribute = |name: &str, kind: &str| {
        AttributeDefinition::default().with_attribute_name(name).with_attribute_type(kind)
    };
    let key =
        |name: &str, kind: &str| KeySchemaElement::default().with_attribute_name(name).with_key_type(kind);
    let index = GlobalSecondaryIndex::default()
        .with_index_name("by-total")
        .with_key_schema([key("customer", "HASH"), key("total", "RANGE")])
        .with_projection(Projection::default().with_projection_type("ALL"));
    client
        .create_table()
        .table_name(name)
        .attribute_definitions([attribute("customer", "S"), attribute("date", "S"), attribute("total", "N")])
        .key_schema([key("customer", "HASH"), key("date", "RANGE")])
        .global_secondary_indexes([index])
        .billing_mode("PAY_PER_REQUEST")
        .await?;
    client.wait_until_table_exists().table_name(name).await?;
    Ok(())
}
