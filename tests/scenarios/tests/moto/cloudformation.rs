use crate::Outcome;
use scenarios::{Emulator, same};
use tucuxi_cloudformation::Client;
use tucuxi_cloudformation::types::Parameter;

const TEMPLATE: &str = r#"{
    "AWSTemplateFormatVersion": "2010-09-09",
    "Parameters": {"Name": {"Type": "String"}},
    "Resources": {"Queue": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": {"Ref": "Name"}}}},
    "Outputs": {"Url": {"Value": {"Ref": "Queue"}}}
}"#;

#[tokio::test]
async fn a_stack_of_one_queue() -> Outcome {
    let Some(emulator) = Emulator::connect() else { return Ok(()) };
    let cloudformation = Client::new(&emulator.session);
    let name = Parameter::default().with_parameter_key("Name").with_parameter_value("stacked");
    cloudformation.create_stack().stack_name("one-queue").template_body(TEMPLATE).parameters([name]).await?;
    let stacks =
        same!(emulator, "cloudformation", cloudformation, "DescribeStacks", {"StackName": "one-queue"})?;
    assert_eq!(stacks["Stacks"][0]["StackStatus"], "CREATE_COMPLETE");
    same!(emulator, "cloudformation", cloudformation, "ListStackResources", {"StackName": "one-queue"})?;
    cloudformation.delete_stack().stack_name("one-queue").await?;
    let gone =
        same!(emulator, "cloudformation", cloudformation, "DescribeStacks", {"StackName": "one-queue"});
    assert_eq!(gone, Err("ValidationError".to_owned()));
    Ok(())
}
