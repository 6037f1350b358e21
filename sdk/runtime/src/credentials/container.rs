//! Credentials of a container: the endpoints of ECS and of EKS Pod Identity.

use super::Credentials;
use super::chain::Link;
use super::document::Document;
use super::local::Local;
use crate::error::{Error, ErrorKind};
use crate::features::Features;
use crate::file;
use crate::http::{BoxFuture, HttpClient};
use crate::settings::env::Env;
use http::{Method, Uri};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;
use zeroize::Zeroizing;

/// The endpoint of ECS, for relative URIs.
const HOST: &str = "169.254.170.2";
/// Hosts that may be asked without TLS, beside loopback addresses.
const ALLOWED: [&str; 4] = [HOST, "169.254.170.23", "fd00:ec2::23", "localhost"];
/// Limit for one request.
const LIMIT: Duration = Duration::from_secs(2);
/// How often the endpoint is asked, this long apart.
const ATTEMPTS: u32 = 3;
const PAUSE: Duration = Duration::from_secs(1);

const RELATIVE: &str = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
const FULL: &str = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
const TOKEN_FILE: &str = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE";
const TOKEN: &str = "AWS_CONTAINER_AUTHORIZATION_TOKEN";

/// Asks the endpoint that `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI` or `AWS_CONTAINER_CREDENTIALS_FULL_URI` names. The
/// token for it is read anew for each request, since whoever writes its file replaces it. A line end behind the token is
/// not part of it.
#[derive(Debug)]
pub(super) struct Container {
    env: Env,
    local: Local,
}

impl Container {
    /// The endpoint that these variables name.
    pub fn new(env: Env, http: Option<Arc<dyn HttpClient>>) -> Self {
        Self { env, local: Local::new(http, LIMIT) }
    }

    async fn fetch(&self) -> Result<Option<Credentials>, Error> {
        let (variable, url) = match (self.env.get(RELATIVE), self.env.get(FULL)) {
            (Some(path), _) => (RELATIVE, format!("http://{HOST}{path}")),
            (None, Some(url)) => (FULL, url),
            (None, None) => return Ok(None),
        };
        let error = |message: String| {
            Error::new(
                ErrorKind::Credentials,
                format!("credentials of the container ({variable}): {message}"),
            )
        };
        check(&url).map_err(error)?;
        let mut attempt = 1;
        loop {
            let token = self.token().await.map_err(error)?;
            match self.ask(&url, token.as_ref().map(|token| token.as_str())).await {
                Ok(document) => return credentials(&document).map(Some).map_err(error),
                Err(problem) if attempt == ATTEMPTS => {
                    return Err(error(format!("{problem} (asked {ATTEMPTS} times)")));
                }
                Err(_) => tokio::time::sleep(PAUSE).await,
            }
            attempt += 1;
        }
    }

    async fn ask(&self, url: &str, token: Option<&str>) -> Result<Document, String> {
        let mut headers = vec![("accept", "application/json")];
        headers.extend(token.map(|token| ("authorization", token)));
        let answer = self.local.send(Method::GET, url, &headers).await.map_err(|error| error.message)?;
        if answer.status != 200 {
            return Err(format!("the endpoint answered with status {}", answer.status));
        }
        Document::parse(answer.body.as_bytes()).map_err(|problem| format!("the answer {problem}"))
    }

    /// The token to show the endpoint, if there is one; a file goes before a variable.
    async fn token(&self) -> Result<Option<Zeroizing<String>>, String> {
        let token = match self.env.get(TOKEN_FILE) {
            Some(path) => {
                let text = file::load_token(&path).await;
                Some(text.map_err(|cause| format!("{TOKEN_FILE}: cannot read {path}: {cause}"))?)
            }
            None => self.env.get(TOKEN).map(Zeroizing::new),
        };
        match token {
            Some(token) if token.is_empty() => {
                Err(format!("the file with the authorization token ({TOKEN_FILE}) is empty"))
            }
            Some(token) if token.contains(['\r', '\n']) => {
                Err("the authorization token holds a line break".to_owned())
            }
            token => Ok(token),
        }
    }
}

/// What the endpoint hands out has a token and an end, always. An answer without them will not be better next time.
fn credentials(document: &Document) -> Result<Credentials, String> {
    let whole = document.required("Token").and(document.required("Expiration"));
    let credentials = whole.and_then(|_| document.credentials("Token", None));
    credentials.map_err(|problem| format!("the answer {problem}"))
}

/// Refuses to send the token without TLS to anybody but the machine itself and the hosts AWS uses.
fn check(url: &str) -> Result<(), String> {
    let uri: Uri = url.parse().map_err(|_| format!("`{url}` is not a URL"))?;
    let host = uri.host().filter(|_| uri.scheme().is_some());
    let host =
        host.ok_or_else(|| format!("`{url}` is not a whole URL, as `http://127.0.0.1:5000/path` is"))?;
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let is_loopback = host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    if uri.scheme_str() == Some("https") || is_loopback || ALLOWED.contains(&host) {
        return Ok(());
    }
    Err(format!(
        "`{host}` is asked with https only; without it, a loopback address or {}",
        ALLOWED.join(", ")
    ))
}

impl Link for Container {
    fn load(&self) -> BoxFuture<'_, Result<Option<Credentials>, Error>> {
        Box::pin(self.fetch())
    }

    fn features(&self) -> Features {
        Features::CONTAINER
    }

    fn place(&self) -> String {
        format!("the container's endpoint (environment variables {RELATIVE}, {FULL})")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::http::test::{Answer, TestClient};

    const KEYS: &str = r#"{"AccessKeyId": "AKID", "SecretAccessKey": "hidden", "Token": "t",
        "Expiration": "2030-01-01T00:00:00Z", "AccountId": "123456789012"}"#;

    fn container(variables: &[(&str, &str)], http: &TestClient) -> Container {
        let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Container::new(Env::Fixed(Arc::new(variables.collect())), Some(Arc::new(http.clone())))
    }

    #[tokio::test]
    async fn without_the_variables_nobody_is_asked() {
        let http = TestClient::capture();
        assert!(container(&[], &http).load().await.unwrap().is_none());
        assert!(http.requests().is_empty());
    }

    #[tokio::test]
    async fn a_relative_uri_goes_to_ecs() {
        let http = TestClient::always(Answer::new(200).body(KEYS));
        let given = [(RELATIVE, "/v2/x?id=1"), (FULL, "http://other"), (TOKEN, "Basic abc")];
        let credentials = container(&given, &http).load().await.unwrap().unwrap();
        assert_eq!(credentials.access_key_id(), "AKID");
        assert_eq!(credentials.session_token(), Some("t"));
        assert_eq!(credentials.account_id(), Some("123456789012"));
        let sent = &http.requests()[0];
        assert_eq!(sent.uri, "http://169.254.170.2/v2/x?id=1");
        assert_eq!(sent.headers["authorization"], "Basic abc");
        assert_eq!(sent.headers["accept"], "application/json");
    }

    #[tokio::test]
    async fn the_token_file_goes_before_the_variable_and_is_read_each_time() {
        let file = std::env::temp_dir().join(format!("tucuxi-token-{}", std::process::id()));
        let http = TestClient::always(Answer::new(200).body(KEYS));
        let path = file.to_string_lossy().into_owned();
        let provider =
            container(&[(FULL, "http://127.0.0.1:1/x"), (TOKEN, "no"), (TOKEN_FILE, &path)], &http);
        let mut tokens = Vec::new();
        for token in ["one", "two"] {
            std::fs::write(&file, token).unwrap();
            provider.load().await.unwrap();
            tokens.push(http.take_requests()[0].headers["authorization"].clone());
        }
        std::fs::remove_file(&file).unwrap();
        assert_eq!(tokens, ["one", "two"]);
        let error = provider.load().await.unwrap_err().to_string();
        assert!(error.contains("cannot read"), "{error}");
    }

    #[tokio::test]
    async fn other_hosts_need_tls_and_tokens_are_one_line() {
        let http = TestClient::always(Answer::new(200).body(KEYS));
        let fail = async |url, token| {
            let result = container(&[(FULL, url), (TOKEN, token)], &http).load().await;
            result.map(|_| ()).map_err(|error| error.to_string())
        };
        for url in
            ["https://example.com/x", "http://[::1]/x", "http://[fd00:ec2::23]/x", "http://localhost:8/"]
        {
            assert_eq!(fail(url, "t").await, Ok(()));
        }
        for url in ["http://example.com/x", "http://169.254.170.2.example.com/", "http://10.0.0.1/"] {
            assert!(fail(url, "t").await.unwrap_err().contains("with https only"));
        }
        assert!(fail("http://localhost/", "a\nb").await.unwrap_err().contains("line break"));
    }

    #[tokio::test(start_paused = true)]
    async fn failures_are_tried_three_times_and_end_the_chain() {
        let http = TestClient::replay([
            Answer::new(500),
            Answer::new(200).body("nope"),
            Answer::new(200).body(KEYS),
        ]);
        let given = [(RELATIVE, "/x")];
        assert!(container(&given, &http).load().await.unwrap().is_some());
        assert_eq!(http.requests().len(), 3);
        let http = TestClient::always(Answer::new(500));
        let error = container(&given, &http).load().await.unwrap_err().to_string();
        assert!(error.contains("status 500 (asked 3 times)"), "{error}");
    }

    #[tokio::test]
    async fn a_document_that_is_not_whole_is_refused_at_once() {
        let no_key = r#"{"SecretAccessKey": "hidden", "Token": "t", "Expiration": "2030-01-01T00:00:00Z"}"#;
        let no_end = r#"{"AccessKeyId": "AKID", "SecretAccessKey": "hidden", "Token": "t"}"#;
        for (document, lacks) in [(no_key, "AccessKeyId"), (no_end, "Expiration")] {
            let http = TestClient::always(Answer::new(200).body(document));
            let error = container(&[(RELATIVE, "/x")], &http).load().await.unwrap_err().to_string();
            assert!(error.ends_with(&format!("the answer has no {lacks}")), "{error}");
            assert!(!error.contains("hidden"), "{error}");
            assert_eq!(http.requests().len(), 1);
        }
    }
}
