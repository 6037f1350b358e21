//! A thousand calls at once, on credentials that are over.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use tucuxi::Session;
use tucuxi::http::test::{Answer, TestClient};
use tucuxi::types::Timestamp;
use tucuxi_sts::Client;

use crate::home::Home;
use crate::peer::Peer;
use crate::sts::{IDENTITY, role};
use crate::{Outcome, signer};

const CALLS: usize = 1000;
/// How long the first credentials hold.
const SHORT: Duration = Duration::from_secs(2);
const LONG: Duration = Duration::from_secs(7200);

/// An endpoint of a container: each time it takes its time, and gives a key with the next number. The first holds for
/// two seconds, the others for hours.
async fn container() -> std::io::Result<Peer> {
    let count = Arc::new(AtomicU64::new(0));
    Peer::start(move |_| {
        let number = count.fetch_add(1, Ordering::SeqCst) + 1;
        async move {
            tokio::time::sleep(Duration::from_millis(200)).await;
            let end = Timestamp::from(SystemTime::now() + if number == 1 { SHORT } else { LONG });
            format!(
                r#"{{"AccessKeyId": "AKID{number}", "SecretAccessKey": "s", "Token": "t", "Expiration": "{end}"}}"#
            )
        }
    })
    .await
}

/// STS, likewise.
async fn sts() -> std::io::Result<Peer> {
    let count = Arc::new(AtomicU64::new(0));
    Peer::start(move |_| {
        let number = count.fetch_add(1, Ordering::SeqCst) + 1;
        async move {
            tokio::time::sleep(Duration::from_millis(200)).await;
            role(&format!("AKID{number}"), if number == 1 { SHORT } else { LONG })
        }
    })
    .await
}

/// Makes one call, lets the credentials end, makes a thousand calls at once, and sees who signed them.
async fn calls_on_expired_credentials(session: &Session, peer: &Peer) -> Outcome {
    // the service is a double: a thousand connections are more than some machines let a process have
    let service = TestClient::always(Answer::new(200).body(IDENTITY));
    let client = Client::builder(session).http_client(service.clone()).build();
    client.get_caller_identity().await?;
    tokio::time::sleep(SHORT).await;
    let calls: Vec<_> = (0..CALLS)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.get_caller_identity().await.map(|me| me.account) })
        })
        .collect();
    for call in calls {
        assert_eq!(call.await??.as_deref(), Some("123456789012"));
    }
    assert_eq!(peer.asked().len(), 2, "one fetch at the start, and one refresh");
    let requests = service.requests();
    let signers: Vec<_> = requests
        .iter()
        .filter_map(|request| signer(request.headers.get("authorization")?.to_str().ok()?))
        .collect();
    assert_eq!(signers.len(), CALLS + 1);
    assert_eq!(signers[0], ("AKID1", "eu-west-1"));
    assert!(signers[1..].iter().all(|signer| *signer == ("AKID2", "eu-west-1")));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_thousand_calls_on_expired_credentials_of_a_container_refresh_them_once() -> Outcome {
    let peer = container().await?;
    let uri = format!("{}/container", peer.url);
    let env = [("AWS_CONTAINER_CREDENTIALS_FULL_URI", uri.as_str())];
    let session = Session::builder().env(env).region("eu-west-1").build()?;
    calls_on_expired_credentials(&session, &peer).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_thousand_calls_on_expired_credentials_of_a_role_refresh_them_once() -> Outcome {
    let peer = sts().await?;
    let home = Home::new(
        "[default]\nregion = eu-west-1\nrole_arn = arn:aws:iam::123456789012:role/one\nsource_profile = base\n\
         [profile base]\naws_access_key_id = AKIDBASE\naws_secret_access_key = s\n",
    )?;
    let session = Session::builder().env(home.variables(&peer.url)).build()?;
    calls_on_expired_credentials(&session, &peer).await
}
