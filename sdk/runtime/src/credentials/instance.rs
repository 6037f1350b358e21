//! Credentials of an EC2 instance: its metadata service, IMDS.

use super::Credentials;
use super::chain::Link;
use super::document::Document;
use super::local::{Answer, Failure, FailureKind, Local};
use crate::error::{Error, ErrorKind};
use crate::features::Features;
use crate::http::{BoxFuture, HttpClient};
use crate::random;
use crate::settings::{Id, Settings};
use http::{Method, Uri};
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use zeroize::Zeroizing;

const IPV4: &str = "http://169.254.169.254/";
const IPV6: &str = "http://[fd00:ec2::254]/";
const TOKEN_PATH: &str = "latest/api/token";
/// How long a session token is asked for, in seconds: the longest there is.
const TOKEN_TTL: &str = "21600";
const ROLE_PATH: &str = "latest/meta-data/iam/security-credentials/";
/// How long the first pause between two requests is; each further one is twice as long.
const PAUSE: Duration = Duration::from_millis(50);
/// How often a connection is tried that does not come about within the limit. Outside of EC2 networks may drop what is
/// sent to the address of the service without a word.
const CONNECTS: u64 = 2;
/// Credentials that end within this time, and some jitter, are used for as long again: botocore's advisory refresh time.
const WINDOW: Duration = Duration::from_secs(15 * 60);

/// Asks the metadata service for the credentials of the instance's role: with a session token (version 2 of the
/// service), or without one where the service has none to give and that is allowed. Nobody there is nothing there.
///
/// A request that is lost, takes too long or fails with a status of 500 or more, or with 429, often means that machine or
/// service are busy: it is sent again. A service that cannot be reached is not asked again, so that nobody waits for it on
/// machines outside of EC2.
#[derive(Debug)]
pub(super) struct Instance {
    local: Local,
    url: String,
    disabled: bool,
    v1_disabled: bool,
    attempts: u64,
}

/// Why there are no credentials.
enum Miss {
    /// There is no such service here, or it has no role to give.
    Nothing,
    /// There is one, and it must not be used so.
    Refused(String),
}

impl Instance {
    /// The service that these settings name.
    pub fn new(settings: &Settings, http: Option<Arc<dyn HttpClient>>) -> Self {
        let flag = |id| settings.flag(id) == Some(true);
        let mode = settings.text(Id::MetadataEndpointMode);
        let ipv6 = mode.map_or(flag(Id::MetadataIpv6), |mode| mode.eq_ignore_ascii_case("ipv6"));
        let default = if ipv6 { IPV6 } else { IPV4 };
        let mut url = settings.text(Id::MetadataEndpoint).unwrap_or(default).to_owned();
        if !url.ends_with('/') {
            url.push('/');
        }
        let limit = Duration::from_secs(settings.number(Id::MetadataTimeout).unwrap_or(1));
        Self {
            local: Local::new(http, limit),
            url,
            disabled: flag(Id::MetadataDisabled),
            v1_disabled: flag(Id::MetadataV1Disabled),
            attempts: settings.number(Id::MetadataAttempts).unwrap_or(1),
        }
    }

    async fn fetch(&self) -> Result<Option<Credentials>, Error> {
        if self.disabled {
            return Ok(None);
        }
        let error = |message: String| {
            Error::new(ErrorKind::Credentials, format!("instance metadata at {}: {message}", self.url))
        };
        if !self.url.parse::<Uri>().is_ok_and(|uri| uri.scheme().is_some() && uri.host().is_some()) {
            return Err(error("this is not a URL".to_owned())
                .with_hint("set `ec2_metadata_service_endpoint` to one like `http://169.254.169.254/`"));
        }
        match self.role_credentials().await {
            Ok(credentials) => Ok(Some(credentials)),
            Err(Miss::Nothing) => Ok(None),
            Err(Miss::Refused(message)) => Err(error(message)),
        }
    }

    async fn role_credentials(&self) -> Result<Credentials, Miss> {
        let token = self.token().await?;
        let token = token.as_ref().map(|token| token.as_str());
        let role = self.get(ROLE_PATH, token, |answer| !answer.body.is_empty()).await?.body;
        let is_document = |answer: &Answer| Document::parse(answer.body.as_bytes()).is_ok();
        let answer = self.get(&format!("{ROLE_PATH}{}", role.trim()), token, is_document).await?;
        // A document without keys tells why the role cannot be used; as for botocore, that is nothing.
        let document = Document::parse(answer.body.as_bytes()).map_err(|_| Miss::Nothing)?;
        let whole = ["Token", "Expiration"].iter().all(|key| document.optional(key).is_some());
        match document.credentials("Token", None) {
            Ok(credentials) if whole => Ok(extended(credentials, SystemTime::now())),
            _ => Err(Miss::Nothing),
        }
    }

    /// A session token; `None` where the service gives none, or its answer gets lost, as it does on the way into a
    /// container that is one hop too far.
    async fn token(&self) -> Result<Option<Zeroizing<String>>, Miss> {
        let url = format!("{}{TOKEN_PATH}", self.url);
        let headers = [("x-aws-ec2-metadata-token-ttl-seconds", TOKEN_TTL)];
        let mut connects = 0;
        for turn in 0..self.attempts {
            self.pause(turn).await;
            match self.local.send(Method::PUT, &url, &headers).await {
                Ok(Answer { status: 200, body }) => return Ok(Some(body).filter(|token| !token.is_empty())),
                Ok(Answer { status: 400, .. }) => return Err(Miss::Nothing),
                Ok(answer) if is_busy(&answer) => {}
                Ok(_) => return Ok(None),
                Err(Failure { kind: FailureKind::Unreachable, .. }) => return Err(Miss::Nothing),
                Err(Failure { kind: FailureKind::NotConnected, .. }) => {
                    connects += 1;
                    if connects == CONNECTS.min(self.attempts) {
                        return Err(Miss::Nothing);
                    }
                }
                Err(Failure { kind: FailureKind::Lost, .. }) => {}
            }
        }
        Ok(None)
    }

    async fn get(
        &self,
        path: &str,
        token: Option<&str>,
        good: impl Fn(&Answer) -> bool,
    ) -> Result<Answer, Miss> {
        if token.is_none() && self.v1_disabled {
            let message = "it gives no session token, and requests without one are disabled \
                           (`ec2_metadata_v1_disabled`)";
            return Err(Miss::Refused(message.to_owned()));
        }
        let url = format!("{}{path}", self.url);
        let headers: Vec<_> = token.map(|token| ("x-aws-ec2-metadata-token", token)).into_iter().collect();
        for turn in 0..self.attempts {
            self.pause(turn).await;
            match self.local.send(Method::GET, &url, &headers).await {
                Ok(answer) if answer.status == 200 && good(&answer) => return Ok(answer),
                Ok(answer) if answer.status == 200 || is_busy(&answer) => {}
                Ok(_) | Err(Failure { kind: FailureKind::Unreachable, .. }) => break,
                Err(_) => {}
            }
        }
        Err(Miss::Nothing)
    }

    /// Waits before all turns but the first.
    async fn pause(&self, turn: u64) {
        if let Some(before) = turn.checked_sub(1) {
            tokio::time::sleep(PAUSE * (1 << before.min(4))).await;
        }
    }
}

/// Whether the service may answer in a better way when it is asked again.
fn is_busy(answer: &Answer) -> bool {
    answer.status >= 500 || answer.status == 429
}

/// The credentials, or with an end further away if theirs is near: then the service cannot renew them at the moment,
/// and AWS keeps accepting them.
fn extended(credentials: Credentials, now: SystemTime) -> Credentials {
    let jitter = Duration::from_secs(120 + (random::fraction() * 481.0) as u64);
    let window = WINDOW + jitter;
    match credentials.expiration() {
        Some(end) if end < now + window => {
            Credentials::builder(credentials.access_key_id(), credentials.secret_access_key())
                .session_token(credentials.session_token().unwrap_or_default())
                .expiration(now + window)
                .build()
        }
        _ => credentials,
    }
}

impl Link for Instance {
    fn load(&self) -> BoxFuture<'_, Result<Option<Credentials>, Error>> {
        Box::pin(self.fetch())
    }

    fn features(&self) -> Features {
        Features::INSTANCE
    }

    fn place(&self) -> String {
        match self.disabled {
            true => "the metadata service of EC2 (disabled by AWS_EC2_METADATA_DISABLED)".to_owned(),
            false => format!("the metadata service of EC2 ({})", self.url),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::error::{TransportError, TransportErrorKind};
    use crate::http::test::{Answer as Given, TestClient};
    use crate::settings::env::Env;
    use std::collections::BTreeMap;

    const KEYS: &str = r#"{"Code": "Success", "AccessKeyId": "AKID", "SecretAccessKey": "s", "Token": "t",
        "Expiration": "2100-01-01T00:00:00Z"}"#;

    fn instance(variables: &[(&str, &str)], http: &TestClient) -> Instance {
        let variables: BTreeMap<_, _> =
            variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let settings = Settings::resolve(&[], &Env::Fixed(Arc::new(variables)), None).unwrap();
        Instance::new(&settings, Some(Arc::new(http.clone())))
    }

    fn text(body: &'static str) -> Given {
        Given::new(200).body(body)
    }

    fn failure(kind: TransportErrorKind) -> Given {
        Given::failure(TransportError::new(kind, "failed"))
    }

    async fn key(variables: &[(&str, &str)], http: &TestClient) -> Option<String> {
        let credentials = instance(variables, http).load().await.unwrap();
        credentials.map(|credentials| credentials.access_key_id().to_owned())
    }

    #[tokio::test]
    async fn version_2_of_the_service_asks_for_a_token_first() {
        let http = TestClient::replay([text("TOKEN"), text("my-role"), text(KEYS)]);
        assert_eq!(key(&[], &http).await.as_deref(), Some("AKID"));
        let sent = http.requests();
        assert_eq!(sent[0].method, "PUT");
        assert_eq!(sent[0].uri, "http://169.254.169.254/latest/api/token");
        assert_eq!(sent[0].headers["x-aws-ec2-metadata-token-ttl-seconds"], "21600");
        assert_eq!(sent[2].uri, "http://169.254.169.254/latest/meta-data/iam/security-credentials/my-role");
        assert!(sent[1..].iter().all(|request| request.headers["x-aws-ec2-metadata-token"] == "TOKEN"));
    }

    #[tokio::test]
    async fn without_a_token_version_1_is_asked_if_that_is_allowed() {
        for first in [Given::new(403), Given::new(404), Given::new(405), failure(TransportErrorKind::Timeout)]
        {
            let once = ("AWS_METADATA_SERVICE_NUM_ATTEMPTS", "1");
            let http = TestClient::replay([first.clone(), text("my-role"), text(KEYS)]);
            assert_eq!(key(&[once], &http).await.as_deref(), Some("AKID"));
            assert!(!http.requests()[1].headers.contains_key("x-aws-ec2-metadata-token"));
            let http = TestClient::replay([first]);
            let error =
                instance(&[("AWS_EC2_METADATA_V1_DISABLED", "true"), once], &http).load().await.unwrap_err();
            assert!(error.to_string().contains("`ec2_metadata_v1_disabled`"), "{error}");
        }
    }

    #[tokio::test]
    async fn nobody_there_or_no_role_is_nothing() {
        for answers in [
            vec![Given::new(400)],
            vec![failure(TransportErrorKind::Connect)],
            vec![text("TOKEN"), Given::new(404)],
            vec![text("TOKEN"), text("")],
            vec![text("TOKEN"), text("my-role"), text("<html>")],
            vec![
                text("TOKEN"),
                text("my-role"),
                text(r#"{"Code": "AssumeRoleUnauthorizedAccess", "Message": "m"}"#),
            ],
        ] {
            let http = TestClient::replay(answers);
            assert_eq!(key(&[], &http).await, None);
            assert_eq!(http.remaining(), 0);
        }
        let http = TestClient::capture();
        assert_eq!(key(&[("AWS_EC2_METADATA_DISABLED", "true")], &http).await, None);
        assert!(http.requests().is_empty());
    }

    #[tokio::test(start_paused = true)]
    async fn a_busy_service_is_asked_again() {
        let busy = [
            Given::new(503),
            Given::new(429),
            Given::new(500),
            failure(TransportErrorKind::Timeout),
            failure(TransportErrorKind::Broken),
            text("TOKEN").breaking_off(),
        ];
        for busy in busy {
            let answers =
                [busy.clone(), text("TOKEN"), busy.clone(), text("my-role"), text("{"), busy, text(KEYS)];
            let http = TestClient::replay(answers);
            assert_eq!(key(&[], &http).await.as_deref(), Some("AKID"));
            assert!(http.requests()[3].headers.contains_key("x-aws-ec2-metadata-token"));
        }
        let http = TestClient::replay([Given::new(503), Given::new(503), Given::new(401)]);
        assert_eq!(key(&[("AWS_METADATA_SERVICE_NUM_ATTEMPTS", "2")], &http).await, None);
        assert_eq!((http.remaining(), http.requests()[2].method.as_str()), (0, "GET"));
    }

    #[tokio::test(start_paused = true)]
    async fn a_service_that_cannot_be_reached_or_refuses_is_asked_once() {
        let unreachable = failure(TransportErrorKind::Connect);
        for answers in [
            vec![unreachable.clone()],
            vec![text("TOKEN"), unreachable.clone()],
            vec![text("TOKEN"), text("my-role"), unreachable],
            vec![text("TOKEN"), text("my-role"), Given::new(401)],
        ] {
            let (http, expected) = (TestClient::replay(answers.clone()), answers.len());
            assert_eq!(key(&[], &http).await, None);
            assert_eq!(http.requests().len(), expected);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_response_without_an_end_is_not_kept() {
        let huge = || Given::new(200).body(vec![b'x'; 2 << 20]);
        let http = TestClient::replay([huge(), huge(), huge(), text("my-role"), huge(), huge(), huge()]);
        assert_eq!(key(&[], &http).await, None);
        assert_eq!(http.remaining(), 0);
    }

    #[tokio::test]
    async fn the_address_is_a_setting() {
        let first = async |variables: &[(&str, &str)]| {
            let http = TestClient::replay([failure(TransportErrorKind::Connect)]);
            key(variables, &http).await;
            http.requests()[0].uri.to_string()
        };
        let mode = ("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "IPv6");
        assert_eq!(first(&[mode]).await, "http://[fd00:ec2::254]/latest/api/token");
        assert_eq!(first(&[("AWS_IMDS_USE_IPV6", "true")]).await, "http://[fd00:ec2::254]/latest/api/token");
        let endpoint = ("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://127.0.0.1:1338");
        assert_eq!(first(&[mode, endpoint]).await, "http://127.0.0.1:1338/latest/api/token");
        let wrong = [("AWS_EC2_METADATA_SERVICE_ENDPOINT", "not a url")];
        assert!(instance(&wrong, &TestClient::capture()).load().await.is_err());
    }

    #[test]
    fn credentials_near_their_end_are_used_on() {
        let now = SystemTime::now();
        let minutes = |count: u64| now + Duration::from_secs(count * 60);
        let end =
            |end| extended(Credentials::builder("a", "s").expiration(end).build(), now).expiration().unwrap();
        assert_eq!(end(minutes(60)), minutes(60));
        for near in [minutes(1), minutes(16), now - Duration::from_secs(60)] {
            assert!((minutes(17)..=minutes(25)).contains(&end(near)));
        }
    }
}
