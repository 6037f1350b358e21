use crate::Outcome;
use scenarios::{Emulator, same};
use tucuxi::types::Timestamp;
use tucuxi_cloudwatch::Client;
use tucuxi_cloudwatch::types::{Dimension, MetricDatum};

#[tokio::test]
async fn metrics_and_alarms() -> Outcome {
    let Some(emulator) = Emulator::connect() else { return Ok(()) };
    let cloudwatch = Client::new(&emulator.session);
    let datum = |value| {
        MetricDatum::default()
            .with_metric_name("depth")
            .with_dimensions([Dimension::default().with_name("river").with_value("Tapajós")])
            .with_timestamp(Timestamp::now())
            .with_value(value)
    };
    cloudwatch.put_metric_data().namespace("Scenario").metric_data([datum(1.5), datum(2.25)]).await?;
    same!(emulator, "cloudwatch", cloudwatch, "ListMetrics", {"Namespace": "Scenario"})?;
    cloudwatch
        .put_metric_alarm()
        .alarm_name("flood")
        .namespace("Scenario")
        .metric_name("depth")
        .statistic("Maximum")
        .period(60)
        .evaluation_periods(1)
        .threshold(10.0)
        .comparison_operator("GreaterThanThreshold")
        .await?;
    let alarms = same!(emulator, "cloudwatch", cloudwatch, "DescribeAlarms", {"AlarmNames": ["flood"]})?;
    assert_eq!(alarms["MetricAlarms"][0]["Threshold"], 10.0);
    cloudwatch.delete_alarms().alarm_names(["flood"]).await?;
    let alarms = cloudwatch.describe_alarms().alarm_names(["flood"]).await?;
    assert!(alarms.metric_alarms().is_empty());
    Ok(())
}
