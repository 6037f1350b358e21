//! docs/guide/endpoints.md

use guide::{Outcome, listing, replay};
use tucuxi::Session;
use tucuxi::config::{AddressingStyle, ChecksumMode};
use tucuxi::credentials::Credentials;
use tucuxi::http::test::{Answer, TestClient};
use tucuxi_s3::types::{Delete, ObjectIdentifier};

/// Where the request went, without its query.
fn url(http: &TestClient) -> String {
    let urls = http.take_requests().into_iter().map(|request| request.uri.to_string());
    let urls: Vec<_> = urls.map(|url| url.split('?').next().unwrap_or_default().to_owned()).collect();
    urls.join(" ")
}

#[tokio::test]
async fn one_endpoint_for_all() -> Outcome {
    let session = Session::builder().endpoint_url("http://127.0.0.1:5000").region("us-east-1").build()?;

    let http = TestClient::always(listing(&[]));
    let keys = Credentials::from_keys("AKIDEXAMPLE", "secret");
    let session = session.to_builder().http_client(http.clone()).credentials(keys).build()?;
    tucuxi_s3::Client::new(&session).list_objects_v2().bucket("docs").await?;
    assert_eq!(url(&http), "http://127.0.0.1:5000/docs");
    Ok(())
}

#[tokio::test]
async fn one_endpoint_for_a_service() -> Outcome {
    let (http, session) = replay([listing(&[]), Answer::new(200).body("{}")])?;

    let s3 = tucuxi_s3::Client::builder(&session).endpoint_url("http://127.0.0.1:9000").build();
    let dynamodb = tucuxi_dynamodb::Client::new(&session); // AWS, as before

    s3.list_objects_v2().bucket("docs").await?;
    assert_eq!(url(&http), "http://127.0.0.1:9000/docs");
    dynamodb.list_tables().await?;
    assert_eq!(url(&http), "https://dynamodb.eu-west-1.amazonaws.com/");
    Ok(())
}

#[tokio::test]
async fn storage_that_is_not_of_aws() -> Outcome {
    let (http, session) = replay([Answer::new(200), Answer::new(200).body("<DeleteResult/>")])?;

    let s3 = tucuxi_s3::Client::builder(&session)
        .endpoint_url("https://storage.example:9000")
        .region("us-east-1")
        .credentials(Credentials::from_keys("minio", "minio-secret"))
        .s3(|s3| s3.addressing_style = AddressingStyle::Path)
        .build();

    s3.put_object().bucket("docs").key("plan.txt").body("the plan").await?;
    let plan = Delete::default().with_objects([ObjectIdentifier::default().with_key("plan.txt")]);
    s3.delete_objects().bucket("docs").delete(plan).await?;
    let requests = http.requests();
    assert_eq!(requests[0].uri, "https://storage.example:9000/docs/plan.txt");
    for request in &requests {
        let mut headers = request.headers.keys().map(|name| name.as_str());
        assert!(!headers.any(|name| name.starts_with("x-amz-checksum") || name == "x-amz-trailer"));
    }
    assert_eq!(requests[0].body, "the plan");
    assert!(requests[1].headers.contains_key("content-md5"));
    Ok(())
}

#[tokio::test]
async fn storage_that_takes_all_checksums() -> Outcome {
    let (http, session) = replay([Answer::new(200)])?;

    let s3 = tucuxi_s3::Client::builder(&session)
        .endpoint_url("https://storage.example:9000")
        .request_checksums(ChecksumMode::WhenSupported)
        .response_checksums(ChecksumMode::WhenSupported)
        .build();

    s3.put_object().bucket("docs").key("plan.txt").body("the plan").await?;
    assert_eq!(http.requests()[0].headers["x-amz-trailer"], "x-amz-checksum-crc32");
    Ok(())
}

#[tokio::test]
async fn buckets_in_the_host() -> Outcome {
    let (http, session) = replay([listing(&[])])?;

    let s3 = tucuxi_s3::Client::builder(&session)
        .endpoint_url("https://storage.example")
        .s3(|s3| s3.addressing_style = AddressingStyle::Virtual)
        .build();

    s3.list_objects_v2().bucket("docs").await?;
    assert_eq!(url(&http), "https://docs.storage.example/");
    Ok(())
}

#[tokio::test]
async fn calls_that_are_not_signed() -> Outcome {
    let (http, session) = replay([listing(&["a.txt"])])?;

    let public = tucuxi_s3::Client::builder(&session).anonymous(true).build();
    let listed = public.list_objects_v2().bucket("open-data").await?;
    println!("{} objects", listed.contents().len());

    assert_eq!(listed.contents().len(), 1);
    assert!(!http.requests()[0].headers.contains_key("authorization"));
    Ok(())
}

#[tokio::test]
async fn which_endpoint_it_is() -> Outcome {
    let (_, session) = replay([])?;

    let dynamodb = tucuxi_dynamodb::Client::builder(&session).use_dual_stack(true).build();
    println!("{}", dynamodb.config().endpoint()?); // https://dynamodb.eu-west-1.api.aws

    assert_eq!(dynamodb.config().endpoint()?, "https://dynamodb.eu-west-1.api.aws");
    Ok(())
}
