//! What ElastiCache has beside its model: the password of a user who signs in by IAM.

use crate::Client;
use std::time::Duration;
use tucuxi::Error;
use tucuxi::internal::signing;

/// How long a token is valid; ElastiCache takes no others.
const LIFETIME: Duration = Duration::from_secs(900);

impl Client {
    /// A token that `user` signs in to a replication group with, in place of a password. It is valid for 15 minutes. Nothing
    /// is sent, but credentials may be fetched. The token is a secret.
    ///
    /// `cache` is the id of the replication group, not its endpoint; ids are in lower case. boto3 has nothing like it: the
    /// algorithm is that of the ElastiCache user guide.
    ///
    /// ```no_run
    /// # async fn example(elasticache: tucuxi_elasticache::Client) -> Result<(), tucuxi::Error> {
    /// let password = elasticache.auth_token("sessions", "app").await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// When the client is anonymous, has no credentials or no region, or `cache` is not the id of a cache.
    pub async fn auth_token(&self, cache: &str, user: &str) -> Result<String, Error> {
        self.token(cache, &[("Action", "connect"), ("User", user)]).await
    }

    /// The same for a serverless cache, of which `cache` is the name.
    ///
    /// # Errors
    /// As of [`auth_token`](Self::auth_token).
    pub async fn serverless_auth_token(&self, cache: &str, user: &str) -> Result<String, Error> {
        self.token(cache, &[("Action", "connect"), ("User", user), ("ResourceType", "ServerlessCache")]).await
    }

    async fn token(&self, cache: &str, parameters: &[(&str, &str)]) -> Result<String, Error> {
        signing::connect(&self.config().signer("elasticache")?, cache, parameters, LIFETIME).await
    }
}
