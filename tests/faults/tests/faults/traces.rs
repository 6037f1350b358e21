//! What a program shows of itself through `tracing`: what happens in its calls, and no secret.

use crate::log::Log;
use faults::{Connection, Head, Server, Transport, settings};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tracing::Level;
use tucuxi::Session;
use tucuxi::config::AddressingStyle;
use tucuxi::credentials::{AssumeRole, Credentials};
use tucuxi::internal::base64;
use tucuxi::session::SessionBuilder;

const LEVELS: [Level; 5] = [Level::ERROR, Level::WARN, Level::INFO, Level::DEBUG, Level::TRACE];

fn response(status: &str, headers: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\n{headers}content-length: {}\r\n\r\n{body}", body.len())
}

/// Answers each request of a connection by what `answer` makes of it.
async fn serve(mut connection: Connection, answer: impl Fn(&Head, &str) -> String) {
    while let Some((head, body)) = connection.request().await {
        if connection.send(answer(&head, &String::from_utf8_lossy(&body))).await.is_err() {
            return;
        }
    }
}

/// Credentials of a role that end in `seconds`.
fn role(seconds: u64) -> String {
    let end = tucuxi::types::Timestamp::from(std::time::SystemTime::now() + Duration::from_secs(seconds));
    response(
        "200 OK",
        "",
        &format!(
            "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIAROLE</AccessKeyId>\
             <SecretAccessKey>{}</SecretAccessKey><SessionToken>{}</SessionToken><Expiration>{end}</Expiration>\
             </Credentials></AssumeRoleResult></AssumeRoleResponse>",
            planted("role-key"),
            planted("role-token"),
        ),
    )
}

/// A secret that is told from all else, also in base64 and in a URL.
fn planted(what: &str) -> String {
    format!("Planted+{what}/Secret=")
}

const PLANTED: [&str; 11] = [
    "key",
    "token",
    "role-key",
    "role-token",
    "container-key",
    "container-token",
    "authorization",
    "user-data",
    "proxy",
    "session-key",
    "session-token",
];

/// `secret`, and what it looks like in base64 at any offset, in a URL and in a form.
fn guises(secret: &str) -> Vec<String> {
    let mut guises = vec![secret.to_owned()];
    guises.push(secret.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D"));
    for offset in 0..3 {
        let shifted = [&vec![b' '; offset][..], secret.as_bytes()].concat();
        let text = base64::encode(&shifted);
        // What stands beside the secret shows in the first and last characters.
        guises.push(text[4 * usize::from(offset > 0)..text.len() - 4].to_owned());
    }
    guises
}

/// A service with credentials in its responses, which takes secrets in its inputs.
fn secretive(head: &Head, body: &str) -> String {
    if head.line.contains("/credentials") {
        let body = format!(
            r#"{{"AccessKeyId":"ASIACONTAINER","SecretAccessKey":"{}","Token":"{}","Expiration":"2999-01-01T00:00:00Z"}}"#,
            planted("container-key"),
            planted("container-token")
        );
        return response("200 OK", "content-type: application/json\r\n", &body);
    }
    if body.contains("Action=AssumeRole") {
        return role(3600);
    }
    if head.line.contains("?session") {
        let body = format!(
            "<CreateSessionResult><Credentials><SessionToken>{}</SessionToken><SecretAccessKey>{}</SecretAccessKey>\
             <AccessKeyId>ASIASESSION</AccessKeyId><Expiration>2999-01-01T00:00:00Z</Expiration></Credentials>\
             </CreateSessionResult>",
            planted("session-token"),
            planted("session-key")
        );
        return response("200 OK", "", &body);
    }
    if body.contains("Action=RunInstances") {
        return response("200 OK", "", "<RunInstancesResponse/>");
    }
    response("500 Internal Server Error", "", &format!("not the service's: {}", planted("token")))
}

/// Credentials from code, from a role, and from a container.
fn sessions(server: &Server) -> Vec<Session> {
    let keys = Credentials::builder("AKIDEXAMPLE", planted("key")).session_token(planted("token")).build();
    let once = |builder: SessionBuilder| builder.max_attempts(2).build().expect("a session");
    let fixed = once(settings(server).credentials(keys));
    let role = AssumeRole::builder("arn:aws:iam::123456789012:role/r").build(&fixed);
    let role = once(settings(server).credentials_provider(role));
    let container = once(Session::builder().region("us-east-1").endpoint_url(&server.url).env([
        ("HOME", "/nonexistent".to_owned()),
        ("AWS_CONTAINER_CREDENTIALS_FULL_URI", format!("{}/credentials", server.url)),
        ("AWS_CONTAINER_AUTHORIZATION_TOKEN", planted("authorization")),
    ]));
    let proxy = once(settings(server).endpoint_url("http://service.test").env([
        ("HOME", "/nonexistent".to_owned()),
        ("HTTP_PROXY", server.url.replace("http://", "http://user:Planted%2Bproxy%2FSecret%3D@")),
    ]));
    vec![fixed, role, container, proxy]
}

/// Calls that carry secrets, whatever becomes of them.
async fn keep_secrets(session: &Session) {
    let ec2 = tucuxi_ec2::Client::new(session);
    let _ = ec2.run_instances().min_count(1).max_count(1).user_data(planted("user-data")).await;
    let s3 = tucuxi_s3::Client::builder(session).s3(|s3| s3.addressing_style = AddressingStyle::Path).build();
    let _ = s3.put_object().bucket("b").key("k").sse_customer_key(planted("user-data")).body("b").await;
    let _ = s3.get_object().bucket("b").key("k").await;
    let _ = s3.list_buckets().await;
    let _ = s3.create_session().bucket("b--use1-az4--x-s3").await;
    let _ = s3.get_object().bucket("b").key("k").presigned(Duration::from_secs(60)).await;
}

#[tokio::test]
async fn no_secret_is_shown_at_any_level() {
    for level in LEVELS {
        let server = Server::start(Transport::Http, |connection, _| serve(connection, secretive)).await;
        let (log, guard) = Log::start(level);
        for session in sessions(&server) {
            keep_secrets(&session).await;
        }
        drop(guard);
        let text = log.text();
        for secret in PLANTED.map(planted) {
            for guise in guises(&secret) {
                let at = text.find(&guise).map(|at| &text[at.saturating_sub(200)..(at + 80).min(text.len())]);
                assert_eq!(at, None, "{secret} is shown at {level}");
            }
        }
        if level == Level::TRACE {
            // All of it was there to be shown.
            for word in ["ASIAROLE", "RunInstances", "CreateSession", "SSECustomerKey", "authorization"] {
                assert!(text.contains(word), "{word} is not in the log:\n{text}");
            }
        }
    }
}

/// A client that is throttled once, whose role is refreshed, whose bucket is elsewhere, that waits, and reads two pages.
fn eventful(count: &Mutex<Vec<String>>, head: &Head, body: &str) -> String {
    let mut seen = count.lock().expect("no panic before");
    let what = if body.is_empty() { head.line.clone() } else { body.to_owned() };
    seen.push(what.clone());
    let times = seen.iter().filter(|other| **other == what).count();
    drop(seen);
    let id = "x-amz-request-id: REQUEST\r\n";
    match &*what {
        body if body.contains("Action=AssumeRole") => role(if times == 1 { 1 } else { 3600 }),
        line if line.contains("continuation-token") => {
            response("200 OK", id, "<ListBucketResult><Contents><Key>b</Key></Contents></ListBucketResult>")
        }
        line if line.starts_with("GET /throttled") && times == 1 => {
            let body =
                "<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>";
            response("503 Slow Down", id, body)
        }
        line if line.starts_with("GET /elsewhere") && times == 1 => {
            let body = "<Error><Code>PermanentRedirect</Code><Message>elsewhere</Message></Error>";
            response("301 Moved Permanently", &format!("{id}x-amz-bucket-region: eu-west-1\r\n"), body)
        }
        line if line.starts_with("HEAD ") && times == 1 => "HTTP/1.1 404 Not Found\r\n\r\n".to_owned(),
        line if line.starts_with("GET /") => response(
            "200 OK",
            id,
            "<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>n</NextContinuationToken>\
             <Contents><Key>a</Key></Contents></ListBucketResult>",
        ),
        _ => response("200 OK", id, ""),
    }
}

#[tokio::test]
async fn a_log_tells_what_happened() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let server = Server::start(Transport::Http, move |connection, _| {
        let seen = Arc::clone(&seen);
        async move { serve(connection, |head, body| eventful(&seen, head, body)).await }
    })
    .await;
    let (log, guard) = Log::start(Level::DEBUG);
    let source = settings(&server).build().expect("a session");
    let role = AssumeRole::builder("arn:aws:iam::123456789012:role/r").build(&source);
    let session = settings(&server).credentials_provider(role).build().expect("a session");
    let s3 = tucuxi_s3::Client::builder(&session)
        .s3(|s3| s3.addressing_style = AddressingStyle::Path)
        .configure(|config| config.jitter = Arc::new(|| 0.0))
        .build();
    s3.list_objects_v2().bucket("throttled").await.expect("an answer");
    s3.list_objects_v2().bucket("elsewhere").await.expect("an answer");
    tokio::time::sleep(Duration::from_secs(1)).await;
    s3.wait_until_object_exists()
        .bucket("b")
        .key("k")
        .delay(Duration::from_millis(1))
        .await
        .expect("an object");
    let mut pages = s3.list_objects_v2().bucket("b").pages();
    while let Some(page) = pages.next().await {
        page.expect("a page");
    }
    drop(guard);
    let text = log.text();
    println!("{text}");
    for words in [
        "trying again attempt=1 max_attempts=3 reason=\"throttling\" error.type=\"SlowDown\"",
        "credentials loaded from=\"role arn:aws:iam::123456789012:role/r\"",
        "redirected to another endpoint",
        "checked waiter=\"ObjectExists\"",
        "page items=1 more=true",
        "page items=2 more=false",
        "aws.request_id=\"REQUEST\"",
        "connection: opened",
    ] {
        assert!(text.contains(words), "`{words}` is not in the log");
    }
    assert_eq!(text.matches("credentials loaded").count(), 2, "a role that has ended is assumed again");
}
