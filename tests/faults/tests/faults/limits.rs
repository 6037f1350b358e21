//! Limits of zero and without end.

use faults::{Server, Transport, s3_of, settings};
use std::time::Duration;
use tucuxi::session::SessionBuilder;

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello";

#[tokio::test(flavor = "multi_thread")]
async fn a_limit_of_zero_fails_each_call_before_it_sends_anything() {
    type Change = fn(SessionBuilder) -> SessionBuilder;
    let changes: [(&str, Change); 5] = [
        ("connect_timeout", |settings| settings.connect_timeout(Duration::ZERO)),
        ("read_timeout", |settings| settings.read_timeout(Duration::ZERO)),
        ("attempt_timeout", |settings| settings.attempt_timeout(Duration::ZERO)),
        ("operation_timeout", |settings| settings.operation_timeout(Duration::ZERO)),
        ("max_attempts", |settings| settings.max_attempts(0)),
    ];
    let server = Server::always(Transport::Http, OK).await;
    for (name, change) in changes {
        let session = change(settings(&server)).build().expect("a session");
        let error = s3_of(&session).get_object().bucket("b").key("k").await.expect_err(name);
        assert!(error.to_string().contains(name), "{error}");
        assert_eq!(error.attempts(), 0);
    }
    assert_eq!(server.connections(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn limits_without_end_are_none() {
    for transport in Transport::ALL {
        let server = Server::always(transport, OK).await;
        let session = settings(&server)
            .connect_timeout(Duration::MAX)
            .read_timeout(Duration::MAX)
            .attempt_timeout(Duration::MAX)
            .operation_timeout(Duration::MAX)
            .max_attempts(u32::MAX)
            .build()
            .expect("a session");
        let output = s3_of(&session).get_object().bucket("b").key("k").await.expect("an object");
        assert_eq!(output.body.collect().await.expect("a body"), "hello");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_listing_that_goes_round_in_circles_ends() {
    for transport in Transport::ALL {
        let server = Server::start(transport, |mut connection, _| async move {
            let tokens = ["A", "B", "C"];
            for token in tokens.iter().cycle().take(1_000) {
                if connection.request().await.is_none() {
                    return;
                }
                let body = format!(
                    "<ListBucketResult><Name>b</Name><IsTruncated>true</IsTruncated>\
                     <NextContinuationToken>{token}</NextContinuationToken></ListBucketResult>"
                );
                let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", body.len());
                if connection.send(head + &body).await.is_err() {
                    return;
                }
            }
        });
        let session = settings(&server.await).build().expect("a session");
        let mut pages = s3_of(&session).list_objects_v2().bucket("b").pages();
        let mut count = 0;
        let error = loop {
            match pages.next().await {
                Some(Ok(_)) => count += 1,
                Some(Err(error)) => break error,
                None => panic!("the listing ended as if it were complete"),
            }
        };
        assert!(count < 20, "{count}");
        assert!(error.to_string().contains("ContinuationToken"), "{error}");
    }
}
