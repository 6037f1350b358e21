//! The rows of the benchmark of items: 1,000 structures of 20 members, and the response with them.

use serde::{Deserialize, Serialize};
use std::fmt::Write;

/// How many rows there are.
pub const ROWS: usize = 1_000;
/// The items of a request that writes.
pub const BATCH: usize = 25;
/// The response to a request that writes.
pub const WRITTEN: &str = r#"{"UnprocessedItems":{}}"#;

/// A row of the table `orders`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    pub pk: String,
    pub sk: String,
    pub customer: String,
    pub email: String,
    pub status: Status,
    pub currency: String,
    pub channel: String,
    pub note: Option<String>,
    pub coupon: Option<String>,
    pub number: u64,
    pub quantity: u32,
    pub created_at: i64,
    pub revision: u16,
    pub total: f64,
    pub weight: f64,
    pub paid: bool,
    pub tags: Vec<String>,
    pub address: Address,
    pub lines: Vec<Line>,
    #[serde(with = "serde_bytes")]
    pub digest: Vec<u8>,
}

/// How far an order is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Placed,
    Delivered,
}

/// Where an order goes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Address {
    pub street: String,
    pub city: String,
    pub zip: String,
}

/// A line of an order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    pub sku: String,
    pub quantity: u32,
    pub price: f64,
}

/// All rows.
pub fn rows() -> Vec<Row> {
    (0..ROWS).map(row).collect()
}

fn row(n: usize) -> Row {
    let line = |sku: usize| Line { sku: format!("sku-{sku:06}"), quantity: 2, price: 12.5 };
    Row {
        pk: format!("customer#{:06}", n / 10),
        sk: format!("order#{n:08}"),
        customer: "Ada Lovelace".into(),
        email: format!("ada.{n}@example.com"),
        status: if n.is_multiple_of(2) { Status::Placed } else { Status::Delivered },
        currency: "EUR".into(),
        channel: "web".into(),
        note: None,
        coupon: Some("SPRING".into()),
        number: 7_000_000_000 + n as u64,
        quantity: 4,
        created_at: 1_767_225_600 + n as i64,
        revision: 3,
        total: n as f64 + 0.25,
        weight: 1.75,
        paid: true,
        tags: vec!["fragile".into(), "express".into(), "gift".into()],
        address: Address {
            street: "12 St James's Square".into(),
            city: "London".into(),
            zip: "SW1Y 4JH".into(),
        },
        lines: vec![line(n), line(n + 1)],
        digest: b"0123456789abcdef".to_vec(),
    }
}

/// The body of the response to a query for all rows.
pub fn response() -> String {
    let items: Vec<String> = rows().iter().map(json).collect();
    format!(r#"{{"Count":{ROWS},"Items":[{}],"ScannedCount":{ROWS}}}"#, items.join(","))
}

/// A row as DynamoDB sends it.
fn json(row: &Row) -> String {
    let status = if row.status == Status::Placed { "placed" } else { "delivered" };
    let mut out = String::from("{");
    let mut s = |name: &str, value: &str| write!(out, r#""{name}":{{"S":"{value}"}},"#).expect("a string");
    s("pk", &row.pk);
    s("sk", &row.sk);
    s("customer", &row.customer);
    s("email", &row.email);
    s("status", status);
    s("currency", &row.currency);
    s("channel", &row.channel);
    s("coupon", row.coupon.as_deref().unwrap_or_default());
    let mut n = |name: &str, value: &dyn std::fmt::Display| write!(out, r#""{name}":{{"N":"{value}"}},"#);
    let numbers: [(&str, &dyn std::fmt::Display); 6] = [
        ("number", &row.number),
        ("quantity", &row.quantity),
        ("created_at", &row.created_at),
        ("revision", &row.revision),
        ("total", &row.total),
        ("weight", &row.weight),
    ];
    numbers.iter().for_each(|(name, value)| n(name, *value).expect("a string"));
    let tags: Vec<_> = row.tags.iter().map(|tag| format!(r#"{{"S":"{tag}"}}"#)).collect();
    let line = |line: &Line| {
        let Line { sku, quantity, price } = line;
        format!(
            r#"{{"M":{{"sku":{{"S":"{sku}"}},"quantity":{{"N":"{quantity}"}},"price":{{"N":"{price}"}}}}}}"#
        )
    };
    let lines: Vec<_> = row.lines.iter().map(line).collect();
    let Address { street, city, zip } = &row.address;
    let digest = base64_simd::STANDARD.encode_to_string(&row.digest);
    write!(
        out,
        r#""note":{{"NULL":true}},"paid":{{"BOOL":{}}},"tags":{{"L":[{}]}},"lines":{{"L":[{}]}},"address":{{"M":{{"street":{{"S":"{street}"}},"city":{{"S":"{city}"}},"zip":{{"S":"{zip}"}}}}}},"digest":{{"B":"{digest}"}}}}"#,
        row.paid,
        tags.join(","),
        lines.join(","),
    )
    .expect("a string");
    out
}
