use crate::Outcome;
use scenarios::{Emulator, same};
use tucuxi_sns::Client;

#[tokio::test]
async fn topics_come_and_go() -> Outcome {
    let Some(emulator) = Emulator::connect() else { return Ok(()) };
    let sns = Client::new(&emulator.session);
    let created = sns.create_topic().name("news").attributes([("DisplayName", "The news")]).await?;
    let topic = created.topic_arn.ok_or("no ARN")?;
    same!(emulator, "sns", sns, "ListTopics", {})?;
    let attributes = same!(emulator, "sns", sns, "GetTopicAttributes", {"TopicArn": topic})?;
    assert_eq!(attributes["Attributes"]["DisplayName"], "The news");
    let published = sns.publish().topic_arn(&topic).subject("Hello").message("one & two").await?;
    assert!(published.message_id.is_some());
    sns.delete_topic().topic_arn(&topic).await?;
    let gone = same!(emulator, "sns", sns, "GetTopicAttributes", {"TopicArn": topic});
    assert_eq!(gone, Err("NotFound".to_owned()));
    Ok(())
}
