//! Roles without profiles: providers of the program's own.

use std::time::Duration;

use tucuxi::Session;
use tucuxi::credentials::{AssumeRole, Credentials, ProvideCredentials as _, WebIdentity};

use crate::home::Home;
use crate::peer::{Asked, Peer};
use crate::sts::role;
use crate::{Outcome, signer};

const ROLE: &str = "arn:aws:iam::123456789012:role/auditor";

async fn peer() -> std::io::Result<Peer> {
    Peer::start(|asked: Asked| async move {
        let answer = role("AKIDROLE", Duration::from_secs(3600));
        match asked.field("WebIdentityToken") {
            Some(_) => answer.replace("AssumeRole", "AssumeRoleWithWebIdentity"),
            None => answer,
        }
    })
    .await
}

fn base(home: &Home, peer: &Peer) -> Result<Session, tucuxi::Error> {
    let keys = Credentials::from_keys("AKIDBASE", "s");
    let builder = Session::builder().env(home.variables(&peer.url)).region("eu-west-1");
    builder.credentials(keys).identity(&tucuxi_identity::IDENTITY).build()
}

#[tokio::test]
async fn what_is_said_of_a_role_is_sent() -> Outcome {
    let (home, peer) = (Home::new("")?, peer().await?);
    let builder = AssumeRole::builder(ROLE)
        .session_name("me")
        .external_id("outer")
        .region("us-west-2")
        .duration_seconds(Duration::from_secs(900))
        .policy("{}")
        .policy_arns(["arn:aws:iam::aws:policy/ReadOnlyAccess"])
        .tags([("project", "dolphin"), ("team", "river")])
        .transitive_tag_keys(["project"])
        .source_identity("somebody")
        .mfa("some-device", |serial| async move {
            assert_eq!(serial, "some-device");
            Ok("654321".to_owned())
        });
    let provider = builder.build(&base(&home, &peer)?);
    assert_eq!(provider.credentials().await?.access_key_id(), "AKIDROLE");
    let asked = peer.asked();
    assert_eq!(signer(&asked[0].authorization), Some(("AKIDBASE", "us-west-2")));
    let mut fields: Vec<_> = asked[0].body.split('&').collect();
    fields.sort_unstable();
    assert_eq!(
        fields,
        [
            "Action=AssumeRole",
            "DurationSeconds=900",
            "ExternalId=outer",
            "Policy=%7B%7D",
            "PolicyArns.member.1.arn=arn%3Aaws%3Aiam%3A%3Aaws%3Apolicy%2FReadOnlyAccess",
            "RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fauditor",
            "RoleSessionName=me",
            "SerialNumber=some-device",
            "SourceIdentity=somebody",
            "Tags.member.1.Key=project",
            "Tags.member.1.Value=dolphin",
            "Tags.member.2.Key=team",
            "Tags.member.2.Value=river",
            "TokenCode=654321",
            "TransitiveTagKeys.member.1=project",
            "Version=2011-06-15",
        ]
    );
    Ok(())
}

#[tokio::test]
async fn a_role_assumes_the_next() -> Outcome {
    let (home, peer) = (Home::new("")?, peer().await?);
    let session = base(&home, &peer)?;
    let first = AssumeRole::builder(ROLE).build(&session);
    let second = AssumeRole::builder(ROLE).source(first).build(&session);
    second.credentials().await?;
    let asked = peer.asked();
    let signers: Vec<_> = asked.iter().filter_map(|asked| Some(signer(&asked.authorization)?.0)).collect();
    assert_eq!(signers, ["AKIDBASE", "AKIDROLE"]);
    Ok(())
}

#[tokio::test]
async fn a_role_made_with_one_session_serves_the_clients_of_another() -> Outcome {
    let (home, peer) = (Home::new("")?, peer().await?);
    let variables = home.variables(&peer.url);
    let keys = Credentials::from_keys("AKIDBASE", "s");
    let mine = Session::builder().env(variables.clone()).region("eu-west-1").credentials(keys).build()?;
    let role = AssumeRole::builder(ROLE).build(&mine);
    let theirs = Session::builder().env(variables).region("us-west-2").credentials_provider(role);
    // what comes of it does not matter: the peer only speaks of roles
    let theirs = theirs.max_attempts(1).build()?;
    let _ = tucuxi_sts::Client::new(&theirs).get_caller_identity().await;
    let asked = peer.asked();
    let signers: Vec<_> = asked.iter().filter_map(|asked| signer(&asked.authorization)).collect();
    assert_eq!(signers, [("AKIDBASE", "eu-west-1"), ("AKIDROLE", "us-west-2")]);
    Ok(())
}

#[tokio::test]
async fn web_identity_needs_no_credentials() -> Outcome {
    let (home, peer) = (Home::new("")?, peer().await?);
    let token = home.write("token", "a-token")?;
    let provider = WebIdentity::builder(ROLE, &token)
        .duration_seconds(Duration::from_secs(900))
        .build(&base(&home, &peer)?);
    assert_eq!(provider.credentials().await?.access_key_id(), "AKIDROLE");
    let asked = peer.asked();
    assert_eq!(asked[0].authorization, "");
    assert_eq!(asked[0].field("WebIdentityToken").as_deref(), Some("a-token"));
    assert_eq!(asked[0].field("DurationSeconds").as_deref(), Some("900"));
    Ok(())
}

#[tokio::test]
async fn without_somebody_to_ask_a_role_with_mfa_is_refused() -> Outcome {
    let peer = peer().await?;
    let home = Home::new(
        "[default]\nrole_arn = arn:aws:iam::1:role/a\nsource_profile = default\nmfa_serial = device\n\
         aws_access_key_id = AKIDBASE\naws_secret_access_key = s\n",
    )?;
    let builder = Session::builder().env(home.variables(&peer.url)).region("eu-west-1");
    let session = builder.identity(&tucuxi_identity::IDENTITY).build()?;
    let error = session.credentials().credentials().await.expect_err("there is nobody to ask").to_string();
    assert!(error.contains("device") && error.contains("mfa_code"), "{error}");
    assert!(peer.asked().is_empty());
    Ok(())
}
