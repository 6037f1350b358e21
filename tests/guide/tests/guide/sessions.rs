//! docs/guide/sessions.md

use guide::{Outcome, listing, replay, role, signer};
use tucuxi::Session;
use tucuxi::credentials::{AssumeRole, Credentials};
use tucuxi::http::test::{Answer, TestClient};
use tucuxi::prelude::*;

const CONFIG: &str = "[profile dev]\nregion = eu-west-1\naws_access_key_id = AKIDDEV\naws_secret_access_key = s\n\
                      [profile prod]\nregion = us-east-1\naws_access_key_id = AKIDPROD\naws_secret_access_key = s\n";

#[tokio::test]
async fn two_profiles() -> Outcome {
    let config = std::env::temp_dir().join(format!("tucuxi-guide-{}", std::process::id()));
    std::fs::write(&config, CONFIG)?;
    let http = TestClient::always(Answer::new(200).body("{}"));
    let profile = |name: &str| {
        let builder = Session::builder().env([("HOME", "/nonexistent")]).config_file(&config);
        builder.profile(name).http_client(http.clone()).build()
    };
    let sessions = (profile("dev"), profile("prod"));
    std::fs::remove_file(&config)?;
    for session in [sessions.0?, sessions.1?] {
        tucuxi_dynamodb::Client::new(&session).list_tables().await?;
    }
    let requests = http.requests();
    assert_eq!(requests.iter().filter_map(signer).collect::<Vec<_>>(), ["AKIDDEV", "AKIDPROD"]);
    Ok(())
}

#[tokio::test]
async fn another_region() -> Outcome {
    let session = Session::builder().region("eu-west-1").build()?;
    let there = session.to_builder().region("us-east-1").build()?;

    assert_eq!((session.region(), there.region()), (Some("eu-west-1"), Some("us-east-1")));
    Ok(())
}

#[tokio::test]
async fn one_client_of_another() -> Outcome {
    let (http, session) = replay([Answer::new(200).body("{}"), Answer::new(200).body("{}")])?;

    let here = tucuxi_dynamodb::Client::new(&session);
    let there = here.customize(|client| client.region("us-east-1"));

    here.list_tables().await?;
    there.list_tables().await?;
    let hosts: Vec<_> =
        http.requests().iter().filter_map(|request| request.uri.host().map(str::to_owned)).collect();
    assert_eq!(hosts, ["dynamodb.eu-west-1.amazonaws.com", "dynamodb.us-east-1.amazonaws.com"]);
    Ok(())
}

#[tokio::test]
async fn a_role_for_the_second_client() -> Outcome {
    let (http, mine) = replay([listing(&["a"]), role("AKIDROLE"), listing(&["b"]), listing(&["c"])])?;

    let auditor = AssumeRole::builder("arn:aws:iam::210987654321:role/auditor")
        .session_name("nightly-report")
        .external_id("tucuxi")
        .build(&mine);
    let theirs = mine.to_builder().credentials_provider(auditor).build()?;

    let my_s3 = tucuxi_s3::Client::new(&mine);
    let their_s3 = tucuxi_s3::Client::new(&theirs);

    my_s3.list_objects_v2().bucket("mine").await?;
    their_s3.list_objects_v2().bucket("theirs").await?;
    their_s3.list_objects_v2().bucket("theirs").await?;
    let requests = http.requests();
    let signers: Vec<_> = requests.iter().filter_map(signer).collect();
    assert_eq!(signers, ["AKIDEXAMPLE", "AKIDEXAMPLE", "AKIDROLE", "AKIDROLE"], "the role is assumed once");
    let asked = String::from_utf8_lossy(&requests[1].body).into_owned();
    assert!(
        asked.contains("RoleSessionName=nightly-report") && asked.contains("ExternalId=tucuxi"),
        "{asked}"
    );
    Ok(())
}

#[tokio::test]
async fn a_role_for_one_client() -> Outcome {
    let (http, session) = replay([role("AKIDROLE"), listing(&[])])?;
    let auditor = AssumeRole::builder("arn:aws:iam::210987654321:role/auditor").build(&session);

    let s3 = tucuxi_s3::Client::builder(&session).credentials_provider(auditor).build();

    s3.list_objects_v2().bucket("theirs").await?;
    assert_eq!(http.requests().iter().filter_map(signer).collect::<Vec<_>>(), ["AKIDEXAMPLE", "AKIDROLE"]);
    Ok(())
}

#[tokio::test]
async fn a_role_by_hand() -> Outcome {
    let (http, session) = replay([role("AKIDROLE"), listing(&[])])?;

    let sts = tucuxi_sts::Client::new(&session);
    let assumed = sts
        .assume_role()
        .role_arn("arn:aws:iam::210987654321:role/auditor")
        .role_session_name("nightly-report")
        .duration_seconds(900)
        .await?;
    let credentials = Credentials::try_from(assumed.credentials.required("credentials")?)?;
    let s3 = tucuxi_s3::Client::builder(&session).credentials(credentials).build();

    s3.list_objects_v2().bucket("theirs").await?;
    assert_eq!(http.requests().iter().filter_map(signer).collect::<Vec<_>>(), ["AKIDEXAMPLE", "AKIDROLE"]);
    Ok(())
}

#[tokio::test]
async fn a_role_with_mfa() -> Outcome {
    let (http, session) = replay([role("AKIDROLE"), listing(&[])])?;

    let admin = AssumeRole::builder("arn:aws:iam::210987654321:role/admin")
        .mfa("arn:aws:iam::123456789012:mfa/me", ask_for_code)
        .build(&session);

    let s3 = tucuxi_s3::Client::builder(&session).credentials_provider(admin).build();
    s3.list_objects_v2().bucket("theirs").await?;
    assert!(String::from_utf8_lossy(&http.requests()[0].body).contains("TokenCode=123456"));
    Ok(())
}

async fn ask_for_code(serial: String) -> Result<String, tucuxi::Error> {
    assert_eq!(serial, "arn:aws:iam::123456789012:mfa/me");
    Ok("123456".to_owned())
}
