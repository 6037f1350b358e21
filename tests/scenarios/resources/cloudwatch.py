"""CloudWatch: a metric with data, and alarms on it."""

from transcript import resource, show, value

cloudwatch = resource("cloudwatch")
metric = cloudwatch.Metric("Tucuxi", "Depth")
dimensions = [{"Name": "river", "Value": "Amazon"}]
metric.put_data(MetricData=[{"MetricName": "Depth", "Dimensions": dimensions, "Value": 30.0, "Unit": "Count"}])
metric.load()
show("load", metric)
value("dimensions", metric.dimensions)
show("metrics", *cloudwatch.metrics.filter(Namespace="Tucuxi"))


def put(name, threshold):
    return metric.put_alarm(
        AlarmName=name,
        ComparisonOperator="GreaterThanThreshold",
        EvaluationPeriods=1,
        Period=60,
        Statistic="Average",
        Threshold=threshold,
        ActionsEnabled=True,
    )


show("put_alarm", put("deep", 50.0), put("shallow", 5.5))
alarm = cloudwatch.Alarm("deep")
value("attributes", [alarm.threshold, alarm.comparison_operator, alarm.state_value])
show("loaded by an attribute", alarm)
show("alarm's metric", alarm.metric)
alarm.set_state(StateValue="ALARM", StateReason="a test")
value("state", alarm.state_value)
alarm.disable_actions()
value("disabled", alarm.actions_enabled)
alarm.enable_actions()
value("enabled", alarm.actions_enabled)
show("metric's alarms", *metric.alarms.all())
show("alarms", *cloudwatch.alarms.all())
show("alarms, limited", *cloudwatch.alarms.limit(1))
show("alarms, filtered", *cloudwatch.alarms.filter(AlarmNamePrefix="sh"))
cloudwatch.alarms.filter(AlarmNames=["deep"]).disable_actions()
value("disabled in a batch", cloudwatch.Alarm("deep").actions_enabled)
cloudwatch.alarms.all().enable_actions()
value("enabled in a batch", cloudwatch.Alarm("deep").actions_enabled)
alarm.delete()
show("after delete", *cloudwatch.alarms.all())
cloudwatch.alarms.all().delete()
show("after a batch", *cloudwatch.alarms.all())
