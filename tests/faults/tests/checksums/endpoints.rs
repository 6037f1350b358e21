//! Endpoints that are not AWS's: nothing is sent there that servers of other makers may refuse, unless the program says so.

use crate::BODY;
use crate::scripted::{Requests, STORED, bodies, keeping, last};
use faults::{Head, Server, Transport, settings};
use tucuxi::config::ChecksumMode::{self, WhenRequired, WhenSupported};
use tucuxi_s3::Client;
use tucuxi_s3::types::{ChecksumAlgorithm, Delete, ObjectIdentifier};

/// A client that is told the endpoint URL and nothing of checksums.
fn client(server: &Server) -> Client {
    Client::new(&settings(server).build().expect("a session"))
}

/// The names of the headers that say something of checksums.
fn checksums(head: &Head) -> Vec<&str> {
    let names = ["x-amz-sdk-checksum-algorithm", "x-amz-checksum-crc32", "x-amz-trailer", "content-md5"];
    names.into_iter().filter(|name| head.header(name).is_some()).collect()
}

async fn delete(client: &Client, requests: &Requests) -> Head {
    let object = ObjectIdentifier::default().with_key("k");
    let call = client.delete_objects().bucket("b").delete(Delete::default().with_objects([object]));
    // the response is not one of this operation; what was sent is of interest
    let _ = call.customize(|client| client.max_attempts(1)).await;
    last(requests).0
}

#[tokio::test(flavor = "multi_thread")]
async fn uploads_are_sent_as_they_are() {
    for transport in Transport::ALL {
        let (server, requests) = keeping(transport, STORED).await;
        let client = client(&server);
        for (what, body) in bodies() {
            client.put_object().bucket("b").key("k").body(body).await.expect(what);
            let (head, body) = last(&requests);
            assert_eq!((body.as_str(), checksums(&head)), (BODY, vec![]), "{transport:?}, {what}");
        }
        for (what, body) in bodies() {
            let part = client.upload_part().bucket("b").key("k").upload_id("u").part_number(1).body(body);
            part.await.expect(what);
            let (head, body) = last(&requests);
            assert_eq!((body.as_str(), checksums(&head)), (BODY, vec![]), "{transport:?}, {what}");
        }
        let get = client.get_object().bucket("b").key("k").await.expect("an object");
        assert_eq!(get.body.collect().await.expect("a body"), "");
        assert_eq!(last(&requests).0.header("x-amz-checksum-mode"), None);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_must_have_a_checksum_has_content_md5() {
    let (server, requests) = keeping(Transport::Http, STORED).await;
    let plain = client(&server);
    assert_eq!(checksums(&delete(&plain, &requests).await), ["content-md5"]);
    let policy = plain.put_bucket_policy().bucket("b").policy(BODY);
    policy.clone().await.expect("a policy");
    assert_eq!(last(&requests).0.header("content-md5"), Some("XrY7u+Ae7tCTyyK7j1rNww=="));
    policy.clone().content_md5("given").await.expect("a policy");
    assert_eq!(last(&requests).0.header("content-md5"), Some("given"));
    policy.checksum_algorithm(ChecksumAlgorithm::Crc32).await.expect("a policy");
    assert_eq!(checksums(&last(&requests).0), ["x-amz-sdk-checksum-algorithm", "x-amz-checksum-crc32"]);
    let put = plain.put_object().bucket("b").key("k").body(BODY).checksum_algorithm(ChecksumAlgorithm::Crc32);
    put.await.expect("an upload");
    assert_eq!(checksums(&last(&requests).0), ["x-amz-sdk-checksum-algorithm", "x-amz-checksum-crc32"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_say_otherwise() {
    let (server, requests) = keeping(Transport::Http, STORED).await;
    let crc32 = vec!["x-amz-sdk-checksum-algorithm", "x-amz-checksum-crc32"];
    let with = |mode: Option<ChecksumMode>, md5: Option<bool>| {
        client(&server).customize(|client| {
            client.configure(|config| (config.request_checksums, config.content_md5) = (mode, md5))
        })
    };
    for (mode, md5, upload, deletion) in [
        (Some(WhenSupported), None, crc32.clone(), crc32.clone()),
        (Some(WhenSupported), Some(true), crc32.clone(), vec!["content-md5"]),
        (Some(WhenRequired), None, vec![], vec!["content-md5"]),
        (Some(WhenRequired), Some(false), vec![], crc32.clone()),
        (None, Some(false), vec![], crc32.clone()),
    ] {
        let client = with(mode, md5);
        client.put_object().bucket("b").key("k").body(BODY).await.expect("an upload");
        assert_eq!(checksums(&last(&requests).0), upload, "{mode:?}, {md5:?}");
        assert_eq!(checksums(&delete(&client, &requests).await), deletion, "{mode:?}, {md5:?}");
    }
    let home = [("AWS_REQUEST_CHECKSUM_CALCULATION", "when_supported"), ("HOME", "/nonexistent")];
    let client = Client::new(&settings(&server).env(home).build().expect("a session"));
    client.put_object().bucket("b").key("k").body(BODY).await.expect("an upload");
    assert_eq!(checksums(&last(&requests).0), crc32);
}
