//! s3s-fs, which verifies signatures and POST policies, where moto accepts any.

use tucuxi::Session;
use tucuxi::credentials::Credentials;

/// The server that `cargo xtask test` runs.
pub struct S3s {
    /// A session whose calls to S3 go to the server, with the keys it accepts.
    pub session: Session,
}

impl S3s {
    /// The server that `cargo xtask test` runs; `None`, with a word on standard error, where it runs none.
    pub fn connect() -> Option<Self> {
        let variable = |name: &str| std::env::var(name).ok();
        let Some(url) = variable("TUCUXI_TEST_S3") else {
            eprintln!("skipped: no s3s-fs; `cargo xtask test` runs the scenarios with one");
            return None;
        };
        let key = variable("TUCUXI_TEST_S3_KEY").expect("the access key is set with the URL");
        let secret = variable("TUCUXI_TEST_S3_SECRET").expect("the secret key is set with the URL");
        let session = Session::builder()
            .env([("AWS_ENDPOINT_URL_S3", url)])
            .region("us-east-1")
            .credentials(Credentials::from_keys(key, secret))
            .build();
        Some(Self { session: session.expect("all settings of this session are given") })
    }
}
