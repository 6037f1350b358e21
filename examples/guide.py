"""The Python side of docs/from-boto3.md, which quotes it."""

import boto3
from botocore.exceptions import ClientError, WaiterError

session = boto3.Session(profile_name="dev", region_name="eu-west-1")

client = session.client("ec2")
images = client.describe_images(Owners=["amazon"])
image_id = images["Images"][0]["ImageId"]

started = client.run_instances(
    ImageId=image_id,
    InstanceType="t3.micro",
    MinCount=1,
    MaxCount=1,
    TagSpecifications=[{"ResourceType": "instance", "Tags": [{"Key": "env", "Value": "dev"}]}],
)
instance_id = started["Instances"][0]["InstanceId"]

paginator = client.get_paginator("describe_images")
for page in paginator.paginate(Owners=["amazon"], PaginationConfig={"PageSize": 100}):
    print(len(page["Images"]))
for image in paginator.paginate(Owners=["amazon"]).search("Images[]"):
    print(image["ImageId"])

some = paginator.paginate(Owners=["amazon"], PaginationConfig={"MaxItems": 5}).build_full_result()
token = some.get("NextToken")
rest = paginator.paginate(Owners=["amazon"], PaginationConfig={"StartingToken": token})

ec2 = session.resource("ec2")
instance = ec2.Instance(instance_id)  # nothing is requested yet

print(instance.instance_type)  # loads all attributes
print(instance.private_ip_address)  # has them
print(instance.image.name)
print(instance.vpc.cidr_block)
for volume in instance.volumes.all():
    print(volume.id, volume.size)

instance.stop()
instance.wait_until_stopped()

waiter = client.get_waiter("instance_stopped")
waiter.wait(InstanceIds=[instance_id], WaiterConfig={"Delay": 5, "MaxAttempts": 12})

dev = ec2.instances.filter(Filters=[{"Name": "tag:env", "Values": ["dev"]}])
for each in dev.limit(50):
    print(each.id, each.state["Name"])

dev.terminate()
instance.wait_until_terminated()

try:
    client.describe_instances(InstanceIds=["i-00000000"])
except ClientError as error:
    print(error.response["Error"]["Code"])  # InvalidInstanceID.NotFound

try:
    waiter.wait(InstanceIds=[instance_id], WaiterConfig={"Delay": 1, "MaxAttempts": 1})
except WaiterError as error:
    print(error)
