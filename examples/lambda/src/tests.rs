//! The function against responses of the Runtime API and of DynamoDB.

use tucuxi::credentials::Credentials;
use tucuxi::http::test::{Answer, TestClient};

use super::*;

fn event(id: &str, body: &'static str) -> Answer {
    Answer::new(200).header("Lambda-Runtime-Aws-Request-Id", id).body(body)
}

#[tokio::test]
async fn each_event_has_its_response() -> Result<(), Error> {
    let accepted = Answer::new(202);
    let lambda = TestClient::replay([
        event("1", r#"{"page": "start"}"#),
        accepted.clone(),
        event("2", r#"{"site": "start"}"#),
        accepted,
    ]);
    let updated = r#"{"Attributes": {"visits": {"N": "7"}}}"#;
    let service = TestClient::replay([Answer::new(200).body(updated)]);
    let session = Session::builder()
        .region("eu-west-1")
        .credentials(Credentials::from_keys("AKIDEXAMPLE", "secret"))
        .http_client(service.clone())
        .build()?;
    let dynamodb = Client::new(&session);
    let runtime = Runtime::new("127.0.0.1:9001", lambda.clone());
    // it ends when there is no further event
    let end = runtime.serve(|event| count(&dynamodb, "visits", event)).await.unwrap_err();
    assert!(end.to_string().contains("no answer is left for GET"), "{end}");

    let requests = lambda.requests();
    let asked: Vec<_> = requests.iter().map(|request| request.uri.path()).collect();
    assert_eq!(
        asked,
        [
            "/2018-06-01/runtime/invocation/next",
            "/2018-06-01/runtime/invocation/1/response",
            "/2018-06-01/runtime/invocation/next",
            "/2018-06-01/runtime/invocation/2/error",
            "/2018-06-01/runtime/invocation/next",
        ]
    );
    assert_eq!(requests[1].body, r#"{"visits":"7"}"#);
    let failure: Value = serde_json::from_slice(&requests[3].body).unwrap();
    assert_eq!(failure["errorMessage"], "the event has no `page`");
    assert_eq!(service.requests().len(), 1);
    Ok(())
}
