//! Prints the tokens by which databases, caches, Kafka and Kubernetes know who signs in, and a signed request. It connects to
//! nothing but where credentials come from.
//!
//! `tokens`; the names of hosts, caches, clusters and users in it are made up.

use std::time::Duration;
use tucuxi::Session;
use tucuxi::external::http::Request;

const QUARTER: Duration = Duration::from_secs(900);

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let session = Session::new()?;

    let rds = tucuxi_rds::Client::new(&session);
    println!("RDS: {}\n", rds.auth_token("db.example.eu-west-1.rds.amazonaws.com", 5432, "app").await?);

    let dsql = tucuxi_dsql::Client::new(&session);
    let host = "example.dsql.eu-west-1.on.aws";
    println!("DSQL: {}\n", dsql.connect_auth_token(host, QUARTER).await?);
    println!("DSQL, admin: {}\n", dsql.connect_admin_auth_token(host, QUARTER).await?);

    let elasticache = tucuxi_elasticache::Client::new(&session);
    println!("ElastiCache: {}\n", elasticache.auth_token("sessions", "app").await?);
    println!("ElastiCache, serverless: {}\n", elasticache.serverless_auth_token("sessions", "app").await?);

    let memorydb = tucuxi_memorydb::Client::new(&session);
    println!("MemoryDB: {}\n", memorydb.auth_token("sessions", "app").await?);

    println!("MSK: {}\n", tucuxi_kafka::Client::new(&session).auth_token().await?);
    println!("EKS: {}\n", tucuxi_eks::Client::new(&session).auth_token("production").await?);

    let url = "https://example.execute-api.eu-west-1.amazonaws.com/prod/orders";
    let mut request = Request::post(url).body(r#"{"name": "tea"}"#)?;
    session.signer("execute-api").sign(&mut request).await?;
    println!("API Gateway: {}", request.headers()["authorization"].to_str()?);
    Ok(())
}
