//! Our side of `tests/tokens`: reads questions as JSON, one a line, and writes the token that each asks for.

use serde_json::{Value as Json, json};
use std::error::Error;
use std::io::{BufRead as _, Write as _};
use std::time::{Duration, SystemTime};
use tucuxi::Session;
use tucuxi::credentials::Credentials;
use tucuxi::http::test::TestClient;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let question: Json = serde_json::from_str(&line?)?;
        let answer = match token(&question).await {
            Ok(token) => json!({ "token": token }),
            Err(error) => json!({ "error": error.to_string() }),
        };
        writeln!(out, "{answer}")?;
        out.flush()?;
    }
    Ok(())
}

async fn token(question: &Json) -> Result<String, tucuxi::Error> {
    let text = |name: &str| question[name].as_str().unwrap_or_default();
    let keys = Credentials::builder(text("key"), text("secret")).session_token(text("session_token")).build();
    let session = Session::builder().env([("", ""); 0]).region(text("region")).credentials(keys);
    let session = session.http_client(TestClient::capture()).build()?;
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(question["now"].as_u64().unwrap_or_default());
    let lifetime = Duration::from_secs(question["lifetime"].as_u64().unwrap_or(900));
    /// A client of a crate, with the clock of the question.
    macro_rules! client {
        ($service:ident) => {
            $service::Client::builder(&session).clock(move || now).build()
        };
    }
    let (host, user) = (text("host"), text("user"));
    match text("kind") {
        "rds" => {
            let port = question["port"].as_u64().and_then(|port| u16::try_from(port).ok());
            client!(tucuxi_rds).auth_token(host, port.unwrap_or_default(), user).await
        }
        "dsql" => client!(tucuxi_dsql).connect_auth_token(host, lifetime).await,
        "dsql-admin" => client!(tucuxi_dsql).connect_admin_auth_token(host, lifetime).await,
        "elasticache" => client!(tucuxi_elasticache).auth_token(host, user).await,
        "elasticache-serverless" => client!(tucuxi_elasticache).serverless_auth_token(host, user).await,
        "memorydb" => client!(tucuxi_memorydb).auth_token(host, user).await,
        "kafka" => client!(tucuxi_kafka).auth_token().await,
        _ => client!(tucuxi_eks).auth_token(host).await,
    }
}
