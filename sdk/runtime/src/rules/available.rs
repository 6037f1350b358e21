//! [`Available`]: which services there are, and in which regions.

/// The services of AWS and their regions: the table of `tucuxi-partitions`, whose `SessionExt` answers for sessions.
#[derive(Clone, Copy, Debug)]
pub struct Available {
    /// The regions of each partition: names with spaces between.
    pub regions: &'static [(&'static str, &'static str)],
    /// The services, sorted by name: each with its partitions, and the names of its endpoints there, with spaces between.
    pub services: &'static [(&'static str, &'static [(&'static str, &'static str)])],
}

impl Available {
    /// The names of all services, sorted.
    pub fn services(&self) -> Vec<&'static str> {
        self.services.iter().map(|(name, _)| *name).collect()
    }

    /// The names of all partitions, `aws` first.
    pub fn partitions(&self) -> Vec<&'static str> {
        self.regions.iter().map(|(partition, _)| *partition).collect()
    }

    /// The regions of `partition` in which `service` has an endpoint; none if either does not exist.
    pub fn regions(&self, service: &str, partition: &str) -> Vec<&'static str> {
        let known = names(self.regions, partition);
        let mut endpoints = self.endpoints(service, partition);
        endpoints.retain(|name| known.clone().any(|region| region == *name));
        endpoints
    }

    /// The endpoints of `service` in `partition`: its regions, and names such as `aws-global` and `fips-us-east-1`.
    pub fn endpoints(&self, service: &str, partition: &str) -> Vec<&'static str> {
        match self.services.binary_search_by(|(name, _)| (*name).cmp(service)) {
            Ok(at) => names(self.services[at].1, partition).collect(),
            Err(_) => Vec::new(),
        }
    }
}

/// The names that a table has for `partition`.
fn names(
    table: &'static [(&'static str, &'static str)],
    partition: &str,
) -> impl Iterator<Item = &'static str> + Clone {
    let row = table.iter().find(|(name, _)| *name == partition);
    row.map_or("", |(_, names)| names).split_ascii_whitespace()
}

#[cfg(test)]
mod tests {
    use super::*;

    const AVAILABLE: Available = Available {
        regions: &[("aws", "eu-west-1 us-east-1"), ("aws-cn", "cn-north-1")],
        services: &[
            ("global", &[("aws", "aws-global")]),
            ("queue", &[("aws", "eu-west-1 fips-us-east-1 us-east-1"), ("aws-cn", "cn-north-1")]),
            ("young", &[]),
        ],
    };

    #[test]
    fn only_regions_of_the_partition_are_regions_of_a_service() {
        assert_eq!(AVAILABLE.services(), ["global", "queue", "young"]);
        assert_eq!(AVAILABLE.partitions(), ["aws", "aws-cn"]);
        assert_eq!(AVAILABLE.regions("queue", "aws"), ["eu-west-1", "us-east-1"]);
        assert_eq!(AVAILABLE.regions("queue", "aws-cn"), ["cn-north-1"]);
        assert_eq!(AVAILABLE.endpoints("queue", "aws"), ["eu-west-1", "fips-us-east-1", "us-east-1"]);
        assert!(AVAILABLE.regions("global", "aws").is_empty());
        assert_eq!(AVAILABLE.endpoints("global", "aws"), ["aws-global"]);
        for (service, partition) in [("young", "aws"), ("nothing", "aws"), ("queue", "mars")] {
            assert!(AVAILABLE.endpoints(service, partition).is_empty());
        }
    }
}
