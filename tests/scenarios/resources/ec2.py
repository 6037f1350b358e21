"""EC2: a network, instances in it, and all that belongs to them."""

from transcript import error, resource, show, value

ec2 = resource("ec2")


def tagged(kind):
    return [{"ResourceType": kind, "Tags": [{"Key": "Name", "Value": "tucuxi"}]}]


def loaded(step, item):
    item.load()
    show(step, item)


vpc = ec2.create_vpc(CidrBlock="10.7.0.0/16", TagSpecifications=tagged("vpc"))
show("create_vpc", vpc)
vpc.wait_until_available()
loaded("vpc", vpc)
subnet = vpc.create_subnet(CidrBlock="10.7.1.0/24")
show("create_subnet", subnet)
loaded("subnet", subnet)
show("subnet's vpc", subnet.vpc)
options = ec2.create_dhcp_options(DhcpConfigurations=[{"Key": "domain-name", "Values": ["example.com"]}])
show("create_dhcp_options", options)
vpc.associate_dhcp_options(DhcpOptionsId=options.id)
show("vpc's dhcp_options", vpc.dhcp_options)
loaded("dhcp_options", options)
gateway = ec2.create_internet_gateway()
show("create_internet_gateway", gateway)
gateway.attach_to_vpc(VpcId=vpc.id)
loaded("internet_gateway", gateway)
acl = vpc.create_network_acl()
show("create_network_acl", acl)
acl.create_entry(RuleNumber=90, Protocol="-1", RuleAction="allow", Egress=False, CidrBlock="10.0.0.0/8")
loaded("network_acl", acl)
show("acl's vpc", acl.vpc)
group = vpc.create_security_group(GroupName="doors", Description="Which are open")
show("create_security_group", group)
group.authorize_ingress(IpProtocol="tcp", FromPort=22, ToPort=22, CidrIp="10.0.0.0/8")
loaded("security_group", group)
value("security group's attributes", [group.group_name, group.ip_permissions[0]["FromPort"]])

table = vpc.create_route_table()
show("create_route_table", table)
route = table.create_route(DestinationCidrBlock="0.0.0.0/0", GatewayId=gateway.id)
show("create_route", route)
show("route's table", route.RouteTable())
association = table.associate_with_subnet(SubnetId=subnet.id)
show("associate_with_subnet", association)
loaded("route_table", table)
show("table's routes", *table.routes)
show("table's associations", *table.associations)
value("renamed attributes", [len(table.routes_attribute), len(table.associations_attribute)])
show("association's table and subnet", table.associations[0].route_table, table.associations[0].subnet)
show("table's vpc", table.vpc)

pair = ec2.create_key_pair(KeyName="key")
show("create_key_pair", pair)
show("key pair", ec2.KeyPair("key"))
show("placement group", ec2.PlacementGroup("place"))

image = list(ec2.images.filter(Owners=["amazon"]).limit(1))[0]
show("image", image)
instances = ec2.create_instances(
    ImageId=image.id,
    InstanceType="t3.micro",
    KeyName="key",
    MinCount=2,
    MaxCount=2,
    SubnetId=subnet.id,
    SecurityGroupIds=[group.id],
    TagSpecifications=tagged("instance"),
)
value("create_instances", [[item.id, item.image_id, item.state["Name"]] for item in instances])
instance = instances[0]
instance.wait_until_running()
loaded("instance", instance)
value("instance's attributes", [instance.instance_type, instance.private_ip_address, instance.tags])
show("instance's image, vpc, subnet", instance.image, instance.vpc, instance.subnet)
show("instance's key_pair", instance.key_pair)
value("instance's network_interfaces", [item.id for item in instance.network_interfaces])
show("instance's volumes", *instance.volumes.all())
show("no placement group, no address", instance.placement_group, instance.classic_address)
instance.stop()
instance.wait_until_stopped()
value("stopped", instance.state["Name"])
instance.start()
value("started", instance.state["Name"])

interface = subnet.create_network_interface(Description="second", Groups=[group.id])
show("create_network_interface", interface)
loaded("network_interface", interface)
show("interface's vpc and subnet", interface.vpc, interface.subnet)
show("subnet's network_interfaces", *subnet.network_interfaces.all())
show("subnet's instances", *subnet.instances.all())
allocation = ec2.meta.client.allocate_address(Domain="vpc")["AllocationId"]
address = ec2.VpcAddress(allocation)
loaded("vpc_address", address)
value("associate", ec2.meta.client.associate_address(AllocationId=allocation, InstanceId=instance.id))
address.load()
show("address's association", address.association)
show("instance's vpc_addresses", *instance.vpc_addresses.all())
show("vpc_addresses", *ec2.vpc_addresses.all())
address.release()
classic = ec2.ClassicAddress(ec2.meta.client.allocate_address(Domain="standard")["PublicIp"])
loaded("classic_address", classic)
show("classic_addresses", *ec2.classic_addresses.all())

volume = ec2.create_volume(AvailabilityZone="us-east-1a", Size=8, TagSpecifications=tagged("volume"))
show("create_volume", volume)
value("attach", volume.attach_to_instance(InstanceId=instance.id, Device="/dev/sdh")["Device"])
loaded("volume", volume)
snapshot = volume.create_snapshot(Description="a copy")
show("create_snapshot", snapshot)
snapshot.wait_until_completed()
loaded("snapshot", snapshot)
show("snapshot's volume", snapshot.volume)
show("volume's snapshots", *volume.snapshots.all())
show("snapshots, filtered", *ec2.snapshots.filter(SnapshotIds=[snapshot.id]))
made = instance.create_image(Name="picture")
show("create_image", made)
loaded("made image", made)
ec2.create_tags(Resources=[vpc.id, subnet.id], Tags=[{"Key": "a", "Value": "1"}])
show("vpc.create_tags", *vpc.create_tags(Tags=[{"Key": "b", "Value": "2"}, {"Key": "c", "Value": "3"}]))
loaded("tag", ec2.Tag(vpc.id, "b", "2"))
ec2.Tag(vpc.id, "b", "2").delete()
value("tags", sorted(tag["Key"] for tag in vpc.tags))

peer = ec2.create_vpc(CidrBlock="10.8.0.0/16")
peering = vpc.request_vpc_peering_connection(PeerVpcId=peer.id)
show("request_vpc_peering_connection", peering)
peering.wait_until_exists()
peering.accept()
loaded("vpc_peering_connection", peering)
show("peering's vpcs", peering.accepter_vpc, peering.requester_vpc)
show("requested", *vpc.requested_vpc_peering_connections.all())
show("accepted", *peer.accepted_vpc_peering_connections.all())

ours = [{"Name": "vpc-id", "Values": [vpc.id]}]
for name in "instances internet_gateways network_acls network_interfaces route_tables security_groups subnets".split():
    show(f"vpc's {name}", *getattr(vpc, name).all())
for name in "dhcp_options_sets key_pairs vpcs vpc_peering_connections".split():
    show(name, *getattr(ec2, name).all())
show("subnets, filtered", *ec2.subnets.filter(Filters=ours))
show("volumes, limited", *ec2.volumes.limit(2))
show("network interfaces, filtered", *ec2.network_interfaces.filter(Filters=ours))
named = ec2.instances.filter(Filters=[{"Name": "tag:Name", "Values": ["tucuxi"]}])
show("instances, filtered twice", *named.filter(Filters=ours).limit(1))
value("stopped in a batch", len(named.stop()[0]["StoppingInstances"]))
value("tagged in a batch", named.create_tags(Tags=[{"Key": "env", "Value": "test"}]))
instance.reload()
value("tags of a batch", sorted(tag["Key"] for tag in instance.tags))
value("terminated in a batch", [len(answer["TerminatingInstances"]) for answer in named.terminate()])
instance.wait_until_terminated()
# boto3 keeps the state from before the wait, we load it again
instance.reload()
value("state", instance.state["Name"])
show("unequal, equal", *{ec2.Vpc(vpc.id), vpc})
error("a vpc that is not there", ec2.Vpc("vpc-00000000").load)
