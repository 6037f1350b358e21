//! Calls that the server accepts because their signature is right.

use crate::Outcome;
use scenarios::S3s;
use tucuxi::credentials::Credentials;
use tucuxi_s3::Client;

#[tokio::test]
async fn keys_of_all_kinds_are_signed_as_the_server_reads_them() -> Outcome {
    let Some(server) = S3s::connect() else { return Ok(()) };
    let s3 = Client::new(&server.session);
    s3.create_bucket().bucket("signatures").await?;
    for key in ["plain.txt", "with space/ü&<ß>.txt", "a+b=c?d#e%20f"] {
        s3.put_object().bucket("signatures").key(key).body(format!("content of {key}")).await?;
        let object = s3.get_object().bucket("signatures").key(key).await?;
        assert_eq!(object.body.collect().await?, format!("content of {key}"));
    }
    Ok(())
}

#[tokio::test]
async fn another_secret_is_refused() -> Outcome {
    let Some(server) = S3s::connect() else { return Ok(()) };
    let key = server.session.credentials().credentials().await?.access_key_id().to_owned();
    let s3 = Client::builder(&server.session).credentials(Credentials::from_keys(key, "another")).build();
    let error = s3.list_buckets().await.expect_err("the signature is wrong");
    assert_eq!(error.code(), Some("SignatureDoesNotMatch"), "{error}");
    Ok(())
}
