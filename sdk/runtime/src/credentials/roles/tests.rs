//! What profiles may not say of roles. Roles that are assumed are in `tests/sessions`, beside botocore.
#![allow(clippy::unwrap_used)]

use super::account;
use crate::http::test::TestClient;
use crate::session::Session;
use std::sync::atomic::{AtomicU32, Ordering};

/// The error of a session whose config file is this.
async fn error(config: &str) -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let path = std::env::temp_dir().join(format!("tucuxi-roles-{}-{count}", std::process::id()));
    std::fs::write(&path, config).unwrap();
    let http = TestClient::capture();
    let builder = Session::builder().env([("HOME", "/nonexistent")]).config_file(&path);
    let session = builder.region("eu-west-1").http_client(http.clone()).build();
    std::fs::remove_file(&path).unwrap();
    let error = session.unwrap().credentials().credentials().await.unwrap_err().to_string();
    assert!(http.requests().is_empty(), "nobody is asked");
    error
}

const KEYS: &str = "aws_access_key_id = AKID\naws_secret_access_key = hidden\n";

#[tokio::test]
async fn a_role_has_one_source() {
    let none = error("[default]\nrole_arn = r\n").await;
    assert!(none.contains("profile `default` has a role, but neither `source_profile` nor"), "{none}");
    let both = "[default]\nrole_arn = r\nsource_profile = a\ncredential_source = Environment\n";
    assert!(error(both).await.contains("but both `source_profile` and"));
    let absent = error("[default]\nrole_arn = r\nsource_profile = a\n").await;
    assert!(absent.contains("has the `source_profile` `a`, which is not there"), "{absent}");
    let unknown = error("[default]\nrole_arn = r\ncredential_source = environment\n").await;
    assert!(unknown.contains("`environment`; it can be Environment"), "{unknown}");
    let empty = error("[default]\nrole_arn = r\nsource_profile = a\n[profile a]\nregion = x\n").await;
    assert!(empty.contains("role r cannot be assumed without the credentials of its `source_profile`, `a`"));
}

#[tokio::test]
async fn circles_are_told_with_the_way() {
    let config = "[default]\nrole_arn = r\nsource_profile = a\n\
                  [profile a]\nrole_arn = r\nsource_profile = b\n[profile b]\nrole_arn = r\nsource_profile = a\n";
    let circle = error(config).await;
    assert!(circle.ends_with("in a circle by `source_profile`: default, a, b, a"), "{circle}");
    assert!(error("[default]\nrole_arn = r\nsource_profile = default\n").await.contains("in a circle"));
}

#[tokio::test]
async fn mfa_needs_somebody_to_ask_and_calls_need_operations() {
    let config = format!("[default]\nrole_arn = r\nsource_profile = default\n{KEYS}");
    let mfa = error(&format!("{config}mfa_serial = device\n")).await;
    assert!(mfa.contains("asks for a code of the MFA device device; say who gives it"), "{mfa}");
    let no_operations = error(&config).await;
    assert!(no_operations.contains("AssumeRole of sts"), "{no_operations}");
    assert!(!no_operations.contains("hidden"));
}

#[test]
fn the_account_is_in_the_arn() {
    assert_eq!(account("arn:aws:sts::123456789012:assumed-role/a/b"), Some("123456789012"));
    for none in ["", "me", "arn:aws:sts:::x", "urn:aws:sts::123456789012:x", "arn:aws:sts::123456789012"] {
        assert_eq!(account(none), None);
    }
}
