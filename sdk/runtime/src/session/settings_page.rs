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
- An empty variable or value is one that is not set. A value that a setting cannot take is an error that names its place.
- Otherwise than in boto3, `AWS_REGION` and `AWS_PROFILE` count, and go before `AWS_DEFAULT_REGION` and `AWS_DEFAULT_PROFILE`,
  as in the current AWS SDKs.
- What only code can say is on `Session::builder()` and on the builders of clients: credentials and where they come from,
  time-outs, the client's certificate, how many idle connections are kept, the HTTP layer, interceptors.
- Not there: `csm_*` (client-side monitoring over UDP), and `data_path` and `api_versions`, since models are
  chosen when the crates are generated.

| setting | environment | profile | values | default | meaning |
|---|---|---|---|---|---|
";
