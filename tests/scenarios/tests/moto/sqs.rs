use crate::Outcome;
use scenarios::{Emulator, same};
use tucuxi_sqs::Client;
use tucuxi_sqs::types::MessageAttributeValue;

#[tokio::test]
async fn messages_go_through_a_queue() -> Outcome {
    let Some(emulator) = Emulator::connect() else { return Ok(()) };
    let sqs = Client::new(&emulator.session);
    let created = sqs.create_queue().queue_name("letters").attributes([("VisibilityTimeout", "0")]).await?;
    let url = created.queue_url.ok_or("no URL")?;
    let listed = sqs.list_queues().queue_name_prefix("letters").await?;
    assert_eq!(listed.queue_urls(), std::slice::from_ref(&url));
    same!(emulator, "sqs", sqs, "ListQueues", {"QueueNamePrefix": "letters"})?;

    let attribute = MessageAttributeValue::default().with_data_type("String").with_string_value("Grüße");
    let sent = sqs
        .send_message()
        .queue_url(&url)
        .message_body("hello, <world> & \"all\"")
        .message_attributes([("greeting", attribute)])
        .await?;
    let received = sqs.receive_message().queue_url(&url).message_attribute_names(["All"]).await?;
    let message = received.messages().first().ok_or("no message")?;
    assert_eq!(message.message_id, sent.message_id);
    assert_eq!(message.body.as_deref(), Some("hello, <world> & \"all\""));
    let attributes = message.message_attributes.as_ref().ok_or("no attributes")?;
    assert_eq!(attributes["greeting"].string_value.as_deref(), Some("Grüße"));
    same!(emulator, "sqs", sqs, "GetQueueAttributes", {"QueueUrl": url, "AttributeNames": ["All"]})?;

    let receipt = message.receipt_handle.as_deref().ok_or("no receipt")?;
    sqs.delete_message().queue_url(&url).receipt_handle(receipt).await?;
    sqs.delete_queue().queue_url(&url).await?;
    let gone = same!(emulator, "sqs", sqs, "GetQueueAttributes", {"QueueUrl": url});
    assert_eq!(gone, Err("AWS.SimpleQueueService.NonExistentQueue".to_owned()));
    let error = sqs.get_queue_attributes().queue_url(&url).await.expect_err("the queue is gone");
    assert!(error.exception::<tucuxi_sqs::errors::QueueDoesNotExist>().is_some(), "{error}");
    Ok(())
}
