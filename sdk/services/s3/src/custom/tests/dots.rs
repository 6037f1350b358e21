//! Names that mean something else in a path.

use super::*;
use tucuxi::error::ErrorKind;

/// A client that puts buckets into hosts, and one that puts them into paths.
fn clients() -> [(Client, TestClient); 2] {
    let endpoint = [("AWS_ENDPOINT_URL", "http://127.0.0.1:9000")];
    [client([]), client_with(&endpoint, [])]
}

#[tokio::test]
async fn buckets_of_dots_are_refused_before_anything_is_sent() {
    for (s3, http) in clients() {
        for bucket in [".", ".."] {
            for error in [
                s3.get_object().bucket(bucket).key("k").await.map(|_| ()).unwrap_err(),
                s3.put_object().bucket(bucket).key("k").body("x").await.map(|_| ()).unwrap_err(),
                s3.delete_bucket().bucket(bucket).await.map(|_| ()).unwrap_err(),
            ] {
                assert_eq!((error.kind(), error.attempts()), (ErrorKind::Validation, 0));
                assert!(error.message().contains(&format!("Bucket `{bucket}`")), "{error}");
            }
        }
        assert!(http.requests().is_empty());
    }
}

#[tokio::test]
async fn keys_of_dots_are_sent_as_they_are() {
    let keys = [".", "..", "../x", "a/../b", "./", "a//b", "/"];
    let answers = || keys.iter().map(|_| Answer::new(200).header("etag", "\"e\""));
    let endpoint = [("AWS_ENDPOINT_URL", "http://127.0.0.1:9000")];
    for ((s3, http), prefix) in [(client(answers()), "/"), (client_with(&endpoint, answers()), "/my-bucket/")]
    {
        for key in keys {
            s3.put_object().bucket("my-bucket").key(key).body("x").await.unwrap();
        }
        let paths: Vec<_> = http.requests().iter().map(|request| request.uri.path().to_owned()).collect();
        assert_eq!(paths, keys.map(|key| format!("{prefix}{key}")));
    }
}
