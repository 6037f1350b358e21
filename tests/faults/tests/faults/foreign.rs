//! Responses that are not the service's: status 200 with something else than the operation's document.

use faults::{Server, Transport, s3, settings};
use std::sync::Arc;
use tucuxi::Error;
use tucuxi::config::AddressingStyle;
use tucuxi::error::ErrorKind;

/// Documents that no operation answers with.
const FOREIGN: [(&str, &str); 5] = [
    ("text/html", "<html><head><title>Sign in</title></head><body>hotel</body></html>"),
    ("application/xml", ""),
    ("application/json", r#"{"message":"ok"}"#),
    ("application/xml", "<Weather><Today>sunny</Today><Tomorrow>rain</Tomorrow></Weather>"),
    ("application/xml", "<Error><Code>InternalError</Code><Message>again</Message></Error>"),
];

fn response(kind: &str, body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\ncontent-length: {}\r\n\r\n{body}", body.len())
}

/// An error about the response that came, after as many attempts as a 500 gets.
fn check<T>(what: &str, result: Result<T, Error>) {
    let Err(error) = result else { panic!("{what}: accepted") };
    assert!(matches!(error.kind(), ErrorKind::Parse | ErrorKind::Service), "{what}: {error}");
    assert_eq!(error.attempts(), 3, "{what}: {error}");
    assert!(!error.to_string().contains("status 500"), "{what}: {error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_but_the_services_document_is_success() {
    for transport in Transport::ALL {
        for (kind, body) in FOREIGN {
            let server = Server::always(transport, response(kind, body)).await;
            let session = settings(&server).build().expect("a session");
            // no pauses between attempts
            let s3 = tucuxi_s3::Client::builder(&session)
                .s3(|s3| s3.addressing_style = AddressingStyle::Path)
                .configure(|config| config.jitter = Arc::new(|| 0.0))
                .build();
            let ec2 = tucuxi_ec2::Client::builder(&session)
                .configure(|config| config.jitter = Arc::new(|| 0.0))
                .build();
            let what = |operation: &str| format!("{operation} over {transport:?}: {kind} {body}");
            check(&what("ListObjectsV2"), s3.list_objects_v2().bucket("b").await);
            check(&what("CreateMultipartUpload"), s3.create_multipart_upload().bucket("b").key("k").await);
            let complete = s3.complete_multipart_upload().bucket("b").key("k").upload_id("u");
            check(&what("CompleteMultipartUpload"), complete.await);
            check(&what("DescribeInstances"), ec2.describe_instances().await);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn documents_that_say_little_are_the_services() {
    for transport in Transport::ALL {
        let server = Server::always(transport, response("application/xml", "<LocationConstraint/>")).await;
        assert!(s3(&server).get_bucket_location().bucket("b").await.is_ok());
        let server =
            Server::always(transport, response("application/xml", "<VersioningConfiguration/>")).await;
        assert!(s3(&server).get_bucket_versioning().bucket("b").await.is_ok());
        let server = Server::always(transport, response("text/plain", "whatever")).await;
        assert!(s3(&server).delete_bucket().bucket("b").await.is_ok());
    }
}
