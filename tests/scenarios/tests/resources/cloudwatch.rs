use crate::transcript::{Outcome, Transcript, compare, seen, values};
use serde_json::json;
use tucuxi::Session;
use tucuxi_cloudwatch::CloudWatch;
use tucuxi_cloudwatch::types::{Dimension, MetricDatum};

#[tokio::test]
async fn cloudwatch() -> Outcome {
    compare("cloudwatch", scenario).await
}

async fn scenario(session: &Session, t: &mut Transcript) -> Outcome {
    let cloudwatch = CloudWatch::new(session);
    let metric = cloudwatch.metric("Tucuxi", "Depth");
    let datum = MetricDatum::default()
        .with_metric_name("Depth")
        .with_dimensions([Dimension::default().with_name("river").with_value("Amazon")])
        .with_value(30.0)
        .with_unit("Count");
    metric.put_data().metric_data([datum]).await?;
    metric.load().await?;
    t.one("load", &metric);
    t.value("dimensions", values(&metric.dimensions().await?.unwrap_or_default()));
    t.all("metrics", &cloudwatch.metrics().namespace("Tucuxi").try_collect().await?);

    let put = |name: &str, threshold: f64| {
        metric
            .put_alarm()
            .alarm_name(name)
            .comparison_operator("GreaterThanThreshold")
            .evaluation_periods(1)
            .period(60)
            .statistic("Average")
            .threshold(threshold)
            .actions_enabled(true)
    };
    t.show("put_alarm", [seen(&put("deep", 50.0).await?), seen(&put("shallow", 5.5).await?)]);
    let alarm = cloudwatch.alarm("deep");
    let operator = alarm.comparison_operator().await?.map(|operator| operator.as_str().to_owned());
    let state =
        async || Ok::<_, tucuxi::Error>(alarm.state_value().await?.map(|state| state.as_str().to_owned()));
    t.value("attributes", json!([alarm.threshold().await?, operator, state().await?]));
    t.one("loaded by an attribute", &alarm);
    t.show("alarm's metric", alarm.metric().await?.iter().map(seen));
    alarm.set_state().state_value("ALARM").state_reason("a test").await?;
    t.value("state", state().await?);
    alarm.disable_actions().await?;
    t.value("disabled", alarm.actions_enabled().await?);
    alarm.enable_actions().await?;
    t.value("enabled", alarm.actions_enabled().await?);
    t.all("metric's alarms", &metric.alarms().try_collect().await?);
    t.all("alarms", &cloudwatch.alarms().try_collect().await?);
    t.all("alarms, limited", &cloudwatch.alarms().limit(1).try_collect().await?);
    t.all("alarms, filtered", &cloudwatch.alarms().alarm_name_prefix("sh").try_collect().await?);
    cloudwatch.alarms().alarm_names(["deep"]).disable_actions().await?;
    t.value("disabled in a batch", cloudwatch.alarm("deep").actions_enabled().await?);
    cloudwatch.alarms().enable_actions().await?;
    t.value("enabled in a batch", cloudwatch.alarm("deep").actions_enabled().await?);
    alarm.delete().await?;
    t.all("after delete", &cloudwatch.alarms().try_collect().await?);
    cloudwatch.alarms().delete().await?;
    t.all("after a batch", &cloudwatch.alarms().try_collect().await?);
    Ok(())
}
