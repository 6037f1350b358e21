use crate::transcript::{Outcome, Transcript, compare, seen};
use serde_json::json;
use tucuxi::Session;
use tucuxi_sqs::Sqs;
use tucuxi_sqs::types::{DeleteMessageBatchRequestEntry, SendMessageBatchRequestEntry};

#[tokio::test]
async fn sqs() -> Outcome {
    compare("sqs", scenario).await
}

async fn scenario(session: &Session, t: &mut Transcript) -> Outcome {
    let sqs = Sqs::new(session);
    let dead = sqs.create_queue().queue_name("dead").attributes([("DelaySeconds", "5")]).await?;
    t.one("create_queue", &dead);
    let arn = attribute(&dead, "QueueArn").await?;
    let policy = format!(r#"{{"deadLetterTargetArn": "{arn}", "maxReceiveCount": "3"}}"#);
    let live = sqs.create_queue().queue_name("live").attributes([("RedrivePolicy", policy)]).await?;
    t.one("get_queue_by_name", &sqs.get_queue_by_name().queue_name("live").await?);
    t.answer("send_message", &live.send_message().message_body("hello").await?);
    let entry = |n: u32| {
        SendMessageBatchRequestEntry::default()
            .with_id(n.to_string())
            .with_message_body(format!("message {n}"))
    };
    t.answer("send_messages", &live.send_messages().entries((0..3).map(entry)).await?);
    live.load().await?;
    t.one("load", &live);
    t.value("attribute", attribute(&live, "ApproximateNumberOfMessages").await?);
    live.set_attributes().attributes([("VisibilityTimeout", "7")]).await?;
    t.one("cleared by an action", &live);
    t.value("loaded again", attribute(&live, "VisibilityTimeout").await?);
    let messages = live.receive_messages().max_number_of_messages(10).await?;
    t.all("receive_messages", &messages);
    let bodies = messages.iter().map(|message| Ok(message.data()?.body.clone()));
    t.value("bodies", bodies.collect::<Result<Vec<_>, tucuxi::Error>>()?);
    messages[0].change_visibility().visibility_timeout(0).await?;
    t.one("message's queue", &messages[0].queue());
    messages[1].delete().await?;
    let entry = |n: usize| {
        let handle = messages[n].receipt_handle();
        DeleteMessageBatchRequestEntry::default().with_id(n.to_string()).with_receipt_handle(handle)
    };
    t.answer("delete_messages", &live.delete_messages().entries([entry(2), entry(3)]).await?);
    t.show("by identifiers", [seen(&sqs.message(live.url(), "handle")), seen(&live.message("handle"))]);
    t.all("dead_letter_source_queues", &dead.dead_letter_source_queues().try_collect().await?);
    t.all("queues", &sqs.queues().try_collect().await?);
    t.all("queues, filtered", &sqs.queues().queue_name_prefix("de").try_collect().await?);
    live.purge().await?;
    t.value("purged", json!(attribute(&live, "ApproximateNumberOfMessages").await?));
    live.delete().await?;
    t.all("after delete", &sqs.queues().try_collect().await?);
    Ok(())
}

async fn attribute(queue: &tucuxi_sqs::resources::Queue, name: &str) -> Result<String, tucuxi::Error> {
    Ok(queue.attributes().await?.unwrap_or_default().remove(name).unwrap_or_default())
}
