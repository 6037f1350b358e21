//! What EKS has beside its model: tokens for the Kubernetes API of clusters.

use crate::Client;
use std::time::Duration;
use tucuxi::Error;
use tucuxi::external::http::Request;
use tucuxi::internal::endpoint::Partition;
use tucuxi::internal::signing;
use tucuxi_partitions::PARTITIONS;

/// How long the URL in a token says it is valid, as in the AWS CLI. EKS adds to it, so that a token holds for 15 minutes.
const LIFETIME: Duration = Duration::from_secs(60);

impl Client {
    /// A token for the Kubernetes API of a cluster: that of `aws eks get-token`. EKS takes it for 15 minutes; the AWS CLI has
    /// it renewed after 14. Nothing is sent, but credentials may be fetched. The token is a secret.
    ///
    /// `cluster` is the name of the cluster; of a local cluster on Outposts it is the id. In the token is a signed call of
    /// `GetCallerIdentity`, to the endpoint of STS in the region of this client, by which EKS learns who asks. Settings of
    /// endpoints, such as FIPS, do not change that endpoint.
    ///
    /// ```no_run
    /// # async fn example(eks: tucuxi_eks::Client) -> Result<(), tucuxi::Error> {
    /// let authorization = format!("Bearer {}", eks.auth_token("production").await?);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// When the client is anonymous, has no credentials or no region, or `cluster` cannot be in a header.
    pub async fn auth_token(&self, cluster: &str) -> Result<String, Error> {
        let signer = self.config().signer("sts")?;
        // Without a region signing fails, and says where one was looked for.
        let region = self.config().region().unwrap_or_default();
        let suffix =
            Partition::of(PARTITIONS, region).map_or("amazonaws.com", |partition| partition.dns_suffix);
        let url = format!("https://sts.{region}.{suffix}/?Action=GetCallerIdentity&Version=2011-06-15");
        let request = Request::get(url).header("x-k8s-aws-id", cluster).body(Vec::new());
        let bad =
            |cause| Error::validation(format!("no token can name the cluster `{cluster}`")).with_cause(cause);
        let signed = signer.presign(request.map_err(bad)?, LIFETIME).await?;
        Ok(format!("k8s-aws-v1.{}", signing::base64_url(&signed.url())))
    }
}
