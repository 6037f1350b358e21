use crate::transcript::{Outcome, Transcript, compare, seen, values};
use serde_json::json;
use tucuxi::Session;
use tucuxi_cloudformation::CloudFormation;
use tucuxi_cloudformation::types::Parameter;

const TEMPLATE: &str = r#"{
    "AWSTemplateFormatVersion": "2010-09-09",
    "Parameters": {"Name": {"Type": "String"}},
    "Resources": {"Queue": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": {"Ref": "Name"}}}},
    "Outputs": {"Url": {"Value": {"Ref": "Queue"}}}
}"#;

#[tokio::test]
async fn cloudformation() -> Outcome {
    compare("cloudformation", scenario).await
}

async fn scenario(session: &Session, t: &mut Transcript) -> Outcome {
    let cloudformation = CloudFormation::new(session);
    let name = |text: &str| [Parameter::default().with_parameter_key("Name").with_parameter_value(text)];
    let create = |stack: &str| cloudformation.create_stack().stack_name(stack).template_body(TEMPLATE);
    let stack = create("one").parameters(name("first")).await?;
    t.one("create_stack", &stack);
    stack.load().await?;
    t.one("load", &stack);
    let outputs = stack.outputs().await?.unwrap_or_default();
    let status = stack.stack_status().await?.map(|status| status.as_str().to_owned());
    t.value(
        "attributes",
        json!([status, outputs[0].output_key, values(&stack.tags().await?.unwrap_or_default())]),
    );
    t.all("events", &stack.events().try_collect().await?);
    let summaries = stack.resource_summaries().try_collect().await?;
    t.all("resource_summaries", &summaries);
    let queue = summaries[0].resource();
    assert_eq!(queue, stack.resource("Queue"), "the summary's resource");
    t.value("resource's type", queue.resource_type().await?);
    t.one("loaded by its attribute", &queue);
    t.one("resource's stack", &queue.stack());
    stack.update().template_body(TEMPLATE).parameters(name("second")).await?;
    t.value("updated", values(&stack.parameters().await?.unwrap_or_default()));
    create("two").parameters(name("third")).await?;
    t.all("stacks", &cloudformation.stacks().try_collect().await?);
    t.all("stacks, filtered", &cloudformation.stacks().stack_name("two").try_collect().await?);
    t.show("by identifiers", [seen(&cloudformation.stack("one")), seen(&cloudformation.event("id"))]);
    assert!(stack.exists().await?);
    stack.delete().await?;
    assert!(!stack.exists().await?, "deleted");
    assert!(!cloudformation.stack("never").exists().await?);
    t.all("after delete", &cloudformation.stacks().try_collect().await?);
    t.error("a stack that is gone", cloudformation.stack("never").load().await);
    Ok(())
}
