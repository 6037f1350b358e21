"""CloudFormation: a stack of one queue."""

from transcript import error, resource, show, value

TEMPLATE = """{
    "AWSTemplateFormatVersion": "2010-09-09",
    "Parameters": {"Name": {"Type": "String"}},
    "Resources": {"Queue": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": {"Ref": "Name"}}}},
    "Outputs": {"Url": {"Value": {"Ref": "Queue"}}}
}"""

cloudformation = resource("cloudformation")


def name(text):
    return [{"ParameterKey": "Name", "ParameterValue": text}]


stack = cloudformation.create_stack(StackName="one", TemplateBody=TEMPLATE, Parameters=name("first"))
show("create_stack", stack)
stack.load()
show("load", stack)
value("attributes", [stack.stack_status, stack.outputs[0]["OutputKey"], stack.tags])
show("events", *stack.events.all())
show("resource_summaries", *stack.resource_summaries.all())
# not by the summary's Resource(): boto3 swaps the two identifiers there
queue = stack.Resource("Queue")
value("resource's type", queue.resource_type)
show("loaded by its attribute", queue)
show("resource's stack", queue.Stack())
stack.update(TemplateBody=TEMPLATE, Parameters=name("second"))
value("updated", stack.parameters)
cloudformation.create_stack(StackName="two", TemplateBody=TEMPLATE, Parameters=name("third"))
show("stacks", *cloudformation.stacks.all())
show("stacks, filtered", *cloudformation.stacks.filter(StackName="two"))
show("by identifiers", cloudformation.Stack("one"), cloudformation.Event("id"))
stack.delete()
show("after delete", *cloudformation.stacks.all())
error("a stack that is gone", cloudformation.Stack("never").load)
