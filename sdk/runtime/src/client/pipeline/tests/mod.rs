#![allow(clippy::unwrap_used)]
mod bodies;
#[cfg(feature = "xml")]
mod copies;
mod derived;
mod discovery;
mod limits;
mod places;
mod presigned;
mod retries;

use crate::client::{Call, Context, Core, Interceptor, Operation, ResponseMetadata};
use crate::config::ClientConfig;
use crate::endpoint::{
    BuiltIn, EndpointTemplate, Expression, Legacy, Parameter, ParameterType, Rule, RuleSet,
};
use crate::error::{Error, ErrorKind, TransportError, TransportErrorKind};
use crate::http::test::{Answer, TestClient};
use crate::http::{Body, Request, ResponseHead};
use crate::reflect::{NO_VALUE, Shape, Slot, Value, View};
use crate::schema::{
    AuthScheme, Checksum, ErrorSchema, Flags, Location, Member, OperationSchema, Retryable, ServiceSchema,
    StructSchema, TemplatePart, Type,
};
use crate::testing::plain::{PLAIN, client, response};
use crate::testing::{exceptions, operation, service, structure};
use crate::types::ByteStream;
use bytes::Bytes;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::time::Instant;

structure! {
    Input() {
        text: Option<String> => Member::new("Text", "Text", Type::String).with(Flags::REQUIRED),
        token: Option<String> => Member::new("Token", "Token", Type::String).with(Flags::IDEMPOTENCY_TOKEN),
        algorithm: Option<String> =>
            Member::new("Algorithm", "x-amz-sdk-checksum-algorithm", Type::String).at(Location::Header),
        account: Option<String> => Member::new("Account", "Account", Type::String).with(Flags::HOST_LABEL),
    }
}
structure! {
    Upload(payload(0)) {
        body: ByteStream => Member::new("Body", "Body", Type::Stream),
    }
}
structure! {
    Output() {
        text: Option<String> => Member::new("Text", "Text", Type::String),
    }
}
structure! {
    Download(payload(0)) {
        body: ByteStream => Member::new("Body", "Body", Type::Stream),
    }
}
structure! {
    Refused() {
        message: Option<String> => Member::new("Message", "Message", Type::String),
    }
}
structure! {
    TooFast() {
        message: Option<String> => Member::new("Message", "Message", Type::String),
    }
}
exceptions!(Refused of "Test", TooFast of "Test");
/// An exception of that name of another service.
mod other {
    use super::*;
    structure! {
        Refused() {
            message: Option<String> => Member::new("Message", "Message", Type::String),
        }
    }
    exceptions!(Refused of "Other");
}

/// The endpoint is the one the client is given.
static RULES: RuleSet = RuleSet {
    parameters: &[Parameter {
        name: "Endpoint",
        ty: ParameterType::String,
        built_in: Some(BuiltIn::Endpoint),
        default: None,
        required: true,
        cached: true,
    }],
    conditions: &[],
    endpoints: &[EndpointTemplate::new(Expression::Slot(0))],
    errors: &[],
    rules: &[Rule::Endpoint { conditions: &[], endpoint: 0 }],
    slots: 1,
    partitions: &[],
    legacy: Legacy::NONE,
};

static SERVICE: ServiceSchema = ServiceSchema {
    rules: &RULES,
    errors: &[
        ErrorSchema { shape: "Refused", code: "Refused", retryable: Retryable::No },
        ErrorSchema { shape: "TooFast", code: "TooFast", retryable: Retryable::Throttling },
    ],
    ..service(PLAIN)
};
static CHECKSUM: Checksum = Checksum {
    required: false,
    algorithm_member: Some(2),
    mode_member: None,
    response_algorithms: &["CRC32"],
};
static UPLOAD_CHECKSUM: Checksum = Checksum { algorithm_member: Some(9), ..CHECKSUM };

macro_rules! operations {
    ($($name:ident($input:ident) -> $output:ident { $($field:ident: $value:expr),* })*) => {$(
        struct $name;
        impl Operation for $name {
            type Input = $input;
            type Output = $output;
            fn schema() -> &'static OperationSchema {
                static SCHEMA: OperationSchema =
                    OperationSchema { name: stringify!($name), $($field: $value,)* ..operation(&SERVICE) };
                &SCHEMA
            }
        }
    )*};
}
use operations;

operations! {
    Act(Input) -> Output {}
    Poll(Input) -> Output { long_poll: true }
    Signed(Input) -> Output { auth: &[AuthScheme::SigV4] }
    Sum(Input) -> Output { checksum: Some(&CHECKSUM) }
    Put(Upload) -> Output { checksum: Some(&UPLOAD_CHECKSUM) }
    Fetch(Input) -> Download {}
    Hosted(Input) -> Output {
        host_prefix: &[TemplatePart::Label { member: 3, greedy: false }, TemplatePart::Text(".api.")]
    }
}

fn call<O: Operation<Input = Input>>(core: &Core) -> Call<O> {
    let mut call = Call::<O>::new(core);
    call.input.text = Some("hello".to_owned());
    call
}

fn plain(script: &TestClient) -> Core {
    client(script, &SERVICE, |_| {})
}

fn refused_connection() -> TransportError {
    TransportError::new(TransportErrorKind::Connect, "no connection").with_cause("connection refused")
}

#[tokio::test]
async fn a_call_sends_its_input_and_reads_the_output() {
    let script = TestClient::replay([response(200, "answer").header("x-amzn-requestid", "r-1")]);
    let (output, metadata) = call::<Act>(&plain(&script)).send_with_metadata().await.unwrap();
    assert_eq!(output.text.as_deref(), Some("answer"));
    assert_eq!((metadata.status(), metadata.request_id(), metadata.attempts()), (200, Some("r-1"), 1));
    let request = &script.requests()[0];
    assert_eq!((request.method.as_str(), request.uri.to_string()), ("POST", "https://test.example/".into()));
    assert_eq!(request.body, "hello");
    let header = |name: &str| request.headers[name].to_str().unwrap();
    assert!(header("user-agent").starts_with("tucuxi/"));
    assert_eq!(header("amz-sdk-request"), "attempt=1; max=3");
    assert_eq!(header("amz-sdk-invocation-id").len(), 36);
}

#[tokio::test]
async fn other_errors_are_not_tried_again() {
    let answer =
        response(400, "Refused: go\naway").header("x-amzn-requestid", "r-2").header("x-amz-id-2", "h-2");
    let script = TestClient::replay([answer]);
    let error = call::<Act>(&plain(&script)).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Service);
    assert_eq!(error.operation(), Some(("test", "Act")));
    assert_eq!(error.message(), "go\naway");
    let line = "test Act: Refused: go away (status 400, request id r-2, host id h-2)";
    assert_eq!((error.to_string(), format!("{error:?}")), (line.to_owned(), line.to_owned()));
    let exception = error.exception::<Refused>().unwrap();
    assert_eq!(exception.message.as_deref(), Some("Refused: go\naway"));
    assert!(error.exception::<TooFast>().is_none());
    assert!(error.exception::<other::Refused>().is_none());
    assert!(!error.is_throttling());
}

#[tokio::test]
async fn proxies_errors_are_named_by_their_status() {
    let script = TestClient::replay([response(502, "<html><body>Bad gateway</body></html>")]);
    let core = client(&script, &SERVICE, |config| config.max_attempts = Some(1));
    let error = call::<Act>(&core).send().await.unwrap_err();
    assert_eq!((error.code(), error.message()), (Some("502"), "Bad Gateway"));
}

#[tokio::test]
async fn an_unreachable_endpoint_is_named() {
    let script = TestClient::replay([Answer::failure(refused_connection())]);
    let core = client(&script, &SERVICE, |config| config.max_attempts = Some(1));
    let error = call::<Act>(&core).send().await.unwrap_err();
    assert!(error.is_connect());
    assert_eq!(
        error.to_string(),
        "test Act: test.example: no connection: connection refused; is a server listening at the endpoint URL?"
    );
}

#[tokio::test]
async fn a_body_that_is_no_output_is_described() {
    let script = TestClient::replay([
        response(200, "garbage in").header("content-type", "text/plain").header("x-amzn-requestid", "r-1"),
        response(200, "<!DOCTYPE html><title>Sign in</title>"),
    ]);
    let core = client(&script, &SERVICE, |config| config.max_attempts = Some(1));
    let error = call::<Act>(&core).send().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.status(), error.request_id()),
        (ErrorKind::Parse, Some(200), Some("r-1"))
    );
    let line = "test Act: no text, in a response of text/plain, 10 bytes (status 200, request id r-1)";
    assert_eq!(error.to_string(), line);
    let error = call::<Act>(&core).send().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "test Act: no text, in a response without a content type, 37 bytes: `<!DOCTYPE html><title>Sign in</title>` \
         (status 200); the response is not the service's: it broke off, or a captive portal, a proxy or another server \
         sent it; check the network and the endpoint"
    );
}

#[tokio::test]
async fn input_is_validated_before_anything_is_sent() {
    let script = TestClient::default();
    let error = Call::<Act>::new(&plain(&script)).send().await.unwrap_err();
    assert_eq!(error.to_string(), "test Act: invalid input: Text is required");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Validation, 0));
}

#[tokio::test]
async fn idempotency_tokens_are_filled_in_once() {
    let tokens = Arc::new(Mutex::new(Vec::new()));
    struct Watch(Arc<Mutex<Vec<String>>>);
    impl Interceptor for Watch {
        fn before_serialize(&self, _: &mut Context, input: &mut dyn Shape) -> Result<(), Error> {
            if let View::String(token) = input.get(1).view() {
                self.0.lock().unwrap().push(token.to_owned());
            }
            Ok(())
        }
    }
    let script = TestClient::replay((0..2).map(|_| response(200, "ok")));
    let core = client(&script, &SERVICE, |config| {
        config.idempotency_token = Arc::new(|| Ok("made".to_owned()));
        config.interceptors.push(Arc::new(Watch(tokens.clone())));
    });
    call::<Act>(&core).send().await.unwrap();
    let mut given = call::<Act>(&core);
    given.input.token = Some("given".to_owned());
    given.send().await.unwrap();
    assert_eq!(*tokens.lock().unwrap(), ["made", "given"]);
}

#[tokio::test]
async fn a_host_label_comes_before_the_host() {
    let script = TestClient::replay([response(200, "ok")]);
    let mut hosted = call::<Hosted>(&plain(&script));
    hosted.input.account = Some("acct-1".to_owned());
    hosted.clone().send().await.unwrap();
    assert_eq!(script.requests()[0].uri, "https://acct-1.api.test.example/");
    hosted.input.account = Some("a/b".to_owned());
    let error = hosted.send().await.unwrap_err();
    assert!(error.to_string().contains("Account becomes part of the host name"), "{error}");
}

#[tokio::test]
async fn checksums_go_into_headers_or_behind_streams() {
    let script = TestClient::replay((0..4).map(|_| response(200, "ok")));
    let core = plain(&script);
    call::<Sum>(&core).send().await.unwrap();
    let put = |body: ByteStream| {
        let mut put = Call::<Put>::new(&core);
        put.input.body = body;
        put
    };
    put("hello".into()).send().await.unwrap();
    put(ByteStream::from_stream(ByteStream::from("hello"), Some(5))).send().await.unwrap();
    put("hello".into()).customize(|call| call.endpoint_url("http://127.0.0.1:9")).send().await.unwrap();
    let requests = script.requests();
    assert_eq!(requests[0].headers["x-amz-checksum-crc32"], "NhCmhg==");
    assert_eq!(requests[0].headers["x-amz-sdk-checksum-algorithm"], "CRC32");
    for request in &requests[1..3] {
        assert_eq!(request.headers["x-amz-trailer"], "x-amz-checksum-crc32");
        assert_eq!(request.headers["content-encoding"], "aws-chunked");
        assert_eq!(request.headers["x-amz-decoded-content-length"], "5");
        assert_eq!(request.body, "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n");
    }
    assert_eq!(requests[3].headers["x-amz-checksum-crc32"], "NhCmhg==");
    assert_eq!(requests[3].body, "hello");
}

#[tokio::test]
async fn a_streamed_output_is_read_by_the_user() {
    let script = TestClient::replay([response(200, "a long body"), response(404, "Gone: x")]);
    let core = plain(&script);
    let output = call::<Fetch>(&core).send().await.unwrap();
    assert_eq!(output.body.collect().await.unwrap(), "a long body");
    assert_eq!(call::<Fetch>(&core).send().await.unwrap_err().code(), Some("Gone"));
}

#[tokio::test]
async fn hooks_run_in_order_and_may_change_what_they_see() {
    struct Log(Mutex<Vec<String>>);
    impl Log {
        fn add(&self, context: &Context, hook: &str) {
            self.0.lock().unwrap().push(format!("{hook} {}", context.attempt()));
        }
    }
    impl Interceptor for Arc<Log> {
        fn before_serialize(&self, context: &mut Context, input: &mut dyn Shape) -> Result<(), Error> {
            self.add(context, "before_serialize");
            if let Slot::String(text) = input.get_mut(0).slot() {
                text.push('!');
            }
            Ok(())
        }
        fn after_serialize(&self, context: &mut Context, request: &mut Request) -> Result<(), Error> {
            self.add(context, "after_serialize");
            "/elsewhere".clone_into(&mut request.path);
            Ok(())
        }
        fn before_sign(&self, context: &mut Context, _: &mut http::Request<Body>) -> Result<(), Error> {
            self.add(context, "before_sign");
            Ok(())
        }
        fn before_send(&self, context: &mut Context, _: &mut http::Request<Body>) -> Result<(), Error> {
            self.add(context, "before_send");
            Ok(())
        }
        fn after_send(&self, context: &mut Context, _: &mut ResponseHead) -> Result<(), Error> {
            self.add(context, "after_send");
            Ok(())
        }
        fn before_parse(
            &self,
            context: &mut Context,
            _: &mut ResponseHead,
            body: &mut Bytes,
        ) -> Result<(), Error> {
            self.add(context, "before_parse");
            *body = Bytes::from_static(b"replaced");
            Ok(())
        }
        fn after_parse(
            &self,
            context: &mut Context,
            _: &ResponseMetadata,
            output: &mut dyn Shape,
        ) -> Result<(), Error> {
            self.add(context, "after_parse");
            assert!(!output.get(0).view().is_null());
            Ok(())
        }
    }
    let log = Arc::new(Log(Mutex::default()));
    let script = TestClient::replay([response(200, "answer")]);
    let output = call::<Act>(&plain(&script))
        .customize(|call| call.interceptor(log.clone()).header("x-extra", "1"))
        .send()
        .await
        .unwrap();
    assert_eq!(output.text.as_deref(), Some("replaced"));
    let request = &script.requests()[0];
    assert_eq!((request.uri.path(), &request.body[..]), ("/elsewhere", &b"hello!"[..]));
    assert_eq!(request.headers["x-extra"], "1");
    assert_eq!(
        *log.0.lock().unwrap(),
        [
            "before_serialize 0",
            "after_serialize 0",
            "before_sign 1",
            "before_send 1",
            "after_send 1",
            "before_parse 1",
            "after_parse 1"
        ]
    );
}

#[tokio::test]
async fn the_user_agent_tells_what_is_made_use_of() {
    let script = TestClient::always(response(200, "ok"));
    let core = client(&script, &SERVICE, |config| config.app_id = Some("shop".to_owned()));
    let last = || {
        let request = script.take_requests().pop().unwrap();
        request.headers["user-agent"].to_str().unwrap().split_once(" lang/rust").unwrap().1.to_owned()
    };
    call::<Act>(&core).send().await.unwrap();
    assert_eq!(last(), " m/E,N,Z,b cfg/retry-mode#standard app/shop");
    let adaptive = call::<Sum>(&core).customize(|call| call.retry_mode(crate::config::RetryMode::Adaptive));
    adaptive.send().await.unwrap();
    assert_eq!(last(), " m/F,N,U,Z,b cfg/retry-mode#adaptive app/shop");
    let env =
        [("AWS_ACCESS_KEY_ID", "AKID"), ("AWS_SECRET_ACCESS_KEY", "secret"), ("AWS_REGION", "us-east-1")];
    let session = crate::Session::builder().env(env).http_client(script.clone()).build().unwrap();
    let core = Core::new(&session, &SERVICE).customize(|client| client.endpoint_url("https://test.example"));
    call::<Signed>(&core).send().await.unwrap();
    assert_eq!(last(), " m/E,N,Z,b,g cfg/retry-mode#standard");
}

#[tokio::test]
async fn a_setting_that_cannot_be_right_fails_the_calls() {
    let core = plain(&TestClient::default()).customize(|call| call.header("no header", "x"));
    let error = call::<Act>(&core).send().await.unwrap_err();
    assert_eq!(error.to_string(), "test Act: `no header` cannot be a header with that value");
    assert_eq!(error.kind(), ErrorKind::Configuration);
}

#[test]
fn futures_are_small_and_cross_threads() {
    fn is_send<T: Send>(_: &T) {}
    let future = call::<Act>(&plain(&TestClient::default())).send();
    is_send(&future);
    assert_eq!(size_of_val(&future), 2 * size_of::<usize>());
}
