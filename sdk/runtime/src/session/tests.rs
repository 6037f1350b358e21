//! Where settings and credentials are taken from, with files in a home of each test's own.
#![allow(clippy::unwrap_used)]

mod derived;
#[cfg(feature = "hyper")]
mod network;
mod shared_files;

use super::*;
use crate::config::{AddressingStyle, ChecksumMode, ClientConfig, RetryMode};
use crate::credentials::Credentials;
use crate::error::ErrorKind;
use crate::testing;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

/// A home directory with the two files, taken away at the end.
struct Home(PathBuf);

impl Home {
    fn new(config: &str, credentials: &str) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let home = std::env::temp_dir().join(format!("tucuxi-home-{}-{count}", std::process::id()));
        std::fs::create_dir_all(home.join(".aws")).unwrap();
        std::fs::write(home.join(".aws/config"), config).unwrap();
        std::fs::write(home.join(".aws/credentials"), credentials).unwrap();
        Self(home)
    }

    fn builder(&self, env: &[(&str, &str)]) -> SessionBuilder {
        let home = ("HOME".to_owned(), self.0.display().to_string());
        let env = env.iter().map(|(name, value)| (name.to_string(), value.to_string()));
        Session::builder().env(env.chain([home]))
    }

    fn session(&self, env: &[(&str, &str)]) -> Session {
        self.builder(env).build().unwrap()
    }

    fn error(&self, env: &[(&str, &str)]) -> String {
        let error = self.builder(env).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        error.to_string()
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn config(session: &Session) -> ClientConfig {
    session.client_config(&testing::named("dynamodb", "DynamoDB")).unwrap()
}

fn endpoint(session: &Session, id: &'static str) -> Option<String> {
    session.client_config(&testing::named("x", id)).unwrap().endpoint_url
}

const CONFIG: &str = "[default]\nregion = eu-west-1\n[profile dev]\nregion = eu-west-2\nmax_attempts = 5\n\
                      s3 =\n  addressing_style = path\n  use_accelerate_endpoint = TRUE\n[sso-session x]\na = b\n";

#[test]
fn code_goes_before_environment_before_profile() {
    let home = Home::new(CONFIG, "");
    assert_eq!(home.session(&[]).region(), Some("eu-west-1"));
    assert_eq!(home.session(&[("AWS_DEFAULT_REGION", "a-1")]).region(), Some("a-1"));
    let both = [("AWS_DEFAULT_REGION", "a-1"), ("AWS_REGION", "b-1")];
    assert_eq!(home.session(&both).region(), Some("b-1"));
    assert_eq!(home.builder(&both).region("c-1").build().unwrap().region(), Some("c-1"));
    assert_eq!(home.session(&[("AWS_REGION", "")]).region(), Some("eu-west-1"));
}

#[test]
fn profiles_are_chosen_by_name() {
    let home = Home::new(CONFIG, "[ops]\nregion = eu-west-3\n");
    let env = [("AWS_PROFILE", "dev"), ("AWS_DEFAULT_PROFILE", "default")];
    let session = home.session(&env);
    assert_eq!((session.profile(), session.region()), ("dev", Some("eu-west-2")));
    assert_eq!(home.builder(&env).profile("ops").build().unwrap().region(), Some("eu-west-3"));
    assert_eq!(session.available_profiles(), ["default", "dev", "ops"]);
    let error = home.error(&[("AWS_PROFILE", "prod")]);
    assert!(error.contains("`prod` (from environment variable AWS_PROFILE)"), "{error}");
    assert!(error.contains(".aws/credentials; there are default, dev, ops"), "{error}");
}

#[test]
fn settings_know_where_they_come_from() {
    let home = Home::new(CONFIG, "");
    let session = home.builder(&[("AWS_PROFILE", "dev")]).app_id("shop").build().unwrap();
    let source = |name: &str| session.setting(name).map(|resolved| resolved.source.to_string());
    assert_eq!(source("sdk_ua_app_id").as_deref(), Some("code"));
    assert_eq!(source("profile").as_deref(), Some("environment variable AWS_PROFILE"));
    assert_eq!(source("retry_mode").as_deref(), Some("default"));
    let region = source("region").unwrap();
    assert!(region.starts_with("`region` in ") && region.ends_with(".aws/config line 4"), "{region}");
    assert_eq!(source("ca_bundle"), None);
}

#[test]
fn clients_get_what_the_profile_says() {
    let home = Home::new(CONFIG, "[dev]\nrequest_checksum_calculation = When_Required\n");
    let config = config(&home.session(&[("AWS_PROFILE", "dev"), ("AWS_RETRY_MODE", "adaptive")]));
    assert_eq!(config.region.as_deref(), Some("eu-west-2"));
    assert_eq!(config.max_attempts, Some(5));
    assert_eq!(config.retry_mode, RetryMode::Adaptive);
    assert_eq!(config.s3.addressing_style, AddressingStyle::Path);
    assert!(config.s3.use_accelerate_endpoint && !config.s3.us_east_1_regional);
    assert_eq!(config.request_checksums, Some(ChecksumMode::WhenRequired));
    assert_eq!(config.response_checksums, None);
    assert_eq!(config.compress_from, Some(10_240));
    assert!(config.validate && config.inject_host_prefix && !config.use_fips && !config.anonymous);
}

#[test]
fn a_region_of_old_switches_fips_on() {
    let home = Home::new("", "");
    let config = config(&home.session(&[("AWS_REGION", "us-gov-west-1-fips")]));
    assert_eq!((config.region.as_deref(), config.use_fips), (Some("us-gov-west-1"), true));
}

#[test]
fn defaults_mode_changes_defaults_only() {
    let home = Home::new("[default]\ndefaults_mode = standard\n", "");
    assert!(config(&home.session(&[])).s3.us_east_1_regional);
    let legacy = [("AWS_S3_US_EAST_1_REGIONAL_ENDPOINT", "legacy")];
    assert!(!config(&home.session(&legacy)).s3.us_east_1_regional);
}

#[test]
fn endpoint_urls_in_order_of_place() {
    let home = Home::new(
        "[default]\nendpoint_url = http://profile\nservices = mine\n[services mine]\ncognito_identity_provider =\n  \
         endpoint_url = http://section\n",
        "",
    );
    let id = "Cognito Identity Provider";
    assert_eq!(endpoint(&home.session(&[]), "EC2").as_deref(), Some("http://profile"));
    assert_eq!(endpoint(&home.session(&[]), id).as_deref(), Some("http://section"));
    let general = ("AWS_ENDPOINT_URL", "http://env");
    assert_eq!(endpoint(&home.session(&[general]), id).as_deref(), Some("http://env"));
    let own = ("AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER", "http://env-own");
    assert_eq!(endpoint(&home.session(&[general, own]), id).as_deref(), Some("http://env-own"));
    let code = home.builder(&[general, own]).endpoint_url("http://code").build().unwrap();
    assert_eq!(endpoint(&code, id).as_deref(), Some("http://code"));
    let ignored = [general, own, ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true")];
    assert_eq!(endpoint(&home.session(&ignored), id), None);
}

#[test]
fn mistakes_name_their_place() {
    let home = Home::new("[default]\nmax_attempts = many\n", "");
    let error = home.error(&[]);
    assert!(error.contains("`max_attempts` cannot be `many` (`max_attempts` in "), "{error}");
    assert!(error.contains(".aws/config line 2): a number from 0"), "{error}");
    let error = home.error(&[("AWS_RETRY_MODE", "never"), ("AWS_MAX_ATTEMPTS", "3")]);
    assert!(
        error.contains("environment variable AWS_RETRY_MODE): one of standard, adaptive, legacy"),
        "{error}"
    );
    let error = home.error(&[("AWS_REGION", "evil.example/"), ("AWS_MAX_ATTEMPTS", "3")]);
    assert!(error.contains("`region` cannot be `evil.example/`"), "{error}");
    let error = Home::new("", "[a]\nkey\n").error(&[]);
    assert!(error.contains(".aws/credentials line 2: "), "{error}");
    let error = Home::new("[default]\nservices = lost\n", "").error(&[]);
    assert!(error.contains("[services lost]"), "{error}");
    let error = home.builder(&[("AWS_MAX_ATTEMPTS", "3")]).ca_bundle("/nonexistent/x.pem").build().unwrap();
    let error = error.client_config(&testing::named("x", "X")).err().unwrap().to_string();
    assert!(error.contains("/nonexistent/x.pem"), "{error}");
}

#[test]
fn the_http_layer_is_shared_by_all_clients() {
    let session = Home::new("", "").session(&[]);
    assert!(std::sync::Arc::ptr_eq(&config(&session).http, &config(&session.clone()).http));
}

async fn keys(session: &Session) -> Result<Credentials, Error> {
    session.credentials().credentials().await
}

async fn key(session: &Session) -> String {
    keys(session).await.unwrap().access_key_id().to_owned()
}

const KEYS: &str = "[default]\naws_access_key_id = FILE\naws_secret_access_key = s\naws_session_token = t\n\
                    [dev]\naws_access_key_id = DEV\naws_secret_access_key = s\naws_account_id = 123456789012\n";
const ENV: [(&str, &str); 2] = [("AWS_ACCESS_KEY_ID", "ENV"), ("AWS_SECRET_ACCESS_KEY", "s")];

#[tokio::test]
async fn credentials_in_order_of_place() {
    let config = "[default]\naws_access_key_id = CONFIG\naws_secret_access_key = s\n[profile late]\n\
                  aws_access_key_id = LATE\naws_secret_access_key = s\ncredential_process = printf '{\"Version\": 1, \
                  \"AccessKeyId\": \"PROCESS\", \"SecretAccessKey\": \"s\"}'\n";
    let home = Home::new(config, KEYS);
    assert_eq!(key(&home.session(&ENV)).await, "ENV");
    assert_eq!(key(&home.session(&[])).await, "FILE");
    // A profile named in code goes before keys in the environment, one named in the environment does not.
    assert_eq!(key(&home.builder(&ENV).profile("dev").build().unwrap()).await, "DEV");
    assert_eq!(key(&home.session(&[ENV[0], ENV[1], ("AWS_PROFILE", "dev")])).await, "ENV");
    assert_eq!(key(&home.session(&[("AWS_PROFILE", "late")])).await, "PROCESS");
    assert_eq!(key(&Home::new(config, "").session(&[])).await, "CONFIG");
    let code = home.builder(&ENV).credentials(Credentials::from_keys("CODE", "s")).build().unwrap();
    assert_eq!(key(&code).await, "CODE");
}

#[tokio::test]
async fn all_parts_of_credentials_are_read() {
    let home = Home::new("", KEYS);
    let file = keys(&home.session(&[])).await.unwrap();
    assert_eq!(file.session_token(), Some("t"));
    let dev = keys(&home.session(&[("AWS_PROFILE", "dev")])).await.unwrap();
    assert_eq!(dev.account_id(), Some("123456789012"));
    let more = [
        ("AWS_SESSION_TOKEN", "t"),
        ("AWS_CREDENTIAL_EXPIRATION", "2100-01-01T00:00:00Z"),
        ("AWS_ACCOUNT_ID", "1"),
    ];
    let env = keys(&home.session(&[ENV.as_slice(), &more].concat())).await.unwrap();
    assert_eq!((env.session_token(), env.account_id()), (Some("t"), Some("1")));
    assert!(env.expiration().is_some());
    assert!(!format!("{env:?}{:?}", home.session(&ENV)).contains("\"s\""));
}

#[tokio::test]
async fn line_ends_and_blanks_are_no_part_of_keys_and_urls() {
    let home = Home::new(
        "",
        "[default]\naws_access_key_id = FILE\naws_secret_access_key = s\naws_session_token =\n",
    );
    let env = [
        ("AWS_ACCESS_KEY_ID", "ENV\n"),
        ("AWS_SECRET_ACCESS_KEY", " s\r\n"),
        ("AWS_SESSION_TOKEN", "\n"),
        ("AWS_ENDPOINT_URL_S3", "http://s3:9\n"),
        ("AWS_ENDPOINT_URL", "\thttp://all:9 "),
    ];
    let session = home.session(&env);
    let found = keys(&session).await.unwrap();
    assert_eq!((found.access_key_id(), found.secret_access_key()), ("ENV", "s"));
    assert_eq!(found.session_token(), None);
    assert_eq!(endpoint(&session, "S3").as_deref(), Some("http://s3:9"));
    assert_eq!(endpoint(&session, "SQS").as_deref(), Some("http://all:9"));
    let blank = [("AWS_ACCESS_KEY_ID", " "), ("AWS_SECRET_ACCESS_KEY", " "), ("AWS_PROFILE", "\n")];
    let file = keys(&home.session(&blank)).await.unwrap();
    assert_eq!((file.access_key_id(), file.session_token()), ("FILE", None));
    let code = Credentials::builder("CODE\n", "s\n").session_token(" ".to_owned()).build();
    assert_eq!((code.access_key_id(), code.secret_access_key(), code.session_token()), ("CODE", "s", None));
}

#[test]
fn an_endpoint_url_without_a_scheme_says_what_to_write() {
    let home = Home::new(
        "[profile p]\nendpoint_url = here:1\n[profile s]\nservices = mine\n[services mine]\nsqs =\n  endpoint_url = there:2\n",
        "",
    );
    let error =
        |session: &Session| session.client_config(&testing::named("sqs", "SQS")).err().unwrap().to_string();
    for (env, url, place) in [
        (("AWS_ENDPOINT_URL", "localhost:4566"), "localhost:4566", "environment variable AWS_ENDPOINT_URL"),
        (("AWS_ENDPOINT_URL_SQS", "sqs:1"), "sqs:1", "environment variable AWS_ENDPOINT_URL_SQS"),
        (("AWS_PROFILE", "p"), "here:1", ".aws/config line 2"),
        (("AWS_PROFILE", "s"), "there:2", ".aws/config line 6"),
    ] {
        let error = error(&home.session(&[env]));
        assert!(error.contains(place) && error.contains("has no scheme"), "{error}");
        assert!(error.contains(&format!("`http://{url}`")), "{error}");
    }
    let error = error(&home.builder(&[]).endpoint_url("code:3").build().unwrap());
    assert!(error.contains("`code:3` (code) has no scheme"), "{error}");
    // One that nobody uses is not refused.
    let env = [("AWS_ENDPOINT_URL", "x"), ("AWS_ENDPOINT_URL_SQS", "http://y")];
    assert_eq!(endpoint(&home.session(&env), "SQS").as_deref(), Some("http://y"));
}

#[tokio::test]
async fn half_credentials_are_an_error_and_not_passed_over() {
    let home = Home::new("[profile p]\ncredential_process = false\n", "[default]\naws_access_key_id = A\n");
    let error = keys(&home.session(&[])).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credentials);
    assert!(error.to_string().contains("no `aws_secret_access_key`"), "{error}");
    let error = keys(&home.session(&ENV[..1])).await.unwrap_err();
    assert!(error.to_string().contains("AWS_SECRET_ACCESS_KEY is not"), "{error}");
    let error = keys(&home.session(&[("AWS_PROFILE", "p")])).await.unwrap_err();
    assert!(error.to_string().contains("credential_process of profile `p`: `false` failed"), "{error}");
}

#[tokio::test]
async fn no_credentials_says_where_they_were_looked_for() {
    let home = Home::new("", "");
    let text = keys(&home.session(&[])).await.unwrap_err().to_string();
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("no credentials; looked at:"));
    let places: Vec<_> = lines.collect();
    for place in ["AWS_ACCESS_KEY_ID", ".aws/credentials", "`credential_process`", ".aws/config"] {
        let of = places.iter().filter(|line| line.starts_with("  ") && line.contains(place));
        assert_eq!(of.count(), 1, "{place} has no line of its own in: {text}");
    }
    assert!(places.iter().all(|line| line.len() < 250), "{text}");
    assert!(places.last().is_some_and(|line| line.starts_with("set the environment variables")), "{text}");
}

#[tokio::test]
async fn a_profile_that_asks_for_a_role_is_not_used_with_other_keys() {
    let home = Home::new("[profile r]\nrole_arn = arn:aws:iam::1:role/x\n", "[r]\naws_access_key_id = A\n");
    let error = keys(&home.session(&[("AWS_PROFILE", "r")])).await.unwrap_err().to_string();
    assert!(error.contains("`credential_source`"), "{error}");
}

#[test]
fn a_session_explains_its_settings_without_secrets() {
    let home = Home::new(
        "[profile dev]\nregion = eu-west-2\nservices = mine\n[services mine]\ndynamodb =\n  endpoint_url = http://d:1\n",
        "[dev]\naws_access_key_id = AKID\naws_secret_access_key = hidden\n",
    );
    let env = [
        ("AWS_PROFILE", "dev"),
        ("HTTPS_PROXY", "http://me:hidden@proxy:3128/"),
        ("AWS_ENDPOINT_URL_S3", "http://user:hidden@s3:9/x@y"),
    ];
    let session = home.builder(&env).max_attempts(7).build().unwrap();
    let explanation = session.explain();
    let found = |name: &str| {
        let row = explanation.settings().iter().find(|row| row.name == name).unwrap();
        let source =
            row.source.as_ref().map(|source| source.to_string().replace(&*home.0.to_string_lossy(), "~"));
        (row.value.clone().unwrap_or_default(), source.unwrap_or_default())
    };
    let expected = |value: &str, source: &str| (value.to_owned(), source.to_owned());
    assert_eq!(found("profile"), expected("dev", "environment variable AWS_PROFILE"));
    assert_eq!(found("region"), expected("eu-west-2", "`region` in ~/.aws/config line 2"));
    assert_eq!(found("max_attempts"), expected("7", "code"));
    assert_eq!(found("retry_mode"), expected("standard", "default"));
    assert_eq!(found("ca_bundle"), expected("", ""));
    assert_eq!(found("https_proxy").0, "http://[redacted]@proxy:3128/");
    assert_eq!(found("endpoint_url (s3)").0, "http://[redacted]@s3:9/x@y");
    assert_eq!(found("endpoint_url (dynamodb)").0, "http://d:1");
    let text = explanation.to_string();
    assert!(!text.contains("hidden") && text.contains("credentials: not looked for yet"), "{text}");
}

#[tokio::test]
async fn where_credentials_came_from_is_told_once_they_are_there() {
    let home = Home::new("", "[default]\naws_access_key_id = AKID\naws_secret_access_key = hidden\n");
    let session = home.session(&[]);
    session.credentials().credentials().await.unwrap();
    let text = session.explain().to_string();
    assert!(text.contains("credentials: profile `default`") && text.contains(".aws/credentials"), "{text}");
    let fixed = home.builder(&[]).credentials(Credentials::from_keys("AKID", "hidden")).build().unwrap();
    assert!(fixed.explain().to_string().ends_with("credentials: code"));
}
