//! The shared files as other SDKs write and read them.

use super::*;

/// What the session tells of the files, without the path of the home.
fn notes(home: &Home, session: &Session) -> Vec<String> {
    let path = home.0.to_string_lossy();
    session.explain().notes().iter().map(|note| note.replace(&*path, "~")).collect()
}

#[tokio::test]
async fn duplicates_are_merged_and_noted() {
    let home = Home::new(
        "[default]\nregion = a-1\nmax_attempts = 2\nregion = b-1\n[profile dev]\nregion = c-1\n[default]\nmax_attempts = 3\n\
         [profile \"dev\"]\nmax_attempts = 4\n",
        "[default]\naws_access_key_id = OLD\naws_secret_access_key = s\n[default]\naws_access_key_id = NEW\n",
    );
    let session = home.session(&[]);
    assert_eq!(session.region(), Some("b-1"));
    assert_eq!(session.setting("max_attempts").unwrap().value, "3");
    assert_eq!(key(&session).await, "NEW");
    assert_eq!(
        notes(&home, &session),
        [
            "~/.aws/config line 4: `region` is there again in [default], after line 2: this one counts",
            "~/.aws/config line 7: section [default] is there again, after line 1: both parts count",
            "~/.aws/config line 8: `max_attempts` is there again in [default], after line 3: this one counts",
            "~/.aws/credentials line 4: section [default] is there again, after line 1: both parts count",
            "~/.aws/credentials line 5: `aws_access_key_id` is there again in [default], after line 2: this one counts",
        ]
    );
    let text = session.explain().to_string();
    assert!(text.contains("\nnote: ") && !text.contains("OLD") && !text.contains("NEW"), "{text}");
    let dev = home.session(&[("AWS_PROFILE", "dev")]);
    assert_eq!((dev.region(), dev.setting("max_attempts").unwrap().value.as_str()), (Some("c-1"), "4"));
}

#[tokio::test]
async fn comments_follow_values_and_headers() {
    let home = Home::new(
        "\u{feff}[ profile  dev ]  # mine\r\nregion = eu-west-1 # home\r\nmax_attempts = 5 ; a few\r\n\
         use_fips_endpoint = true\t# yes\r\nretry_mode = adaptive ;slow\r\n\
         credential_process = printf '{\"Version\": 1, \"AccessKeyId\": \"P\", \"SecretAccessKey\": \" # s ; t\"}'\r\n",
        "[ ops\t] ; keys\naws_access_key_id = OPS # theirs\naws_secret_access_key = a/b+c#d= ; secret\n",
    );
    let dev = home.session(&[("AWS_PROFILE", "dev")]);
    let value = |name: &str| dev.setting(name).unwrap().value.clone();
    assert_eq!((dev.region(), value("max_attempts")), (Some("eu-west-1"), "5".to_owned()));
    assert_eq!((value("use_fips_endpoint"), value("retry_mode")), ("true".to_owned(), "adaptive".to_owned()));
    assert_eq!(keys(&dev).await.unwrap().secret_access_key(), "# s ; t");
    let ops = keys(&home.session(&[("AWS_PROFILE", "ops")])).await.unwrap();
    assert_eq!((ops.access_key_id(), ops.secret_access_key()), ("OPS", "a/b+c#d="));
}

#[test]
fn the_default_profile_has_two_names() {
    for config in [
        "[default]\nregion = plain-1\nmax_attempts = 9\n[profile default]\nregion = long-1\n",
        "[profile default]\nregion = long-1\n[default]\nregion = plain-1\nmax_attempts = 9\n",
    ] {
        let home = Home::new(config, "");
        let session = home.session(&[]);
        assert_eq!(session.region(), Some("long-1"));
        assert!(session.setting("max_attempts").is_none());
        let notes = notes(&home, &session);
        assert!(notes.len() == 1 && notes[0].contains("[default] does not count"), "{notes:?}");
    }
}

#[test]
fn sections_at_the_wrong_place_are_told() {
    let home = Home::new(
        "[newcomer]\nregion = a-1\n[profile my dev]\nregion = b-1\n[profile there]\nregion = c-1\n",
        "[profile old]\naws_access_key_id = A\naws_secret_access_key = s\n",
    );
    let error = |name: &str| home.error(&[("AWS_PROFILE", name)]);
    let told = error("newcomer");
    assert!(told.contains(".aws/config has [newcomer]; write [profile newcomer] there"), "{told}");
    let told = error("my dev");
    assert!(told.contains("has [profile my dev]; write [profile \"my dev\"] there"), "{told}");
    let told = error("old");
    assert!(told.contains(".aws/credentials has [profile old]; write [old] there"), "{told}");
    assert!(!error("absent").contains("write"));
    assert!(error("profile old").contains("write [old] there"));
    let session = home.session(&[]);
    assert_eq!(session.available_profiles(), ["there"]);
    assert_eq!(
        notes(&home, &session),
        ["~/.aws/credentials line 1: [profile old] counts in the config file alone"]
    );
    let error = Home::new("[profile x\nregion = a-1\n", "").error(&[]);
    assert!(error.contains(".aws/config line 1: the bracket of `[profile x` is not closed"), "{error}");
}

#[tokio::test]
async fn misspelt_keys_are_told() {
    let home = Home::new("", "[default]\naws_acess_key_id = A\naws_secret_access_key = hidden\n");
    let session = home.session(&[("AWS_EC2_METADATA_DISABLED", "true")]);
    let error = keys(&session).await.unwrap_err().to_string();
    let hint =
        "`aws_acess_key_id` in ~/.aws/credentials line 2 is not a setting; is `aws_access_key_id` meant?";
    assert!(error.replace(&*home.0.to_string_lossy(), "~").contains(hint), "{error}");
    assert!(error.contains("has no `aws_access_key_id` beside it") && !error.contains("hidden"), "{error}");
    assert_eq!(notes(&home, &session), [hint]);
    let home = Home::new("", "[default]\naws_access_key_id = A\naws_secret_acces_key = hidden\n");
    let error = keys(&home.session(&[])).await.unwrap_err().to_string();
    assert!(error.contains("is `aws_secret_access_key` meant?") && !error.contains("hidden"), "{error}");
}

#[cfg(unix)]
#[test]
fn files_without_an_end_are_refused() {
    let home = Home::new("", "");
    let error = home.error(&[("AWS_CONFIG_FILE", "/dev/zero")]);
    assert!(error.ends_with("/dev/zero cannot be read: it is larger than 16 MiB"), "{error}");
    assert!(home.builder(&[("AWS_CONFIG_FILE", "/dev/null")]).build().is_ok());
}

#[cfg(unix)]
#[tokio::test]
async fn a_command_for_a_shell_is_told() {
    let config = "[default]\ncredential_process = echo secret-document | cat\n[profile err]\n\
                  credential_process = sh -c 'echo secret-document; yes why | head -c 9000 >&2; exit 3'\n";
    let home = Home::new(config, "");
    let error = keys(&home.session(&[])).await.unwrap_err();
    assert!(error.hint().is_some_and(|hint| hint.contains("for which `|` has no meaning")), "{error}");
    assert!(!error.to_string().contains("secret-document |"), "{error}");
    let error = keys(&home.session(&[("AWS_PROFILE", "err")])).await.unwrap_err();
    let text = error.to_string();
    assert!(text.contains("why") && text.len() < 5_000 && !text.contains("secret-document"), "{text}");
    assert!(error.hint().is_none(), "{text}");
}

/// A program that runs on ends with the runtime, not after a minute.
#[cfg(unix)]
#[test]
fn a_program_does_not_keep_the_runtime_from_ending() {
    let home = Home::new("[default]\ncredential_process = sleep 60\n", "");
    let start = std::time::Instant::now();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let session = home.session(&[]);
        let limit = std::time::Duration::from_millis(300);
        assert!(tokio::time::timeout(limit, keys(&session)).await.is_err());
    });
    drop(runtime);
    assert!(start.elapsed() < std::time::Duration::from_secs(20));
}
