//! Names of settings that are misspelt: `aws_acess_key_id`.

use super::profiles::Profile;
use super::table::SETTINGS;

/// Keys that profiles and sso-sessions have beside the settings: those of credentials, and those of the AWS CLI that
/// are close to others.
const OTHERS: [&str; 27] = [
    "aws_access_key_id",
    "aws_account_id",
    "aws_secret_access_key",
    "aws_security_token",
    "aws_session_token",
    "credential_process",
    "credential_source",
    "duration_seconds",
    "external_id",
    "login_session",
    "mfa_serial",
    "output",
    "role_arn",
    "role_session_name",
    "source_profile",
    "sso_account_id",
    "sso_region",
    "sso_registration_scopes",
    "sso_role_name",
    "sso_session",
    "sso_start_url",
    "web_identity_token_file",
    "cli_pager",
    "cli_auto_prompt",
    "cli_history",
    "cli_timestamp_format",
    "cli_binary_format",
];

/// The keys of a profile that nobody knows and that are almost those of a setting, in words.
pub(crate) fn misspelt(profile: &Profile) -> impl Iterator<Item = String> {
    profile.keys().filter_map(|(key, source)| {
        let meant = meant(key)?;
        Some(format!("{source} is not a setting; is `{meant}` meant?"))
    })
}

/// The key that `key` seems to be meant for; `None` if it is known itself, or is like none.
fn meant(key: &str) -> Option<&'static str> {
    let settings =
        SETTINGS.iter().flat_map(|row| row.profile).map(|key| key.split('.').next().unwrap_or(key));
    let known = || settings.clone().chain(OTHERS);
    if known().any(|other| other == key) {
        return None;
    }
    nearest(key, known())
}

/// The name of `known` that is most like `name`. One letter in four may be wrong, and two in all.
pub(crate) fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let most = (name.chars().count() / 4).min(2);
    let near = known.map(|other| (distance(name, other), other)).filter(|(distance, _)| *distance <= most);
    near.min_by_key(|(distance, _)| *distance).map(|(_, other)| other)
}

/// How many letters have to be put in, left out, replaced or swapped with their neighbour: the optimal string alignment
/// distance.
fn distance(one: &str, other: &str) -> usize {
    if one.len().abs_diff(other.len()) > 8 {
        return usize::MAX;
    }
    let other: Vec<char> = other.chars().collect();
    // The rows for the text so far, and without its last letter and its last two.
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    let mut last = None;
    for (index, letter) in one.chars().enumerate() {
        let mut next = vec![index + 1];
        for (column, theirs) in other.iter().enumerate() {
            let at = |row: &[usize], column: usize| row.get(column).copied().unwrap_or(usize::MAX / 2);
            let replaced = at(&row, column) + usize::from(letter != *theirs);
            let mut least = replaced.min(at(&row, column + 1) + 1).min(at(&next, column) + 1);
            let previous = column.checked_sub(1);
            if last == Some(*theirs) && previous.and_then(|previous| other.get(previous)) == Some(&letter) {
                least = least.min(previous.map_or(usize::MAX, |previous| at(&before, previous) + 1));
            }
            next.push(least);
        }
        before = std::mem::replace(&mut row, next);
        last = Some(letter);
    }
    row.last().copied().unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_key_is_meant() {
        for (key, expected) in [
            ("aws_acess_key_id", "aws_access_key_id"),
            ("aws_secret_acces_key", "aws_secret_access_key"),
            ("aws_sesion_token", "aws_session_token"),
            ("regoin", "region"),
            ("credentials_process", "credential_process"),
            ("sso_start_ulr", "sso_start_url"),
            ("max_attemps", "max_attempts"),
        ] {
            assert_eq!(meant(key), Some(expected), "{key}");
        }
        for key in ["region", "s3", "sts", "output", "my_own_key", "x", "", "aws_account_id", "ec2"] {
            assert_eq!(meant(key), None, "{key}");
        }
    }

    #[test]
    fn letters_are_counted() {
        for (one, other, expected) in
            [("", "", 0), ("a", "", 1), ("ab", "ba", 1), ("kitten", "sitting", 3), ("abc", "abc", 0)]
        {
            assert_eq!(distance(one, other), expected, "{one} {other}");
        }
        assert_eq!(distance("a", "a long word"), usize::MAX);
    }
}
