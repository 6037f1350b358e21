//! Responses with the wrong status, length or head.

use faults::{Server, Transport, s3, s3_once};
use tucuxi::Error;
use tucuxi::error::ErrorKind;

/// What a download gives in the end.
async fn download(server: &Server) -> Result<Vec<u8>, Error> {
    let output = s3_once(&server.url).get_object().bucket("b").key("k").await?;
    Ok(output.body.collect().await?.to_vec())
}

#[tokio::test(flavor = "multi_thread")]
async fn statuses_that_bring_no_object_are_errors() {
    for transport in Transport::ALL {
        for response in [
            "HTTP/1.1 204 No Content\r\ncontent-length: 5\r\n\r\nhello",
            "HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\nhello",
        ] {
            let server = Server::always(transport, response).await;
            let error = download(&server).await.expect_err(response);
            assert!(matches!(error.kind(), ErrorKind::Transport | ErrorKind::Parse), "{response}: {error}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_breaks_off_is_an_error() {
    for transport in Transport::ALL {
        let server = Server::start(transport, |mut connection, _| async move {
            connection.request().await;
            let _ = connection.send("HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\nhello").await;
        });
        let error = download(&server.await).await.expect_err("half a body");
        assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn objects_have_as_much_metadata_as_s3_allows() {
    for transport in Transport::ALL {
        let mut response = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n".to_owned();
        for number in 0..900 {
            response.push_str(&format!("x-amz-meta-{number}: {number}\r\n"));
        }
        response.push_str("\r\nhello");
        let server = Server::always(transport, response).await;
        let output = s3(&server).get_object().bucket("b").key("k").await.expect("an object");
        assert_eq!(output.metadata.as_ref().map(|metadata| metadata.len()), Some(900));
        assert_eq!(output.body.collect().await.expect("a body"), "hello");

        let long = format!(
            "HTTP/1.1 200 OK\r\ncontent-length: 5\r\nx-amz-meta-a: {}\r\n\r\nhello",
            "x".repeat(100_000)
        );
        let server = Server::always(transport, long).await;
        assert_eq!(download(&server).await.expect("an object"), b"hello");
    }
}
