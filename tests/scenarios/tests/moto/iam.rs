use crate::Outcome;
use scenarios::{Emulator, same};
use tucuxi_iam::types::Tag;
use tucuxi_iam::{Client, errors};

const TRUST: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#;

#[tokio::test]
async fn users_and_roles() -> Outcome {
    let Some(emulator) = Emulator::connect() else { return Ok(()) };
    let iam = Client::new(&emulator.session);
    let tags = [Tag::default().with_key("team").with_value("river & sea")];
    let created = iam.create_user().user_name("ana").path("/people/").tags(tags).await?;
    assert_eq!(created.user.and_then(|user| user.path).as_deref(), Some("/people/"));
    iam.create_role().role_name("worker").assume_role_policy_document(TRUST).await?;
    same!(emulator, "iam", iam, "GetUser", {"UserName": "ana"})?;
    same!(emulator, "iam", iam, "ListUsers", {"PathPrefix": "/people/"})?;
    let role = iam.get_role().role_name("worker").await?.role.ok_or("no role")?;
    assert_eq!(role.role_name.as_deref(), Some("worker"));
    same!(emulator, "iam", iam, "ListRoleTags", {"RoleName": "worker"})?;

    let twice = iam.create_user().user_name("ana").await.expect_err("the user is there");
    assert!(twice.exception::<errors::EntityAlreadyExistsException>().is_some(), "{twice}");
    iam.delete_role().role_name("worker").await?;
    iam.delete_user().user_name("ana").await?;
    let gone = same!(emulator, "iam", iam, "GetUser", {"UserName": "ana"});
    assert_eq!(gone, Err("NoSuchEntity".to_owned()));
    Ok(())
}
