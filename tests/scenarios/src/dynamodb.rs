//! dynalite, a DynamoDB server of its own, beside moto.

use tucuxi::Session;
use tucuxi::credentials::Credentials;

/// A session whose calls to DynamoDB go to the dynalite that `cargo xtask test` runs; `None`, with a word on standard error, where it
/// runs none.
pub fn dynalite() -> Option<Session> {
    let Ok(url) = std::env::var("TUCUXI_TEST_DYNALITE") else {
        eprintln!("skipped: no dynalite; `cargo xtask test` runs the scenarios with one");
        return None;
    };
    let session = Session::builder()
        .env([("AWS_ENDPOINT_URL_DYNAMODB", url)])
        .region("us-east-1")
        .credentials(Credentials::from_keys("testing", "testing"))
        .build();
    Some(session.expect("all settings of this session are given"))
}
