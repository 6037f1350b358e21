//! docs/guide/interceptors.md

use std::any::Any;
use std::sync::{Arc, Mutex, PoisonError};

use guide::{Outcome, replay};
use tucuxi::Error;
use tucuxi::client::{Context, Interceptor, ResponseMetadata};
use tucuxi::error::ErrorKind;
use tucuxi::external::http::{self, HeaderValue};
use tucuxi::http::test::Answer;
use tucuxi::http::{Body, ResponseHead};
use tucuxi::reflect::Shape;
use tucuxi_s3::types::PutObjectRequest;

struct Tenant;

impl Interceptor for Tenant {
    fn before_sign(&self, context: &mut Context, request: &mut http::Request<Body>) -> Result<(), Error> {
        if context.operation_name() == "PutObject" {
            request.headers_mut().insert("x-tenant", HeaderValue::from_static("blue"));
        }
        Ok(())
    }
}

#[tokio::test]
async fn a_header_of_one_operation() -> Outcome {
    let (http, session) = replay([Answer::new(200), Answer::new(200)])?;

    let s3 = tucuxi_s3::Client::builder(&session).interceptor(Tenant).build();

    s3.put_object().bucket("docs").key("a").body("a").await?;
    s3.delete_object().bucket("docs").key("a").await?;
    let requests = http.requests();
    assert_eq!(requests[0].headers["x-tenant"], "blue");
    assert!(!requests[1].headers.contains_key("x-tenant"));
    let signed = requests[0].headers["authorization"].to_str()?;
    assert!(signed.contains(";x-tenant"), "{signed}");
    Ok(())
}

#[tokio::test]
async fn a_header_of_all_operations() -> Outcome {
    let (http, session) = replay([Answer::new(200)])?;

    let s3 = tucuxi_s3::Client::builder(&session).header("x-tenant", "blue").build();

    s3.delete_object().bucket("docs").key("a").await?;
    assert_eq!(http.requests()[0].headers["x-tenant"], "blue");
    Ok(())
}

struct Encrypted;

impl Interceptor for Encrypted {
    fn before_serialize(&self, _: &mut Context, input: &mut dyn Shape) -> Result<(), Error> {
        let input: &mut dyn Any = input;
        if let Some(put) = input.downcast_mut::<PutObjectRequest>() {
            put.server_side_encryption.get_or_insert("aws:kms".into());
        }
        Ok(())
    }
}

#[tokio::test]
async fn a_default_of_an_input() -> Outcome {
    let (http, session) = replay([Answer::new(200), Answer::new(200)])?;
    let s3 = tucuxi_s3::Client::builder(&session).interceptor(Encrypted).build();
    s3.put_object().bucket("docs").key("a").body("a").await?;
    s3.put_object().bucket("docs").key("a").body("a").server_side_encryption("AES256").await?;
    let sent = http.requests();
    let sent = sent.iter().map(|request| &request.headers["x-amz-server-side-encryption"]);
    assert_eq!(sent.collect::<Vec<_>>(), ["aws:kms", "AES256"]);
    Ok(())
}

#[derive(Clone, Default)]
struct Report(Arc<Mutex<Vec<String>>>);

impl Report {
    fn note(&self, line: String) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(line);
    }
}

impl Interceptor for Report {
    fn after_send(&self, context: &mut Context, head: &mut ResponseHead) -> Result<(), Error> {
        let (operation, attempt) = (context.operation_name(), context.attempt());
        self.note(format!("{operation}, attempt {attempt}: {}", head.status));
        Ok(())
    }

    fn after_parse(
        &self,
        context: &mut Context,
        metadata: &ResponseMetadata,
        _: &mut dyn Shape,
    ) -> Result<(), Error> {
        self.note(format!("{} done after {}", context.operation_name(), metadata.attempts()));
        Ok(())
    }
}

#[tokio::test]
async fn a_report_of_attempts() -> Outcome {
    let (_, session) = replay([Answer::new(503), Answer::new(200).body("{}")])?;

    let report = Report::default();
    let session = session.to_builder().interceptor(report.clone()).build()?;

    tucuxi_dynamodb::Client::new(&session).list_tables().await?;
    let lines = report.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
    assert_eq!(
        lines,
        [
            "ListTables, attempt 1: 503 Service Unavailable",
            "ListTables, attempt 2: 200 OK",
            "ListTables done after 2"
        ]
    );
    Ok(())
}

struct ReadOnly;

impl Interceptor for ReadOnly {
    fn before_serialize(&self, context: &mut Context, _: &mut dyn Shape) -> Result<(), Error> {
        let name = context.operation_name();
        let reads = ["Get", "Head", "List", "Describe"].iter().any(|verb| name.starts_with(verb));
        if reads { Ok(()) } else { Err(Error::interceptor(format!("this program does not call {name}"))) }
    }
}

#[tokio::test]
async fn a_call_that_is_refused() -> Outcome {
    let (http, session) = replay([])?;
    let s3 = tucuxi_s3::Client::builder(&session).interceptor(ReadOnly).build();
    let error = s3.delete_bucket().bucket("docs").await.expect_err("refused");
    assert_eq!(error.to_string(), "s3 DeleteBucket: this program does not call DeleteBucket");
    assert_eq!(error.kind(), ErrorKind::Interceptor);
    assert!(http.requests().is_empty());
    Ok(())
}

#[tokio::test]
async fn an_interceptor_of_one_call() -> Outcome {
    let (http, session) = replay([Answer::new(200)])?;
    let s3 = tucuxi_s3::Client::new(&session);

    s3.put_object().bucket("docs").key("a").body("a").customize(|call| call.interceptor(Tenant)).await?;

    assert_eq!(http.requests()[0].headers["x-tenant"], "blue");
    Ok(())
}
