//! A function that counts visits in a table of DynamoDB: the event `{"page": "start"}` gives `{"visits": "7"}`. The
//! variable `TABLE` names the table, whose key is the text `page`.

mod runtime;
#[cfg(test)]
mod tests;

use std::time::Duration;

use runtime::Runtime;
use serde_json::{Value, json};
use tucuxi::http::{HttpOptions, HyperClient};
use tucuxi::prelude::*;
use tucuxi::{Error, Session};
use tucuxi_dynamodb::Client;
use tucuxi_dynamodb::types::AttributeValue;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // The client is made once and keeps its connections between invocations.
    let dynamodb = Client::new(&Session::new()?);
    let table = std::env::var("TABLE")?;
    let patient = HttpOptions::builder().read_timeout(Duration::MAX).build();
    let runtime = Runtime::new(std::env::var("AWS_LAMBDA_RUNTIME_API")?, HyperClient::new(&patient)?);
    runtime.serve(|event| count(&dynamodb, &table, event)).await?;
    Ok(())
}

/// Adds a visit to the page of the event.
async fn count(dynamodb: &Client, table: &str, event: Value) -> Result<Value, Error> {
    let page = event["page"].as_str().ok_or_else(|| Error::validation("the event has no `page`"))?;
    let updated = dynamodb
        .update_item()
        .table_name(table)
        .key([("page", AttributeValue::S(page.to_owned()))])
        .update_expression("ADD visits :one")
        .expression_attribute_values([(":one", AttributeValue::N("1".to_owned()))])
        .return_values("UPDATED_NEW")
        .await?;
    match updated.attributes().get("visits").required("attributes.visits")? {
        AttributeValue::N(visits) => Ok(json!({ "visits": visits })),
        _ => Err(Error::parse("`visits` is not a number")),
    }
}
