//! What RDS has beside its model: the password of a database user who signs in by IAM.

use crate::Client;
use std::time::Duration;
use tucuxi::Error;
use tucuxi::internal::signing;

/// How long a token is valid; RDS takes no others.
const LIFETIME: Duration = Duration::from_secs(900);

impl Client {
    /// A token that `user` signs in to a database with, in place of a password: boto3's `generate_db_auth_token`. It is valid
    /// for 15 minutes, for new connections; those that stand are not affected. Nothing is sent, but credentials may be
    /// fetched. The token is a secret.
    ///
    /// `host` and `port` are the endpoint of the instance, cluster or proxy, as the connection is made to it. The token holds
    /// in the region of the client; for a database elsewhere use [`customize`](Self::customize).
    ///
    /// ```no_run
    /// # async fn example(rds: tucuxi_rds::Client) -> Result<(), tucuxi::Error> {
    /// let password = rds.auth_token("db.abc123.eu-west-1.rds.amazonaws.com", 5432, "app").await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// When the client is anonymous, has no credentials or no region, or `host` is not one.
    pub async fn auth_token(&self, host: &str, port: u16, user: &str) -> Result<String, Error> {
        let signer = self.config().signer("rds-db")?;
        let parameters = [("Action", "connect"), ("DBUser", user)];
        signing::connect(&signer, &format!("{host}:{port}"), &parameters, LIFETIME).await
    }
}
