//! [`Policy`]: when the calls of a client carry checksums.

use crate::modes::ChecksumMode;
use crate::rules::{self, Partition};

/// When the requests of a client carry checksums, and when the checksums of responses are verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Policy {
    pub(crate) requests: ChecksumMode,
    pub(crate) responses: ChecksumMode,
    /// Whether an operation that must have a checksum gets `Content-MD5` where the input names no algorithm; CRC-32 if not.
    pub(crate) content_md5: bool,
}

/// What users set; `None` for what the endpoint suggests.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Wishes {
    pub(crate) requests: Option<ChecksumMode>,
    pub(crate) responses: Option<ChecksumMode>,
    pub(crate) content_md5: Option<bool>,
}

impl Policy {
    /// Returns the policy of a client with an endpoint URL, if it has one, for a service in `partitions`.
    ///
    /// Servers of other makers may know the API of a service without its newer checksums, so they get only what an
    /// operation must have, in the form they have known for longest. A rule set without partitions does not say which hosts
    /// are AWS's, and all pass for them.
    pub(crate) fn new(wishes: Wishes, endpoint_url: Option<&str>, partitions: &[Partition]) -> Self {
        let is_other = endpoint_url.is_some_and(|url| !partitions.is_empty() && !is_aws(url, partitions));
        let mode = if is_other { ChecksumMode::WhenRequired } else { ChecksumMode::WhenSupported };
        let requests = wishes.requests.unwrap_or(mode);
        // Whoever says `when_supported` says that the server knows the newer checksums.
        let is_older = is_other && requests == ChecksumMode::WhenRequired;
        Self {
            requests,
            responses: wishes.responses.unwrap_or(mode),
            content_md5: wishes.content_md5.unwrap_or(is_older && cfg!(feature = "checksums")),
        }
    }
}

fn is_aws(url: &str, partitions: &[Partition]) -> bool {
    rules::host(url).is_some_and(|host| partitions.iter().any(|partition| partition.has_host(host)))
}

#[cfg(test)]
mod tests {
    use super::ChecksumMode::{WhenRequired, WhenSupported};
    use super::*;

    const PARTITIONS: &[Partition] = &[
        partition("amazonaws.com", "api.aws"),
        partition("amazonaws.com.cn", "api.amazonwebservices.com.cn"),
    ];

    const fn partition(dns_suffix: &'static str, dual_stack_dns_suffix: &'static str) -> Partition {
        Partition {
            name: "aws",
            regions: &[],
            region_pattern: &[],
            dns_suffix,
            dual_stack_dns_suffix,
            implicit_global_region: "us-east-1",
            supports_fips: true,
            supports_dual_stack: true,
        }
    }

    fn requests(url: Option<&str>) -> ChecksumMode {
        Policy::new(Wishes::default(), url, PARTITIONS).requests
    }

    #[test]
    fn endpoints_of_aws_take_all_checksums() {
        for url in [
            "https://s3.us-west-2.amazonaws.com",
            "https://bucket.vpce-1a2b.s3.us-east-1.vpce.amazonaws.com:443/x",
            "http://s3.cn-north-1.AMAZONAWS.com.cn/",
            "https://user@s3.dualstack.eu-west-1.api.aws",
            "https://s3.cn-north-1.api.amazonwebservices.com.cn?x",
        ] {
            assert_eq!(requests(Some(url)), WhenSupported, "{url}");
        }
        assert_eq!(requests(None), WhenSupported);
    }

    #[test]
    fn other_servers_get_what_is_required() {
        for url in [
            "http://127.0.0.1:9000",
            "http://[::1]:9000/",
            "http://localhost",
            "https://account.r2.cloudflarestorage.com",
            "https://storage.googleapis.com",
            "https://amazonaws.com.example/amazonaws.com",
            "https://amazonaws.com@minio.example",
        ] {
            let policy = Policy::new(Wishes::default(), Some(url), PARTITIONS);
            assert_eq!((policy.requests, policy.responses), (WhenRequired, WhenRequired), "{url}");
            assert_eq!(policy.content_md5, cfg!(feature = "checksums"), "{url}");
        }
        let unknown = Policy::new(Wishes::default(), Some("http://localhost"), &[]);
        assert_eq!(unknown.requests, WhenSupported);
    }

    #[test]
    fn what_users_set_holds_anywhere() {
        let policy = |requests, responses, content_md5, url| {
            let wishes = Wishes { requests, responses, content_md5 };
            let Policy { requests, responses, content_md5 } = Policy::new(wishes, Some(url), PARTITIONS);
            (requests, responses, content_md5)
        };
        let (aws, other) = ("https://s3.us-west-2.amazonaws.com", "http://localhost");
        let required = (WhenRequired, WhenRequired);
        assert_eq!(policy(Some(WhenRequired), None, None, aws), (WhenRequired, WhenSupported, false));
        assert_eq!(policy(Some(WhenSupported), None, None, other), (WhenSupported, WhenRequired, false));
        let md5 = cfg!(feature = "checksums");
        assert_eq!(policy(None, Some(WhenSupported), None, other), (WhenRequired, WhenSupported, md5));
        assert_eq!(policy(None, None, Some(false), other), (required.0, required.1, false));
        assert_eq!(policy(None, None, Some(true), aws), (WhenSupported, WhenSupported, true));
    }
}
