//! Presigned POST: what a browser uploads by the form is stored, unless it breaks the policy.

use crate::Outcome;
use crate::browser::upload;
use scenarios::S3s;
use std::time::{Duration, SystemTime};
use tucuxi_s3::{Client, PostCondition, PresignPost};

/// A form for pictures of 3 to 8 bytes in the folder `uploads`; the person chooses the content type.
async fn pictures(server: &S3s, bucket: &str) -> Result<(Client, PresignPost), tucuxi::Error> {
    let s3 = Client::new(&server.session);
    s3.create_bucket().bucket(bucket).await?;
    let form = s3
        .presigned_post(bucket, "uploads/${filename}")
        .field("x-amz-meta-who", "me")
        .condition(PostCondition::content_length_range(3, 8))
        .condition(PostCondition::starts_with("Content-Type", "image/"));
    Ok((s3, form))
}

#[tokio::test]
async fn a_form_stores_the_file_where_it_says() -> Outcome {
    let Some(server) = S3s::connect() else { return Ok(()) };
    let (s3, form) = pictures(&server, "form-stores").await?;
    let reply = upload(&form.await?, &[("Content-Type", "image/png")], "pixels").await?;
    assert!((200..300).contains(&reply.status), "{reply:?}");
    // s3s-fs 0.14.1 keeps `${filename}` in the key, where S3 puts the name of the file
    let listed = s3.list_objects_v2().bucket("form-stores").prefix("uploads/").await?;
    let [stored] = listed.contents() else { return Err(format!("one object, not {listed:?}").into()) };
    let object = s3.get_object().bucket("form-stores").key(stored.key.clone().unwrap_or_default()).await?;
    assert_eq!(object.metadata().get("who").map(String::as_str), Some("me"));
    assert_eq!(object.content_type.as_deref(), Some("image/png"));
    assert_eq!(object.body.collect().await?, "pixels");
    Ok(())
}

#[tokio::test]
async fn a_form_that_breaks_the_policy_is_refused() -> Outcome {
    let Some(server) = S3s::connect() else { return Ok(()) };
    let (s3, form) = pictures(&server, "form-refused").await?;
    let post = form.clone().await?;
    let image = ("Content-Type", "image/png");
    for (filled, file) in [
        (&[("Content-Type", "text/html")][..], "pixels"),
        (&[], "pixels"),
        (&[image], "px"),
        (&[image], "many pixels"),
        (&[image, ("acl", "public-read")], "pixels"),
    ] {
        let reply = upload(&post, filled, file).await?;
        assert!(matches!(reply.status, 400 | 403), "{filled:?} {file}: {reply:?}");
    }
    let over = form.starts_at(SystemTime::now() - Duration::from_secs(3600));
    let over = over.expires_in(Duration::from_secs(60)).await?;
    let reply = upload(&over, &[image], "pixels").await?;
    assert!(matches!(reply.status, 400 | 403), "{reply:?}");
    let objects = s3.list_objects_v2().bucket("form-refused").await?;
    assert!(objects.contents().is_empty(), "{objects:?}");
    Ok(())
}

#[tokio::test]
async fn a_form_with_another_secret_is_refused() -> Outcome {
    let Some(server) = S3s::connect() else { return Ok(()) };
    let (_, form) = pictures(&server, "form-secret").await?;
    let key = server.session.credentials().credentials().await?.access_key_id().to_owned();
    let other = tucuxi::credentials::Credentials::from_keys(key, "another");
    let post = form.customize(|b| b.credentials(other)).await?;
    let reply = upload(&post, &[("Content-Type", "image/png")], "pixels").await?;
    assert_eq!(reply.code(), Some("SignatureDoesNotMatch"), "{reply:?}");
    Ok(())
}
