//! Cases that call an operation of a client: the whole way from the input to the request on the wire.

use crate::expected::{Expected, ExpectedEndpoint, Scheme};
use crate::{generated, rules};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::sync::{Arc, Mutex, PoisonError};
use tucuxi::client::{Builder, Context, Core, DynOperation, Interceptor};
use tucuxi::credentials::Credentials;
use tucuxi::error::{ErrorKind, TransportError, TransportErrorKind};
use tucuxi::http::{Body, BoxFuture, HttpClient, Response};
use tucuxi::internal::endpoint::{BuiltIn, Endpoint, Params, Resolver};
use tucuxi::{Error, Session};

/// A call of an operation.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Call {
    operation_name: String,
    #[serde(default)]
    operation_params: Map<String, Value>,
    /// The settings behind the parameters of the rules; those not given are not set.
    #[serde(default)]
    built_in_params: Map<String, Value>,
    #[serde(default)]
    client_params: Map<String, Value>,
}

impl Call {
    /// The operation's name.
    pub fn operation(&self) -> &str {
        &self.operation_name
    }

    /// How the endpoint and the request differ from what is expected, if they do.
    pub fn difference(&self, service: &str, expected: &Expected) -> Option<String> {
        let Some(operation) = generated::operation(service, &self.operation_name) else {
            return Some("there is no such operation".into());
        };
        let observer = Observer { built_ins: self.built_in_params.clone().into(), resolved: Arc::default() };
        let wire = Wire::default();
        let result = self.send(&operation, expected, &observer, &wire);
        let resolved = observer.resolved.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(resolved) = resolved else {
            // What the client refuses by itself never reaches the rules, and is refused all the same.
            let refused = result.as_ref().is_err_and(|error| error.kind() == ErrorKind::Validation);
            if refused && matches!(expected, Expected::Error(_)) {
                return None;
            }
            return Some(format!(
                "no endpoint was asked for: {}",
                result.err().map_or_else(String::new, text)
            ));
        };
        if let (Expected::Error(expected), Err(error)) = (expected, &resolved)
            && error.kind() == ErrorKind::Configuration
            && expected.ends_with("Missing Region")
        {
            // A missing region has an error of its own, which says where one was looked for.
            return None;
        }
        expected.difference(resolved.as_ref().map(|endpoint| &**endpoint)).or_else(|| match expected {
            Expected::Error(_) => result.is_ok().then(|| "the call succeeded".into()),
            Expected::Endpoint(endpoint) => {
                let request = wire.0.lock().unwrap_or_else(PoisonError::into_inner).take();
                match request {
                    Some(request) => self.request_difference(&operation, endpoint, &request),
                    None => {
                        Some(format!("no request was sent: {}", result.err().map_or_else(String::new, text)))
                    }
                }
            }
        })
    }

    /// Calls the operation over a wire that leads nowhere.
    fn send(
        &self,
        operation: &DynOperation,
        expected: &Expected,
        observer: &Observer,
        wire: &Wire,
    ) -> Result<(), Error> {
        let mut input = (operation.input)();
        tucuxi::json::read(&mut *input, &self.operation_params.clone().into())?;
        let built_in = |name| self.built_in_params.get(name).and_then(Value::as_str);
        let account = built_in("AWS::Auth::AccountId").map(str::to_owned);
        let session = Session::builder()
            .env([("", ""); 0])
            .credentials(
                Credentials::builder("AKIDEXAMPLE", "secret").account_id(account.unwrap_or_default()).build(),
            )
            .build()?;
        let mut builder = Builder::<Core>::new(&session, operation.schema.service)
            .max_attempts(1)
            .http_client(wire.clone())
            .interceptor(observer.clone())
            .configure(|config| config.region = built_in("AWS::Region").map(str::to_owned));
        for (name, value) in &self.client_params {
            builder = builder.client_context(snake_case(name), value.as_bool() == Some(true));
        }
        if !is_plainly_signed(expected) {
            builder = builder.anonymous(true);
        }
        let core = builder.build();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| Error::configuration(error.to_string()))?;
        runtime.block_on(operation.send(&core, input)).map(|_| ())
    }

    fn request_difference(
        &self,
        operation: &DynOperation,
        expected: &ExpectedEndpoint,
        request: &http::Request<Body>,
    ) -> Option<String> {
        let actual = request.uri().to_string();
        let (scheme, rest) = actual.split_once("://")?;
        let (expected_scheme, expected_rest) = expected.url.split_once("://")?;
        // A request is sent to, and signed for, a host in lower case.
        let (host, path) = expected_rest.split_at(expected_rest.find('/').unwrap_or(expected_rest.len()));
        let expected_rest = &format!("{}{path}", host.to_ascii_lowercase());
        // A host prefix of the operation stands before the host of the endpoint.
        let at = if operation.schema.host_prefix.is_empty() { Some(0) } else { rest.find(expected_rest) };
        let fits = scheme == expected_scheme && at.is_some_and(|at| rest[at..].starts_with(expected_rest));
        if !fits {
            return Some(format!("request to {actual} instead of {}", expected.url));
        }
        for (name, values) in &expected.headers {
            let sent: Vec<_> =
                request.headers().get_all(name).iter().filter_map(|value| value.to_str().ok()).collect();
            if sent != *values {
                return Some(format!("header {name}: {sent:?} instead of {values:?}"));
            }
        }
        match expected.properties.auth_schemes.first() {
            Some(scheme) if scheme.name == "sigv4" => self.scope_difference(operation, scheme, request),
            _ => None,
        }
    }

    /// How region and name in the signature differ.
    fn scope_difference(
        &self,
        operation: &DynOperation,
        scheme: &Scheme,
        request: &http::Request<Body>,
    ) -> Option<String> {
        let header = request.headers().get("authorization").and_then(|value| value.to_str().ok());
        let region = self.built_in_params.get("AWS::Region").and_then(Value::as_str);
        let region = scheme.signing_region.as_deref().or(region).unwrap_or_default();
        let name = scheme.signing_name.as_deref().unwrap_or(operation.schema.service.signing_name);
        let scope = format!("/{region}/{name}/aws4_request");
        match header {
            Some(header) if header.contains(&scope) => None,
            other => Some(format!("signed as {other:?} instead of {scope}")),
        }
    }
}

/// Whether the first auth scheme is one that needs nothing but a key: then the call is signed.
fn is_plainly_signed(expected: &Expected) -> bool {
    match expected {
        Expected::Endpoint(endpoint) => {
            endpoint.properties.auth_schemes.first().is_none_or(|scheme| scheme.name == "sigv4")
        }
        Expected::Error(_) => true,
    }
}

fn text(error: Error) -> String {
    error.to_string()
}

fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for (index, letter) in name.char_indices() {
        if letter.is_ascii_uppercase() && index > 0 {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

/// Puts the settings of the case into the parameters of the rules, and keeps what the rules say.
#[derive(Clone)]
struct Observer {
    built_ins: Arc<Map<String, Value>>,
    resolved: Arc<Mutex<Option<Result<Arc<Endpoint>, Error>>>>,
}

impl Interceptor for Observer {
    fn before_endpoint(&self, _: &Context, params: &mut Params<'_>) -> Result<(), Error> {
        let rules = params.rules();
        for (index, parameter) in rules.parameters.iter().enumerate() {
            let Some(built_in) = parameter.built_in else { continue };
            match self.built_ins.get(name(built_in)) {
                Some(value) => rules::set(params, index, value),
                None => params.reset(index),
            }
        }
        let resolved = Resolver::new(rules).resolve(params);
        *self.resolved.lock().unwrap_or_else(PoisonError::into_inner) = Some(resolved);
        Ok(())
    }
}

fn name(built_in: BuiltIn) -> &'static str {
    match built_in {
        BuiltIn::Region => "AWS::Region",
        BuiltIn::UseFips => "AWS::UseFIPS",
        BuiltIn::UseDualStack => "AWS::UseDualStack",
        BuiltIn::Endpoint => "SDK::Endpoint",
        BuiltIn::AccountId => "AWS::Auth::AccountId",
        BuiltIn::AccountIdEndpointMode => "AWS::Auth::AccountIdEndpointMode",
        BuiltIn::StsUseGlobalEndpoint => "AWS::STS::UseGlobalEndpoint",
        BuiltIn::S3UseGlobalEndpoint => "AWS::S3::UseGlobalEndpoint",
        BuiltIn::S3Accelerate => "AWS::S3::Accelerate",
        BuiltIn::S3ForcePathStyle => "AWS::S3::ForcePathStyle",
        BuiltIn::S3UseArnRegion => "AWS::S3::UseArnRegion",
        BuiltIn::S3DisableMultiRegionAccessPoints => "AWS::S3::DisableMultiRegionAccessPoints",
        BuiltIn::S3DisableExpressSessionAuth => "AWS::S3::DisableS3ExpressSessionAuth",
        BuiltIn::S3ControlUseArnRegion => "AWS::S3Control::UseArnRegion",
    }
}

/// An HTTP layer that keeps the request and fails.
#[derive(Clone, Debug, Default)]
struct Wire(Arc<Mutex<Option<http::Request<Body>>>>);

impl HttpClient for Wire {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'static, Result<Response, TransportError>> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(request);
        Box::pin(async { Err(TransportError::new(TransportErrorKind::Request, "this wire leads nowhere")) })
    }
}
