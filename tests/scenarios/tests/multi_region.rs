//! A multi-region access point of S3, from its ARN to the request: no network.

use std::time::{Duration, SystemTime};
use tucuxi::Session;
use tucuxi::credentials::Credentials;
use tucuxi::http::test::TestClient;

/// The error type of the scenarios: any failure ends one with its message.
type Outcome = Result<(), Box<dyn std::error::Error>>;

#[tokio::test]
async fn a_multi_region_access_point_is_signed_for_all_regions() -> Outcome {
    let session = Session::builder()
        .env([("", ""); 0])
        .region("us-east-1")
        .credentials(Credentials::from_keys("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"))
        .build()?;
    let http = TestClient::capture();
    let s3 = tucuxi_s3::Client::builder(&session)
        .http_client(http.clone())
        .clock(|| SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_225_600))
        .build();
    s3.get_object()
        .bucket("arn:aws:s3::123456789012:accesspoint:mfzwi23gnjvgw.mrap")
        .key("a b")
        .send()
        .await?;
    let request = http.take_requests().pop().ok_or("no request was sent")?;
    assert_eq!(request.uri.host(), Some("mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com"));
    assert_eq!(request.uri.path(), "/a%20b");
    assert_eq!(request.headers["x-amz-region-set"], "*");
    let authorization = request.headers["authorization"].to_str()?;
    let start = "AWS4-ECDSA-P256-SHA256 Credential=AKIDEXAMPLE/20260101/s3/aws4_request, SignedHeaders=";
    assert!(authorization.starts_with(start), "{authorization}");
    assert!(authorization.contains(";x-amz-region-set"), "{authorization}");
    Ok(())
}
