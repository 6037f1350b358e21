use crate::transcript::{Outcome, Transcript, compare, seen};
use tucuxi::Session;
use tucuxi_sns::Sns;
use tucuxi_sns::types::Tag;

#[tokio::test]
async fn sns() -> Outcome {
    compare("sns", scenario).await
}

async fn scenario(session: &Session, t: &mut Transcript) -> Outcome {
    let sns = Sns::new(session);
    let topic =
        sns.create_topic().name("news").tags([Tag::default().with_key("env").with_value("test")]).await?;
    t.one("create_topic", &topic);
    topic.load().await?;
    t.one("load", &topic);
    topic.set_attributes().attribute_name("DisplayName").attribute_value("The news").await?;
    t.value("loaded again", topic.attributes().await?.unwrap_or_default()["DisplayName"].as_str());
    let subscription =
        topic.subscribe().protocol("email").endpoint("a@example.com").return_subscription_arn(true).await?;
    t.one("subscribe", &subscription);
    let protocol = subscription.attributes().await?.unwrap_or_default().remove("Protocol");
    t.value("subscription's attribute", protocol);
    subscription.set_attributes().attribute_name("RawMessageDelivery").attribute_value("true").await?;
    subscription.load().await?;
    t.one("subscription", &subscription);
    t.answer("publish", &topic.publish().message("hello").subject("A subject").await?);
    topic.subscribe().protocol("https").endpoint("https://example.com/hook").await?;
    let permission = topic.add_permission().label("label");
    permission.aws_account_id(["999999999999"]).action_name(["Publish"]).await?;
    topic.remove_permission().label("label").await?;
    t.all("topic's subscriptions", &topic.subscriptions().try_collect().await?);
    t.all("subscriptions", &sns.subscriptions().try_collect().await?);

    let application = sns
        .create_platform_application()
        .name("app")
        .platform("APNS")
        .attributes([("PlatformCredential", "secret"), ("PlatformPrincipal", "public")])
        .await?;
    t.one("create_platform_application", &application);
    let endpoint = application.create_platform_endpoint().token("token").custom_user_data("data").await?;
    t.one("create_platform_endpoint", &endpoint);
    endpoint.load().await?;
    t.one("endpoint", &endpoint);
    endpoint.set_attributes().attributes([("CustomUserData", "other")]).await?;
    let data = endpoint.attributes().await?.unwrap_or_default().remove("CustomUserData");
    t.value("endpoint's attribute", data);
    t.answer("endpoint publish", &endpoint.publish().message("hello").await?);
    application.set_attributes().attributes([("EventEndpointCreated", topic.arn())]).await?;
    application.load().await?;
    t.one("application", &application);
    t.all("endpoints", &application.endpoints().try_collect().await?);
    t.all("platform_applications", &sns.platform_applications().try_collect().await?);
    t.all("topics", &sns.topics().try_collect().await?);
    let application_of_arn = sns.platform_application("arn");
    t.show(
        "by identifiers",
        [
            seen(&sns.topic("arn")),
            seen(&sns.subscription("arn")),
            seen(&application_of_arn),
            seen(&sns.platform_endpoint("arn")),
        ],
    );
    endpoint.delete().await?;
    application.delete().await?;
    subscription.delete().await?;
    topic.delete().await?;
    let topics = sns.topics().try_collect().await?;
    let applications = sns.platform_applications().try_collect().await?;
    t.show("after delete", topics.iter().map(seen).chain(applications.iter().map(seen)));
    t.error("a topic that is gone", topic.load().await);
    Ok(())
}
