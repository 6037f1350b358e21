//! Sessions with different profiles, regions and roles, at the same time.

use std::time::Duration;

use tucuxi::Session;
use tucuxi::credentials::Credentials;
use tucuxi_sts::Client;

use crate::home::Home;
use crate::peer::{Asked, Peer};
use crate::sts::{IDENTITY, role};
use crate::{Outcome, signer};

const CONFIG: &str = "\
[profile one]
region = eu-west-1
aws_access_key_id = AKIDONE
aws_secret_access_key = s

[profile two]
region = us-west-2
aws_access_key_id = AKIDTWO
aws_secret_access_key = s

[profile reader]
region = eu-central-1
role_arn = arn:aws:iam::111111111111:role/reader
source_profile = one

[profile writer]
region = eu-central-1
role_arn = arn:aws:iam::222222222222:role/writer
source_profile = one
external_id = outer
";

/// STS: the key of a role is called by it.
async fn sts(asked: Asked) -> String {
    match asked.field("RoleArn") {
        Some(arn) => role(arn.rsplit('/').next().unwrap_or_default(), Duration::from_secs(3600)),
        None => IDENTITY.to_owned(),
    }
}

/// How many calls each session makes.
const CALLS: usize = 25;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sessions_do_not_affect_each_other() -> Outcome {
    let home = Home::new(CONFIG)?;
    let peer = Peer::start(sts).await?;
    let builder = || Session::builder().env(home.variables(&peer.url));
    let in_code = Credentials::from_keys("AKIDCODE", "s");
    let sessions = [
        (builder().profile("one").build()?, "AKIDONE", "eu-west-1"),
        (builder().profile("two").build()?, "AKIDTWO", "us-west-2"),
        (builder().profile("two").region("ap-south-1").build()?, "AKIDTWO", "ap-south-1"),
        (builder().profile("one").credentials(in_code).build()?, "AKIDCODE", "eu-west-1"),
        (builder().profile("reader").build()?, "reader", "eu-central-1"),
        (builder().profile("writer").build()?, "writer", "eu-central-1"),
        (builder().profile("writer").region("sa-east-1").build()?, "writer", "sa-east-1"),
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
    let (roles, calls): (Vec<_>, Vec<_>) = asked.iter().partition(|asked| asked.field("RoleArn").is_some());
    let mut roles: Vec<_> = roles
        .iter()
        .filter_map(|asked| {
            Some((signer(&asked.authorization)?, asked.field("RoleArn")?, asked.field("ExternalId")))
        })
        .collect();
    roles.sort();
    let writer = "arn:aws:iam::222222222222:role/writer".to_owned();
    let outer = Some("outer".to_owned());
    // each of the sessions once, in its own region
    assert_eq!(
        roles,
        [
            (("AKIDONE", "eu-central-1"), "arn:aws:iam::111111111111:role/reader".to_owned(), None),
            (("AKIDONE", "eu-central-1"), writer.clone(), outer.clone()),
            (("AKIDONE", "sa-east-1"), writer, outer),
        ]
    );
    let signers: Vec<_> = calls.iter().filter_map(|asked| signer(&asked.authorization)).collect();
    assert_eq!(signers.len(), CALLS * sessions.len());
    for (session, key, region) in &sessions {
        assert_eq!(session.region(), Some(*region));
        let calls = signers.iter().filter(|signer| **signer == (*key, *region)).count();
        assert_eq!(calls, CALLS, "{key} in {region}");
    }
    Ok(())
}
