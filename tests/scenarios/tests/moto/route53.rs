use crate::Outcome;
use scenarios::{Emulator, same};
use tucuxi_route53::Client;
use tucuxi_route53::types::{Change, ChangeBatch, ResourceRecord, ResourceRecordSet};

#[tokio::test]
async fn records_live_in_a_zone() -> Outcome {
    let Some(emulator) = Emulator::connect() else { return Ok(()) };
    let route53 = Client::new(&emulator.session);
    let created = route53.create_hosted_zone().name("example.com.").caller_reference("scenario").await?;
    let zone = created.hosted_zone.and_then(|zone| zone.id).ok_or("no zone")?;
    same!(emulator, "route53", route53, "GetHostedZone", {"Id": zone})?;
    same!(emulator, "route53", route53, "ListHostedZones", {})?;
    let record = ResourceRecordSet::default()
        .with_name("www.example.com.")
        .with_type("A")
        .with_ttl(300)
        .with_resource_records([ResourceRecord::default().with_value("192.0.2.1")]);
    let change = |action: &str| {
        ChangeBatch::default()
            .with_changes([Change::default().with_action(action).with_resource_record_set(record.clone())])
    };
    route53.change_resource_record_sets().hosted_zone_id(&zone).change_batch(change("CREATE")).await?;
    same!(emulator, "route53", route53, "ListResourceRecordSets", {"HostedZoneId": zone})?;
    route53.change_resource_record_sets().hosted_zone_id(&zone).change_batch(change("DELETE")).await?;
    route53.delete_hosted_zone().id(&zone).await?;
    let gone = same!(emulator, "route53", route53, "GetHostedZone", {"Id": zone});
    assert_eq!(gone, Err("NoSuchHostedZone".to_owned()));
    Ok(())
}
