//! Waiters of several services: for what comes, for what goes, and for what never comes.

use crate::Outcome;
use scenarios::Emulator;
use std::time::Duration;
use tucuxi::wait::{State, WaitEnd};
use tucuxi_dynamodb::types::{AttributeDefinition, KeySchemaElement};
use tucuxi_ec2::types::DescribeInstancesResult;

const SOON: Duration = Duration::from_millis(50);

#[tokio::test]
async fn an_instance_runs_and_is_terminated() -> Outcome {
    let Some(emulator) = Emulator::connect() else { return Ok(()) };
    let ec2 = tucuxi_ec2::Client::new(&emulator.session);
    let images = ec2.describe_images().owners(["amazon"]).await?;
    let image = images.images().first().and_then(|image| image.image_id.clone()).ok_or("no image")?;
    let run = ec2.run_instances().image_id(image).min_count(1).max_count(1).await?;
    let id = run.instances().first().and_then(|instance| instance.instance_id.clone()).ok_or("no id")?;

    let running = ec2.wait_until_instance_running().instance_ids([&id]).delay(SOON).await?;
    let instance =
        running.reservations().first().and_then(|found| found.instances().first()).ok_or("none")?;
    assert_eq!(instance.instance_id.as_deref(), Some(id.as_str()));

    // it does not stop by itself
    let stopped = ec2.wait_until_instance_stopped().instance_ids([&id]).delay(SOON).max_attempts(3);
    let error = stopped.await.err().ok_or("it is stopped")?;
    assert!(error.is_timeout());
    assert_eq!(
        error.to_string(),
        "ec2 DescribeInstances: InstanceStopped has not come about within 3 calls; \
         the last answer has `Reservations[].Instances[].State.Name` = [\"running\"]; \
         `max_attempts`, `delay` or `timeout` of the waiter make it wait longer"
    );
    let seen = error.wait().and_then(|wait| wait.output::<DescribeInstancesResult>()).ok_or("no output")?;
    assert_eq!(seen.reservations().len(), 1);

    ec2.terminate_instances().instance_ids([&id]).await?;
    ec2.wait_until_instance_terminated().instance_ids([&id]).backoff(SOON, 4 * SOON).await?;
    // what is terminated will not run again
    let running = ec2.wait_until_instance_running().instance_ids([&id]).await;
    let error = running.err().ok_or("it runs")?;
    assert_eq!(error.wait().map(|wait| (wait.end(), wait.attempts())), Some((WaitEnd::Failure, 1)));
    let state = ec2.wait_until_instance_running().instance_ids([&id]).check().await?;
    assert_eq!(state, State::Failure);
    Ok(())
}

#[tokio::test]
async fn a_bucket_comes_and_goes() -> Outcome {
    let Some(emulator) = Emulator::connect() else { return Ok(()) };
    let s3 = tucuxi_s3::Client::new(&emulator.session);
    let gone = s3.wait_until_bucket_not_exists().bucket("waited-for").await?;
    assert_eq!(gone.error().and_then(tucuxi::Error::status), Some(404));
    let exists = || s3.wait_until_bucket_exists().bucket("waited-for");
    assert_eq!(exists().check().await?, State::Retry);
    let error = exists().delay(SOON).timeout(4 * SOON).await.err().ok_or("there is a bucket")?;
    let line = error.to_string();
    assert!(line.starts_with("s3 HeadBucket: BucketExists has not come about within 200ms ("), "{line}");
    assert!(line.contains("last matched status 404"), "{line}");

    let create = async {
        tokio::time::sleep(2 * SOON).await;
        s3.create_bucket().bucket("waited-for").await
    };
    let (created, exists) = tokio::join!(create, async { exists().delay(SOON).await });
    created?;
    assert!(exists?.output().is_some());
    s3.delete_bucket().bucket("waited-for").await?;
    Ok(())
}

#[tokio::test]
async fn a_table_comes_and_goes() -> Outcome {
    let Some(emulator) = Emulator::connect() else { return Ok(()) };
    let dynamodb = tucuxi_dynamodb::Client::new(&emulator.session);
    dynamodb
        .create_table()
        .table_name("waited-for")
        .attribute_definitions([AttributeDefinition::default()
            .with_attribute_name("id")
            .with_attribute_type("S")])
        .key_schema([KeySchemaElement::default().with_attribute_name("id").with_key_type("HASH")])
        .billing_mode("PAY_PER_REQUEST")
        .await?;
    let there = dynamodb.wait_until_table_exists().table_name("waited-for").delay(SOON).await?;
    let status = there.table.and_then(|table| table.table_status).ok_or("no status")?;
    assert_eq!(status, "ACTIVE".into());
    dynamodb.delete_table().table_name("waited-for").await?;
    let gone = dynamodb.wait_until_table_not_exists().table_name("waited-for").delay(SOON).await?;
    assert_eq!(gone.error().and_then(tucuxi::Error::code), Some("ResourceNotFoundException"));
    Ok(())
}
