//! `docs/settings.md`, written from the table of settings.
#![allow(clippy::unwrap_used)]

use super::{SETTINGS, SettingKind};

/// With `UPDATE_EXPECT=1` this test writes the page.
#[test]
fn the_documentation_has_the_settings_of_the_code() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/settings.md");
    let written = documentation();
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, written).unwrap();
        return;
    }
    let there = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        there.replace("\r\n", "\n") == written,
        "docs/settings.md is out of date: run this test with UPDATE_EXPECT=1"
    );
}

fn documentation() -> String {
    let mut text = String::from(ABOUT_SETTINGS);
    for row in SETTINGS {
        let code =
            |names: &[&str]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let kind = match row.kind {
            SettingKind::Text => "text".to_owned(),
            SettingKind::Boolean => "`true` or `false`".to_owned(),
            SettingKind::Number(low, high) if high >= u64::from(u32::MAX) => format!("a number from {low}"),
            SettingKind::Number(low, high) => format!("a number from {low} to {high}"),
            SettingKind::Choice(words) => {
                words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
            }
            SettingKind::List => "words, separated by commas".to_owned(),
            SettingKind::Region => "a region".to_owned(),
        };
        let default = if row.default.is_empty() { String::new() } else { format!("`{}`", row.default) };
        text.push_str(&format!(
            "| `{}` | {} | {} | {kind} | {default} | {} |\n",
            row.name,
            code(row.environment),
            code(row.profile),
            row.meaning
        ));
    }
    text
}

const ABOUT_SETTINGS: &str = "\
# Settings

A session takes each setting from code, else from the environment, else from the profile, else its default holds.
`Session::explain()` shows what holds and where it came from; so does the program `whoami` in `examples/`. This page is
written from the table that the code itself uses (`tucuxi::session::SETTINGS`).

- Files: `~/.aws/config` has sections `[default]`, `[profile NAME]`, `[sso-session NAME]` and `[services NAME]`; the sections of
  `~/.aws/credentials` are profiles laid over those. `a.b` below is `b` in the map below `a`.
- A variable or value that is empty or blank is not set. White space and line ends around a value do not belong to it. A value
  that a setting cannot take is an error that names its place.
- Limits: a shared file, or a file with certificates, may have 16 MiB; a file with a token or a sign-in, and a response with
  credentials, 1 MiB. A `credential_process` may take a minute and print 1 MiB, and is killed otherwise. A pipe or a device in
  place of a file has to end within 5 seconds.
- What only code can say is on `Session::builder()` and on the builders of clients: credentials and where they come from,
  time-outs, the client's certificate, how many idle connections are kept, the HTTP layer, interceptors.
- Not there: `csm_*` (client-side monitoring over UDP), and `data_path` and `api_versions`, since models are
  chosen when the crates are generated.

## Differences from boto3

Where boto3 and the other current AWS SDKs differ, the SDK does what the others do, so that all of them can share the files:

- `AWS_REGION` and `AWS_PROFILE` count, and go before `AWS_DEFAULT_REGION` and `AWS_DEFAULT_PROFILE`.
- Of a section that is there twice both parts count, and of a key that is there twice the last; boto3 refuses the file.
  `Session::explain()` notes both.
- `[profile default]` replaces `[default]` in the config file; for boto3 the last one does.
- White space inside of the brackets of a section means nothing, in both files. A byte order mark is passed over.
- `[profile NAME]` in the credentials file is not a profile.
- A comment may follow a header, and a value behind white space: `region = eu-west-1 # home`. The values of
  `credential_process`, `web_identity_token_file`, `ca_bundle`, `proxy_ca_bundle` and `proxy_client_cert` may contain white
  space themselves and go on to the end of the line.
- A `[` that is not closed is an error, also where an `=` follows it.
- An empty session token is none; an empty access key is none.
- A token file may end with a line end.
- Requests to the metadata service of EC2 are sent up to three times (`metadata_service_num_attempts`); boto3 sends them once.

## All settings

| setting | environment | profile | values | default | meaning |
|---|---|---|---|---|---|
";
