//! The host that is signed is the host that is sent. Signatures and headers are those of botocore 1.44.5 and urllib3.

use super::*;
use crate::http::{HttpClient, HttpOptions, HyperClient};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

#[tokio::test]
async fn hosts_are_signed_as_botocore_signs_them() {
    for (url, settled, signature) in [
        (
            "http://LocalHost:9000/x",
            "http://localhost:9000/x",
            "83a6c695802072f2829caa8814c9e53e515f4cbde1529c09d8b0446619d037a2",
        ),
        (
            "http://LOCALHOST:80/",
            "http://localhost/",
            "b409aa9321a90056ddd5b325fa811fecdd464b870fb75e140fc3e195509df1b3",
        ),
        (
            "https://Example.COM:443/",
            "https://example.com/",
            "f184508e061854e86d2c21f4e52c7c0be5538d9bd91c551f5ff8eb6ce96310b2",
        ),
        (
            "http://u:p@LocalHost:9000/",
            "http://localhost:9000/",
            "0dcf23b861626bb1f6b0e8ba3e7d3d5aec956593c4786fc43df236d53500f301",
        ),
        (
            "http://localhost:09000/",
            "http://localhost:9000/",
            "0dcf23b861626bb1f6b0e8ba3e7d3d5aec956593c4786fc43df236d53500f301",
        ),
        (
            "http://[FE80::1]/",
            "http://[fe80::1]/",
            "055bac53c937a0754f199c5f2d097793161a9b40a6b3852825c58908642de740",
        ),
        (
            "http://localhost.:9000/",
            "http://localhost.:9000/",
            "e573d55c5d0c891417a256430a0c5018c45a7ac8cbdad100066242400355e855",
        ),
    ] {
        let request = signed("sts", None, request("GET", url, &[], Body::Empty), PayloadHash::Bytes).await;
        assert_eq!(request.uri().to_string(), settled);
        assert_signature(&request, "sts", "host;x-amz-date", signature);
    }
}

/// The line `Host` of the only request to the server at `listener`.
async fn host_that_arrives(listener: TcpListener) -> String {
    let (mut stream, _) = listener.accept().await.unwrap();
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        assert_ne!(stream.read_buf(&mut head).await.unwrap(), 0);
    }
    stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await.unwrap();
    let head = String::from_utf8(head).unwrap();
    let host = head
        .lines()
        .find_map(|line| line.split_once(": ").filter(|(name, _)| name.eq_ignore_ascii_case("host")));
    host.unwrap().1.to_owned()
}

#[tokio::test]
async fn hosts_arrive_as_they_are_signed() {
    for (address, url, expected) in [
        ("127.0.0.1:0", "http://127.0.0.1:PORT/", "127.0.0.1:PORT"),
        ("127.0.0.1:0", "http://LocalHost:PORT/x?y", "localhost:PORT"),
        ("127.0.0.1:0", "http://User:Password@LOCALHOST:PORT/", "localhost:PORT"),
        ("127.0.0.1:0", "http://127.0.0.1:0PORT/", "127.0.0.1:PORT"),
        ("[::1]:0", "http://[::1]:PORT/", "[::1]:PORT"),
        ("[::1]:0", "http://[0:0:0:0:0:0:0:1]:PORT/", "[0:0:0:0:0:0:0:1]:PORT"),
    ] {
        // a machine may have no IPv6
        let Ok(listener) = TcpListener::bind(address).await else { continue };
        let port = listener.local_addr().unwrap().port().to_string();
        let url = url.replace("PORT", &port);
        let sent = signed("sts", None, request("GET", &url, &[], Body::Empty), PayloadHash::Bytes).await;
        let authorization = header(&sent, "authorization").to_owned();
        let client = HyperClient::new(&HttpOptions::default()).unwrap();
        let (arrived, response) = tokio::join!(host_that_arrives(listener), client.send(sent));
        response.unwrap();
        assert_eq!(arrived, expected.replace("PORT", &port), "{url}");
        // what a server would compute, which knows nothing but what arrived
        let path = url.split_once(&port).unwrap().1;
        let seen = request("GET", &format!("http://unknown{path}"), &[("host", &arrived)], Body::Empty);
        let seen = signed("sts", None, seen, PayloadHash::Bytes).await;
        assert_eq!(header(&seen, "authorization"), authorization, "{url}");
    }
}

#[tokio::test]
async fn a_port_that_is_none_is_an_error_before_anything_is_sent() {
    let mut wrong = request("GET", "http://localhost:99999/", &[], Body::Empty);
    let error = sign(&choice("sts"), &config(None), None, &mut wrong, PayloadHash::Bytes).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.to_string().contains("`localhost:99999`"), "{error}");
}

#[tokio::test]
async fn presigned_urls_name_the_host_that_any_client_sends() {
    let mut get = request("GET", "http://u:p@LocalHost:80/k", &[], Body::Empty);
    presign(&choice("s3"), &config(None), None, &mut get, start(), Duration::from_secs(60)).await.unwrap();
    assert!(get.uri().to_string().starts_with("http://localhost/k?X-Amz-Algorithm="), "{}", get.uri());
}
