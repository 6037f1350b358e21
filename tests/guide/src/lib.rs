//! What the tests of the guide share: sessions that need no AWS, and responses of services.

use std::time::{Duration, SystemTime};

use tucuxi::credentials::Credentials;
use tucuxi::http::test::{Answer, SentRequest, TestClient};
use tucuxi::session::SessionBuilder;
use tucuxi::types::Timestamp;
use tucuxi::{Error, Session};

/// How a test ends.
pub type Outcome = Result<(), Box<dyn std::error::Error>>;

/// Settings of a session that reads nothing of this machine: a region, keys, and an empty environment.
pub fn settings() -> SessionBuilder {
    Session::builder()
        .region("eu-west-1")
        .credentials(Credentials::from_keys("AKIDEXAMPLE", "secret"))
        .env([("HOME", "/nonexistent")])
}

/// A session whose requests get these responses, one after the other, and the client that keeps the requests.
///
/// # Errors
/// Those of a session that cannot be built.
pub fn replay(answers: impl IntoIterator<Item = Answer>) -> Result<(TestClient, Session), Error> {
    let http = TestClient::replay(answers);
    let session = settings().http_client(http.clone()).build()?;
    Ok((http, session))
}

/// The access key that signed a request.
pub fn signer(request: &SentRequest) -> Option<&str> {
    let authorization = request.headers.get("authorization")?.to_str().ok()?;
    authorization.split_once("Credential=")?.1.split('/').next()
}

/// The response of STS to AssumeRole, with credentials for an hour that have this access key.
pub fn role(key: &str) -> Answer {
    let end = Timestamp::from(SystemTime::now() + Duration::from_secs(3600));
    Answer::new(200).body(format!(
        "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>{key}</AccessKeyId>\
         <SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>{end}</Expiration>\
         </Credentials></AssumeRoleResult></AssumeRoleResponse>"
    ))
}

/// The response of S3 to ListObjectsV2, with these keys.
pub fn listing(keys: &[&str]) -> Answer {
    let contents = keys.iter().map(|key| format!("<Contents><Key>{key}</Key><Size>3</Size></Contents>"));
    let contents: String = contents.collect();
    Answer::new(200).body(format!("<ListBucketResult>{contents}</ListBucketResult>"))
}
