//! [`from_shape`]: credentials in the response of a service.

use super::{Credentials, CredentialsBuilder};
use crate::error::{Error, ErrorKind};
use crate::reflect::{Shape, View};
use crate::types::Timestamp;
use std::time::SystemTime;

/// The credentials in a structure of a service crate, such as `Credentials` of STS: what its conversion into
/// [`Credentials`] calls. Services spell the members differently: `SecretAccessKey`, `secretAccessKey`, `SecretKey`.
///
/// # Errors
/// If the access key, the secret or the session token is absent, or if they end at a time that [`SystemTime`] cannot hold.
pub fn from_shape(shape: &dyn Shape) -> Result<Credentials, Error> {
    builder(shape).map(CredentialsBuilder::build)
}

/// The same, to add to.
pub(super) fn builder(shape: &dyn Shape) -> Result<CredentialsBuilder, Error> {
    let required = |names: &[&str]| {
        let text = match find(shape, names) {
            Some(View::String(text)) => text.trim(),
            _ => "",
        };
        let absent = || format!("{} has no {}", shape.schema().name, names.first().unwrap_or(&""));
        if text.is_empty() { Err(Error::new(ErrorKind::Credentials, absent())) } else { Ok(text) }
    };
    let (key, secret) = (required(&["AccessKeyId"])?, required(&["SecretAccessKey", "SecretKey"])?);
    let token = required(&["SessionToken"])?;
    Ok(Credentials::builder(key, secret).session_token(token).expiration(expiration(shape)?))
}

/// The end, as an instant or in milliseconds since 1970 (IAM Identity Center).
fn expiration(shape: &dyn Shape) -> Result<Option<SystemTime>, Error> {
    let end = match find(shape, &["Expiration"]) {
        Some(View::Timestamp(end)) => end,
        Some(View::Integer(millis)) => Timestamp::from_millis(millis),
        _ => return Ok(None),
    };
    let failed = |error| format!("{}.Expiration: {error}", shape.schema().name);
    end.try_into().map(Some).map_err(|error| Error::new(ErrorKind::Credentials, failed(error)))
}

/// The first member that has one of these names, whatever case its letters have.
fn find<'a>(shape: &'a dyn Shape, names: &[&str]) -> Option<View<'a>> {
    let members = shape.schema().members.iter();
    let index = |name: &&str| members.clone().position(|member| member.name.eq_ignore_ascii_case(name));
    names.iter().find_map(index).map(|index| shape.get(index).view())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::reflect::{NO_VALUE, Value};
    use crate::schema::{Member, StructSchema, Type};
    use crate::testing::structure;
    use std::time::{Duration, UNIX_EPOCH};

    structure! {
        Sts() {
            key: Option<String> => Member::new("AccessKeyId", "AccessKeyId", Type::String),
            secret: Option<String> => Member::new("SecretAccessKey", "SecretAccessKey", Type::String),
            token: Option<String> => Member::new("SessionToken", "SessionToken", Type::String),
            end: Option<Timestamp> => Member::new("Expiration", "Expiration", Type::Timestamp(None)),
        }
    }
    structure! {
        Sso() {
            key: Option<String> => Member::new("accessKeyId", "accessKeyId", Type::String),
            secret: Option<String> => Member::new("secretKey", "secretKey", Type::String),
            token: Option<String> => Member::new("sessionToken", "sessionToken", Type::String),
            end: Option<i64> => Member::new("expiration", "expiration", Type::Integer),
        }
    }

    fn text(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    #[test]
    fn the_structures_of_all_services_are_read() {
        let end = Some(Timestamp::from_millis(1_800_000_000_500));
        let sts = Sts { key: text("AKID"), secret: text("s"), token: text("t"), end };
        let sso =
            Sso { key: text("AKID"), secret: text("s"), token: text("t"), end: Some(1_800_000_000_500) };
        for shape in [&sts as &dyn Shape, &sso] {
            let credentials = from_shape(shape).unwrap();
            assert_eq!(credentials.access_key_id(), "AKID");
            assert_eq!(credentials.secret_access_key(), "s");
            assert_eq!(credentials.session_token(), Some("t"));
            let end = UNIX_EPOCH + Duration::from_millis(1_800_000_000_500);
            assert_eq!(credentials.expiration(), Some(end));
            let shown = format!("{credentials:?}");
            assert!(
                shown.contains("AKID") && !shown.contains("\"s\"") && !shown.contains("\"t\""),
                "{shown}"
            );
        }
    }

    #[test]
    fn what_lacks_a_part_is_an_error_that_names_it() {
        let without = Sts { key: text("AKID"), secret: text(" "), token: text("t"), end: None };
        let error = from_shape(&without).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Credentials);
        assert_eq!(error.to_string(), "Sts has no SecretAccessKey");
    }
}
