//! The two facts of `endpoints.json` that rule sets do not tell.

use crate::Error;
use crate::ir::endpoint::Legacy;
use crate::model::endpoint::Endpoints;

/// What the text of `endpoints.json` says of the service with `endpoint_prefix`. `file` names it in errors.
///
/// A signing region is kept for regions of the file and for the pseudo regions of global endpoints; the rest are
/// names like `fips-us-east-1`, which clients turn into a region and a setting before they resolve anything.
pub fn legacy(file: &str, text: &str, endpoint_prefix: &str) -> Result<Legacy, Error> {
    let data: Endpoints = serde_json::from_str(text).map_err(|error| Error::json(file, &error))?;
    let mut legacy = Legacy::default();
    for (index, partition) in data.partitions.iter().enumerate() {
        let Some(service) = partition.services.get(endpoint_prefix) else { continue };
        let global = service.partition_endpoint.as_deref();
        // Only the first partition, `aws`, stands in for a region that nobody set.
        if index == 0 {
            legacy.global_region = global.map(str::to_owned);
        }
        for (region, endpoint) in &service.endpoints {
            let scope = endpoint.credential_scope.as_ref().and_then(|scope| scope.region.as_ref());
            let known = partition.regions.contains_key(region) || global == Some(region);
            if let Some(signing_region) = scope.filter(|scope| known && *scope != region) {
                legacy.signing_regions.push((region.clone(), signing_region.clone()));
            }
        }
    }
    Ok(legacy)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DATA: &str = r#"{"partitions": [
        {"regions": {"us-east-1": {}}, "services": {
            "river": {"partitionEndpoint": "aws-global", "isRegionalized": false, "endpoints": {
                "aws-global": {"credentialScope": {"region": "us-east-1"}},
                "fips-aws-global": {"credentialScope": {"region": "us-east-1"}}}},
            "lake": {"endpoints": {"us-east-1": {"credentialScope": {"region": "us-east-1"}}}}}},
        {"regions": {"eu-isoe-west-1": {}}, "services": {
            "lake": {"partitionEndpoint": "aws-iso-e-global", "endpoints": {
                "eu-isoe-west-1": {"credentialScope": {"region": "eu-isoe-mars-1"}}}}}}]}"#;

    #[test]
    fn a_global_service_has_a_region_when_none_is_set() {
        let river = legacy("endpoints.json", DATA, "river").ok();
        let signing_regions = vec![("aws-global".to_owned(), "us-east-1".to_owned())];
        assert_eq!(river, Some(Legacy { global_region: Some("aws-global".into()), signing_regions }));
    }

    #[test]
    fn only_the_first_partition_gives_a_default_region() {
        let lake = legacy("endpoints.json", DATA, "lake").ok();
        let signing_regions = vec![("eu-isoe-west-1".to_owned(), "eu-isoe-mars-1".to_owned())];
        assert_eq!(lake, Some(Legacy { global_region: None, signing_regions }));
    }

    #[test]
    fn an_unknown_service_adds_nothing() {
        assert_eq!(legacy("endpoints.json", DATA, "sea").ok(), Some(Legacy::default()));
        assert!(legacy("endpoints.json", "{", "sea").is_err());
    }
}
