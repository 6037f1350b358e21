//! Secrets that models do not call sensitive: passwords in Amazon MQ, tokens in ECR.

use crate::model::service::{Shape, ShapeType};

/// How the names of members end that hold secrets, in lower case. Some of the members found by it hold none, such as the path
/// of a key: what is kept secret without need costs less than what is shown.
const SECRETS: &[&str] = &[
    "accesstoken",
    "authkey",
    "authorizationtoken",
    "authtoken",
    "bearertoken",
    "clientsecret",
    "idtoken",
    "password",
    "passwords",
    "presignedurl",
    "privatekey",
    "refreshtoken",
    "secretaccesskey",
    "secretbinary",
    "secretkey",
    "secretstring",
    "sessiontoken",
];

/// Whether a member of this name and type holds a secret.
pub(super) fn is_secret(name: &str, target: &Shape) -> bool {
    let holds_any = match target.kind {
        ShapeType::String => target.values.is_none(),
        ShapeType::Blob => true,
        _ => false,
    };
    let name = name.to_ascii_lowercase();
    holds_any && SECRETS.iter().any(|secret| name.ends_with(secret))
}
