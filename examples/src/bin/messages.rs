//! SQS: a queue, messages sent in one call, and received until there are no more.

use tucuxi_sqs::Client;
use tucuxi_sqs::types::SendMessageBatchRequestEntry;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let session = tucuxi::Session::new()?;
    let sqs = Client::new(&session);
    let queue = sqs.create_queue().queue_name("tucuxi-example").await?;
    let url = queue.queue_url.ok_or("the queue has no URL")?;

    let entry = |n: u32| {
        SendMessageBatchRequestEntry::default()
            .with_id(n.to_string())
            .with_message_body(format!("message {n}"))
    };
    let sent = sqs.send_message_batch().queue_url(&url).entries((1..=3).map(entry)).await?;
    println!("sent {}", sent.successful().len());

    loop {
        let received =
            sqs.receive_message().queue_url(&url).max_number_of_messages(10).wait_time_seconds(1).await?;
        if received.messages().is_empty() {
            break;
        }
        for message in received.messages() {
            println!("received {}", message.body.as_deref().unwrap_or_default());
            let handle = message.receipt_handle.as_deref().unwrap_or_default();
            sqs.delete_message().queue_url(&url).receipt_handle(handle).await?;
        }
    }

    sqs.delete_queue().queue_url(&url).await?;
    Ok(())
}
