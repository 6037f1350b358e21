//! The services of AWS and their regions, from `endpoints.json`.

use crate::Error;
use crate::ir::available::{Available, Names};
use crate::model::endpoint::Endpoints;
use std::collections::BTreeMap;

/// Lowers the text of `endpoints.json` for `services`, names with their endpoint prefixes. `file` names it in errors.
pub fn available(file: &str, text: &str, services: &BTreeMap<String, String>) -> Result<Available, Error> {
    let data: Endpoints = serde_json::from_str(text).map_err(|error| Error::json(file, &error))?;
    let names = |partition: &str, names: &mut dyn Iterator<Item = &String>| Names {
        partition: partition.to_owned(),
        names: names.map(String::as_str).collect::<Vec<_>>().join(" "),
    };
    let regions =
        data.partitions.iter().map(|partition| names(&partition.partition, &mut partition.regions.keys()));
    let endpoints = |prefix: &str| {
        let rows = data.partitions.iter().filter_map(|partition| {
            let service = partition.services.get(prefix).filter(|service| !service.endpoints.is_empty())?;
            Some(names(&partition.partition, &mut service.endpoints.keys()))
        });
        rows.collect()
    };
    let rows = services.iter().map(|(name, prefix)| (name.clone(), endpoints(prefix)));
    Ok(Available { services: rows.collect(), regions: regions.collect() })
}
