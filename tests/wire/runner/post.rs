//! Presigned POST, which S3 alone has.

use crate::client;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::time::Duration;
use tucuxi_s3::{Client, PostCondition};

/// What a form is made of, as boto3's `generate_presigned_post` takes it.
#[derive(Deserialize)]
pub struct Given {
    bucket: String,
    key: String,
    #[serde(default)]
    fields: Map<String, Value>,
    #[serde(default)]
    conditions: Vec<Value>,
    /// In seconds.
    expires: u64,
}

/// URL and fields of a form, the fields in their order.
pub fn presigned(given: Value) -> Result<Value, String> {
    let given: Given = serde_json::from_value(given).map_err(|error| format!("presigned_post: {error}"))?;
    form(given).map_err(|error| error.to_string())
}

fn form(given: Given) -> Result<Value, tucuxi::Error> {
    let s3 = Client::from(client::silent(&tucuxi_s3::service::SERVICE)?);
    let mut form = s3.presigned_post(given.bucket, given.key).expires_in(Duration::from_secs(given.expires));
    for (name, value) in given.fields {
        let Value::String(value) = value else {
            return Err(tucuxi::Error::validation(format!("the field `{name}` is not a text")));
        };
        form = form.unchecked_field(name, value);
    }
    for condition in &given.conditions {
        form = form.condition(PostCondition::from_json(condition)?);
    }
    let post = client::run(form.into_future())?;
    let fields: Map<_, _> = post.fields().iter().map(|(name, value)| (name.clone(), json!(value))).collect();
    Ok(json!({ "url": post.url(), "fields": fields }))
}
