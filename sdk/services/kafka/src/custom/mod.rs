//! What MSK has beside its model: the tokens by which clients of Kafka sign in by IAM.

use crate::Client;
use std::time::Duration;
use tucuxi::Error;
use tucuxi::internal::signing;

/// How long a token is valid; MSK takes no others.
const LIFETIME: Duration = Duration::from_secs(900);

impl Client {
    /// A token for a client of Kafka, by the SASL mechanism `OAUTHBEARER`, in the region of this client. It is valid for 15
    /// minutes, and no longer than the credentials. Nothing is sent, but credentials may be fetched. The token is a secret.
    ///
    /// boto3 has nothing like it: the algorithm is that of `aws-msk-iam-sasl-signer`.
    ///
    /// ```no_run
    /// # async fn example(kafka: tucuxi_kafka::Client) -> Result<(), tucuxi::Error> {
    /// let token = kafka.auth_token().await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// When the client is anonymous, has no credentials or no region.
    pub async fn auth_token(&self) -> Result<String, Error> {
        let signer = self.config().signer("kafka-cluster")?;
        // Without a region signing fails, and says where one was looked for.
        let host = format!("kafka.{}.amazonaws.com", self.config().region().unwrap_or_default());
        let signed =
            signing::connect(&signer, &host, &[("Action", "kafka-cluster:Connect")], LIFETIME).await?;
        // What makes the token is told behind the signature.
        let agent = concat!("tucuxi%2F", env!("CARGO_PKG_VERSION"));
        Ok(signing::base64_url(&format!("https://{signed}&User-Agent={agent}")))
    }
}
