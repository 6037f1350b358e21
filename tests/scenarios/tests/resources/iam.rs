use crate::transcript::{Outcome, Transcript, compare, seen};
use serde_json::json;
use tucuxi::Session;
use tucuxi_iam::{Client, Iam};

const CERTIFICATE: &str = include_str!("../../resources/certificate.pem");
const POLICY: &str =
    r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}"#;
const TRUST: &str = r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}"#;

#[tokio::test]
async fn iam() -> Outcome {
    compare("iam", scenario).await
}

async fn scenario(session: &Session, t: &mut Transcript) -> Outcome {
    let iam = Iam::new(session);
    users(&iam, t).await?;
    groups(&iam, t).await?;
    policies(&iam, t).await?;
    roles(&iam, t).await?;
    certificates(&iam, t).await?;
    devices(&iam, t).await?;
    account(&iam, t).await?;
    lists(&iam, t).await?;
    ends(&iam, t).await
}

async fn users(iam: &Iam, t: &mut Transcript) -> Outcome {
    let user = iam.create_user().user_name("ana").path("/people/").await?;
    t.one("create_user", &user);
    user.load().await?;
    t.one("user", &user);
    t.value("user's attributes", json!([user.arn().await?, user.path().await?]));
    iam.user("bia").create().await?;
    let own = user.create_policy().policy_name("own").policy_document(POLICY).await?;
    t.one("user.create_policy", &own);
    own.load().await?;
    t.one("user policy", &own);
    t.one("user policy's user", &own.user());
    t.all("user's policies", &user.policies().try_collect().await?);
    own.put().policy_document(POLICY).await?;
    let key = user.create_access_key_pair().await?;
    t.one("create_access_key_pair", &key);
    key.deactivate().await?;
    t.all("user's access_keys", &user.access_keys().try_collect().await?);
    let other = user.access_key(key.id());
    other.activate().await?;
    t.show("access key", [seen(&other), seen(&other.user())]);
    let login = user.create_login_profile().password("Secret-123").await?;
    t.one("create_login_profile", &login);
    login.update().password("Secret-456").password_reset_required(true).await?;
    login.load().await?;
    t.one("login profile", &login);
    t.one("login profile's user", &login.user());
    login.delete().await?;
    t.error("no login profile", login.load().await);
    Ok(())
}

async fn groups(iam: &Iam, t: &mut Transcript) -> Outcome {
    let user = iam.user("ana");
    let group = iam.create_group().group_name("team").await?;
    t.one("create_group", &group);
    group.add_user().user_name("ana").await?;
    group.load().await?;
    t.one("group", &group);
    user.add_group().group_name("team").await?;
    t.all("group's users", &group.users().try_collect().await?);
    t.all("user's groups", &user.groups().try_collect().await?);
    let rule = group.create_policy().policy_name("rule").policy_document(POLICY).await?;
    t.one("group.create_policy", &rule);
    rule.load().await?;
    t.one("group policy", &rule);
    t.all("group's policies", &group.policies().try_collect().await?);
    t.one("group policy's group", &rule.group());
    Ok(())
}

async fn policies(iam: &Iam, t: &mut Transcript) -> Outcome {
    let (user, group) = (iam.user("ana"), iam.group("team"));
    let create = iam.create_policy().policy_name("shared").policy_document(POLICY);
    let policy = create.description("for all").await?;
    t.one("create_policy", &policy);
    policy.load().await?;
    t.one("policy", &policy);
    let version = policy.create_version().policy_document(POLICY).await?;
    t.one("create_version", &version);
    version.load().await?;
    t.one("policy version", &version);
    version.set_as_default().await?;
    t.show("policy's default_version", policy.default_version().await?.iter().map(seen));
    t.all("policy's versions", &policy.versions().try_collect().await?);
    policy.attach_user().user_name("ana").await?;
    group.attach_policy().policy_arn(policy.arn()).await?;
    t.all("user's attached_policies", &user.attached_policies().try_collect().await?);
    t.all("group's attached_policies", &group.attached_policies().try_collect().await?);
    t.all("policy's attached_users", &policy.attached_users().try_collect().await?);
    t.all("policy's attached_groups", &policy.attached_groups().try_collect().await?);
    Ok(())
}

async fn roles(iam: &Iam, t: &mut Transcript) -> Outcome {
    let policy = shared_policy(iam);
    let role = iam.create_role().role_name("server").assume_role_policy_document(TRUST).await?;
    t.one("create_role", &role);
    role.load().await?;
    t.one("role", &role);
    role.attach_policy().policy_arn(policy.arn()).await?;
    t.all("role's attached_policies", &role.attached_policies().try_collect().await?);
    t.all("policy's attached_roles", &policy.attached_roles().try_collect().await?);
    let task = role.policy("task");
    task.put().policy_document(POLICY).await?;
    t.value("role policy's document", task.policy_document().await?);
    t.show("role policy", [seen(&task), seen(&task.role())]);
    t.all("role's policies", &role.policies().try_collect().await?);
    let trust = role.assume_role_policy();
    trust.update().policy_document(TRUST).await?;
    t.show("assume role policy", [seen(&trust), seen(&trust.role())]);
    let profile = iam.create_instance_profile().instance_profile_name("box").await?;
    t.one("create_instance_profile", &profile);
    profile.add_role().role_name("server").await?;
    profile.load().await?;
    t.one("instance profile", &profile);
    t.all("profile's roles", &profile.roles().await?);
    let roles = profile.roles_attribute().await?.unwrap_or_default();
    t.value("profile's roles_attribute", roles.into_iter().map(|role| role.role_name).collect::<Vec<_>>());
    t.all("role's instance_profiles", &role.instance_profiles().try_collect().await?);
    Ok(())
}

async fn certificates(iam: &Iam, t: &mut Transcript) -> Outcome {
    let saml = iam.create_saml_provider().name("login").saml_metadata_document("x".repeat(1024)).await?;
    t.one("create_saml_provider", &saml);
    saml.load().await?;
    t.one("saml provider", &saml);
    t.all("saml_providers", &iam.saml_providers().try_collect().await?);
    let server = iam
        .create_server_certificate()
        .server_certificate_name("site")
        .certificate_body("body")
        .private_key("private")
        .certificate_chain("chain")
        .await?;
    t.one("create_server_certificate", &server);
    server.load().await?;
    t.one("server certificate", &server);
    t.all("server_certificates", &iam.server_certificates().try_collect().await?);
    let user = iam.user("ana");
    let client: Client = iam.client();
    client.upload_signing_certificate().user_name("ana").certificate_body(CERTIFICATE).await?;
    let certificate = user.signing_certificates().try_collect().await?.remove(0);
    certificate.deactivate().await?;
    let same = user.signing_certificate(certificate.id());
    t.show("signing certificate's user", [seen(&certificate.user()), seen(&same)]);
    t.all("user's signing_certificates", &user.signing_certificates().try_collect().await?);
    Ok(())
}

async fn devices(iam: &Iam, t: &mut Transcript) -> Outcome {
    let user = iam.user("ana");
    let device = iam.create_virtual_mfa_device().virtual_mfa_device_name("phone").await?;
    t.value("create_virtual_mfa_device", device.serial_number());
    let enable = user.enable_mfa().serial_number(device.serial_number());
    let enabled = enable.authentication_code1("123456").authentication_code2("654321").await?;
    t.one("enable_mfa", &enabled);
    t.all("user's mfa_devices", &user.mfa_devices().try_collect().await?);
    let found = iam.virtual_mfa_devices().try_collect().await?;
    t.value("virtual_mfa_devices", found.iter().map(|device| device.serial_number()).collect::<Vec<_>>());
    t.show("device's user", found[0].user().await?.iter().map(seen));
    t.value("renamed attribute", found[0].data()?.user.as_ref().map(|user| user.user_name.clone()));
    enabled.disassociate().await?;
    let device = user.mfa_device("m");
    t.show("by identifiers", [seen(&device), seen(&device.user()), seen(&iam.virtual_mfa_device("v"))]);
    Ok(())
}

async fn account(iam: &Iam, t: &mut Transcript) -> Outcome {
    let create = iam.create_account_password_policy().minimum_password_length(12);
    let rules = create.require_numbers(true).await?;
    t.one("create_account_password_policy", &rules);
    rules.load().await?;
    t.one("account password policy", &rules);
    t.value("password length", rules.minimum_password_length().await?);
    rules.delete().await?;
    t.error("no password policy", rules.load().await);
    let summary = iam.account_summary();
    let data = summary.data().await?;
    let counts = data.summary_map.as_ref().ok_or("no counts")?;
    t.value("account summary", counts.get("Users").copied());
    t.one("account summary's data", &summary);
    let alias = iam.create_account_alias().account_alias("tucuxi").await?;
    t.answer("create_account_alias", &alias);
    let current = iam.current_user();
    current.load().await?;
    t.one("current user", &current);
    Ok(())
}

async fn lists(iam: &Iam, t: &mut Transcript) -> Outcome {
    t.all("users", &iam.users().try_collect().await?);
    t.all("users, filtered", &iam.users().path_prefix("/people/").try_collect().await?);
    t.all("groups", &iam.groups().try_collect().await?);
    t.all("roles", &iam.roles().try_collect().await?);
    t.all("policies", &iam.policies().scope("Local").try_collect().await?);
    t.all("policies, limited", &iam.policies().limit(3).try_collect().await?);
    t.all("instance_profiles", &iam.instance_profiles().try_collect().await?);
    Ok(())
}

async fn ends(iam: &Iam, t: &mut Transcript) -> Outcome {
    let (group, profile) = (iam.group("team"), iam.instance_profile("box"));
    t.one("renamed", &iam.user("ana").update().new_user_name("ada").await?);
    group.remove_user().user_name("ada").await?;
    profile.remove_role().role_name("server").await?;
    let roles = profile.roles().await?;
    t.value("no roles", roles.iter().map(|role| role.name()).collect::<Vec<_>>());
    profile.delete().await?;
    iam.saml_providers().try_collect().await?.remove(0).delete().await?;
    iam.server_certificate("site").delete().await?;
    group.policy("rule").delete().await?;
    group.detach_policy().policy_arn(shared_policy(iam).arn()).await?;
    t.one("group renamed", &group.update().new_group_name("crew").await?);
    t.error("a user that is gone", iam.user("ana").load().await);
    let profiles = iam.instance_profiles().try_collect().await?;
    let providers = iam.saml_providers().try_collect().await?;
    let certificates = iam.server_certificates().try_collect().await?;
    let left = profiles.iter().map(seen).chain(providers.iter().map(seen));
    t.show("after delete", left.chain(certificates.iter().map(seen)));
    Ok(())
}

fn shared_policy(iam: &Iam) -> tucuxi_iam::resources::Policy {
    iam.policy("arn:aws:iam::123456789012:policy/shared")
}
