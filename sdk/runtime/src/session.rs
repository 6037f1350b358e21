//! [`Session`]: settings and credentials that clients share.

use crate::config::ClientConfig;
use crate::error::Error;
use crate::schema::ServiceSchema;

/// Settings and credentials that clients share, as `boto3.Session`.
#[derive(Clone, Debug, Default)]
pub struct Session {}

impl Session {
    /// The settings of a client of `service`.
    pub(crate) fn client_config(&self, service: &ServiceSchema) -> Result<ClientConfig, Error> {
        Err(Error::configuration(format!("the session knows no settings for {}", service.name)))
    }
}
