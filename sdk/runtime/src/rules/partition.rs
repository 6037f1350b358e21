//! [`Partition`]: a part of AWS with its own regions and domain names.

/// A partition, from botocore's `partitions.json`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Partition {
    /// Its name: `aws-cn`.
    pub name: &'static str,
    /// Its regions, sorted.
    pub regions: &'static [&'static str],
    /// What the names of regions not listed yet look like.
    pub region_pattern: &'static [RegionPart],
    /// `amazonaws.com`
    pub dns_suffix: &'static str,
    /// Domain of endpoints with IPv6: `api.aws`
    pub dual_stack_dns_suffix: &'static str,
    /// The region in which its global services live.
    pub implicit_global_region: &'static str,
    /// Whether there are endpoints with FIPS 140 cryptography.
    pub supports_fips: bool,
    /// Whether there are endpoints with IPv6.
    pub supports_dual_stack: bool,
}

/// A piece of a region name: `regionRegex` in the few forms that exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegionPart {
    /// This text.
    Text(&'static str),
    /// One of these texts. None is the beginning of another.
    OneOf(&'static [&'static str]),
    /// `\w+`. The piece behind it begins with another character.
    Word,
    /// `\d+`. The piece behind it begins with another character.
    Digits,
}

impl Partition {
    /// Whether `region` is in this partition.
    pub fn contains(&self, region: &str) -> bool {
        self.regions.binary_search(&region).is_ok() || matches(self.region_pattern, region)
    }

    /// Whether `host` is in one of the domains of this partition.
    pub(crate) fn has_host(&self, host: &str) -> bool {
        let host = host.strip_suffix('.').unwrap_or(host);
        let is_in = |domain: &str| {
            let Some(start) = host.len().checked_sub(domain.len()) else { return false };
            host.get(start..).is_some_and(|end| end.eq_ignore_ascii_case(domain))
                && (start == 0 || host.as_bytes().get(start - 1) == Some(&b'.'))
        };
        [self.dns_suffix, self.dual_stack_dns_suffix].into_iter().any(is_in)
    }

    /// The partition of `region`; of an unknown region, the first one, which is `aws`.
    pub fn of<'a>(partitions: &'a [Partition], region: &str) -> Option<&'a Partition> {
        partitions.iter().find(|partition| partition.contains(region)).or(partitions.first())
    }
}

fn matches(pattern: &[RegionPart], region: &str) -> bool {
    let mut rest = region;
    for part in pattern {
        let after = match part {
            RegionPart::Text(text) => rest.strip_prefix(text),
            RegionPart::OneOf(texts) => texts.iter().find_map(|text| rest.strip_prefix(text)),
            RegionPart::Word => strip_run(rest, |c| c.is_alphanumeric() || c == '_'),
            RegionPart::Digits => strip_run(rest, |c| c.is_ascii_digit()),
        };
        match after {
            Some(after) => rest = after,
            None => return false,
        }
    }
    rest.is_empty() && !pattern.is_empty()
}

/// What follows the longest run of one or more characters that `belongs` accepts.
fn strip_run(text: &str, belongs: impl Fn(char) -> bool) -> Option<&str> {
    let rest = text.trim_start_matches(belongs);
    (rest.len() < text.len()).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARTITIONS: &[Partition] = &[partition("aws"), ISO];
    const ISO: Partition = Partition {
        regions: &["aws-iso-global", "us-iso-east-1"],
        region_pattern: &[
            RegionPart::Text("us-iso-"),
            RegionPart::Word,
            RegionPart::Text("-"),
            RegionPart::Digits,
        ],
        ..partition("aws-iso")
    };

    const fn partition(name: &'static str) -> Partition {
        Partition {
            name,
            regions: &["aws-global"],
            region_pattern: &[
                RegionPart::OneOf(&["us", "eu"]),
                RegionPart::Text("-"),
                RegionPart::Word,
                RegionPart::Text("-"),
                RegionPart::Digits,
            ],
            dns_suffix: "amazonaws.com",
            dual_stack_dns_suffix: "api.aws",
            implicit_global_region: "us-east-1",
            supports_fips: true,
            supports_dual_stack: true,
        }
    }

    #[test]
    fn a_host_is_in_a_domain_or_is_the_domain() {
        let aws = partition("aws");
        for host in ["s3.us-east-1.amazonaws.com", "B.S3.AmazonAWS.com.", "s3.dualstack.eu-west-1.api.aws"] {
            assert!(aws.has_host(host), "{host}");
        }
        for host in ["localhost", "", "127.0.0.1", "myamazonaws.com", "amazonaws.com.example", "aws", "é.aws"]
        {
            assert!(!aws.has_host(host), "{host}");
        }
    }

    #[test]
    fn a_region_is_found_by_list_by_pattern_or_falls_to_aws() {
        let name = |region| Partition::of(PARTITIONS, region).map(|partition| partition.name);
        assert_eq!(name("aws-iso-global"), Some("aws-iso"));
        assert_eq!(name("us-iso-mars-77"), Some("aws-iso"));
        assert_eq!(name("us-mars-77"), Some("aws"));
        assert_eq!(name("mars"), Some("aws"));
        assert!(!ISO.contains("us-iso-east-1x"));
        assert!(!ISO.contains("us-iso--1"));
        assert!(!ISO.contains("us-iso-east-"));
        assert!(!ISO.contains(""));
    }
}
