//! Answers of STS.

use std::time::{Duration, SystemTime};

use tucuxi::types::Timestamp;

/// To GetCallerIdentity.
pub const IDENTITY: &str = "<GetCallerIdentityResponse><GetCallerIdentityResult><Account>123456789012</Account>\
    </GetCallerIdentityResult></GetCallerIdentityResponse>";

/// To AssumeRole: a key that holds for so long.
pub fn role(key: &str, holds: Duration) -> String {
    let end = Timestamp::from(SystemTime::now() + holds);
    format!(
        "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>{key}</AccessKeyId>\
         <SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>{end}</Expiration>\
         </Credentials></AssumeRoleResult></AssumeRoleResponse>"
    )
}
