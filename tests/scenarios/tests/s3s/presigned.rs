//! Presigned requests, sent by somebody else: as they are they are accepted, and changed they are refused.

use crate::Outcome;
use crate::browser::{Reply, send, with_body};
use scenarios::S3s;
use std::time::{Duration, SystemTime};
use tucuxi::client::PresignedRequest;
use tucuxi::external::bytes::Bytes;
use tucuxi_s3::Client;
use tucuxi_s3::types::{CompletedMultipartUpload, CompletedPart};

const MINUTE: Duration = Duration::from_secs(60);

/// A bucket of the test's own.
async fn bucket(server: &S3s, name: &str) -> Result<Client, tucuxi::Error> {
    let s3 = Client::new(&server.session);
    s3.create_bucket().bucket(name).await?;
    Ok(s3)
}

/// Sends a request without one of its headers.
async fn send_without(
    request: &PresignedRequest,
    header: &str,
    body: &'static str,
) -> Result<Reply, Box<dyn std::error::Error>> {
    let mut request = with_body(request, body);
    assert!(request.headers_mut().remove(header).is_some(), "`{header}` is signed");
    send(request).await
}

/// That a server that verifies signatures refused a request.
fn assert_refused(reply: &Reply) {
    assert!(matches!(reply.status, 400 | 403), "{reply:?}");
    assert!(reply.code().is_some(), "{reply:?}");
}

#[tokio::test]
async fn a_get_gives_the_object_until_it_is_over() -> Outcome {
    let Some(server) = S3s::connect() else { return Ok(()) };
    let s3 = bucket(&server, "presigned-get").await?;
    let key = "a folder/ü&<ß>+?#%20.txt";
    s3.put_object().bucket("presigned-get").key(key).body("content").await?;

    let get = s3.get_object().bucket("presigned-get").key(key);
    let request = get.clone().presigned(MINUTE).await?;
    assert_eq!(send(with_body(&request, "")).await?, Reply { status: 200, body: "content".to_owned() });

    let mut other = with_body(&request, "");
    *other.uri_mut() = request.url().replace("folder", "f0lder").parse()?;
    assert_eq!(send(other).await?.code(), Some("SignatureDoesNotMatch"));

    let part = get.clone().range("bytes=0-2").presigned(MINUTE).await?;
    assert_eq!(send(with_body(&part, "")).await?, Reply { status: 206, body: "con".to_owned() });
    assert_refused(&send_without(&part, "range", "").await?);

    let over = get.presigned_at(SystemTime::now() - 10 * MINUTE, MINUTE).await?;
    assert_refused(&send(with_body(&over, "")).await?);
    Ok(())
}

#[tokio::test]
async fn a_put_stores_the_bytes_with_the_headers_that_were_signed() -> Outcome {
    let Some(server) = S3s::connect() else { return Ok(()) };
    let s3 = bucket(&server, "presigned-put").await?;
    let put = s3.put_object().bucket("presigned-put").key("k").content_type("text/plain");
    let request = put.metadata([("who", "me")]).presigned(MINUTE).await?;

    for header in ["content-type", "x-amz-meta-who"] {
        assert_refused(&send_without(&request, header, "bytes").await?);
    }
    let missing = s3.head_object().bucket("presigned-put").key("k").await.expect_err("nothing was stored");
    assert!(missing.is_not_found(), "{missing}");

    assert_eq!(send(with_body(&request, "bytes")).await?.status, 200);
    let object = s3.get_object().bucket("presigned-put").key("k").await?;
    assert_eq!(object.content_type.as_deref(), Some("text/plain"));
    assert_eq!(object.metadata().get("who").map(String::as_str), Some("me"));
    assert_eq!(object.body.collect().await?, "bytes");
    Ok(())
}

#[tokio::test]
async fn parts_are_uploaded_by_somebody_else() -> Outcome {
    let Some(server) = S3s::connect() else { return Ok(()) };
    let s3 = bucket(&server, "presigned-parts").await?;
    let begun = s3.create_multipart_upload().bucket("presigned-parts").key("whole").await?;
    let upload = begun.upload_id.ok_or("no upload id")?;
    for (number, byte, size) in [(1, b'a', 5 << 20), (2, b'b', 10)] {
        let part = s3.upload_part().bucket("presigned-parts").key("whole").upload_id(&upload);
        let request = part.part_number(number).content_length(size).presigned(MINUTE).await?;
        let bytes = Bytes::from(vec![byte; usize::try_from(size)?]);
        assert_eq!(send(with_body(&request, bytes)).await?.status, 200);

        let mut shorter = with_body(&request, "short");
        shorter.headers_mut().insert("content-length", 5.into());
        assert_refused(&send(shorter).await?);
    }
    let listed = s3.list_parts().bucket("presigned-parts").key("whole").upload_id(&upload).await?;
    let parts = listed.parts().iter().map(|part| {
        CompletedPart::default()
            .with_part_number(part.part_number.unwrap_or_default())
            .with_e_tag(part.e_tag.clone().unwrap_or_default())
    });
    // s3s-fs lists them as its file system does.
    let mut parts: Vec<_> = parts.collect();
    parts.sort_by_key(|part| part.part_number);
    s3.complete_multipart_upload()
        .bucket("presigned-parts")
        .key("whole")
        .upload_id(&upload)
        .multipart_upload(CompletedMultipartUpload::default().with_parts(parts))
        .await?;
    let head = s3.head_object().bucket("presigned-parts").key("whole").await?;
    assert_eq!(head.content_length, Some((5 << 20) + 10));
    Ok(())
}
