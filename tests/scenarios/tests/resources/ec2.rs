use crate::transcript::{Outcome, Transcript, compare, seen, values};
use serde_json::json;
use tucuxi::Session;
use tucuxi_ec2::Ec2;
use tucuxi_ec2::resources::{Instance, InternetGateway, SecurityGroup, Subnet, Vpc};
use tucuxi_ec2::types::{Filter, NewDhcpConfiguration, Tag, TagSpecification};

#[tokio::test]
async fn ec2() -> Outcome {
    compare("ec2", scenario).await
}

/// What the parts of the scenario share.
struct Network {
    vpc: Vpc,
    subnet: Subnet,
    gateway: InternetGateway,
    group: SecurityGroup,
}

/// Loads a resource, then writes it down.
macro_rules! loaded {
    ($t:expr, $step:literal, $resource:expr) => {{
        $resource.load().await?;
        $t.one($step, &$resource);
    }};
}

async fn scenario(session: &Session, t: &mut Transcript) -> Outcome {
    let ec2 = Ec2::new(session);
    let network = network(&ec2, t).await?;
    routes(&network, t).await?;
    let instance = instances(&ec2, &network, t).await?;
    about_instances(&instance, t).await?;
    interfaces(&ec2, &network, &instance, t).await?;
    addresses(&ec2, &instance, t).await?;
    volumes(&ec2, &instance, t).await?;
    tags(&ec2, &network, t).await?;
    peerings(&ec2, &network.vpc, t).await?;
    lists(&ec2, &network.vpc, t).await?;
    batches(&ec2, &network.vpc, &instance, t).await?;
    #[allow(
        clippy::mutable_key_type,
        reason = "a resource is equal and hashed by its identifiers, which do not change"
    )]
    let same = std::collections::HashSet::from([ec2.vpc(network.vpc.id()), network.vpc.clone()]);
    assert_eq!(same.len(), 1);
    t.one("unequal, equal", &ec2.vpc(network.vpc.id()));
    t.error("a vpc that is not there", ec2.vpc("vpc-00000000").load().await);
    Ok(())
}

async fn network(ec2: &Ec2, t: &mut Transcript) -> Result<Network, tucuxi::Error> {
    let vpc = ec2.create_vpc().cidr_block("10.7.0.0/16").tag_specifications([tagged("vpc")]).await?;
    t.one("create_vpc", &vpc);
    vpc.wait_until_available().await?;
    loaded!(t, "vpc", vpc);
    let subnet = vpc.create_subnet().cidr_block("10.7.1.0/24").await?;
    t.one("create_subnet", &subnet);
    loaded!(t, "subnet", subnet);
    t.show("subnet's vpc", subnet.vpc().await?.iter().map(seen));
    let domain = NewDhcpConfiguration::default().with_key("domain-name").with_values(["example.com"]);
    let options = ec2.create_dhcp_options().dhcp_configurations([domain]).await?;
    t.one("create_dhcp_options", &options);
    vpc.associate_dhcp_options().dhcp_options_id(options.id()).await?;
    t.show("vpc's dhcp_options", vpc.dhcp_options().await?.iter().map(seen));
    loaded!(t, "dhcp_options", options);
    let gateway = ec2.create_internet_gateway().await?;
    t.one("create_internet_gateway", &gateway);
    gateway.attach_to_vpc().vpc_id(vpc.id()).await?;
    loaded!(t, "internet_gateway", gateway);
    let acl = vpc.create_network_acl().await?;
    t.one("create_network_acl", &acl);
    let entry = acl.create_entry().rule_number(90).protocol("-1").rule_action("allow");
    entry.egress(false).cidr_block("10.0.0.0/8").await?;
    loaded!(t, "network_acl", acl);
    t.show("acl's vpc", acl.vpc().await?.iter().map(seen));
    let group = vpc.create_security_group().group_name("doors").description("Which are open").await?;
    t.one("create_security_group", &group);
    let rule = group.authorize_ingress().ip_protocol("tcp").from_port(22).to_port(22);
    rule.cidr_ip("10.0.0.0/8").await?;
    loaded!(t, "security_group", group);
    let permissions = group.ip_permissions().await?.unwrap_or_default();
    t.value("security group's attributes", json!([group.group_name().await?, permissions[0].from_port]));
    Ok(Network { vpc, subnet, gateway, group })
}

async fn routes(network: &Network, t: &mut Transcript) -> Outcome {
    let table = network.vpc.create_route_table().await?;
    t.one("create_route_table", &table);
    let route = table.create_route().destination_cidr_block("0.0.0.0/0");
    let route = route.gateway_id(network.gateway.id()).await?;
    t.one("create_route", &route);
    t.one("route's table", &route.route_table());
    let association = table.associate_with_subnet().subnet_id(network.subnet.id()).await?;
    t.one("associate_with_subnet", &association);
    loaded!(t, "route_table", table);
    t.all("table's routes", &table.routes().await?);
    let associations = table.associations().await?;
    t.all("table's associations", &associations);
    let routes = table.routes_attribute().await?.unwrap_or_default();
    let count = table.associations_attribute().await?.unwrap_or_default().len();
    t.value("renamed attributes", json!([routes.len(), count]));
    let its_table = associations[0].route_table().await?;
    let its_subnet = associations[0].subnet().await?;
    t.show("association's table and subnet", its_table.iter().map(seen).chain(its_subnet.iter().map(seen)));
    t.show("table's vpc", table.vpc().await?.iter().map(seen));
    Ok(())
}

async fn instances(ec2: &Ec2, network: &Network, t: &mut Transcript) -> Result<Instance, tucuxi::Error> {
    t.one("create_key_pair", &ec2.create_key_pair().key_name("key").await?);
    t.one("key pair", &ec2.key_pair("key"));
    t.one("placement group", &ec2.placement_group("place"));
    let image = ec2.images().owners(["amazon"]).limit(1).try_collect().await?.remove(0);
    t.one("image", &image);
    let instances = ec2
        .create_instances()
        .image_id(image.id())
        .instance_type("t3.micro")
        .key_name("key")
        .min_count(2)
        .max_count(2)
        .subnet_id(network.subnet.id())
        .security_group_ids([network.group.id()])
        .tag_specifications([tagged("instance")])
        .await?;
    let mut seen = Vec::new();
    for instance in &instances {
        seen.push(json!([instance.id(), instance.image_id().await?, state(instance).await?]));
    }
    t.value("create_instances", seen);
    let instance = instances[0].clone();
    instance.wait_until_running().await?;
    loaded!(t, "instance", instance);
    Ok(instance)
}

async fn about_instances(instance: &Instance, t: &mut Transcript) -> Outcome {
    let kind = instance.instance_type().await?.map(|kind| kind.as_str().to_owned());
    let tags = values(&instance.tags().await?.unwrap_or_default());
    t.value("instance's attributes", json!([kind, instance.private_ip_address().await?, tags]));
    let (image, vpc, subnet) = (instance.image().await?, instance.vpc().await?, instance.subnet().await?);
    let three = image.iter().map(seen).chain(vpc.iter().map(seen)).chain(subnet.iter().map(seen));
    t.show("instance's image, vpc, subnet", three);
    t.show("instance's key_pair", instance.key_pair().await?.iter().map(seen));
    let interfaces = instance.network_interfaces().await?;
    let ids: Vec<_> = interfaces.iter().map(|interface| interface.id()).collect();
    t.value("instance's network_interfaces", ids);
    t.all("instance's volumes", &instance.volumes().try_collect().await?);
    let (place, address) = (instance.placement_group().await?, instance.classic_address().await?);
    t.show("no placement group, no address", place.iter().map(seen).chain(address.iter().map(seen)));
    instance.stop().await?;
    instance.wait_until_stopped().await?;
    t.value("stopped", state(instance).await?);
    instance.start().await?;
    t.value("started", state(instance).await?);
    Ok(())
}

async fn interfaces(ec2: &Ec2, network: &Network, instance: &Instance, t: &mut Transcript) -> Outcome {
    let subnet = &network.subnet;
    let interface = subnet.create_network_interface().description("second").groups([network.group.id()]);
    let interface = interface.await?;
    t.one("create_network_interface", &interface);
    loaded!(t, "network_interface", interface);
    let (vpc, its_subnet) = (interface.vpc().await?, interface.subnet().await?);
    t.show("interface's vpc and subnet", vpc.iter().map(seen).chain(its_subnet.iter().map(seen)));
    t.all("subnet's network_interfaces", &subnet.network_interfaces().try_collect().await?);
    t.all("subnet's instances", &subnet.instances().try_collect().await?);
    let client = ec2.client();
    let allocation = client.allocate_address().domain("vpc").await?.allocation_id.unwrap_or_default();
    let address = ec2.vpc_address(&allocation);
    loaded!(t, "vpc_address", address);
    let associate = client.associate_address().allocation_id(&allocation).instance_id(instance.id());
    t.answer("associate", &associate.await?);
    address.load().await?;
    t.show("address's association", address.association().await?.iter().map(seen));
    Ok(())
}

async fn addresses(ec2: &Ec2, instance: &Instance, t: &mut Transcript) -> Outcome {
    let addresses = instance.vpc_addresses().try_collect().await?;
    t.all("instance's vpc_addresses", &addresses);
    t.all("vpc_addresses", &ec2.vpc_addresses().try_collect().await?);
    addresses[0].release().await?;
    let standard = ec2.client().allocate_address().domain("standard").await?;
    let classic = ec2.classic_address(standard.public_ip.unwrap_or_default());
    loaded!(t, "classic_address", classic);
    t.all("classic_addresses", &ec2.classic_addresses().try_collect().await?);
    Ok(())
}

async fn volumes(ec2: &Ec2, instance: &Instance, t: &mut Transcript) -> Outcome {
    let create = ec2.create_volume().availability_zone("us-east-1a").size(8);
    let volume = create.tag_specifications([tagged("volume")]).await?;
    t.one("create_volume", &volume);
    let attachment = volume.attach_to_instance().instance_id(instance.id()).device("/dev/sdh").await?;
    t.value("attach", attachment.device);
    loaded!(t, "volume", volume);
    let snapshot = volume.create_snapshot().description("a copy").await?;
    t.one("create_snapshot", &snapshot);
    snapshot.wait_until_completed().await?;
    loaded!(t, "snapshot", snapshot);
    t.show("snapshot's volume", snapshot.volume().await?.iter().map(seen));
    t.all("volume's snapshots", &volume.snapshots().try_collect().await?);
    t.all("snapshots, filtered", &ec2.snapshots().snapshot_ids([snapshot.id()]).try_collect().await?);
    let made = instance.create_image().name("picture").await?;
    t.one("create_image", &made);
    loaded!(t, "made image", made);
    Ok(())
}

async fn tags(ec2: &Ec2, network: &Network, t: &mut Transcript) -> Outcome {
    let vpc = &network.vpc;
    let tag = |key: &str, value: &str| Tag::default().with_key(key).with_value(value);
    ec2.create_tags().resources([vpc.id(), network.subnet.id()]).tags([tag("a", "1")]).await?;
    t.all("vpc.create_tags", &vpc.create_tags().tags([tag("b", "2"), tag("c", "3")]).await?);
    let second = ec2.tag(vpc.id(), "b", "2");
    loaded!(t, "tag", second);
    second.delete().await?;
    t.value("tags", keys(&vpc.tags().await?.unwrap_or_default()));
    Ok(())
}

async fn peerings(ec2: &Ec2, vpc: &Vpc, t: &mut Transcript) -> Outcome {
    let peer = ec2.create_vpc().cidr_block("10.8.0.0/16").await?;
    let peering = vpc.request_vpc_peering_connection().peer_vpc_id(peer.id()).await?;
    t.one("request_vpc_peering_connection", &peering);
    peering.wait_until_exists().await?;
    peering.accept().await?;
    loaded!(t, "vpc_peering_connection", peering);
    let (accepter, requester) = (peering.accepter_vpc().await?, peering.requester_vpc().await?);
    t.show("peering's vpcs", accepter.iter().map(seen).chain(requester.iter().map(seen)));
    t.all("requested", &vpc.requested_vpc_peering_connections().try_collect().await?);
    t.all("accepted", &peer.accepted_vpc_peering_connections().try_collect().await?);
    Ok(())
}

async fn lists(ec2: &Ec2, vpc: &Vpc, t: &mut Transcript) -> Outcome {
    t.all("vpc's instances", &vpc.instances().try_collect().await?);
    t.all("vpc's internet_gateways", &vpc.internet_gateways().try_collect().await?);
    t.all("vpc's network_acls", &vpc.network_acls().try_collect().await?);
    t.all("vpc's network_interfaces", &vpc.network_interfaces().try_collect().await?);
    t.all("vpc's route_tables", &vpc.route_tables().try_collect().await?);
    t.all("vpc's security_groups", &vpc.security_groups().try_collect().await?);
    t.all("vpc's subnets", &vpc.subnets().try_collect().await?);
    t.all("dhcp_options_sets", &ec2.dhcp_options_sets().try_collect().await?);
    t.all("key_pairs", &ec2.key_pairs().try_collect().await?);
    t.all("vpcs", &ec2.vpcs().try_collect().await?);
    t.all("vpc_peering_connections", &ec2.vpc_peering_connections().try_collect().await?);
    t.all("subnets, filtered", &ec2.subnets().filter(in_vpc(vpc)).try_collect().await?);
    t.all("volumes, limited", &ec2.volumes().limit(2).try_collect().await?);
    let interfaces = ec2.network_interfaces().filter(in_vpc(vpc));
    t.all("network interfaces, filtered", &interfaces.try_collect().await?);
    Ok(())
}

async fn batches(ec2: &Ec2, vpc: &Vpc, instance: &Instance, t: &mut Transcript) -> Outcome {
    let named = ec2.instances().filter(Filter::default().with_name("tag:Name").with_values(["tucuxi"]));
    let both = named.clone().filter(in_vpc(vpc)).limit(1);
    t.all("instances, filtered twice", &both.try_collect().await?);
    let stopped = named.clone().stop().await?;
    t.value("stopped in a batch", stopped[0].stopping_instances().len());
    let tags = [Tag::default().with_key("env").with_value("test")];
    t.value("tagged in a batch", values(&named.clone().create_tags().tags(tags).await?));
    instance.reload().await?;
    t.value("tags of a batch", keys(&instance.tags().await?.unwrap_or_default()));
    let terminated = named.terminate().await?;
    let counts = terminated.iter().map(|answer| answer.terminating_instances().len());
    t.value("terminated in a batch", counts.collect::<Vec<_>>());
    instance.wait_until_terminated().await?;
    t.value("state", state(instance).await?);
    Ok(())
}

fn tagged(kind: &str) -> TagSpecification {
    TagSpecification::default()
        .with_resource_type(kind)
        .with_tags([Tag::default().with_key("Name").with_value("tucuxi")])
}

fn in_vpc(vpc: &Vpc) -> Filter {
    Filter::default().with_name("vpc-id").with_values([vpc.id()])
}

fn keys(tags: &[Tag]) -> Vec<Option<String>> {
    let mut keys: Vec<_> = tags.iter().map(|tag| tag.key.clone()).collect();
    keys.sort();
    keys
}

async fn state(instance: &Instance) -> Result<Option<String>, tucuxi::Error> {
    let state = instance.state().await?.and_then(|state| state.name);
    Ok(state.map(|name| name.as_str().to_owned()))
}
