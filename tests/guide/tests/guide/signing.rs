//! docs/guide/signing.md

use std::time::Duration;

use guide::{Outcome, replay};
use tucuxi::external::http::Request;
use tucuxi::signing::Payload;

const URL: &str = "https://abc123.execute-api.eu-west-1.amazonaws.com/prod/orders";

#[tokio::test]
async fn a_request_of_ones_own() -> Outcome {
    let (http, session) = replay([])?;

    let mut request =
        Request::post(URL).header("content-type", "application/json").body(r#"{"name": "tea"}"#)?;
    session.signer("execute-api").sign(&mut request).await?;
    for (name, value) in request.headers() {
        println!("{name}: {value:?}");
    }

    assert!(request.headers().contains_key("authorization") && request.headers().contains_key("x-amz-date"));
    assert!(http.requests().is_empty());
    Ok(())
}

#[tokio::test]
async fn other_bodies() -> Outcome {
    let (_, session) = replay([])?;

    let signer = session.signer("es").region("us-east-1");
    let mut request = Request::get("https://search-logs.us-east-1.es.amazonaws.com/_search").body(())?;
    signer.sign_payload(&mut request, Payload::Empty).await?;

    let authorization = request.headers()["authorization"].to_str()?;
    assert!(authorization.contains("/us-east-1/es/aws4_request"), "{authorization}");
    Ok(())
}

#[tokio::test]
async fn a_url() -> Outcome {
    let (_, session) = replay([])?;

    let signer = session.signer("execute-api");
    let signed = signer.presign(Request::get(URL).body("")?, Duration::from_secs(600)).await?;
    println!("{}", signed.url());

    assert!(
        signed.url().starts_with(&format!("{URL}?X-Amz-Algorithm=AWS4-HMAC-SHA256&")),
        "{}",
        signed.url()
    );
    Ok(())
}

#[tokio::test]
async fn tokens() -> Outcome {
    let (http, session) = replay([])?;

    let rds = tucuxi_rds::Client::new(&session);
    let password = rds.auth_token("db.abc123.eu-west-1.rds.amazonaws.com", 5432, "app").await?;

    let eks = tucuxi_eks::Client::new(&session);
    let authorization = format!("Bearer {}", eks.auth_token("production").await?);

    assert!(password.starts_with("db.abc123.eu-west-1.rds.amazonaws.com:5432/?Action=connect&DBUser=app&"));
    assert!(authorization.starts_with("Bearer k8s-aws-v1."));
    assert!(http.requests().is_empty());
    Ok(())
}
