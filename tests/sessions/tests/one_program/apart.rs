//! Sessions with different profiles, regions and roles, at the same time.

use tucuxi::Session;
use tucuxi::credentials::Credentials;
use tucuxi_sts::Client;

use crate::home::Home;
use crate::peer::{Asked, Peer};
use crate::{IDENTITY, Outcome, signer};

const CONFIG: &str = "\
[profile one]
region = eu-west-1
aws_access_key_id = AKIDONE
aws_secret_access_key = s

[profile two]
region = us-west-2
aws_access_key_id = AKIDTWO
aws_secret_access_key = s
";

/// How many calls each session makes.
const CALLS: usize = 25;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sessions_do_not_affect_each_other() -> Outcome {
    let home = Home::new(CONFIG)?;
    let peer = Peer::start(|_: Asked| async { IDENTITY.to_owned() }).await?;
    let builder = || Session::builder().env(home.variables(&peer.url));
    let in_code = Credentials::from_keys("AKIDCODE", "s");
    let sessions = [
        (builder().profile("one").build()?, "AKIDONE", "eu-west-1"),
        (builder().profile("two").build()?, "AKIDTWO", "us-west-2"),
        (builder().profile("two").region("ap-south-1").build()?, "AKIDTWO", "ap-south-1"),
        (builder().profile("one").credentials(in_code).build()?, "AKIDCODE", "eu-west-1"),
    ];
    let mut calls = Vec::new();
    for number in 0..CALLS * sessions.len() {
        let (session, _, _) = &sessions[number % sessions.len()];
        let client = Client::new(session);
        calls.push(tokio::spawn(async move { client.get_caller_identity().await.map(drop) }));
    }
    for call in calls {
        call.await??;
    }
    let asked = peer.asked();
    let signers: Vec<_> = asked.iter().filter_map(|asked| signer(&asked.authorization)).collect();
    assert_eq!(signers.len(), CALLS * sessions.len());
    for (session, key, region) in &sessions {
        assert_eq!(session.region(), Some(*region));
        let calls = signers.iter().filter(|signer| **signer == (*key, *region)).count();
        assert_eq!(calls, CALLS, "{key} in {region}");
    }
    Ok(())
}
