//! What MemoryDB has beside its model: the password of a user who signs in by IAM.

use crate::Client;
use std::time::Duration;
use tucuxi::Error;
use tucuxi::internal::signing;

/// How long a token is valid; MemoryDB takes no others.
const LIFETIME: Duration = Duration::from_secs(900);

impl Client {
    /// A token that `user` signs in to a cluster with, in place of a password. It is valid for 15 minutes. Nothing is sent,
    /// but credentials may be fetched. The token is a secret.
    ///
    /// `cluster` is the name of the cluster, not its endpoint; names are in lower case. boto3 has nothing like it: the
    /// algorithm is that of the MemoryDB developer guide.
    ///
    /// ```no_run
    /// # async fn example(memorydb: tucuxi_memorydb::Client) -> Result<(), tucuxi::Error> {
    /// let password = memorydb.auth_token("sessions", "app").await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// When the client is anonymous, has no credentials or no region, or `cluster` is not the name of a cluster.
    pub async fn auth_token(&self, cluster: &str, user: &str) -> Result<String, Error> {
        let signer = self.config().signer("memorydb")?;
        signing::connect(&signer, cluster, &[("Action", "connect"), ("User", user)], LIFETIME).await
    }
}
