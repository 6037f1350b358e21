//! Sessions made from one another: what stays, and what they share.

use super::*;
use std::sync::Arc;

/// Whether the two have one and the same provider of credentials.
fn share_credentials(one: &Session, other: &Session) -> bool {
    Arc::ptr_eq(one.credentials(), other.credentials())
}

#[test]
fn settings_stay_and_can_be_replaced() {
    let home = Home::new(CONFIG, "");
    let session = home.builder(&[]).profile("dev").use_fips(true).build().unwrap();
    let derived = session.to_builder().region("us-west-2").build().unwrap();
    assert_eq!((derived.profile(), derived.region()), ("dev", Some("us-west-2")));
    let config = config(&derived);
    assert_eq!((config.use_fips, config.max_attempts), (true, Some(5)));
    assert_eq!(session.region(), Some("eu-west-2"), "the first one is as it was");
    let again = derived.to_builder().build().unwrap();
    assert_eq!(again.region(), Some("us-west-2"));
}

#[test]
fn credentials_are_shared_unless_they_come_from_elsewhere() {
    let home = Home::new(CONFIG, "");
    let session = home.session(&[]);
    let derive = |change: fn(SessionBuilder) -> SessionBuilder| change(session.to_builder()).build().unwrap();
    for same in [derive(|b| b), derive(|b| b.region("us-west-2")), derive(|b| b.max_attempts(1))] {
        assert!(share_credentials(&session, &same));
        assert!(Arc::ptr_eq(session.token(), same.token()));
    }
    let keys = derive(|b| b.credentials(Credentials::from_keys("AKID", "secret")));
    for other in [derive(|b| b.profile("dev")), keys, derive(|b| b.env([("AWS_PROFILE", "")]))] {
        assert!(!share_credentials(&session, &other));
    }
}

#[tokio::test]
async fn another_profile_has_other_credentials() {
    let keys = "[default]\naws_access_key_id = ONE\naws_secret_access_key = s\n\
                [dev]\naws_access_key_id = TWO\naws_secret_access_key = s\n";
    let session = Home::new(CONFIG, keys);
    let (home, session) = (&session, session.session(&[]));
    let key = async |session: &Session| {
        session.credentials().credentials().await.unwrap().access_key_id().to_owned()
    };
    assert_eq!(key(&session).await, "ONE");
    std::fs::write(home.0.join(".aws/credentials"), keys.replace("ONE", "NEW")).unwrap();
    assert_eq!(key(&session.to_builder().region("us-west-2").build().unwrap()).await, "ONE");
    assert_eq!(key(&session.to_builder().profile("dev").build().unwrap()).await, "TWO");
    assert_eq!(key(&session.to_builder().profile("default").build().unwrap()).await, "NEW");
}

#[cfg(feature = "hyper")]
#[test]
fn connections_are_shared_unless_they_are_made_otherwise() {
    let home = Home::new(CONFIG, "");
    let session = home.session(&[]);
    let derived = session.to_builder().profile("dev").build().unwrap();
    let slow = session.to_builder().read_timeout(std::time::Duration::from_secs(1)).build().unwrap();
    let (one, other, third) = (config(&session).http, config(&derived).http, config(&slow).http);
    assert!(Arc::ptr_eq(&one, &other) && !Arc::ptr_eq(&one, &third));
    let unrelated = config(&home.session(&[])).http;
    assert!(!Arc::ptr_eq(&one, &unrelated));
}
