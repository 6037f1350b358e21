//! The Rust side of docs/from-boto3.md, which quotes it.

use std::time::Duration;
use tucuxi_ec2::types::{Filter, Tag, TagSpecification};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let session = tucuxi::Session::builder().profile("dev").region("eu-west-1").build()?;

    let client = tucuxi_ec2::Client::new(&session);
    let images = client.describe_images().owners(["amazon"]).await?;
    let image_id = images.images()[0].image_id.clone().ok_or("no id")?;

    let started = client
        .run_instances()
        .image_id(image_id)
        .instance_type("t3.micro")
        .min_count(1)
        .max_count(1)
        .tag_specifications([TagSpecification::default()
            .with_resource_type("instance")
            .with_tags([Tag::default().with_key("env").with_value("dev")])])
        .await?;
    let instance_id = started.instances()[0].instance_id.clone().ok_or("no id")?;

    let mut pages = client.describe_images().owners(["amazon"]).pages().page_size(100);
    while let Some(page) = pages.next().await {
        println!("{}", page?.images().len());
    }
    let mut images = client.describe_images().owners(["amazon"]).items();
    while let Some(image) = images.next().await {
        println!("{:?}", image?.image_id);
    }

    let mut some = client.describe_images().owners(["amazon"]).items().max_items(5);
    while let Some(image) = some.next().await {
        println!("{:?}", image?.image_id);
    }
    if let Some(token) = some.resume_token() {
        let rest = client.describe_images().owners(["amazon"]).items().starting_token(token);
        let rest: Vec<_> = rest.try_collect().await?;
        println!("{} more", rest.len());
    }

    let ec2 = tucuxi_ec2::Ec2::new(&session);
    let instance = ec2.instance(&instance_id); // nothing is requested yet

    println!("{:?}", instance.instance_type().await?); // loads all attributes
    println!("{:?}", instance.private_ip_address().await?); // has them
    if let Some(image) = instance.image().await? {
        println!("{:?}", image.name().await?);
    }
    if let Some(vpc) = instance.vpc().await? {
        println!("{:?}", vpc.cidr_block().await?);
    }
    let mut volumes = instance.volumes().all();
    while let Some(volume) = volumes.next().await {
        let volume = volume?;
        println!("{} {:?}", volume.id(), volume.size().await?);
    }

    instance.stop().await?;
    instance.wait_until_stopped().await?;

    let waiter = client.wait_until_instance_stopped().instance_ids([&instance_id]);
    waiter.delay(Duration::from_secs(5)).timeout(Duration::from_secs(60)).await?;

    let dev = ec2.instances().filter(Filter::default().with_name("tag:env").with_values(["dev"]));
    let mut first = dev.clone().limit(50).all();
    while let Some(each) = first.next().await {
        let each = each?;
        println!("{} {:?}", each.id(), each.state().await?.and_then(|state| state.name));
    }

    dev.terminate().await?;
    instance.wait_until_terminated().await?;

    if let Err(error) = client.describe_instances().instance_ids(["i-00000000"]).await {
        println!("{:?}", error.code()); // InvalidInstanceID.NotFound
    }

    let waiter = client.wait_until_instance_stopped().instance_ids([&instance_id]);
    if let Err(error) = waiter.max_attempts(1).await {
        println!("{error}");
    }
    Ok(())
}
