use crate::Outcome;
use scenarios::{Emulator, same};
use tucuxi_ec2::Client;
use tucuxi_ec2::types::{Filter, Tag, TagSpecification};

#[tokio::test]
async fn an_instance_from_run_to_terminate() -> Outcome {
    let Some(emulator) = Emulator::connect() else { return Ok(()) };
    let ec2 = Client::new(&emulator.session);
    let images = ec2.describe_images().owners(["amazon"]).await?;
    let image = images.images().first().and_then(|image| image.image_id.clone()).ok_or("no image")?;
    let tags = TagSpecification::default()
        .with_resource_type("instance")
        .with_tags([Tag::default().with_key("Name").with_value("scenario & co")]);
    let run = ec2
        .run_instances()
        .image_id(image)
        .instance_type("t3.micro")
        .min_count(2)
        .max_count(2)
        .user_data("echo hello")
        .tag_specifications([tags])
        .await?;
    let ids: Vec<_> = run.instances().iter().filter_map(|instance| instance.instance_id.clone()).collect();
    assert_eq!(ids.len(), 2);
    let filter = || Filter::default().with_name("tag:Name").with_values(["scenario & co"]);
    let found = ec2.describe_instances().filters([filter()]).await?;
    let found: usize = found.reservations().iter().map(|reservation| reservation.instances().len()).sum();
    assert_eq!(found, 2);
    same!(emulator, "ec2", ec2, "DescribeInstances", {"InstanceIds": ids})?;
    same!(emulator, "ec2", ec2, "DescribeInstanceAttribute", {"InstanceId": ids[0], "Attribute": "userData"})?;
    ec2.terminate_instances().instance_ids(ids.clone()).await?;
    let ended = same!(emulator, "ec2", ec2, "DescribeInstances", {"InstanceIds": ids})?;
    assert_eq!(ended["Reservations"][0]["Instances"][0]["State"]["Name"], "terminated");
    Ok(())
}

#[tokio::test]
async fn a_network() -> Outcome {
    let Some(emulator) = Emulator::connect() else { return Ok(()) };
    let ec2 = Client::new(&emulator.session);
    let vpc =
        ec2.create_vpc().cidr_block("10.7.0.0/16").await?.vpc.and_then(|vpc| vpc.vpc_id).ok_or("no VPC")?;
    let subnet =
        ec2.create_subnet().vpc_id(&vpc).cidr_block("10.7.1.0/24").await?.subnet.ok_or("no subnet")?;
    let subnet = subnet.subnet_id.ok_or("no subnet id")?;
    same!(emulator, "ec2", ec2, "DescribeVpcs", {"VpcIds": [vpc]})?;
    same!(emulator, "ec2", ec2, "DescribeSubnets", {"Filters": [{"Name": "vpc-id", "Values": [vpc]}]})?;
    ec2.delete_subnet().subnet_id(&subnet).await?;
    ec2.delete_vpc().vpc_id(&vpc).await?;
    let gone = same!(emulator, "ec2", ec2, "DescribeVpcs", {"VpcIds": [vpc]});
    assert_eq!(gone, Err("InvalidVpcID.NotFound".to_owned()));
    Ok(())
}
