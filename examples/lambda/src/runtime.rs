//! The Runtime API of Lambda: fetches one event after the other and posts what the function returns. It goes over the HTTP
//! layer that the clients have, so that the program needs no other.

use std::fmt::Display;

use serde_json::{Value, json};
use tucuxi::error::{Error, ErrorKind};
use tucuxi::external::http::{Method, Request, Uri};
use tucuxi::http::{Body, HttpClient, Response};

/// The header with the id of an invocation.
const ID: &str = "lambda-runtime-aws-request-id";

/// The Runtime API at `host`, which Lambda gives in the variable `AWS_LAMBDA_RUNTIME_API`.
pub struct Runtime<H> {
    host: String,
    http: H,
}

impl<H: HttpClient> Runtime<H> {
    /// `http` must wait for a response as long as it takes: the next event may be hours away.
    pub fn new(host: impl Into<String>, http: H) -> Self {
        Self { host: host.into(), http }
    }

    /// Gives each event to `function`, and what it returns to Lambda. An error of the function fails that invocation alone.
    ///
    /// # Errors
    /// When the Runtime API cannot be called, which never happens within Lambda; the process should then end.
    pub async fn serve<F, T>(&self, function: F) -> Result<(), Error>
    where
        F: Fn(Value) -> T,
        T: Future<Output = Result<Value, Error>>,
    {
        loop {
            let next = self.call(Method::GET, "invocation/next", None).await?;
            let id = next.head.header(ID).map(str::to_owned);
            let id = id.ok_or_else(|| Error::parse("an event of the Runtime API has no id"))?;
            let event = next.body.collect().await?;
            let result = match serde_json::from_slice(&event) {
                Ok(event) => function(event).await.map_err(|error| failure(&error)),
                Err(error) => Err(failure(&format!("the event is not JSON: {error}"))),
            };
            let (what, body) = match result {
                Ok(output) => ("response", output),
                Err(failure) => ("error", failure),
            };
            self.call(Method::POST, &format!("invocation/{id}/{what}"), Some(body)).await?;
        }
    }

    async fn call(&self, method: Method, path: &str, body: Option<Value>) -> Result<Response, Error> {
        let invalid = |error| Error::configuration("the Runtime API has no valid URL").with_cause(error);
        let uri = format!("http://{}/2018-06-01/runtime/{path}", self.host).parse::<Uri>();
        let body = body.map_or(Body::Empty, |body| Body::Bytes(body.to_string().into()));
        let mut request = Request::new(body);
        *request.method_mut() = method;
        *request.uri_mut() = uri.map_err(invalid)?;
        let response = self.http.send(request).await?;
        match response.head.status {
            status if status.is_success() => Ok(response),
            status => {
                Err(Error::new(ErrorKind::Service, format!("the Runtime API answers {status} to {path}")))
            }
        }
    }
}

/// The form in which Lambda shows an error.
fn failure(error: &impl Display) -> Value {
    json!({ "errorType": "Error", "errorMessage": error.to_string() })
}
