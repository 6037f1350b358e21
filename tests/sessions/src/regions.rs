//! Prints, as JSON, all services with their regions and other endpoints in each partition, and the partitions of some regions.

use serde_json::{Map, Value, json};
use tucuxi::Session;
use tucuxi_partitions::SessionExt as _;

/// Regions of all partitions, known and not.
const REGIONS: [&str; 7] =
    ["us-east-1", "cn-north-1", "us-gov-west-1", "eu-mars-7", "us-iso-east-1", "eusc-de-east-1", "mars"];

fn main() {
    let session = Session::new().expect("a session");
    let services = session.available_services().into_iter().map(|service| {
        let partitions = session.available_partitions().into_iter().map(|partition| {
            let regions = session.available_regions_in(partition, service);
            let endpoints = session.available_endpoints_in(partition, service);
            (partition.to_owned(), json!([regions, endpoints]))
        });
        (service.to_owned(), partitions.collect::<Map<_, _>>().into())
    });
    let services: Map<String, Value> = services.collect();
    let partitions = REGIONS.map(|region| (region.to_owned(), session.partition_for_region(region).into()));
    println!("{}", json!({ "services": services, "partitions": Map::from_iter(partitions) }));
}
