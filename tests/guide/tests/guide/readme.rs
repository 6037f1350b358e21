//! README.md: what is not in its first program, `examples/src/bin/first.rs`.

use std::time::Duration;

use guide::{Outcome, listing, replay};
use tucuxi::http::test::Answer;

#[tokio::test]
async fn a_listing() -> Outcome {
    let (http, session) = replay([listing(&["a", "b"])])?;
    let s3 = tucuxi_s3::Client::new(&session);

    let mut objects = s3.list_objects_v2().bucket("my-bucket").items().page_size(100);
    while let Some(object) = objects.next().await {
        println!("{:?}", object?.key);
    }

    assert!(http.requests()[0].uri.query().is_some_and(|query| query.contains("max-keys=100")));
    Ok(())
}

#[tokio::test]
async fn a_waiter() -> Outcome {
    let stopped = "<DescribeInstancesResponse><reservationSet><item><instancesSet><item><instanceId>i-1</instanceId>\
                   <instanceState><name>running</name></instanceState></item></instancesSet></item></reservationSet>\
                   </DescribeInstancesResponse>";
    let (_, session) = replay([Answer::new(200).body(stopped)])?;
    let ec2 = tucuxi_ec2::Client::new(&session);
    let id = "i-1";

    let ready =
        ec2.wait_until_instance_running().instance_ids([id]).timeout(Duration::from_secs(300)).await?;

    assert_eq!(ready.reservations().len(), 1);
    Ok(())
}
