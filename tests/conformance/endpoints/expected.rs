//! What a case expects, and how a result differs from it.

use serde::Deserialize;
use std::collections::BTreeMap;
use tucuxi::Error;
use tucuxi::internal::endpoint::{Endpoint, EndpointAuth};
use tucuxi::internal::schema::AuthScheme;

/// Either an endpoint or an error.
#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Expected {
    Endpoint(ExpectedEndpoint),
    Error(String),
}

#[derive(Deserialize)]
pub struct ExpectedEndpoint {
    pub url: String,
    #[serde(default)]
    pub headers: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub properties: Properties,
}

/// The properties that the runtime reads; all others are free-form, and left out.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Properties {
    #[serde(default)]
    pub auth_schemes: Vec<Scheme>,
    backend: Option<String>,
    #[serde(default)]
    metric_values: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Scheme {
    pub name: String,
    pub signing_name: Option<String>,
    pub signing_region: Option<String>,
    signing_region_set: Option<Vec<String>>,
    #[serde(default)]
    disable_double_encoding: bool,
}

impl Expected {
    /// How a result of the rules differs, if it does.
    pub fn difference(&self, result: Result<&Endpoint, &Error>) -> Option<String> {
        match (self, result) {
            (Self::Endpoint(expected), Ok(endpoint)) => expected.difference(endpoint),
            (Self::Error(expected), Err(error)) => {
                // The runtime adds the parameters to the message of the rule.
                let text = error.to_string();
                let message = text.split(" (endpoint parameters: ").next().unwrap_or_default();
                (message != expected).then(|| format!("error `{text}` instead of `{expected}`"))
            }
            (Self::Endpoint(expected), Err(error)) => {
                Some(format!("error `{error}` instead of {}", expected.url))
            }
            (Self::Error(expected), Ok(endpoint)) => {
                Some(format!("{} instead of error `{expected}`", endpoint.url))
            }
        }
    }
}

impl ExpectedEndpoint {
    fn difference(&self, endpoint: &Endpoint) -> Option<String> {
        if endpoint.url != self.url {
            return Some(format!("{} instead of {}", endpoint.url, self.url));
        }
        let mut headers = BTreeMap::<_, Vec<_>>::new();
        for (name, value) in &endpoint.headers {
            headers.entry(name.clone()).or_default().push(value.clone());
        }
        if headers != self.headers {
            return Some(format!("headers {headers:?} instead of {:?}", self.headers));
        }
        let expected: Vec<_> = self.properties.auth_schemes.iter().map(Scheme::as_endpoint_auth).collect();
        if endpoint.auth_schemes != expected {
            return Some(format!("auth schemes {:?} instead of {expected:?}", endpoint.auth_schemes));
        }
        let Properties { backend, metric_values, .. } = &self.properties;
        if endpoint.backend != *backend {
            return Some(format!("backend {:?} instead of {backend:?}", endpoint.backend));
        }
        (endpoint.metric_values != *metric_values)
            .then(|| format!("metric values {:?} instead of {metric_values:?}", endpoint.metric_values))
    }
}

impl Scheme {
    fn as_endpoint_auth(&self) -> EndpointAuth {
        let scheme = match self.name.as_str() {
            "sigv4" => AuthScheme::SigV4,
            "sigv4a" => AuthScheme::SigV4a,
            "sigv4-s3express" => AuthScheme::SigV4S3Express,
            "bearer" | "httpBearerAuth" => AuthScheme::Bearer,
            _ => AuthScheme::Anonymous,
        };
        let regions = self.signing_region_set.as_ref().map(|regions| regions.join(","));
        EndpointAuth {
            scheme,
            signing_name: self.signing_name.clone(),
            signing_region: self.signing_region.clone().or(regions),
            disable_double_encoding: self.disable_double_encoding,
        }
    }
}
