//! What Aurora DSQL has beside its model: the passwords of database users.

use crate::Client;
use std::time::Duration;
use tucuxi::Error;
use tucuxi::internal::signing;

impl Client {
    /// A token that a role of the database signs in with, in place of a password: boto3's `generate_db_connect_auth_token`.
    ///
    /// `host` is the endpoint of the cluster. The token is valid for `lifetime`, of which boto3's default is 15 minutes, and
    /// no longer than the credentials. Nothing is sent, but credentials may be fetched. The token is a secret.
    ///
    /// ```no_run
    /// # async fn example(dsql: tucuxi_dsql::Client) -> Result<(), tucuxi::Error> {
    /// use std::time::Duration;
    ///
    /// let host = "abc123.dsql.eu-west-1.on.aws";
    /// let password = dsql.connect_auth_token(host, Duration::from_secs(900)).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// When the client is anonymous, has no credentials or no region, `host` is not one, or `lifetime` is less than a second
    /// or more than seven days.
    pub async fn connect_auth_token(&self, host: &str, lifetime: Duration) -> Result<String, Error> {
        self.token(host, "DbConnect", lifetime).await
    }

    /// The same for the role `admin`: boto3's `generate_db_connect_admin_auth_token`.
    ///
    /// # Errors
    /// As of [`connect_auth_token`](Self::connect_auth_token).
    pub async fn connect_admin_auth_token(&self, host: &str, lifetime: Duration) -> Result<String, Error> {
        self.token(host, "DbConnectAdmin", lifetime).await
    }

    async fn token(&self, host: &str, action: &str, lifetime: Duration) -> Result<String, Error> {
        let signer = self.config().signer("dsql")?;
        signing::connect(&signer, host, &[("Action", action)], lifetime).await
    }
}
