//! Resources of services that boto3 has none for: create, load, list and delete against the emulator.

use scenarios::Emulator;

/// The error type of the scenarios: any failure ends one with its message.
type Outcome = Result<(), Box<dyn std::error::Error>>;

#[tokio::test]
async fn a_key_its_alias_and_its_grants() -> Outcome {
    let Some(emulator) = Emulator::connect() else { return Ok(()) };
    let kms = tucuxi_kms::Kms::new(&emulator.session);
    let key = kms.create_key().description("of definitions").send().await?;
    assert_eq!(key.description().await?.as_deref(), Some("of definitions"));
    key.create_alias().alias_name("alias/definitions").send().await?;
    let alias = kms.alias("alias/definitions");
    assert_eq!(alias.get_key().send().await?, key);
    let aliases = key.aliases().try_collect().await?;
    assert_eq!(aliases, std::slice::from_ref(&alias));
    let grantee = "arn:aws:iam::123456789012:role/reader";
    let operations = ["Decrypt"];
    let grant = key.create_grant().grantee_principal(grantee).operations(operations).send().await?;
    assert_eq!(grant.grantee_principal().await?.as_deref(), Some(grantee));
    assert_eq!(key.grants().try_collect().await?, std::slice::from_ref(&grant));
    grant.revoke().send().await?;
    assert!(!grant.exists().await?);
    alias.delete().send().await?;
    key.schedule_deletion().pending_window_in_days(7).send().await?;
    assert_eq!(key.key_state().await?.ok_or("no state")?.as_str(), "PendingDeletion");
    Ok(())
}

#[tokio::test]
async fn a_secret_and_its_versions() -> Outcome {
    let Some(emulator) = Emulator::connect() else { return Ok(()) };
    let manager = tucuxi_secretsmanager::SecretsManager::new(&emulator.session);
    let secret = manager.create_secret().name("definitions").secret_string("first").send().await?;
    assert_eq!(secret.name().await?.as_deref(), Some("definitions"));
    let version = secret.put_value().secret_string("second").send().await?;
    assert_eq!(version.secret_string().await?.as_deref(), Some("second"));
    assert!(secret.versions().try_collect().await?.contains(&version));
    assert!(manager.secrets().try_collect().await?.contains(&secret));
    secret.delete().force_delete_without_recovery(true).send().await?;
    assert!(!secret.exists().await?);
    Ok(())
}

#[tokio::test]
async fn parameters_are_deleted_by_the_page() -> Outcome {
    let Some(emulator) = Emulator::connect() else { return Ok(()) };
    let ssm = tucuxi_ssm::Ssm::new(&emulator.session);
    for name in ["/definitions/a", "/definitions/b"] {
        let parameter = ssm.put_parameter().name(name).value("x").r#type("String").send().await?;
        assert_eq!(parameter.value().await?.as_deref(), Some("x"));
    }
    let below = ssm.parameters_by_path().path("/definitions");
    assert_eq!(below.try_collect().await?.len(), 2);
    below.delete().send().await?;
    assert!(!ssm.parameter("/definitions/a").exists().await?);
    Ok(())
}

#[tokio::test]
async fn a_cluster_its_tasks_and_their_definition() -> Outcome {
    let Some(emulator) = Emulator::connect() else { return Ok(()) };
    let ecs = tucuxi_ecs::Ecs::new(&emulator.session);
    let cluster = ecs.create_cluster().cluster_name("definitions").send().await?;
    assert_eq!(cluster.cluster_name().await?.as_deref(), Some("definitions"));
    assert!(ecs.clusters().try_collect().await?.contains(&cluster));
    let container =
        tucuxi_ecs::types::ContainerDefinition::default().with_name("web").with_image("web").with_memory(64);
    let definition = ecs
        .register_task_definition()
        .family("definitions")
        .container_definitions([container])
        .send()
        .await?;
    let service = cluster.create_service().service_name("web").desired_count(0);
    let service = service.task_definition(definition.arn()).send().await?;
    assert_eq!(cluster.services().try_collect().await?, std::slice::from_ref(&service));
    assert_eq!(service.task_definition().await?, Some(definition.clone()));
    service.delete().send().await?;
    definition.deregister().send().await?;
    cluster.delete().send().await?;
    Ok(())
}

#[tokio::test]
async fn a_log_group_and_its_streams() -> Outcome {
    let Some(emulator) = Emulator::connect() else { return Ok(()) };
    let logs = tucuxi_logs::CloudWatchLogs::new(&emulator.session);
    let group = logs.create_log_group().log_group_name("definitions").send().await?;
    let stream = group.create_log_stream().log_stream_name("today").send().await?;
    assert_eq!(group.log_streams().try_collect().await?, std::slice::from_ref(&stream));
    let groups = logs.log_groups().log_group_name_prefix("definitions").try_collect().await?;
    assert_eq!(groups, std::slice::from_ref(&group));
    stream.delete().send().await?;
    group.delete().send().await?;
    Ok(())
}
