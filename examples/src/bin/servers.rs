//! EC2: a server started, found again by its tag, and terminated; the same list by name, as JSON.

use serde_json::json;
use tucuxi_ec2::Client;
use tucuxi_ec2::types::{Filter, Tag, TagSpecification};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let session = tucuxi::Session::new()?;
    let ec2 = Client::new(&session);
    let image = std::env::args().nth(1).unwrap_or_else(|| "ami-12c6146b".to_owned());

    let tag = Tag::default().with_key("project").with_value("tucuxi-example");
    let started = ec2
        .run_instances()
        .image_id(image)
        .instance_type("t3.micro")
        .min_count(1)
        .max_count(1)
        .tag_specifications([TagSpecification::default().with_resource_type("instance").with_tags([tag])])
        .await?;
    let ids: Vec<_> =
        started.instances().iter().filter_map(|instance| instance.instance_id.clone()).collect();
    println!("started {ids:?}");

    let ours = Filter::default().with_name("tag:project").with_values(["tucuxi-example"]);
    for reservation in ec2.describe_instances().filters([ours]).await?.reservations() {
        for instance in reservation.instances() {
            let state = instance.state.as_ref().and_then(|state| state.name.as_ref());
            println!("{:?} is {state:?}", instance.instance_id);
        }
    }

    // calls by name need the feature `json`; names are those of boto3
    let listed = ec2.call_json("DescribeInstances", json!({ "InstanceIds": ids })).await?;
    println!("{}", listed["Reservations"][0]["Instances"][0]["InstanceType"]);

    ec2.terminate_instances().instance_ids(ids).await?;
    Ok(())
}
