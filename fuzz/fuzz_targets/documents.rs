//! The documents with credentials that a container's endpoint and the metadata service of EC2 hand out.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tucuxi::Session;
use tucuxi::http::test::{Answer, TestClient};

fuzz_target!(|data: &[u8]| {
    let [document, status] = fuzz::parts(data);
    let status = status.first().map_or(200, |byte| 100 + u16::from(*byte));
    let answer = |body: &[u8]| Answer::new(status).body(body.to_vec());
    let uri = ("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1/keys");
    ask(fuzz::session(&[uri]).http_client(TestClient::always(answer(document))).build());
    let service = [Answer::new(200).body("token"), Answer::new(200).body("role"), answer(document)];
    let on = [("AWS_EC2_METADATA_DISABLED", "false")];
    ask(fuzz::session(&on).http_client(TestClient::replay(service)).build());
    // garbage in place of the token and the role
    ask(fuzz::session(&on).http_client(TestClient::always(answer(document))).build());
});

/// What comes is whole, or an error that shows nothing of the document.
fn ask(session: Result<Session, tucuxi::Error>) {
    let session = session.expect("nothing is wrong with the settings");
    match fuzz::runtime().block_on(session.credentials().credentials()) {
        Ok(credentials) => {
            assert!(!format!("{credentials:?}").contains("hidden"));
            assert!(credentials.expiration().is_some() && credentials.session_token().is_some());
        }
        Err(error) => assert!(!error.to_string().contains("hidden"), "{error}"),
    }
}
